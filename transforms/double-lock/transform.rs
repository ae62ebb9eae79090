//! Finds locks that are taken again while they are held.

mod again;

mod fix;
mod message;

use again::{Again, again};

use crate::engine::Transform;
use crate::finding::{Finding, Severity};
use crate::model::{FuncId, Package};
use crate::source::Range;

pub static TRANSFORM: Transform = Transform {
    name: "double-lock",
    summary: "a lock taken again while it is held: the goroutine waits for itself",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["Lock", "RLock"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let mut found: Vec<Again> = Vec::new();
    let decls = package.decls_mentioning_any(&["Lock", "RLock"]);
    for decl in decls {
        for func in package.funcs(decl) {
            found.extend(again(package, func));
        }
    }
    // One place that calls what locks is one bug, however many functions hold the lock there.
    found.sort_by_key(|again| {
        (
            again.innermost(),
            again.links.len(),
            again.func,
            again.event,
        )
    });
    found.dedup_by_key(|again| again.innermost());
    let mut findings: Vec<Finding> = found
        .iter()
        .map(|again| message::finding(package, again))
        .collect();
    findings.sort_by_key(|finding| finding.span);
    findings
}

/// The last call before the lock is taken, or the call of `Lock` itself where that is in the same function.
type Innermost = (FuncId, Range);
