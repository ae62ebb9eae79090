//! What a function waits for while it certainly holds a lock.

use std::collections::BTreeSet;

use crate::model::flow::{CallMode, ChanOpKind, EventKind};
use crate::model::lock_states::LockStep;
use crate::model::locks::{LockOp, Mode};
use crate::model::path::{AccessPath, Root, Step};
use crate::model::{ExprRef, FuncId, Package};
use crate::syntax::ast::{ExprId, ExprKind};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WaitKind {
    Send,
    Receive,
    /// For a `WaitGroup`.
    Group,
    /// For a `Cond` on another lock.
    Cond,
}

pub(super) struct Wait {
    pub func: FuncId,
    pub lock: AccessPath,
    pub mode: Mode,
    /// The event that takes the lock, and the one that waits.
    pub acquire: usize,
    pub event: usize,
    pub kind: WaitKind,
    /// The channel, the group or the condition.
    pub what: AccessPath,
}

impl WaitKind {
    pub(super) fn does(self, what: &str) -> String {
        match self {
            WaitKind::Send => format!("sends on {what}"),
            WaitKind::Receive => format!("receives from {what}"),
            WaitKind::Group | WaitKind::Cond => format!("waits for {what}"),
        }
    }

    pub(super) fn verb(self) -> &'static str {
        match self {
            WaitKind::Send => "send",
            WaitKind::Receive => "receive",
            WaitKind::Group | WaitKind::Cond => "wait",
        }
    }

    pub(super) fn answers(self) -> &'static str {
        match self {
            WaitKind::Send => "receives",
            WaitKind::Receive => "sends or closes",
            WaitKind::Group => "calls Done",
            WaitKind::Cond => "signals",
        }
    }
}

pub(super) fn waits_of(package: &Package, func: FuncId) -> Vec<Wait> {
    let flow = package.flow(func);
    let waiting: Vec<(usize, WaitKind, AccessPath)> = (0..flow.events.len())
        .filter_map(|event| {
            let (kind, what) = wait_at(package, func, event)?;
            Some((event, kind, what))
        })
        .collect();
    if waiting.is_empty() {
        return Vec::new();
    }
    let locks: BTreeSet<AccessPath> = flow
        .events
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::Lock {
                path,
                op: LockOp::Acquire(_),
                mode: CallMode::Now,
            } if matches!(path.root, Root::Symbol(_))
                && !path.steps.contains(&Step::Element)
                && package.is_mutex(path) =>
            {
                Some(path.clone())
            }
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    for lock in locks {
        let steps = package.lock_steps(func, &lock);
        let states = Package::lock_states(flow, steps);
        for (event, kind, what) in &waiting {
            let Some(mode) = states.mode_before(*event) else {
                continue;
            };
            let acquire = (0..steps.len()).find(|&acquire| {
                matches!(steps[acquire], Some(LockStep::Acquire(_)))
                    && flow.reaches(acquire, *event, |_| false)
            });
            if let Some(acquire) = acquire
                && are_beside(package, &lock, what)
            {
                found.push(Wait {
                    func,
                    lock: lock.clone(),
                    mode,
                    acquire,
                    event: *event,
                    kind: *kind,
                    what: what.clone(),
                });
            }
        }
    }
    found
}

/// Whether the lock and what is waited for belong together, so that both sides mean the same two: fields of one object,
/// or variables.
fn are_beside(package: &Package, lock: &AccessPath, what: &AccessPath) -> bool {
    let is_variable = |path: &AccessPath| path.steps.is_empty();
    let is_fixed = |path: &AccessPath| {
        is_variable(path)
            && path
                .root_symbol()
                .is_some_and(|root| !package.is_local(root))
    };
    lock.holder().is_some() && lock.holder() == what.holder()
        || is_fixed(lock)
        || is_fixed(what)
        || is_variable(lock) && is_variable(what)
}

fn wait_at(package: &Package, func: FuncId, event: usize) -> Option<(WaitKind, AccessPath)> {
    match &package.flow(func).events[event].kind {
        EventKind::Chan(op) if op.mode == CallMode::Now && op.select.is_none() => {
            let kind = match op.kind {
                ChanOpKind::Send => WaitKind::Send,
                ChanOpKind::Receive => WaitKind::Receive,
                _ => return None,
            };
            op.path.target()?;
            Some((kind, op.path.clone()))
        }
        EventKind::Call {
            call,
            mode: CallMode::Now,
            ..
        } => {
            let (method, what) = sync_method(package, func, *call)?;
            let kind = match method.as_str() {
                "WaitGroup.Wait" => WaitKind::Group,
                "Cond.Wait" => WaitKind::Cond,
                _ => return None,
            };
            what.target()?;
            Some((kind, what))
        }
        _ => None,
    }
}

/// The method of the `sync` package that a call calls, and on what.
pub(super) fn sync_method(
    package: &Package,
    func: FuncId,
    call: ExprId,
) -> Option<(String, AccessPath)> {
    let decl = func.decl;
    let ExprKind::Call { callee, .. } = package.ast(decl).expr(call).kind else {
        return None;
    };
    let ExprKind::Selector { operand, field } = &package.ast(decl).expr(callee).kind else {
        return None;
    };
    if !matches!(
        &*field.name,
        "Wait" | "Add" | "Done" | "Go" | "Signal" | "Broadcast"
    ) {
        return None;
    }
    let (path, name) = package.qualified(ExprRef { decl, expr: callee })?;
    let what = package.path_of(ExprRef {
        decl,
        expr: *operand,
    });
    (path == "sync").then_some((name, what))
}
