//! What is said of a bare access.

use super::bare::Bare;
use crate::finding::Related;
use crate::model::accesses::VariableAccess;
use crate::model::guards::Evidence;
use crate::model::locks::Mode;
use crate::model::{Package, SymbolId};
use crate::rewrite::locking::lock_text;

/// How many accesses with the lock are shown.
const SHOWN: usize = 2;

pub(super) fn message(package: &Package, bare: &Bare) -> String {
    let first = bare.first();
    let variable = package.path_text(&first.path);
    let lock = lock_name(package, bare, first);
    let what = if first.writes() { "written" } else { "read" };
    let (held, others) = (bare.held(), bare.others(package));
    let why = match bare.guard.evidence {
        Evidence::Declared | Evidence::Named => "which is declared to guard it".to_string(),
        _ => format!(
            "which guards it in {held} of {} other places",
            held + others
        ),
    };
    format!("{variable} is {what} without {lock}, {why}")
}

pub(super) fn related(package: &Package, bare: &Bare) -> Vec<Related> {
    let all = &package.accesses_of(bare.variable).all;
    let held = || bare.guard.held.iter().map(|&index| &all[index]);
    // A write first, then what shows another function.
    let mut shown: Vec<&VariableAccess> = Vec::new();
    shown.extend(held().find(|access| access.writes()));
    shown.extend(held().find(|access| shown.iter().all(|known| known.func != access.func)));
    let mut related: Vec<Related> = shown
        .into_iter()
        .take(SHOWN)
        .map(|access| {
            let what = if access.writes() { "written" } else { "read" };
            let is_shared = bare
                .lock_at(package, access)
                .and_then(|lock| package.held_at(access.func, access.event).mode_of(&lock))
                == Some(Mode::Read);
            let how = if is_shared { "read lock" } else { "lock" };
            Related {
                span: package.span(access.func.decl, access.range),
                message: format!(
                    "{what} with the {how} here, by {}",
                    func_name(package, access)
                ),
            }
        })
        .collect();
    if let Some(concurrency) = &bare.concurrency {
        related.extend(concurrency.related.iter().take(1).cloned());
    }
    related
}

fn func_name(package: &Package, access: &VariableAccess) -> String {
    package.qualified_name(SymbolId {
        decl: access.func.decl,
        index: 0,
    })
}

/// The lock as the function would write it.
pub(super) fn lock_name(package: &Package, bare: &Bare, access: &VariableAccess) -> String {
    match bare.lock_at(package, access) {
        Some(lock) => lock_text(package, &lock).unwrap_or_else(|| package.path_text(&lock)),
        None => "its lock".to_string(),
    }
}
