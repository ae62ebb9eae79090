//! What running code may do besides reading and writing: take locks, block, call what is out of sight.

mod own;
mod standard;

use std::collections::BTreeSet;

use super::package::Package;
use super::symbol::*;
use crate::source::Range;
use crate::syntax::ast::Name;

/// Code that may run more functions than these counts as unknown.
const MOST_CALLS: usize = 300;

/// What running a function or some of its statements may do, on some path, all calls in sight followed.
///
/// Goroutines that it starts are not part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effects {
    /// The fields and variables of the locks that it may take or release, on whatever object.
    pub locks: BTreeSet<SymbolId>,
    /// Those of them that one of the functions releases where it does not hold them.
    pub releases: BTreeSet<SymbolId>,
    /// Whether it may wait: for a channel, a `WaitGroup`, a condition, time to pass, or for input and output.
    pub blocks: bool,
    /// The functions in sight that it may run.
    pub calls: BTreeSet<FuncId>,
    /// The names of the functions and methods out of sight that it may call: of interfaces, and of other packages
    /// that are not known to be harmless.
    pub unknown: BTreeSet<Name>,
    /// Whether it may call a function value that could be any.
    pub calls_values: bool,
}

impl Effects {
    /// Whether all that it calls is in sight.
    pub fn is_known(&self) -> bool {
        self.unknown.is_empty() && !self.calls_values
    }

    /// Whether it does nothing that others could notice but read and write: it can run under any lock.
    pub fn is_plain(&self) -> bool {
        self.is_known() && !self.blocks && self.locks.is_empty()
    }

    fn join(&mut self, other: &Effects) {
        self.locks.extend(&other.locks);
        self.releases.extend(&other.releases);
        self.blocks |= other.blocks;
        self.unknown.extend(&other.unknown);
        self.calls_values |= other.calls_values;
    }
}

impl Package<'_> {
    /// What calling a function may do.
    pub fn effects_of(&self, func: FuncId) -> &Effects {
        if let Some(known) = self.effects.get(&func) {
            return known;
        }
        let effects = self.follow(Effects::default(), vec![func]);
        self.effects.insert(func, Box::new(effects))
    }

    /// What the part of a function that lies in `range` may do, calls that it defers included.
    pub fn effects_within(&self, func: FuncId, range: Range) -> Effects {
        self.effects_but(func, range, &[])
    }

    /// As [`Package::effects_within`], those of the parts `except` left out.
    pub fn effects_but(&self, func: FuncId, range: Range, except: &[Range]) -> Effects {
        let mut own = own::effects_within(self, func, range, except);
        let calls = std::mem::take(&mut own.calls);
        self.follow(own, calls.into_iter().collect())
    }

    fn follow(&self, mut effects: Effects, mut calls: Vec<FuncId>) -> Effects {
        while let Some(func) = calls.pop() {
            if !effects.calls.insert(func) {
                continue;
            }
            if effects.calls.len() > MOST_CALLS {
                effects.calls_values = true;
                break;
            }
            let own = self.own_effects(func);
            effects.join(own);
            calls.extend(&own.calls);
        }
        effects
    }

    /// What a function does itself; `calls` are those that it makes directly.
    fn own_effects(&self, func: FuncId) -> &Effects {
        match self.own_effects.get(&func) {
            Some(known) => known,
            None => {
                let everything = Range::new(0, u32::MAX);
                let effects = own::effects_within(self, func, everything, &[]);
                self.own_effects.insert(func, Box::new(effects))
            }
        }
    }
}
