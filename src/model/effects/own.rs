//! What the events of one function do by themselves.

use super::super::flow::{CallMode, Callee, ChanOpKind, Event, EventKind};
use super::super::locks::LockOp;
use super::super::package::Package;
use super::super::path::AccessPath;
use super::super::resolve::name;
use super::super::symbol::*;
use super::super::types::Type;
use super::Effects;
use super::standard::{self, Standard};
use crate::source::Range;
use crate::syntax::ast::*;

/// The effects of the events in `range`, and in none of `except`; `calls` holds the functions in sight that they call directly.
pub(super) fn effects_within(
    package: &Package,
    func: FuncId,
    range: Range,
    except: &[Range],
) -> Effects {
    let mut own = Own {
        package,
        decl: func.decl,
        effects: Effects::default(),
    };
    let data = package.func(func);
    if data.body.is_none() {
        own.unknown(data.name.map_or_else(|| name(""), |ident| ident.name));
    }
    for event in &package.flow(func).events {
        let is_left_out = || except.iter().any(|part| part.contains(event.range));
        if range.contains(event.range) && !is_left_out() {
            own.event(event);
        }
    }
    own.statements(func, range);
    own.effects
}

struct Own<'p, 'w> {
    package: &'p Package<'w>,
    decl: DeclId,
    effects: Effects,
}

impl Own<'_, '_> {
    fn at(&self, expr: ExprId) -> ExprRef {
        ExprRef {
            decl: self.decl,
            expr,
        }
    }

    fn unknown(&mut self, name: Name) {
        self.effects.unknown.insert(name);
    }

    fn event(&mut self, event: &Event) {
        match &event.kind {
            EventKind::Access { .. } => {}
            EventKind::Lock { path, op, mode } => {
                if *mode != CallMode::Spawned {
                    self.lock(path, event.range);
                    let is_release = matches!(op, LockOp::Release(_));
                    if is_release && event.held.mode_of(path).is_none() {
                        self.effects.releases.extend(path.target());
                    }
                }
            }
            EventKind::Chan(op) => {
                let waits = matches!(
                    op.kind,
                    ChanOpKind::Send | ChanOpKind::Receive | ChanOpKind::Range
                );
                let is_poll = op
                    .select
                    .is_some_and(|(select, _)| self.has_default(select));
                self.effects.blocks |= waits && !is_poll;
            }
            EventKind::Call { call, callee, mode } => {
                if *mode != CallMode::Spawned {
                    self.call(*call, *callee, event.range);
                }
            }
        }
    }

    fn has_default(&self, select: StmtId) -> bool {
        let ast = self.package.ast(self.decl);
        let StmtKind::Select { cases } = &ast.stmt(select).kind else {
            return false;
        };
        cases
            .iter()
            .any(|&case| matches!(ast.stmt(case).kind, StmtKind::Comm { comm: None, .. }))
    }

    /// A call of `Lock` and the like: of a `sync` type, or of a type that has such methods of its own.
    fn lock(&mut self, path: &AccessPath, range: Range) {
        match path.target() {
            Some(lock) => {
                self.effects.locks.insert(lock);
            }
            None => self.unknown(name("Lock")),
        }
        let ast = self.package.ast(self.decl);
        let callee = ast.exprs.iter().find_map(|expr| match &expr.kind {
            ExprKind::Call { callee, .. } if expr.range == range => Some(*callee),
            _ => None,
        });
        if let Some(callee) = callee
            && let Some(Callee::Func(func)) = self.package.function_value(self.at(callee))
            && !self.package.world().is_standard(func.decl.dir)
        {
            self.effects.calls.insert(func);
        }
    }

    fn call(&mut self, call: ExprId, callee: Callee, range: Range) {
        match callee {
            Callee::Builtin(_) | Callee::Conversion => {}
            Callee::Literal(func) => {
                self.effects.calls.insert(func);
            }
            Callee::Func(func) if !self.package.world().is_standard(func.decl.dir) => {
                self.effects.calls.insert(func);
            }
            Callee::Value(symbol) => self.value(symbol),
            Callee::Func(_) | Callee::InterfaceMethod(_) | Callee::Unknown => {
                let is_argument = range != self.package.ast(self.decl).expr(call).range;
                if is_argument {
                    self.effects.calls_values = true;
                } else {
                    self.distant(call);
                }
            }
        }
    }

