//! The wait, moved to where the lock is not held.

use super::waits::Wait;
use crate::finding::{Fix, Safety};
use crate::model::Package;
use crate::model::flow::{CallMode, EventKind};
use crate::model::lock_states::LockStep;
use crate::rewrite::lines::Lines;
use crate::rewrite::locking::released_before;
use crate::syntax::ast::*;

/// The wait where the lock is not held: behind the `Unlock`, be it deferred, or before the `Lock`.
pub(super) fn fix(package: &Package, wait: &Wait) -> Option<Fix> {
    behind_unlock(package, wait)
        .or_else(|| at_the_end(package, wait))
        .or_else(|| before_lock(package, wait))
}

/// A wait that the function ends with, behind an `Unlock` that was deferred.
fn at_the_end(package: &Package, wait: &Wait) -> Option<Fix> {
    let event = &package.flow(wait.func).events[wait.event];
    if event.held.iter().count() > 1 || has_loop_around(package, wait, event.stmt) {
        return None;
    }
    let lines = released_before(package, wait.func, &wait.lock, event.stmt, Some(&wait.what))?;
    let title = format!("{} without the lock, at the end", wait.kind.verb());
    Some(finished(package, wait, title, lines))
}

/// A wait that comes first of all under the lock, before it is taken.
fn before_lock(package: &Package, wait: &Wait) -> Option<Fix> {
    let decl = wait.func.decl;
    let flow = package.flow(wait.func);
    let acquire = flow.events[wait.acquire].stmt;
    let stmt = flow.events[wait.event].stmt;
    let (list, position) = package.siblings(decl, acquire)?;
    let is_release = |stmt: StmtId| {
        flow.events.iter().any(|event| {
            event.stmt == stmt
                && matches!(&event.kind, EventKind::Lock { path, mode: CallMode::Deferred, .. } if *path == wait.lock)
        })
    };
    let next = *list.get(position + 1)?;
    let first = match is_release(next) {
        true => *list.get(position + 2)?,
        false => next,
    };
    if first != stmt || flow.events[wait.event].held.iter().count() > 1 || !is_whole(package, wait)
    {
        return None;
    }
    let mut lines = Lines::new(package, decl);
    let text = lines.cut(stmt)?;
    lines.before(acquire, &[text])?;
    let title = format!("{} before the lock is taken", wait.kind.verb());
    Some(finished(package, wait, title, lines))
}

/// Whether the wait is a statement of its own, and what it sends needs no lock.
fn is_whole(package: &Package, wait: &Wait) -> bool {
    let decl = wait.func.decl;
    let ast = package.ast(decl);
    let event = &package.flow(wait.func).events[wait.event];
    let is_plain = |expr: ExprId| {
        matches!(
            ast.expr(expr).kind,
            ExprKind::Name(_) | ExprKind::Literal(_) | ExprKind::Composite { .. }
        )
    };
    match &ast.stmt(event.stmt).kind {
        StmtKind::Expr(expr) => ast.expr(*expr).range == event.range,
        StmtKind::Send { value, .. } => is_plain(*value),
        _ => false,
    }
}

fn has_loop_around(package: &Package, wait: &Wait, stmt: StmtId) -> bool {
    !package.loops_around(wait.func.decl, stmt).is_empty()
}

fn finished(package: &Package, wait: &Wait, title: String, lines: Lines) -> Fix {
    let decl = wait.func.decl;
    Fix {
        title,
        safety: Safety::Unsafe,
        edits: lines.into_edits(package, decl),
        imports: Vec::new(),
        about: vec![package.span(decl, package.func(wait.func).range)],
    }
}

/// The `Unlock` right behind the wait comes before it.
fn behind_unlock(package: &Package, wait: &Wait) -> Option<Fix> {
    let decl = wait.func.decl;
    let ast = package.ast(decl);
    let flow = package.flow(wait.func);
    let stmt = flow.events[wait.event].stmt;
    let (list, position) = package.siblings(decl, stmt)?;
    let &next = list.get(position + 1)?;
    let steps = package.lock_steps(wait.func, &wait.lock);
    let release = (wait.event + 1..steps.len()).find(|&event| steps[event].is_some())?;
    let is_next = flow.events[release].stmt == next
        && matches!(ast.stmt(next).kind, StmtKind::Expr(_))
        && steps[release] == Some(LockStep::Release(wait.mode));
    let is_held_twice = flow.events[wait.event].held.iter().count() > 1;
    if !is_whole(package, wait) || !is_next || is_held_twice {
        return None;
    }
    let text = package.text(decl, ast.stmt(next).range).to_string();
    let mut lines = Lines::new(package, decl);
    lines.remove(next)?;
    lines.before(stmt, std::slice::from_ref(&text))?;
    let title = format!("{} behind {text}", wait.kind.verb());
    Some(finished(package, wait, title, lines))
}
