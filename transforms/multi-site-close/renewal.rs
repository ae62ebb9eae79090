//! Channels that are made anew: then a close may well be the first one of another channel.

use crate::model::flow::{AccessKind, CallMode, Callee, Event, EventKind};
use crate::model::path::AccessPath;
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind, TypeSource};
use crate::syntax::ast::{ExprKind, StmtKind, UnaryOp};

/// Whether an event puts another channel where `path` leads, or calls a function that does.
pub(super) fn renews(package: &Package, event: &Event, path: &AccessPath) -> bool {
    match &event.kind {
        EventKind::Access {
            path: written,
            kind: AccessKind::Write,
        } => path.begins_with(written),
        EventKind::Call {
            callee: Callee::Func(func) | Callee::Literal(func),
            mode: CallMode::Now,
            ..
        } if func.decl.dir == package.home().id => {
            let target = path.target();
            package.flow(*func).events.iter().any(|event| {
                matches!(&event.kind, EventKind::Access { path, kind: AccessKind::Write }
                    if path.target() == target)
            })
        }
        _ => false,
    }
}

/// Whether a function gives the field or package variable another channel while others hold the object: then its closes
/// may well take turns with its makes.
pub(super) fn is_made_anew(package: &Package, symbol: SymbolId) -> bool {
    package.uses_of(symbol).certain.iter().any(|&at| {
        let Some(func) = package.enclosing_func(at) else {
            return false;
        };
        let Some(stmt) = package.stmt_of(at) else {
            return false;
        };
        let StmtKind::Assign {
            targets, values, ..
        } = &package.ast(at.decl).stmt(stmt).kind
        else {
            return false;
        };
        let Some(position) = targets.iter().position(|&target| target == at.expr) else {
            return false;
        };
        let is_nil = values.get(position).is_some_and(|&value| {
            package.type_of(ExprRef {
                decl: at.decl,
                expr: value,
            }) == Type::Nil
        });
        !is_nil && !is_in_constructor(package, func, &package.path_of(at))
    })
}

/// Whether the path begins at a variable that this function has just made an object for.
pub(super) fn is_in_constructor(package: &Package, func: FuncId, path: &AccessPath) -> bool {
    let Some(root) = path.root_symbol() else {
        return false;
    };
    if !package.is_local(root) {
        return package
            .func(func)
            .name
            .is_some_and(|name| matches!(&*name.name, "init" | "main" | "TestMain"));
    }
    match package.symbol(root).ty {
        TypeSource::Value {
            value, count: 1, ..
        } => is_new_object(
            package,
            ExprRef {
                decl: root.decl,
                expr: value,
            },
        ),
        TypeSource::Declared(_) => package.symbol(root).kind == SymbolKind::Var,
        _ => false,
    }
}

/// `T{…}`, `&T{…}`, `new(T)`.
fn is_new_object(package: &Package, at: ExprRef) -> bool {
    match &package.expr(at).kind {
        ExprKind::Composite { .. } => true,
        ExprKind::Unary {
            op: UnaryOp::Address,
            operand,
        } => is_new_object(
            package,
            ExprRef {
                decl: at.decl,
                expr: *operand,
            },
        ),
        ExprKind::Call { callee, .. } => {
            package.builtin(ExprRef {
                decl: at.decl,
                expr: *callee,
            }) == Some("new")
        }
        _ => false,
    }
}
