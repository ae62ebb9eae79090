//! Finds other variables that goroutines change with nothing to keep them apart, and guards them with a mutex: strings,
//! structs, interfaces, pointers, functions.

use super::unguarded::{self, Words};
use crate::engine::Transform;
use crate::finding::{Finding, Severity};
use crate::model::flow::AccessKind;
use crate::model::races::Race;
use crate::model::types::Type;
use crate::model::{ExprRef, Package, SymbolId, TypeSource};
use crate::syntax::ast::ExprKind;

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
        let is_wanted = is_other(ty)
            || is_set_parameter(package, race, ty)
            || ty.is_unknown() && is_of_another_package(package, race.variable)
            || package.is_unsafe_object(race.variable);
        is_wanted && !is_captured_error(package, race.variable)
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

/// Whether a variable is declared to be of a type of another package, whatever that is.
fn is_of_another_package(package: &Package, variable: SymbolId) -> bool {
    let TypeSource::Declared(expr) = package.symbol(variable).ty else {
        return false;
    };
    let decl = variable.decl;
    match package.expr(ExprRef { decl, expr }).kind {
        ExprKind::Selector { operand, .. } => {
            let operand = ExprRef {
                decl,
                expr: operand,
            };
            package.imported_path(operand).is_some()
        }
        _ => false,
    }
}

/// Whether a variable is of a type parameter, and not counted in.
fn is_set_parameter(package: &Package, race: &Race, ty: &Type) -> bool {
    let write = &package.accesses_of(race.variable).all[race.write];
    matches!(ty, Type::Param(_)) && write.kind != AccessKind::Update
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
