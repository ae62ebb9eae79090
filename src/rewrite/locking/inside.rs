//! References to what a lock guards: whether they stay in the stretch of statements that is under it.

use super::site::Site;
use super::units::HandsOut;
use crate::model::SymbolId;
use crate::source::Range;
use crate::syntax::ast::*;

/// Whether nothing that the lock guards is used behind `range` through a reference made in it.
pub(super) fn stays_inside(site: &Site, range: Range) -> bool {
    site.events
        .iter()
        .filter(|&&event| range.contains(site.event(event).range))
        .all(|&event| {
            let Some(unit) = site.unit(event) else {
                return false;
            };
            match unit.hands_out {
                HandsOut::Copy => !site.is_lock_inside(unit.expr),
                HandsOut::Range => true,
                HandsOut::Content => is_named_inside(site, unit.expr, range),
                HandsOut::Address => false,
            }
        })
}

/// Whether a reference only goes into a local variable that is not used behind `range`, and not handed on in it but to the
/// variable that it comes from.
pub(super) fn is_named_inside(site: &Site, expr: ExprId, range: Range) -> bool {
    let Some(variable) = named_by(site, expr) else {
        return false;
    };
    let from = site.package.path_of(site.at(expr)).variable();
    let uses = site.package.uses_of(variable).certain.iter();
    let mut uses = uses.map(|at| (at.expr, site.ast.expr(at.expr)));
    uses.all(|(at, used)| range.contains(used.range) && !is_handed_on(site, at, from))
}

/// The local variable that a value is put in where it is declared: alone, or with the `ok` of `v, ok := m[k]`.
pub(super) fn named_by(site: &Site, expr: ExprId) -> Option<SymbolId> {
    let alone = site.package.only_variable_of(site.at(expr));
    alone.or_else(|| {
        let Parent::Stmt(stmt) = site.ast.expr(expr).parent else {
            return None;
        };
        match &site.stmt(stmt).kind {
            StmtKind::Assign {
                targets,
                op: AssignOp::Define,
                values,
            } if values.as_slice() == [expr] => {
                let target = site.ast.expr(*targets.first()?).range;
                let decl = site.func.decl;
                site.package.symbol_declared_at(decl, target.start)
            }
            _ => None,
        }
    })
}

/// Whether a use of a local variable gives what it refers to to others: to a call, a literal, another variable, the caller.
fn is_handed_on(site: &Site, used: ExprId, from: Option<SymbolId>) -> bool {
    match site.ast.expr(used).parent {
        Parent::Expr(outer) => match site.ast.expr(outer).kind {
            ExprKind::Composite { .. } => true,
            ExprKind::Call { .. } => !is_builtin_call(site, outer),
            _ => false,
        },
        Parent::Stmt(stmt) => match &site.stmt(stmt).kind {
            StmtKind::Return(_) | StmtKind::Send { .. } | StmtKind::Vars(_) => true,
            StmtKind::Assign {
                targets, values, ..
            } if values.contains(&used) => {
                let mut targets = targets.iter();
                targets.any(|&target| {
                    let path = site.package.path_of(site.at(target));
                    path.variable() != from || path.steps.is_empty()
                })
            }
            _ => false,
        },
        Parent::Func(_) | Parent::Decl => false,
    }
}

fn is_builtin_call(site: &Site, call: ExprId) -> bool {
    match site.ast.expr(call).kind {
        ExprKind::Call { callee, .. } => site.package.builtin(site.at(callee)).is_some(),
        _ => false,
    }
}
