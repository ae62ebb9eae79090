//! Whether the end was asked for before: then asking and sending have to become one, which is another matter.

use super::evidence::Evidence;
use super::waits::Wait;
use crate::model::structure::StmtRef;
use crate::model::{ExprRef, Package};
use crate::source::Range;
use crate::syntax::ast::*;

/// Whether the function asks without waiting, in the innermost loop around the wait or before it, if it is over.
pub(super) fn is_asked_before(package: &Package, wait: &Wait, evidence: &Evidence) -> bool {
    let decl = wait.func.decl;
    let ast = package.ast(decl);
    let loops = package.loops_around(decl, wait.stmt.stmt);
    let around = match loops.first() {
        Some(&stmt) => package.stmt(StmtRef { decl, stmt }).range,
        None => package.func(wait.func).range,
    };
    let before = Range::new(around.start, package.stmt(wait.stmt).range.start);
    let asks_context = ast.exprs.iter().any(|expr| {
        let ExprKind::Selector { operand, field } = &expr.kind else {
            return false;
        };
        let operand = ExprRef {
            decl,
            expr: *operand,
        };
        before.contains(expr.range)
            && &*field.name == "Err"
            && package.is_context(&package.type_of(operand))
    });
    let polls = package.selects_in(wait.func).into_iter().any(|select| {
        let range = package.stmt(select).range;
        // Also where the send is what the question does when it is not over.
        (before.contains(range) || range.contains(package.stmt(wait.stmt).range))
            && package.has_default(select)
            && package
                .stops_of(select)
                .iter()
                .any(|stop| stop.symbol() == Some(evidence.symbol))
    });
    asks_context || polls
}
