//! Finds accesses of a variable without the lock that guards it elsewhere, and takes the lock.

mod bare;
mod belief;
mod copied_out;
mod doubts;
mod fix;
mod message;
mod opponents;
mod parts;

use bare::{Bare, bare_accesses};

use crate::engine::Transform;
use crate::finding::{Finding, Severity};
use crate::model::Package;
use crate::source::Span;

pub static TRANSFORM: Transform = Transform {
    name: "missing-lock",
    summary: "an access without the lock that guards the variable everywhere else",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["Lock", "RLock"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let all = bare_accesses(package);
    all.iter()
        .map(|bare| finding(package, bare, &all))
        .collect()
}

fn finding(package: &Package, bare: &Bare, all: &[Bare]) -> Finding {
    let fix = fix::fix(package, bare, all);
    Finding {
        transform: TRANSFORM.name,
        cause: cause(package, bare),
        severity: TRANSFORM.severity,
        span: package.span(bare.func.decl, bare.first().range),
        message: message::message(package, bare),
        related: message::related(package, bare),
        note: fix
            .is_none()
            .then(|| "no fix: what happens there can't all be held under the lock".to_string()),
        fix,
    }
}

/// The function and the lock: what else goes without it there is one mistake.
fn cause(package: &Package, bare: &Bare) -> Vec<Span> {
    match bare.lock_at(package, bare.first()) {
        Some(lock) => package.cause_in(bare.func.decl, &lock),
        None => Vec::new(),
    }
}
