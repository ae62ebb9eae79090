//! Locks that the callers of a function hold for it.

use super::flow::{CallMode, Callee};
use super::locks::LockSet;
use super::package::Package;
use super::path::{AccessPath, Root};
use super::symbol::*;
use super::uses::is_exported;
use crate::syntax::ast::*;

/// How many calls up the callers are asked.
const DEPTH: u32 = 4;

impl Package<'_> {
    /// Locks certainly held at an event, those that every caller holds included.
    pub fn held_at(&self, func: FuncId, event: usize) -> LockSet {
        let mut held = self.held_by_callers(func, DEPTH);
        for (lock, mode) in self.flow(func).events[event].held.iter() {
            held.insert(lock.clone(), mode);
        }
        held
    }

    /// Whether a function says by its name that its caller holds the lock.
    pub fn is_called_locked(&self, func: FuncId) -> bool {
        let name = self.func(func).name;
        name.is_some_and(|ident| ident.name.ends_with("Locked") || ident.name.ends_with("NoLock"))
    }

    fn held_by_callers(&self, func: FuncId, depth: u32) -> LockSet {
        let is_open = self
            .func(func)
            .name
            .is_some_and(|ident| is_exported(&ident.name));
        if depth == 0 || is_open {
            return LockSet::default();
        }
        let callers = self.callers_of(func);
        if callers.is_value || callers.sites.is_empty() {
            return LockSet::default();
        }
        let mut common: Option<LockSet> = None;
        for site in &callers.sites {
            let mut here = LockSet::default();
            // A deferred call runs when the caller ends: what is held then is not known.
            if site.mode == CallMode::Now {
                let at_call = self.flow(site.caller).events[site.event].held.clone();
                let above = self.held_by_callers(site.caller, depth - 1);
                for (lock, mode) in at_call.iter().chain(above.iter()) {
                    if let Some(lock) = self.path_in_callee(lock, site.call, func) {
                        here.insert(lock, mode);
                    }
                }
            }
            common = Some(match common {
                Some(known) => known.join(&here),
                None => here,
            });
        }
        common.unwrap_or_default()
    }

    /// A path of the caller as the callee writes it: package variables and captured variables are the same, what the
    /// receiver or an argument reaches goes by the receiver's or parameter's name.
    fn path_in_callee(
        &self,
        path: &AccessPath,
        call: ExprRef,
        callee: FuncId,
    ) -> Option<AccessPath> {
        let root = path.root_symbol()?;
        if !self.is_local(root) || self.func(callee).parent.is_some() && root.decl == callee.decl {
            return Some(path.clone());
        }
        self.bindings_of_call(call, callee)
            .into_iter()
            .find_map(|(param, arg)| path.rebase(&arg, &AccessPath::of_symbol(param)))
    }

    /// A path of the callee as the caller writes it.
    pub fn path_in_caller(
        &self,
        path: &AccessPath,
        call: ExprRef,
        callee: FuncId,
    ) -> Option<AccessPath> {
        let root = path.root_symbol()?;
        let is_own = self.is_local(root)
            && root.decl == callee.decl
            && self.symbol(root).func == Some(callee.index);
        if !self.is_local(root) || !is_own && self.func(callee).literal.is_some() {
            return Some(path.clone());
        }
        let bindings = self.bindings_of_call(call, callee);
        let (_, arg) = bindings.into_iter().find(|(param, _)| *param == root)?;
        matches!(arg.root, Root::Symbol(_))
            .then(|| path.rebase(&AccessPath::of_symbol(root), &arg))
            .flatten()
    }

    /// The callee's receiver and parameters, each with the path of what the call gives for it.
    fn bindings_of_call(&self, call: ExprRef, callee: FuncId) -> Vec<(SymbolId, AccessPath)> {
        let mut bindings = Vec::new();
        let ExprKind::Call {
            callee: named,
            args,
            ..
        } = &self.expr(call).kind
        else {
            return bindings;
        };
        let here = |expr: ExprId| ExprRef {
            decl: call.decl,
            expr,
        };
        let is_this = |value: Option<Callee>| matches!(value, Some(Callee::Func(func) | Callee::Literal(func)) if func == callee);
        // `once.Do(s.stop)` runs `s.stop` without arguments.
        let passed = args
            .iter()
            .copied()
            .find(|&arg| is_this(self.function_value(here(arg))));
        let (named, args) = match passed {
            Some(arg) => (arg, &[][..]),
            None if is_this(Some(self.callee(call))) => (*named, args.as_slice()),
            None => return bindings,
        };
        let receiver = self
            .func(callee)
            .receiver
            .as_ref()
            .and_then(|field| field.names.first());
        if let Some(receiver) = receiver
            && let Some(symbol) = self.symbol_declared_at(callee.decl, receiver.range.start)
            && let ExprKind::Selector { operand, .. } = &self.expr(here(named)).kind
        {
            let mut path = self.path_of(here(*operand));
            if let Some(selection) = self.selection(here(named)) {
                path.steps
                    .extend(selection.through.into_iter().map(super::path::Step::Field));
            }
            bindings.push((symbol, path));
        }
        for (position, &arg) in args.iter().enumerate() {
            if let Some(param) = self.param_at(callee, position) {
                bindings.push((param, self.path_of(here(arg))));
            }
        }
        bindings
    }
}
