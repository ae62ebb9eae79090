//! What orders an access before what another goroutine does: waits, and channels that tell that it is over.

use std::cell::OnceCell;

use super::subject::Way;
use super::waits::{Pause, PauseKind};
use crate::model::flow::{CallMode, Callee, ChanOp, ChanOpKind, EventKind};
use crate::model::path::AccessPath;
use crate::model::uses::CallSite;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};

/// The events that come only after an access.
pub(super) struct Joins<'p, 'w> {
    package: &'p Package<'w>,
    way: &'p Way<'p>,
    /// The functions of these innermost levels run on the access's goroutine.
    levels: usize,
    is_goroutine: bool,
    signals: OnceCell<Vec<SymbolId>>,
}

impl<'p, 'w> Joins<'p, 'w> {
    /// The joins of an access with code of the function at `level` or further out.
    pub(super) fn of(package: &'p Package<'w>, way: &'p Way<'p>, level: usize) -> Joins<'p, 'w> {
        let spawn = way.spawn_level(level);
        Joins {
            package,
            way,
            levels: spawn.unwrap_or(level + 1),
            is_goroutine: spawn.is_some(),
            signals: OnceCell::new(),
        }
    }

    /// The events of a function behind which the access certainly happened, or that cannot be told.
    pub(super) fn joins_in(&self, func: FuncId) -> Vec<usize> {
        let pauses = self.package.pauses_of(func).iter();
        pauses
            .filter(|pause| pause.mode == CallMode::Now && self.is_join(func, pause))
            .map(|pause| pause.event)
            .collect()
    }

    fn is_join(&self, func: FuncId, pause: &Pause) -> bool {
        match (
            pause.kind,
            &self.package.flow(func).events[pause.event].kind,
        ) {
            (PauseKind::Wait, _) => self.is_goroutine,
            (PauseKind::Receive, EventKind::Chan(op)) => self.is_told_by(func, op),
            _ => false,
        }
    }

    /// Whether a function waits for the access before it returns, in a deferred call.
    pub(super) fn joins_at_end(&self, func: FuncId) -> bool {
        let package = self.package;
        self.is_goroutine
            && (package
                .pauses_of(func)
                .iter()
                .any(|pause| pause.mode == CallMode::Deferred && self.is_join(func, pause))
                || package.flow(func).events.iter().any(|event| {
                    matches!(event.kind, EventKind::Call {
                    callee: Callee::Literal(literal),
                    mode: CallMode::Deferred,
                    ..
                } if !self.joins_in(literal).is_empty())
                }))
    }

    /// Whether `other` comes after the access because the functions below `levels` on its way wait for it first.
    pub(super) fn order(&self, other: &Way, levels: usize) -> bool {
        other.steps().take(levels).any(|step| {
            let mut joins = self.joins_in(step.func);
            joins.retain(|&join| !self.is_behind(step.func, join));
            let flow = self.package.flow(step.func);
            !joins.is_empty() && !flow.is_reached(step.event, |event, _| joins.contains(&event))
        })
    }

    /// Whether the access itself comes only after a call that waits: that cannot be a wait for the access.
    fn is_behind(&self, func: FuncId, join: usize) -> bool {
        let flow = self.package.flow(func);
        let is_call = matches!(flow.events[join].kind, EventKind::Call { .. });
        let mut steps = self.way.steps().take(self.levels);
        is_call
            && steps.any(|step| {
                step.func == func && !flow.is_reached(step.event, |event, _| event == join)
            })
    }

