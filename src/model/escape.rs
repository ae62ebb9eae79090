//! Where objects escape: from then on another goroutine may reach what a local variable holds.

use super::flow::{CallMode, Callee};
use super::package::Package;
use super::path::Root;
use super::symbol::*;
use crate::syntax::ast::*;

/// The events of the function that declares a variable at which what it holds (or it itself, captured or by its
/// address) certainly goes where others can reach it.
#[derive(Clone, Debug, Default)]
pub struct Escapes {
    pub events: Vec<(usize, EscapeKind)>,
}

impl Escapes {
    /// What it means for who hands a value to a parameter that escapes so.
    fn seen_by_caller(&self) -> Option<EscapeKind> {
        let kinds = self.events.iter().map(|&(_, kind)| kind);
        kinds.max().map(|kind| match kind {
            EscapeKind::Spawned => EscapeKind::Led,
            EscapeKind::Led | EscapeKind::Stored => EscapeKind::Stored,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EscapeKind {
    /// Kept where others may find it.
    Stored,
    /// Given to a function that starts a goroutine with it.
    Led,
    /// Given to a goroutine that starts here.
    Spawned,
}

impl Package<'_> {
    /// Where a local variable's value escapes. Handing it to functions out of sight, or keeping it in a closure that may
    /// run anywhere, is no certain escape.
    ///
    /// `None` while they are being looked for: functions that hand a value to each other in a circle keep it among
    /// themselves.
    pub fn escapes_of(&self, variable: SymbolId) -> Option<&Escapes> {
        if let Some(known) = self.escapes.get(&variable) {
            return Some(known);
        }
        if !self.escaping.borrow_mut().insert(variable) {
            return None;
        }
        let mut escapes = Escapes::default();
        for &at in &self.uses_of(variable).certain {
            escapes.events.extend(self.escape_at(variable, at));
        }
        escapes.events.sort_unstable();
        escapes.events.dedup();
        self.escaping.borrow_mut().remove(&variable);
        Some(self.escapes.insert(variable, Box::new(escapes)))
    }

    /// The event of the declaring function at which the use at `at` lets the variable's value escape.
    fn escape_at(&self, variable: SymbolId, at: ExprRef) -> Option<(usize, EscapeKind)> {
        let declaring = FuncId {
            decl: variable.decl,
            index: self.symbol(variable).func?,
        };
        let user = self.enclosing_func(at)?;
        if user != declaring {
            let spawn = self.captured_by_goroutine(declaring, user)?;
            return Some((spawn, EscapeKind::Spawned));
        }
        let carrier = self.carrier(at);
        let ast = self.ast(at.decl);
        match ast.expr(carrier).parent {
            Parent::Stmt(stmt) => match &ast.stmt(stmt).kind {
                StmtKind::Send { value, .. } if *value == carrier => {
                    Some((self.first_event(declaring, stmt)?, EscapeKind::Stored))
                }
                StmtKind::Assign {
                    targets, values, ..
                } if targets.len() == values.len() => {
                    let position = values.iter().position(|&value| value == carrier)?;
                    let event =
                        self.stored(variable, declaring, stmt, at.decl, targets[position])?;
                    Some((event, EscapeKind::Stored))
                }
                _ => None,
            },
            Parent::Expr(outer) => self.passed_to(declaring, at.decl, carrier, outer),
            _ => None,
        }
    }

    /// The outermost expression that carries the value: `&T{s}` for `s`, `append(list, s)`.
    fn carrier(&self, at: ExprRef) -> ExprId {
        let ast = self.ast(at.decl);
        let mut carrier = at.expr;
        loop {
            let Parent::Expr(outer) = ast.expr(carrier).parent else {
                return carrier;
            };
            let carries = match &ast.expr(outer).kind {
                ExprKind::Paren(_) => true,
                ExprKind::Unary { op, .. } => *op == UnaryOp::Address,
                ExprKind::Composite { elements, .. } => {
                    elements.iter().any(|element| element.value == carrier)
                }
                ExprKind::Call { callee, args, .. } => {
                    let callee = ExprRef {
                        decl: at.decl,
                        expr: *callee,
                    };
                    args.contains(&carrier)
                        && (self.builtin(callee) == Some("append")
                            || self.denoted(callee).is_some())
                }
                _ => false,
            };
            if !carries {
                return carrier;
            }
            carrier = outer;
        }
    }

    /// Assigned to `target`: an escape if that belongs to the package or to an object that others reach.
    fn stored(
        &self,
        variable: SymbolId,
        func: FuncId,
        stmt: StmtId,
        decl: DeclId,
        target: ExprId,
    ) -> Option<usize> {
        let path = self.path_of(ExprRef { decl, expr: target });
        let event = self.first_event(func, stmt)?;
        match path.root {
            Root::Symbol(root) if root == variable => None,
            Root::Symbol(root) if !self.is_local(root) => Some(event),
            // Another local name for it.
            Root::Symbol(_) if path.steps.is_empty() => None,
            Root::Symbol(_) => (!self.is_owned(func, event, &path)).then_some(event),
            Root::Value(_) => None,
        }
    }

    /// Handed to a call: an escape if the call starts a goroutine, or lets its parameter escape.
    fn passed_to(
        &self,
        func: FuncId,
        decl: DeclId,
        carrier: ExprId,
        outer: ExprId,
    ) -> Option<(usize, EscapeKind)> {
        let ast = self.ast(decl);
        let (call, argument) = match &ast.expr(outer).kind {
            ExprKind::Call { args, .. } => {
                (outer, Some(args.iter().position(|&arg| arg == carrier)?))
            }
            // `s.run()`, or `s.run` as an argument.
            ExprKind::Selector { .. } => {
                let Parent::Expr(call) = ast.expr(outer).parent else {
                    return None;
                };
                matches!(ast.expr(call).kind, ExprKind::Call { .. }).then_some((call, None))?
            }
            _ => return None,
        };
        let flow = self.flow(func);
        for (index, event) in flow.events.iter().enumerate() {
            let super::flow::EventKind::Call {
                call: this,
                callee,
                mode,
            } = event.kind
            else {
                continue;
            };
            if this != call {
                continue;
            }
            let kind = match (mode, callee) {
                (CallMode::Spawned, _) => (argument.is_none()
                    || event.range == ast.expr(call).range)
                    .then_some(EscapeKind::Spawned),
                (_, Callee::Func(callee)) => {
                    let param = match argument {
                        Some(position) => self.param_at(callee, position),
                        None => self.receiver_of(callee),
                    };
                    let escapes = param.and_then(|param| self.escapes_of(param));
                    escapes.and_then(Escapes::seen_by_caller)
                }
                _ => None,
            };
            if let Some(kind) = kind {
                return Some((index, kind));
            }
        }
        None
    }

    /// The event at which `declaring` starts the goroutine that runs `user`, a literal inside it.
    fn captured_by_goroutine(&self, declaring: FuncId, user: FuncId) -> Option<usize> {
        let mut literal = user;
        // Only generated code nests deeper.
        for _ in 0..50 {
            let callers = self.callers_of(literal);
            let spawn = callers
                .sites
                .iter()
                .find(|site| site.mode == CallMode::Spawned && site.caller == declaring);
            if let Some(spawn) = spawn {
                return Some(spawn.event);
            }
            let parent = FuncId {
                decl: literal.decl,
                index: self.func(literal).parent?,
            };
            if parent == declaring {
                return None;
            }
            literal = parent;
        }
        None
    }

    /// The receiver's symbol, where it has a name.
    pub fn receiver_of(&self, func: FuncId) -> Option<SymbolId> {
        let receiver = self.func(func).receiver.as_ref()?.names.first()?;
        self.symbol_declared_at(func.decl, receiver.range.start)
    }

    fn first_event(&self, func: FuncId, stmt: StmtId) -> Option<usize> {
        let mut events = self.flow(func).events.iter();
        events.position(|event| event.stmt == stmt)
    }
}
