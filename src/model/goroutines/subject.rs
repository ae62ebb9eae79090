//! An access and the chains that lead to it, each with the accessed path as the functions on it write it.

use std::cell::OnceCell;

use super::chains::Chain;
use super::objects::Shared;
use crate::model::flow::{CallMode, EventKind};
use crate::model::path::AccessPath;
use crate::model::{ExprRef, FuncId, Package, SymbolId};

/// One way to an access.
#[derive(Clone, Debug)]
pub struct Way {
    pub chain: Chain,
    /// The accessed path in the function of each level; `None` from where on it is about something of the inner function.
    pub paths: Vec<Option<AccessPath>>,
    /// The event at each level: the access itself, then the calls that lead to it.
    pub steps: Vec<Step>,
    /// Whether the function of each level gets the object as a result of the inner one.
    pub is_result: Vec<bool>,
    pub is_content: bool,
    /// What the path is about at the entry, once asked for.
    pub shared: OnceCell<Option<Shared>>,
}

/// What a function on a way does that leads to the access.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    pub func: FuncId,
    pub event: usize,
    pub mode: CallMode,
    /// The call; `None` for the access itself.
    pub call: Option<ExprRef>,
}

impl Way {
    /// Whether a goroutine is started on the `levels` innermost levels or at their outer edge.
    pub(super) fn is_spawned_within(&self, level: usize) -> bool {
        self.chain.is_spawned_within(level)
    }

    pub(super) fn top(&self) -> usize {
        self.steps.len() - 1
    }

    /// The level of the function that starts the goroutine which makes the access: the innermost, up to `level`.
    pub(super) fn spawn_level(&self, level: usize) -> Option<usize> {
        (1..=level).find(|&at| self.steps[at].mode == CallMode::Spawned)
    }
}

impl Package<'_> {
    /// The ways to an event, and what `path` is on each.
    pub(super) fn ways_to(
        &self,
        func: FuncId,
        event: usize,
        path: &AccessPath,
        is_content: bool,
    ) -> Vec<Way> {
        let chains = self.chains_of(func).all.iter();
        chains
            .map(|chain| self.way(func, event, path, is_content, chain))
            .collect()
    }

    fn way(
        &self,
        func: FuncId,
        event: usize,
        path: &AccessPath,
        is_content: bool,
        chain: &Chain,
    ) -> Way {
        // What is deferred on a channel happens when the function ends.
        let mode = match &self.flow(func).events[event].kind {
            EventKind::Chan(op) => op.mode,
            _ => CallMode::Now,
        };
        let mut steps = vec![Step {
            func,
            event,
            mode,
            call: None,
        }];
        // A variable of its own is no other name for anything.
        let followed = |path: AccessPath| match path.steps.is_empty() && !is_content {
            true => path,
            false => self.by_origin(&path),
        };
        let mut paths = vec![Some(followed(path.clone()))];
        let mut is_result = vec![false];
        let mut callee = func;
        for site in &chain.calls {
            let inner = paths.last().and_then(Option::as_ref);
            is_result.push(inner.is_some_and(|path| self.is_own_variable(path, callee)));
            let outer = inner.and_then(|path| self.path_outside(path, is_content, site, callee));
            paths.push(outer.map(followed));
            steps.push(Step {
                func: site.caller,
                event: site.event,
                mode: site.mode,
                call: Some(site.call),
            });
            callee = site.caller;
        }
        Way {
            chain: chain.clone(),
            paths,
            steps,
            is_result,
            is_content,
            shared: OnceCell::new(),
        }
    }

    /// A path that is the same everywhere, for questions about functions and not about objects.
    pub(super) fn path_of_nothing(&self, func: FuncId) -> AccessPath {
        AccessPath::of_symbol(SymbolId {
            decl: func.decl,
            index: 0,
        })
    }
}
