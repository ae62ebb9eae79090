//! Finds other variables that goroutines change with nothing to keep them apart, and guards them with a mutex: strings,
//! structs, interfaces, pointers, functions.

use super::unguarded::{self, Words};
use crate::engine::Transform;
use crate::finding::{Finding, Severity};
use crate::model::types::Type;
use crate::model::{Package, SymbolId};

pub static TRANSFORM: Transform = Transform {
    name: "unguarded-field",
    summary: "a string, struct, interface, pointer or function that goroutines change without a lock",
    page: include_str!("README.md"),
    severity: Severity::Warning,
    is_default: true,
    triggers: &["func"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let words = Words {
        transform: TRANSFORM.name,
        severity: TRANSFORM.severity,
        consequence: "what is read can be old, or half of each",
    };
    unguarded::findings(package, &words, |race, ty| {
        is_other(ty) && !is_captured_error(package, race.variable)
    })
}

/// Whether a local `err` is what goroutines assign to: the fix for that is another variable.
fn is_captured_error(package: &Package, variable: SymbolId) -> bool {
    let owner = package.symbol(variable).func;
    let mut accesses = package.accesses_of(variable).all.iter();
    package.is_local(variable)
        && package.type_of_symbol(variable).is_basic("error")
        && accesses.any(|access| access.writes() && owner != Some(access.func.index))
}

/// Neither a number nor a flag, a map, a slice or a channel.
fn is_other(ty: &Type) -> bool {
    match ty {
        Type::Basic(name) => matches!(&**name, "string" | "error" | "any"),
        Type::Struct(_)
        | Type::Interface(_)
        | Type::Pointer(_)
        | Type::Func(_)
        | Type::Array(_) => true,
        _ => false,
    }
}