    /// Whether a receive tells that the access happened.
    fn is_told_by(&self, func: FuncId, op: &ChanOp) -> bool {
        let package = self.package;
        let channel = ExprRef {
            decl: func.decl,
            expr: op.channel,
        };
        let Some(symbol) = op.path.target() else {
            return self.is_goroutine && !package.is_clock(channel);
        };
        if package.world().is_standard(symbol.decl.dir) {
            return false;
        }
        let signals = self.signals.get_or_init(|| self.find_signals());
        if signals.contains(&symbol) {
            return true;
        }
        let channel = package.channel(symbol);
        if channel
            .symbols
            .iter()
            .any(|symbol| signals.contains(symbol))
        {
            return true;
        }
        if !self.is_goroutine {
            return false;
        }
        let mut ends = channel
            .operations
            .iter()
            .filter(|operation| matches!(operation.kind, ChanOpKind::Close | ChanOpKind::Send))
            .peekable();
        if ends.peek().is_none() {
            return package.symbol(symbol).kind == SymbolKind::Var
                && package.is_local(symbol)
                && !package.is_external_signal(symbol);
        }
        // `go func() { wg.Wait(); close(results) }()`, `go func() { sums <- sum(<-parts) }()`
        ends.any(|operation| {
            package.enclosing_func(operation.at).is_some_and(|ends| {
                // What a function closes itself tells it nothing.
                package.waits(ends) || ends != func && self.is_relay(ends, signals)
            })
        })
    }

    /// Whether a function receives what tells that the access happened, or may: it can pass that on.
    fn is_relay(&self, func: FuncId, signals: &[SymbolId]) -> bool {
        let package = self.package;
        package
            .flow(func)
            .events
            .iter()
            .any(|event| match &event.kind {
                EventKind::Chan(op) if op.kind == ChanOpKind::Receive => match op.path.target() {
                    Some(symbol) => signals.contains(&symbol),
                    None => !package.is_clock(ExprRef {
                        decl: func.decl,
                        expr: op.channel,
                    }),
                },
                _ => false,
            })
    }

    /// Channels that are closed or sent on after the access, and not before it.
    fn find_signals(&self) -> Vec<SymbolId> {
        let mut found = Vec::new();
        for (level, step) in self.way.steps().enumerate().take(self.levels) {
            let flow = self.package.flow(step.func);
            for (index, event) in flow.events.iter().enumerate() {
                let is_after =
                    || flow.leads_to(step.event, index) && !flow.leads_to(index, step.event);
                match &event.kind {
                    EventKind::Chan(op)
                        if is_signal(op) && (op.mode == CallMode::Deferred || is_after()) =>
                    {
                        self.add_signal(&op.path, level, &mut found);
                    }
                    EventKind::Call { call, callee, mode } if *mode != CallMode::Spawned => {
                        let (Callee::Func(callee) | Callee::Literal(callee)) = *callee else {
                            continue;
                        };
                        if self.package.world().is_standard(callee.decl.dir)
                            || *mode == CallMode::Now && !is_after()
                        {
                            continue;
                        }
                        let site = CallSite {
                            caller: step.func,
                            event: index,
                            call: ExprRef {
                                decl: step.func.decl,
                                expr: *call,
                            },
                            mode: *mode,
                        };
                        self.add_signals_of(callee, &site, level, &mut found);
                    }
                    _ => {}
                }
            }
        }
        found
    }

    fn add_signals_of(
        &self,
        callee: FuncId,
        site: &CallSite,
        level: usize,
        found: &mut Vec<SymbolId>,
    ) {
        for event in &self.package.flow(callee).events {
            if let EventKind::Chan(op) = &event.kind
                && is_signal(op)
            {
                found.extend(op.path.target());
                if let Some(path) = self.package.path_outside(&op.path, true, site, callee) {
                    self.add_signal(&path, level, found);
                }
            }
        }
    }

    /// Adds a channel by all names that it has on the way.
    fn add_signal(&self, path: &AccessPath, level: usize, found: &mut Vec<SymbolId>) {
        let mut path = path.clone();
        found.extend(path.target());
        for at in level..self.way.trail.chain.calls.len() {
            let (site, callee) = (&self.way.trail.chain.calls[at], self.way.step(at).func);
            let Some(outer) = self.package.path_in_caller(&path, site.call, callee) else {
                return;
            };
            found.extend(outer.target());
            path = outer;
        }
    }
}

fn is_signal(op: &ChanOp) -> bool {
    matches!(op.kind, ChanOpKind::Close | ChanOpKind::Send) && op.mode != CallMode::Spawned
}
