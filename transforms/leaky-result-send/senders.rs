//! The goroutines that send, and how much each of them sends.

use super::makes::Made;
use crate::model::channels::{Channel, Operation};
use crate::model::flow::{CallMode, ChanOpKind, EventKind};
use crate::model::structure::StmtRef;
use crate::model::{FuncId, Package};
use crate::syntax::ast::*;

/// What one `go` statement of the function that makes the channel sends.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    /// The event that starts it.
    pub event: usize,
    /// How many values it sends at most; `None` where there is no limit.
    pub sends: Option<u64>,
    /// The loop around the `go` statement that the channel is not made in.
    pub repeats: Option<Repeats>,
    /// Where it sends.
    pub operations: Vec<Operation>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeats {
    Loop(StmtId),
    /// In several loops, or by a jump.
    Somehow,
}

/// Those who send on a channel, each started by the function that makes it; `None` where others may send too, or where
/// a sender need not wait for a receiver.
pub(super) fn senders_of(package: &Package, made: &Made, channel: &Channel) -> Option<Vec<Sender>> {
    let mut senders: Vec<Sender> = Vec::new();
    for operation in channel.of_kind(ChanOpKind::Send) {
        if operation.select.is_some() {
            return None;
        }
        let func = operation.func?;
        let event = package.event_of_operation(operation)?;
        for start in package.starts_of(func, event, made.func, &channel.symbols)? {
            if start.mode != CallMode::Spawned {
                return None;
            }
            let repeats = repeats(package, made, start.event);
            let sender = match senders.iter_mut().find(|known| known.event == start.event) {
                Some(known) => known,
                None => {
                    senders.push(Sender {
                        event: start.event,
                        sends: Some(0),
                        repeats,
                        operations: Vec::new(),
                    });
                    senders.last_mut()?
                }
            };
            sender.operations.push(*operation);
            sender.sends = match start.is_repeated || runs_again(package, func, event) {
                true => None,
                false => sender.sends,
            };
        }
    }
    for sender in &mut senders {
        sender.sends = sender
            .sends
            .and_then(|_| most_sends(package, &sender.operations));
    }
    (!senders.is_empty()).then_some(senders)
}

fn runs_again(package: &Package, func: FuncId, event: usize) -> bool {
    package.flow(func).reaches(event, event, |_| false)
}

/// How many of the operations one run can come to: those on branches that exclude each other count once.
fn most_sends(package: &Package, operations: &[Operation]) -> Option<u64> {
    let mut funcs: Vec<FuncId> = operations.iter().filter_map(|op| op.func).collect();
    funcs.sort();
    funcs.dedup();
    let mut sum = 0;
    for func in funcs {
        let flow = package.flow(func);
        let mut events: Vec<usize> = operations
            .iter()
            .filter(|operation| operation.func == Some(func))
            .filter_map(|operation| package.event_of_operation(operation))
            .collect();
        events.sort_unstable();
        // Events come in source order, so the longest chain ends at the last.
        let mut chains: Vec<u64> = Vec::new();
        for (position, &event) in events.iter().enumerate() {
            let before = events[..position].iter().zip(&chains);
            let longest = before
                .filter(|&(&earlier, _)| flow.reaches(earlier, event, |_| false))
                .map(|(_, &length)| length)
                .max();
            chains.push(longest.unwrap_or(0) + 1);
        }
        sum += chains.into_iter().max()?;
    }
    Some(sum)
}

/// Whether a `go` statement runs more often than the `make`.
fn repeats(package: &Package, made: &Made, event: usize) -> Option<Repeats> {
    let flow = package.flow(made.func);
    let decl = made.func.decl;
    let again = flow.reaches(
        event,
        event,
        |other| matches!(&other.kind, EventKind::Chan(op) if op.channel == made.make.expr),
    );
    if !again {
        return None;
    }
    let start = package.expr(made.make).range;
    let mut loops = package.loops_around(decl, flow.events[event].stmt);
    loops.retain(|&stmt| {
        let range = package.stmt(StmtRef { decl, stmt }).range;
        !range.contains(start)
    });
    Some(match loops.as_slice() {
        [only] => Repeats::Loop(*only),
        _ => Repeats::Somehow,
    })
}
