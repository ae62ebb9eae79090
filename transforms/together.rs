//! Which variables share the mutex that one of them needs.

use super::{unguarded, unguarded_counter};
use crate::finding::Fix;
use crate::model::races::{Race, Strength};
use crate::model::types::Type;
use crate::model::{DeclId, Package, SymbolId, SymbolKind};
use crate::rewrite::mutex;
use crate::syntax::ast::FuncIndex;

/// What variables are declared in together: a struct, a function, or a `var (…)` of the package.
#[derive(PartialEq, Eq)]
enum Home {
    Struct(SymbolId),
    Function(DeclId, Option<FuncIndex>),
    Variables(DeclId),
}

/// The fix that guards a variable with a mutex, and with it the others declared beside it that need one, too: a struct
/// gets one mutex, and not one for each field. Where they cannot all be guarded, the variable is guarded alone.
///
/// `companions` have to be guarded in any case. The error says why there is no fix.
pub(super) fn guard(
    package: &Package,
    race: &Race,
    companions: &[SymbolId],
) -> Result<Fix, String> {
    let mut needed = vec![race.variable];
    needed.extend(companions);
    let mut all = needed.clone();
    let mut funcs = unguarded::funcs_of(package, race);
    for other in beside(package, race.variable) {
        if !all.contains(&other.variable) {
            all.push(other.variable);
            funcs.extend(unguarded::funcs_of(package, other));
        }
    }
    if all.len() > needed.len()
        && let Ok(guarded) = mutex::guard_variables(package, &all, &funcs)
    {
        return Ok(unguarded::fix(package, &all, guarded));
    }
    let guarded = mutex::guard_variables(package, &needed, &unguarded::funcs_of(package, race))?;
    Ok(unguarded::fix(package, &needed, guarded))
}

/// The races on the variables that are declared beside one, and that the same mutex ends, one that is there or a new one.
fn beside<'p>(package: &'p Package, variable: SymbolId) -> impl Iterator<Item = &'p Race> {
    let home = home_of(package, variable);
    let shared = mutex::to_share(package, variable);
    package.races().iter().filter(move |other| {
        other.variable != variable
            && home_of(package, other.variable) == home
            && shared.is_some()
            && mutex::to_share(package, other.variable) == shared
            && other.strength >= Strength::Open
            && unguarded::is_plain(other)
            && !other.is_between_subtests()
            && needs_mutex(package, other)
            && !unguarded::is_of_another(package, other)
    })
}

fn needs_mutex(package: &Package, race: &Race) -> bool {
    let variable = race.variable;
    let ty = package.underlying(&package.type_of_symbol(variable));
    let may_be_atomic = unguarded_counter::is_counter(package, race)
        && unguarded_counter::fix::is_atomic(package, variable);
    let is_guarded = !matches!(ty, Type::Chan(..)) && !ty.is_unknown();
    is_guarded && !may_be_atomic
}

fn home_of(package: &Package, variable: SymbolId) -> Home {
    let symbol = package.symbol(variable);
    match package.struct_of_field(variable) {
        Some((ty, _)) if symbol.kind == SymbolKind::Field => Home::Struct(ty),
        _ if package.is_local(variable) => Home::Function(variable.decl, symbol.func),
        _ => Home::Variables(variable.decl),
    }
}
