//! The checks that a send relies on: whether it is over, or whether there is room.

use super::clauses::{Passed, asked_by, is_plain_receive, is_signal, leaves_list, split};
use super::questions::question;
use super::sends::Send;
use crate::model::structure::StmtRef;
use crate::model::{DeclId, Package};
use crate::source::Range;
use crate::syntax::ast::*;

/// Asking before a send.
pub(super) struct Check {
    /// The `if` or `select`.
    pub stmt: StmtId,
    pub asks: Asks,
    /// The expression that says what is asked, for messages.
    pub subject: Range,
    /// What to show as the place of the check.
    pub asked: Range,
    pub place: Place,
    /// The statements that run between the check and the send.
    pub between: Vec<StmtId>,
}

pub(super) enum Asks {
    /// The receive clauses of a `select` with a default.
    Done { clauses: Vec<StmtId> },
    /// `ctx.Err()` in an `if`, perhaps given a name in its first part.
    Context {
        context: ExprId,
        init: Option<StmtId>,
    },
    /// The channel's length in an `if`.
    Room,
}

/// Where the send is, seen from the check.
pub(super) enum Place {
    /// After it: the check leaves if it is over. `is_next`: right behind it, in the same list.
    Behind { is_next: bool },
    /// In the default clause of the select; `position` if it stands directly in its body.
    Default {
        clause: StmtId,
        position: Option<usize>,
    },
    /// In the block of the `if` that runs when it is not over, at this position.
    Branch { is_then: bool, position: usize },
}

/// The nearest check before a send whose answer the send relies on.
pub(super) fn check_before(package: &Package, send: &Send) -> Option<Check> {
    let decl = send.decl;
    let ast = package.ast(decl);
    let mut inner = send.stmt;
    let mut between = Vec::new();
    let mut is_direct = true;
    loop {
        let (list, position) = package.siblings(decl, inner)?;
        for (distance, &before) in list[..position].iter().rev().enumerate() {
            let stmt = unlabeled(ast, before);
            if let Some((asks, subject, asked)) = passed(package, send, stmt)
                && (is_direct || !matches!(asks, Asks::Room))
            {
                let is_next = is_direct && distance == 0;
                let check = Check {
                    stmt,
                    asks,
                    subject,
                    asked,
                    place: Place::Behind { is_next },
                    between,
                };
                return check.holds(package, send).then_some(check);
            }
            between.push(before);
        }
        let mut outer = package.parent_stmt(decl, inner)?;
        while let StmtKind::Labeled { .. } = ast.stmt(outer).kind {
            outer = package.parent_stmt(decl, outer)?;
        }
        let found = around(package, send, outer, position, is_direct);
        if let Some((stmt, asks, subject, asked, place)) = found {
            let check = Check {
                stmt,
                asks,
                subject,
                asked,
                place,
                between,
            };
            return check.holds(package, send).then_some(check);
        }
        inner = match ast.stmt(outer).kind {
            StmtKind::Block(_) => match ast.stmt(outer).parent {
                Parent::Stmt(holder) => match ast.stmt(holder).kind {
                    StmtKind::If { .. } => outermost_if(package, decl, holder),
                    StmtKind::Block(_) | StmtKind::Case { .. } | StmtKind::Comm { .. } => outer,
                    _ => return None,
                },
                _ => return None,
            },
            StmtKind::Case { .. } => package.parent_stmt(decl, outer)?,
            _ => return None,
        };
        is_direct = false;
    }
}

/// The `if` that begins the chain of `else if`s that this one is in.
fn outermost_if(package: &Package, decl: DeclId, stmt: StmtId) -> StmtId {
    let mut outermost = stmt;
    while let Some(outer) = package.parent_stmt(decl, outermost)
        && matches!(
            package.stmt(StmtRef { decl, stmt: outer }).kind,
            StmtKind::If { .. }
        )
    {
        outermost = outer;
    }
    outermost
}

pub(super) fn unlabeled(ast: &Ast, stmt: StmtId) -> StmtId {
    match ast.stmt(stmt).kind {
        StmtKind::Labeled { stmt, .. } => unlabeled(ast, stmt),
        _ => stmt,
    }
}

/// What `stmt` asks and leaves for if it is over.
fn passed(package: &Package, send: &Send, stmt: StmtId) -> Option<Passed> {
    let decl = send.decl;
    let ast = package.ast(decl);
    match &ast.stmt(stmt).kind {
        StmtKind::Select { cases } => {
            let (default, clauses) = split(package, decl, cases)?;
            let is_check = package.body_of(decl, default).is_empty()
                && clauses.iter().all(|&clause| {
                    is_plain_receive(package, send, clause) && leaves_list(package, decl, clause)
                });
            is_check.then(|| asked_by(ast, clauses)).flatten()
        }
        StmtKind::If {
            then,
            otherwise: None,
            condition,
            ..
        } => {
            let leaves = package.leaves(decl, package.body_of(decl, *then))
                || ends_with_break(package, decl, *then);
            if !leaves {
                return None;
            }
            let question = question(package, send, stmt)?;
            let asked = ast.expr(*condition).range;
            question
                .is_over_when_true
                .then_some((question.asks, question.subject, asked))
        }
        _ => None,
    }
}

/// The check in a branch or clause of which the send stands: `outer` is the block or clause.
fn around(
    package: &Package,
    send: &Send,
    outer: StmtId,
    position: usize,
    is_direct: bool,
) -> Option<(StmtId, Asks, Range, Range, Place)> {
    let decl = send.decl;
    let ast = package.ast(decl);
    let holder = package.parent_stmt(decl, outer)?;
    match &ast.stmt(holder).kind {
        StmtKind::Select { cases } => {
            let (default, clauses) = split(package, decl, cases)?;
            let goes_on = !package.leaves(decl, package.body_of(decl, default));
            let is_check = default == outer
                && clauses.iter().all(|&clause| {
                    is_plain_receive(package, send, clause)
                        && (leaves_list(package, decl, clause)
                            || goes_on && is_signal(package, decl, clause))
                });
            if !is_check {
                return None;
            }
            let (asks, subject, asked) = asked_by(ast, clauses)?;
            let place = Place::Default {
                clause: outer,
                position: is_direct.then_some(position),
            };
            Some((holder, asks, subject, asked, place))
        }
        StmtKind::If {
            init,
            then,
            otherwise,
            condition,
        } if is_direct => {
            let is_then = *then == outer;
            if !is_then && *otherwise != Some(outer) {
                return None;
            }
            let question = question(package, send, holder)?;
            let is_room = matches!(question.asks, Asks::Room);
            if question.is_over_when_true == is_then || is_room && (position > 0 || init.is_some())
            {
                return None;
            }
            Some((
                holder,
                question.asks,
                question.subject,
                ast.expr(*condition).range,
                Place::Branch { is_then, position },
            ))
        }
        _ => None,
    }
}

fn ends_with_break(package: &Package, decl: DeclId, block: StmtId) -> bool {
    let last = package.body_of(decl, block).last();
    last.is_some_and(|&last| {
        matches!(
            package.stmt(StmtRef { decl, stmt: last }).kind,
            StmtKind::Branch {
                kind: BranchKind::Break,
                ..
            }
        )
    })
}
