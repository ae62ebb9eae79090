//! Finds channels that are closed while others may still be sending.

use super::early;
use crate::engine::Transform;
use crate::finding::{Finding, Severity};
use crate::model::Package;
use crate::model::channels::{Closer, EarlyClose};

pub static TRANSFORM: Transform = Transform {
    name: "close-while-senders",
    summary: "a channel that is closed while others may still send on it",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["close"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    early::closes_by(package, Closer::Supervisor)
        .into_iter()
        .map(|early| finding(package, early))
        .collect()
}

fn finding(package: &Package, early: &EarlyClose) -> Finding {
    let name = early::name_of(package, early);
    let message = format!(
        "`{name}` is closed while others may still send on it:\na send on a closed channel panics, and so does one that waits for a receiver"
    );
    early::finding(
        package,
        &TRANSFORM,
        early,
        message,
        early::give_to_senders(package, early),
    )
}
