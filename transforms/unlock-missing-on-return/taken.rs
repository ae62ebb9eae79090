//! One lock in one function: what is known of it at each point.

use crate::model::flow::{Event, EventKind, Flow};
use crate::model::lock_states::{LockState, LockStates, LockStep};
use crate::model::locks::{LockOp, Mode};
use crate::model::path::AccessPath;
use crate::model::types::Type;
use crate::model::{FuncId, Package};
use crate::source::{Range, Span};
use crate::syntax::ast::*;

pub(super) struct Taken<'p, 'w> {
    pub package: &'p Package<'w>,
    pub func: FuncId,
    pub lock: AccessPath,
    pub flow: &'p Flow,
    pub ast: &'p Ast,
    pub steps: &'p [Option<LockStep>],
    pub states: LockStates,
}

impl<'p, 'w> Taken<'p, 'w> {
    pub(super) fn new(package: &'p Package<'w>, func: FuncId, lock: AccessPath) -> Self {
        let flow = package.flow(func);
        let steps = package.lock_steps(func, &lock);
        let states = Package::lock_states(flow, steps);
        Taken {
            package,
            func,
            lock,
            flow,
            ast: package.ast(func.decl),
            steps,
            states,
        }
    }

    pub(super) fn event(&self, event: usize) -> &'p Event {
        &self.flow.events[event]
    }

    pub(super) fn span(&self, range: Range) -> Span {
        self.package.span(self.func.decl, range)
    }

    /// The lock as the function writes it.
    pub(super) fn text(&self) -> String {
        crate::rewrite::locking::lock_text(self.package, &self.lock)
            .unwrap_or_else(|| self.package.path_text(&self.lock))
    }

    /// What the lock's state is before an event.
    pub(super) fn state_before(&self, event: usize) -> Option<LockState> {
        Some((*self.states.before.get(event)?)?.state)
    }

    /// The events that take the lock.
    pub(super) fn acquires(&self) -> impl Iterator<Item = (usize, Mode)> {
        let steps = self.steps.iter().enumerate();
        steps.filter_map(|(event, step)| match step {
            Some(LockStep::Acquire(mode)) => Some((event, *mode)),
            _ => None,
        })
    }

    /// The events that release the lock in their turn.
    pub(super) fn releases(&self) -> impl Iterator<Item = (usize, Mode)> {
        let steps = self.steps.iter().enumerate();
        steps.filter_map(|(event, step)| match step {
            Some(LockStep::Release(mode)) => Some((event, *mode)),
            _ => None,
        })
    }

    /// Whether the function releases what its caller holds: then its exits are right to hold it.
    pub(super) fn begins_released(&self) -> bool {
        let mut is_released = false;
        self.walk(vec![(0, 0)], |event| {
            is_released |= matches!(self.steps[event], Some(LockStep::Release(_)));
            self.steps[event].is_none()
        });
        is_released
    }

    /// The blocks that control comes to from the end of `block`, as far as `follow` allows: it gets each event on the
    /// way and says whether to go on behind it.
    pub(super) fn walk(
        &self,
        mut work: Vec<(usize, usize)>,
        mut follow: impl FnMut(usize) -> bool,
    ) -> Vec<usize> {
        let mut seen = vec![false; self.flow.blocks.len()];
        let mut ended = Vec::new();
        while let Some((block, start)) = work.pop() {
            let events = &self.flow.blocks[block].events;
            let mut rest = start.max(events.start)..events.end;
            if !rest.all(&mut follow) {
                continue;
            }
            ended.push(block);
            for &next in &self.flow.blocks[block].successors {
                if !std::mem::replace(&mut seen[next], true) {
                    work.push((next, 0));
                }
            }
        }
        ended
    }

    /// The blocks whose end control comes to with the lock as `acquire` took it.
    pub(super) fn ends_held_from(&self, acquire: usize) -> Vec<usize> {
        let start = (self.event(acquire).block, acquire + 1);
        self.walk(vec![start], |event| {
            !matches!(
                self.steps[event],
                Some(LockStep::Acquire(_) | LockStep::Release(_) | LockStep::Lose)
            )
        })
    }

    /// Whether the lock is one of the `sync` package.
    pub(super) fn is_standard(&self) -> bool {
        let Some(symbol) = self.lock.target() else {
            return false;
        };
        match self.package.type_of_symbol(symbol).pointee() {
            Type::Named(symbol, _) => self.package.world().is_standard(symbol.decl.dir),
            _ => false,
        }
    }

    pub(super) fn is_test(&self) -> bool {
        self.package.file_of(self.func.decl).is_test
    }

    /// The text of a call that releases the lock: as the function does it elsewhere, or made from how it is taken.
    pub(super) fn release_text(&self, mode: Mode) -> Option<String> {
        let known = self.flow.events.iter().find_map(|event| match &event.kind {
            EventKind::Lock {
                path,
                op: LockOp::Release(released),
                ..
            } if *path == self.lock && *released == mode => Some(event.range),
            _ => None,
        });
        if let Some(range) = known {
            return Some(self.package.text(self.func.decl, range).to_string());
        }
        let (event, _) = self.acquires().find(|(_, taken)| *taken == mode)?;
        let text = self.package.text(self.func.decl, self.event(event).range);
        let (before, wanted) = match mode {
            Mode::Write => (".Lock()", ".Unlock()"),
            Mode::Read => (".RLock()", ".RUnlock()"),
        };
        let operand = text.strip_suffix(before)?;
        (!operand.contains('\n')).then(|| format!("{operand}{wanted}"))
    }

    /// The method's name in the call at `range`: `Lock` in `s.mu.Lock()`.
    pub(super) fn method(&self, range: Range) -> Option<Ident> {
        self.ast.exprs.iter().find_map(|expr| {
            let ExprKind::Call { callee, .. } = &expr.kind else {
                return None;
            };
            match &self.ast.expr(*callee).kind {
                ExprKind::Selector { field, .. } if expr.range == range => Some(*field),
                _ => None,
            }
        })
    }
}
