//! Methods that lock, return a field and do nothing else: who reads the field calls them.

use super::site::Site;
use super::units::HandsOut;
use super::{Held, Lock, Shape};
use crate::finding::{Edit, Safety};
use crate::model::flow::{AccessKind, EventKind};
use crate::model::locks::LockOp;
use crate::model::path::{AccessPath, Step};
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package, SymbolId};
use crate::syntax::ast::*;

/// `c.account()` for a single read of `c.acc`, where that method locks and returns it.
pub fn call_accessor(
    package: &Package,
    func: FuncId,
    events: &[usize],
    lock: &Lock,
) -> Option<Held> {
    let site = Site::new(package, func, events, lock)?;
    let &[event] = site.events.as_slice() else {
        return None;
    };
    let EventKind::Access {
        path,
        kind: AccessKind::Read,
    } = &site.event(event).kind
    else {
        return None;
    };
    let Some(Step::Field(field)) = path.steps.last().copied() else {
        return None;
    };
    let unit = site.unit(event)?;
    let expr = site.expr_of(event)?;
    let ExprKind::Selector { operand, .. } = site.ast.expr(expr).kind else {
        return None;
    };
    // Where the function takes the lock itself, what it reads is to belong to what it did under it.
    let is_lock = |path: &AccessPath| path.target() == lock.symbol;
    let takes_lock = site
        .flow
        .events
        .iter()
        .any(|event| matches!(&event.kind, EventKind::Lock { path, .. } if is_lock(path)));
    if takes_lock || unit.expr != expr || unit.hands_out != HandsOut::Copy || !site.may_take() {
        return None;
    }
    let holder = package.type_of(site.at(operand));
    let Type::Named(holder, _) = holder.pointee() else {
        return None;
    };
    let method = accessors(package, *holder, field, lock.symbol?).next()?;
    let name = package.func(method).name?.name;
    let range = site.ast.expr(expr).range;
    let text = format!("{}.{name}()", site.text(site.ast.expr(operand).range));
    (method != func).then(|| Held {
        edits: vec![Edit {
            span: package.span(func.decl, range),
            text,
        }],
        safety: Safety::Safe,
        shape: Shape::Accessor,
        imports: Vec::new(),
    })
}

/// The methods of a type that only return a field under a lock.
fn accessors<'p>(
    package: &'p Package,
    holder: SymbolId,
    field: SymbolId,
    lock: SymbolId,
) -> impl Iterator<Item = FuncId> + 'p {
    let all = package
        .accesses_of(field)
        .all
        .iter()
        .map(|access| access.func);
    all.filter(move |&func| {
        package.receiver_type(func) == Some(holder)
            && package.func(func).literal.is_none()
            && package.param_at(func, 0).is_none()
            && returns_under_lock(package, func, field, lock)
    })
}

/// Whether a body is `mu.Lock()`, `defer mu.Unlock()`, `return s.field`, or the same with a local variable.
fn returns_under_lock(package: &Package, func: FuncId, field: SymbolId, lock: SymbolId) -> bool {
    let ast = package.ast(func.decl);
    let Some(body) = package.func(func).body else {
        return false;
    };
    let StmtKind::Block(list) = &ast.stmt(body).kind else {
        return false;
    };
    let at = |expr: ExprId| ExprRef {
        decl: func.decl,
        expr,
    };
    let is_field = |expr: ExprId| {
        matches!(ast.expr(expr).kind, ExprKind::Selector { .. })
            && package.path_of(at(expr)).steps.as_slice() == [Step::Field(field)]
            && package.path_of(at(expr)).root_symbol() == package.receiver_of(func)
    };
    let does = |stmt: StmtId, wanted: fn(&LockOp) -> bool| {
        package.flow(func).events.iter().any(|event| {
            event.stmt == stmt
                && matches!(&event.kind, EventKind::Lock { path, op, .. } if path.target() == Some(lock) && wanted(op))
        })
    };
    let takes = |stmt: StmtId| {
        matches!(ast.stmt(stmt).kind, StmtKind::Expr(_))
            && does(stmt, |op| matches!(op, LockOp::Acquire(_)))
    };
    let gives = |stmt: StmtId| does(stmt, |op| matches!(op, LockOp::Release(_)));
    let returned = |stmt: StmtId| match &ast.stmt(stmt).kind {
        StmtKind::Return(values) => match values.as_slice() {
            [value] => Some(*value),
            _ => None,
        },
        _ => None,
    };
    match *list.as_slice() {
        [first, second, last] => {
            takes(first)
                && gives(second)
                && matches!(ast.stmt(second).kind, StmtKind::Defer(_))
                && returned(last).is_some_and(is_field)
        }
        [first, copy, release, last] => {
            let copied = match &ast.stmt(copy).kind {
                StmtKind::Assign {
                    targets,
                    op: AssignOp::Define,
                    values,
                } if targets.len() == 1 && values.len() == 1 && is_field(values[0]) => {
                    Some(ast.expr(targets[0]).range)
                }
                _ => None,
            };
            takes(first)
                && gives(release)
                && matches!(ast.stmt(release).kind, StmtKind::Expr(_))
                && copied.is_some()
                && returned(last)
                    .and_then(|value| package.named_symbol(at(value)))
                    .is_some_and(|local| Some(package.symbol(local).range) == copied)
        }
        _ => false,
    }
}
