//! Elements of slices and arrays that several goroutines come to: those whose index says so.

use crate::model::accesses::VariableAccess;
use crate::model::flow::{Callee, EventKind};
use crate::model::package::Package;
use crate::model::path::Step;
use crate::model::symbol::*;
use crate::syntax::ast::*;

/// An index that does not belong to one goroutine.
pub(super) enum CommonIndex<'p> {
    /// A constant, as it is written.
    Constant(&'p str),
    /// `hash % size`
    Remainder,
}

impl Package<'_> {
    /// The index by which an access comes to one element of a slice or array, if several goroutines can have it:
    ///
    /// ```go
    /// buckets[hash%len(buckets)]++
    /// ```
    pub(super) fn common_index(&self, access: &VariableAccess) -> Option<CommonIndex<'_>> {
        let event = &self.flow(access.func).events[access.event];
        let EventKind::Access { path, .. } = &event.kind else {
            return None;
        };
        let decl = access.func.decl;
        if path.steps.get(access.path.steps.len()..) != Some(&[Step::Element]) {
            return None;
        }
        let index = self
            .ast(decl)
            .exprs
            .iter()
            .find_map(|expr| match &expr.kind {
                ExprKind::Index { indices, .. } if expr.range == access.range => {
                    indices.first().copied()
                }
                _ => None,
            })?;
        let index = ExprRef { decl, expr: index };
        match self.expr(index).kind {
            ExprKind::Literal(_) => Some(CommonIndex::Constant(self.expr_text(index))),
            _ => self.is_remainder(index).then_some(CommonIndex::Remainder),
        }
    }

    /// Whether two accesses to elements can be to the same one.
    pub(super) fn meet_in_element(&self, one: &VariableAccess, other: &VariableAccess) -> bool {
        match (self.common_index(one), self.common_index(other)) {
            (Some(CommonIndex::Constant(one)), Some(CommonIndex::Constant(other))) => one == other,
            (Some(_), Some(_)) => true,
            _ => false,
        }
    }

    /// Whether an expression is a variable that a loop counts with.
    fn is_loop_count(&self, at: ExprRef) -> bool {
        let Some(symbol) = self.named_symbol(at) else {
            return false;
        };
        let ast = self.ast(symbol.decl);
        let declared = self.symbol(symbol).range;
        let counts = |stmt: &Stmt| {
            matches!(stmt.kind, StmtKind::For { init: Some(init), .. }
                if ast.stmt(init).range.contains(declared))
        };
        matches!(self.symbol(symbol).ty, TypeSource::RangeKey(_)) || ast.stmts.iter().any(counts)
    }

    /// Whether a value is a remainder: as it stands, converted, or in a variable.
    fn is_remainder(&self, value: ExprRef) -> bool {
        let here = |expr: ExprId| ExprRef {
            decl: value.decl,
            expr,
        };
        match &self.expr(value).kind {
            // `(i+1)%n` is another one for each iteration.
            ExprKind::Binary {
                op: BinaryOp::Rem,
                left,
                ..
            } => {
                let parts = self.expressions_in(here(*left));
                !parts.into_iter().any(|part| self.is_loop_count(part))
            }
            ExprKind::Paren(inner) => self.is_remainder(here(*inner)),
            ExprKind::Call { args, .. } => {
                matches!(self.callee(value), Callee::Conversion)
                    && args.iter().all(|&arg| self.is_remainder(here(arg)))
            }
            ExprKind::Name(_) => self.named_symbol(value).is_some_and(|symbol| {
                let decl = symbol.decl;
                match self.symbol(symbol).ty {
                    TypeSource::Value {
                        value, position: 0, ..
                    } if self.is_local(symbol) => {
                        let value = ExprRef { decl, expr: value };
                        !matches!(self.expr(value).kind, ExprKind::Name(_))
                            && self.is_remainder(value)
                    }
                    _ => false,
                }
            }),
            _ => false,
        }
    }
}
