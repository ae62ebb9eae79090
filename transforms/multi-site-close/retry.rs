//! A function that closes the channel when it gives up, called by a loop that then tries again.

use super::closings::Closing;
use crate::model::flow::CallMode;
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package, Resolution, SymbolId};
use crate::syntax::ast::{
    AssignOp, BinaryOp, BranchKind, ExprId, ExprKind, StmtId, StmtKind, UnaryOp,
};

/// What the callee returns after it has closed the channel.
#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    /// `false`, or an error.
    Failure,
    /// `true`, or no error.
    Success,
}

/// What stands for the callee's last result in the caller.
#[derive(Clone, Copy)]
enum Value {
    Call(ExprId),
    Variable(SymbolId),
}

/// Whether a call in a loop closes the channel on a path on which the loop goes on.
pub(super) fn goes_on(package: &Package, closing: &Closing) -> bool {
    let &[(callee, event)] = closing.via.as_slice() else {
        return false;
    };
    let call_event = &package.flow(closing.func).events[closing.event];
    let closes = &package.flow(callee).events[event];
    let crate::model::flow::EventKind::Call { call, .. } = call_event.kind else {
        return false;
    };
    let is_now =
        matches!(&closes.kind, crate::model::flow::EventKind::Chan(op) if op.mode == CallMode::Now);
    if !is_now || closing.mode != CallMode::Now {
        return false;
    }
    let Some(outcome) = outcome_after(package, callee, closes.stmt) else {
        return false;
    };
    let decl = closing.func.decl;
    let Some((test, value)) = test_of(package, closing.func, call_event.stmt, call) else {
        return false;
    };
    let Some((list, position)) = package.siblings(decl, test) else {
        return false;
    };
    if !is_body_of_loop(package, decl, test) {
        return false;
    }
    let StmtKind::If {
        condition,
        then,
        otherwise,
        ..
    } = package.ast(decl).stmt(test).kind
    else {
        return false;
    };
    let at = ExprRef {
        decl,
        expr: condition,
    };
    let branch = match holds(package, at, value, outcome) {
        Some(true) => Some(then),
        Some(false) => otherwise,
        None => return false,
    };
    let taken = branch.map_or(&[][..], |branch| package.body_of(decl, branch));
    if let Some(&last) = taken.last()
        && let StmtKind::Branch {
            kind: BranchKind::Continue,
            label: None,
        } = package.ast(decl).stmt(last).kind
    {
        return true;
    }
    let exits = |list: &[StmtId]| {
        list.iter().any(|&stmt| {
            package.leaves(decl, &[stmt])
                || matches!(package.ast(decl).stmt(stmt).kind, StmtKind::Branch { .. })
        })
    };
    !exits(taken) && !exits(&list[position + 1..])
}

/// What is returned at the end of the list of statements that the close is in.
fn outcome_after(package: &Package, callee: FuncId, close: StmtId) -> Option<Outcome> {
    let decl = callee.decl;
    let (list, _) = package.siblings(decl, close)?;
    let StmtKind::Return(values) = &package.ast(decl).stmt(*list.last()?).kind else {
        return None;
    };
    let at = ExprRef {
        decl,
        expr: *values.last()?,
    };
    let is_universe = package.scopes(decl).resolution(at.expr) == Resolution::Universe;
    match (package.expr_text(at), &package.expr(at).kind) {
        ("false", _) if is_universe => Some(Outcome::Failure),
        ("true" | "nil", _) if is_universe => Some(Outcome::Success),
        (_, ExprKind::Name(_) | ExprKind::Call { .. }) if package.type_of(at).is_basic("error") => {
            Some(Outcome::Failure)
        }
        _ => None,
    }
}

/// The `if` that asks how the call went: the one that makes it, or the one behind it.
fn test_of(package: &Package, func: FuncId, stmt: StmtId, call: ExprId) -> Option<(StmtId, Value)> {
    let decl = func.decl;
    let ast = package.ast(decl);
    match &ast.stmt(stmt).kind {
        StmtKind::If { .. } => Some((stmt, Value::Call(call))),
        StmtKind::Assign {
            targets,
            op: AssignOp::Define | AssignOp::Set,
            values,
        } if values.as_slice() == [call] => {
            let last = ExprRef {
                decl,
                expr: *targets.last()?,
            };
            let variable = match package.named_symbol(last) {
                Some(symbol) => symbol,
                None => package.symbol_declared_at(decl, package.expr(last).range.start)?,
            };
            let outer = package.parent_stmt(decl, stmt)?;
            let test = match &ast.stmt(outer).kind {
                StmtKind::If {
                    init: Some(init), ..
                } if *init == stmt => outer,
                _ => {
                    let (list, position) = package.siblings(decl, stmt)?;
                    *list.get(position + 1)?
                }
            };
            Some((test, Value::Variable(variable)))
        }
        _ => None,
    }
}

/// Whether the statement stands in the body of a loop that nothing in its head ends.
fn is_body_of_loop(package: &Package, decl: crate::model::DeclId, stmt: StmtId) -> bool {
    let Some(block) = package.parent_stmt(decl, stmt) else {
        return false;
    };
    let Some(outer) = package.parent_stmt(decl, block) else {
        return false;
    };
    match &package.ast(decl).stmt(outer).kind {
        StmtKind::For {
            condition,
            post,
            body,
            ..
        } => *body == block && (condition.is_none() || post.is_some()),
        StmtKind::Range { body, .. } => *body == block,
        _ => false,
    }
}

/// Whether a condition holds when the call went so; `None` if that does not decide it.
fn holds(package: &Package, at: ExprRef, value: Value, outcome: Outcome) -> Option<bool> {
    let here = |expr: ExprId| ExprRef {
        decl: at.decl,
        expr,
    };
    let is_value = |expr: ExprId| match value {
        Value::Call(call) => expr == call,
        Value::Variable(variable) => package.named_symbol(here(expr)) == Some(variable),
    };
    let is_nil = |expr: ExprId| package.type_of(here(expr)) == Type::Nil;
    match &package.expr(at).kind {
        ExprKind::Paren(inner) => holds(package, here(*inner), value, outcome),
        ExprKind::Unary {
            op: UnaryOp::Not,
            operand,
        } => holds(package, here(*operand), value, outcome).map(|holds| !holds),
        ExprKind::Binary { op, left, right } => match op {
            BinaryOp::Equal if is_value(*left) && is_nil(*right) => {
                Some(outcome == Outcome::Success)
            }
            BinaryOp::NotEqual if is_value(*left) && is_nil(*right) => {
                Some(outcome == Outcome::Failure)
            }
            BinaryOp::LogicalAnd | BinaryOp::LogicalOr => {
                let deciding = *op == BinaryOp::LogicalOr;
                [left, right]
                    .into_iter()
                    .any(|&side| holds(package, here(side), value, outcome) == Some(deciding))
                    .then_some(deciding)
            }
            _ => None,
        },
        _ if is_value(at.expr) => Some(outcome == Outcome::Success),
        _ => None,
    }
}
