//! A lock and a flag that say whether a channel is closed.

use super::Operation;
use crate::model::flow::{AccessKind, EventKind};
use crate::model::locks::Mode;
use crate::model::*;
use crate::syntax::ast::StmtKind;

/// A lock and the flag that it guards, two fields of the struct that holds a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CloseGuard {
    pub lock: SymbolId,
    pub flag: SymbolId,
}

impl Package<'_> {
    /// The lock that is held at a close and at a `x.closed = true` of the same function.
    pub fn guard_of_close(&self, close: &Operation) -> Option<CloseGuard> {
        let func = close.func?;
        let flow = self.flow(func);
        let at_close = &flow.events[self.event_of_operation(close)?];
        let root = self.path_of(close.at).root;
        flow.events.iter().find_map(|event| {
            let EventKind::Access {
                path,
                kind: AccessKind::Write,
            } = &event.kind
            else {
                return None;
            };
            let flag = path.target()?;
            let is_flag = path.root == root
                && path.steps.len() == 1
                && self.symbol(flag).kind == SymbolKind::Field
                && self.type_of_symbol(flag).is_basic("bool")
                && self.sets_true(func.decl, event.stmt);
            let lock = event.held.iter().find_map(|(lock, mode)| {
                let is_held = at_close.held.mode_of(lock) == Some(Mode::Write);
                let is_beside = lock.root == root && lock.steps.len() == 1;
                (is_held && is_beside && mode == Mode::Write)
                    .then(|| lock.target())
                    .flatten()
            })?;
            is_flag.then_some(CloseGuard { lock, flag })
        })
    }

    /// Whether a statement assigns `true`.
    pub fn sets_true(&self, decl: DeclId, stmt: crate::syntax::ast::StmtId) -> bool {
        let ast = self.ast(decl);
        matches!(&ast.stmt(stmt).kind, StmtKind::Assign { values, .. }
            if matches!(values.as_slice(), [value] if self.text(decl, ast.expr(*value).range) == "true"))
    }

    /// Whether a close is guarded by a lock and a flag, and a send on the same field by another function is not: whoever
    /// wrote the close knew that others are there.
    pub(super) fn is_left_unguarded(&self, close: &Operation, send: &Operation) -> bool {
        let is_field = self.symbol(close.symbol).kind == SymbolKind::Field;
        if !is_field || close.symbol != send.symbol || close.func == send.func {
            return false;
        }
        let root = self.path_of(send.at).root_symbol();
        let is_new = root.is_none_or(|root| {
            // What the function itself has made nobody else has yet.
            matches!(self.symbol(root).ty, TypeSource::Value { value, .. }
                if !matches!(self.expr(ExprRef { decl: root.decl, expr: value }).kind,
                    crate::syntax::ast::ExprKind::Index { .. } | crate::syntax::ast::ExprKind::Selector { .. }))
        });
        let Some(guard) = self.guard_of_close(close).filter(|_| !is_new) else {
            return false;
        };
        let Some((func, event)) = send.func.zip(self.event_of_operation(send)) else {
            return false;
        };
        let held = self.held_at(func, event);
        !held
            .iter()
            .any(|(path, _)| path.target() == Some(guard.lock))
    }
}
