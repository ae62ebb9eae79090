//! Facts about channels: what is done with one from where it is made on.

use crate::model::channels::Operation;
use crate::model::flow::ChanOpKind;
use crate::model::types::Type;
use crate::model::{Package, SymbolId, SymbolKind};

/// `channel: make(0) 9, close 30 at once with send 21`, for a variable or field that a channel is made for.
pub(super) fn channel_text(package: &Package, symbol: SymbolId) -> Option<String> {
    let kind = package.symbol(symbol).kind;
    let ty = package.underlying(&package.type_of_symbol(symbol));
    if !matches!(kind, SymbolKind::Var | SymbolKind::Field) || !matches!(ty, Type::Chan(..)) {
        return None;
    }
    let channel = package.channel_onward(symbol);
    let is_make = |operation: &Operation| operation.kind.is_make() && operation.symbol == symbol;
    if !channel.operations.iter().any(is_make) {
        return None;
    }
    let texts = channel.operations.iter().map(|operation| {
        let mut text = operation_text(package, operation);
        if operation.kind == ChanOpKind::Close {
            for send in channel.of_kind(ChanOpKind::Send) {
                if package.operations_at_once(operation, send).is_some() {
                    text.push_str(" at once with ");
                    text.push_str(&operation_text(package, send));
                }
            }
        }
        text
    });
    let mut text = format!("channel: {}", texts.collect::<Vec<_>>().join(", "));
    if channel.leaves_sight {
        text.push_str(", out of sight");
    }
    Some(text)
}

fn operation_text(package: &Package, operation: &Operation) -> String {
    let kind = match operation.kind {
        ChanOpKind::Make {
            capacity: Some(capacity),
        } => format!("make({capacity})"),
        ChanOpKind::Make { capacity: None } => "make(?)".to_string(),
        kind => format!("{kind:?}").to_lowercase(),
    };
    let asks = if operation.asks_ok { " with ok" } else { "" };
    let select = match operation.select {
        Some(case) if case.has_default => " in select with default",
        Some(_) => " in select",
        None => "",
    };
    let source = &package.file_of(operation.at.decl).source;
    let start = package.expr(operation.at).range.start;
    let line = source.position(start).line;
    format!("{kind} {line}{asks}{select}")
}
