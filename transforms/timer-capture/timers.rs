//! `t = time.AfterFunc(d, func() { … t … })`: timers whose function uses the variable that they are assigned to.

use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, ChanOpKind, EventKind};
use crate::model::goroutines::Certainty;
use crate::model::locks::LockOp;
use crate::model::path::AccessPath;
use crate::model::{DeclId, ExprRef, FuncId, Package, SymbolId};
use crate::syntax::ast::*;

/// A timer whose function may run before the timer is assigned.
pub(super) struct Capture<'p> {
    pub func: FuncId,
    pub stmt: StmtId,
    pub literal: FuncId,
    pub variable: SymbolId,
    /// The assignment.
    pub write: &'p VariableAccess,
    /// The first use in the timer's function.
    pub read: &'p VariableAccess,
}

/// The captures of a declaration, in source order.
pub(super) fn captures<'p>(package: &'p Package, decl: DeclId) -> Vec<Capture<'p>> {
    let statements = package.ast(decl).stmts.iter().zip(0..);
    statements
        .filter_map(|(stmt, number)| {
            let StmtKind::Assign {
                targets,
                op: AssignOp::Set,
                values,
            } = &stmt.kind
            else {
                return None;
            };
            match (targets.as_slice(), values.as_slice()) {
                ([target], [value]) => capture(package, decl, StmtId(number), *target, *value),
                _ => None,
            }
        })
        .collect()
}

fn capture<'p>(
    package: &'p Package,
    decl: DeclId,
    stmt: StmtId,
    target: ExprId,
    value: ExprId,
) -> Option<Capture<'p>> {
    let here = |expr: ExprId| ExprRef { decl, expr };
    let ExprKind::Call { callee, args, .. } = &package.expr(here(value)).kind else {
        return None;
    };
    let (path, name) = package.qualified(here(*callee))?;
    if path != "time" || name != "AfterFunc" {
        return None;
    }
    let ExprKind::Func(index) = package.expr(here(*args.get(1)?)).kind else {
        return None;
    };
    let literal = FuncId { decl, index };
    let func = package.enclosing_func(here(target))?;
    let variable = package.path_of(here(target)).target()?;
    let accesses = &package.accesses_of(variable).all;
    let at = package.expr(here(target)).range;
    let write = accesses.iter().find(|access| {
        access.func == func && access.range == at && access.kind == AccessKind::Write
    })?;
    let range = package.func(literal).range;
    let read = accesses.iter().find(|access| {
        access.func.decl == decl
            && range.contains(access.range)
            && access.path == write.path
            && matches!(access.kind, AccessKind::Read | AccessKind::Address)
            && is_race(package, write, access, literal)
    })?;
    Some(Capture {
        func,
        stmt,
        literal,
        variable,
        write,
        read,
    })
}

/// Whether nothing keeps the assignment and the use apart.
fn is_race(
    package: &Package,
    write: &VariableAccess,
    read: &VariableAccess,
    literal: FuncId,
) -> bool {
    let mine = package.held_at(write.func, write.event);
    let theirs = package.held_at(read.func, read.event);
    // A lock that is taken under a condition is held where the same condition starts the timer.
    let may_hold = |lock: &AccessPath| {
        let flow = package.flow(write.func);
        let mut before = flow.events.iter().take(write.event);
        before.any(|event| {
            matches!(&event.kind, EventKind::Lock { path, op: LockOp::Acquire(_), .. } if path == lock)
        })
    };
    let is_locked = theirs
        .iter()
        .any(|(lock, _)| mine.mode_of(lock).is_some() || may_hold(lock));
    let is_certain = || {
        let evidence = package.concurrency(write, read);
        evidence.is_some_and(|evidence| evidence.certainty == Certainty::Certain)
    };
    !is_locked && !waits_before(package, literal, read) && is_certain()
}

/// Whether the timer's function receives something first: it may wait until the timer is assigned.
fn waits_before(package: &Package, literal: FuncId, read: &VariableAccess) -> bool {
    package.flow(literal).events.iter().any(|event| {
        let is_receive =
            matches!(&event.kind, EventKind::Chan(op) if op.kind == ChanOpKind::Receive);
        is_receive && event.range.start < read.range.start
    })
}
