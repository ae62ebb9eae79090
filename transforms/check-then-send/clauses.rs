//! The clauses of a `select` that asks whether it is over.

use super::checks::Asks;
use super::sends::Send;
use crate::model::flow::ChanOpKind;
use crate::model::path::AccessPath;
use crate::model::types::Type;
use crate::model::{DeclId, ExprRef, Package};
use crate::source::Range;
use crate::syntax::ast::*;

/// What is asked, by which expression, and where.
pub(super) type Passed = (Asks, Range, Range);

/// The default clause and the others of a select that has both.
pub(super) fn split(
    package: &Package,
    decl: DeclId,
    cases: &[StmtId],
) -> Option<(StmtId, Vec<StmtId>)> {
    let ast = package.ast(decl);
    let is_default =
        |case: &StmtId| matches!(ast.stmt(*case).kind, StmtKind::Comm { comm: None, .. });
    let default = *cases.iter().find(|case| is_default(case))?;
    let clauses: Vec<StmtId> = cases
        .iter()
        .copied()
        .filter(|case| !is_default(case))
        .collect();
    (!clauses.is_empty()).then_some((default, clauses))
}

pub(super) fn asked_by(ast: &Ast, clauses: Vec<StmtId>) -> Option<Passed> {
    let comm = received(ast, *clauses.first()?)?;
    let Parent::Stmt(stmt) = ast.expr(comm).parent else {
        return None;
    };
    let ExprKind::Receive(operand) = ast.expr(comm).kind else {
        return None;
    };
    let (subject, asked) = (ast.expr(operand).range, ast.stmt(stmt).range);
    Some((Asks::Done { clauses }, subject, asked))
}

/// The receive of a clause that keeps nothing of what it receives.
pub(super) fn received(ast: &Ast, clause: StmtId) -> Option<ExprId> {
    let StmtKind::Comm {
        comm: Some(comm), ..
    } = ast.stmt(clause).kind
    else {
        return None;
    };
    let StmtKind::Expr(receive) = ast.stmt(comm).kind else {
        return None;
    };
    matches!(ast.expr(receive).kind, ExprKind::Receive(_)).then_some(receive)
}

/// Whether a clause receives, and only for the event, from another channel than the one that is sent on, which can be
/// named again at the send.
pub(super) fn is_plain_receive(package: &Package, send: &Send, clause: StmtId) -> bool {
    let ast = package.ast(send.decl);
    let Some(receive) = received(ast, clause) else {
        return false;
    };
    let ExprKind::Receive(operand) = ast.expr(receive).kind else {
        return false;
    };
    let at = ExprRef {
        decl: send.decl,
        expr: operand,
    };
    let path = package.path_of(at);
    is_repeatable(package, at) && path != send.path && stays_ready(package, &path)
}

/// Whether a channel can be ready for good, because it is closed: one that values are sent on is an event that happens
/// again. Of a channel that a function yields it is not known.
fn stays_ready(package: &Package, path: &AccessPath) -> bool {
    let Some(symbol) = path.target() else {
        return true;
    };
    let channel = package.channel(symbol);
    channel.may_be_closed_elsewhere
        || channel.of_kind(ChanOpKind::Send).next().is_none()
        || channel.of_kind(ChanOpKind::Close).next().is_some()
}

/// Whether a clause's body leaves the list that its `select` is in, on every path through it.
pub(super) fn leaves_list(package: &Package, decl: DeclId, clause: StmtId) -> bool {
    let ast = package.ast(decl);
    let Some(select) = package.parent_stmt(decl, clause) else {
        return false;
    };
    let leaves_select = |stmt: u32| {
        let is_break = matches!(
            ast.stmt(StmtId(stmt)).kind,
            StmtKind::Branch {
                kind: BranchKind::Break,
                label: None
            }
        );
        is_break && package.break_target(decl, StmtId(stmt)) == Some(select)
    };
    let range = ast.stmt(clause).range;
    package.leaves(decl, package.body_of(decl, clause))
        && !(0..ast.stmts.len() as u32)
            .any(|stmt| range.contains(ast.stmt(StmtId(stmt)).range) && leaves_select(stmt))
}

/// Whether a clause waits for a mere event: a context's end, or a channel that carries no data.
pub(super) fn is_signal(package: &Package, decl: DeclId, clause: StmtId) -> bool {
    let Some(receive) = received(package.ast(decl), clause) else {
        return false;
    };
    let ty = package.type_of(ExprRef {
        decl,
        expr: receive,
    });
    match package.underlying(&ty) {
        Type::Struct(at) => {
            matches!(&package.expr(at).kind, ExprKind::StructType { fields, .. } if fields.is_empty())
        }
        _ => false,
    }
}

/// Whether an expression names a channel or context and does nothing else: `done`, `s.quit`, `ctx.Done()`.
pub(super) fn is_repeatable(package: &Package, at: ExprRef) -> bool {
    let here = |expr: ExprId| ExprRef {
        decl: at.decl,
        expr,
    };
    match &package.expr(at).kind {
        ExprKind::Name(_) => true,
        ExprKind::Paren(inner) | ExprKind::Star(inner) => is_repeatable(package, here(*inner)),
        ExprKind::Selector { operand, .. } => is_repeatable(package, here(*operand)),
        ExprKind::Call { callee, args, .. } => {
            args.is_empty()
                && matches!(package.expr(here(*callee)).kind, ExprKind::Selector { .. })
                && is_repeatable(package, here(*callee))
        }
        _ => false,
    }
}
