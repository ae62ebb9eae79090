//! What a function does with one lock along every path, and which functions release what they did not take.

use std::collections::BTreeSet;

use super::flow::{AccessKind, CallMode, Callee, EventKind, Flow};
use super::locks::{LockOp, Mode};
use super::package::Package;
use super::path::{AccessPath, Root, Step};
use super::symbol::*;
use crate::syntax::ast::*;

/// How many calls deep a release of the caller's lock is looked for.
const DEPTH: u32 = 4;

/// What is known of a lock at a point of a function; what its callers hold is not known to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockState {
    /// The function has not taken it, or has released it.
    Free,
    /// Taken on every path; the mode is `None` where paths took it differently.
    Held(Option<Mode>),
    /// Taken on some paths only, or handed to something that may release it.
    Unknown,
}

/// A lock's state, with whether something deferred will release it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockPoint {
    pub state: LockState,
    /// Whether, on some path, a deferred call releases it when the function ends.
    pub is_covered: bool,
}

/// The states of one lock in one function.
#[derive(Debug)]
pub struct LockStates {
    /// Before each event; `None` where control never comes.
    pub before: Vec<Option<LockPoint>>,
    /// At the start and at the end of each block.
    pub at_entry: Vec<Option<LockPoint>>,
    pub at_end: Vec<Option<LockPoint>>,
}

/// What an event does with a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockStep {
    Acquire(Mode),
    Release(Mode),
    /// It may release the lock, or the lock's path names another object from here on.
    Lose,
    /// A deferred call releases it at the end.
    Defer,
}

impl LockState {
    pub fn is_held(self) -> bool {
        matches!(self, LockState::Held(_))
    }

    fn join(self, other: LockState) -> LockState {
        match (self, other) {
            (LockState::Held(one), LockState::Held(two)) => {
                LockState::Held(one.filter(|_| one == two))
            }
            (one, two) if one == two => one,
            _ => LockState::Unknown,
        }
    }
}

impl LockPoint {
    fn join(self, other: LockPoint) -> LockPoint {
        LockPoint {
            state: self.state.join(other.state),
            is_covered: self.is_covered || other.is_covered,
        }
    }

    fn after(mut self, step: Option<LockStep>) -> LockPoint {
        match step {
            Some(LockStep::Acquire(mode)) => self.state = LockState::Held(Some(mode)),
            Some(LockStep::Release(_)) => self.state = LockState::Free,
            Some(LockStep::Lose) if self.state.is_held() => self.state = LockState::Unknown,
            Some(LockStep::Lose) => self.state = LockState::Free,
            Some(LockStep::Defer) => self.is_covered = true,
            None => {}
        }
        self
    }
}

impl LockStates {
    /// How the lock is certainly held before an event, if it is.
    pub fn mode_before(&self, event: usize) -> Option<Mode> {
        match self.before.get(event)?.as_ref()?.state {
            LockState::Held(mode) => mode,
            LockState::Free | LockState::Unknown => None,
        }
    }
}

