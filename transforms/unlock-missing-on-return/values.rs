//! Whether what a statement evaluates is to be evaluated before the lock is released.

use super::taken::Taken;
use crate::model::flow::{AccessKind, Callee, EventKind};
use crate::model::path::AccessPath;
use crate::model::types::Type;
use crate::model::{ExprRef, SymbolId, SymbolKind};
use crate::source::Range;
use crate::syntax::ast::{ExprId, ExprKind};

/// Whether something in `range` reads what the lock guards, or calls what may.
pub(super) fn need_lock(taken: &Taken, range: Range) -> bool {
    let events = taken.flow.events.iter();
    let mut inside = events.filter(|event| range.contains(event.range));
    inside.any(|event| match &event.kind {
        EventKind::Access { path, kind } => *kind != AccessKind::Atomic && is_guarded(taken, path),
        EventKind::Call { call, callee, .. } => is_about_guarded(taken, *call, *callee),
        _ => false,
    })
}

/// Whether nothing in `range` is called.
pub(super) fn is_callless(taken: &Taken, range: Range) -> bool {
    let events = taken.flow.events.iter();
    let mut inside = events.filter(|event| range.contains(event.range));
    inside.all(|event| {
        matches!(
            event.kind,
            EventKind::Access { .. }
                | EventKind::Call {
                    callee: Callee::Builtin(_) | Callee::Conversion,
                    ..
                }
        )
    })
}

/// Whether the path leads to a variable that changes and that the lock may guard.
fn is_guarded(taken: &Taken, path: &AccessPath) -> bool {
    let Some(root) = path.root_symbol() else {
        return !path.steps.is_empty();
    };
    match taken.lock.holder() {
        Some(holder) if path.begins_with(&holder) => path
            .steps
            .get(holder.steps.len())
            .is_some_and(|step| match step {
                crate::model::path::Step::Field(field) => changes(taken, *field),
                _ => true,
            }),
        _ if path.steps.is_empty() => {
            let is_shared = !taken.package.is_local(root)
                || taken.package.symbol(root).func != Some(taken.func.index);
            taken.lock.holder().is_none() && is_shared && changes(taken, root)
        }
        // A part of something that was found under the lock.
        _ => {
            taken.package.is_local(root)
                && taken.package.symbol(root).kind == SymbolKind::Var
                && path.target().is_none_or(|target| changes(taken, target))
                && matches!(
                    taken.package.type_of_symbol(root),
                    Type::Pointer(_) | Type::Map(..) | Type::Slice(_) | Type::Unknown
                )
        }
    }
}

fn changes(taken: &Taken, variable: SymbolId) -> bool {
    let accesses = &taken.package.accesses_of(variable).all;
    accesses.iter().any(|access| access.writes())
}

/// Whether a call is one of a method of the object that the lock belongs to, or of something found in it.
fn is_about_guarded(taken: &Taken, call: ExprId, callee: Callee) -> bool {
    if matches!(callee, Callee::Builtin(_) | Callee::Conversion) {
        return false;
    }
    let decl = taken.func.decl;
    let ExprKind::Call { callee, .. } = taken.ast.expr(call).kind else {
        return false;
    };
    let ExprKind::Selector { operand, .. } = taken.ast.expr(callee).kind else {
        return false;
    };
    let at = ExprRef {
        decl,
        expr: operand,
    };
    if taken.package.imported_path(at).is_some() {
        return false;
    }
    let is_error = taken.package.type_of(at).is_basic("error");
    !is_error && !is_standard_value(taken, at)
}

/// Whether an expression is of a type of the standard library.
fn is_standard_value(taken: &Taken, at: ExprRef) -> bool {
    match taken.package.type_of(at).pointee() {
        Type::Named(symbol, _) => taken.package.world().is_standard(symbol.decl.dir),
        _ => false,
    }
}
