//! Finds ways out of a function, a loop or a block on which a lock is not released, and releases it there.

mod taken;

mod leaks;

mod handover;

mod adjacent;
mod mistyped;

mod fix;
mod message;
mod values;

use taken::Taken;

use crate::engine::Transform;
use crate::finding::{Finding, Severity};
use crate::model::Package;
use crate::model::flow::CallMode;

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
    let mut findings = Vec::new();
    for decl in package.decls_mentioning_any(WORDS) {
        for func in package.funcs(decl) {
            for lock in package.locks_taken(func) {
                findings.extend(findings_for(&Taken::new(package, func, lock)));
            }
        }
    }
    findings
}

fn findings_for(taken: &Taken) -> Vec<Finding> {
    if taken.begins_released() || handover::is_played_with(taken) {
        return Vec::new();
    }
    let mistyped = mistyped::find(taken);
    if !mistyped.is_empty() {
        return mistyped;
    }
    let mut findings = adjacent::find(taken);
    // `defer mu.Lock()`: the patch says it.
    if mistyped::is_deferred_again(taken) {
        return findings;
    }
    let leaks = leaks::leaks(taken);
    // What nobody recovers from ends the program, locked or not.
    let matters = || !leaks.iter().all(leaks::Leak::panics) || recovers(taken);
    if !leaks.is_empty() && matters() && !handover::is_handed_over(taken, &leaks) {
        findings.push(message::finding(taken, &leaks));
    }
    findings
}

/// Whether something in the package recovers from panics: itself, or the server that its handlers run in. A goroutine that
/// begins with the function has to do so itself.
fn recovers(taken: &Taken) -> bool {
    let package = taken.package;
    let mut starts = package.callers_of(taken.func).sites.iter().peekable();
    let is_goroutine = starts.peek().is_some() && starts.all(|site| site.mode == CallMode::Spawned);
    if is_goroutine {
        return package.recovery_in(taken.func).is_some();
    }
    !package.decls_calling("recover").is_empty()
        || !package.decls_mentioning_any(CATCHERS).is_empty()
}

/// What stands for code that goes on after a panic: handlers of HTTP requests, and tests that wait for one.
const CATCHERS: &[&str] = &[
    "ResponseWriter",
    "Panics",
    "PanicsWithValue",
    "PanicsWithError",
];
