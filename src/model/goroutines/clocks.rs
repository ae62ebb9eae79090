//! Channels on which no goroutine of the program answers: clocks, contexts, the process's signals.

use crate::model::{ExprRef, Package, SymbolId, TypeSource};
use crate::syntax::ast::{ExprKind, Parent};

impl Package<'_> {
    /// `ctx.Done()`, `time.After(…)`: channels that no goroutine of the program answers on.
    pub(super) fn is_clock(&self, at: ExprRef) -> bool {
        let here = |expr| ExprRef {
            decl: at.decl,
            expr,
        };
        match &self.expr(at).kind {
            ExprKind::Paren(inner) => self.is_clock(here(*inner)),
            ExprKind::Call { callee, .. } => {
                let ExprKind::Selector { field, operand } = &self.expr(here(*callee)).kind else {
                    return false;
                };
                match &*field.name {
                    "After" | "Tick" => self.imported_path(here(*operand)) == Some("time"),
                    "Done" => match self.selection(here(*callee)) {
                        Some(selection) => {
                            let dir = selection.symbol.decl.dir;
                            self.directory(dir).import_path.as_deref() == Some("context")
                        }
                        None => {
                            let text = self.expr_text(here(*operand)).to_ascii_lowercase();
                            text.contains("ctx") || text.contains("context")
                        }
                    },
                    _ => false,
                }
            }
            ExprKind::Selector { field, .. } => &*field.name == "C",
            _ => false,
        }
    }

    /// Whether a local channel is a clock, or gets the process's signals.
    pub(super) fn is_external_signal(&self, symbol: SymbolId) -> bool {
        if let TypeSource::Value { value, .. } = self.symbol(symbol).ty
            && self.is_clock(ExprRef {
                decl: symbol.decl,
                expr: value,
            })
        {
            return true;
        }
        self.uses_of(symbol).certain.iter().any(|&at| {
            let Parent::Expr(call) = self.expr(at).parent else {
                return false;
            };
            let ExprKind::Call { callee, .. } = &self.ast(at.decl).expr(call).kind else {
                return false;
            };
            let expr = *callee;
            let qualified = self.qualified(ExprRef {
                decl: at.decl,
                expr,
            });
            qualified.is_some_and(|(path, _)| path == "os/signal")
        })
    }
}
