//! What keeps the goroutines apart: atomic access where that is enough, or else a mutex.

use super::super::together;
use super::companions::companions_of;
use crate::finding::Fix;
use crate::model::flow::{CallMode, EventKind};
use crate::model::races::{Race, Strength};
use crate::model::{FuncId, Guarding, Package, SymbolId};
use crate::rewrite::{atomics, mutex};
use crate::syntax::ast::StmtId;

/// The fix where there is one that is sound; the error says why there is none.
pub(super) fn fix(package: &Package, race: &Race) -> Result<Fix, String> {
    let companions = companions_of(package, race.variable);
    let atomic = || made_atomic(package, race.variable, &companions);
    let guarded = || together::guard(package, race, &companions);
    let prefers_mutex = match package.world().settings.prefer {
        Some(Guarding::Mutex) => true,
        Some(Guarding::Atomic) => false,
        None => {
            shares_a_lock(package, race.variable)
                || is_beside_others(package, race.variable)
                || is_beside_lock(package, race.variable)
        }
    };
    if prefers_mutex {
        guarded().or_else(|reason| atomic().map_err(|_| reason))
    } else {
        atomic().or_else(|reason| guarded().map_err(|other| format!("{reason}; and {other}")))
    }
}

/// Whether a function that changes the variable changes another field of the same struct, too, that needs a mutex: one for
/// both.
fn is_beside_others(package: &Package, variable: SymbolId) -> bool {
    let Some((holder, _)) = package.struct_of_field(variable) else {
        return false;
    };
    let writers: Vec<FuncId> = writers_of(package, variable);
    package.races().iter().any(|race| {
        let is_same = race.variable != variable
            && race.strength >= Strength::Open
            && package
                .struct_of_field(race.variable)
                .is_some_and(|(ty, _)| ty == holder);
        is_same
            && !can_be_atomic(package, race.variable)
            && writers_of(package, race.variable)
                .iter()
                .any(|func| writers.contains(func))
    })
}

/// Whether the variable changes right before or behind a stretch under the mutex that it can share.
fn is_beside_lock(package: &Package, variable: SymbolId) -> bool {
    let Some(Some(mutex)) = mutex::to_share(package, variable) else {
        return false;
    };
    let mut accesses = package.accesses_of(variable).all.iter();
    accesses.any(|access| {
        let flow = package.flow(access.func);
        let decl = access.func.decl;
        let stmt = flow.events[access.event].stmt;
        let Some((list, position)) = package.siblings(decl, stmt).filter(|_| access.writes())
        else {
            return false;
        };
        let is_lock = |stmt: &StmtId| {
            let mut events = flow.events.iter().filter(|event| event.stmt == *stmt);
            events.any(|event| {
                matches!(&event.kind, EventKind::Lock { path, mode: CallMode::Now, .. }
                    if path.target() == Some(mutex))
            })
        };
        let beside = [position.checked_sub(1), Some(position + 1)];
        let mut beside = beside.into_iter().flatten();
        beside.any(|position| list.get(position).is_some_and(is_lock))
    })
}

fn writers_of(package: &Package, variable: SymbolId) -> Vec<FuncId> {
    let accesses = package.accesses_of(variable).all.iter();
    accesses
        .filter(|access| access.writes())
        .filter(|access| !package.is_owned(access.func, access.event, &access.path))
        .map(|access| access.func)
        .collect()
}

/// Whether atomic access is what ends the races on a variable: nothing beside it needs a mutex that it would share.
pub(in crate::transforms) fn is_atomic(package: &Package, variable: SymbolId) -> bool {
    let shares = || is_beside_others(package, variable) || is_beside_lock(package, variable);
    let prefer = package.world().settings.prefer;
    can_be_atomic(package, variable) && (prefer == Some(Guarding::Atomic) || !shares())
}

fn can_be_atomic(package: &Package, variable: SymbolId) -> bool {
    package.world().settings.prefer != Some(Guarding::Mutex)
        && companions_of(package, variable).is_empty()
        && atomics::make_atomic(package, variable).is_ok()
}

/// Whether some of the accesses are under a lock already, which the others can take, too.
fn shares_a_lock(package: &Package, variable: SymbolId) -> bool {
    let accesses = &package.accesses_of(variable).all;
    !mutex::needs_new(package, variable)
        && accesses
            .iter()
            .any(|access| !package.held_at(access.func, access.event).is_empty())
}

fn made_atomic(
    package: &Package,
    variable: SymbolId,
    companions: &[SymbolId],
) -> Result<Fix, String> {
    let name = package.symbol(variable).name;
    if let Some(&companion) = companions.first() {
        let other = package.symbol(companion).name;
        return Err(format!("{name} and {other} change together"));
    }
    let change = atomics::make_atomic(package, variable).map_err(|refusal| refusal.to_string())?;
    let mut about = change.named_in;
    about.push(package.symbol_span(variable));
    Ok(Fix {
        title: format!("make {name} {}", change.form),
        safety: change.safety,
        edits: change.edits,
        imports: change.imports,
        about,
    })
}
