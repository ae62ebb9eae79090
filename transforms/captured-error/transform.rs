//! Finds variables of a function, errors above all, that a goroutine assigns to while others use them, and gives the
//! goroutine its own.

mod races;

use races::{Race, races, races_on};

use super::unguarded;
use crate::engine::Transform;
use crate::finding::{Finding, Fix, Related, Safety, Severity, fix_or_note};
use crate::model::accesses::VariableAccess;
use crate::model::structure::Condition;
use crate::model::{DeclId, FuncId, Package, SymbolId};
use crate::rewrite::{mutex, own_variable};
use crate::syntax::ast::FuncIndex;

pub static TRANSFORM: Transform = Transform {
    name: "captured-error",
    summary: "an error (or another variable) of the outer function, assigned in a goroutine while others use it",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["go", "Go", "AfterFunc", "Parallel"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let mentions = |decl: &DeclId| {
        let home = package.home();
        let mut words = TRANSFORM.triggers.iter();
        home.outline(*decl).mentions.tokens.has_func && words.any(|word| home.mentions(*decl, word))
    };
    let candidates: Vec<DeclId> = package.decls().filter(mentions).collect();
    candidates
        .into_iter()
        .filter(|&decl| package.ast(decl).damaged.is_none())
        .flat_map(|decl| races(package, decl))
        .filter_map(|race| finding(package, &race))
        .collect()
}

/// Whether the transform reports a race on the variable.
pub(super) fn is_reported(package: &Package, variable: SymbolId) -> bool {
    package.is_local(variable)
        && races_on(package, variable)
            .iter()
            .any(|race| is_error(package, race) || own_variable::fix(package, &race.shared).is_ok())
}

fn finding(package: &Package, race: &Race) -> Option<Finding> {
    let decl = race.shared.variable.decl;
    let fix = own_variable::fix(package, &race.shared);
    // Anything else than an error that is read later is a result that needs a lock, not a name.
    if fix.is_err() && !is_error(package, race) {
        return None;
    }
    let symbol = package.symbol(race.shared.variable);
    let name = symbol.name;
    let range = package.func(race.shared.literal).range;
    let is_own = range.contains(race.other.range);
    let owner = symbol.func.map(|index| function_name(package, decl, index));
    let owner = owner.unwrap_or_else(|| "its function".to_string());
    let why = if is_own {
        format!(
            "the goroutine assigns to the {name} of {owner}, and so do others like it at the same time"
        )
    } else {
        format!("the goroutine assigns to the {name} of {owner} while others use it")
    };
    let mut related = Vec::new();
    if !is_own {
        let how = if race.other.writes() {
            "assigned"
        } else {
            "used"
        };
        related.push(Related {
            span: package.span(decl, race.other.range),
            message: format!("{how} here at the same time"),
        });
    }
    related.push(Related {
        span: package.span(decl, symbol.range),
        message: "declared outside of the goroutine".to_string(),
    });
    related.extend(race.related.iter().cloned());
    related.dedup_by(|one, other| one.span == other.span);
    let (fix, note) = fix_or_note(fix.or_else(|reason| guarded(package, race).ok_or(reason)));
    Some(Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: package.span(decl, race.write.range),
        message: format!("{why}:\none may see the value that another has set"),
        related,
        note,
        fix,
    })
}

/// A mutex around the assignments, where each is made on some condition: those that have nothing to say are silent, so that
/// who reads the variable after the join gets what one of the others said.
fn guarded(package: &Package, race: &Race) -> Option<Fix> {
    let variable = race.shared.variable;
    let range = package.func(race.shared.literal).range;
    let writes: Vec<&VariableAccess> = package
        .accesses_of(variable)
        .all
        .iter()
        .filter(|access| access.writes() && range.contains(access.range))
        .collect();
    let is_conditional = |write: &&VariableAccess| {
        let stmt = package.flow(write.func).events[write.event].stmt;
        let conditions = package.conditions_of(write.func.decl, stmt);
        conditions.iter().any(|condition| match condition {
            Condition::If { stmt, .. } => {
                range.contains(package.ast(write.func.decl).stmt(*stmt).range)
            }
            _ => false,
        })
    };
    if !writes.iter().all(is_conditional) {
        return None;
    }
    let funcs: Vec<FuncId> = writes.iter().map(|write| write.func).collect();
    let guarded = mutex::guard_variables(package, &[variable], &funcs).ok()?;
    let mut fix = unguarded::fix(package, &[variable], guarded);
    fix.safety = Safety::Unsafe;
    Some(fix)
}

fn is_error(package: &Package, race: &Race) -> bool {
    let ty = package.type_of_symbol(race.shared.variable);
    let name = package
        .symbol(race.shared.variable)
        .name
        .to_ascii_lowercase();
    ty.is_basic("error") || ty.is_unknown() && (name == "err" || name.ends_with("err"))
}

fn function_name(package: &Package, decl: DeclId, index: FuncIndex) -> String {
    let mut func = FuncId { decl, index };
    loop {
        let data = package.func(func);
        if let Some(ident) = data.name {
            return ident.name.to_string();
        }
        match data.parent {
            Some(parent) => func.index = parent,
            None => return "the function around it".to_string(),
        }
    }
}
