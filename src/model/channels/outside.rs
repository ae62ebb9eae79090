//! Closes and sends that callers out of sight come to, through methods of one object.

use super::Operation;
use crate::model::goroutines::{EntryKind, RootKind};
use crate::model::types::Type;
use crate::model::*;

/// How many calls up a lock is looked for.
const DEPTH: usize = 3;

impl Package<'_> {
    /// Whether anybody can come to the two operations through methods of one type that are there to be called, or, where
    /// the channel is the package's own, through its functions.
    pub(super) fn are_methods_for_others(&self, close: &Operation, send: &Operation) -> bool {
        let (Some(closer), Some(sender)) = (close.func, send.func) else {
            return false;
        };
        if closer == sender || close.symbol != send.symbol {
            return false;
        }
        let is_for_others = |func: FuncId, is_wanted: &dyn Fn(FuncId) -> bool| {
            self.is_promoted(func) && is_wanted(func)
                || self.roots_of(func).all.iter().any(|root| {
                    matches!(root.kind, RootKind::Entry { func, kind }
                    if matches!(kind, EntryKind::Outside | EntryKind::Declared(_) | EntryKind::Handler(_))
                        && is_wanted(func))
                })
        };
        if self.symbol(close.symbol).kind == SymbolKind::Field {
            let is_method = |func: FuncId| self.receiver_type(func).is_some();
            let is_own = |func: FuncId| {
                self.receiver_type(func).is_some()
                    && self.receiver_type(func) == self.receiver_type(outermost(sender))
            };
            // Who sends for others under a lock may well know who is gone.
            return self.are_of_one_receiver(close, send)
                && is_for_others(closer, &is_method)
                && (is_for_others(sender, &is_own)
                    || is_for_others(sender, &is_method)
                        && !self.is_called_under_lock(sender, DEPTH));
        }
        !self.is_local(close.symbol)
            && is_for_others(closer, &|_| true)
            && is_for_others(sender, &|_| true)
    }

    /// Whether one of the calls that lead to a function is made under a lock.
    fn is_called_under_lock(&self, func: FuncId, depth: usize) -> bool {
        let sites = &self.callers_of(func).sites;
        depth > 0
            && sites.iter().any(|site| {
                let held = self.held_at(site.caller, site.event);
                held.iter().next().is_some() || self.is_called_under_lock(site.caller, depth - 1)
            })
    }

    /// Whether a function is an exported method of an unexported type that no code in sight calls: of one that is embedded.
    fn is_promoted(&self, func: FuncId) -> bool {
        let name = self.func(func).name;
        let callers = self.callers_of(func);
        let is_test = |decl| self.file_of(decl).is_test;
        let is_open = name.is_some_and(|name| uses::is_exported(&name.name));
        is_open
            && !is_test(func.decl)
            && (self.receiver_type(func))
                .is_some_and(|ty| !uses::is_exported(&self.symbol(ty).name))
            && callers.sites.iter().all(|site| is_test(site.call.decl))
    }

    /// Whether both name the same field of their receiver, be it in a struct that is part of the receiver's, or of what both
    /// take out of the same map of it.
    fn are_of_one_receiver(&self, close: &Operation, send: &Operation) -> bool {
        let (Some(one), Some(other)) = (self.path_of_receiver(close), self.path_of_receiver(send))
        else {
            return false;
        };
        let (types, steps) = ((one.0, other.0), (one.1, other.1));
        if types.0 == types.1 {
            return steps.0 == steps.1;
        }
        // What is embedded is a part of the same object.
        let is_embedded =
            |outer: SymbolId, inner: SymbolId, outer_steps: &[path::Step], steps: &[path::Step]| {
                let Some(prefix) = outer_steps.strip_suffix(steps) else {
                    return false;
                };
                let [path::Step::Field(field)] = prefix else {
                    return false;
                };
                let ty = self.type_of_symbol(*field);
                let is_inner = matches!(ty.pointee(), Type::Named(named, _) if *named == inner);
                field.decl == outer.decl
                    && is_inner
                    && self.symbol(*field).name == self.symbol(inner).name
            };
        is_embedded(types.0, types.1, &steps.0, &steps.1)
            || is_embedded(types.1, types.0, &steps.1, &steps.0)
    }

    /// The type of the receiver of an operation's function, and the fields by which the operation comes to its channel
    /// from there.
    fn path_of_receiver(&self, operation: &Operation) -> Option<(SymbolId, Vec<path::Step>)> {
        let path = self.path_of(operation.at);
        let root = path.root_symbol()?;
        let mut steps = path.steps.to_vec();
        let receiver = match self.symbol(root).kind {
            SymbolKind::Receiver => root,
            SymbolKind::Var => {
                let element = self.element_named_by(root)?;
                let receiver = element.root_symbol()?;
                let mut all = element.steps.to_vec();
                all.append(&mut steps);
                steps = all;
                receiver
            }
            _ => return None,
        };
        let is_receiver = self.symbol(receiver).kind == SymbolKind::Receiver;
        let ty = match self.type_of_symbol(receiver).pointee() {
            Type::Named(ty, _) if is_receiver => *ty,
            _ => return None,
        };
        // What a pointer leads to may be another by then; what a map holds is there for all.
        let is_part = |number: usize| match &steps[number] {
            path::Step::Field(field) => !matches!(self.type_of_symbol(*field), Type::Pointer(_)),
            path::Step::Element => true,
            _ => false,
        };
        (0..steps.len()).all(is_part).then_some((ty, steps))
    }

    /// `s.conns[…]` for a local variable that is declared as an element of it.
    fn element_named_by(&self, variable: SymbolId) -> Option<path::AccessPath> {
        let TypeSource::Value { value, .. } = self.symbol(variable).ty else {
            return None;
        };
        let value = ExprRef {
            decl: variable.decl,
            expr: value,
        };
        let is_element = matches!(
            self.expr(value).kind,
            crate::syntax::ast::ExprKind::Index { .. }
        );
        (is_element && !self.is_reassigned(variable)).then(|| self.path_of(value))
    }
}

/// The declared function around a literal.
fn outermost(func: FuncId) -> FuncId {
    FuncId {
        index: crate::syntax::ast::FuncIndex(0),
        ..func
    }
}
