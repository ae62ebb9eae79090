//! Finds ways out of a function, a loop or a block on which a lock is not released, and releases it there.

mod taken;

mod leaks;

mod handover;

mod adjacent;
mod mistyped;

mod fix;
mod message;
mod values;

use std::collections::BTreeSet;

use taken::Taken;

use crate::engine::Transform;
use crate::finding::{Finding, Severity};
use crate::model::flow::EventKind;
use crate::model::locks::LockOp;
use crate::model::path::{AccessPath, Root};
use crate::model::{DeclId, FuncId, Package};

pub static TRANSFORM: Transform = Transform {
    name: "unlock-missing-on-return",
    summary: "a way out on which a lock is not released: who wants it next waits for ever",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: WORDS,
    find,
};

/// How functions are named that take locks.
const WORDS: &[&str] = &["Lock", "RLock", "lock", "rlock", "rLock"];

fn find(package: &Package) -> Vec<Finding> {
    let decls: BTreeSet<DeclId> = WORDS
        .iter()
        .flat_map(|word| package.decls_mentioning(word))
        .collect();
    let mut findings = Vec::new();
    for decl in decls {
        for func in package.funcs(decl) {
            for lock in locks_of(package, func) {
                findings.extend(findings_for(&Taken::new(package, func, lock)));
            }
        }
    }
    findings
}

/// The locks that a function takes, where a variable leads to them.
fn locks_of(package: &Package, func: FuncId) -> BTreeSet<AccessPath> {
    let events = package.flow(func).events.iter();
    events
        .filter_map(|event| match &event.kind {
            EventKind::Lock {
                path,
                op: LockOp::Acquire(_),
                ..
            } if matches!(path.root, Root::Symbol(_)) => Some(path.clone()),
            _ => None,
        })
        .collect()
}

fn findings_for(taken: &Taken) -> Vec<Finding> {
    if taken.begins_released() {
        return Vec::new();
    }
    let mistyped = mistyped::find(taken);
    if !mistyped.is_empty() {
        return mistyped;
    }
    let mut findings = adjacent::find(taken);
    let leaks = leaks::leaks(taken);
    if !leaks.is_empty() && !handover::is_handed_over(taken, &leaks) {
        findings.push(message::finding(taken, &leaks));
    }
    findings
}
