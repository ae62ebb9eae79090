//! Sends on a channel in a struct that nobody can receive: nobody else has the struct yet, or only the same function
//! receives, and always sends first.

use super::blocks::Blocked;
use crate::model::channels::{Channel, Operation};
use crate::model::flow::{CallMode, ChanOp, ChanOpKind, Event, EventKind};
use crate::model::structure::StmtRef;
use crate::model::{FuncId, Package, SymbolId, SymbolKind};

/// The first send of a function on each channel in a struct that blocks for ever.
pub(super) fn blocked_in(package: &Package, func: FuncId) -> Vec<Blocked> {
    let mut found: Vec<Blocked> = Vec::new();
    for (event, data) in package.flow(func).events.iter().enumerate() {
        let EventKind::Chan(op) = &data.kind else {
            continue;
        };
        let Some(symbol) = op.path.target().filter(|_| op.kind == ChanOpKind::Send) else {
            continue;
        };
        let is_field = package.symbol(symbol).kind == SymbolKind::Field;
        let is_known = found.iter().any(|known| known.symbol == symbol);
        if is_field && !is_known && op.mode == CallMode::Now && op.select.is_none() {
            found.extend(blocked(package, func, event, op, symbol));
        }
    }
    found
}

fn blocked(
    package: &Package,
    func: FuncId,
    event: usize,
    op: &ChanOp,
    symbol: SymbolId,
) -> Option<Blocked> {
    let mut channel = package.channel(symbol).clone();
    channel
        .operations
        .retain(|operation| !package.file_of(operation.at.decl).is_test);
    let mut makes = channel.operations.iter().filter(|it| it.kind.is_make());
    let (make, other) = (makes.next()?, makes.next());
    if channel.leaves_sight || channel.capacity() != Some(0) || other.is_some() {
        return None;
    }
    let own = sends_of(package, func, &channel);
    let is_alone = is_of_new(package, func, event, op);
    if !is_alone && !is_only_met_behind(package, func, &channel, &own) {
        return None;
    }
    let receives =
        |operation: &&Operation| matches!(operation.kind, ChanOpKind::Receive | ChanOpKind::Range);
    Some(Blocked {
        func,
        stmt: StmtRef {
            decl: func.decl,
            stmt: package.flow(func).events[event].stmt,
        },
        path: op.path.clone(),
        symbol,
        make: make.at,
        capacity: 0,
        receives: channel
            .operations
            .iter()
            .filter(receives)
            .copied()
            .collect(),
        is_measured: channel.of_kind(ChanOpKind::Len).next().is_some(),
        // How often a method runs that another has made the channel for is not known.
        is_repeated: own.len() != 1 || is_in_loop(package, func, event),
        is_returned: false,
        sends: own,
    })
}

fn is_in_loop(package: &Package, func: FuncId, event: usize) -> bool {
    package.flow(func).reaches(event, event, |_| false)
}

/// The sends of a function on a channel, as events.
fn sends_of(package: &Package, func: FuncId, channel: &Channel) -> Vec<usize> {
    let sends = channel.of_kind(ChanOpKind::Send);
    sends
        .filter(|send| send.func == Some(func))
        .filter_map(|send| package.event_of_operation(send))
        .collect()
}

/// Whether the function has just made the struct, and nobody else has it.
fn is_of_new(package: &Package, func: FuncId, event: usize, op: &ChanOp) -> bool {
    op.path.root_symbol().is_some_and(|root| {
        package.symbol(root).func == Some(func.index)
            && root.decl == func.decl
            && package.is_made_by_literal(root)
            && package.is_owned(func, event, &op.path)
    })
}

/// Whether only this function sends and receives, on one goroutine, and comes to each receive by way of a send.
fn is_only_met_behind(package: &Package, func: FuncId, channel: &Channel, sends: &[usize]) -> bool {
    let mut is_met = false;
    let all = channel.operations.iter().all(|operation| {
        let event = package.event_of_operation(operation).zip(operation.func);
        match operation.kind {
            ChanOpKind::Send => {
                operation.func == Some(func)
                    && operation.mode == CallMode::Now
                    && operation.select.is_none()
            }
            ChanOpKind::Receive | ChanOpKind::Range => {
                let Some((event, other)) = event else {
                    return false;
                };
                is_met = true;
                let starts = package.starts_of(other, event, func, &channel.symbols);
                starts.is_some_and(|starts| {
                    let is_behind = |event: usize| is_behind_send(package, func, sends, event);
                    is_only_started_by(package, other, func)
                        && starts
                            .iter()
                            .all(|start| start.mode == CallMode::Now && is_behind(start.event))
                })
            }
            ChanOpKind::Close => false,
            _ => true,
        }
    });
    all && is_met
}

/// Whether a function is the other, or is called by it only.
fn is_only_started_by(package: &Package, func: FuncId, from: FuncId) -> bool {
    if func == from {
        return true;
    }
    let callers = package.callers_of(func);
    let is_open = package
        .func(func)
        .name
        .is_some_and(|name| crate::model::uses::is_exported(&name.name));
    !is_open && !callers.is_value && callers.sites.iter().all(|site| site.caller == from)
}

/// Whether no way leads to an event that does not come by one of the sends.
fn is_behind_send(package: &Package, func: FuncId, sends: &[usize], event: usize) -> bool {
    let flow = package.flow(func);
    let is_send = |number: usize, _: &Event| sends.contains(&number);
    !flow.is_reached(event, is_send)
}
