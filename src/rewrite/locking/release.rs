//! A lock released before the last statement of a function, in place of a deferred `Unlock`.

use crate::model::flow::{CallMode, EventKind};
use crate::model::locks::LockOp;
use crate::model::path::AccessPath;
use crate::model::{FuncId, Package};
use crate::rewrite::lines::Lines;
use crate::syntax::ast::*;

/// Releases a lock before `last`, if that is what the function ends with, nothing else ends it, and nothing in the
/// statement is read that the lock may guard; `waited` is a channel or group that it may use.
///
/// ```go
/// s.mu.Lock()
/// s.n += v
/// s.mu.Unlock() // in place of the deferred one
/// return s.Len()
/// ```
pub(crate) fn released_before<'p>(
    package: &'p Package,
    func: FuncId,
    lock: &AccessPath,
    last: StmtId,
    waited: Option<&AccessPath>,
) -> Option<Lines<'p>> {
    let decl = func.decl;
    let ast = package.ast(decl);
    let body = package.body_of(decl, package.func(func).body?);
    let flow = package.flow(func);
    let defers: Vec<StmtId> = flow
        .events
        .iter()
        .filter(|event| is_deferred(&event.kind))
        .map(|event| event.stmt)
        .collect();
    let acquires = flow.events.iter().filter(|event| {
        matches!(&event.kind, EventKind::Lock { path, op: LockOp::Acquire(_), .. } if path == lock)
    });
    let [acquire] = acquires.map(|event| event.stmt).collect::<Vec<_>>()[..] else {
        return None;
    };
    let [release] = defers[..] else { return None };
    let is_release = flow.events.iter().any(|event| {
        event.stmt == release
            && matches!(&event.kind, EventKind::Lock { path, op: LockOp::Release(_), mode: CallMode::Deferred } if path == lock)
    });
    let start = body.iter().position(|&stmt| stmt == acquire)?;
    if !is_release || body.get(start + 1) != Some(&release) || body.last() != Some(&last) {
        return None;
    }
    let (first, end) = (ast.stmt(release).range.end, ast.stmt(last).range.start);
    let leaves = |stmt: &Stmt| {
        let is_between = stmt.range.start >= first && stmt.range.end <= end;
        let is_own = flow.blocks.iter().any(|block| {
            block
                .leaves_by
                .is_some_and(|leaves| ast.stmt(leaves).range == stmt.range)
        });
        is_between && is_own && matches!(stmt.kind, StmtKind::Return(_))
    };
    let reads_guarded = flow.events.iter().any(|event| match &event.kind {
        EventKind::Access { path, .. } if ast.stmt(last).range.contains(event.range) => {
            let is_own = path.steps.is_empty()
                && path
                    .root_symbol()
                    .is_some_and(|root| package.is_local(root));
            !is_own && Some(path) != waited
        }
        _ => false,
    });
    if ast.stmts.iter().any(leaves) || reads_guarded {
        return None;
    }
    let StmtKind::Defer(call) = ast.stmt(release).kind else {
        return None;
    };
    let text = package.text(decl, ast.expr(call).range).to_string();
    let mut lines = Lines::new(package, decl);
    if body.get(start + 2) == Some(&last) {
        // Nothing is left that it would guard.
        lines.remove_all(acquire, release)?;
        return Some(lines);
    }
    lines.remove(release)?;
    lines.before(last, &[text])?;
    Some(lines)
}

fn is_deferred(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::Call {
            mode: CallMode::Deferred,
            ..
        } | EventKind::Lock {
            mode: CallMode::Deferred,
            ..
        }
    )
}
