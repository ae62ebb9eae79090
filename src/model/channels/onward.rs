//! A channel from where it is made on: only what its own value comes to.

use super::{Along, Channel, Operation};
use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, EventKind};
use crate::model::goroutines::Concurrency;
use crate::model::uses::is_exported;
use crate::model::*;

/// The variables and fields that first hold what a variable holds.
#[derive(Clone, Debug, Default)]
pub struct Makers {
    /// Those that are given a `make`.
    pub symbols: Vec<SymbolId>,
    /// Whether nothing else can have made the channel.
    pub is_complete: bool,
}

impl Package<'_> {
    /// Where the channels that a variable, field or parameter can hold are made.
    pub fn makers_of(&self, symbol: SymbolId) -> Makers {
        let back = self.follow_channel(symbol, Along::Back);
        let mut makers = Makers {
            symbols: Vec::new(),
            is_complete: !back.may_be_closed_elsewhere,
        };
        for operation in &back.operations {
            let is_make = operation.kind.is_make();
            if is_make && !makers.symbols.contains(&operation.symbol) {
                makers.symbols.push(operation.symbol);
            }
        }
        makers
    }

    /// The channel that a variable or field is given where it is made, and what comes to hold that: variables, fields,
    /// parameters, what callers do with a result. Other channels that the same functions are given are left out.
    pub fn channel_onward(&self, maker: SymbolId) -> &Channel {
        match self.onward.get(&maker) {
            Some(known) => known,
            None => {
                let channel = self.follow_channel(maker, Along::Onward);
                self.onward.insert(maker, Box::new(channel))
            }
        }
    }

    /// What callers assign the result of a function to.
    pub(super) fn holders_of_result(&self, func: FuncId, position: u32) -> Vec<SymbolId> {
        let sites = self.callers_of(func).sites.iter();
        sites
            .filter_map(|site| self.target_of_result(site.call, position)?.target())
            .collect()
    }

    /// Whether a function can be called by code that is not in sight.
    pub(super) fn has_callers_out_of_sight(&self, func: FuncId) -> bool {
        let callers = self.callers_of(func);
        let is_exported = self
            .func(func)
            .name
            .is_some_and(|name| is_exported(&name.name));
        callers.is_value || callers.sites.is_empty() || is_exported && &*self.name != "main"
    }

    /// The evidence that two operations on one channel can happen at once.
    pub fn operations_at_once(&self, one: &Operation, other: &Operation) -> Option<Concurrency> {
        let (one, other) = (self.access_of(one)?, self.access_of(other)?);
        self.concurrency(&one, &other)
    }

    fn access_of(&self, operation: &Operation) -> Option<VariableAccess> {
        let func = operation.func?;
        let event = self.event_of_operation(operation)?;
        let data = &self.flow(func).events[event];
        let EventKind::Chan(op) = &data.kind else {
            return None;
        };
        Some(VariableAccess {
            func,
            event,
            kind: AccessKind::Update,
            path: op.path.clone(),
            is_content: true,
            range: data.range,
        })
    }
}
