//! Who it is that closes a channel: one of its receivers, who starts the senders, or somebody else.

use super::early::{Closer, LateSend};
use super::{Channel, Operation};
use crate::model::flow::{CallMode, Callee, ChanOpKind, EventKind};
use crate::model::goroutines::RootKind;
use crate::model::structure::Condition;
use crate::model::*;
use crate::syntax::ast::StmtId;

/// How many calls around a close are looked at.
const DEPTH: usize = 3;

/// A place at which a function comes to the close.
#[derive(Clone, Copy)]
struct Step {
    func: FuncId,
    event: usize,
    mode: CallMode,
}

impl Package<'_> {
    pub(super) fn closer(
        &self,
        channel: &Channel,
        close: &Operation,
        sends: &[LateSend],
    ) -> Option<Closer> {
        let steps = self.steps_to_close(close)?;
        let sends_itself = channel
            .of_kind(ChanOpKind::Send)
            .any(|send| send.func == close.func);
        if steps.iter().any(|step| self.receives_before(channel, step)) && !sends_itself {
            return Some(Closer::Receiver);
        }
        // What a function of its own closes that was not given the channel, it does for others.
        let is_given = self.symbol(close.symbol).kind == SymbolKind::Param;
        let own = steps
            .iter()
            .position(|step| self.func(step.func).name.is_some());
        let near = match own {
            Some(last) if !is_given => &steps[..=last],
            _ => &steps,
        };
        let starts = sends
            .iter()
            .any(|late| self.starts_sender(near, &late.send));
        Some(match starts && !sends_itself {
            true => Closer::Starter,
            false => Closer::Supervisor,
        })
    }

    /// The close, and the calls of the functions around it on the same goroutine that lead to it and know the channel.
    fn steps_to_close(&self, close: &Operation) -> Option<Vec<Step>> {
        let mut steps = vec![Step {
            func: close.func?,
            event: self.event_of_operation(close)?,
            mode: close.mode,
        }];
        for _ in 0..DEPTH {
            let Some(&inner) = steps.last() else { break };
            let [site] = self.callers_of(inner.func).sites.as_slice() else {
                break;
            };
            if site.mode == CallMode::Spawned || inner.mode == CallMode::Spawned {
                break;
            }
            steps.push(Step {
                func: site.caller,
                event: site.event,
                mode: site.mode,
            });
        }
        Some(steps)
    }

    /// Whether the function receives from the channel, itself or by calling, other than behind the close.
    fn receives_before(&self, channel: &Channel, step: &Step) -> bool {
        let flow = self.flow(step.func);
        let receives = |func: FuncId| {
            channel
                .operations
                .iter()
                .filter(move |operation| {
                    matches!(operation.kind, ChanOpKind::Receive | ChanOpKind::Range)
                        && operation.func == Some(func)
                })
                .filter_map(|operation| self.event_of_operation(operation))
        };
        let is_before =
            |event: usize| step.mode == CallMode::Deferred || flow.leads_to(event, step.event);
        // Another way of the same `select` is as good as a receive before.
        let selects: Vec<StmtId> = self
            .conditions_of(step.func.decl, flow.events[step.event].stmt)
            .into_iter()
            .filter_map(|condition| match condition {
                Condition::Comm { select, .. } => Some(select),
                _ => None,
            })
            .collect();
        let is_beside = |operation: &Operation| {
            operation.kind == ChanOpKind::Receive
                && operation.func == Some(step.func)
                && operation
                    .select
                    .is_some_and(|case| selects.contains(&case.select))
        };
        if channel.operations.iter().any(is_beside) {
            return true;
        }
        if receives(step.func).any(is_before) {
            return true;
        }
        flow.events.iter().enumerate().any(|(index, event)| {
            let EventKind::Call {
                callee: Callee::Func(callee) | Callee::Literal(callee),
                mode: CallMode::Now,
                ..
            } = event.kind
            else {
                return false;
            };
            index != step.event && receives(callee).next().is_some() && is_before(index)
        })
    }

    /// Whether the function that closes has started the sender before, and closes whatever happens.
    fn starts_sender(&self, steps: &[Step], send: &Operation) -> bool {
        let Some(func) = send.func else { return false };
        self.roots_of(func).all.iter().any(|root| {
            let RootKind::Spawned { site, .. } = root.kind else {
                return false;
            };
            steps.iter().any(|step| {
                let flow = self.flow(step.func);
                step.func == site.caller
                    && (step.mode == CallMode::Deferred || flow.leads_to(site.event, step.event))
                    && !self.is_conditional(step, site.event)
                    && !self.waits_between(step, site.event)
            })
        })
    }

    /// Whether a function waits for something on its way from an event to a step.
    fn waits_between(&self, step: &Step, start: usize) -> bool {
        let flow = self.flow(step.func);
        step.mode == CallMode::Now
            && self.pauses_of(step.func).iter().any(|pause| {
                pause.event != step.event
                    && flow.leads_to(start, pause.event)
                    && flow.leads_to(pause.event, step.event)
            })
    }

    /// Whether something decides about a step that does not decide about the start of the goroutine.
    fn is_conditional(&self, step: &Step, start: usize) -> bool {
        let flow = self.flow(step.func);
        let conditions = |event: usize| {
            let stmt = flow.events[event].stmt;
            self.conditions_of(step.func.decl, stmt)
        };
        let around_start = conditions(start);
        conditions(step.event).iter().any(|condition| {
            !matches!(condition, Condition::Loop { .. }) && !around_start.contains(condition)
        })
    }
}
