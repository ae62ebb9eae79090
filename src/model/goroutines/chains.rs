//! The chains of calls that lead to a function.

use std::collections::VecDeque;
use std::rc::Rc;

use super::entries::{Entry, EntryKind};
use crate::model::flow::{CallMode, EventKind};
use crate::model::uses::CallSite;
use crate::model::{ExprRef, FuncId, Package};
use crate::syntax::ast::{ExprKind, Parent};

/// How many calls up a function's callers are followed.
const DEEPEST: usize = 9;

/// How many chains of one function are looked at.
const MOST: usize = 48;

/// How many calls that one function makes of another are told apart.
const MOST_SITES: usize = 3;

/// Calls that lead to a function, from one that starts by itself or that others start.
#[derive(Clone, Debug)]
pub struct Chain {
    /// Innermost first: the first is a call of the function itself, the last is made by the entry.
    pub calls: Vec<CallSite>,
    pub entry: Entry,
}

/// The chains that lead to a function.
#[derive(Clone, Debug, Default)]
pub struct Chains {
    /// The shorter ones first.
    pub all: Vec<Rc<Chain>>,
    /// Whether there are no more than these.
    pub is_complete: bool,
}

impl Chain {
    /// The function that stands `level` calls above `func`, which the chain leads to.
    pub fn func_at(&self, func: FuncId, level: usize) -> FuncId {
        match level.checked_sub(1).and_then(|call| self.calls.get(call)) {
            Some(site) => site.caller,
            None => func,
        }
    }

    /// Whether one of the `levels` innermost calls starts a goroutine.
    pub fn is_spawned_within(&self, levels: usize) -> bool {
        self.calls
            .iter()
            .take(levels)
            .any(|site| site.mode == CallMode::Spawned)
    }
}

impl Package<'_> {
    /// The chains of calls that lead to a function; followed as far as is useful.
    pub fn chains_of(&self, func: FuncId) -> &Chains {
        match self.chains.get(&func) {
            Some(known) => known,
            None => self.chains.insert(func, Box::new(self.find_chains(func))),
        }
    }

    fn find_chains(&self, func: FuncId) -> Chains {
        let mut chains = Chains {
            all: Vec::new(),
            is_complete: true,
        };
        let mut work: VecDeque<Vec<CallSite>> = VecDeque::from([Vec::new()]);
        while let Some(calls) = work.pop_front() {
            if chains.all.len() + work.len() > MOST {
                chains.is_complete = false;
                break;
            }
            let top = calls.last().map_or(func, |site: &CallSite| site.caller);
            let (entry, mut sites) = (self.entry_of(top), self.sites_of(top));
            // A call of what is being called already is left out: it adds nothing to what the first call says.
            sites.retain(|site| {
                site.caller != func && calls.iter().all(|known| known.caller != site.caller)
            });
            if let Some(kind) = entry {
                let entry = Entry { func: top, kind };
                let calls = calls.clone();
                chains.all.push(Rc::new(Chain { calls, entry }));
            }
            if calls.len() >= DEEPEST {
                chains.is_complete &= sites.is_empty();
                continue;
            }
            for site in sites {
                let mut longer = calls.clone();
                longer.push(site);
                work.push_back(longer);
            }
        }
        // What is cut off still shows where it is called from.
        for calls in work {
            let func = calls.last().map_or(func, |site| site.caller);
            let kind = EntryKind::Unknown;
            let entry = Entry { func, kind };
            chains.all.push(Rc::new(Chain { calls, entry }));
        }
        chains
    }

    /// The calls of a function, a few for each caller.
    fn sites_of(&self, func: FuncId) -> Vec<CallSite> {
        let callers = self.callers_of(func);
        if callers.sites.is_empty() && self.is_handler_shaped(func) {
            return self.registration_of(func).into_iter().collect();
        }
        let sites = match callers.sites.is_empty() {
            true => self.test_calls_of(func),
            false => &callers.sites,
        };
        let mut kept: Vec<CallSite> = Vec::new();
        for site in sites {
            let known = kept.iter().filter(|known| known.caller == site.caller);
            if known.count() < MOST_SITES {
                kept.push(*site);
            }
        }
        kept
    }

    /// The call that a handler literal is given to, which is where it starts to be run.
    pub(super) fn registration_of(&self, func: FuncId) -> Option<CallSite> {
        let at = ExprRef {
            decl: func.decl,
            expr: self.func(func).literal?,
        };
        let caller = self.enclosing_func(at)?;
        let ast = self.ast(func.decl);
        let mut parent = ast.expr(at.expr).parent;
        // Conversions to `http.HandlerFunc` are no calls: further out is one.
        while let Parent::Expr(outer) = parent {
            if matches!(ast.expr(outer).kind, ExprKind::Call { .. }) {
                let flow = self.flow(caller);
                if let Some(event) = flow.call_event(outer)
                    && matches!(flow.events[event].kind, EventKind::Call { .. })
                {
                    let decl = func.decl;
                    return Some(CallSite {
                        caller,
                        event,
                        call: ExprRef { decl, expr: outer },
                        mode: CallMode::Spawned,
                    });
                }
            }
            parent = ast.expr(outer).parent;
        }
        None
    }

    /// Whether a call starts several goroutines that run the function, without being made several times.
    pub(super) fn spawns_often(&self, site: &CallSite, callee: FuncId) -> bool {
        site.mode == CallMode::Spawned
            && (self.runs_often(site.call) || self.is_handler_shaped(callee))
    }
}
