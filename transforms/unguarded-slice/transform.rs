//! Finds slices that goroutines append to with nothing to keep them apart, and guards them with a mutex.

use super::unguarded::{self, Words};
use crate::engine::Transform;
use crate::finding::{Finding, Severity};
use crate::model::Package;
use crate::model::types::Type;

pub static TRANSFORM: Transform = Transform {
    name: "unguarded-slice",
    summary: "a slice that goroutines append to without a lock",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["func"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let words = Words {
        transform: TRANSFORM.name,
        severity: TRANSFORM.severity,
        consequence: "elements get lost",
    };
    unguarded::findings(package, &words, |_, ty| matches!(ty, Type::Slice(_)))
}
