//! The goroutines on which a function can run.

use std::collections::BTreeSet;

use super::chains::Chain;
use super::entries::EntryKind;
use crate::model::flow::{CallMode, Callee, EventKind};
use crate::model::uses::CallSite;
use crate::model::{FuncId, Package};

/// A goroutine, or several of a kind, on which a function can run.
#[derive(Clone, Copy, Debug)]
pub struct Root {
    pub kind: RootKind,
    /// Whether there can be several of them at once.
    pub is_many: bool,
}

#[derive(Clone, Copy, Debug)]
pub enum RootKind {
    /// Started by this call, which runs `callee` on it.
    Spawned { site: CallSite, callee: FuncId },
    /// That of whoever starts this function.
    Entry { func: FuncId, kind: EntryKind },
}

/// The goroutines on which a function can run.
#[derive(Clone, Debug, Default)]
pub struct Roots {
    pub all: Vec<Root>,
    /// Whether there are no others in sight.
    pub is_complete: bool,
}

impl Package<'_> {
    /// The goroutines on which a function can run. That there are several does not say that they run at once: ask
    /// [`Package::concurrency`].
    pub fn roots_of(&self, func: FuncId) -> &Roots {
        match self.roots.get(&func) {
            Some(known) => known,
            None => self.roots.insert(func, Box::new(self.find_roots(func))),
        }
    }

    /// The function that a literal is only there to run: `func() { c.read() }`; else the function itself.
    pub fn run_by(&self, func: FuncId) -> FuncId {
        if self.func(func).literal.is_none() {
            return func;
        }
        let calls = self
            .flow(func)
            .events
            .iter()
            .filter_map(|event| match event.kind {
                EventKind::Call {
                    callee: Callee::Func(callee),
                    mode: CallMode::Now,
                    ..
                } => Some(callee),
                _ => None,
            });
        let own: BTreeSet<FuncId> = calls
            .filter(|callee| callee.decl.dir == func.decl.dir)
            .collect();
        match own.first() {
            Some(&only) if own.len() == 1 => only,
            _ => func,
        }
    }

    fn find_roots(&self, func: FuncId) -> Roots {
        let chains = self.chains_of(func);
        let mut roots = Roots {
            all: Vec::new(),
            is_complete: chains.is_complete,
        };
        for chain in &chains.all {
            let (kind, starts_at) = root_of(func, chain);
            let is_many = self.is_repeated(func, chain, starts_at);
            let known = roots.all.iter_mut().find(|known| is_same(known.kind, kind));
            match known {
                Some(known) => known.is_many |= is_many,
                None => roots.all.push(Root { kind, is_many }),
            }
        }
        roots
    }

    /// Whether the goroutine that a chain's call `starts_at` starts can run several times at once.
    fn is_repeated(&self, func: FuncId, chain: &Chain, starts_at: Option<usize>) -> bool {
        let Some(start) = starts_at else {
            return chain.entry.kind.is_many();
        };
        let mut callee = chain.func_at(func, start);
        for site in &chain.calls[start..] {
            let flow = self.flow(site.caller);
            if self.spawns_often(site, callee) || flow.leads_to(site.event, site.event) {
                return true;
            }
            callee = site.caller;
        }
        chain.entry.kind.is_many()
    }
}

/// The innermost start of a goroutine on a chain, and which of its calls that is.
fn root_of(func: FuncId, chain: &Chain) -> (RootKind, Option<usize>) {
    let spawn = chain
        .calls
        .iter()
        .position(|site| site.mode == CallMode::Spawned);
    match spawn {
        Some(at) => {
            let site = chain.calls[at];
            let callee = chain.func_at(func, at);
            (RootKind::Spawned { site, callee }, Some(at))
        }
        None => {
            let (func, kind) = (chain.entry.func, chain.entry.kind);
            (RootKind::Entry { func, kind }, None)
        }
    }
}

fn is_same(one: RootKind, other: RootKind) -> bool {
    match (one, other) {
        (RootKind::Spawned { site: one, .. }, RootKind::Spawned { site: other, .. }) => {
            (one.caller, one.event) == (other.caller, other.event)
        }
        (RootKind::Entry { func: one, .. }, RootKind::Entry { func: other, .. }) => one == other,
        _ => false,
    }
}
