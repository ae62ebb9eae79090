//! What the transforms for variables without a guard have in common: a report for each race, and a mutex as the fix.

use super::{captured_error, shared_argument, together, write_under_rlock};
use crate::finding::{Finding, Fix, Related, Severity, fix_or_note};
use crate::model::accesses::VariableAccess;
use crate::model::flow::AccessKind;
use crate::model::races::{Race, Strength};
use crate::model::types::Type;
use crate::model::{FuncId, Package, SymbolId};
use crate::rewrite::mutex::{self, Guarded};

/// So many accesses are shown besides the two that race.
const MOST_OTHERS: usize = 4;

/// What a transform says of a race.
pub(super) struct Words {
    pub transform: &'static str,
    pub severity: Severity,
    /// What comes of it: a clause.
    pub consequence: &'static str,
}

/// The findings for the races on variables of some types.
pub(super) fn findings(
    package: &Package,
    words: &Words,
    is_wanted: impl Fn(&Race, &Type) -> bool,
) -> Vec<Finding> {
    let races = package.races().iter().filter(|race| {
        is_plain(race)
            && !race.is_between_subtests()
            && race.strength >= Strength::Open
            && is_wanted(
                race,
                &package.underlying(&package.type_of_symbol(race.variable)),
            )
            && !is_of_another(package, race)
    });
    races.map(|race| finding(package, race, words)).collect()
}

/// Whether a race is no more than that: where the first who needs the variable sets it, there is another fix if it is certain.
pub(super) fn is_plain(race: &Race) -> bool {
    race.lazy.is_none() || race.strength == Strength::Open
}

/// Whether another transform reports the race, whose fix is not a guard but a variable or a copy for the goroutine.
pub(super) fn is_of_another(package: &Package, race: &Race) -> bool {
    let accesses = &package.accesses_of(race.variable).all;
    captured_error::is_reported(package, race.variable)
        || shared_argument::is_copied(package, race)
        || is_half_atomic(package, race.variable)
        || (accesses.iter()).any(|access| write_under_rlock::is_reported(package, access))
}

/// Whether some accesses of a variable are atomic: then the others are to be, too.
fn is_half_atomic(package: &Package, variable: SymbolId) -> bool {
    let mut accesses = package.accesses_of(variable).all.iter();
    accesses.any(|access| access.kind == AccessKind::Atomic && !access.is_content)
}

/// The finding for a race, with a mutex for a fix where that is sound.
fn finding(package: &Package, race: &Race, words: &Words) -> Finding {
    report(package, race, words, together::guard(package, race, &[]))
}

/// The finding for a race. The error of a fix says why there is none.
pub(super) fn report(
    package: &Package,
    race: &Race,
    words: &Words,
    fix: Result<Fix, String>,
) -> Finding {
    let (shown, _) = sides(package, race);
    let (fix, note) = fix_or_note(fix);
    Finding {
        transform: words.transform,
        cause: package.cause_beside(shown.func.decl, race.variable),
        severity: words.severity,
        span: package.span(shown.func.decl, shown.range),
        message: message(package, race, words),
        related: related(package, race),
        note,
        fix,
    }
}

/// The access that a maintainer would change, and the other: the write, but where only that holds a lock.
fn sides<'p>(package: &'p Package, race: &Race) -> (&'p VariableAccess, &'p VariableAccess) {
    let accesses = &package.accesses_of(race.variable).all;
    let (write, other) = (&accesses[race.write], &accesses[race.other]);
    let is_bare = |access: &VariableAccess| package.held_at(access.func, access.event).is_empty();
    match !is_bare(write) && is_bare(other) {
        true => (other, write),
        false => (write, other),
    }
}

/// The functions of the two accesses of a race.
pub(super) fn funcs_of(package: &Package, race: &Race) -> Vec<FuncId> {
    let accesses = &package.accesses_of(race.variable).all;
    [race.write, race.other]
        .map(|access| accesses[access].func)
        .to_vec()
}

