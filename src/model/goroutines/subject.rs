//! An access and the chains that lead to it, each with the accessed path as the functions on it write it.

use std::cell::OnceCell;
use std::rc::Rc;

use super::chains::Chain;
use super::objects::Shared;
use crate::model::accesses::VariableAccess;
use crate::model::flow::{CallMode, EventKind};
use crate::model::path::AccessPath;
use crate::model::{ExprRef, FuncId, Package, SymbolId};

/// One way to an access.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way<'p> {
    /// The access itself, on level 0.
    access: Step,
    pub trail: &'p Trail,
}

/// A chain of calls to a function that reaches a path, which is the same for all its accesses of the path.
#[derive(Debug)]
pub struct Trail {
    pub chain: Rc<Chain>,
    /// The accessed path in the function of each level; `None` from where on it is about something of the inner function.
    pub paths: Vec<Option<Rc<AccessPath>>>,
    /// Whether the function of each level gets the object as a result of the inner one.
    pub is_result: Vec<bool>,
    pub is_content: bool,
    /// What the path is about at the entry, once asked for.
    pub shared: OnceCell<Option<Box<Shared>>>,
}

/// What a function on a way does that leads to the access.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    pub func: FuncId,
    pub event: usize,
    pub mode: CallMode,
    /// The call; `None` for the access itself.
    pub call: Option<ExprRef>,
}

impl<'p> Way<'p> {
    /// Whether a goroutine is started on the `levels` innermost levels or at their outer edge.
    pub fn is_spawned_within(&self, level: usize) -> bool {
        self.trail.chain.is_spawned_within(level)
    }

    pub fn top(&self) -> usize {
        self.trail.chain.calls.len()
    }

    /// The event at a level: the access itself, or the call that leads to it.
    pub fn step(&self, level: usize) -> Step {
        let call = level.checked_sub(1);
        call.map_or(self.access, |call| {
            let site = &self.trail.chain.calls[call];
            Step {
                func: site.caller,
                event: site.event,
                mode: site.mode,
                call: Some(site.call),
            }
        })
    }

    /// The steps of all levels, the access first.
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = Step> + ExactSizeIterator + use<'_, 'p> {
        (0..self.top() + 1).map(|level| self.step(level))
    }

    /// The path in the function of a level.
    pub fn path(&self, level: usize) -> Option<&'p AccessPath> {
        self.trail.paths[level].as_deref()
    }

    /// The level of the function that starts the goroutine which makes the access: the innermost, up to `level`.
    pub fn spawn_level(&self, level: usize) -> Option<usize> {
        let calls = &self.trail.chain.calls[..level];
        let spawn = calls
            .iter()
            .position(|site| site.mode == CallMode::Spawned)?;
        Some(spawn + 1)
    }
}

impl Package<'_> {
    /// The ways to an access.
    pub(super) fn ways_of(&self, access: &VariableAccess) -> Vec<Way<'_>> {
        let VariableAccess { func, event, .. } = *access;
        self.ways_to(func, event, &access.path, access.is_content)
    }

    /// The ways to an event, and what `path` is on each.
    pub(super) fn ways_to(
        &self,
        func: FuncId,
        event: usize,
        path: &AccessPath,
        is_content: bool,
    ) -> Vec<Way<'_>> {
        // What is deferred on a channel happens when the function ends.
        let mode = match &self.flow(func).events[event].kind {
            EventKind::Chan(op) => op.mode,
            _ => CallMode::Now,
        };
        let access = Step {
            func,
            event,
            mode,
            call: None,
        };
        let trails = self.trails_of(func, path, is_content).iter();
        trails.map(|trail| Way { access, trail }).collect()
    }

    fn trails_of(&self, func: FuncId, path: &AccessPath, is_content: bool) -> &[Trail] {
        let key = (func, path.clone(), is_content);
        match self.trails.get(&key) {
            Some(known) => known,
            None => {
                let chains = self.chains_of(func).all.iter();
                let trails = chains.map(|chain| self.trail(func, path, is_content, chain));
                self.trails.insert(key, trails.collect())
            }
        }
    }

    fn trail(&self, func: FuncId, path: &AccessPath, is_content: bool, chain: &Rc<Chain>) -> Trail {
        // A variable of its own is no other name for anything.
        let followed = |path: AccessPath| match path.steps.is_empty() && !is_content {
            true => path,
            false => self.by_origin(&path),
        };
        let levels = chain.calls.len() + 1;
        let mut paths = Vec::with_capacity(levels);
        paths.push(Some(Rc::new(followed(path.clone()))));
        let mut is_result = Vec::with_capacity(levels);
        is_result.push(false);
        let mut callee = func;
        for site in &chain.calls {
            let inner = paths.last().and_then(Option::clone);
            is_result.push(
                inner
                    .as_ref()
                    .is_some_and(|path| self.is_own_variable(path, callee)),
            );
            let outer = inner.and_then(|inner| {
                let outer = followed(self.path_outside(&inner, is_content, site, callee)?);
                // What is not the callee's own is the same further out.
                Some(if *inner == outer {
                    inner
                } else {
                    Rc::new(outer)
                })
            });
            paths.push(outer);
            callee = site.caller;
        }
        Trail {
            chain: chain.clone(),
            paths,
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
