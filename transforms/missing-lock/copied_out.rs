//! What is copied out under the lock and used behind it: `items := c.items` shares its elements with the field.

use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, Event, EventKind};
use crate::model::guards::Guard;
use crate::model::path::{AccessPath, Step};
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package, SymbolId};
use crate::syntax::ast::{AssignOp, ExprId, ExprKind, Parent, StmtId, StmtKind};

/// The accesses of what a map or a slice holds that a function makes by a copy of its header, when the lock under which it
/// was copied is not held any more: as accesses of the variable itself.
///
/// Only where somebody changes elements under the lock: a variable that is only replaced may well be read by copies.
pub(super) fn copied_out(
    package: &Package,
    variable: SymbolId,
    guard: &Guard,
) -> Vec<VariableAccess> {
    let ty = package.underlying(&package.type_of_symbol(variable));
    let is_map = matches!(ty, Type::Map(..));
    if !is_map && !matches!(ty, Type::Slice(_)) {
        return Vec::new();
    }
    let all = &package.accesses_of(variable).all;
    let changes = |index: &usize| {
        let access = &all[*index];
        access.is_content && access.writes() && !package.file_of(access.func.decl).is_test
    };
    if !guard.held.iter().any(changes) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for &index in &guard.held {
        let copied = &all[index];
        let Some(lock) = guard.lock.path_for(package, &copied.path) else {
            continue;
        };
        let Some(copy) = copy_of(package, copied) else {
            continue;
        };
        let flow = package.flow(copied.func);
        // `c.items = nil` behind it: who copied it has it for himself.
        let is_taken_away = all.iter().any(|access| {
            access.func == copied.func
                && access.writes()
                && !access.is_content
                && flow.reaches(copied.event, access.event, |_| false)
        });
        if is_taken_away {
            continue;
        }
        for (number, event) in flow.events.iter().enumerate() {
            let Some(kind) = access_by(package, copied.func, event, copy, is_map) else {
                continue;
            };
            let is_bare = package
                .held_at(copied.func, number)
                .mode_of(&lock)
                .is_none()
                && !package.may_be_held(copied.func, number, &lock);
            if is_bare && flow.reaches(copied.event, number, |_| false) {
                found.push(VariableAccess {
                    event: number,
                    kind,
                    is_content: true,
                    range: event.range,
                    ..copied.clone()
                });
            }
        }
    }
    found
}

/// The local variable that gets the header, and never anything else.
fn copy_of(package: &Package, copied: &VariableAccess) -> Option<SymbolId> {
    if copied.is_content || copied.kind != AccessKind::Read {
        return None;
    }
    let decl = copied.func.decl;
    let ast = package.ast(decl);
    let stmt = package.flow(copied.func).events[copied.event].stmt;
    let StmtKind::Assign {
        op: AssignOp::Define,
        targets,
        values,
    } = &ast.stmt(stmt).kind
    else {
        return None;
    };
    let position = values
        .iter()
        .position(|&value| ast.expr(value).range == copied.range)?;
    let &target = targets
        .get(position)
        .filter(|_| targets.len() == values.len())?;
    let symbol = package.named_symbol(ExprRef { decl, expr: target })?;
    (package.is_local(symbol) && !package.is_reassigned(symbol)).then_some(symbol)
}

/// How an event accesses what the copy leads to: an element, all of them in a loop, or a map's length.
fn access_by(
    package: &Package,
    func: FuncId,
    event: &Event,
    copy: SymbolId,
    is_map: bool,
) -> Option<AccessKind> {
    let EventKind::Access { path, kind } = &event.kind else {
        return None;
    };
    if path.root_symbol() != Some(copy) {
        return None;
    }
    if reaches_element(path) {
        return Some(*kind);
    }
    let is_used = *kind == AccessKind::Read
        && path.steps.is_empty()
        && (is_ranged_over(package, func, event) || is_map && is_measured(package, func, event));
    is_used.then_some(AccessKind::Read)
}

fn reaches_element(path: &AccessPath) -> bool {
    matches!(path.steps.first(), Some(Step::Element))
}

fn is_ranged_over(package: &Package, func: FuncId, event: &Event) -> bool {
    let ast = package.ast(func.decl);
    let operand_of = |stmt: StmtId| match ast.stmt(stmt).kind {
        StmtKind::Range { operand, .. } => Some(ast.expr(operand).range),
        _ => None,
    };
    operand_of(event.stmt) == Some(event.range)
}

fn is_measured(package: &Package, func: FuncId, event: &Event) -> bool {
    let decl = func.decl;
    let ast = package.ast(decl);
    let named = ast.exprs.iter().position(|expr| expr.range == event.range);
    let Some(Parent::Expr(outer)) = named.map(|index| ast.exprs[index].parent) else {
        return false;
    };
    let callee = |expr: ExprId| match &ast.expr(expr).kind {
        ExprKind::Call { callee, .. } => Some(ExprRef {
            decl,
            expr: *callee,
        }),
        _ => None,
    };
    callee(outer).and_then(|callee| package.builtin(callee)) == Some("len")
}