/// The fix that guards some variables.
pub(super) fn fix(package: &Package, variables: &[SymbolId], guarded: Guarded) -> Fix {
    let names: Vec<&str> = variables
        .iter()
        .map(|&variable| &*package.symbol(variable).name)
        .collect();
    let names = match names.split_last() {
        Some((last, [])) => last.to_string(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    };
    let title = match guarded.declares {
        Some(kind) => format!("guard {names} with a sync.{}", kind.name()),
        None => format!("guard {names} with {}, too", guarded.lock),
    };
    Fix {
        title,
        safety: guarded.safety,
        edits: guarded.edits,
        imports: guarded.imports,
        about: mutex::about(package, variables),
    }
}

/// What is wrong, and what comes of it.
fn message(package: &Package, race: &Race, words: &Words) -> String {
    let (shown, partner) = sides(package, race);
    let name = package.path_text(&shown.path);
    let consequence = words.consequence;
    if race.write == race.other {
        return format!(
            "{name} is changed here by several goroutines at once, and nothing keeps them apart: {consequence}"
        );
    }
    let (done, _) = verbs(package, shown);
    let (_, does) = verbs(package, partner);
    let actor = actor(package, shown.func, partner.func);
    let held = package.held_at(partner.func, partner.event);
    match held.iter().next() {
        Some((lock, _)) if !shown.writes() => {
            let lock = package.path_text(lock);
            format!(
                "{name} is {done} here without {lock}, under which {actor} {does} it: {consequence}"
            )
        }
        _ => format!(
            "{name} is {done} here while {actor} {does} it, and nothing keeps the two apart: {consequence}"
        ),
    }
}

/// What an access does, passive and active: a map or a slice that is assigned anew is not changed itself.
fn verbs(package: &Package, access: &VariableAccess) -> (&'static str, &'static str) {
    let ty = access
        .path
        .target()
        .map(|target| package.underlying(&package.type_of_symbol(target)));
    let is_container = matches!(ty, Some(Type::Map(..)));
    match access.kind {
        AccessKind::Write if is_container && !access.is_content => ("replaced", "replaces"),
        _ if access.writes() => ("changed", "changes"),
        _ => ("read", "reads"),
    }
}

/// Who makes the other access.
fn actor(package: &Package, here: FuncId, there: FuncId) -> String {
    if here == there {
        return "another goroutine".to_string();
    }
    let name = package.qualified_name(SymbolId {
        decl: there.decl,
        index: 0,
    });
    let is_literal = package.func(there).literal.is_some();
    match (is_literal, here.decl == there.decl) {
        (true, true) => "another goroutine".to_string(),
        (true, false) => format!("a goroutine of {name}"),
        (false, _) => name,
    }
}

/// The other access, what makes the two run at once, and where else there is no lock.
pub(super) fn related(package: &Package, race: &Race) -> Vec<Related> {
    let (shown, partner) = sides(package, race);
    let mut related = Vec::new();
    if race.write != race.other {
        let done = if partner.writes() { "changed" } else { "read" };
        related.push(Related {
            span: package.span(partner.func.decl, partner.range),
            message: format!("{done} here at the same time"),
        });
    }
    for origin in &race.concurrency.related {
        if related
            .iter()
            .all(|known: &Related| known.span != origin.span)
        {
            related.push(origin.clone());
        }
    }
    related.extend(others(package, race, &[shown.func, partner.func]));
    related
}

/// The first access without a lock in each of the functions that use the variable, too.
fn others(package: &Package, race: &Race, shown: &[FuncId]) -> Vec<Related> {
    let mut funcs = shown.to_vec();
    let mut found = Vec::new();
    let accesses = &package.accesses_of(race.variable).all;
    if package.is_local(race.variable) {
        return found;
    }
    for access in accesses {
        let is_plain = access.writes() || access.kind == AccessKind::Read;
        if found.len() == MOST_OTHERS
            || !is_plain
            || funcs.contains(&access.func)
            || package.file_of(access.func.decl).is_test
            || !package.held_at(access.func, access.event).is_empty()
            || package.is_owned(access.func, access.event, &access.path)
            || package.concurrency(&accesses[race.write], access).is_none()
        {
            continue;
        }
        funcs.push(access.func);
        let (done, _) = verbs(package, access);
        found.push(Related {
            span: package.span(access.func.decl, access.range),
            message: format!("{done} here, too, without a lock"),
        });
    }
    found
}
