//! Variables that belong together: each atomic by itself, they could still be seen half changed.

use std::collections::BTreeSet;

use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, EventKind};
use crate::model::{DeclId, ExprRef, FuncId, Package, SymbolId};
use crate::syntax::ast::*;

/// The other variables that goroutines change in the same step as this one: both get new values side by side. Counters
/// that only count side by side are independent.
pub(super) fn companions_of(package: &Package, variable: SymbolId) -> Vec<SymbolId> {
    let raced: BTreeSet<SymbolId> = package.races().iter().map(|race| race.variable).collect();
    let mut found = BTreeSet::new();
    for access in &package.accesses_of(variable).all {
        if access.kind != AccessKind::Write
            || access.is_content
            || package.is_owned(access.func, access.event, &access.path)
        {
            continue;
        }
        let beside = written_beside(package, access).into_iter();
        found.extend(beside.filter(|other| *other != variable && raced.contains(other)));
    }
    found.into_iter().collect()
}

/// The variables of the same owner that the statement of a write, and those right before and behind it, set.
fn written_beside(package: &Package, access: &VariableAccess) -> Vec<SymbolId> {
    let FuncId { decl, .. } = access.func;
    let flow = package.flow(access.func);
    let stmt = flow.events[access.event].stmt;
    if !takes_a_new_value(package, decl, stmt) {
        return Vec::new();
    }
    let beside: Vec<StmtId> = match package.siblings(decl, stmt) {
        Some((list, position)) => {
            let first = position.saturating_sub(1);
            list[first..].iter().take(position + 2 - first).copied().collect()
        }
        None => vec![stmt],
    };
    let holder = access.path.holder();
    let written = flow.events.iter().filter_map(|event| match &event.kind {
        EventKind::Access {
            path,
            kind: AccessKind::Write,
        } if beside.contains(&event.stmt) && takes_a_new_value(package, decl, event.stmt) => {
            path.target().filter(|_| path.holder() == holder)
        }
        _ => None,
    });
    written.collect()
}

/// Whether a statement assigns something else than constants.
fn takes_a_new_value(package: &Package, decl: DeclId, stmt: StmtId) -> bool {
    let StmtKind::Assign {
        op: AssignOp::Set,
        values,
        ..
    } = &package.ast(decl).stmt(stmt).kind
    else {
        return false;
    };
    values
        .iter()
        .any(|&expr| !is_constant(package, ExprRef { decl, expr }))
}

fn is_constant(package: &Package, at: ExprRef) -> bool {
    match &package.expr(at).kind {
        ExprKind::Literal(_) => true,
        ExprKind::Unary { operand, .. } => is_constant(
            package,
            ExprRef {
                decl: at.decl,
                expr: *operand,
            },
        ),
        ExprKind::Name(name) if matches!(&**name, "true" | "false" | "nil") => true,
        _ => package.constant(at).is_some(),
    }
}
