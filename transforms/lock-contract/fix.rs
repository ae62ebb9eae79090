//! The lock, taken around the call.

use super::calls::Call;
use crate::finding::Fix;
use crate::model::Package;
use crate::model::flow::CallMode;
use crate::model::locks::Mode;
use crate::rewrite::locking::{Lock, hold, lock_text, mode_for};

pub(super) fn fix(package: &Package, call: &Call) -> Option<Fix> {
    if call.site.mode != CallMode::Now {
        return None;
    }
    let text = lock_text(package, &call.lock)?;
    let symbol = call.lock.target()?;
    let lock = Lock {
        text: &text,
        path: Some(&call.lock),
        symbol: Some(symbol),
        mode: mode_for(package, symbol, call.contract.mode == Mode::Write),
        takers: &[],
    };
    let held = hold(package, call.site.caller, &[call.site.event], &lock)?;
    let name = package.func(call.func).name?.name;
    Some(Fix {
        title: format!("lock {text} for the call of {name}"),
        safety: held.safety,
        edits: held.edits,
        imports: held.imports,
        about: vec![package.span(call.site.caller.decl, package.func(call.site.caller).range)],
    })
}