impl Package<'_> {
    /// The locks that a function takes, where a variable leads to them, also when it ends or in another goroutine.
    pub fn locks_taken(&self, func: FuncId) -> BTreeSet<AccessPath> {
        let events = self.flow(func).events.iter();
        let taken = events.filter_map(|event| taken_by(&event.kind));
        taken.map(|(path, _)| path.clone()).collect()
    }

    /// The mutexes that a function takes as it runs, where it is plain which each one is.
    pub fn mutexes_taken(&self, func: FuncId) -> BTreeSet<AccessPath> {
        let events = self.flow(func).events.iter();
        events
            .filter_map(|event| taken_by(&event.kind))
            .filter(|(path, mode)| {
                *mode == CallMode::Now
                    && !path.steps.contains(&Step::Element)
                    && self.is_mutex(path)
            })
            .map(|(path, _)| path.clone())
            .collect()
    }

    /// The states of a lock in a function, from what [`Package::lock_steps`] says.
    pub fn lock_states(flow: &Flow, steps: &[Option<LockStep>]) -> LockStates {
        let count = flow.blocks.len();
        let mut at_entry: Vec<Option<LockPoint>> = vec![None; count];
        if let Some(first) = at_entry.first_mut() {
            *first = Some(LockPoint {
                state: LockState::Free,
                is_covered: false,
            });
        }
        let through = |block: usize, point: LockPoint| {
            let events = flow.blocks[block].events.clone();
            events.fold(point, |point, event| point.after(steps[event]))
        };
        let mut work = vec![0];
        while let Some(block) = work.pop() {
            let Some(point) = at_entry.get(block).copied().flatten() else {
                continue;
            };
            let point = through(block, point);
            for &next in &flow.blocks[block].successors {
                let joined = at_entry[next].map_or(point, |known| known.join(point));
                if at_entry[next] != Some(joined) {
                    at_entry[next] = Some(joined);
                    work.push(next);
                }
            }
        }
        let mut before = vec![None; flow.events.len()];
        let mut at_end = Vec::with_capacity(count);
        for (block, entry) in at_entry.iter().enumerate() {
            let mut point = *entry;
            for event in flow.blocks[block].events.clone() {
                before[event] = point;
                point = point.map(|point| point.after(steps[event]));
            }
            at_end.push(point);
        }
        LockStates {
            before,
            at_entry,
            at_end,
        }
    }

    /// What each event of a function does with a lock, calls of functions that release it included.
    pub fn lock_steps(&self, func: FuncId, lock: &AccessPath) -> &[Option<LockStep>] {
        let key = (func, lock.clone());
        match self.lock_steps.get(&key) {
            Some(known) => known,
            None => {
                let steps = self.find_lock_steps(func, lock);
                self.lock_steps.insert(key, steps)
            }
        }
    }

    fn find_lock_steps(&self, func: FuncId, lock: &AccessPath) -> Vec<Option<LockStep>> {
        let events = &self.flow(func).events;
        events
            .iter()
            .enumerate()
            .map(|(number, event)| match &event.kind {
                EventKind::Lock { path, op, mode } if path == lock => match (mode, op) {
                    (CallMode::Now, LockOp::Acquire(mode))
                        if self.is_whole_statement(func, event.range) =>
                    {
                        Some(LockStep::Acquire(*mode))
                    }
                    (CallMode::Now, LockOp::Release(mode)) => Some(LockStep::Release(*mode)),
                    (CallMode::Deferred, LockOp::Release(_)) => Some(LockStep::Defer),
                    (CallMode::Deferred, _) => None,
                    _ => Some(LockStep::Lose),
                },
                // The same lock by the method of something around or inside it: `b.tx.Unlock()` for `b.tx.mu`.
                EventKind::Lock { path, op, mode }
                    if path != lock && (lock.begins_with(path) || path.begins_with(lock)) =>
                {
                    match (op, mode) {
                        (LockOp::Release(_), CallMode::Deferred) => Some(LockStep::Defer),
                        (LockOp::Release(_) | LockOp::Try, _) => Some(LockStep::Lose),
                        (LockOp::Acquire(_), _) => None,
                    }
                }
                EventKind::Access {
                    path,
                    kind: AccessKind::Write,
                } if lock.begins_with(path) => Some(LockStep::Lose),
                EventKind::Call { mode, .. } if self.may_release(func, number, lock) => {
                    match mode {
                        CallMode::Deferred => Some(LockStep::Defer),
                        _ => Some(LockStep::Lose),
                    }
                }
                _ => None,
            })
            .collect()
    }

    /// Whether the result of the call at `range` is not used: `Lock` of a file lock may fail, and says so.
    fn is_whole_statement(&self, func: FuncId, range: crate::source::Range) -> bool {
        let ast = self.ast(func.decl);
        ast.stmts
            .iter()
            .any(|stmt| stmt.range == range && matches!(stmt.kind, StmtKind::Expr(_)))
    }

    /// Whether a call may release a lock that its caller holds.
    pub fn may_release(&self, func: FuncId, event: usize, lock: &AccessPath) -> bool {
        self.releases_within(func, event, lock, DEPTH)
    }

    fn releases_within(&self, func: FuncId, event: usize, lock: &AccessPath, depth: u32) -> bool {
        let Some(event) = self.flow(func).events.get(event) else {
            return false;
        };
        let EventKind::Call { call, callee, .. } = event.kind else {
            return false;
        };
        let Some(callee) = self.called_function(callee) else {
            return false;
        };
        if depth == 0
            || self.world().is_standard(callee.decl.dir)
            || self.ast(callee.decl).damaged.is_some()
        {
            return false;
        }
        let call = ExprRef {
            decl: func.decl,
            expr: call,
        };
        let lock = match self.func(callee).literal {
            Some(_) if callee.decl == func.decl => Some(lock.clone()),
            _ => self.path_in_callee(lock, call, callee),
        };
        let Some(lock) = lock else {
            return false;
        };
        let releases =
            |lock| self.may_be_released(lock) && self.effects_of(callee).releases.contains(&lock);
        if !lock.target().is_some_and(releases) {
            return false;
        }
        let events = &self.flow(callee).events;
        events.iter().enumerate().any(|(number, event)| {
            let is_unpaired = matches!(
                &event.kind,
                EventKind::Lock { path, op: LockOp::Release(_), mode } if *path == lock
                    && *mode != CallMode::Spawned
                    && event.held.mode_of(path).is_none()
            );
            let is_held = event.held.mode_of(&lock).is_some();
            is_unpaired
                || !is_held
                    && matches!(
                        event.kind,
                        EventKind::Call {
                            mode: CallMode::Now | CallMode::Deferred,
                            ..
                        }
                    )
                    && self.releases_within(callee, number, &lock, depth - 1)
        })
    }

    /// The function in sight that a call runs: a declared one, a literal, or the literal that a variable always holds.
    pub fn called_function(&self, callee: Callee) -> Option<FuncId> {
        match callee {
            Callee::Func(func) | Callee::Literal(func) => Some(func),
            Callee::Value(symbol) => self.literal_held_by(symbol),
            _ => None,
        }
    }

    /// The literal that a local variable holds all its life.
    pub fn literal_held_by(&self, symbol: SymbolId) -> Option<FuncId> {
        let Symbol {
            ty: TypeSource::Value {
                value, count: 1, ..
            },
            ..
        } = *self.symbol(symbol)
        else {
            return None;
        };
        let ExprKind::Func(index) = self.ast(symbol.decl).expr(value).kind else {
            return None;
        };
        let is_fixed = self.is_local(symbol) && !self.is_reassigned(symbol);
        is_fixed.then_some(FuncId {
            decl: symbol.decl,
            index,
        })
    }
}

/// The lock that an event takes, and when.
fn taken_by(event: &EventKind) -> Option<(&AccessPath, CallMode)> {
    match event {
        EventKind::Lock {
            path,
            op: LockOp::Acquire(_),
            mode,
        } if matches!(path.root, Root::Symbol(_)) => Some((path, *mode)),
        _ => None,
    }
}
