//! How statements nest: lists, conditions, exits, loops.

use super::package::Package;
use super::symbol::*;
use crate::syntax::ast::*;

/// A statement of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StmtRef {
    pub decl: DeclId,
    pub stmt: StmtId,
}

/// Something that decides whether a statement runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The statement is in a branch of this `if`.
    If {
        stmt: StmtId,
        condition: ExprId,
        in_then: bool,
    },
    /// The statement comes after this `if`, one branch of which leaves.
    Passed { stmt: StmtId, condition: ExprId },
    /// The statement is in this clause of a `switch`.
    Case { switch: StmtId, case: StmtId },
    /// The statement is in this clause of a `select`.
    Comm { select: StmtId, case: StmtId },
    /// The statement comes after this `select` or `switch`, a clause of which leaves.
    PassedClauses { stmt: StmtId },
    /// The statement is in the body of this loop.
    Loop { stmt: StmtId },
}

impl Package<'_> {
    pub fn stmt(&self, at: StmtRef) -> &Stmt {
        self.ast(at.decl).stmt(at.stmt)
    }

    /// The innermost statement that an expression is part of, within the same function.
    pub fn stmt_of(&self, at: ExprRef) -> Option<StmtId> {
        let ast = self.ast(at.decl);
        let mut parent = ast.expr(at.expr).parent;
        loop {
            parent = match parent {
                Parent::Stmt(stmt) => return Some(stmt),
                Parent::Expr(expr) => ast.expr(expr).parent,
                Parent::Decl | Parent::Func(_) => return None,
            };
        }
    }

    /// The statement around a statement, within the same function.
    pub fn parent_stmt(&self, decl: DeclId, stmt: StmtId) -> Option<StmtId> {
        match self.ast(decl).stmt(stmt).parent {
            Parent::Stmt(outer) => Some(outer),
            _ => None,
        }
    }

    /// The list that a statement stands in (of a block or of a clause) and its position there. A labeled statement
    /// stands where its label does.
    pub fn siblings(&self, decl: DeclId, stmt: StmtId) -> Option<(&[StmtId], usize)> {
        let outer = self.parent_stmt(decl, stmt)?;
        let list = match &self.ast(decl).stmt(outer).kind {
            StmtKind::Block(list) => list,
            StmtKind::Case { body, .. } | StmtKind::Comm { body, .. } => body,
            StmtKind::Labeled { .. } => return self.siblings(decl, outer),
            _ => return None,
        };
        let position = list.iter().position(|&sibling| sibling == stmt)?;
        Some((list, position))
    }

    /// The statements of a block, or of a clause's body.
    pub fn body_of(&self, decl: DeclId, stmt: StmtId) -> &[StmtId] {
        match &self.ast(decl).stmt(stmt).kind {
            StmtKind::Block(list) => list,
            StmtKind::Case { body, .. } | StmtKind::Comm { body, .. } => body,
            _ => &[],
        }
    }

    /// Whether control never goes on behind the last of these statements: it returns, jumps away or panics.
    ///
    /// `break` counts only where it has a label, because its meaning depends on what is around it.
    pub fn leaves(&self, decl: DeclId, list: &[StmtId]) -> bool {
        let Some(&last) = list.last() else {
            return false;
        };
        match &self.ast(decl).stmt(last).kind {
            StmtKind::Return(_) => true,
            StmtKind::Branch { kind, label } => match kind {
                BranchKind::Break => label.is_some(),
                BranchKind::Continue | BranchKind::Goto => true,
                BranchKind::Fallthrough => false,
            },
            StmtKind::Expr(call) => self.is_panic(ExprRef { decl, expr: *call }),
            StmtKind::Block(list) => self.leaves(decl, list),
            _ => false,
        }
    }

    fn is_panic(&self, at: ExprRef) -> bool {
        let ExprKind::Call { callee, .. } = &self.expr(at).kind else {
            return false;
        };
        self.builtin(ExprRef {
            decl: at.decl,
            expr: *callee,
        }) == Some("panic")
    }

    /// Everything that decides whether `stmt` runs, innermost first, up to the body of its function.
    pub fn conditions_of(&self, decl: DeclId, stmt: StmtId) -> Vec<Condition> {
        let ast = self.ast(decl);
        let mut found = Vec::new();
        let mut inner = stmt;
        loop {
            if let Some((list, position)) = self.siblings(decl, inner) {
                for &before in list[..position].iter().rev() {
                    found.extend(self.passed(decl, before));
                }
            }
            let Some(outer) = self.parent_stmt(decl, inner) else {
                return found;
            };
            match &ast.stmt(outer).kind {
                StmtKind::If {
                    condition,
                    then,
                    otherwise,
                    ..
                } if *then == inner || *otherwise == Some(inner) => {
                    found.push(Condition::If {
                        stmt: outer,
                        condition: *condition,
                        in_then: *then == inner,
                    });
                }
                StmtKind::Case { .. } => {
                    if let Some(switch) = self.parent_stmt(decl, outer) {
                        found.push(Condition::Case {
                            switch,
                            case: outer,
                        });
                    }
                }
                StmtKind::Comm { comm, .. } if *comm != Some(inner) => {
                    if let Some(select) = self.parent_stmt(decl, outer) {
                        found.push(Condition::Comm {
                            select,
                            case: outer,
                        });
                    }
                }
                StmtKind::For { body, .. } | StmtKind::Range { body, .. } if *body == inner => {
                    found.push(Condition::Loop { stmt: outer });
                }
                _ => {}
            }
            inner = outer;
        }
    }

    /// The condition that control has passed once it is behind `stmt`, if one of its branches leaves.
    fn passed(&self, decl: DeclId, stmt: StmtId) -> Option<Condition> {
        match &self.ast(decl).stmt(stmt).kind {
            StmtKind::If {
                condition,
                then,
                otherwise,
                ..
            } => {
                let leaves = |stmt: StmtId| {
                    self.leaves(decl, self.body_of(decl, stmt)) || self.breaks(decl, stmt)
                };
                let is_passed = leaves(*then) || otherwise.is_some_and(leaves);
                is_passed.then_some(Condition::Passed {
                    stmt,
                    condition: *condition,
                })
            }
            StmtKind::Select { cases }
            | StmtKind::Switch { cases, .. }
            | StmtKind::TypeSwitch { cases, .. } => {
                let is_passed = cases
                    .iter()
                    .any(|&case| self.leaves(decl, self.body_of(decl, case)));
                is_passed.then_some(Condition::PassedClauses { stmt })
            }
            StmtKind::Labeled { stmt, .. } => self.passed(decl, *stmt),
            _ => None,
        }
    }

    /// Whether a branch of an `if` ends with a `break` of what is around the `if`.
    fn breaks(&self, decl: DeclId, block: StmtId) -> bool {
        let last = self.body_of(decl, block).last();
        last.is_some_and(|&last| {
            matches!(
                self.ast(decl).stmt(last).kind,
                StmtKind::Branch {
                    kind: BranchKind::Break,
                    ..
                }
            )
        })
    }

    /// The loops around a statement, innermost first, within its function.
    pub fn loops_around(&self, decl: DeclId, stmt: StmtId) -> Vec<StmtId> {
        let conditions = self.conditions_of(decl, stmt).into_iter();
        conditions
            .filter_map(|condition| {
                if let Condition::Loop { stmt } = condition {
                    Some(stmt)
                } else {
                    None
                }
            })
            .collect()
    }

    /// Whether two statements of one function can never both run in one pass: they are in different branches of an
    /// `if`, `switch` or `select`.
    pub fn are_alternatives(&self, decl: DeclId, one: StmtId, other: StmtId) -> bool {
        let theirs = self.conditions_of(decl, other);
        self.conditions_of(decl, one).into_iter().any(|condition| match condition {
            Condition::If { stmt, in_then, .. } => theirs.iter().any(
                |their| matches!(their, Condition::If { stmt: same, in_then: branch, .. } if *same == stmt && *branch != in_then),
            ),
            Condition::Case { switch, case } => theirs.iter().any(
                |their| matches!(their, Condition::Case { switch: same, case: branch } if *same == switch && *branch != case),
            ),
            Condition::Comm { select, case } => theirs.iter().any(
                |their| matches!(their, Condition::Comm { select: same, case: branch } if *same == select && *branch != case),
            ),
            _ => false,
        })
    }

    /// All expressions below (and including) an expression, function literals' bodies left out.
    pub fn expressions_in(&self, at: ExprRef) -> Vec<ExprRef> {
        let ast = self.ast(at.decl);
        let range = ast.expr(at.expr).range;
        let here = |number: usize| ExprRef {
            decl: at.decl,
            expr: ExprId(number as u32),
        };
        let func = self.enclosing_func(at);
        let inside = ast
            .exprs
            .iter()
            .enumerate()
            .filter(|(_, expr)| range.contains(expr.range));
        inside
            .map(|(number, _)| here(number))
            .filter(|&expr| self.enclosing_func(expr) == func)
            .collect()
    }
}
