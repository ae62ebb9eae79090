//! Finds channels that a receiver closes while others still send, and lets the side that sends close them.

use super::early;
use crate::engine::Transform;
use crate::finding::{Finding, Severity};
use crate::model::Package;
use crate::model::channels::Closer;

pub static TRANSFORM: Transform = Transform {
    name: "receiver-side-close",
    summary: "a channel that its receiver closes, while others send",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["close"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    early::findings(package, &TRANSFORM, Closer::Receiver, |name| {
        format!(
            "`{name}` is closed by the side that receives, while another goroutine may still send:\na send on a closed channel panics; only who sends knows when the last value was sent"
        )
    })
}
