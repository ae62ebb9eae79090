//! Requests that carry a channel for their answer, and whose sender gives up waiting: then whoever answers blocks.

use super::Evidence;
use super::abandoned::given_up_in;
use super::capacity::room_for;
use super::makes::Made;
use crate::finding::Safety;
use crate::model::channels::{Channel, Operation};
use crate::model::flow::{AccessKind, ChanOpKind, EventKind};
use crate::model::path::Root;
use crate::model::{Package, SymbolKind};

/// Shows that the answer to a request can be left over.
pub(super) fn evidence(package: &Package, made: &Made, channel: &Channel) -> Option<Evidence> {
    if made.capacity > 0 || channel.of_kind(ChanOpKind::Close).next().is_some() {
        return None;
    }
    let receives: Vec<&Operation> = channel
        .operations
        .iter()
        .filter(|operation| matches!(operation.kind, ChanOpKind::Receive | ChanOpKind::Range))
        .collect();
    let are_own = receives
        .iter()
        .all(|operation| operation.func == Some(made.func));
    if !are_own {
        return None;
    }
    let leave = given_up_in(package, made.func, &receives)?;
    let sends: Vec<Operation> = channel.of_kind(ChanOpKind::Send).copied().collect();
    let is_answer = |send: &Operation| answers_once(package, send);
    if sends.is_empty() || !sends.iter().all(is_answer) {
        return None;
    }
    let fix = match channel.of_kind(ChanOpKind::Len).next() {
        None => Ok(room_for(package, made, "1", Safety::Unsafe)),
        Some(_) => Err("its length or capacity is asked for".to_string()),
    };
    Some(Evidence {
        leaves: leave.span,
        sends,
        fix,
    })
}

/// Whether a send is one answer to one request: the request is a parameter or local variable, and is another one before
/// the send happens again.
fn answers_once(package: &Package, send: &Operation) -> bool {
    let Some(func) = send.func.filter(|_| send.select.is_none()) else {
        return false;
    };
    let Some(event) = package.event_of_operation(send) else {
        return false;
    };
    let flow = package.flow(func);
    let EventKind::Chan(op) = &flow.events[event].kind else {
        return false;
    };
    let Root::Symbol(root) = op.path.root else {
        return false;
    };
    let is_request = matches!(
        package.symbol(root).kind,
        SymbolKind::Var | SymbolKind::Param
    ) && package.is_local(root);
    let is_renewed = |event: &crate::model::flow::Event| {
        matches!(&event.kind, EventKind::Access { path, kind: AccessKind::Write }
            if path.root == op.path.root && path.steps.is_empty())
    };
    is_request && !flow.reaches(event, event, is_renewed)
}
