//! `mu.Lock()` and `mu.Unlock()` one behind the other, before the code that they are to guard: a forgotten `defer`.

use super::TRANSFORM;
use super::taken::Taken;
use crate::finding::{Finding, Fix, Related, Safety};
use crate::model::SymbolId;
use crate::model::flow::{AccessKind, EventKind};
use crate::model::lock_states::LockStep;
use crate::model::locks::Mode;
use crate::model::path::{AccessPath, Root, Step};
use crate::rewrite::lines::Lines;
use crate::source::Range;
use crate::syntax::ast::*;

/// Words of a comment by which the pair is there to wait for whoever holds the lock.
const ON_PURPOSE: &[&str] = &[
    "wait",
    "barrier",
    "flush",
    "sync",
    "ensure",
    "until",
    "nolint",
    "make sure",
    "finish",
];

pub(super) fn find(taken: &Taken) -> Vec<Finding> {
    let acquires: Vec<(usize, Mode)> = taken.acquires().collect();
    let found = acquires
        .iter()
        .filter_map(|&(acquire, mode)| pair(taken, acquire, mode));
    found.collect()
}

fn pair(taken: &Taken, acquire: usize, mode: Mode) -> Option<Finding> {
    let package = taken.package;
    let decl = taken.func.decl;
    let next = (acquire + 1..taken.steps.len()).find(|&event| taken.steps[event].is_some());
    let release = next.filter(|&event| taken.steps[event] == Some(LockStep::Release(mode)))?;
    adjacent(taken, acquire, release).then_some(())?;
    let stmt = taken.event(release).stmt;
    let (list, position) = package.siblings(decl, stmt)?;
    let (&next, &last) = (list.get(position + 1)?, list.last()?);
    let rest = Range::new(
        taken.ast.stmt(next).range.start,
        taken.ast.stmt(last).range.end,
    );
    if is_on_purpose(
        taken,
        taken.event(acquire).range,
        taken.event(release).range,
    ) {
        return None;
    }
    let body = taken.ast.func(taken.func.index).body?;
    let is_taken_later = taken
        .acquires()
        .any(|(other, _)| other != acquire && taken.flow.reaches(release, other, |_| false));
    let guarded = guarded_in(taken, rest)?;
    if is_taken_later {
        return None;
    }
    let text = taken.text();
    let message = format!(
        "{text} is locked and unlocked again at once, before what it guards:\n{} is used without it",
        package.path_text(&guarded.0)
    );
    let is_top = package.body_of(decl, body).contains(&stmt);
    let in_loop = !package.loops_around(decl, stmt).is_empty();
    let fix = (is_top && !in_loop)
        .then(|| deferred(taken, release, rest))
        .flatten();
    Some(Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: taken.span(taken.event(release).range),
        message,
        related: vec![Related {
            span: taken.span(guarded.1),
            message: "used without the lock here".to_string(),
        }],
        note: fix
            .is_none()
            .then(|| "no fix: what follows can't all be held under the lock".to_string()),
        fix,
    })
}

/// Whether the two calls are statements that follow each other.
fn adjacent(taken: &Taken, acquire: usize, release: usize) -> bool {
    let decl = taken.func.decl;
    let (one, two) = (taken.event(acquire).stmt, taken.event(release).stmt);
    let Some((list, position)) = taken.package.siblings(decl, one) else {
        return false;
    };
    list.get(position + 1) == Some(&two)
        && [one, two]
            .iter()
            .all(|&stmt| matches!(taken.ast.stmt(stmt).kind, StmtKind::Expr(_)))
}

