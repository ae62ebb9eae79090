//! Sends on a channel that only its own goroutine could receive from.

use std::collections::HashSet;

use crate::model::channels::{Channel, Operation};
use crate::model::flow::{CallMode, ChanOpKind, EventKind};
use crate::model::path::AccessPath;
use crate::model::structure::StmtRef;
use crate::model::{ExprRef, FuncId, Package, SymbolId};

/// A send that blocks for ever.
pub(super) struct Blocked {
    pub func: FuncId,
    pub stmt: StmtRef,
    pub path: AccessPath,
    pub symbol: SymbolId,
    pub make: ExprRef,
    pub capacity: u64,
    /// All sends of the function on the channel, as events.
    pub sends: Vec<usize>,
    pub receives: Vec<Operation>,
    /// Whether its length or capacity is asked for.
    pub is_measured: bool,
}

/// The first send on each channel of a function that blocks for ever.
pub(super) fn blocked_in(package: &Package, func: FuncId) -> Vec<Blocked> {
    let makes = package.makes_in(func);
    makes
        .filter_map(|(make, op, capacity)| {
            let symbol = op.path.target()?;
            let is_own = op.path.steps.is_empty() && package.is_local(symbol);
            let expr = ExprRef {
                decl: func.decl,
                expr: op.channel,
            };
            match is_own && !package.is_reassigned(symbol) {
                true => blocked(package, func, make, expr, symbol, capacity),
                false => None,
            }
        })
        .collect()
}

fn blocked(
    package: &Package,
    func: FuncId,
    make: usize,
    expr: ExprRef,
    symbol: SymbolId,
    capacity: u64,
) -> Option<Blocked> {
    let channel = package.channel_onward(symbol);
    if channel.leaves_sight || channel.symbols != [symbol] {
        return None;
    }
    let sends = own_sends(package, func, channel)?;
    let receives = receives(channel);
    let mut takes = HashSet::new();
    let mut starts = Vec::new();
    for receive in &receives {
        let event = package.event_of_operation(receive)?;
        for start in package.starts_of(receive.func?, event, func, &channel.symbols)? {
            match start.mode {
                CallMode::Spawned => starts.push(start.event),
                CallMode::Now if receive.func == Some(func) => {
                    takes.insert(start.event);
                }
                // A call in between may receive any number.
                _ => return None,
            }
        }
    }
    let flow = package.flow(func);
    let event = sends.iter().copied().find(|&send| {
        let is_met = starts
            .iter()
            .any(|&start| flow.reaches(start, send, |_| false));
        !is_met && has_no_room(package, func, make, send, &sends, &takes, capacity)
    })?;
    let EventKind::Chan(op) = &flow.events[event].kind else {
        return None;
    };
    Some(Blocked {
        func,
        stmt: StmtRef {
            decl: func.decl,
            stmt: flow.events[event].stmt,
        },
        path: op.path.clone(),
        symbol,
        make: expr,
        capacity,
        sends,
        receives,
        is_measured: channel.of_kind(ChanOpKind::Len).next().is_some(),
    })
}

/// The events that send, if the function itself makes all sends, none of them in a `select` or a deferred call.
fn own_sends(package: &Package, func: FuncId, channel: &Channel) -> Option<Vec<usize>> {
    channel
        .of_kind(ChanOpKind::Send)
        .map(|send| {
            let is_plain =
                send.func == Some(func) && send.mode == CallMode::Now && send.select.is_none();
            is_plain.then(|| package.event_of_operation(send)).flatten()
        })
        .collect()
}

fn receives(channel: &Channel) -> Vec<Operation> {
    let is_receive =
        |operation: &&Operation| matches!(operation.kind, ChanOpKind::Receive | ChanOpKind::Range);
    channel
        .operations
        .iter()
        .filter(is_receive)
        .copied()
        .collect()
}

/// Whether the buffer is certainly full at a send: on a straight way from the `make`, more sends than places come first.
fn has_no_room(
    package: &Package,
    func: FuncId,
    make: usize,
    send: usize,
    sends: &[usize],
    takes: &HashSet<usize>,
    capacity: u64,
) -> bool {
    if capacity == 0 {
        return true;
    }
    let decl = func.decl;
    let flow = package.flow(func);
    let list = |event: usize| package.siblings(decl, flow.events[event].stmt);
    let Some((own, position)) = list(send) else {
        return false;
    };
    let Some((with_make, _)) = list(make) else {
        return false;
    };
    if own != with_make {
        return false;
    }
    let is_before = |event: &usize| own[..position].contains(&flow.events[*event].stmt);
    let before = sends.iter().filter(|event| is_before(event)).count() as u64;
    // A receive anywhere before the send may have made room.
    let is_taken = takes
        .iter()
        .any(|&take| flow.reaches(take, send, |_| false));
    before >= capacity && !is_taken
}
