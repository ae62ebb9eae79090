//! What methods say by the lock of their object: whether who goes without it forgets it.

use std::collections::BTreeSet;

use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, CallMode, Callee, Event, EventKind};
use crate::model::locks::LockOp;
use crate::model::package::Package;
use crate::model::symbol::*;
use crate::model::types::Type;

/// What a lock is called that is for all of its struct; compared in lower case.
const GENERAL: &[&str] = &[
    "mu", "mutex", "mtx", "lock", "l", "m", "mx", "rwmutex", "rwlock", "lk",
];

impl Package<'_> {
    /// Whether a method holds a lock of its object to change a variable, and the other access, with which the object is in
    /// use already, does not.
    pub(super) fn forgets_lock(&self, write: &VariableAccess, other: &VariableAccess) -> bool {
        let held = self.held_at(write.func, write.event);
        let lock = held.iter().find_map(|(lock, _)| {
            let is_own = lock.root == write.path.root;
            lock.target().filter(|_| is_own)
        });
        let Some(lock) = lock else {
            return false;
        };
        self.held_at(other.func, other.event).is_empty()
            && !self.is_start(write.func)
            && !self.clears(write)
            && !self.sets_up(write)
            && !self.passes_lock(other, lock)
    }

    /// Whether more functions use a variable without any lock than with one: the lock is for something less.
    pub(super) fn is_mostly_bare(&self, write: &VariableAccess) -> bool {
        let Some(variable) = write.path.target() else {
            return false;
        };
        let all = self.accesses_of(variable).all.iter();
        let shared = all.filter(|access| self.is_shared_access(variable, access));
        let (mut held, mut bare) = (BTreeSet::new(), BTreeSet::new());
        for access in shared {
            match self.held_at(access.func, access.event).is_empty() {
                true => bare.insert(access.func),
                false => held.insert(access.func),
            };
        }
        bare.len() > held.len()
    }

    /// Whether a write by a method is the only access that does not hold a lock of its object.
    pub(super) fn is_only_one_bare(&self, write: &VariableAccess) -> bool {
        let Some(target) = write.path.target() else {
            return false;
        };
        let mut others =
            self.accesses_of(target).all.iter().filter(|access| {
                access.func != write.func && self.is_shared_access(target, access)
            });
        let is_held = |access: &VariableAccess| {
            let held = self.held_at(access.func, access.event);
            held.iter().any(|(lock, _)| {
                let is_general = lock.target().is_some_and(|lock| self.is_for_all(lock));
                lock.root == access.path.root && is_general
            })
        };
        let mut count = 0;
        let is_all = others.all(|access| {
            count += 1;
            is_held(access)
        });
        count > 0
            && is_all
            && self.is_direct(write)
            && !self.is_start(write.func)
            && !self.sets_up(write)
            && self.held_at(write.func, write.event).is_empty()
            && !self.starts_goroutines(write.func)
    }

    fn starts_goroutines(&self, func: FuncId) -> bool {
        let mut events = self.flow(func).events.iter();
        events.any(|event| {
            matches!(
                event.kind,
                EventKind::Call {
                    mode: CallMode::Spawned,
                    ..
                }
            )
        })
    }

    /// Whether a method counts where it does not hold the lock of its receiver, though it takes it elsewhere: that says that
    /// others do the same at once.
    pub(super) fn counts_beside_own_lock(&self, write: &VariableAccess) -> bool {
        let ty = write
            .path
            .target()
            .map(|target| self.type_of_symbol(target));
        let is_number = ty.is_some_and(|ty| is_number(&self.underlying(&ty)));
        write.kind == AccessKind::Update
            && is_number
            && !write.is_content
            && self.takes_own_lock(write)
            && self.held_at(write.func, write.event).is_empty()
            && !self.is_called_locked(write.func)
            && !self.is_start(write.func)
    }

    /// Whether the function of an access takes the lock of its receiver, the one for all that has none of its own.
    fn takes_own_lock(&self, access: &VariableAccess) -> bool {
        let is_of_receiver = access
            .path
            .root_symbol()
            .is_some_and(|root| self.symbol(root).kind == SymbolKind::Receiver);
        is_of_receiver
            && self
                .flow(access.func)
                .events
                .iter()
                .any(|event| match &event.kind {
                    EventKind::Lock {
                        path,
                        op: LockOp::Acquire(_),
                        mode: CallMode::Now,
                    } => {
                        path.root == access.path.root
                            && path.target().is_some_and(|lock| self.is_for_all(lock))
                    }
                    _ => false,
                })
    }

    /// Whether a lock's name does not say what it is for.
    fn is_for_all(&self, lock: SymbolId) -> bool {
        let name = self.symbol(lock).name.to_lowercase();
        GENERAL.contains(&&*name)
    }

    /// Whether a function goes through a critical section of a lock before an access: what it learns there may tell that
    /// nobody changes the variable any more.
    fn passes_lock(&self, access: &VariableAccess, lock: SymbolId) -> bool {
        let flow = self.flow(access.func);
        let outer = self.func(access.func).parent;
        let is_around = outer.is_some_and(|index| {
            let decl = access.func.decl;
            self.effects_of(FuncId { decl, index })
                .locks
                .contains(&lock)
        });
        let takes = |event: &Event| match &event.kind {
            EventKind::Lock {
                path,
                mode: CallMode::Now,
                ..
            } => path.target() == Some(lock),
            EventKind::Call {
                callee: Callee::Func(callee) | Callee::Literal(callee),
                mode: CallMode::Now,
                ..
            } => {
                callee.decl.dir == access.func.decl.dir
                    && self.effects_of(*callee).locks.contains(&lock)
            }
            _ => false,
        };
        is_around || !flow.is_reached(access.event, |_, event| takes(event))
    }

    /// Whether an access sets its variable back to nothing.
    fn clears(&self, write: &VariableAccess) -> bool {
        write.kind == AccessKind::Write && self.is_reset(write)
    }
}

fn is_number(ty: &Type) -> bool {
    let Type::Basic(name) = ty else {
        return false;
    };
    ["int", "uint", "float"]
        .iter()
        .any(|kind| name.starts_with(kind))
}
