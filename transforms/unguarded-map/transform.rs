//! Finds maps that goroutines change with nothing to keep them apart, and guards them with a mutex.

use super::unguarded::{self, Words};
use crate::engine::Transform;
use crate::finding::{Finding, Severity};
use crate::model::Package;
use crate::model::types::Type;

pub static TRANSFORM: Transform = Transform {
    name: "unguarded-map",
    summary: "a map that goroutines change without a lock",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["map"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let words = Words {
        transform: TRANSFORM.name,
        severity: TRANSFORM.severity,
        consequence: "concurrent map access ends the program",
    };
    unguarded::findings(package, &words, |_, ty| matches!(ty, Type::Map(..)))
}