    /// A call of what a variable holds.
    fn value(&mut self, symbol: SymbolId) {
        let package = self.package;
        if standard::is_cancel(package, &package.type_of_symbol(symbol)) {
            return;
        }
        match package.literal_held_by(symbol) {
            Some(func) => {
                self.effects.calls.insert(func);
            }
            None => self.effects.calls_values = true,
        }
    }

    /// A call of a function that is out of sight, or of the standard library.
    fn distant(&mut self, call: ExprId) {
        let package = self.package;
        let ast = package.ast(self.decl);
        let ExprKind::Call { callee, args, .. } = &ast.expr(call).kind else {
            return;
        };
        let is_container = package
            .used_object(self.at(call), Callee::Unknown)
            .is_some();
        match standard::classify(package, self.at(call)) {
            Some(Standard::Harmless) => {}
            None if is_container => {}
            Some(Standard::Blocks) => self.effects.blocks = true,
            None => {
                let mut callee = *callee;
                while let ExprKind::Paren(inner) | ExprKind::Index { operand: inner, .. } =
                    ast.expr(callee).kind
                {
                    callee = inner;
                }
                match &ast.expr(callee).kind {
                    ExprKind::Selector { field, .. } => self.unknown(field.name),
                    ExprKind::Name(text) => self.unknown(*text),
                    _ => self.effects.calls_values = true,
                }
            }
        }
        // Functions that are handed over are run, for all that is known, before the call ends; those that
        // `time.AfterFunc` and the like are given, on a goroutine of their own.
        let spawned = package.functions_run_by(self.at(call));
        for &arg in args {
            if spawned.contains(&(arg, CallMode::Spawned)) {
                continue;
            }
            match package.function_value(self.at(arg)) {
                Some(Callee::Literal(func)) => {
                    self.effects.calls.insert(func);
                }
                Some(Callee::Func(func))
                    if !package.world().is_standard(func.decl.dir)
                        && matches!(
                            ast.expr(arg).kind,
                            ExprKind::Name(_) | ExprKind::Selector { .. }
                        ) =>
                {
                    self.effects.calls.insert(func);
                }
                _ => {}
            }
        }
    }

    /// What no event tells: `select {}`, and loops over functions.
    fn statements(&mut self, func: FuncId, range: Range) {
        let package = self.package;
        let ast = package.ast(self.decl);
        let body = ast.func(func.index).body.map(|body| ast.stmt(body).range);
        let Some(body) = body else {
            return;
        };
        for stmt in &ast.stmts {
            if !range.contains(stmt.range) || !body.contains(stmt.range) {
                continue;
            }
            match &stmt.kind {
                StmtKind::Select { cases } if cases.is_empty() && is_of(ast, stmt, func) => {
                    self.effects.blocks = true;
                }
                StmtKind::Range {
                    targets, operand, ..
                } if is_of(ast, stmt, func) => {
                    // Two variables come from no channel, and a variable holds no iterator.
                    let is_container = targets.len() == 2
                        && !matches!(ast.expr(*operand).kind, ExprKind::Call { .. });
                    let operand = self.at(*operand);
                    let is_iterator = || standard::classify(package, operand).is_some();
                    match package.underlying(&package.type_of(operand)) {
                        Type::Func(_) => self.effects.calls_values |= !is_iterator(),
                        Type::Unknown if !is_container && !is_iterator() => {
                            self.unknown(name("range"));
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether a statement belongs to the function itself, not to a literal inside it.
fn is_of(ast: &Ast, stmt: &Stmt, func: FuncId) -> bool {
    let mut parent = stmt.parent;
    loop {
        parent = match parent {
            Parent::Decl => return false,
            Parent::Func(index) => return index == func.index,
            Parent::Expr(expr) => ast.expr(expr).parent,
            Parent::Stmt(stmt) => ast.stmt(stmt).parent,
        };
    }
}
