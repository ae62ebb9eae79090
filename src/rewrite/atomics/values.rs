//! What is known of values around a variable: constants, conversions, and who takes any type.

use super::kind::Kind;
use crate::model::types::Type;
use crate::model::{ExprRef, Package, Symbol, SymbolKind, TypeSource};
use crate::syntax::ast::*;

/// Functions of loggers and tests that print whatever they are given.
const PRINTERS: &[&str] = &[
    "Print", "Printf", "Println", "Sprint", "Sprintf", "Sprintln", "Fprint", "Fprintf", "Fprintln",
    "Error", "Errorf", "Fatal", "Fatalf", "Log", "Logf", "Debugf", "Infof", "Warnf", "Tracef",
    "Noticef",
];

/// How deep constants are looked into.
const DEPTH: u32 = 8;

/// Whether an expression is a constant without a type of its own, which any number type takes.
pub(super) fn is_untyped(package: &Package, at: ExprRef) -> bool {
    is_constant_within(package, at, false, DEPTH)
}

/// Whether an expression is a constant.
pub(super) fn is_constant(package: &Package, at: ExprRef) -> bool {
    is_constant_within(package, at, true, DEPTH)
}

fn is_constant_within(package: &Package, at: ExprRef, may_be_typed: bool, depth: u32) -> bool {
    if depth == 0 {
        return false;
    }
    let is_inside = |expr: &ExprId| {
        let at = ExprRef {
            decl: at.decl,
            expr: *expr,
        };
        is_constant_within(package, at, may_be_typed, depth - 1)
    };
    match &package.expr(at).kind {
        ExprKind::Literal(literal) => *literal != Literal::String,
        ExprKind::Paren(inner) => is_inside(inner),
        ExprKind::Unary { op, operand } => *op != UnaryOp::Address && is_inside(operand),
        ExprKind::Binary { left, right, .. } => is_inside(left) && is_inside(right),
        ExprKind::Call { callee, args, .. } => {
            let callee = ExprRef {
                decl: at.decl,
                expr: *callee,
            };
            may_be_typed
                && args.len() == 1
                && package.denoted(callee).is_some()
                && args.iter().all(is_inside)
        }
        ExprKind::Name(_) | ExprKind::Selector { .. } => {
            let Some(symbol) = package.named_symbol(at) else {
                return false;
            };
            let Symbol { kind, ty, .. } = *package.symbol(symbol);
            match ty {
                _ if kind != SymbolKind::Const => false,
                TypeSource::Value { value, .. } => {
                    let value = ExprRef {
                        decl: symbol.decl,
                        expr: value,
                    };
                    is_constant_within(package, value, may_be_typed, depth - 1)
                }
                _ => may_be_typed,
            }
        }
        _ => false,
    }
}

/// `true` or `false`, where the names mean that.
pub(super) fn bool_constant(package: &Package, at: ExprRef) -> Option<bool> {
    let is_predeclared = package.named_symbol(at).is_none();
    match &package.expr(at).kind {
        ExprKind::Name(text) if is_predeclared && &**text == "true" => Some(true),
        ExprKind::Name(text) if is_predeclared && &**text == "false" => Some(false),
        _ => None,
    }
}

/// Whether a value is zero or `false`.
pub(super) fn is_zero(package: &Package, at: ExprRef) -> bool {
    if bool_constant(package, at) == Some(false) {
        return true;
    }
    match &package.expr(at).kind {
        // `int32(0)`
        ExprKind::Call { callee, args, .. } => {
            let here = |expr: ExprId| ExprRef {
                decl: at.decl,
                expr,
            };
            package.denoted(here(*callee)).is_some()
                && matches!(args.as_slice(), [arg] if package.constant(here(*arg)) == Some(0))
        }
        _ => package.constant(at) == Some(0),
    }
}

