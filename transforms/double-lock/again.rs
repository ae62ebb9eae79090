//! Where a function takes a lock that it holds, itself or through what it calls.

use super::Innermost;
use crate::model::flow::{CallMode, EventKind};
use crate::model::lock_states::LockStep;
use crate::model::locks::{LockOp, Mode};
use crate::model::path::AccessPath;
use crate::model::{FuncId, Package, SymbolKind};
use crate::source::Range;

/// A lock that is taken twice.
pub(super) struct Again {
    pub func: FuncId,
    pub lock: AccessPath,
    /// How it is held, and the event that took it.
    pub held: Mode,
    pub acquire: usize,
    /// The event that takes it again: a `Lock`, or the call that leads to one.
    pub event: usize,
    pub mode: Mode,
    /// The calls on the way and the second `Lock`, each with the function that makes it.
    pub links: Vec<(FuncId, Range)>,
}

impl Again {
    pub(super) fn innermost(&self) -> Innermost {
        let last = self.links.len().saturating_sub(2);
        self.links[last]
    }
}

pub(super) fn again(package: &Package, func: FuncId) -> Vec<Again> {
    let mut found = Vec::new();
    for lock in package.mutexes_taken(func) {
        found.extend(again_on(package, func, &lock));
    }
    found
}

fn again_on(package: &Package, func: FuncId, lock: &AccessPath) -> Vec<Again> {
    let flow = package.flow(func);
    let steps = package.lock_steps(func, lock);
    let states = Package::lock_states(flow, steps);
    let mut found = Vec::new();
    for (number, event) in flow.events.iter().enumerate() {
        let Some(held) = states.mode_before(number) else {
            continue;
        };
        let taken = match &event.kind {
            EventKind::Lock { .. } => match steps[number] {
                Some(LockStep::Acquire(mode)) => Some((mode, vec![(func, event.range)])),
                _ => None,
            },
            EventKind::Call {
                mode: CallMode::Now,
                ..
            } => package
                .lock_chain(func, number, lock)
                .map(|chain| (chain.mode, chain.links)),
            EventKind::Call {
                mode: CallMode::Deferred,
                ..
            } if package
                .held_when_deferred(func, number)
                .mode_of(lock)
                .is_some() =>
            {
                package
                    .lock_chain(func, number, lock)
                    .map(|chain| (chain.mode, chain.links))
            }
            _ => None,
        };
        let Some((mode, links)) = taken else {
            continue;
        };
        let acquire = (0..flow.events.len()).find(|&acquire| {
            matches!(steps[acquire], Some(LockStep::Acquire(_)))
                && flow.reaches(
                    acquire,
                    number,
                    |other| matches!(&other.kind, EventKind::Lock { path, mode: CallMode::Now, .. } if path == lock),
                )
        });
        let Some(acquire) = acquire else {
            continue;
        };
        if held == Mode::Read && mode == Mode::Read && has_no_writer(package, lock) {
            continue;
        }
        let is_direct = links.len() == 1;
        let is_covered = states.before[number].is_some_and(|point| point.is_covered);
        // Nothing unlocks it behind: the second `Lock` is a slip of the pen, which is another finding.
        if is_direct && !is_covered && !is_released_behind(package, func, number, steps) {
            continue;
        }
        found.push(Again {
            func,
            lock: lock.clone(),
            held,
            acquire,
            event: number,
            mode,
            links,
        });
    }
    found
}

fn is_released_behind(
    package: &Package,
    func: FuncId,
    event: usize,
    steps: &[Option<LockStep>],
) -> bool {
    let flow = package.flow(func);
    (0..steps.len()).any(|release| {
        matches!(steps[release], Some(step) if !matches!(step, LockStep::Acquire(_)))
            && flow.reaches(event, release, |_| false)
    })
}

/// Whether a lock is a local variable that nobody ever locks for writing: then no writer comes in between two readers.
fn has_no_writer(package: &Package, lock: &AccessPath) -> bool {
    let Some(root) = lock.root_symbol().filter(|&root| package.is_local(root)) else {
        return false;
    };
    let writes = |func: FuncId| {
        package.flow(func).events.iter().any(|event| {
            matches!(&event.kind, EventKind::Lock { path, op: LockOp::Acquire(Mode::Write), .. }
                if path == lock)
        })
    };
    package.symbol(root).kind == SymbolKind::Var
        && lock.steps.is_empty()
        && !package.funcs(root.decl).any(writes)
}
