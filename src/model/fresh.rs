//! Values that are new objects: what is made where it is written, or by a function that makes one.

use super::flow::Callee;
use super::package::Package;
use super::path::Root;
use super::symbol::*;
use crate::syntax::ast::*;

impl Package<'_> {
    /// Whether everything that is ever assigned to a local variable is a new object, or nothing.
    pub(super) fn is_defined_fresh(&self, symbol: SymbolId, depth: u32) -> bool {
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
    pub(super) fn assigned_to(&self, symbol: SymbolId) -> Vec<(ExprRef, u32)> {
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
    pub(super) fn is_fresh(&self, at: ExprRef, position: u32, depth: u32) -> bool {
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
}
