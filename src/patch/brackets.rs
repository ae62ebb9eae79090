//! Brackets that an expression needs where it comes to stand beside other operators than before.

use super::binding::{Binding, Bindings};
use super::matcher::Match;
use super::pattern::{Pattern, Shape};
use super::sites::extent;
use crate::layout::spacing::precedence;
use crate::model::Package;
use crate::source::Range;
use crate::syntax::ast::{Ast, ExprId, ExprKind, Name, Parent};

/// How tightly unary operators bind: tighter than all between two operands.
const UNARY: u32 = 6;

/// What can be called, indexed and selected from.
const OPERAND: u32 = 7;

/// How tightly an expression holds together.
fn strength(kind: &ExprKind) -> u32 {
    match kind {
        ExprKind::Binary { op, .. } => precedence(*op),
        ExprKind::Unary { .. }
        | ExprKind::Star(_)
        | ExprKind::Receive(_)
        | ExprKind::Func(_)
        | ExprKind::FuncType(_)
        | ExprKind::ChanType { .. } => UNARY,
        _ => OPERAND,
    }
}

/// How tightly an expression must hold together to stand in the place of `at` without brackets.
fn wanted(ast: &Ast, at: ExprId) -> u32 {
    let Parent::Expr(parent) = ast.expr(at).parent else {
        return 0;
    };
    match &ast.expr(parent).kind {
        // Behind an operator, `-x` could make one token with it.
        ExprKind::Binary { right, .. } if *right == at => OPERAND,
        ExprKind::Binary { op, .. } => precedence(*op),
        ExprKind::Unary { .. } | ExprKind::Star(_) | ExprKind::Receive(_) => OPERAND,
        ExprKind::Selector { operand, .. }
        | ExprKind::Index { operand, .. }
        | ExprKind::Slice { operand, .. }
        | ExprKind::TypeAssert { operand, .. }
            if *operand == at =>
        {
            OPERAND
        }
        ExprKind::Call { callee, .. } if *callee == at => OPERAND,
        _ => 0,
    }
}

/// Whether something of this strength needs brackets in the place of `at`.
fn needs(ast: &Ast, at: ExprId, strength: u32) -> bool {
    // On the right, an operator that binds tighter is well without.
    let is_tighter = match ast.expr(at).parent {
        Parent::Expr(parent) => match ast.expr(parent).kind {
            ExprKind::Binary { op, right, .. } if right == at => {
                strength < UNARY && strength > precedence(op)
            }
            _ => false,
        },
        _ => false,
    };
    strength < wanted(ast, at) && !is_tighter
}

/// Whether what a metavariable stands for needs brackets where a pattern has the name `token`.
pub(super) fn needs_in(
    package: &Package,
    pattern: &Pattern,
    token: Range,
    binding: &Binding,
) -> bool {
    let is_name = |at: &ExprId| {
        let expr = pattern.ast.expr(*at);
        expr.range == token && matches!(expr.kind, ExprKind::Name(_))
    };
    let name = (0..pattern.ast.exprs.len() as u32)
        .map(ExprId)
        .find(is_name);
    match (name, binding.expr()) {
        (Some(name), Some(at)) => needs(&pattern.ast, name, strength(&package.expr(at).kind)),
        _ => false,
    }
}

/// Whether an expression that stays needs brackets in its new place, and did not in its old one.
pub(super) fn loses(
    package: &Package,
    (before, old): (&Pattern, usize),
    (after, new): (&Pattern, usize),
    bindings: &Bindings,
) -> bool {
    let (Some(from), Some(to)) = (before.tokens.get(old), after.tokens.get(new)) else {
        return false;
    };
    bindings
        .get(&Name::from(after.word(new)))
        .is_some_and(|binding| {
            needs_in(package, after, to.range, binding)
                && !needs_in(package, before, from.range, binding)
        })
}

/// Whether the expression that `after` makes of a match needs brackets where the match is.
pub(super) fn around(
    package: &Package,
    after: &Pattern,
    found: &Match,
    bindings: &Bindings,
) -> bool {
    let Shape::Expr(root) = after.shape else {
        return false;
    };
    let made = &after.ast.expr(root).kind;
    let bound = match made {
        ExprKind::Name(name) => bindings.get(name).and_then(Binding::expr),
        _ => None,
    };
    let strength = strength(bound.map_or(made, |at| &package.expr(at).kind));
    let ast = package.ast(found.decl);
    let whole = extent(found);
    let mut places = (0..ast.exprs.len() as u32).map(ExprId).filter(|&at| {
        // Of several that are as long, the outermost.
        let is_whole = |at: ExprId| ast.expr(at).range == whole;
        is_whole(at) && !matches!(ast.expr(at).parent, Parent::Expr(parent) if is_whole(parent))
    });
    places.next().is_some_and(|at| needs(ast, at, strength))
}
