//! What single accesses say about the lock of their variable.

use std::collections::BTreeMap;

use super::GuardLock;
use crate::model::accesses::VariableAccess;
use crate::model::flow::CallMode;
use crate::model::locks::Mode;
use crate::model::package::Package;
use crate::model::path::{AccessPath, Step};
use crate::model::symbol::*;
use crate::model::uses::{CallSite, is_exported};
use crate::syntax::ast::*;

/// How deep literals stand in one another, at the most.
const NESTED: usize = 8;

/// What one statement says about a variable's guard.
pub(super) struct Vote {
    pub access: usize,
    pub writes: bool,
    pub locks: Vec<(GuardLock, Mode)>,
}

impl Vote {
    pub(super) fn holds(&self, lock: &GuardLock) -> bool {
        self.locks.iter().any(|(held, _)| held == lock)
    }
}

impl Package<'_> {
    /// The accesses that say something about the variable's guard, one for each statement: the first write in it, or
    /// the first read.
    pub(super) fn votes(&self, variable: SymbolId, accesses: &[VariableAccess]) -> Vec<Vote> {
        let in_test = self.file_of(variable.decl).is_test;
        let mut votes: BTreeMap<(FuncId, StmtId), Vote> = BTreeMap::new();
        for (index, access) in accesses.iter().enumerate() {
            let FuncId { decl, .. } = access.func;
            if self.file_of(decl).is_test && !in_test {
                continue;
            }
            let stmt = self.flow(access.func).events[access.event].stmt;
            if let Some(known) = votes.get_mut(&(access.func, stmt)) {
                if access.writes() && !known.writes {
                    (known.access, known.writes) = (index, true);
                }
                continue;
            }
            let locks = self.locks_beside(access);
            if locks.is_empty() && !self.runs_bare(access) {
                continue;
            }
            votes.insert(
                (access.func, stmt),
                Vote {
                    access: index,
                    writes: access.writes(),
                    locks,
                },
            );
        }
        votes.into_values().collect()
    }

    /// The locks held at an access, as they are reached from its variable.
    fn locks_beside(&self, access: &VariableAccess) -> Vec<(GuardLock, Mode)> {
        let held = self.held_at(access.func, access.event);
        held.iter()
            .filter_map(|(lock, mode)| Some((GuardLock::between(self, lock, &access.path)?, mode)))
            .collect()
    }

    /// Whether an access without `lock` says nothing against it: some path to it may take the lock, its callers hold it,
    /// or the object that it is about has no such lock.
    pub(super) fn is_excused(&self, access: &VariableAccess, lock: &GuardLock) -> bool {
        if !self.runs_bare(access) {
            return true;
        }
        match lock.path_for(self, &access.path) {
            Some(lock) => {
                self.may_be_held(access.func, access.event, &lock)
                    || !self.has_lock(&lock)
                    || self.is_protected_by_callers(access.func, &lock, &access.path)
            }
            None => true,
        }
    }

    /// Whether the struct that a path leads through has the lock that it ends at.
    pub fn has_lock(&self, lock: &AccessPath) -> bool {
        let Some(Step::Field(field)) = lock.steps.last().copied() else {
            return true;
        };
        let Some(holder) = lock.holder() else {
            return false;
        };
        let Some(holder) = holder.target() else {
            return holder.has_element();
        };
        let ty = self.type_of_symbol(holder);
        let fields = self.fields(ty.pointee());
        fields.iter().any(|found| found.symbol == field)
    }

    /// Whether an access without a lock in sight is one: not of an object that its function still owns, not where the
    /// callers are to hold the lock. A literal runs bare that is handed on where no lock is held, or kept for later; so
    /// does a function that is only ever used as a value.
    pub fn runs_bare(&self, access: &VariableAccess) -> bool {
        let mut at = (access.func, access.event);
        for _ in 0..NESTED {
            let func = at.0;
            if self.is_called_locked(func) {
                return false;
            }
            let Func { parent, name, .. } = self.func(func);
            if name.is_some_and(|ident| is_exported(&ident.name) || &*ident.name == "main") {
                break;
            }
            let callers = self.callers_of(func);
            if callers.sites.iter().any(is_spawned) || self.is_callback(func) {
                break;
            }
            // A handler is for a server, though nothing here registers it yet.
            if callers.sites.is_empty() && self.is_handler_shaped(func) {
                break;
            }
            if let Some(handed) = self.handed_on(func) {
                if self.is_run_locked(func, handed) {
                    return false;
                }
                let is_own = access.path.root_symbol().is_some_and(|root| {
                    root.decl == func.decl && self.symbol(root).func == Some(func.index)
                });
                if is_own {
                    break;
                }
                let is_held = !self.held_at(handed.func, handed.event).is_empty();
                if is_held && !(handed.is_kept && self.is_for_later(func)) {
                    return false;
                }
                if handed.is_kept {
                    // Who keeps a literal runs it when the object is in use.
                    return !self.is_called_locked(handed.func);
                }
                at = (handed.func, handed.event);
                continue;
            }
            match (parent, callers.sites.first()) {
                (Some(_), Some(site)) if !callers.is_value => at = (site.caller, site.event),
                (None, None) if self.is_used_unseen(func) || self.is_called_bare_by_tests(func) => {
                    break;
                }
                (None, Some(_)) if !callers.is_value && self.is_called_in_functions(func) => break,
                _ => return false,
            }
        }
        !self.is_owned(at.0, at.1, &access.path)
    }

    /// Whether only tests call a function, and none of them has a lock of its own for that.
    fn is_called_bare_by_tests(&self, func: FuncId) -> bool {
        let calls = self.test_calls_of(func);
        let mut held = calls
            .iter()
            .map(|site| self.held_at(site.caller, site.event));
        !calls.is_empty() && held.all(|locks| locks.is_empty())
    }

    /// Whether a method that nothing calls by its name is used all the same: kept as a value, or called through an
    /// interface.
    pub fn is_used_unseen(&self, func: FuncId) -> bool {
        let Some(ident) = self.func(func).name else {
            return false;
        };
        let Some(symbol) = self.symbol_declared_at(func.decl, ident.range.start) else {
            return false;
        };
        let is_test = |decl: DeclId| self.file_of(decl).is_test;
        let uses = self.uses_of(symbol).certain.iter();
        let mut uses = uses.filter(|at| !is_test(at.decl)).peekable();
        if uses.peek().is_some() {
            return uses.all(|&at| self.is_kept(at));
        }
        let mentions = self.mentions_of(func.decl.dir, symbol).iter();
        let outside = mentions.filter(|&&decl| !is_test(decl));
        self.func(func).receiver.is_some() && outside.count() > 1
    }

    /// Whether no call of a function is in a literal of a package variable, which anybody may run.
    fn is_called_in_functions(&self, func: FuncId) -> bool {
        let is_in_function = |site: &CallSite| {
            let caller = self.func(site.caller);
            caller.name.is_some() || caller.parent.is_some()
        };
        self.callers_of(func).sites.iter().all(is_in_function)
    }
}

fn is_spawned(site: &CallSite) -> bool {
    site.mode == CallMode::Spawned
}
