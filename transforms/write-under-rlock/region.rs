//! The stretch of a function in which a lock is held, and the calls that begin and end it.

use crate::model::flow::{CallMode, Event, EventKind, Flow};
use crate::model::locks::{LockOp, Mode};
use crate::model::path::AccessPath;
use crate::model::{FuncId, Package};
use crate::syntax::ast::FuncIndex;

/// A lock operation: the function (the literal, for a deferred one) and its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Op {
    pub func: FuncId,
    pub event: usize,
}

/// Read locks and what releases them.
#[derive(Debug)]
pub(super) struct Region {
    /// All operations that must change together.
    pub ops: Vec<Op>,
    /// The events in between.
    pub inside: Vec<usize>,
}

/// The events that take `lock` in a mode and after which `event` comes with the lock still held.
pub(super) fn acquires_before(
    flow: &Flow,
    lock: &AccessPath,
    mode: Mode,
    event: usize,
) -> Vec<usize> {
    let ends = |event: &Event| op_on(event, lock).is_some();
    (0..flow.events.len())
        .filter(|&number| op_on(&flow.events[number], lock) == Some(LockOp::Acquire(mode)))
        .filter(|&number| flow.reaches(number, event, ends))
        .collect()
}

/// All that begins and ends what begins with `acquires`; `None` where it can't be told, or is not in order.
pub(super) fn region(
    package: &Package,
    func: FuncId,
    lock: &AccessPath,
    acquires: &[usize],
) -> Option<Region> {
    let flow = package.flow(func);
    let deferred = deferred_releases(package, func, lock)?;
    let ends = |event: &Event| op_on(event, lock).is_some();
    let ops: Vec<(usize, LockOp)> = flow
        .events
        .iter()
        .enumerate()
        .filter_map(|(number, event)| Some((number, op_on(event, lock)?)))
        .collect();
    let mut members: Vec<usize> = acquires.to_vec();
    let mut next = 0;
    let mut is_deferred = false;
    while let Some(&this) = members.get(next) {
        next += 1;
        let is_acquire = acquired(flow, lock, this) == Some(Mode::Read);
        let mut linked = Vec::new();
        if is_acquire {
            let reached = ops
                .iter()
                .filter(|(other, _)| flow.reaches(this, *other, ends));
            for &(other, op) in reached {
                // A second lock inside is not a region of its own.
                if op != LockOp::Release(Mode::Read) {
                    return None;
                }
                linked.push(other);
            }
            if ends_function(flow, this, lock) {
                is_deferred = true;
            }
        } else {
            let before = ops
                .iter()
                .filter(|(other, _)| flow.reaches(*other, this, ends));
            for &(other, op) in before {
                match op {
                    LockOp::Acquire(Mode::Read) => linked.push(other),
                    // Released twice, or taken in another way: not in order.
                    _ => return None,
                }
            }
        }
        if is_deferred {
            for &(other, op) in &ops {
                if let LockOp::Acquire(mode) = op
                    && ends_function(flow, other, lock)
                {
                    (mode == Mode::Read).then_some(())?;
                    linked.push(other);
                }
            }
        }
        for other in linked {
            if !members.contains(&other) {
                members.push(other);
            }
        }
    }
    // Nothing releases it when the function ends: it is handed over.
    if is_deferred == deferred.is_empty() {
        return None;
    }
    let acquires: Vec<usize> = members
        .iter()
        .copied()
        .filter(|&event| acquired(flow, lock, event).is_some())
        .collect();
    let inside = (0..flow.events.len())
        .filter(|&event| {
            op_on(&flow.events[event], lock).is_none()
                && acquires
                    .iter()
                    .any(|&acquire| flow.reaches(acquire, event, ends))
        })
        .collect();
    let mut ops: Vec<Op> = members
        .into_iter()
        .map(|event| Op { func, event })
        .collect();
    ops.extend(deferred);
    Some(Region { ops, inside })
}

/// What an event that happens in its turn does with the lock.
fn op_on(event: &Event, lock: &AccessPath) -> Option<LockOp> {
    match &event.kind {
        EventKind::Lock {
            path,
            op,
            mode: CallMode::Now,
        } if path == lock => Some(*op),
        _ => None,
    }
}

fn acquired(flow: &Flow, lock: &AccessPath, event: usize) -> Option<Mode> {
    match op_on(flow.events.get(event)?, lock) {
        Some(LockOp::Acquire(mode)) => Some(mode),
        _ => None,
    }
}

/// The deferred releases of the lock, in literals too; `None` where the lock is handled in a way that is not understood.
fn deferred_releases(package: &Package, func: FuncId, lock: &AccessPath) -> Option<Vec<Op>> {
    let mut found = Vec::new();
    for (event, this) in package.flow(func).events.iter().enumerate() {
        match &this.kind {
            EventKind::Lock { path, op, mode } if path == lock && *mode != CallMode::Now => {
                let is_release = *mode == CallMode::Deferred && *op == LockOp::Release(Mode::Read);
                is_release.then_some(())?;
                found.push(Op { func, event });
            }
            _ => {}
        }
    }
    for literal in package.funcs(func.decl) {
        if literal == func || !is_inside(package, literal, func.index) {
            continue;
        }
        let sites = &package.callers_of(literal).sites;
        for (event, this) in package.flow(literal).events.iter().enumerate() {
            let EventKind::Lock { path, op, mode } = &this.kind else {
                continue;
            };
            if path != lock {
                continue;
            }
            let runs_deferred =
                sites.len() == 1 && sites[0].caller == func && sites[0].mode == CallMode::Deferred;
            let is_release = *op == LockOp::Release(Mode::Read) && *mode == CallMode::Now;
            (runs_deferred && is_release).then_some(())?;
            found.push(Op {
                func: literal,
                event,
            });
        }
    }
    Some(found)
}

/// Whether a literal stands in the body of a function.
fn is_inside(package: &Package, literal: FuncId, outer: FuncIndex) -> bool {
    let ast = package.ast(literal.decl);
    let mut parent = ast.func(literal.index).parent;
    while let Some(around) = parent {
        if around == outer {
            return true;
        }
        parent = ast.func(around).parent;
    }
    false
}

/// Whether control can go from an event to an end of the function without an operation on the lock.
fn ends_function(flow: &Flow, from: usize, lock: &AccessPath) -> bool {
    let mut seen = vec![false; flow.blocks.len()];
    let mut work = vec![(flow.events[from].block, from + 1)];
    while let Some((block, start)) = work.pop() {
        let block = &flow.blocks[block];
        let rest = start.max(block.events.start)..block.events.end;
        if flow.events[rest]
            .iter()
            .any(|event| op_on(event, lock).is_some())
        {
            continue;
        }
        if block.is_exit {
            return true;
        }
        for &next in &block.successors {
            if !std::mem::replace(&mut seen[next], true) {
                work.push((next, 0));
            }
        }
    }
    false
}
