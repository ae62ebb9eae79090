//! Ownership: which objects only one goroutine can reach, because they are new and went nowhere yet.

use super::escape::EscapeKind;
use super::flow::{AccessKind, CallMode, Event, EventKind};
use super::package::Package;
use super::path::{AccessPath, Root};
use super::symbol::*;
use super::uses::is_exported;
use crate::syntax::ast::*;

/// How many calls are followed, up to callers and down to constructors.
pub(super) const DEPTH: u32 = 5;

impl Package<'_> {
    /// Whether a local variable holds an object that its function makes with a literal: it may well be the only one to have
    /// it yet.
    pub fn is_made_by_literal(&self, variable: SymbolId) -> bool {
        let TypeSource::Value { value, .. } = self.symbol(variable).ty else {
            return false;
        };
        let ast = self.ast(variable.decl);
        let mut value = value;
        while let ExprKind::Paren(inner)
        | ExprKind::Unary {
            op: UnaryOp::Address,
            operand: inner,
        } = ast.expr(value).kind
        {
            value = inner;
        }
        self.is_local(variable) && matches!(ast.expr(value).kind, ExprKind::Composite { .. })
    }

    /// Whether nobody else can reach what `path` is a part of when the event happens, or that cannot be told: a new
    /// object that was not yet stored, sent or captured by a goroutine, a copy, what every caller owns.
    ///
    /// ```go
    /// s := &Server{}
    /// s.conns = 1 // owned
    /// go s.run()
    /// s.conns = 2 // not any more
    /// ```
    pub fn is_owned(&self, func: FuncId, event: usize, path: &AccessPath) -> bool {
        self.owned_within(func, event, path, DEPTH)
    }

    pub(super) fn owned_within(
        &self,
        func: FuncId,
        event: usize,
        path: &AccessPath,
        depth: u32,
    ) -> bool {
        if self.is_init(func) {
            return true;
        }
        let symbol = match path.root {
            Root::Symbol(symbol) => symbol,
            Root::Value(value) => return self.is_fresh(value, 0, depth),
        };
        if !self.is_local(symbol) || depth == 0 {
            return false;
        }
        if self.symbol(symbol).func != Some(func.index) {
            return self.is_owned_around(func, path, depth);
        }
        if self.was_just_made(symbol, func, event, depth) {
            return true;
        }
        if self.has_escaped(symbol, func, event) {
            return false;
        }
        if self.holds_inside(symbol, &path.steps) {
            return true;
        }
        match self.symbol(symbol).kind {
            SymbolKind::Param | SymbolKind::Receiver => self.is_owned_by_callers(func, path, depth),
            _ => self.is_defined_fresh(symbol, depth),
        }
    }

    /// Whether `path`, whose root a function around the literal `func` declares, is owned wherever the literal runs.
    fn is_owned_around(&self, func: FuncId, path: &AccessPath, depth: u32) -> bool {
        let callers = self.callers_of(func);
        if callers.is_value || callers.sites.is_empty() {
            return true;
        }
        callers.sites.iter().all(|site| {
            site.mode != CallMode::Spawned
                && self.owned_within(site.caller, site.event, path, depth - 1)
        })
    }

    fn is_owned_by_callers(&self, func: FuncId, path: &AccessPath, depth: u32) -> bool {
        let is_open = self
            .func(func)
            .name
            .is_some_and(|ident| is_exported(&ident.name));
        let callers = self.callers_of(func);
        if is_open || callers.is_value || callers.sites.is_empty() {
            return false;
        }
        callers.sites.iter().all(|site| {
            if site.mode == CallMode::Spawned {
                return false;
            }
            match self.argument_path(path, site.call, func) {
                Some(path) => self.owned_within(site.caller, site.event, &path, depth - 1),
                None => false,
            }
        })
    }

    /// Whether a variable got a new object on every way to an event, which went nowhere since.
    fn was_just_made(&self, symbol: SymbolId, func: FuncId, event: usize, depth: u32) -> bool {
        let flow = self.flow(func);
        let is_write = |event: &Event| {
            matches!(&event.kind, EventKind::Access { path, kind: AccessKind::Write }
                if path.steps.is_empty() && path.root == Root::Symbol(symbol))
        };
        let writes: Vec<usize> = (0..flow.events.len())
            .filter(|&index| is_write(&flow.events[index]))
            .filter(|&index| index != event && flow.reaches(index, event, is_write))
            .collect();
        if writes.is_empty() || flow.is_reached(event, |_, event| is_write(event)) {
            return false;
        }
        let escapes = self.escapes_of(symbol);
        let is_kept = |write: usize| {
            escapes.is_none_or(|escapes| {
                escapes.events.iter().all(|&(escape, _)| {
                    escape == event
                        || !flow.reaches(write, escape, is_write)
                        || !flow.reaches(escape, event, is_write)
                })
            })
        };
        writes.into_iter().all(|write| {
            let given = self.given_at(func, write);
            given.is_some_and(|value| self.is_fresh(value, 0, depth)) && is_kept(write)
        })
    }

    /// The value that the assignment of a whole variable gives it.
    pub(super) fn given_at(&self, func: FuncId, write: usize) -> Option<ExprRef> {
        let Event { stmt, range, .. } = self.flow(func).events.get(write)?;
        let ast = self.ast(func.decl);
        let StmtKind::Assign {
            targets, values, ..
        } = &ast.stmt(*stmt).kind
        else {
            return None;
        };
        let position = targets
            .iter()
            .position(|&target| ast.expr(target).range == *range)?;
        let &expr = values.get(position)?;
        (targets.len() == values.len()).then_some(ExprRef {
            decl: func.decl,
            expr,
        })
    }

    fn has_escaped(&self, symbol: SymbolId, func: FuncId, event: usize) -> bool {
        let Some(escapes) = self.escapes_of(symbol) else {
            return false;
        };
        // Who makes an object and returns it may register it before it is complete: only goroutines count.
        let counts = |kind| kind != EscapeKind::Stored || !self.returns_variable(func, symbol);
        let flow = self.flow(func);
        escapes
            .events
            .iter()
            .any(|&(escape, kind)| escape != event && flow.leads_to(escape, event) && counts(kind))
    }

    /// Whether a function returns what its local variable holds.
    fn returns_variable(&self, func: FuncId, symbol: SymbolId) -> bool {
        match self.symbol(symbol).kind {
            SymbolKind::Result => true,
            SymbolKind::Var => self.uses_of(symbol).certain.iter().any(|&at| {
                let ast = self.ast(at.decl);
                matches!(ast.expr(at.expr).parent, Parent::Stmt(stmt)
                    if matches!(ast.stmt(stmt).kind, StmtKind::Return(_))
                        && self.func_of_stmt(at.decl, stmt) == Some(func.index))
            }),
            _ => false,
        }
    }

    /// The function whose body holds a statement.
    pub fn func_of_stmt(&self, decl: DeclId, stmt: StmtId) -> Option<FuncIndex> {
        let ast = self.ast(decl);
        let mut parent = ast.stmt(stmt).parent;
        loop {
            parent = match parent {
                Parent::Func(index) => return Some(index),
                Parent::Stmt(outer) => ast.stmt(outer).parent,
                Parent::Expr(outer) => ast.expr(outer).parent,
                Parent::Decl => return None,
            };
        }
    }

    /// `func init()`, which runs before anything else of the package can.
    pub fn is_init(&self, func: FuncId) -> bool {
        let func = self.func(func);
        func.receiver.is_none() && func.name.is_some_and(|ident| &*ident.name == "init")
    }
}
