//! Where loops and other statements are left: by `break`, `return` and `goto`, and by which label.

use super::flow::{CallMode, Callee, Event, EventKind};
use super::package::Package;
use super::structure::StmtRef;
use super::symbol::{DeclId, ExprRef, FuncId};
use crate::syntax::ast::*;

impl Package<'_> {
    /// The statement that a `break` without a label leaves.
    pub fn break_target(&self, decl: DeclId, stmt: StmtId) -> Option<StmtId> {
        let ast = self.ast(decl);
        let mut parent = ast.stmt(stmt).parent;
        while let Parent::Stmt(outer) = parent {
            if matches!(
                ast.stmt(outer).kind,
                StmtKind::For { .. }
                    | StmtKind::Range { .. }
                    | StmtKind::Switch { .. }
                    | StmtKind::TypeSwitch { .. }
                    | StmtKind::Select { .. }
            ) {
                return Some(outer);
            }
            parent = ast.stmt(outer).parent;
        }
        None
    }

    /// Whether a `break` without a label leaves a statement.
    pub fn is_left_by_plain_break(&self, at: StmtRef) -> bool {
        let ast = self.ast(at.decl);
        ast.stmts.iter().zip(0..).any(|(stmt, number)| {
            let is_plain = matches!(
                stmt.kind,
                StmtKind::Branch {
                    kind: BranchKind::Break,
                    label: None
                }
            );
            is_plain && self.break_target(at.decl, StmtId(number)) == Some(at.stmt)
        })
    }

    /// Whether a loop over a channel, `for v := range c`, can end before the channel is closed, or a statement is no such
    /// loop.
    pub fn may_end_early(&self, at: StmtRef) -> bool {
        let ast = self.ast(at.decl);
        let StmtKind::Range { body, .. } = ast.stmt(at.stmt).kind else {
            return true;
        };
        let func = self.func_of_stmt(at.decl, at.stmt);
        let body = ast.stmt(body).range;
        ast.stmts.iter().zip(0..).any(|(inner, number)| {
            let leaves = match &inner.kind {
                StmtKind::Return(_) => true,
                StmtKind::Branch { kind, label } => match kind {
                    BranchKind::Goto => true,
                    BranchKind::Break => {
                        label.is_some()
                            || self.break_target(at.decl, StmtId(number)) == Some(at.stmt)
                    }
                    BranchKind::Continue => label.is_some(),
                    BranchKind::Fallthrough => false,
                },
                _ => false,
            };
            leaves
                && body.contains(inner.range)
                && self.func_of_stmt(at.decl, StmtId(number)) == func
        })
    }

    /// Whether the loop that ranges over `operand` can end before the channel is closed.
    pub fn range_may_end_early(&self, operand: ExprRef) -> bool {
        let decl = operand.decl;
        let stmt = self.stmt_of(operand);
        stmt.is_none_or(|stmt| self.may_end_early(StmtRef { decl, stmt }))
    }

    /// The statements that run when a statement is done, up to the end of its function; in a loop, this round's.
    pub fn statements_behind(&self, decl: DeclId, stmt: StmtId) -> Vec<StmtId> {
        let mut found = Vec::new();
        let mut inner = stmt;
        loop {
            if let Some((list, position)) = self.siblings(decl, inner) {
                found.extend(&list[position + 1..]);
            }
            match self.parent_stmt(decl, inner) {
                Some(outer) => inner = outer,
                None => return found,
            }
        }
    }

    /// The label that a statement has.
    pub fn label_of(&self, at: StmtRef) -> Option<&str> {
        let ast = self.ast(at.decl);
        match ast.stmt(at.stmt).parent {
            Parent::Stmt(outer) => match &ast.stmt(outer).kind {
                StmtKind::Labeled { label, .. } => Some(&label.name),
                _ => None,
            },
            _ => None,
        }
    }

    /// The `defer` statement of a function whose function stops a panic.
    pub fn recovery_in(&self, func: FuncId) -> Option<StmtId> {
        self.flow(func).events.iter().find_map(|event| {
            let EventKind::Call {
                callee: Callee::Func(callee) | Callee::Literal(callee),
                mode: CallMode::Deferred,
                ..
            } = event.kind
            else {
                return None;
            };
            let recovers = |event: &Event| {
                matches!(
                    event.kind,
                    EventKind::Call {
                        callee: Callee::Builtin("recover"),
                        ..
                    }
                )
            };
            let stops = self.flow(callee).events.iter().any(recovers);
            stops.then_some(event.stmt)
        })
    }
}
