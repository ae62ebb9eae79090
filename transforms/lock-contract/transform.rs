//! Finds calls without the lock that the called function needs its callers to hold, and takes the lock.

mod calls;
mod fix;
mod message;

use calls::{Call, calls_without};

use crate::engine::Transform;
use crate::finding::{Finding, Severity};
use crate::model::Package;

pub static TRANSFORM: Transform = Transform {
    name: "lock-contract",
    summary: "a call, without the lock, of a function that needs its callers to hold it",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["Lock", "RLock"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let calls = calls_without(package);
    calls.iter().map(|call| finding(package, call)).collect()
}

fn finding(package: &Package, call: &Call) -> Finding {
    let fix = fix::fix(package, call);
    Finding {
        transform: TRANSFORM.name,
        cause: package.cause_in(call.site.caller.decl, &call.lock),
        severity: TRANSFORM.severity,
        span: package.expr_span(call.site.call),
        message: message::message(package, call),
        related: message::related(package, call),
        note: fix
            .is_none()
            .then(|| "no fix: what happens there can't all be held under the lock".to_string()),
        fix,
    }
}
