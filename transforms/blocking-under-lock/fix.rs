//! The wait, moved behind the unlock that follows it.

use super::waits::{Wait, WaitKind};
use crate::finding::{Fix, Safety};
use crate::model::Package;
use crate::model::lock_states::LockStep;
use crate::rewrite::lines::Lines;
use crate::syntax::ast::*;

/// The `Unlock` right behind the wait comes before it.
pub(super) fn behind_unlock(package: &Package, wait: &Wait) -> Option<Fix> {
    let decl = wait.func.decl;
    let ast = package.ast(decl);
    let flow = package.flow(wait.func);
    let stmt = flow.events[wait.event].stmt;
    let is_plain = |expr: ExprId| {
        matches!(
            ast.expr(expr).kind,
            ExprKind::Name(_) | ExprKind::Literal(_) | ExprKind::Composite { .. }
        )
    };
    let is_whole = match &ast.stmt(stmt).kind {
        StmtKind::Expr(expr) => ast.expr(*expr).range == flow.events[wait.event].range,
        StmtKind::Send { value, .. } => is_plain(*value),
        _ => false,
    };
    let (list, position) = package.siblings(decl, stmt)?;
    let &next = list.get(position + 1)?;
    let steps = package.lock_steps(wait.func, &wait.lock);
    let release = (wait.event + 1..steps.len()).find(|&event| steps[event].is_some())?;
    let is_next = flow.events[release].stmt == next
        && matches!(ast.stmt(next).kind, StmtKind::Expr(_))
        && steps[release] == Some(LockStep::Release(wait.mode));
    let is_held_twice = flow.events[wait.event].held.iter().count() > 1;
    if !is_whole || !is_next || is_held_twice {
        return None;
    }
    let text = package.text(decl, ast.stmt(next).range).to_string();
    let mut lines = Lines::new(package, decl);
    lines.remove(next)?;
    lines.before(stmt, std::slice::from_ref(&text))?;
    let what = match wait.kind {
        WaitKind::Send => "send",
        WaitKind::Receive => "receive",
        WaitKind::Group | WaitKind::Cond => "wait",
    };
    Some(Fix {
        title: format!("{what} behind {text}"),
        safety: Safety::Unsafe,
        edits: lines.into_edits(package, decl),
        imports: Vec::new(),
        about: vec![package.span(decl, package.func(wait.func).range)],
    })
}
