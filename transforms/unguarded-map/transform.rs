//! Finds maps that goroutines change with nothing to keep them apart, and guards them with a mutex.

use super::unguarded::{self, Words};
use crate::engine::Transform;
use crate::finding::{Finding, Severity};
use crate::model::Package;
use crate::model::flow::AccessKind;
use crate::model::races::Race;
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
    let words = |consequence| Words {
        transform: TRANSFORM.name,
        severity: TRANSFORM.severity,
        consequence,
    };
    let is_map = |ty: &Type| matches!(ty, Type::Map(..));
    let changed = words("concurrent map access ends the program");
    let mut found = unguarded::findings(package, &changed, |race, ty| {
        is_map(ty) && is_changed(package, race)
    });
    let replaced = words("what is read can be the old one");
    found.extend(unguarded::findings(package, &replaced, |race, ty| {
        is_map(ty) && !is_changed(package, race)
    }));
    found
}

/// Whether the map itself is changed, and not only the variable that holds it.
fn is_changed(package: &Package, race: &Race) -> bool {
    let accesses = &package.accesses_of(race.variable).all;
    let write = &accesses[race.write];
    write.is_content || write.kind != AccessKind::Write
}
