//! Ownership: which objects only one goroutine can reach, because they are new and went nowhere yet.

use super::escape::EscapeKind;
use super::flow::{AccessKind, CallMode, Callee, Event, EventKind};
use super::package::Package;
use super::path::{AccessPath, Root, Step};
use super::symbol::*;
use super::types::Type;
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

    /// Whether a function makes the object that `path` is a part of, at least on some way: it is not shared until late.
    pub fn makes_object_of(&self, func: FuncId, path: &AccessPath) -> bool {
        let Some(symbol) = path.root_symbol().filter(|&root| self.is_local(root)) else {
            return false;
        };
        let is_variable = matches!(
            self.symbol(symbol).kind,
            SymbolKind::Var | SymbolKind::Result
        );
        // No pointer is followed but the one that the variable may be.
        let is_near = match path.steps.split_first() {
            Some((Step::Field(field), rest)) => {
                self.holds_inside(*field, rest) || self.holds_inside(symbol, &path.steps)
            }
            Some(_) => self.holds_inside(symbol, &path.steps),
            None => true,
        };
        // A literal runs with the function around it, but for one that is kept or started.
        let is_its_own = self.symbol(symbol).func == Some(func.index)
            || self.handed_on(func).is_none_or(|handed| !handed.is_kept)
                && (self.callers_of(func).sites.iter()).all(|site| site.mode != CallMode::Spawned);
        if !is_variable || !is_near || !is_its_own {
            return false;
        }
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
            .any(|(value, position)| self.is_fresh(value, position, DEPTH))
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
        let callers = self.callers_of(func);
        let mut sites = callers
            .sites
            .iter()
            .filter(|site| !self.file_of(site.caller.decl).is_test)
            .peekable();
        depth > 0
            && !is_open
            && !callers.is_value
            && sites.peek().is_some()
            && sites.all(|site| {
                site.mode != CallMode::Spawned
                    && self
                        .argument_path(path, site.call, func)
                        .is_some_and(|path| {
                            self.being_made_within(site.caller, Some(site.event), &path, depth - 1)
                        })
            })
    }

    /// Whether `func` has given its object to a goroutine when it comes to `event`.
    fn has_spawned(&self, func: FuncId, event: usize, path: &AccessPath) -> bool {
        let root = path.root_symbol();
        let own = root.filter(|&root| self.symbol(root).func == Some(func.index));
        let escapes = own.and_then(|root| self.escapes_of(root));
        escapes.is_some_and(|escapes| {
            escapes.events.iter().any(|&(at, kind)| {
                kind == EscapeKind::Spawned && self.flow(func).reaches(at, event, |_| false)
            })
        })
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
    fn given_at(&self, func: FuncId, write: usize) -> Option<ExprRef> {
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
        escapes.events.iter().any(|&(escape, kind)| {
            escape != event && flow.reaches(escape, event, |_| false) && counts(kind)
        })
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

    /// Whether everything that is ever assigned to a local variable is a new object, or nothing.
    fn is_defined_fresh(&self, symbol: SymbolId, depth: u32) -> bool {
        if let TypeSource::Value {
            value, position, ..
        } = self.symbol(symbol).ty
        {
            let value = ExprRef {
                decl: symbol.decl,
                expr: value,
            };
            if !self.is_fresh(value, position, depth) {
                return false;
            }
        } else if !matches!(self.symbol(symbol).ty, TypeSource::Declared(_)) {
            return false;
        }
        self.assigned_to(symbol)
            .into_iter()
            .all(|(value, position)| self.is_fresh(value, position, depth))
    }

    /// What assignments (its declaration aside) give a local variable: the value, and the position among its values.
    fn assigned_to(&self, symbol: SymbolId) -> Vec<(ExprRef, u32)> {
        let mut found = Vec::new();
        for &at in &self.uses_of(symbol).certain {
            let ast = self.ast(at.decl);
            let Parent::Stmt(stmt) = ast.expr(at.expr).parent else {
                continue;
            };
            let StmtKind::Assign {
                targets, values, ..
            } = &ast.stmt(stmt).kind
            else {
                continue;
            };
            let Some(position) = targets.iter().position(|&target| target == at.expr) else {
                continue;
            };
            let here = |expr: ExprId| ExprRef {
                decl: at.decl,
                expr,
            };
            if targets.len() == values.len() {
                found.push((here(values[position]), 0));
            } else if let Some(&value) = values.first() {
                found.push((here(value), position as u32));
            }
        }
        found
    }

    /// Whether a value (the `position`th of a call's results) is a new object that nobody else has.
    fn is_fresh(&self, at: ExprRef, position: u32, depth: u32) -> bool {
        let here = |expr: ExprId| ExprRef {
            decl: at.decl,
            expr,
        };
        match &self.expr(at).kind {
            ExprKind::Composite { .. } | ExprKind::Literal(_) | ExprKind::Func(_) => true,
            ExprKind::Paren(inner) => self.is_fresh(here(*inner), position, depth),
            ExprKind::Unary {
                op: UnaryOp::Address,
                operand,
            } => match self.path_of(here(*operand)).root {
                Root::Symbol(symbol) => {
                    matches!(self.expr(here(*operand)).kind, ExprKind::Name(_))
                        && self.is_local(symbol)
                }
                Root::Value(_) => self.is_fresh(here(*operand), position, depth),
            },
            ExprKind::Name(name) => {
                **name == *"nil"
                    || self
                        .named_symbol(at)
                        .is_some_and(|symbol| depth > 0 && self.is_fresh_local(symbol, depth))
            }
            ExprKind::Call { args, .. } => match self.callee(at) {
                Callee::Builtin("new" | "make") => true,
                Callee::Builtin("append") => args
                    .first()
                    .is_some_and(|&first| self.is_fresh(here(first), 0, depth)),
                Callee::Conversion => args
                    .first()
                    .is_some_and(|&first| self.is_fresh(here(first), 0, depth)),
                Callee::Func(func) => depth > 0 && self.returns_fresh(func, position, depth - 1),
                Callee::Literal(func) => depth > 0 && self.returns_fresh(func, position, depth - 1),
                _ => false,
            },
            _ => false,
        }
    }

    /// A local that holds new objects only and never goes anywhere but into the value asked about.
    fn is_fresh_local(&self, symbol: SymbolId, depth: u32) -> bool {
        self.is_local(symbol)
            && matches!(
                self.symbol(symbol).kind,
                SymbolKind::Var | SymbolKind::Result
            )
            && self.is_defined_fresh(symbol, depth - 1)
    }

    /// Whether a function's result is a new object wherever it returns: it is a constructor.
    fn returns_fresh(&self, func: FuncId, position: u32, depth: u32) -> bool {
        if let Some(&known) = self.constructors.borrow().get(&(func, position)) {
            return known;
        }
        // Functions that call each other are no constructors.
        self.constructors
            .borrow_mut()
            .insert((func, position), false);
        let returns = self.returned_values(func, position);
        let is_fresh = self.func(func).body.is_some()
            && !returns.is_empty()
            && returns.iter().all(|returned| match returned {
                Some((value, position)) => self.is_fresh(*value, *position, depth),
                None => false,
            });
        self.constructors
            .borrow_mut()
            .insert((func, position), is_fresh);
        is_fresh
    }

    /// What each `return` of a function gives for its `position`th result, `None` within for a bare one.
    pub(super) fn returned_values(
        &self,
        func: FuncId,
        position: u32,
    ) -> Vec<Option<(ExprRef, u32)>> {
        let ast = self.ast(func.decl);
        let here = |expr: ExprId| ExprRef {
            decl: func.decl,
            expr,
        };
        let mut found = Vec::new();
        for (index, stmt) in ast.stmts.iter().enumerate() {
            let StmtKind::Return(values) = &stmt.kind else {
                continue;
            };
            if self.func_of_stmt(func.decl, StmtId(index as u32)) != Some(func.index) {
                continue;
            }
            found.push(match values.as_slice() {
                [] => None,
                [one] if position > 0 => Some((here(*one), position)),
                values => values.get(position as usize).map(|&value| (here(value), 0)),
            });
        }
        found
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
