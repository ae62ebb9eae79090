//! Finds variables of a test, or of the package, that its parallel subtests change all at once, and gives each its own.

mod moved;

use crate::engine::Transform;
use crate::finding::{Finding, Fix, Related, Severity, fix_or_note};
use crate::model::accesses::VariableAccess;
use crate::model::flow::AccessKind;
use crate::model::races::Race;
use crate::model::types::Type;
use crate::model::{Package, SymbolId, SymbolKind};
use crate::rewrite::mutex;
use crate::rewrite::own_variable::{self, Shared};

pub static TRANSFORM: Transform = Transform {
    name: "parallel-subtest-state",
    summary: "parallel subtests that change a variable of the test around them, or of the package",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["Parallel"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    if package.decls_mentioning("Parallel").is_empty() {
        return Vec::new();
    }
    let races = package.races().iter();
    races
        .filter(|race| race.is_between_subtests() && race.lazy.is_none())
        .filter_map(|race| finding(package, race))
        .collect()
}

fn finding(package: &Package, race: &Race) -> Option<Finding> {
    let accesses = &package.accesses_of(race.variable).all;
    let (write, other) = (accesses.get(race.write)?, accesses.get(race.other)?);
    let name = package.path_text(&write.path);
    let whose = match package.is_local(race.variable) {
        true => "the test around them",
        false if package.symbol(race.variable).kind == SymbolKind::Field => "an object of the test",
        false => "the package",
    };
    let (fix, note) = fix_or_note(fix(package, race, write));
    let mut related = vec![Related {
        span: package.span(race.variable.decl, package.symbol(race.variable).range),
        message: "declared here, for all of them".to_string(),
    }];
    if race.write != race.other {
        let does = if other.writes() { "changed" } else { "read" };
        related.push(Related {
            span: package.span(other.func.decl, other.range),
            message: format!("{does} here at the same time"),
        });
    }
    for origin in &race.concurrency.related {
        if related.iter().all(|known| known.span != origin.span) {
            related.push(origin.clone());
        }
    }
    Some(Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: package.span(write.func.decl, write.range),
        message: format!(
            "subtests that run in parallel all change {name}, which belongs to {whose}:\none sees what another has set"
        ),
        related,
        note,
        fix,
    })
}

/// The variable moved into the subtest where each can have its own; a mutex where they count or collect together.
fn fix(package: &Package, race: &Race, write: &VariableAccess) -> Result<Fix, String> {
    let variable = race.variable;
    let goroutine = own_variable::goroutine_of(package, variable, write.func)
        .filter(|_| package.is_local(variable));
    let own = goroutine.map(|(literal, start)| {
        let shared = Shared {
            variable,
            literal,
            start,
        };
        own_variable::fix(package, &shared)
            .or_else(|reason| moved::fix(package, variable, literal).ok_or(reason))
    });
    let reason = match own {
        Some(Ok(mut fix)) => {
            fix.title = format!(
                "give each subtest its own {}",
                package.symbol(variable).name
            );
            return Ok(fix);
        }
        Some(Err(reason)) => reason,
        None => "it belongs to all subtests".to_string(),
    };
    if !is_collected(package, variable) {
        return Err(reason.replace("the goroutine", "the subtest"));
    }
    if !package.file_of(variable.decl).is_test {
        return Err("what is no test's own needs no lock for tests".to_string());
    }
    let guarded = mutex::guard_variables(
        package,
        &[variable],
        &super::unguarded::funcs_of(package, race),
    )?;
    let name = package.symbol(variable).name;
    Ok(Fix {
        title: match guarded.declares {
            Some(kind) => format!("guard {name} with a sync.{}", kind.name()),
            None => format!("guard {name} with {}, too", guarded.lock),
        },
        safety: guarded.safety,
        edits: guarded.edits,
        imports: guarded.imports,
        about: vec![package.symbol_span(variable)],
    })
}

/// Whether the subtests count, or put together what they find.
fn is_collected(package: &Package, variable: SymbolId) -> bool {
    let accesses = &package.accesses_of(variable).all;
    let is_container = matches!(
        package.underlying(&package.type_of_symbol(variable)),
        Type::Map(..) | Type::Slice(_)
    );
    is_container
        || accesses
            .iter()
            .any(|access| access.kind == AccessKind::Update)
}
