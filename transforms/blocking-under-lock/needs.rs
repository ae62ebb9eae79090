//! The other side of a wait: who ends it, and where it needs the lock to get there.

use super::others::{cond_sides, group_sides};
use super::waits::{Wait, WaitKind};
use crate::model::channels::Operation;
use crate::model::flow::{CallMode, ChanOpKind, Event, EventKind};
use crate::model::locks::{LockOp, Mode};
use crate::model::{FuncId, Package, SymbolId};
use crate::source::Range;

/// A place that ends the wait, and the place before it that takes the lock.
pub(super) struct Side {
    pub func: FuncId,
    pub locks: Range,
    pub answers: Range,
}

/// All that could end the wait, if none of them gets there without the lock; nothing otherwise.
pub(super) fn sides(package: &Package, wait: &Wait) -> Vec<Side> {
    let (Some(lock), Some(what)) = (wait.lock.target(), wait.what.target()) else {
        return Vec::new();
    };
    match wait.kind {
        WaitKind::Send => channel_sides(
            package,
            wait,
            lock,
            what,
            &[ChanOpKind::Receive, ChanOpKind::Range],
        ),
        WaitKind::Receive => channel_sides(
            package,
            wait,
            lock,
            what,
            &[ChanOpKind::Send, ChanOpKind::Close],
        ),
        WaitKind::Group => group_sides(package, wait, lock, what),
        WaitKind::Cond => cond_sides(package, wait, lock, what),
    }
}

fn channel_sides(
    package: &Package,
    wait: &Wait,
    lock: SymbolId,
    what: SymbolId,
    kinds: &[ChanOpKind],
) -> Vec<Side> {
    let channel = package.channel(what);
    let is_receive = wait.kind == WaitKind::Receive;
    // A buffer lets one side go on without the other.
    if channel.leaves_sight || channel.capacity() != Some(0) {
        return Vec::new();
    }
    let answers: Vec<&Operation> = channel
        .operations
        .iter()
        .filter(|operation| kinds.contains(&operation.kind))
        .filter(|operation| operation.func != Some(wait.func))
        .collect();
    let sides: Option<Vec<Side>> = answers
        .iter()
        .map(|operation| {
            let func = operation.func?;
            let event = package.event_of_operation(operation)?;
            if operation.kind == ChanOpKind::Close && operation.mode == CallMode::Deferred {
                return before_end(package, wait, lock, func, event);
            }
            side(package, wait, lock, func, event, !is_receive)
        })
        .collect();
    sides.unwrap_or_default()
}

/// The side that a goroutine is that closes a channel when it ends, and takes the lock at some place before.
fn before_end(
    package: &Package,
    wait: &Wait,
    lock: SymbolId,
    func: FuncId,
    event: usize,
) -> Option<Side> {
    let flow = package.flow(func);
    let excludes = |mode: Mode| mode == Mode::Write || wait.mode == Mode::Write;
    let taking = flow
        .events
        .iter()
        .find(|event| takes(package, func, event, lock, &excludes))?;
    is_spawned(package, func).then_some(Side {
        func,
        locks: taking.range,
        answers: flow.events[event].range,
    })
}

pub(super) fn is_spawned(package: &Package, func: FuncId) -> bool {
    let sites = &package.callers_of(func).sites;
    sites.iter().any(|site| site.mode == CallMode::Spawned)
}

/// The side that an event of `func` is, if it needs the lock to get there, or, where it does so again and again, to get
/// there again.
pub(super) fn side(
    package: &Package,
    wait: &Wait,
    lock: SymbolId,
    func: FuncId,
    event: usize,
    counts_again: bool,
) -> Option<Side> {
    let flow = package.flow(func);
    let answers = flow.events[event].range;
    let excludes = |mode: Mode| mode == Mode::Write || wait.mode == Mode::Write;
    let is_taking = |event: &Event| takes(package, func, event, lock, &excludes);
    let takings: Vec<usize> = (0..flow.events.len())
        .filter(|&number| is_taking(&flow.events[number]))
        .collect();
    let found = |taking: usize| Side {
        func,
        locks: flow.events[taking].range,
        answers,
    };
    let before = takings
        .iter()
        .copied()
        .find(|&taking| taking != event && flow.reaches(taking, event, |_| false));
    let is_first = is_reached_without(flow, event, &is_taking);
    if let Some(taking) = before.filter(|_| !is_first) {
        return Some(found(taking));
    }
    // In a loop: what it does with one value it does before it takes the next.
    let around = takings.into_iter().find(|&taking| {
        flow.reaches(event, taking, |_| false) && flow.reaches(taking, event, |_| false)
    });
    let comes_round_without = flow.reaches(event, event, |event| is_taking(event));
    around
        .filter(|_| counts_again && !comes_round_without)
        .map(found)
}

/// Whether control can come from the start of a function to an event without an event that `stops`.
pub(super) fn is_reached_without(
    flow: &crate::model::flow::Flow,
    wanted: usize,
    stops: &dyn Fn(&Event) -> bool,
) -> bool {
    let mut seen = vec![false; flow.blocks.len()];
    let mut work = vec![0];
    while let Some(block) = work.pop() {
        if block >= seen.len() || std::mem::replace(&mut seen[block], true) {
            continue;
        }
        let mut is_open = true;
        for number in flow.blocks[block].events.clone() {
            if number == wanted {
                return true;
            }
            if stops(&flow.events[number]) {
                is_open = false;
                break;
            }
        }
        if is_open {
            work.extend(&flow.blocks[block].successors);
        }
    }
    false
}

/// Whether an event takes the lock: itself, or through a call of a function that certainly does.
pub(super) fn takes(
    package: &Package,
    func: FuncId,
    event: &Event,
    lock: SymbolId,
    excludes: &dyn Fn(Mode) -> bool,
) -> bool {
    match &event.kind {
        EventKind::Lock {
            path,
            op: LockOp::Acquire(mode),
            mode: CallMode::Now,
        } => path.target() == Some(lock) && excludes(*mode),
        EventKind::Call {
            callee,
            mode: CallMode::Now,
            ..
        } => package
            .called_function(*callee)
            .filter(|callee| *callee != func && !package.world().is_standard(callee.decl.dir))
            .is_some_and(|callee| takes_at_once(package, callee, lock, excludes)),
        _ => false,
    }
}

/// Whether a function takes the lock on every path, before anything else that branches.
pub(super) fn takes_at_once(
    package: &Package,
    func: FuncId,
    lock: SymbolId,
    excludes: &dyn Fn(Mode) -> bool,
) -> bool {
    let flow = package.flow(func);
    let Some(first) = flow.blocks.first() else {
        return false;
    };
    flow.events[first.events.clone()].iter().any(|event| {
        matches!(&event.kind, EventKind::Lock { path, op: LockOp::Acquire(mode), mode: CallMode::Now }
            if path.target() == Some(lock) && excludes(*mode))
    })
}
