//! Matches the parts of statements: labels, assignments, `x++` with `x += 1`, and what a metavariable stands for.

use super::Matcher;
use crate::patch::binding::{Binding, Bound};
use crate::source::Range;
use crate::syntax::ast::*;

impl Matcher<'_, '_> {
    pub(super) fn optional_stmt(&mut self, wanted: Option<StmtId>, found: Option<StmtId>) -> bool {
        match (wanted, found) {
            (None, None) => true,
            (Some(wanted), Some(found)) => self.stmt(wanted, found),
            _ => false,
        }
    }

    pub(super) fn bind_stmt(&mut self, name: Name, stmt: StmtId) -> bool {
        if let Some(known) = self.found.bindings.get(&name) {
            return matches!(known.what, Bound::Stmt(known) if known == stmt);
        }
        let binding = Binding {
            decl: self.decl,
            what: Bound::Stmt(stmt),
            symbol: None,
            is_inherited: false,
        };
        self.found.bindings.insert(name, binding);
        true
    }

    pub(super) fn label(&mut self, wanted: Option<Ident>, found: Option<Ident>) -> bool {
        match (wanted, found) {
            (None, None) => true,
            (Some(wanted), Some(found)) => self.ident(wanted, found, None),
            _ => false,
        }
    }

    /// `x = y`, `x += 1`, `x++`: the last two are the same.
    pub(super) fn assignment(&mut self, wanted: StmtId, found: &StmtKind, end: Range) -> bool {
        let pattern: &Ast = &self.pattern.ast;
        if let (
            StmtKind::Assign {
                targets,
                op,
                values,
            },
            StmtKind::Assign {
                targets: other_targets,
                op: other_op,
                values: other_values,
            },
        ) = (&pattern.stmt(wanted).kind, found)
        {
            return op == other_op
                && self.exprs(targets, other_targets, end)
                && self.exprs(values, other_values, end);
        }
        let code_text = &self.package.file_of(self.decl).source.text;
        let code = step(self.package.ast(self.decl), code_text, found);
        match (
            step(pattern, &self.pattern.text, &pattern.stmt(wanted).kind),
            code,
        ) {
            (Some((operand, wanted_up)), Some((found, is_up))) => {
                wanted_up == is_up && self.expr(operand, found)
            }
            _ => false,
        }
    }
}

/// What `x++`, `x--`, `x += 1` or `x -= 1` counts, and whether upwards.
fn step(ast: &Ast, text: &str, kind: &StmtKind) -> Option<(ExprId, bool)> {
    match kind {
        StmtKind::IncDec {
            operand,
            is_increment,
        } => Some((*operand, *is_increment)),
        StmtKind::Assign {
            targets,
            op: AssignOp::Update(op @ (BinaryOp::Add | BinaryOp::Sub)),
            values,
        } => match (targets.as_slice(), values.as_slice()) {
            ([target], [value]) if ast.expr(*value).range.of(text) == "1" => {
                Some((*target, *op == BinaryOp::Add))
            }
            _ => None,
        },
        _ => None,
    }
}
