//! Whether a loop that receives is left early, or because it has received all there is.

use crate::model::structure::{Condition, StmtRef};
use crate::model::types::Type;
use crate::model::{DeclId, ExprRef, Package, TypeSource};
use crate::syntax::ast::*;

/// Whether a `return` or jump leaves the loop before all was received: by a clause of a `select` that does not receive
/// results, or because of what a result is. A count, or a flag that says that it is over, is no such reason.
pub(super) fn is_early(
    package: &Package,
    decl: DeclId,
    stmt: StmtId,
    around: StmtId,
    receives_result: &dyn Fn(StmtId) -> bool,
) -> bool {
    for condition in package.conditions_of(decl, stmt) {
        match condition {
            Condition::Loop { stmt } if stmt == around => return true,
            Condition::Comm { case, .. } if !receives_result(case) => return true,
            Condition::If { condition, .. } | Condition::Passed { condition, .. } => {
                let at = ExprRef {
                    decl,
                    expr: condition,
                };
                let is_inside = package
                    .stmt(StmtRef { decl, stmt: around })
                    .range
                    .contains(package.expr(at).range);
                if is_inside && may_count(package, at) {
                    return false;
                }
            }
            _ => {}
        }
    }
    true
}

/// Whether a condition may say that all results are there.
fn may_count(package: &Package, condition: ExprRef) -> bool {
    let decl = condition.decl;
    package
        .expressions_in(condition)
        .into_iter()
        .any(|at| match &package.expr(at).kind {
            ExprKind::Binary { op, left, right } => {
                let is_number = |expr: &ExprId| is_integer(package, ExprRef { decl, expr: *expr });
                let compares = !matches!(op, BinaryOp::LogicalAnd | BinaryOp::LogicalOr);
                compares && (is_number(left) || is_number(right))
            }
            ExprKind::Name(name) => {
                !matches!(&**name, "true" | "false")
                    && package.type_of(at).is_basic("bool")
                    && !is_operand(package, at)
                    && !is_result(package, at)
            }
            _ => false,
        })
}

fn is_operand(package: &Package, at: ExprRef) -> bool {
    matches!(package.expr(at).parent, Parent::Expr(outer)
        if matches!(package.ast(at.decl).expr(outer).kind, ExprKind::Selector { .. }))
}

/// Whether a name stands for what was received: the value itself, not whether the channel is open.
fn is_result(package: &Package, at: ExprRef) -> bool {
    let Some(symbol) = package.named_symbol(at) else {
        return false;
    };
    match package.symbol(symbol).ty {
        TypeSource::Value {
            value, position: 0, ..
        } => {
            let value = ExprRef {
                decl: symbol.decl,
                expr: value,
            };
            matches!(package.expr(value).kind, ExprKind::Receive(_))
        }
        _ => false,
    }
}

fn is_integer(package: &Package, at: ExprRef) -> bool {
    match package.underlying(&package.type_of(at)) {
        Type::Basic(name) => name.contains("int"),
        _ => false,
    }
}
