//! Results that the function which starts the senders receives itself, or gives up.

use std::collections::{HashMap, HashSet};

use super::leaves::{Adds, Leave, Scene};
use super::makes::Made;
use super::senders::{Repeats, Sender};
use crate::model::channels::Channel;
use crate::model::flow::{CallMode, Callee, ChanOpKind, EventKind};
use crate::model::structure::{Condition, StmtRef};
use crate::model::{ExprRef, FuncId, Package, SymbolId};
use crate::syntax::ast::*;

/// Where the function that makes the channel leaves before it has received all results.
pub(super) fn leave(
    package: &Package,
    made: &Made,
    channel: &Channel,
    senders: &[Sender],
) -> Option<Leave> {
    let takes = takes_of(package, made, channel)?;
    let is_own = !channel.leaves_sight && !takes.is_empty();
    if !is_own
        || is_closed_early(package, made, channel, senders)
        || are_tied(package, made, channel, senders, &takes)
    {
        return None;
    }
    let mut scene = Scene {
        package,
        func: made.func,
        adds: HashMap::new(),
        takes,
        ends: HashSet::new(),
        make: Some(made.event),
        capacity: made.capacity,
    };
    add_companions(package, made, channel, senders, &mut scene);
    let many = made.capacity + scene.takes.len() as u64 + 2;
    for sender in senders {
        let sends = sender.sends?;
        let adds = match sender.repeats {
            Some(Repeats::Loop(stmt)) if receives(package, made, &scene.takes, stmt) => {
                Adds::AtMost(sends)
            }
            Some(_) => Adds::More(many),
            None => Adds::More(sends),
        };
        scene.adds.insert(sender.event, adds);
    }
    scene.leave(made.event, 0)
}

/// Whether a loop of the function receives.
pub(super) fn receives(
    package: &Package,
    made: &Made,
    takes: &HashSet<usize>,
    stmt: StmtId,
) -> bool {
    let decl = made.func.decl;
    let range = package.stmt(StmtRef { decl, stmt }).range;
    let events = &package.flow(made.func).events;
    takes.iter().any(|&take| range.contains(events[take].range))
}

/// Whether the channel can be closed before a sender sends: that is another bug, and room does not mend it.
fn is_closed_early(package: &Package, made: &Made, channel: &Channel, senders: &[Sender]) -> bool {
    let flow = package.flow(made.func);
    channel.of_kind(ChanOpKind::Close).any(|close| {
        let starts = close.func.and_then(|func| {
            let event = package.event_of_operation(close)?;
            package.starts_of(func, event, made.func, &channel.symbols)
        });
        let Some(starts) = starts else {
            return true;
        };
        starts.iter().any(|start| {
            let is_deferred = [start.mode, close.mode].contains(&CallMode::Deferred);
            start.mode != CallMode::Spawned
                && senders
                    .iter()
                    .any(|sender| is_deferred || flow.reaches(sender.event, start.event, |_| false))
        })
    })
}

/// The events of the function that receive a result; `None` if others receive, too, or it cannot be told when.
pub(super) fn takes_of(
    package: &Package,
    made: &Made,
    channel: &Channel,
) -> Option<HashSet<usize>> {
    let mut takes = HashSet::new();
    for operation in &channel.operations {
        if !matches!(operation.kind, ChanOpKind::Receive | ChanOpKind::Range) {
            continue;
        }
        let func = operation.func?;
        let event = package.event_of_operation(operation)?;
        let may_give_up = operation
            .select
            .is_some_and(|case| case.has_default || case.others > 0);
        if func != made.func && may_give_up {
            return None;
        }
        for start in package.starts_of(func, event, made.func, &channel.symbols)? {
            if start.mode != CallMode::Now {
                return None;
            }
            takes.insert(start.event);
        }
    }
    Some(takes)
}

/// Whether a condition that a sender starts under, or whether there is a channel, is asked again where a result is received.
fn are_tied(
    package: &Package,
    made: &Made,
    channel: &Channel,
    senders: &[Sender],
    takes: &HashSet<usize>,
) -> bool {
    let names = |event: usize| asked(package, made, event);
    let started: HashSet<SymbolId> = senders
        .iter()
        .flat_map(|sender| names(sender.event))
        .collect();
    let mut asked = takes.iter().flat_map(|&take| names(take));
    asked.any(|name| started.contains(&name) || channel.symbols.contains(&name))
}

/// The variables and fields in the conditions of an event that the `make` does not share; errors left out.
fn asked(package: &Package, made: &Made, event: usize) -> Vec<SymbolId> {
    let decl = made.func.decl;
    let stmt = package.flow(made.func).events[event].stmt;
    let mut symbols = Vec::new();
    for condition in package.conditions_of(decl, stmt) {
        let (Condition::If { condition, .. } | Condition::Passed { condition, .. }) = condition
        else {
            continue;
        };
        let at = ExprRef {
            decl,
            expr: condition,
        };
        if package.expr(at).range.start < package.expr(made.make).range.start {
            continue;
        }
        let named = package.expressions_in(at).into_iter().filter(|&at| {
            matches!(
                package.expr(at).kind,
                ExprKind::Name(_) | ExprKind::Selector { .. }
            )
        });
        symbols.extend(
            named
                .filter(|&at| !package.type_of(at).is_basic("error"))
                .filter_map(|at| package.path_of(at).target()),
        );
    }
    symbols
}

/// Notes what other channels tell of the senders: one that the same goroutine sends on or closes, or that somebody
/// closes who has waited for it.
fn add_companions(
    package: &Package,
    made: &Made,
    channel: &Channel,
    senders: &[Sender],
    scene: &mut Scene,
) {
    let flow = package.flow(made.func);
    for (event, data) in flow.events.iter().enumerate() {
        let EventKind::Chan(op) = &data.kind else {
            continue;
        };
        if !matches!(op.kind, ChanOpKind::Receive | ChanOpKind::Range) {
            continue;
        }
        let Some(symbol) = op.path.target() else {
            continue;
        };
        if channel.symbols.contains(&symbol) {
            continue;
        }
        let other = package.channel_onward(symbol);
        for operation in &other.operations {
            let (ChanOpKind::Send | ChanOpKind::Close, Some(func)) =
                (operation.kind, operation.func)
            else {
                continue;
            };
            let Some(index) = package.event_of_operation(operation) else {
                continue;
            };
            let starts = package.starts_of(func, index, made.func, &other.symbols);
            let is_same = starts
                .iter()
                .flatten()
                .any(|start| senders.iter().any(|sender| sender.event == start.event));
            match operation.kind {
                _ if waits(package, func) => drop(scene.ends.insert(event)),
                ChanOpKind::Send if is_same => drop(scene.takes.insert(event)),
                ChanOpKind::Close if is_same => drop(scene.ends.insert(event)),
                _ => {}
            }
        }
    }
}

/// Whether a function calls something named `Wait`.
fn waits(package: &Package, func: FuncId) -> bool {
    package.flow(func).events.iter().any(|event| {
        let EventKind::Call { call, callee, .. } = &event.kind else {
            return false;
        };
        let decl = func.decl;
        let ExprKind::Call { callee: called, .. } =
            package.expr(ExprRef { decl, expr: *call }).kind
        else {
            return false;
        };
        !matches!(callee, Callee::Builtin(_))
            && matches!(&package.expr(ExprRef { decl, expr: called }).kind,
                ExprKind::Selector { field, .. } if &*field.name == "Wait")
    })
}
