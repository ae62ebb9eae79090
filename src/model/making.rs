//! Who makes an object, and who only works on one that is not shared yet.

use super::escape::EscapeKind;
use super::flow::{AccessKind, CallMode, EventKind};
use super::goroutines::RootKind;
use super::ownership::DEPTH;
use super::package::Package;
use super::path::{AccessPath, Step};
use super::symbol::*;
use super::types::Type;
use super::uses::is_exported;
use crate::syntax::ast::*;

impl Package<'_> {
    /// Whether a function makes the object that `path` is a part of, at least on some way: it is not shared until late.
    pub fn makes_object_of(&self, func: FuncId, path: &AccessPath) -> bool {
        let Some(symbol) = path.root_symbol().filter(|&root| self.is_local(root)) else {
            return false;
        };
        // No pointer is followed but the one that the variable may be, and those to new parts.
        let is_near = match path.steps.split_first() {
            Some((Step::Field(field), rest)) => {
                self.holds_inside(*field, rest)
                    || self.holds_inside(symbol, &path.steps)
                    || rest.len() == 1 && self.gives_new_part(func, symbol, *field)
            }
            Some(_) => self.holds_inside(symbol, &path.steps),
            None => true,
        };
        // A literal runs with the function around it, but for one that is kept or started.
        let is_its_own = self.symbol(symbol).func == Some(func.index)
            || self.handed_on(func).is_none_or(|handed| !handed.is_kept)
                && (self.callers_of(func).sites.iter()).all(|site| site.mode != CallMode::Spawned);
        if !is_near || !is_its_own {
            return false;
        }
        let is_variable = match self.symbol(symbol).kind {
            SymbolKind::Var | SymbolKind::Result => true,
            // Who puts a copy in its place works on that; `if o == nil { o = &Options{} }` only fills a gap.
            SymbolKind::Param => false,
            _ => return false,
        };
        let declared = match self.symbol(symbol).ty {
            TypeSource::Value {
                value, position, ..
            } => Some((
                ExprRef {
                    decl: symbol.decl,
                    expr: value,
                },
                position,
            )),
            _ => None,
        };
        let given = self.assigned_to(symbol).into_iter().chain(declared);
        given
            .filter(|&(value, _)| self.type_of(value) != Type::Nil)
            .any(|(value, position)| {
                (is_variable || self.is_address_of_local(value))
                    && self.is_fresh(value, position, DEPTH)
            })
    }

    /// Whether a function gives an object a new part, behind a pointer: `c.gateway = &gateway{}`.
    fn gives_new_part(&self, func: FuncId, object: SymbolId, field: SymbolId) -> bool {
        let events = self.flow(func).events.iter().enumerate();
        let mut writes = events.filter_map(|(number, event)| match &event.kind {
            EventKind::Access {
                path,
                kind: AccessKind::Write,
            } => (path.root_symbol() == Some(object) && *path.steps == [Step::Field(field)])
                .then_some(number),
            _ => None,
        });
        writes.any(|number| {
            self.given_at(func, number)
                .is_some_and(|value| self.is_fresh(value, 0, DEPTH))
        })
    }

    fn is_address_of_local(&self, value: ExprRef) -> bool {
        let ExprKind::Unary {
            op: UnaryOp::Address,
            operand,
        } = self.expr(value).kind
        else {
            return false;
        };
        let operand = ExprRef {
            decl: value.decl,
            expr: operand,
        };
        self.named_symbol(operand)
            .is_some_and(|symbol| self.is_local(symbol))
    }

    /// Whether a function makes the object that `path` is a part of, or only those call it that make the object, directly
    /// or further up.
    pub fn is_being_made(&self, func: FuncId, path: &AccessPath) -> bool {
        self.being_made_within(func, None, path, DEPTH)
    }

    /// `event` is the call that leads to what is asked about.
    fn being_made_within(
        &self,
        func: FuncId,
        event: Option<usize>,
        path: &AccessPath,
        depth: u32,
    ) -> bool {
        if self.makes_object_of(func, path) {
            return event.is_none_or(|event| !self.has_spawned(func, event, path));
        }
        let is_open = self
            .func(func)
            .name
            .is_some_and(|ident| is_exported(&ident.name));
        depth > 0
            && !is_open
            && self.is_only_called(func, |site| {
                site.mode != CallMode::Spawned
                    && self
                        .argument_path(path, site.call, func)
                        .is_some_and(|path| {
                            self.being_made_within(site.caller, Some(site.event), &path, depth - 1)
                        })
            })
    }

    /// Whether `func` has given its object to a goroutine that uses the variable when it comes to `event`.
    fn has_spawned(&self, func: FuncId, event: usize, path: &AccessPath) -> bool {
        let root = path.root_symbol();
        let own = root.filter(|&root| self.symbol(root).func == Some(func.index));
        let escapes = own.and_then(|root| self.escapes_of(root));
        escapes.is_some_and(|escapes| {
            escapes.events.iter().any(|&(at, kind)| {
                kind == EscapeKind::Spawned
                    && self.flow(func).leads_to(at, event)
                    && path
                        .target()
                        .is_none_or(|target| self.is_used_by_goroutine(target, func, at))
            })
        })
    }

    /// Whether what `func` starts at an event comes to an access of a variable.
    fn is_used_by_goroutine(&self, variable: SymbolId, func: FuncId, at: usize) -> bool {
        self.accesses_of(variable).all.iter().any(|access| {
            self.roots_of(access.func).all.iter().any(|root| {
                matches!(root.kind, RootKind::Spawned { site, .. }
                    if site.caller == func && site.event == at)
            })
        })
    }
}
