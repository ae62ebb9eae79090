//! The places at which a lock is certainly held and nobody will release it.

use super::taken::Taken;
use crate::model::flow::{Block, CallMode, Callee, EventKind};
use crate::model::lock_states::{LockState, LockStep};
use crate::model::path::Step;
use crate::source::Range;
use crate::syntax::ast::*;

/// How control leaves with the lock held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exit {
    Return(StmtId),
    /// The end of the function's body.
    End,
    Panic(StmtId),
    /// `break`, `continue` or `goto`.
    Jump(StmtId),
    /// Behind this last statement of the list that takes it: of a loop's body, a branch or a clause.
    Behind(StmtId),
}

#[derive(Clone, Debug)]
pub(super) struct Leak {
    pub exit: Exit,
    pub range: Range,
    /// The events that took the lock.
    pub acquires: Vec<usize>,
}

impl Leak {
    pub(super) fn panics(&self) -> bool {
        matches!(self.exit, Exit::Panic(_))
    }
}

/// All places, in source order.
pub(super) fn leaks(taken: &Taken) -> Vec<Leak> {
    let mut found: Vec<Leak> = Vec::new();
    let ends: Vec<(usize, Vec<usize>)> = taken
        .acquires()
        .map(|(acquire, _)| (acquire, taken.ends_held_from(acquire)))
        .collect();
    for number in 0..taken.flow.blocks.len() {
        let Some(point) = taken.states.at_end[number] else {
            continue;
        };
        if !point.state.is_held() || point.is_covered {
            continue;
        }
        let acquires: Vec<usize> = ends
            .iter()
            .filter(|(_, ends)| ends.contains(&number))
            .map(|(acquire, _)| *acquire)
            .collect();
        let Some(exit) = exit(taken, number, &acquires) else {
            continue;
        };
        let exits = match jumps_to(taken, number) {
            Some(jumps) if exit == Exit::End => jumps,
            _ => vec![exit],
        };
        for exit in exits {
            let Some(range) = range(taken, exit) else {
                continue;
            };
            if found.iter().all(|leak| leak.exit != exit) {
                found.push(Leak {
                    exit,
                    range,
                    acquires: acquires.clone(),
                });
            }
        }
    }
    found.sort_by_key(|leak| leak.range);
    found
}

fn exit(taken: &Taken, number: usize, acquires: &[usize]) -> Option<Exit> {
    let block = &taken.flow.blocks[number];
    let is_element = taken.lock.steps.contains(&Step::Element);
    if block.is_exit {
        return Some(match block.leaves_by {
            Some(stmt) => Exit::Return(stmt),
            None => Exit::End,
        });
    }
    if block.successors.is_empty() {
        return panic_at_end(taken, block).map(Exit::Panic);
    }
    let is_lost = block.successors.iter().any(|&next| {
        let after = taken.states.at_entry[next];
        after.is_some_and(|after| after.state == LockState::Unknown && !after.is_covered)
            && !is_saved(taken, next)
    });
    if !is_lost || is_element {
        return None;
    }
    match block.leaves_by {
        Some(stmt) => Some(Exit::Jump(stmt)),
        None => behind(taken, acquires),
    }
}

/// The jumps that lead to a block in which nothing happens, if only jumps do.
fn jumps_to(taken: &Taken, number: usize) -> Option<Vec<Exit>> {
    let blocks = &taken.flow.blocks;
    let jump = |block: &Block| match block.leaves_by {
        Some(stmt) if matches!(taken.ast.stmt(stmt).kind, StmtKind::Branch { .. }) => {
            Some(Exit::Jump(stmt))
        }
        _ => None,
    };
    let before = blocks
        .iter()
        .enumerate()
        .filter(|(before, block)| {
            block.successors.contains(&number) && taken.states.at_end[*before].is_some()
        })
        .map(|(_, block)| jump(block));
    let jumps: Vec<Exit> = before.collect::<Option<_>>()?;
    (blocks[number].events.is_empty() && !jumps.is_empty()).then_some(jumps)
}

