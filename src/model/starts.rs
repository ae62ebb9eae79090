//! How code comes to run because another function runs: called, deferred, or on a goroutine that it starts.

use super::flow::CallMode;
use super::package::Package;
use super::symbol::*;
use super::uses::CallSite;
use crate::syntax::ast::*;

/// Calls further apart than these are not followed.
const MOST_CALLS: usize = 6;

/// An event of a function by which other code comes to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    pub event: usize,
    /// `Spawned` if a goroutine is started anywhere on the way, else `Deferred` if any call is.
    pub mode: CallMode,
    /// Whether the code can run more than once for one such event.
    pub is_repeated: bool,
}

impl Package<'_> {
    /// The events of `from` by which `event` of `func` comes to run, where a channel that one of `held` holds is at hand:
    /// calls of a function with another channel for its parameter are left out. `None` where it cannot be told.
    pub fn starts_of(
        &self,
        func: FuncId,
        event: usize,
        from: FuncId,
        held: &[SymbolId],
    ) -> Option<Vec<Start>> {
        self.starts_within(func, event, from, held, MOST_CALLS)
    }

    fn starts_within(
        &self,
        func: FuncId,
        event: usize,
        from: FuncId,
        held: &[SymbolId],
        calls: usize,
    ) -> Option<Vec<Start>> {
        if func == from {
            return Some(vec![Start {
                event,
                mode: CallMode::Now,
                is_repeated: false,
            }]);
        }
        if calls == 0 {
            return None;
        }
        let is_repeated = self.flow(func).leads_to(event, event);
        let callers = self.callers_of(func);
        if callers.is_value {
            return None;
        }
        let mut starts = Vec::new();
        for site in &callers.sites {
            if !self.gives_one_of(site, func, held) {
                continue;
            }
            for outer in self.starts_within(site.caller, site.event, from, held, calls - 1)? {
                let start = Start {
                    event: outer.event,
                    mode: further(outer.mode, site.mode),
                    is_repeated: is_repeated || outer.is_repeated,
                };
                starts.push(start);
            }
        }
        (!starts.is_empty()).then_some(starts)
    }

    /// Whether a call gives the function one of the variables for a parameter, if a parameter is among them.
    fn gives_one_of(&self, site: &CallSite, func: FuncId, held: &[SymbolId]) -> bool {
        let is_own = |symbol: &&SymbolId| {
            let data = self.symbol(**symbol);
            symbol.decl == func.decl
                && data.kind == SymbolKind::Param
                && data.func == Some(func.index)
        };
        let mut params = held.iter().filter(is_own).peekable();
        if params.peek().is_none() {
            return true;
        }
        let ExprKind::Call { args, .. } = &self.expr(site.call).kind else {
            return false;
        };
        params.any(|&param| {
            let position = self.param_position(func, param);
            let argument = position.and_then(|position| args.get(position));
            argument.is_some_and(|&argument| {
                let path = self.path_of(ExprRef {
                    decl: site.call.decl,
                    expr: argument,
                });
                path.target().is_some_and(|target| held.contains(&target))
            })
        })
    }
}

fn further(outer: CallMode, inner: CallMode) -> CallMode {
    match (outer, inner) {
        (CallMode::Spawned, _) | (_, CallMode::Spawned) => CallMode::Spawned,
        (CallMode::Deferred, _) | (_, CallMode::Deferred) => CallMode::Deferred,
        _ => CallMode::Now,
    }
}
