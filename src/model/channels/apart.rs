//! What keeps a send from coming after a close: one goroutine does both, a lock and a flag, a wait of another kind.

use super::{Channel, Operation};
use crate::model::flow::{CallMode, Callee, ChanOpKind, EventKind};
use crate::model::goroutines::{Concurrency, Origin, RootKind};
use crate::model::path::AccessPath;
use crate::model::structure::Condition;
use crate::model::*;
use crate::syntax::ast::*;

/// How many calls up from a close its goroutine is followed.
const DEPTH: usize = 6;

impl Package<'_> {
    /// Whether the goroutine that closes makes the send itself, and only one such goroutine runs.
    pub(super) fn is_made_by_closer(
        &self,
        close: &Operation,
        send: &Operation,
        evidence: Option<&Concurrency>,
    ) -> bool {
        let (Some(closer), Some(sender)) = (close.func, send.func) else {
            return false;
        };
        let is_repeated = evidence.is_some_and(|evidence| {
            [evidence.first, evidence.second].iter().any(|origin| {
                matches!(
                    origin,
                    Origin::Spawned {
                        is_repeated: true,
                        ..
                    }
                )
            })
        });
        let closers = self.around(closer);
        !is_repeated
            && self.chains_of(sender).all.iter().all(|chain| {
                let now = chain
                    .calls
                    .iter()
                    .take_while(|site| site.mode != CallMode::Spawned);
                std::iter::once(sender)
                    .chain(now.map(|site| site.caller))
                    .any(|func| closers.contains(&func))
            })
    }

    /// A function, and the functions around it that run it where it stands.
    fn around(&self, func: FuncId) -> Vec<FuncId> {
        let mut found = vec![func];
        let mut inner = func;
        for _ in 0..DEPTH {
            let sites = &self.callers_of(inner).sites;
            let [site] = sites.as_slice() else { break };
            let is_literal = self.func(inner).literal.is_some();
            if site.mode == CallMode::Spawned || !is_literal {
                break;
            }
            found.push(site.caller);
            inner = site.caller;
        }
        found
    }

    /// Whether a lock is held at both, or one is held at the send with a question asked that only makes sense with it.
    pub(super) fn is_send_locked(&self, close: &Operation, send: &Operation) -> bool {
        let held = |operation: &Operation| -> Vec<SymbolId> {
            let held = operation.func.and_then(|func| {
                let event = self.event_of_operation(operation)?;
                Some(self.held_at(func, event))
            });
            let held = held.iter().flat_map(|held| held.iter());
            held.filter_map(|(path, _)| path.target()).collect()
        };
        let at_send = held(send);
        held(close).iter().any(|lock| at_send.contains(lock))
            || !at_send.is_empty() && self.asks_about_state(send)
    }

    /// Whether an `if` before a send asks about a field or a variable that other functions have, too.
    fn asks_about_state(&self, send: &Operation) -> bool {
        self.questions_before(send.at).into_iter().any(|question| {
            self.expressions_in(question).into_iter().any(|part| {
                let is_state = |path: &AccessPath| match path.root_symbol() {
                    Some(root) => !path.steps.is_empty() || !self.is_local(root),
                    None => false,
                };
                matches!(
                    self.expr(part).kind,
                    ExprKind::Selector { .. } | ExprKind::Name(_)
                ) && is_state(&self.path_of(part))
            })
        })
    }

    /// The questions of the `if`s that lead to an operation.
    fn questions_before(&self, at: ExprRef) -> Vec<ExprRef> {
        let decl = at.decl;
        let Some(stmt) = self.stmt_of(at) else {
            return Vec::new();
        };
        let conditions = self.conditions_of(decl, stmt);
        conditions
            .iter()
            .filter_map(|condition| match *condition {
                Condition::If { condition, .. } | Condition::Passed { condition, .. } => {
                    Some(ExprRef {
                        decl,
                        expr: condition,
                    })
                }
                _ => None,
            })
            .collect()
    }

    /// Whether the panic of a send is caught where it is made.
    pub(super) fn recovers(&self, send: &Operation) -> bool {
        let Some(func) = send.func else { return false };
        let calls_recover = |literal: FuncId| {
            self.flow(literal).events.iter().any(|event| {
                let EventKind::Call { callee, .. } = event.kind else {
                    return false;
                };
                matches!(callee, Callee::Builtin("recover"))
            })
        };
        self.flow(func).events.iter().any(|event| match event.kind {
            EventKind::Call {
                callee: Callee::Literal(callee) | Callee::Func(callee),
                mode: CallMode::Deferred,
                ..
            } => !self.world().is_standard(callee.decl.dir) && calls_recover(callee),
            _ => false,
        })
    }

    /// Whether a close stands under a question to a counter: `if n.Add(-1) == 0 { close(c) }`.
    pub(super) fn is_closed_by_last(&self, close: &Operation) -> bool {
        let decl = close.at.decl;
        self.questions_before(close.at).into_iter().any(|question| {
            let ExprKind::Binary { left, right, .. } = self.expr(question).kind else {
                return false;
            };
            let is_zero = |expr| self.constant(ExprRef { decl, expr }) == Some(0);
            let counts = |expr| {
                let text = self.expr_text(ExprRef { decl, expr });
                text.contains("Add(") || text.contains("AddInt") || text.contains("AddUint")
            };
            counts(left)
                || counts(right)
                || is_zero(right) && self.is_counted_down(ExprRef { decl, expr: left })
        })
    }

    /// Whether the declaration counts a variable down.
    fn is_counted_down(&self, at: ExprRef) -> bool {
        let path = self.path_of(at);
        let decl = at.decl;
        self.ast(decl).stmts.iter().any(|stmt| match stmt.kind {
            StmtKind::IncDec {
                operand,
                is_increment: false,
            } => {
                let at = ExprRef {
                    decl,
                    expr: operand,
                };
                self.path_of(at) == path
            }
            _ => false,
        })
    }

    /// Whether the closing function waits for the sender through another channel first, however it loops over that.
    pub(super) fn is_told_otherwise(
        &self,
        channel: &Channel,
        close: &Operation,
        send: &Operation,
    ) -> bool {
        let (Some(closer), Some(sender)) = (close.func, send.func) else {
            return false;
        };
        let Some(end) = self.event_of_operation(close) else {
            return false;
        };
        let signals = self.signals_after(sender, send);
        let flow = self.flow(closer);
        flow.events.iter().enumerate().any(|(index, event)| {
            let EventKind::Chan(op) = &event.kind else {
                return false;
            };
            let is_receive = matches!(op.kind, ChanOpKind::Receive | ChanOpKind::Range)
                && op.select.is_none()
                && (flow.leads_to(index, end) || close.mode == CallMode::Deferred);
            is_receive
                && op
                    .path
                    .target()
                    .is_some_and(|target| match channel.symbols.contains(&target) {
                        true => self.is_drained_by(closer, event.stmt, target),
                        false => signals.contains(&target),
                    })
        })
    }

    /// The channels that a sender's goroutine sends on or closes behind a send.
    fn signals_after(&self, sender: FuncId, send: &Operation) -> Vec<SymbolId> {
        let mut found = Vec::new();
        let mut funcs = vec![(sender, self.event_of_operation(send))];
        for root in &self.roots_of(sender).all {
            if let RootKind::Spawned { callee, .. } = root.kind
                && callee != sender
            {
                funcs.push((callee, None));
            }
        }
        for (func, after) in funcs {
            let flow = self.flow(func);
            for (index, event) in flow.events.iter().enumerate() {
                if let EventKind::Chan(op) = &event.kind
                    && matches!(op.kind, ChanOpKind::Send | ChanOpKind::Close)
                    && after != Some(index)
                    && (op.mode == CallMode::Deferred
                        || after.is_none_or(|after| flow.leads_to(after, index)))
                {
                    found.extend(op.path.target());
                }
                if let EventKind::Call {
                    callee: Callee::Literal(literal),
                    mode: CallMode::Deferred,
                    ..
                } = event.kind
                {
                    let deferred = self.flow(literal).events.iter();
                    found.extend(deferred.filter_map(|event| match &event.kind {
                        EventKind::Chan(op)
                            if matches!(op.kind, ChanOpKind::Send | ChanOpKind::Close) =>
                        {
                            op.path.target()
                        }
                        _ => None,
                    }));
                }
            }
        }
        found
    }

    /// Whether a receive stands in a loop over the capacity of its channel: all places of a semaphore are taken then.
    fn is_drained_by(&self, func: FuncId, stmt: StmtId, channel: SymbolId) -> bool {
        let name = self.symbol(channel).name;
        let loops = self.loops_around(func.decl, stmt);
        loops.iter().any(|&stmt| {
            self.bound_of(func.decl, stmt).is_some_and(|bound| {
                bound.starts_with("cap(") && bound.ends_with(&format!("{name})"))
            })
        })
    }
}