/// Whether something may still release the lock on a way from the start of a block.
fn is_saved(taken: &Taken, block: usize) -> bool {
    let mut is_saved = false;
    taken.walk(vec![(block, 0)], |event| match taken.steps[event] {
        Some(LockStep::Acquire(_)) => false,
        Some(LockStep::Lose) => {
            is_saved |= !matches!(taken.event(event).kind, EventKind::Access { .. });
            false
        }
        Some(LockStep::Release(_) | LockStep::Defer) => {
            is_saved = true;
            false
        }
        None => true,
    });
    is_saved
}

/// The end of the list in which the lock is taken, if it is still held there.
fn behind(taken: &Taken, acquires: &[usize]) -> Option<Exit> {
    let &[acquire] = acquires else {
        return None;
    };
    let package = taken.package;
    let decl = taken.func.decl;
    let (list, position) = package.siblings(decl, taken.event(acquire).stmt)?;
    let &last = list.last()?;
    let rest = Range::new(
        taken.ast.stmt(list[position]).range.start,
        taken.ast.stmt(last).range.end,
    );
    // What is released in a branch that comes back to the list is not held at its end.
    let comes_back = |release: usize| {
        let mut stmt = taken.event(release).stmt;
        loop {
            let Some((inner, _)) = package.siblings(decl, stmt) else {
                match package.parent_stmt(decl, stmt) {
                    Some(outer) => stmt = outer,
                    None => return true,
                }
                continue;
            };
            if inner.first() == list.first() {
                return true;
            }
            let breaks = inner
                .last()
                .is_some_and(|&last| matches!(taken.ast.stmt(last).kind, StmtKind::Branch { .. }));
            if breaks || package.leaves(decl, inner) {
                return false;
            }
            match package.parent_stmt(decl, stmt) {
                Some(outer) => stmt = outer,
                None => return true,
            }
        }
    };
    let is_released = taken
        .releases()
        .any(|(release, _)| rest.contains(taken.event(release).range) && comes_back(release));
    let leaves =
        package.leaves(decl, list) || matches!(taken.ast.stmt(last).kind, StmtKind::Branch { .. });
    // Every turn of a loop takes the lock of another object: all are to be held.
    let is_collected = taken.releases().next().is_none()
        && taken.lock.root_symbol().is_some_and(|root| {
            let body = package.loops_around(decl, taken.event(acquire).stmt);
            body.iter().any(|&stmt| {
                let around = taken.ast.stmt(stmt).range;
                root.decl == decl && around.contains(package.symbol(root).range)
            })
        });
    (!is_released && !leaves && !is_collected).then_some(Exit::Behind(last))
}

fn range(taken: &Taken, exit: Exit) -> Option<Range> {
    Some(match exit {
        Exit::Return(stmt) | Exit::Panic(stmt) | Exit::Jump(stmt) => taken.ast.stmt(stmt).range,
        Exit::Behind(stmt) => {
            let end = taken.ast.stmt(stmt).range.end;
            Range::new(end.saturating_sub(1), end)
        }
        Exit::End => {
            let body = taken.ast.func(taken.func.index).body?;
            let end = taken.ast.stmt(body).range.end;
            Range::new(end.saturating_sub(1), end)
        }
    })
}

/// The statement of the `panic` that a block ends with.
fn panic_at_end(taken: &Taken, block: &Block) -> Option<StmtId> {
    let event = taken.flow.events[block.events.clone()].last()?;
    let is_panic = matches!(
        event.kind,
        EventKind::Call {
            callee: Callee::Builtin("panic"),
            mode: CallMode::Now,
            ..
        }
    );
    let is_whole = matches!(taken.ast.stmt(event.stmt).kind, StmtKind::Expr(_));
    (is_panic && is_whole).then_some(event.stmt)
}
