//! A check stays, and the send goes into a select of its own.

use super::checks::{Asks, Place};
use super::copies::{Body, Label, name_error};
use super::writer::Writer;
use crate::finding::Edit;
use crate::model::ExprRef;
use crate::source::Range;
use crate::syntax::ast::*;

impl Writer<'_> {
    /// The check stays, and the send goes into a select of its own.
    pub(super) fn wrapped(&self) -> Option<Vec<Edit>> {
        if !self.may_be_wrapped() {
            return None;
        }
        let send = self.range(self.send.stmt);
        let indent = self.source.indentation(send.start);
        let deeper = format!("{indent}\t");
        let mut label = Label::default();
        let mut over = String::new();
        for (head, list) in self.over_clauses() {
            let mut body = Body::of_list(self.package, self.send, &list);
            if self.changes_names(&body) {
                return None;
            }
            name_error(self.package, self.send, self.check, &mut body);
            label.name_breaks(self.package, self.send, self.check.stmt, &mut body)?;
            over.push_str(&format!("{indent}{head}\n"));
            over.push_str(&body.text(self.package, self.send, &deeper)?);
        }
        let case = format!("{indent}{}\n", self.send_clause());
        let clauses = match self.check.asks {
            Asks::Room => case + &over,
            _ => over + &case,
        };
        let text = format!("select {{\n{clauses}{indent}}}");
        let mut edits = vec![self.edit(send.start, self.end, text)];
        edits.extend(label.edit);
        Some(edits)
    }

    /// Whether leaving from the send's place means the same as leaving from the check's.
    fn may_be_wrapped(&self) -> bool {
        let is_last_of = |list: &[StmtId]| list.last() == Some(&self.send.stmt);
        let decl = self.send.decl;
        match self.check.place {
            Place::Behind { .. } => true,
            Place::Default { clause, position } => {
                let is_last = position.is_some() && is_last_of(self.package.body_of(decl, clause));
                let all_leave = self
                    .over_clauses()
                    .iter()
                    .all(|(_, body)| self.package.leaves(decl, body));
                is_last || all_leave
            }
            Place::Branch { .. } => {
                let StmtKind::If {
                    then, otherwise, ..
                } = self.ast.stmt(self.check.stmt).kind
                else {
                    return false;
                };
                let branches = [Some(then), otherwise];
                let mut lists = branches
                    .into_iter()
                    .flatten()
                    .map(|branch| self.package.body_of(decl, branch));
                let is_else_if = otherwise.is_some_and(|otherwise| {
                    matches!(self.ast.stmt(otherwise).kind, StmtKind::If { .. })
                });
                let StmtKind::If { init, .. } = self.ast.stmt(self.check.stmt).kind else {
                    return false;
                };
                !is_else_if && init.is_none() && lists.any(is_last_of)
            }
        }
    }

    /// Whether a copy of a clause's body would have a name mean something else at the send, or a label be there twice.
    fn changes_names(&self, body: &Body) -> bool {
        let Some(range) = body.range else {
            return false;
        };
        let declared = self.check.declared_between(self.package, self.send);
        let has_label = self.ast.stmts.iter().any(|stmt| {
            matches!(stmt.kind, StmtKind::Labeled { .. }) && range.contains(stmt.range)
        });
        let is_shadowed = self.ast.exprs.iter().any(|expr| {
            matches!(expr.kind, ExprKind::Name(name) if declared.contains(&name))
                && range.contains(expr.range)
                && !self.is_redeclared(expr.range)
        });
        has_label || is_shadowed
    }

    /// Whether the name at `range` stands for a variable that `:=` in between only assigns again.
    fn is_redeclared(&self, range: Range) -> bool {
        let decl = self.send.decl;
        let symbol = self.ast.exprs.iter().zip(0..).find_map(|(expr, number)| {
            (expr.range == range && matches!(expr.kind, ExprKind::Name(_)))
                .then(|| {
                    self.package.named_symbol(ExprRef {
                        decl,
                        expr: ExprId(number),
                    })
                })
                .flatten()
        });
        let Some(symbol) = symbol else {
            return false;
        };
        let name = self.package.symbol(symbol).name;
        let check = self.range(self.check.stmt);
        let send = self.range(self.send.stmt);
        let is_declared_anew = self.package.scopes(decl).symbols.iter().any(|other| {
            other.name == name && other.range.start >= check.end && other.range.end <= send.start
        });
        !is_declared_anew
    }
}
