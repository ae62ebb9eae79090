//! Whether two stretches of Go mean the same: the same shape, and names that stand for the same things.

use crate::model::symbol::{Resolution, SymbolKind};
use crate::model::{ExprRef, Package, SymbolId};
use crate::syntax::ast::{ExprId, ExprKind};

/// Expressions that nest deeper are not compared.
const DEPTH: u32 = 60;

/// Whether two expressions are the same.
pub(super) fn same_expr(package: &Package, one: ExprRef, other: ExprRef) -> bool {
    one == other || same(package, one, other, DEPTH)
}

/// Whether two expressions of different functions reach the same field of a type, by whatever receiver.
pub(super) fn same_field(package: &Package, one: ExprRef, other: ExprRef) -> bool {
    let field = |at: ExprRef| field_of(package, at);
    field(one).is_some() && field(one) == field(other)
}

/// The field that an expression selects.
fn field_of(package: &Package, at: ExprRef) -> Option<SymbolId> {
    let symbol = package.path_of(at).target()?;
    (package.symbol(symbol).kind == SymbolKind::Field).then_some(symbol)
}

/// The expression without the brackets around it.
pub(super) fn inner(package: &Package, at: ExprRef) -> ExprRef {
    let ast = package.ast(at.decl);
    let mut expr = at.expr;
    while let ExprKind::Paren(inner) = ast.expr(expr).kind {
        expr = inner;
    }
    ExprRef {
        decl: at.decl,
        expr,
    }
}

fn same(package: &Package, one: ExprRef, other: ExprRef, depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    let (one, other) = (inner(package, one), inner(package, other));
    let here = |expr: ExprId| ExprRef {
        decl: one.decl,
        expr,
    };
    let there = |expr: ExprId| ExprRef {
        decl: other.decl,
        expr,
    };
    let pair = |left: ExprId, right: ExprId| same(package, here(left), there(right), depth);
    let pairs = |left: &[ExprId], right: &[ExprId]| {
        left.len() == right.len()
            && left
                .iter()
                .zip(right)
                .all(|(&left, &right)| pair(left, right))
    };
    let (left, right) = (&package.expr(one).kind, &package.expr(other).kind);
    match (left, right) {
        (ExprKind::Name(left), ExprKind::Name(right)) => {
            left == right && same_name(package, one, other)
        }
        (
            ExprKind::Selector {
                operand: left,
                field: name,
            },
            ExprKind::Selector {
                operand: right,
                field: other_name,
            },
        ) => {
            let paths = [here(*left), there(*right)].map(|at| package.imported_path(at));
            name.name == other_name.name
                && match paths {
                    [None, None] => pair(*left, *right),
                    [left, right] => left == right,
                }
        }
        (
            ExprKind::Call {
                callee: left,
                args,
                is_spread,
                ..
            },
            ExprKind::Call {
                callee: right,
                args: other_args,
                is_spread: other_spread,
                ..
            },
        ) => is_spread == other_spread && pair(*left, *right) && pairs(args, other_args),
        (
            ExprKind::Index {
                operand: left,
                indices,
            },
            ExprKind::Index {
                operand: right,
                indices: others,
            },
        ) => pair(*left, *right) && pairs(indices, others),
        (ExprKind::Star(left), ExprKind::Star(right))
        | (ExprKind::Receive(left), ExprKind::Receive(right))
        | (ExprKind::SliceType(left), ExprKind::SliceType(right)) => pair(*left, *right),
        (
            ExprKind::Unary { op, operand },
            ExprKind::Unary {
                op: other_op,
                operand: other_operand,
            },
        ) => op == other_op && pair(*operand, *other_operand),
        (
            ExprKind::Binary { op, left, right },
            ExprKind::Binary {
                op: other_op,
                left: other_left,
                right: other_right,
            },
        ) => op == other_op && pair(*left, *other_left) && pair(*right, *other_right),
        (
            ExprKind::ChanType { dir, element },
            ExprKind::ChanType {
                dir: other_dir,
                element: other_element,
            },
        ) => dir == other_dir && pair(*element, *other_element),
        (
            ExprKind::MapType { key, value },
            ExprKind::MapType {
                key: other_key,
                value: other_value,
            },
        ) => pair(*key, *other_key) && pair(*value, *other_value),
        (ExprKind::Literal(left), ExprKind::Literal(right)) => {
            left == right && package.expr_text(one) == package.expr_text(other)
        }
        (ExprKind::StructType { .. }, ExprKind::StructType { .. })
        | (ExprKind::InterfaceType { .. }, ExprKind::InterfaceType { .. })
        | (ExprKind::FuncType(_), ExprKind::FuncType(_))
        | (ExprKind::ArrayType { .. }, ExprKind::ArrayType { .. }) => {
            package.expr_text(one) == package.expr_text(other)
        }
        _ => false,
    }
}

fn same_name(package: &Package, one: ExprRef, other: ExprRef) -> bool {
    let meaning = |at: ExprRef| package.scopes(at.decl).resolution(at.expr);
    match (meaning(one), meaning(other)) {
        (Resolution::Local(left), Resolution::Local(right)) => {
            one.decl == other.decl && left == right
        }
        (Resolution::Package(..), Resolution::Package(..)) => {
            package.named_symbol(one) == package.named_symbol(other)
        }
        (Resolution::Universe, Resolution::Universe) => true,
        _ => false,
    }
}
