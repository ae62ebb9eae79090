//! Closes that do not wait for those who send.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Channel, Operation};
use crate::model::flow::{ChanOpKind, EventKind};
use crate::model::goroutines::{Concurrency, RootKind};
use crate::model::*;

/// A close of a channel on which others may still send.
#[derive(Clone, Debug)]
pub struct EarlyClose {
    /// The variables and fields that the channel can be made for.
    pub makers: Vec<SymbolId>,
    pub close: Operation,
    pub closer: Closer,
    pub sends: Vec<LateSend>,
}

/// Who closes a channel that others send on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closer {
    /// Who has received from it.
    Receiver,
    /// Who starts the senders, without a look at what they do.
    Starter,
    /// Somebody else: who stops it all, or gives up.
    Supervisor,
}

/// A send that can come when the channel is closed.
#[derive(Clone, Debug)]
pub struct LateSend {
    pub send: Operation,
    /// What shows that it can happen at once with the close; `None` where two methods of a type show it that anybody calls.
    pub evidence: Option<Concurrency>,
    /// The close is made while the channel is still received from in a loop that only ends with it.
    pub is_within: bool,
    /// The close is guarded by a lock and a flag, and the send is not.
    pub is_left_unguarded: bool,
}

impl Package<'_> {
    /// The closes in this package, tests included, that do not wait for all who send on the channel.
    pub fn early_closes(&self) -> &[EarlyClose] {
        self.early_closes.get_or_init(|| {
            let mut found: BTreeMap<ExprRef, EarlyClose> = BTreeMap::new();
            for (maker, close) in self.closes() {
                let Some(early) = self.early_close(maker, close) else {
                    continue;
                };
                match found.get_mut(&close.at) {
                    Some(known) => known.makers.push(maker),
                    None => {
                        found.insert(close.at, early);
                    }
                }
            }
            found.into_values().collect()
        })
    }

    /// Each close in the package, with each variable or field that its channel may be made for.
    fn closes(&self) -> Vec<(SymbolId, Operation)> {
        let mut found = Vec::new();
        let mut known: FxHashMap<SymbolId, Vec<SymbolId>> = FxHashMap::default();
        for decl in self.decls_calling("close") {
            for func in self.funcs(decl) {
                for event in &self.flow(func).events {
                    let EventKind::Chan(op) = &event.kind else {
                        continue;
                    };
                    let Some(symbol) = op.path.target().filter(|_| op.kind == ChanOpKind::Close)
                    else {
                        continue;
                    };
                    let expr = op.channel;
                    let close = self.operation(symbol, op.kind, ExprRef { decl, expr });
                    let makers = known
                        .entry(symbol)
                        .or_insert_with(|| self.makers_of(symbol).symbols);
                    match makers.is_empty() && !self.is_local(symbol) {
                        true => found.push((symbol, close)),
                        false => found.extend(makers.iter().map(|&maker| (maker, close))),
                    }
                }
            }
        }
        found
    }

    fn early_close(&self, maker: SymbolId, close: Operation) -> Option<EarlyClose> {
        let channel = self.channel_onward(maker);
        let close = *channel
            .of_kind(ChanOpKind::Close)
            .find(|known| known.at == close.at)?;
        let is_test = |operation: &Operation| self.file_of(operation.at.decl).is_test;
        let sends: Vec<LateSend> = channel
            .of_kind(ChanOpKind::Send)
            .filter(|send| is_test(&close) || !is_test(send))
            .filter_map(|send| self.late_send(channel, &close, send))
            .collect();
        if sends.is_empty() {
            return None;
        }
        let closer = self.closer(channel, &close, &sends)?;
        let is_shown = sends
            .iter()
            .any(|late| late.evidence.is_some() || late.is_within || late.is_left_unguarded)
            || closer == Closer::Supervisor && !self.waits_for_something(&close);
        (is_shown && !self.is_closed_by_last(&close)).then(|| EarlyClose {
            makers: vec![maker],
            close,
            closer,
            sends,
        })
    }

    /// Whether the closing function waits for others, be it on some of its ways only.
    fn waits_for_something(&self, close: &Operation) -> bool {
        let Some((func, end)) = close.func.zip(self.event_of_operation(close)) else {
            return true;
        };
        let flow = self.flow(func);
        self.pauses_of(func)
            .iter()
            .any(|pause| flow.leads_to(pause.event, end))
    }

    fn late_send(
        &self,
        channel: &Channel,
        close: &Operation,
        send: &Operation,
    ) -> Option<LateSend> {
        let evidence = self.operations_at_once(close, send);
        let is_within = evidence.is_none() && self.is_within_receiving(channel, close, send);
        let is_left_unguarded = evidence.is_none() && self.is_left_unguarded(close, send);
        if evidence.is_none()
            && !is_within
            && !is_left_unguarded
            && !self.are_methods_for_others(close, send)
        {
            return None;
        }
        let is_kept_apart = self.is_made_by_closer(close, send, evidence.as_ref())
            || self.is_send_locked(close, send)
            || self.recovers(send)
            || self.is_counted(channel, close, send)
            || self.is_told_otherwise(channel, close, send);
        (!is_kept_apart).then_some(LateSend {
            send: *send,
            evidence,
            is_within,
            is_left_unguarded,
        })
    }

    /// Whether a close stands in a loop over its own channel, while a goroutine sends: the loop has not come to an end, so
    /// that the senders have is not known.
    fn is_within_receiving(&self, channel: &Channel, close: &Operation, send: &Operation) -> bool {
        let is_around = |range: &Operation| {
            let stmt = self.stmt_of(range.at).filter(|_| range.func == close.func);
            stmt.is_some_and(|stmt| {
                let decl = range.at.decl;
                let around = self.stmt(structure::StmtRef { decl, stmt }).range;
                decl == close.at.decl && around.contains(self.expr(close.at).range)
            })
        };
        let is_spawned = |func: FuncId| {
            let mut roots = self.roots_of(func).all.iter();
            roots.all(|root| matches!(root.kind, RootKind::Spawned { .. }))
        };
        channel.of_kind(ChanOpKind::Range).any(is_around) && send.func.is_some_and(is_spawned)
    }
}
