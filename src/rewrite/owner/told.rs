//! Ends that senders are told of already: channels that are closed beside theirs, on which they select.

use crate::model::channels::{Channel, Operation};
use crate::model::flow::{ChanOpKind, EventKind};
use crate::model::structure::StmtRef;
use crate::model::types::Type;
use crate::model::{ExprRef, Package, SymbolId};
use crate::syntax::ast::*;

/// Whether whoever closes also closes another channel, on which every send that can wait selects.
pub fn is_told_already(package: &Package, channel: &Channel, close: &Operation) -> bool {
    let signals = signals_beside(package, close);
    let mut sends = channel.of_kind(ChanOpKind::Send);
    !signals.is_empty()
        && sends.all(|send| {
            send.select.is_some_and(|case| {
                case.has_default
                    || received_in(package, send.at, case.select)
                        .iter()
                        .any(|received| signals.contains(received))
            })
        })
}

/// The channels without values that the function which closes closes, too.
pub fn signals_beside(package: &Package, close: &Operation) -> Vec<SymbolId> {
    let Some(func) = close.func else {
        return Vec::new();
    };
    let events = package.flow(func).events.iter();
    let closed = events.filter_map(|event| match &event.kind {
        EventKind::Chan(op) if op.kind == ChanOpKind::Close && op.channel != close.at.expr => {
            op.path.target()
        }
        _ => None,
    });
    closed
        .filter(|&symbol| is_signal(package, symbol))
        .collect()
}

fn is_signal(package: &Package, symbol: SymbolId) -> bool {
    match package.underlying(&package.type_of_symbol(symbol)) {
        Type::Chan(_, element) => package.is_empty_struct(&element),
        _ => false,
    }
}

/// The channels that the clauses of a `select` receive from.
fn received_in(package: &Package, at: ExprRef, select: StmtId) -> Vec<SymbolId> {
    let decl = at.decl;
    let StmtKind::Select { cases } = &package.ast(decl).stmt(select).kind else {
        return Vec::new();
    };
    let received = |&stmt: &StmtId| {
        let channel = package.received_by_clause(StmtRef { decl, stmt })?;
        package.path_of(channel).target()
    };
    cases.iter().filter_map(received).collect()
}
