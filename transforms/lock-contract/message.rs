//! What is said of a call without the lock.

use super::calls::Call;
use crate::finding::Related;
use crate::model::contracts::ContractSource;
use crate::model::flow::CallMode;
use crate::model::{FuncId, Package, SymbolId};
use crate::rewrite::locking::lock_text;

pub(super) fn message(package: &Package, call: &Call) -> String {
    let callee = name_of(package, call.func);
    let lock = lock_text(package, &call.lock).unwrap_or_else(|| package.path_text(&call.lock));
    let (with, without) = (call.contract.with.len(), call.contract.without.len());
    let others = with + without - 1;
    let why = match call.contract.source {
        ContractSource::Name => format!(
            "which its name asks for and {with} of {others} other calls {}",
            match with {
                1 => "holds",
                _ => "hold",
            }
        ),
        ContractSource::Comment => "which its comment asks for".to_string(),
        ContractSource::Callers => format!("which {with} of {others} other calls hold"),
    };
    let how = match call.site.mode {
        CallMode::Spawned => "started",
        _ => "called",
    };
    format!("{callee} is {how} without {lock}, {why}")
}

pub(super) fn related(package: &Package, call: &Call) -> Vec<Related> {
    let mut related = vec![Related {
        span: match package.func(call.func).name {
            Some(name) => package.span(call.func.decl, name.range),
            None => package.expr_span(call.site.call),
        },
        message: "needs the lock".to_string(),
    }];
    let held = call.contract.with.first();
    related.extend(held.map(|site| Related {
        span: package.expr_span(site.call),
        message: format!(
            "called with the lock here, by {}",
            name_of(package, site.caller)
        ),
    }));
    related
}

fn name_of(package: &Package, func: FuncId) -> String {
    package.qualified_name(SymbolId {
        decl: func.decl,
        index: 0,
    })
}
