//! Finds channels that are closed by who started the senders, without waiting for them.

use super::early;
use crate::engine::Transform;
use crate::finding::{Finding, Severity};
use crate::model::Package;
use crate::model::channels::Closer;

pub static TRANSFORM: Transform = Transform {
    name: "close-before-send",
    summary: "a channel that is closed before the goroutines that send on it have sent",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["close"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    early::findings(package, &TRANSFORM, Closer::Starter, |name| {
        format!(
            "`{name}` is closed without waiting for the goroutine that sends on it:\na send on a closed channel panics"
        )
    })
}
