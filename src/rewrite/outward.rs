//! Expressions of a function as the one who calls it would write them.

use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package, Resolution, SymbolId, SymbolKind};
use crate::syntax::ast::{ExprId, ExprKind, UnaryOp};

/// A call, and the function that it calls.
pub(crate) type Called = (ExprRef, FuncId);

/// The text of an expression as the outermost of `calls` (innermost first) would write it where it stands: receivers and
/// parameters are replaced by what the calls give for them. `None` where something in it means nothing, or something else,
/// outside, or could not be evaluated twice.
///
/// ```go
/// go f.loop(&wg) // `wg` of loop is `wg` here, its `s.mu` is `f.mu`
/// ```
pub(crate) fn text_outside(package: &Package, expr: ExprRef, calls: &[Called]) -> Option<String> {
    let here = |inner: ExprId| ExprRef {
        decl: expr.decl,
        expr: inner,
    };
    match &package.expr(expr).kind {
        ExprKind::Literal(_) => Some(package.expr_text(expr).to_string()),
        ExprKind::Name(_) => name_outside(package, expr, calls),
        ExprKind::Paren(operand)
        | ExprKind::Unary {
            op: UnaryOp::Address,
            operand,
        } => text_outside(package, here(*operand), calls),
        ExprKind::Selector { operand, field } => {
            let operand = text_outside(package, here(*operand), calls)?;
            Some(format!("{operand}.{}", field.name))
        }
        ExprKind::Call { callee, args, .. } => match args.as_slice() {
            [arg] if package.builtin(here(*callee)) == Some("len") => Some(format!(
                "len({})",
                text_outside(package, here(*arg), calls)?
            )),
            _ => None,
        },
        _ => None,
    }
}

fn name_outside(package: &Package, name: ExprRef, calls: &[Called]) -> Option<String> {
    let text = || Some(package.expr_text(name).to_string());
    let Some((&(call, callee), outer)) = calls.split_first() else {
        return text();
    };
    match package.scopes(name.decl).resolution(name.expr) {
        Resolution::Universe => text(),
        Resolution::Local(index) => {
            let decl = name.decl;
            local_outside(package, name, SymbolId { decl, index }, calls)
        }
        Resolution::Package(..) => {
            let is_taken = is_declared_locally(package, call, package.expr_text(name));
            let is_here = callee.decl.dir == call.decl.dir;
            let is_visible = is_here && (!is_taken || package.func(callee).literal.is_some());
            if is_visible && outer.is_empty() {
                return text();
            }
            is_visible
                .then(|| name_outside(package, name, outer))
                .flatten()
        }
        _ => None,
    }
}

/// What the caller writes for a local variable.
fn local_outside(
    package: &Package,
    name: ExprRef,
    symbol: SymbolId,
    calls: &[Called],
) -> Option<String> {
    let (&(call, callee), outer) = calls.split_first()?;
    let declared = package.symbol(symbol);
    let is_captured = !package.func(callee).range.contains(declared.range);
    if is_captured {
        let is_literal = package.func(callee).literal.is_some();
        return is_literal
            .then(|| name_outside(package, name, outer))
            .flatten();
    }
    if declared.func != Some(callee.index) || package.is_reassigned(symbol) {
        return None;
    }
    let ExprKind::Call {
        callee: called,
        args,
        ..
    } = &package.expr(call).kind
    else {
        return None;
    };
    let here = |expr: ExprId| ExprRef {
        decl: call.decl,
        expr,
    };
    match declared.kind {
        SymbolKind::Param => {
            let position = (0..args.len())
                .find(|&position| package.param_at(callee, position) == Some(symbol))?;
            text_outside(package, here(*args.get(position)?), outer)
        }
        SymbolKind::Receiver => {
            let ExprKind::Selector { operand, .. } = &package.expr(here(*called)).kind else {
                return None;
            };
            let mut text = text_outside(package, here(*operand), outer)?;
            for field in package.selection(here(*called))?.through {
                text.push('.');
                text.push_str(&package.symbol(field).name);
            }
            let is_copy = !matches!(package.type_of_symbol(symbol), Type::Pointer(_));
            (!is_copy).then_some(text)
        }
        _ => None,
    }
}

/// Whether a declaration has a local variable of this name.
fn is_declared_locally(package: &Package, at: ExprRef, name: &str) -> bool {
    let mut symbols = package.scopes(at.decl).symbols.iter();
    symbols.any(|symbol| symbol.func.is_some() && *symbol.name == *name)
}
