//! Methods that are handed to others, who call them on goroutines of their own.

use super::entries::{EntryKind, HandlerKind};
use crate::model::flow::Callee;
use crate::model::{ExprRef, FuncId, Package, SymbolId};
use crate::syntax::ast::*;

impl Package<'_> {
    /// Whether code out of sight calls a function, or what calls it, when something happens: as a callback, or as a method of
    /// an interface that it knows.
    pub fn is_called_back(&self, func: FuncId) -> bool {
        self.chains_of(func).all.iter().any(|chain| {
            matches!(
                chain.entry.kind,
                EntryKind::Callback | EntryKind::Handler(HandlerKind::Contract(_))
            )
        })
    }

    /// Whether a method is only ever given to code out of sight that calls it when something happens:
    /// `transport.SetHandler(r.handle)`.
    pub(in crate::model) fn is_callback(&self, func: FuncId) -> bool {
        let callers = self.callers_of(func);
        let is_method = self.func(func).receiver.is_some();
        if !is_method || !callers.is_value || !callers.sites.is_empty() {
            return false;
        }
        let symbol = SymbolId {
            decl: func.decl,
            index: 0,
        };
        let uses = self.uses_outside_tests(symbol);
        uses.certain.iter().any(|&at| {
            let ast = self.ast(at.decl);
            let Parent::Expr(call) = ast.expr(at.expr).parent else {
                return false;
            };
            let ExprKind::Call { callee, args, .. } = &ast.expr(call).kind else {
                return false;
            };
            let here = |expr: ExprId| ExprRef {
                decl: at.decl,
                expr,
            };
            let ExprKind::Selector { field, .. } = &ast.expr(*callee).kind else {
                return false;
            };
            // Who subscribes to something is often told on the goroutine that makes it happen.
            let keeps = field.name.starts_with("Set") && field.name.ends_with("Handler");
            let is_in_sight = matches!(self.callee(here(call)), Callee::Func(callee)
                if callee.decl.dir == func.decl.dir);
            args.contains(&at.expr) && keeps && !is_in_sight
        })
    }
}
