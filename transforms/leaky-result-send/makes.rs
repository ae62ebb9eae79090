//! The channels that a function makes with little room: none, or less than may be sent.

use crate::model::path::{AccessPath, Root};
use crate::model::{ExprRef, FuncId, Package, SymbolId};
use crate::syntax::ast::*;

/// A `make(chan T)` or `make(chan T, 1)` in a function.
pub(super) struct Made {
    pub func: FuncId,
    /// Its event in the function's flow.
    pub event: usize,
    pub make: ExprRef,
    pub capacity: u64,
    /// What the function calls it: a local variable, or a field of one.
    pub path: AccessPath,
    /// The variable or field that holds it first.
    pub symbol: SymbolId,
}

/// Larger buffers are meant to be large enough.
const LARGEST: u64 = 16;

pub(super) fn makes_in(package: &Package, func: FuncId) -> Vec<Made> {
    let makes = package.makes_in(func);
    makes
        .filter_map(|(event, op, capacity)| {
            let path = named(package, &op.path)?;
            let is_own = path
                .root_symbol()
                .is_some_and(|root| package.is_local(root));
            let symbol = op.path.target()?;
            (is_own && capacity <= LARGEST).then_some(Made {
                func,
                event,
                make: ExprRef {
                    decl: func.decl,
                    expr: op.channel,
                },
                capacity,
                symbol,
                path,
            })
        })
        .collect()
}

/// The path by a variable: `r.reply` for the field of the literal in `r := &request{reply: make(chan int)}`.
fn named(package: &Package, path: &AccessPath) -> Option<AccessPath> {
    let Root::Value(literal) = path.root else {
        return Some(path.clone());
    };
    let variable = variable_of(package, literal)?;
    let steps = path.steps.clone();
    Some(AccessPath {
        root: Root::Symbol(variable),
        steps,
    })
}

/// The variable that a literal, or its address, is the first value of.
fn variable_of(package: &Package, literal: ExprRef) -> Option<SymbolId> {
    let decl = literal.decl;
    let ast = package.ast(decl);
    let mut value = literal.expr;
    while let Parent::Expr(outer) = ast.expr(value).parent
        && matches!(
            ast.expr(outer).kind,
            ExprKind::Paren(_)
                | ExprKind::Unary {
                    op: UnaryOp::Address,
                    ..
                }
        )
    {
        value = outer;
    }
    package.only_variable_of(ExprRef { decl, expr: value })
}
