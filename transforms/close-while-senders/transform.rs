//! Finds channels that are closed while others may still be sending.

use super::early;
use crate::engine::Transform;
use crate::finding::{Finding, Severity};
use crate::model::Package;
use crate::model::channels::Closer;

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
    early::findings(package, &TRANSFORM, Closer::Supervisor, |name| {
        format!(
            "`{name}` is closed while others may still send on it:\na send on a closed channel panics, and so does one that waits for a receiver"
        )
    })
}
