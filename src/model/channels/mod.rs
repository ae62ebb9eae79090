//! Channels: who makes, sends on, receives from and closes each of them, through variables, fields and parameters.

mod apart;
mod closer;
mod counted;
mod early;
mod flows;
mod guard;
mod onward;
mod operations;
mod origins;
mod outside;

pub use early::{Closer, EarlyClose, LateSend};
pub use guard::CloseGuard;
pub use operations::{Operation, SelectCase};

use flows::{Flow, place};

use super::flow::ChanOpKind;
use super::package::Package;
use super::symbol::*;
use super::types::Type;
use super::uses::is_exported;
use crate::syntax::ast::*;

/// All that is known of a channel: its variables and what is done with them.
#[derive(Clone, Debug, Default)]
pub struct Channel {
    /// The variables, fields and parameters that hold it. Fields stand for every value of their struct.
    pub symbols: Vec<SymbolId>,
    pub operations: Vec<Operation>,
    /// Whether code that is not in sight can have it, be it only to receive.
    pub leaves_sight: bool,
    /// Whether code that is not in sight can close it, or may have closed it.
    pub may_be_closed_elsewhere: bool,
    /// Whether code that is not in sight can send on it.
    pub may_be_sent_on_elsewhere: bool,
}

impl Channel {
    /// Notes that code out of sight has it, to be used in this direction.
    fn leave(&mut self, direction: ChanDir) {
        self.leaves_sight = true;
        self.may_be_closed_elsewhere |= direction != ChanDir::Receive;
        self.may_be_sent_on_elsewhere |= direction != ChanDir::Receive;
    }

    pub fn of_kind(&self, kind: ChanOpKind) -> impl Iterator<Item = &Operation> {
        self.operations
            .iter()
            .filter(move |operation| operation.kind == kind)
    }

    /// The smallest capacity that it is made with; `None` where a make is not in sight or its capacity is no constant.
    pub fn capacity(&self) -> Option<u64> {
        let mut smallest = None;
        for operation in &self.operations {
            if let ChanOpKind::Make { capacity } = operation.kind {
                smallest = Some(smallest.unwrap_or(u64::MAX).min(capacity?));
            }
        }
        smallest
    }

    /// Whether every `make` in sight gives it a buffer, of whatever size, and there is one.
    pub fn is_buffered(&self) -> bool {
        let mut makes = self
            .operations
            .iter()
            .filter_map(|operation| match operation.kind {
                ChanOpKind::Make { capacity } => Some(capacity),
                _ => None,
            });
        let first = makes.next();
        first.is_some_and(|capacity| capacity != Some(0))
            && makes.all(|capacity| capacity != Some(0))
    }
}

/// Which way a channel is followed from one variable to the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Along {
    /// To whatever may hold the same channel.
    All,
    /// To where its value comes from.
    Back,
    /// To where its value goes.
    Onward,
}

impl Package<'_> {
    /// The channel that a variable or field holds, with all that may hold the same one: for a parameter, what any caller
    /// passes. Where several channels go through one function, that is more than one channel: see [`Package::channel_onward`].
    pub fn channel(&self, symbol: SymbolId) -> &Channel {
        match self.channels.get(&symbol) {
            Some(known) => known,
            None => {
                let channel = self.follow_channel(symbol, Along::All);
                self.channels.insert(symbol, Box::new(channel))
            }
        }
    }

    fn follow_channel(&self, symbol: SymbolId, along: Along) -> Channel {
        let mut channel = Channel::default();
        let mut work = vec![symbol];
        while let Some(symbol) = work.pop() {
            if channel.symbols.contains(&symbol) {
                continue;
            }
            channel.symbols.push(symbol);
            let mut flows = Vec::new();
            self.origins(symbol, &mut flows);
            if along == Along::Onward {
                flows.retain(|(_, flow)| matches!(flow, Flow::Made(..)));
            }
            let uses = self.uses_in_module(symbol);
            for &at in &uses.certain {
                let mut found = Vec::new();
                self.flows_of(at, &mut found);
                // Where it goes says nothing about where it comes from.
                let is_given = self.is_assigned(at) || self.literal_of_key(at).is_some();
                if along == Along::Back && !is_given {
                    found.retain(|(_, flow)| !matches!(flow, Flow::Gone(_)));
                }
                flows.append(&mut found);
            }
            if self.is_open(symbol) || !uses.is_complete {
                flows.push((place(symbol), Flow::Gone(self.direction(symbol))));
            }
            for (at, flow) in flows {
                match flow {
                    Flow::Operation(kind) => {
                        channel.operations.push(self.operation(symbol, kind, at));
                    }
                    Flow::Made(at, capacity) => {
                        let kind = ChanOpKind::Make { capacity };
                        channel.operations.push(self.operation(symbol, kind, at));
                    }
                    Flow::Linked(symbol) if along != Along::Back => work.push(symbol),
                    Flow::Source(symbol) if along != Along::Onward => work.push(symbol),
                    Flow::Returned(func, position, direction) => {
                        if along == Along::Onward {
                            work.extend(self.holders_of_result(func, position));
                        }
                        if along != Along::Onward || self.has_callers_out_of_sight(func) {
                            channel.leave(direction);
                        }
                    }
                    Flow::Linked(_) | Flow::Source(_) | Flow::Nothing => {}
                    Flow::Gone(direction) => channel.leave(direction),
                }
            }
        }
        channel.operations.sort_by_key(|operation| operation.at);
        channel
    }

    /// Whether code outside of the module can reach the symbol.
    fn is_open(&self, symbol: SymbolId) -> bool {
        let Symbol { name, kind, .. } = self.symbol(symbol);
        let is_visible = matches!(kind, SymbolKind::Field) || !self.is_local(symbol);
        is_visible && is_exported(name)
    }

    /// Whether the type of a variable or field lets nobody send on the channel that it holds, or close it.
    pub fn is_receive_only(&self, symbol: SymbolId) -> bool {
        self.direction(symbol) == ChanDir::Receive
    }

    fn direction(&self, symbol: SymbolId) -> ChanDir {
        match self.underlying(&self.type_of_symbol(symbol)) {
            Type::Chan(dir, _) => dir,
            _ => ChanDir::Both,
        }
    }
}
