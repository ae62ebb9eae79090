//! One thing that is done with a channel, and how.

use crate::model::flow::{CallMode, ChanOp, ChanOpKind, EventKind};
use crate::model::*;
use crate::syntax::ast::*;

/// An operation on a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    pub kind: ChanOpKind,
    /// The channel operand; for a `make` the call.
    pub at: ExprRef,
    /// The variable, field or parameter that holds the channel here.
    pub symbol: SymbolId,
    /// The function that does it; `None` in a package-level declaration.
    pub func: Option<FuncId>,
    /// Whether it is done when control comes to it, when the function ends, or on a goroutine of its own.
    pub mode: CallMode,
    /// The clause of a `select` that it is the question of.
    pub select: Option<SelectCase>,
    /// Whether a receive asks if the channel is closed: `v, ok := <-c`.
    pub asks_ok: bool,
}

/// A clause of a `select`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SelectCase {
    pub select: StmtId,
    pub clause: StmtId,
    pub has_default: bool,
    /// How many other clauses wait for something.
    pub others: usize,
}

impl Package<'_> {
    /// The channels that a function makes with a capacity that is known: the event, the operation and the capacity.
    pub fn makes_in(&self, func: FuncId) -> impl Iterator<Item = (usize, &ChanOp, u64)> {
        let events = self.flow(func).events.iter().enumerate();
        events.filter_map(|(number, event)| match &event.kind {
            EventKind::Chan(op) => match op.kind {
                ChanOpKind::Make {
                    capacity: Some(capacity),
                } => Some((number, &**op, capacity)),
                _ => None,
            },
            _ => None,
        })
    }

    pub(super) fn operation(&self, symbol: SymbolId, kind: ChanOpKind, at: ExprRef) -> Operation {
        let stmt = self.stmt_of(at);
        let mode = match stmt.map(|stmt| &self.ast(at.decl).stmt(stmt).kind) {
            Some(StmtKind::Defer(_)) => CallMode::Deferred,
            Some(StmtKind::Go(_)) => CallMode::Spawned,
            _ => CallMode::Now,
        };
        Operation {
            kind,
            at,
            symbol,
            func: self.enclosing_func(at),
            mode,
            select: stmt.and_then(|stmt| self.select_case(at.decl, stmt)),
            asks_ok: kind == ChanOpKind::Receive && self.asks_ok(at),
        }
    }

    /// The clause of a `select` whose question a statement is.
    pub fn select_case(&self, decl: DeclId, stmt: StmtId) -> Option<SelectCase> {
        let ast = self.ast(decl);
        let clause = self.parent_stmt(decl, stmt)?;
        let is_question =
            matches!(ast.stmt(clause).kind, StmtKind::Comm { comm, .. } if comm == Some(stmt));
        let select = self.parent_stmt(decl, clause).filter(|_| is_question)?;
        let StmtKind::Select { cases } = &ast.stmt(select).kind else {
            return None;
        };
        let is_default =
            |&case: &StmtId| matches!(ast.stmt(case).kind, StmtKind::Comm { comm: None, .. });
        let defaults = cases.iter().copied().filter(is_default).count();
        Some(SelectCase {
            select,
            clause,
            has_default: defaults > 0,
            others: cases.len() - defaults - 1,
        })
    }

    fn asks_ok(&self, at: ExprRef) -> bool {
        let ast = self.ast(at.decl);
        let mut parent = ast.expr(at.expr).parent;
        loop {
            parent = match parent {
                Parent::Expr(outer) => match ast.expr(outer).kind {
                    ExprKind::Paren(_) | ExprKind::Receive(_) => ast.expr(outer).parent,
                    _ => return false,
                },
                Parent::Stmt(stmt) => {
                    return match &ast.stmt(stmt).kind {
                        StmtKind::Assign {
                            targets, values, ..
                        } => targets.len() == 2 && values.len() == 1,
                        StmtKind::Vars(specs) => specs.iter().any(|spec| {
                            let holds = |&value: &ExprId| {
                                let range = ast.expr(at.expr).range;
                                ast.expr(value).range.contains(range)
                            };
                            spec.names.len() == 2
                                && spec.values.len() == 1
                                && spec.values.iter().any(holds)
                        }),
                        _ => false,
                    };
                }
                Parent::Decl | Parent::Func(_) => return false,
            };
        }
    }

    /// The index of an operation among the events of its function's flow.
    pub fn event_of_operation(&self, operation: &Operation) -> Option<usize> {
        let mut events = self.flow(operation.func?).events.iter();
        events.position(|event| {
            matches!(&event.kind, EventKind::Chan(op)
                if op.channel == operation.at.expr && op.kind == operation.kind)
        })
    }
}
