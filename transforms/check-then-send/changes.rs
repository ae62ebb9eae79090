//! What happens between a check and a send, and whether the answer has the same meaning then.

use super::checks::{Asks, Check, Place, unlabeled};
use super::clauses::{received, split};
use super::sends::Send;
use crate::model::path::{AccessPath, Root};
use crate::model::structure::StmtRef;
use crate::model::{ExprRef, Package};
use crate::source::Range;
use crate::syntax::ast::*;

impl Check {
    /// Whether what was asked still has the same meaning at the send: nothing in between gives its names to something
    /// else.
    pub(super) fn holds(&self, package: &Package, send: &Send) -> bool {
        let ast = package.ast(send.decl);
        let here = |expr: ExprId| ExprRef {
            decl: send.decl,
            expr,
        };
        let asked: Vec<ExprRef> = match &self.asks {
            Asks::Done { clauses } => clauses
                .iter()
                .filter_map(|&clause| received(ast, clause))
                .map(here)
                .collect(),
            Asks::Context { context, .. } => vec![here(*context)],
            Asks::Room => vec![here(send.channel)],
        };
        let declared: Vec<Name> = self.declared_between(package, send);
        asked.into_iter().all(|at| {
            let paths = paths_in(package, at);
            let range = package.expr(at).range;
            let is_shadowed = ast.exprs.iter().any(|expr| {
                matches!(expr.kind, ExprKind::Name(name) if declared.contains(&name))
                    && range.contains(expr.range)
            });
            !is_shadowed && !self.is_assigned_between(package, send, &paths)
        }) && !self.is_asked_again(package, send)
            && !self.is_answered_by_sending(package, send)
    }

    /// Whether a `select` in between waits for something else and for the same end.
    fn is_asked_again(&self, package: &Package, send: &Send) -> bool {
        let ast = package.ast(send.decl);
        let subject = package.text(send.decl, self.subject);
        let done = format!("{subject}.Done()");
        let receives = |stmt: StmtId| {
            let decl = send.decl;
            let channel = package.received_by_clause(StmtRef { decl, stmt })?;
            Some(package.expr_text(channel))
        };
        self.between.iter().any(|&stmt| {
            let StmtKind::Select { cases } = &ast.stmt(unlabeled(ast, stmt)).kind else {
                return false;
            };
            let received: Vec<&str> = cases.iter().filter_map(|&case| receives(case)).collect();
            let is_end = |channel: &&str| **channel == *subject || **channel == *done;
            split(package, send.decl, cases).is_none()
                && received.iter().any(is_end)
                && !received.iter().all(is_end)
        })
    }

    /// Whether the same channel is sent on when it is over: then its receivers outlive the end.
    fn is_answered_by_sending(&self, package: &Package, send: &Send) -> bool {
        let ast = package.ast(send.decl);
        let bodies: Vec<Range> = match &self.asks {
            Asks::Done { clauses } => clauses.iter().map(|&it| ast.stmt(it).range).collect(),
            Asks::Context { .. } if matches!(self.place, Place::Behind { .. }) => {
                vec![ast.stmt(self.stmt).range]
            }
            Asks::Context { .. } | Asks::Room => return false,
        };
        ast.stmts.iter().zip(0..).any(|(stmt, number)| {
            let StmtKind::Send { channel, .. } = stmt.kind else {
                return false;
            };
            StmtId(number) != send.stmt
                && bodies.iter().any(|body| body.contains(stmt.range))
                && package.path_of(ExprRef {
                    decl: send.decl,
                    expr: channel,
                }) == send.path
        })
    }

    /// The names that statements between the check and the send declare for the send.
    pub(super) fn declared_between(&self, package: &Package, send: &Send) -> Vec<Name> {
        let ast = package.ast(send.decl);
        let mut names = Vec::new();
        for &stmt in &self.between {
            match &ast.stmt(unlabeled(ast, stmt)).kind {
                StmtKind::Assign {
                    targets,
                    op: AssignOp::Define,
                    ..
                } => names.extend(targets.iter().filter_map(
                    |&target| match ast.expr(target).kind {
                        ExprKind::Name(name) => Some(name),
                        _ => None,
                    },
                )),
                StmtKind::Vars(specs) | StmtKind::Consts(specs) => {
                    names.extend(specs.iter().flat_map(|spec| &spec.names).map(|it| it.name));
                }
                StmtKind::Types(specs) => names.extend(specs.iter().map(|spec| spec.name.name)),
                _ => {}
            }
        }
        names
    }

    fn is_assigned_between(&self, package: &Package, send: &Send, paths: &[AccessPath]) -> bool {
        let ast = package.ast(send.decl);
        let is_between = |range: Range| {
            let mut around = self.between.iter().map(|&stmt| ast.stmt(stmt).range);
            around.any(|stmt| stmt.contains(range))
        };
        ast.stmts.iter().any(|stmt| {
            let targets = match &stmt.kind {
                StmtKind::Assign { targets, .. } | StmtKind::Range { targets, .. } => targets,
                _ => return false,
            };
            is_between(stmt.range)
                && targets.iter().any(|&target| {
                    let target = package.path_of(ExprRef {
                        decl: send.decl,
                        expr: target,
                    });
                    paths.iter().any(|path| {
                        path.root == target.root && path.steps.starts_with(&target.steps)
                    })
                })
        })
    }
}

/// The paths that an expression like `s.ctx.Done()` names.
fn paths_in(package: &Package, at: ExprRef) -> Vec<AccessPath> {
    let ast = package.ast(at.decl);
    let inside = package.expressions_in(at).into_iter().filter(|&part| {
        matches!(
            ast.expr(part.expr).kind,
            ExprKind::Name(_) | ExprKind::Selector { .. }
        )
    });
    inside
        .map(|part| package.path_of(part))
        .filter(|path| matches!(path.root, Root::Symbol(_)))
        .collect()
}
