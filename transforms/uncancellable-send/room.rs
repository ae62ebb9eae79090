//! Room in the channel, which makes a send end by itself.

use super::waits::Wait;
use crate::model::channels::{Channel, Operation};
use crate::model::flow::{CallMode, ChanOpKind};
use crate::model::structure::StmtRef;
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package};
use crate::syntax::ast::StmtKind;

/// How many calls up a send is followed that happens once.
const DEPTH: usize = 4;

impl Wait {
    /// Whether the channel may have room for all: its capacity is computed, or it is a semaphore.
    pub fn may_have_room(&self, package: &Package, channel: &Channel) -> bool {
        if !channel.is_buffered() {
            return false;
        }
        let is_token = match package.underlying(&package.type_of(self.channel)) {
            Type::Chan(_, element) => package.is_empty_struct(&element),
            _ => true,
        };
        let has_receiver = package.func(self.func).receiver.is_some();
        let is_often = self.is_repeated(package) || has_receiver;
        is_token
            || channel.capacity().is_none()
            || !is_often
            || self.answers_each(package)
            || self.is_first_of_new(package)
            || is_room_for_each(package, channel)
    }

    /// Whether the function has just made what holds the channel: nothing is in it yet.
    fn is_first_of_new(&self, package: &Package) -> bool {
        self.path.root_symbol().is_some_and(|root| {
            package.symbol(root).func == Some(self.func.index)
                && root.decl == self.func.decl
                && package.makes_object_of(self.func, &self.path)
                && !self.is_repeated(package)
        })
    }

    /// Whether it is in a loop over a channel: whoever asks by that may wait for each answer.
    fn answers_each(&self, package: &Package) -> bool {
        let decl = self.func.decl;
        let loops = package.loops_around(decl, self.stmt.stmt);
        loops.into_iter().any(|stmt| {
            let StmtKind::Range { operand, .. } = package.stmt(StmtRef { decl, stmt }).kind else {
                return false;
            };
            let operand = ExprRef {
                decl,
                expr: operand,
            };
            matches!(
                package.underlying(&package.type_of(operand)),
                Type::Chan(..)
            )
        })
    }
}

/// Whether the channel has room for what each of its sends gives it once.
fn is_room_for_each(package: &Package, channel: &Channel) -> bool {
    let sends: Vec<&Operation> = channel.of_kind(ChanOpKind::Send).collect();
    let room = channel.capacity().unwrap_or(0);
    !channel.may_be_sent_on_elsewhere
        && sends.len() as u64 <= room
        && sends.iter().all(|send| {
            let event = package.event_of_operation(send).zip(send.func);
            event.is_some_and(|(event, func)| happens_once(package, func, event, DEPTH))
        })
}

/// Whether an event comes about once for each object, as far as calls in sight go: no loop is around it, and its function
/// is called at one place.
fn happens_once(package: &Package, func: FuncId, event: usize, depth: usize) -> bool {
    let flow = package.flow(func);
    if depth == 0 || flow.reaches(event, event, |_| false) {
        return false;
    }
    let callers = package.callers_of(func);
    let code = callers
        .sites
        .iter()
        .filter(|site| !package.file_of(site.call.decl).is_test);
    match code.collect::<Vec<_>>().as_slice() {
        [] => is_beginning_of(package, func),
        [site] if !callers.is_value && site.mode == CallMode::Now => {
            is_beginning_of(package, func)
                || happens_once(package, site.caller, site.event, depth - 1)
        }
        _ => false,
    }
}

fn is_beginning_of(package: &Package, func: FuncId) -> bool {
    let name = package.func(func).name;
    name.is_some_and(|name| is_beginning(&name.name))
}

/// Whether a function of this name begins the life of an object.
fn is_beginning(name: &str) -> bool {
    let name = name.to_lowercase();
    ["start", "open", "init", "new", "setup"]
        .iter()
        .any(|word| name.starts_with(word))
}

/// Whether the send gives one result to the function that started the goroutine and takes results once: room for it is what
/// is missing, and a select would only drop it.
pub(super) fn is_one_result(package: &Package, wait: &Wait, channel: &Channel) -> bool {
    let is_here = |operation: &Operation| operation.at.decl == wait.func.decl;
    let is_repeated = |operation: &Operation| {
        let event = package.event_of_operation(operation).zip(operation.func);
        event.is_none_or(|(event, func)| package.flow(func).reaches(event, event, |_| false))
    };
    let mut receives = channel
        .operations
        .iter()
        .filter(|operation| matches!(operation.kind, ChanOpKind::Receive | ChanOpKind::Range))
        .peekable();
    let is_literal = package.func(wait.func).literal.is_some();
    is_literal
        && package.is_local(wait.symbol)
        && channel.capacity() == Some(0)
        && !wait.is_repeated(package)
        && channel.operations.iter().all(is_here)
        && receives.peek().is_some()
        && receives.all(|receive| receive.func != Some(wait.func) && !is_repeated(receive))
}
