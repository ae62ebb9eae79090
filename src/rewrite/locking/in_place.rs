//! Slices and maps whose elements change where they are, so that a copy of the header is not enough.

use crate::model::accesses::VariableAccess;
use crate::model::flow::AccessKind;
use crate::model::path::AccessPath;
use crate::model::{ExprRef, Package, SymbolId};
use crate::syntax::ast::*;

/// Whether anything changes elements of a slice variable, so that a copy of its header is not enough.
pub(super) fn changes_in_place(package: &Package, variable: SymbolId) -> bool {
    package.accesses_of(variable).all.iter().any(|access| {
        if access.is_content && access.writes() {
            return true;
        }
        let decl = access.func.decl;
        let ast = package.ast(decl);
        let mut exprs = ast.exprs.iter().filter(|expr| expr.range == access.range);
        exprs.any(|expr| is_changed_through(package, ExprParent { decl, expr }))
    })
}

/// Whether anything changes what the elements of a map or slice variable, which are slices, hold: `m[k][i] = v`, also
/// through a local variable, or a way that is not followed.
pub(super) fn changes_elements_in_place(package: &Package, variable: SymbolId) -> bool {
    package.accesses_of(variable).all.iter().any(|access| {
        let decl = access.func.decl;
        let ast = package.ast(decl);
        let mut exprs = ast.exprs.iter().filter(|expr| expr.range == access.range);
        exprs.any(|expr| {
            // `access` may be the element itself, or the variable.
            let is_element = matches!(expr.kind, ExprKind::Index { .. });
            let element = match (is_element, expr.parent) {
                (true, _) => expr,
                (false, Parent::Expr(outer))
                    if matches!(ast.expr(outer).kind, ExprKind::Index { .. }) =>
                {
                    ast.expr(outer)
                }
                (false, Parent::Stmt(stmt)) => {
                    return matches!(ast.stmt(stmt).kind, StmtKind::Range { .. });
                }
                _ => return false,
            };
            let is_indexed = match element.parent {
                Parent::Expr(outer) => match &ast.expr(outer).kind {
                    ExprKind::Index { .. } => is_assigned(ast, outer),
                    _ => false,
                },
                _ => false,
            };
            let local = match element.parent {
                Parent::Stmt(stmt) => match &ast.stmt(stmt).kind {
                    StmtKind::Assign {
                        targets,
                        op: AssignOp::Define,
                        ..
                    } => targets.first().and_then(|&target| {
                        package.symbol_declared_at(decl, ast.expr(target).range.start)
                    }),
                    _ => None,
                },
                _ => None,
            };
            let is_changed_there = |local: SymbolId| {
                let uses = package.uses_of(local).certain.iter();
                let mut uses = uses.map(|at| ast.expr(at.expr));
                uses.any(|used| {
                    let is_indexed = matches!(used.parent, Parent::Expr(outer)
                        if matches!(ast.expr(outer).kind, ExprKind::Index { .. })
                            && is_assigned(ast, outer));
                    is_indexed || is_changed_through(package, ExprParent { decl, expr: used })
                })
            };
            is_indexed
                || is_changed_through(
                    package,
                    ExprParent {
                        decl,
                        expr: element,
                    },
                )
                || local.is_some_and(is_changed_there)
        })
    })
}

/// Whether an expression is assigned to, or counted in.
fn is_assigned(ast: &Ast, expr: ExprId) -> bool {
    match ast.expr(expr).parent {
        Parent::Stmt(stmt) => match &ast.stmt(stmt).kind {
            StmtKind::Assign { targets, .. } => targets.contains(&expr),
            StmtKind::IncDec { .. } => true,
            _ => false,
        },
        Parent::Expr(_) | Parent::Func(_) | Parent::Decl => false,
    }
}

struct ExprParent<'a> {
    decl: crate::model::DeclId,
    expr: &'a Expr,
}

/// `append(x[:i], …)`, `copy(x, …)`, `sort.Slice(x, …)`, `&x[i]`.
fn is_changed_through(package: &Package, at: ExprParent) -> bool {
    let ast = package.ast(at.decl);
    let mut parent = at.expr.parent;
    let mut is_part = false;
    while let Parent::Expr(outer) = parent {
        match &ast.expr(outer).kind {
            ExprKind::Slice { .. } => is_part = true,
            ExprKind::Paren(_) | ExprKind::Index { .. } => {}
            ExprKind::Unary {
                op: UnaryOp::Address,
                ..
            } => return true,
            ExprKind::Call { callee, args, .. } => {
                let callee = ExprRef {
                    decl: at.decl,
                    expr: *callee,
                };
                let is_first = args
                    .first()
                    .is_some_and(|&first| ast.expr(first).range.contains(at.expr.range));
                return match package.builtin(callee) {
                    Some("append") => is_part && is_first,
                    Some("copy" | "clear") => is_first,
                    Some(_) => false,
                    None => package
                        .qualified(callee)
                        .is_some_and(|(path, _)| matches!(path.as_str(), "sort" | "slices")),
                };
            }
            _ => return false,
        }
        parent = ast.expr(outer).parent;
    }
    false
}

/// Whether nothing in sight changes what a map variable holds, and nobody is given the map who might: it is only ever
/// replaced, and who has read it has a map that stays as it is.
pub(super) fn is_only_replaced(package: &Package, path: &AccessPath) -> bool {
    let Some(variable) = path
        .target()
        .filter(|&variable| !package.is_local(variable))
    else {
        return false;
    };
    let accesses = package.accesses_of(variable).all.iter();
    let mut accesses = accesses.filter(|access| !package.file_of(access.func.decl).is_test);
    package.knows_all_accesses(variable)
        && accesses.all(|access| match access.is_content {
            true => !access.writes(),
            false => access.kind == AccessKind::Write || is_looked_at(package, access),
        })
}

/// Whether an access of a map only looks into it, converts it or returns it.
fn is_looked_at(package: &Package, access: &VariableAccess) -> bool {
    let ast = package.ast(access.func.decl);
    let of_range = |expr: &&Expr| expr.range == access.range;
    access.kind == AccessKind::Read
        && ast
            .exprs
            .iter()
            .filter(of_range)
            .all(|expr| match expr.parent {
                Parent::Expr(outer) => match &ast.expr(outer).kind {
                    ExprKind::Index { .. } | ExprKind::Binary { .. } => true,
                    ExprKind::Call { callee, .. } => {
                        let callee = ExprRef {
                            decl: access.func.decl,
                            expr: *callee,
                        };
                        package.builtin(callee) == Some("len") || package.denoted(callee).is_some()
                    }
                    _ => false,
                },
                Parent::Stmt(stmt) => matches!(
                    ast.stmt(stmt).kind,
                    StmtKind::Range { .. } | StmtKind::Return(_)
                ),
                _ => false,
            })
}