/// Whether a comment beside the pair, or in the lines above it, says why it is there.
fn is_on_purpose(taken: &Taken, acquire: Range, release: Range) -> bool {
    let source = &taken.package.file_of(taken.func.decl).source;
    let mut start = source.line_start(acquire.start);
    while start > 0 {
        let above = source.line_start(start - 1);
        if source.slice(Range::new(above, start)).trim().is_empty() {
            break;
        }
        start = above;
    }
    let text = source.slice(Range::new(start, source.line_end(release.end)));
    let comments = text.lines().filter_map(|line| line.split_once("//"));
    let comment: String = comments
        .map(|(_, comment)| comment.to_lowercase())
        .collect();
    ON_PURPOSE.iter().any(|word| comment.contains(word))
}

/// What is used in `range` without the lock, and with it elsewhere.
fn guarded_in(taken: &Taken, range: Range) -> Option<(AccessPath, Range)> {
    let events = taken.flow.events.iter();
    let mut inside = events.filter(|event| range.contains(event.range));
    inside.find_map(|event| {
        let EventKind::Access { path, kind } = &event.kind else {
            return None;
        };
        if *kind == AccessKind::Atomic || !event.held.is_empty() {
            return None;
        }
        let variable = beside(taken, path)?;
        let writes = matches!(kind, AccessKind::Write | AccessKind::Update);
        is_used_under(taken, variable, path, writes).then(|| (path.clone(), event.range))
    })
}

/// The variable of the path that the lock may guard: a field beside it, or a variable as far out as it.
fn beside(taken: &Taken, path: &AccessPath) -> Option<SymbolId> {
    match taken.lock.holder() {
        Some(holder) => {
            let rest = path.steps.get(holder.steps.len()..)?;
            match (path.begins_with(&holder), rest.first()) {
                (true, Some(Step::Field(field))) => Some(*field),
                _ => None,
            }
        }
        None => {
            let root = path.root_symbol()?;
            let is_shared = !taken.package.is_local(root)
                || taken.package.symbol(root).func != Some(taken.func.index);
            (is_shared && Root::Symbol(root) != taken.lock.root).then_some(root)
        }
    }
}

/// Whether another function uses the variable while it holds the lock, and one of the two changes it.
fn is_used_under(taken: &Taken, variable: SymbolId, path: &AccessPath, writes: bool) -> bool {
    let accesses = &taken.package.accesses_of(variable).all;
    if let Some(guard) = taken.package.guard_of(variable)
        && guard.lock.symbol() == taken.lock.target()
        && guard.lock.path_for(taken.package, path).as_ref() == Some(&taken.lock)
    {
        return true;
    }
    writes && is_used_here_only(taken)
        || accesses.iter().any(|access| {
            access.func != taken.func
                && (writes || access.writes())
                && taken
                    .package
                    .held_at(access.func, access.event)
                    .iter()
                    .any(|(lock, _)| lock.target() == taken.lock.target())
        })
}

/// Whether a lock that is no local variable is there for this function alone: it guards nothing if not what follows.
fn is_used_here_only(taken: &Taken) -> bool {
    let package = taken.package;
    let Some(lock) = taken.lock.target() else {
        return false;
    };
    let uses = package.uses_of(lock);
    !package.is_local(lock)
        && uses.is_complete
        && uses
            .certain
            .iter()
            .all(|&at| package.enclosing_func(at) == Some(taken.func))
}

fn deferred(taken: &Taken, release: usize, rest: Range) -> Option<Fix> {
    let lock = taken.lock.target()?;
    let effects = taken.package.effects_within(taken.func, rest);
    if effects.locks.contains(&lock) || effects.blocks {
        return None;
    }
    let range = taken.event(release).range;
    let mut lines = Lines::new(taken.package, taken.func.decl);
    let text = taken.package.text(taken.func.decl, range);
    lines.replace(range, format!("defer {text}"))?;
    Some(Fix {
        title: format!("defer {text}"),
        safety: match effects.is_known() && effects.locks.is_empty() {
            true => Safety::Safe,
            false => Safety::Unsafe,
        },
        edits: lines.into_edits(taken.package, taken.func.decl),
        imports: Vec::new(),
        about: vec![taken.span(taken.ast.func(taken.func.index).range)],
    })
}
