//! Sends that surely end, whatever happens after the check.

use super::buffers::{event_of, has_room_for_all, runs_for_each_make};
use super::checks::{Asks, Check};
use super::clauses::received;
use super::sends::{Send, enclosing_func};
use crate::model::channels::Channel;
use crate::model::flow::{CallMode, ChanOpKind, EventKind};
use crate::model::path::Root;
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package};
use crate::syntax::ast::*;

/// So many calls are followed from the function that ends it to the one that sends.
const CALLS: u32 = 2;

/// Whether the send surely ends whatever happens after the check.
pub(super) fn is_harmless(
    package: &Package,
    send: &Send,
    check: &Check,
    channel: &Channel,
) -> bool {
    if has_room_for_all(package, send, channel) {
        return true;
    }
    match check.asks {
        Asks::Room => is_guarded(package, send) || is_only_sender(package, send, channel),
        Asks::Done { .. } | Asks::Context { .. } => {
            is_ended_by_sender(package, send, check)
                || is_drained(package, channel)
                || is_reply(package, send)
                || is_put_back(package, send, channel)
                || hands_on_context(package, send, check)
        }
    }
}

/// Whether it is the goroutine that sends which says that it is over: not while its send waits.
fn is_ended_by_sender(package: &Package, send: &Send, check: &Check) -> bool {
    let Asks::Done { clauses } = &check.asks else {
        return false;
    };
    let Some(func) = enclosing_func(package, send) else {
        return false;
    };
    let ast = package.ast(send.decl);
    let ends_itself = |&clause: &StmtId| {
        let ExprKind::Receive(operand) = ast.expr(received(ast, clause)?).kind else {
            return None;
        };
        let path = package.path_of(ExprRef {
            decl: send.decl,
            expr: operand,
        });
        let done = package.channel(path.target()?);
        let mut closes = done
            .of_kind(ChanOpKind::Close)
            .filter(|close| !package.file_of(close.at.decl).is_test)
            .peekable();
        let is_in_sight = closes.peek().is_some() && !done.may_be_closed_elsewhere;
        let is_own = |closer: FuncId| runs_only_in(package, closer, func, CALLS);
        Some(is_in_sight && closes.all(|close| close.func.is_some_and(is_own)))
    };
    clauses
        .iter()
        .all(|clause| ends_itself(clause) == Some(true))
}

/// Whether only one function runs another, itself or through others: nobody else can be in it when that one goes on.
fn runs_only_in(package: &Package, outer: FuncId, func: FuncId, depth: u32) -> bool {
    !package.is_open_to_others(func)
        && package.is_only_called(func, |site| {
            site.mode != CallMode::Spawned
                && (site.caller == outer
                    || depth > 0 && runs_only_in(package, outer, site.caller, depth - 1))
        })
}

/// Whether the channel was itself received: whoever sent it waits for the answer.
fn is_reply(package: &Package, send: &Send) -> bool {
    let (Root::Symbol(root), []) = (send.path.root, send.path.steps.as_slice()) else {
        return false;
    };
    let ast = package.ast(root.decl);
    let is_receive = |value: ExprId| matches!(ast.expr(value).kind, ExprKind::Receive(_));
    ast.stmts.iter().any(|stmt| match &stmt.kind {
        StmtKind::Assign {
            targets, values, ..
        } => values
            .first()
            .zip(targets.first())
            .is_some_and(|(&value, &target)| {
                is_receive(value)
                    && package.named_symbol(ExprRef {
                        decl: root.decl,
                        expr: target,
                    }) == Some(root)
            }),
        _ => false,
    })
}

/// Whether the same function has received before from the buffered channel that it sends on: it puts a token back.
fn is_put_back(package: &Package, send: &Send, channel: &Channel) -> bool {
    let Some(func) = enclosing_func(package, send) else {
        return false;
    };
    let flow = package.flow(func);
    let sends = event_of(package, func, channel, ChanOpKind::Send);
    let receives = event_of(package, func, channel, ChanOpKind::Receive);
    let is_this = |&index: &usize| matches!(&flow.events[index].kind, EventKind::Chan(op) if op.channel == send.channel);
    let Some(this) = sends.into_iter().find(is_this) else {
        return false;
    };
    channel.is_buffered()
        && receives
            .into_iter()
            .any(|receive| flow.reaches(receive, this, |_| false))
}

