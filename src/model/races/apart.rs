//! What keeps two accesses apart: a lock that both hold, or what may be one; files that are never built together.

use std::cell::RefCell;

use elsa::FrozenMap;
use rustc_hash::FxHashMap;

use super::maybe_locked::{CALLS_UP, HiddenLock, MaybeHeld};
use super::words::{Direction, Said, Word};
use crate::model::accesses::VariableAccess;
use crate::model::locks::Mode;
use crate::model::package::{Memo, Package};
use crate::model::symbol::*;
use crate::model::uses::is_exported;
use crate::syntax::ast::StmtKind;

/// What is known of functions that may keep accesses apart, of whatever variable.
#[derive(Default)]
pub(in crate::model) struct Apart {
    /// Locks that may be held at an event.
    pub(super) perhaps_held: Memo<(FuncId, usize), Vec<MaybeHeld>>,
    /// Locks that a function leaves held.
    pub(super) left_locked: Memo<FuncId, Vec<MaybeHeld>>,
    pub(super) hidden_locks: RefCell<FxHashMap<FuncId, HiddenLock>>,
    /// Whether comments say that a function must not run beside others.
    pub(super) not_at_once: RefCell<FxHashMap<FuncId, bool>>,
    /// What a function says or waits for.
    pub(super) words: Memo<(FuncId, Direction), Vec<Said>>,
}

/// What is known of the accesses of one variable, by function and event: each is held against many others.
#[derive(Default)]
pub struct Surroundings {
    pub(super) locks: FrozenMap<(FuncId, usize), Vec<MaybeHeld>>,
    pub(super) words: FrozenMap<(FuncId, usize, Direction), Vec<Word>>,
}
impl Package<'_> {
    /// Whether something keeps an access apart from another one: a lock that is held on all ways to it and may be held at
    /// the other, or a word that its own function waits for or gives.
    ///
    /// Where most accesses hold a lock, what some caller far away may do is no excuse for one that does not.
    pub fn is_kept_apart(
        &self,
        around: &Surroundings,
        bare: &VariableAccess,
        other: &VariableAccess,
    ) -> bool {
        let excludes = |mode: Mode, other: Mode| mode == Mode::Write || other == Mode::Write;
        let is_locked = || {
            let always = self.always_held(bare.func, bare.event, CALLS_UP);
            always.iter().any(|(lock, mode)| {
                let held = self.locks_at(around, other).iter();
                held.filter(|(other, _)| other.is_none() || other == lock)
                    .any(|(_, other)| excludes(*mode, *other))
            })
        };
        !self.can_be_one_build(bare, other)
            || is_locked()
            || self.is_handed_over_by(around, bare, other)
            || self.is_hidden_lock(bare) && self.is_hidden_lock(other)
    }

    /// Whether some way to an access leads over a place that takes the lock in this field or variable, in whatever
    /// function.
    pub fn is_perhaps_locked(
        &self,
        around: &Surroundings,
        access: &VariableAccess,
        lock: SymbolId,
    ) -> bool {
        let locks = self.locks_at(around, access);
        locks.iter().any(|(held, _)| *held == Some(lock))
    }

    /// Whether others than the package can call a function by its name.
    pub fn is_open_to_others(&self, func: FuncId) -> bool {
        let Some(ident) = self.func(func).name else {
            return false;
        };
        let is_exported_type = self
            .receiver_type(func)
            .is_none_or(|ty| is_exported(&self.symbol(ty).name));
        is_exported(&ident.name) && is_exported_type
    }

    /// Whether something may keep two accesses apart: a lock that both hold on some way to them, or a word that the
    /// goroutine of one gives and the other waits for.
    pub fn may_be_apart(
        &self,
        around: &Surroundings,
        one: &VariableAccess,
        other: &VariableAccess,
    ) -> bool {
        !self.can_be_one_build(one, other)
            || self.has_common_lock(around, one, other)
            || self.is_perhaps_handed_over(around, one, other)
    }

    pub(super) fn can_be_one_build(&self, one: &VariableAccess, other: &VariableAccess) -> bool {
        let (one, other) = (self.file_of(one.func.decl), self.file_of(other.func.decl));
        !one.constraint.excludes(&other.constraint)
    }

    /// Whether one access is made in a literal that the statement of the other hands on: `t = time.AfterFunc(d, func() {
    /// t.Reset(d) })`, which is a bug of another kind.
    pub(super) fn is_own_callback(&self, one: &VariableAccess, other: &VariableAccess) -> bool {
        let is_around = |outer: &VariableAccess, inner: &VariableAccess| {
            let stmt = self.flow(outer.func).events[outer.event].stmt;
            let literal = self.func(inner.func);
            let stmt = self.ast(outer.func.decl).stmt(stmt);
            outer.func.decl == inner.func.decl
                && outer.func != inner.func
                && literal.literal.is_some()
                && matches!(stmt.kind, StmtKind::Assign { .. } | StmtKind::Vars(_))
                && stmt.range.contains(literal.range)
        };
        is_around(one, other) || is_around(other, one)
    }

    /// Whether both accesses hold a lock of the same field or variable, or may: a lock that some of the callers hold, or
    /// that an unknown function takes, counts, too.
    pub(super) fn has_common_lock(
        &self,
        around: &Surroundings,
        one: &VariableAccess,
        other: &VariableAccess,
    ) -> bool {
        let (held, held_there) = (self.locks_at(around, one), self.locks_at(around, other));
        // Two that hold it for reading run side by side.
        let excludes = |mode: Mode, other: Mode| mode == Mode::Write || other == Mode::Write;
        let is_common = held.iter().any(|(lock, mode)| {
            held_there.iter().any(|(other, other_mode)| {
                let may_be_one = lock == other || lock.is_none() || other.is_none();
                may_be_one && excludes(*mode, *other_mode)
            })
        });
        is_common || self.is_hidden_lock(one) && self.is_hidden_lock(other)
    }
}
