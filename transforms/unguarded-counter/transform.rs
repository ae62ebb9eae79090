//! Finds numbers and flags that goroutines change with nothing to keep them apart, and makes them atomic, or guards them
//! with a mutex.

mod companions;
mod evidence;
pub(super) mod fix;

use super::unguarded::{self, Words};
use crate::engine::Transform;
use crate::finding::{Finding, Severity};
use crate::model::Package;
use crate::model::flow::AccessKind;
use crate::model::races::Race;
use crate::model::types::Type;

pub static TRANSFORM: Transform = Transform {
    name: "unguarded-counter",
    summary: "a number or flag that goroutines change, neither atomic nor with a lock",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["func"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let races = package.races().iter().filter(|race| {
        unguarded::is_plain(race)
            && !race.is_between_subtests()
            && is_counter(package, race)
            && evidence::is_clear(package, race)
            && !unguarded::is_of_another(package, race)
    });
    races.map(|race| report(package, race)).collect()
}

/// A number or a `bool`, whatever its type is called, or something of a type parameter that is counted in.
pub(super) fn is_counter(package: &Package, race: &Race) -> bool {
    match package.underlying(&package.type_of_symbol(race.variable)) {
        Type::Basic(name) => ["int", "uint", "float", "bool"]
            .iter()
            .any(|kind| name.starts_with(kind)),
        Type::Param(_) => {
            let write = &package.accesses_of(race.variable).all[race.write];
            write.kind == AccessKind::Update
        }
        _ => false,
    }
}

fn report(package: &Package, race: &Race) -> Finding {
    let write = &package.accesses_of(race.variable).all[race.write];
    let ty = package.underlying(&package.type_of_symbol(race.variable));
    let consequence = match write.kind {
        AccessKind::Update => "counts get lost",
        _ if ty.is_basic("bool") => "the change may be seen late or never",
        _ => "what is read can be old",
    };
    let words = Words {
        transform: TRANSFORM.name,
        severity: TRANSFORM.severity,
        consequence,
    };
    unguarded::report(package, race, &words, fix::fix(package, race))
}