/// Whether the value sent is the context that was asked: whoever gets it watches it.
fn hands_on_context(package: &Package, send: &Send, check: &Check) -> bool {
    let Asks::Context { context, .. } = check.asks else {
        return false;
    };
    let here = |expr: ExprId| ExprRef {
        decl: send.decl,
        expr,
    };
    let is_context = match package.type_of(here(send.value)) {
        Type::Named(symbol, _) => {
            package.directory(symbol.decl.dir).import_path.as_deref() == Some("context")
        }
        _ => false,
    };
    is_context && package.path_of(here(context)) == package.path_of(here(send.value))
}

/// Whether a lock is held at the send: those who send have agreed on it.
fn is_guarded(package: &Package, send: &Send) -> bool {
    let Some(func) = enclosing_func(package, send) else {
        return false;
    };
    let mut events = package.flow(func).events.iter();
    events.any(|event| {
        let is_send =
            matches!(&event.kind, EventKind::Chan(op) if op.kind == ChanOpKind::Send && op.channel == send.channel);
        is_send && !event.held.is_empty()
    })
}

/// Whether one goroutine makes all sends, so that the room cannot be taken by another.
fn is_only_sender(package: &Package, send: &Send, channel: &Channel) -> bool {
    let Some(func) = enclosing_func(package, send) else {
        return false;
    };
    let are_here = channel
        .of_kind(ChanOpKind::Send)
        .all(|other| package.enclosing_func(other.at) == Some(func));
    if channel.may_be_sent_on_elsewhere || !are_here {
        return false;
    }
    let mut makes = channel
        .operations
        .iter()
        .filter(|operation| operation.kind.is_make());
    makes.any(|make| runs_for_each_make(package, func, make.at) == Some(1))
}

/// Whether all receivers in sight receive until the channel is closed, whatever ends before, and somebody closes it.
fn is_drained(package: &Package, channel: &Channel) -> bool {
    let (mut is_received, mut is_closed) = (false, false);
    for operation in &channel.operations {
        match operation.kind {
            ChanOpKind::Receive => return false,
            ChanOpKind::Range if package.range_may_end_early(operation.at) => return false,
            ChanOpKind::Range => is_received = true,
            ChanOpKind::Close => is_closed = true,
            _ => {}
        }
    }
    is_received && is_closed
}

/// Whether one goroutine alone sends and closes, and never sends after it has closed.
pub(super) fn is_closed_by_sender(package: &Package, send: &Send, channel: &Channel) -> bool {
    let Some(func) = enclosing_func(package, send) else {
        return false;
    };
    let are_here = channel
        .operations
        .iter()
        .filter(|operation| matches!(operation.kind, ChanOpKind::Send | ChanOpKind::Close))
        .all(|operation| package.enclosing_func(operation.at) == Some(func));
    let mut makes = channel
        .operations
        .iter()
        .filter(|operation| operation.kind.is_make())
        .peekable();
    let is_alone = are_here
        && makes.peek().is_some()
        && makes.all(|make| runs_for_each_make(package, func, make.at) == Some(1));
    if !is_alone {
        return false;
    }
    let flow = package.flow(func);
    let sends = event_of(package, func, channel, ChanOpKind::Send);
    let closes = event_of(package, func, channel, ChanOpKind::Close);
    let is_deferred = |close: usize| matches!(&flow.events[close].kind, EventKind::Chan(op) if op.mode == CallMode::Deferred);
    closes.into_iter().all(|close| {
        is_deferred(close)
            || sends
                .iter()
                .all(|&send| !flow.reaches(close, send, |_| false))
    })
}