/// Whether nothing around an expression must be written in parentheses before a sign.
pub(super) fn is_operand(package: &Package, at: ExprRef) -> bool {
    matches!(
        package.expr(at).kind,
        ExprKind::Name(_)
            | ExprKind::Literal(_)
            | ExprKind::Paren(_)
            | ExprKind::Selector { .. }
            | ExprKind::Index { .. }
            | ExprKind::Call { .. }
    )
}

/// Whether gofmt writes an operator without spaces among several arguments.
pub(super) fn binds_tightly(op: BinaryOp) -> bool {
    matches!(
        op,
        BinaryOp::Add
            | BinaryOp::Sub
            | BinaryOp::Mul
            | BinaryOp::Div
            | BinaryOp::Rem
            | BinaryOp::And
            | BinaryOp::Or
            | BinaryOp::Xor
            | BinaryOp::AndNot
            | BinaryOp::ShiftLeft
            | BinaryOp::ShiftRight
    )
}

/// The conversion around a value of an `int` to the type that its atomic yields.
pub(super) fn conversion_to(package: &Package, at: ExprRef, kind: Kind) -> Option<ExprRef> {
    let Parent::Expr(outer) = package.expr(at).parent else {
        return None;
    };
    let call = ExprRef {
        decl: at.decl,
        expr: outer,
    };
    let ExprKind::Call { callee, args, .. } = &package.expr(call).kind else {
        return None;
    };
    let callee = ExprRef {
        decl: at.decl,
        expr: *callee,
    };
    let is_fitting = kind.is_converted()
        && args.as_slice() == [at.expr]
        && package
            .denoted(callee)
            .is_some_and(|ty| ty.is_basic(kind.word()));
    is_fitting.then_some(call)
}

/// Whether the value of a variable must have the type that it had: not beside a constant, and not where it is printed.
pub(super) fn needs_conversion(package: &Package, at: ExprRef) -> bool {
    let Parent::Expr(outer) = package.expr(at).parent else {
        return true;
    };
    let here = |expr: ExprId| ExprRef {
        decl: at.decl,
        expr,
    };
    match &package.expr(here(outer)).kind {
        ExprKind::Binary { op, left, right } => {
            let is_comparison = matches!(
                op,
                BinaryOp::Equal
                    | BinaryOp::NotEqual
                    | BinaryOp::Less
                    | BinaryOp::LessEqual
                    | BinaryOp::Greater
                    | BinaryOp::GreaterEqual
            );
            let other = if *left == at.expr { *right } else { *left };
            !is_comparison || !is_untyped(package, here(other))
        }
        ExprKind::Call { callee, args, .. } => {
            let callee = here(*callee);
            let is_conversion = args.len() == 1
                && package
                    .denoted(callee)
                    .is_some_and(|ty| matches!(ty, Type::Basic(name) if is_number(&name)));
            let is_printed = args.contains(&at.expr) && prints(package, callee);
            !(is_conversion || is_printed)
        }
        _ => true,
    }
}

fn is_number(name: &str) -> bool {
    name.starts_with("int") || name.starts_with("uint") || name.starts_with("float")
}

/// Whether a function prints all that it is given: by its name, and by taking anything.
fn prints(package: &Package, callee: ExprRef) -> bool {
    if matches!(package.builtin(callee), Some("print" | "println")) {
        return true;
    }
    let ExprKind::Selector { operand, field } = &package.expr(callee).kind else {
        return false;
    };
    if !PRINTERS.contains(&&*field.name) {
        return false;
    }
    let operand = ExprRef {
        decl: callee.decl,
        expr: *operand,
    };
    if matches!(package.imported_path(operand), Some("fmt" | "log")) {
        return true;
    }
    let Type::Func(ty) = package.type_of(callee) else {
        return false;
    };
    let takes_anything = |last: &Type| match last {
        Type::Slice(of) => match &**of {
            Type::Interface(at) => {
                matches!(&package.expr(*at).kind, ExprKind::InterfaceType { elements, .. } if elements.is_empty())
            }
            of => of.is_basic("any"),
        },
        _ => false,
    };
    ty.is_variadic && ty.params.last().is_some_and(takes_anything)
}
