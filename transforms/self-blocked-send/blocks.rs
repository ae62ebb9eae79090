//! Sends on a channel that only its own goroutine could receive from.

use std::collections::HashSet;

use crate::model::channels::{Channel, Operation};
use crate::model::flow::{CallMode, ChanOpKind};
use crate::model::path::AccessPath;
use crate::model::structure::StmtRef;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::syntax::ast::StmtKind;

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
    /// Whether a function that is called may send more than once.
    pub is_repeated: bool,
    /// Whether the function gives the channel to its caller, who then receives.
    pub is_returned: bool,
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
    let is_handed_on =
        |held: &SymbolId| *held == symbol || package.symbol(*held).kind == SymbolKind::Param;
    if channel.leaves_sight || !channel.symbols.iter().all(is_handed_on) {
        return None;
    }
    let (sends, is_repeated) = own_sends(package, func, channel)?;
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
    Some(Blocked {
        func,
        stmt: StmtRef {
            decl: func.decl,
            stmt: flow.events[event].stmt,
        },
        path: AccessPath::of_symbol(symbol),
        symbol,
        make: expr,
        capacity,
        sends,
        receives,
        is_measured: channel.of_kind(ChanOpKind::Len).next().is_some(),
        is_repeated,
        is_returned: is_returned(package, func, symbol),
    })
}

/// Whether a `return` of the function gives the variable to its caller.
fn is_returned(package: &Package, func: FuncId, symbol: SymbolId) -> bool {
    let ast = package.ast(func.decl);
    ast.stmts.iter().any(|stmt| match &stmt.kind {
        StmtKind::Return(values) => values.iter().any(|&expr| {
            let at = ExprRef {
                decl: func.decl,
                expr,
            };
            package.named_symbol(at) == Some(symbol) && package.enclosing_func(at) == Some(func)
        }),
        _ => false,
    })
}

/// The events that send, if the function makes all sends on its own goroutine, by calls too, none of them in a `select` or
/// a deferred call; and whether a call may make more than one.
fn own_sends(package: &Package, func: FuncId, channel: &Channel) -> Option<(Vec<usize>, bool)> {
    let (mut events, mut is_repeated) = (Vec::new(), false);
    for send in channel.of_kind(ChanOpKind::Send) {
        if send.mode != CallMode::Now || send.select.is_some() {
            return None;
        }
        let event = package.event_of_operation(send)?;
        for start in package.starts_of(send.func?, event, func, &channel.symbols)? {
            if start.mode != CallMode::Now {
                return None;
            }
            is_repeated |= start.is_repeated || events.contains(&start.event);
            events.push(start.event);
        }
    }
    Some((events, is_repeated))
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
