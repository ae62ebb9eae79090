//! Runs transforms over packages, finishes their fixes, and settles: applies fixes until there are none left.

mod complete;
mod find;
mod gather;
mod guard;
mod policy;
mod rule;
mod settle;

pub use find::{Found, Survey, survey};
pub use gather::gathered;
pub use policy::{FilePolicy, Lines, PathRule, Policy, Scope};
pub use rule::{Part, Rule};
pub use settle::{Change, Mark, Settled, narrow, settle, with_fixes};

use crate::finding::{Finding, Severity};
use crate::model::Package;

/// A built-in transform that is written in Rust.
pub struct Transform {
    /// The name of its folder.
    pub name: &'static str,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// The page that `explain` prints, in Markdown.
    pub page: &'static str,
    pub severity: Severity,
    /// Whether it runs without being asked for. It does where 9 of 10 of its findings in real code are right.
    pub is_default: bool,
    /// Words one of which a package must hold for the transform to have anything to look at.
    pub triggers: &'static [&'static str],
    pub find: fn(&Package) -> Vec<Finding>,
}
