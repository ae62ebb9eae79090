//! Literals that a function makes and does not run itself: callbacks, stored or passed to somebody.

use super::flow::{CallMode, Callee, EventKind};
use super::package::Package;
use super::symbol::*;
use crate::source::Range;
use crate::syntax::ast::*;

/// Where a function hands a literal on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandedOn {
    /// The function that holds the literal, and the last of its events that comes before the literal has gone.
    pub func: FuncId,
    pub event: usize,
    /// Whether the literal is kept, in a field, a package variable, a composite literal or a result: it runs later then.
    pub is_kept: bool,
}

/// So often a function is followed that passes on what it is given.
const PASSED_ON: u32 = 2;

impl Package<'_> {
    /// Where a literal is handed on, if nobody in sight runs it.
    pub fn handed_on(&self, literal: FuncId) -> Option<HandedOn> {
        let func = self.func(literal);
        let (expr, parent) = (func.literal?, func.parent?);
        let callers = self.callers_of(literal);
        if !callers.is_value || !callers.sites.is_empty() {
            return None;
        }
        let outer = FuncId {
            decl: literal.decl,
            index: parent,
        };
        let range = func.range;
        let size = |range: Range| range.end - range.start;
        let events = &self.flow(outer).events;
        // The call that it is an argument of, else what the statement does last before.
        let around = (0..events.len())
            .filter(|&event| {
                matches!(events[event].kind, EventKind::Call { .. })
                    && events[event].range.contains(range)
            })
            .min_by_key(|&event| size(events[event].range));
        let before = (0..events.len())
            .filter(|&event| events[event].range.start <= range.start)
            .max_by_key(|&event| events[event].range.start);
        Some(HandedOn {
            func: outer,
            event: around.or(before)?,
            is_kept: self.is_kept(ExprRef {
                decl: literal.decl,
                expr,
            }),
        })
    }

    /// Whether a literal runs no sooner than its function has ended: what it is a part of is stored or returned, and no
    /// call gets it.
    pub(super) fn is_for_later(&self, literal: FuncId) -> bool {
        let decl = literal.decl;
        let ast = self.ast(decl);
        let Func {
            literal: Some(own),
            parent: Some(outer),
            ..
        } = *self.func(literal)
        else {
            return false;
        };
        let mut expr = own;
        let stmt = loop {
            match ast.expr(expr).parent {
                Parent::Expr(outer) => match ast.expr(outer).kind {
                    ExprKind::Composite { .. } | ExprKind::Paren(_) | ExprKind::Unary { .. } => {
                        expr = outer;
                    }
                    _ => return false,
                },
                Parent::Stmt(stmt) => break stmt,
                _ => return false,
            }
        };
        let StmtKind::Assign {
            targets, values, ..
        } = &ast.stmt(stmt).kind
        else {
            // Who is called with the lock may well return what is to be run with it: `defer s.measure()()`.
            let outer = FuncId { decl, index: outer };
            let is_alone = expr == own;
            return matches!(ast.stmt(stmt).kind, StmtKind::Return(_))
                && (!is_alone || self.held_by_callers(outer).is_empty());
        };
        let position = values.iter().position(|&value| value == expr);
        let Some(&target) = position.and_then(|position| targets.get(position)) else {
            return false;
        };
        let is_argument = |at: ExprRef| {
            matches!(ast.expr(at.expr).parent, Parent::Expr(outer)
                if matches!(&ast.expr(outer).kind, ExprKind::Call { args, .. } if args.contains(&at.expr)))
        };
        match self.named_symbol(ExprRef { decl, expr: target }) {
            Some(local) if self.is_local(local) => !self
                .uses_of(local)
                .certain
                .iter()
                .any(|&at| is_argument(at)),
            _ => true,
        }
    }

    /// Whether a function of the package that is given the literal calls it with a lock held: `s.update(func() {…})`.
    pub fn is_run_locked(&self, literal: FuncId, handed: HandedOn) -> bool {
        self.given_to(literal, handed)
            .is_some_and(|(callee, position)| self.calls_locked(callee, position, PASSED_ON))
    }

    /// Whether a function of the package that is given the literal starts a goroutine for it: `s.start(func() {…})`.
    pub(super) fn is_started(&self, literal: FuncId, handed: HandedOn) -> bool {
        let given = self.given_to(literal, handed);
        let param = given.and_then(|(callee, position)| {
            let param = self.param_at(callee, position)?;
            Some((callee, param))
        });
        param.is_some_and(|(callee, param)| {
            self.flow(callee).events.iter().any(|event| {
                matches!(event.kind, EventKind::Call { callee: Callee::Value(called), mode: CallMode::Spawned, .. }
                    if called == param)
            })
        })
    }

    /// The function of the package that is given a literal, and the literal's position among its arguments.
    fn given_to(&self, literal: FuncId, handed: HandedOn) -> Option<(FuncId, usize)> {
        let event = &self.flow(handed.func).events[handed.event];
        let EventKind::Call {
            call,
            callee: Callee::Func(callee),
            ..
        } = event.kind
        else {
            return None;
        };
        let args = match &self.ast(handed.func.decl).expr(call).kind {
            ExprKind::Call { args, .. } if callee.decl.dir == self.home().id => args,
            _ => return None,
        };
        let position = args
            .iter()
            .position(|&arg| Some(arg) == self.func(literal).literal)?;
        Some((callee, position))
    }

    /// Whether a function calls its parameter with a lock held, or passes it to one that does.
    fn calls_locked(&self, func: FuncId, position: usize, depth: u32) -> bool {
        let Some(param) = self.param_at(func, position) else {
            return false;
        };
        self.funcs(func.decl).any(|inner| {
            let events = self.flow(inner).events.iter().enumerate();
            events
                .filter_map(|(index, event)| match event.kind {
                    EventKind::Call { call, callee, .. } => Some((index, call, callee)),
                    _ => None,
                })
                .any(|(index, call, callee)| match callee {
                    Callee::Value(called) => {
                        called == param && !self.held_at(inner, index).is_empty()
                    }
                    Callee::Func(next) if depth > 0 && next.decl.dir == self.home().id => {
                        let ExprKind::Call { args, .. } = &self.ast(func.decl).expr(call).kind
                        else {
                            return false;
                        };
                        let passed = args.iter().position(|&arg| {
                            self.named_symbol(ExprRef {
                                decl: func.decl,
                                expr: arg,
                            }) == Some(param)
                        });
                        passed.is_some_and(|position| {
                            !self.held_at(inner, index).is_empty()
                                || self.calls_locked(next, position, depth - 1)
                        })
                    }
                    _ => false,
                })
        })
    }

    /// Whether a function value is stored or returned, to be called when its turn comes.
    pub(super) fn is_kept(&self, at: ExprRef) -> bool {
        let ast = self.ast(at.decl);
        match ast.expr(at.expr).parent {
            Parent::Expr(outer) => match &ast.expr(outer).kind {
                ExprKind::Composite { .. } => true,
                ExprKind::Paren(_) => self.is_kept(ExprRef {
                    decl: at.decl,
                    expr: outer,
                }),
                _ => false,
            },
            Parent::Stmt(stmt) => match &ast.stmt(stmt).kind {
                StmtKind::Return(_) => true,
                StmtKind::Assign {
                    targets, values, ..
                } => {
                    let position = values.iter().position(|&value| value == at.expr);
                    let target = position.and_then(|position| targets.get(position));
                    target.is_some_and(|&target| {
                        // A field, though its struct may be out of sight.
                        if matches!(ast.expr(target).kind, ExprKind::Selector { .. }) {
                            return true;
                        }
                        let path = self.path_of(ExprRef {
                            decl: at.decl,
                            expr: target,
                        });
                        !path.steps.is_empty()
                            || path.root_symbol().is_some_and(|root| !self.is_local(root))
                    })
                }
                _ => false,
            },
            _ => false,
        }
    }
}
