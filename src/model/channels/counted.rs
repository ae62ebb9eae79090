//! Receivers that count: as many receives as there are sends come before the close.

use super::{Channel, Operation};
use crate::model::flow::ChanOpKind;
use crate::model::goroutines::RootKind;
use crate::model::structure::{Condition, StmtRef};
use crate::model::*;
use crate::syntax::ast::*;

/// How often something runs.
#[derive(Clone, Debug, PartialEq)]
enum Count {
    Once,
    /// As often as a loop of this declaration that is bounded by this text.
    Times(DeclId, String),
}

impl Package<'_> {
    /// Whether the channel is closed only once all values were received that are ever sent.
    pub(super) fn is_counted(
        &self,
        channel: &Channel,
        close: &Operation,
        send: &Operation,
    ) -> bool {
        let sends: Vec<&Operation> = channel.of_kind(ChanOpKind::Send).collect();
        let counts: Option<Vec<Count>> = sends
            .iter()
            .map(|send| match send.func == close.func {
                true => self.count_within(send.at, send.func),
                false => self.count_of_send(send),
            })
            .collect();
        let Some(counts) = counts else { return false };
        if let Some(count) = counts.first()
            && counts.iter().all(|other| other == count)
            && self.is_closed_at(close, count)
        {
            return true;
        }
        let receives: Vec<&Operation> = channel
            .of_kind(ChanOpKind::Receive)
            .filter(|receive| {
                receive.func == close.func && receive.select.is_none_or(|case| case.others == 0)
            })
            .collect();
        if counts.iter().all(|count| *count == Count::Once) {
            let start = self.start_of_sender(close, send);
            return self.receives_all(close, start, &receives, counts.len());
        }
        let [receive] = receives.as_slice() else {
            return false;
        };
        if self.is_within_loop_of(close, receive) {
            return false;
        }
        let received = self.count_within(receive.at, close.func);
        // Of a number that is worked out elsewhere it can only be believed that it is the right one.
        let is_variable = matches!(&received, Some(Count::Times(_, bound)) if !bound.starts_with(|letter: char| letter.is_ascii_digit()));
        counts.iter().all(|count| received.as_ref() == Some(count))
            || is_variable && sends.iter().all(|send| self.is_sent_once(send))
    }

    /// Whether a close comes in a round of the loop in which a receive stands: not all values are there then.
    fn is_within_loop_of(&self, close: &Operation, receive: &Operation) -> bool {
        let around = |operation: &Operation| {
            let stmt = self.stmt_of(operation.at)?;
            Some(self.loops_around(operation.at.decl, stmt))
        };
        let (Some(of_close), Some(of_receive)) = (around(close), around(receive)) else {
            return false;
        };
        close.mode == flow::CallMode::Now
            && close.at.decl == receive.at.decl
            && of_receive.iter().any(|stmt| of_close.contains(stmt))
    }

    /// Whether each goroutine that makes the send makes it once.
    fn is_sent_once(&self, send: &Operation) -> bool {
        self.count_within(send.at, send.func) == Some(Count::Once)
    }

    /// Whether no way leads from the start of the senders to the close that does not pass this many receives.
    fn receives_all(
        &self,
        close: &Operation,
        start: Option<usize>,
        receives: &[&Operation],
        count: usize,
    ) -> bool {
        let (Some(func), Some(end)) = (close.func, self.event_of_operation(close)) else {
            return false;
        };
        if close.mode != flow::CallMode::Now {
            return false;
        }
        let flow = self.flow(func);
        let passed = receives.iter().filter(|receive| {
            let Some(at) = self.event_of_operation(receive) else {
                return false;
            };
            let range = flow.events[at].range;
            match start {
                Some(start) => !flow.reaches(start, end, |event| event.range == range),
                None => !flow.is_reached(end, |_, event| event.range == range),
            }
        });
        passed.count() >= count
    }

    /// Where the closing function itself starts the only goroutine that makes the send.
    fn start_of_sender(&self, close: &Operation, send: &Operation) -> Option<usize> {
        let [root] = self.roots_of(send.func?).all.as_slice() else {
            return None;
        };
        match root.kind {
            RootKind::Spawned { site, .. } if Some(site.caller) == close.func => Some(site.event),
            _ => None,
        }
    }

    fn count_of_send(&self, send: &Operation) -> Option<Count> {
        let [root] = self.roots_of(send.func?).all.as_slice() else {
            return None;
        };
        let RootKind::Spawned { site, callee } = root.kind else {
            return None;
        };
        if Some(callee) != send.func {
            return None;
        }
        let inner = self.count_within(send.at, send.func)?;
        let outer = self.count_within(site.call, Some(site.caller))?;
        match (inner, outer) {
            (Count::Once, count) | (count, Count::Once) => Some(count),
            _ => None,
        }
    }

    /// How often an expression is come to in one run of its function.
    fn count_within(&self, at: ExprRef, func: Option<FuncId>) -> Option<Count> {
        if self.enclosing_func(at) != func {
            return None;
        }
        let stmt = self.stmt_of(at)?;
        match self.loops_around(at.decl, stmt).as_slice() {
            [] => Some(Count::Once),
            [only] => Some(Count::Times(at.decl, self.bound_of(at.decl, *only)?)),
            _ => None,
        }
    }

    /// The text that says how often a loop runs: `n` for `i := 0; i < n; i++`, `xs` for `range xs`.
    pub fn bound_of(&self, decl: DeclId, at: StmtId) -> Option<String> {
        let bound = match self.stmt(StmtRef { decl, stmt: at }).kind {
            StmtKind::Range { operand, .. } => operand,
            StmtKind::For {
                condition: Some(condition),
                ..
            } => match self.ast(decl).expr(condition).kind {
                ExprKind::Binary {
                    op: BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::NotEqual,
                    right,
                    ..
                } => right,
                _ => return None,
            },
            _ => return None,
        };
        Some(self.bound_text(ExprRef { decl, expr: bound }))
    }

    pub fn bound_text(&self, at: ExprRef) -> String {
        let text = self.expr_text(at).trim();
        let inner = text
            .strip_prefix("len(")
            .and_then(|text| text.strip_suffix(')'));
        inner.unwrap_or(text).to_string()
    }

    /// Whether the close stands under a comparison with the number of sends: `if n == len(jobs) { close(results) }`.
    fn is_closed_at(&self, close: &Operation, count: &Count) -> bool {
        let decl = close.at.decl;
        let Count::Times(of, bound) = count else {
            return false;
        };
        let Some(stmt) = self.stmt_of(close.at).filter(|_| *of == decl) else {
            return false;
        };
        let conditions = self.conditions_of(decl, stmt);
        conditions.iter().any(|condition| {
            let Condition::If {
                condition,
                in_then: true,
                ..
            } = condition
            else {
                return false;
            };
            match self.ast(decl).expr(*condition).kind {
                ExprKind::Binary {
                    op: BinaryOp::Equal | BinaryOp::GreaterEqual,
                    left,
                    right,
                } => [left, right]
                    .into_iter()
                    .any(|expr| self.bound_text(ExprRef { decl, expr }) == *bound),
                _ => false,
            }
        })
    }
}
