//! Locks that may be held at an event, on some way to it or without saying so.

use std::collections::BTreeSet;

use super::apart::Surroundings;
use crate::model::accesses::VariableAccess;
use crate::model::flow::{CallMode, Callee, ChanOpKind, Event, EventKind};
use crate::model::locks::{LockOp, Mode};
use crate::model::package::Package;
use crate::model::path::AccessPath;
use crate::model::symbol::*;
use crate::model::uses::CallSite;
use crate::syntax::ast::ExprKind;

/// Words in the names of functions that may take a lock for their caller.
const LOCKING: &[&str] = &["lock", "acquire", "enter", "guard", "mutex", "synchron"];

/// So many calls that lead to an access are asked which locks are held there.
const MOST_CALLS: usize = 60;

/// So many calls up it is asked whether a lock is always held.
pub(super) const CALLS_UP: u32 = 5;

/// The field or variable of a lock, `None` for one of many, and how it is held.
pub(super) type MaybeHeld = (Option<SymbolId>, Mode);

/// What in a function may lock without saying so.
#[derive(Clone, Copy)]
pub(super) enum HiddenLock {
    None,
    /// A channel that it sends on and receives from.
    Semaphore,
    /// A function with such a name, which this event calls before all others.
    Called(usize),
}

impl Package<'_> {
    /// The locks that are taken on all ways to an event, as far as they are in sight; by field or variable, so that the
    /// lock of an object around this one counts too.
    pub(super) fn always_held(&self, func: FuncId, event: usize, calls: u32) -> Vec<MaybeHeld> {
        let mut held = self.perhaps_held(func, event).to_vec();
        let callers = self.callers_of(func);
        let is_open = self.is_open_to_others(func) || callers.is_value;
        let is_spawned = |site: &CallSite| site.mode == CallMode::Spawned;
        if is_open || calls == 0 || callers.sites.iter().any(is_spawned) {
            return held;
        }
        let mut sites = callers
            .sites
            .iter()
            .filter(|site| !self.file_of(site.caller.decl).is_test);
        let Some(first) = sites.next() else {
            return held;
        };
        let mut common = self.always_held(first.caller, first.event, calls - 1);
        for site in sites {
            if common.is_empty() {
                break;
            }
            let here = self.always_held(site.caller, site.event, calls - 1);
            common.retain(|lock| here.contains(lock));
        }
        held.extend(common);
        held
    }

    /// The fields and variables of the locks that may be held at an access, on whatever way; `None` for one of many, as in
    /// `locks[i]`.
    pub(super) fn locks_at<'a>(
        &self,
        around: &'a Surroundings,
        access: &VariableAccess,
    ) -> &'a [MaybeHeld] {
        let key = (access.func, access.event);
        match around.locks.get(&key) {
            Some(known) => known,
            None => around
                .locks
                .insert(key, self.named_locks_at(access).into_iter().collect()),
        }
    }

    fn named_locks_at(&self, access: &VariableAccess) -> BTreeSet<MaybeHeld> {
        let named = |lock: &SymbolId| !self.is_borrowed_lock(*lock);
        let locks = self.find_locks_at(access).into_iter();
        locks
            .map(|(lock, mode)| (lock.filter(named), mode))
            .collect()
    }

    fn find_locks_at(&self, access: &VariableAccess) -> BTreeSet<MaybeHeld> {
        let held = self.held_at(access.func, access.event);
        let mut locks: BTreeSet<MaybeHeld> = held
            .iter()
            .map(|(lock, mode)| (lock.target(), mode))
            .collect();
        let mut events = vec![(access.func, access.event)];
        let mut next = 0;
        while let Some(&(func, event)) = events.get(next) {
            next += 1;
            locks.extend(self.perhaps_held(func, event));
            for site in &self.callers_of(func).sites {
                let call = (site.caller, site.event);
                if site.mode != CallMode::Spawned
                    && events.len() < MOST_CALLS
                    && !events.contains(&call)
                {
                    events.push(call);
                }
            }
        }
        locks
    }

    /// The locks that a function has taken, on some path, and not released when an event happens, itself or by a call of
    /// a function that only takes them.
    fn perhaps_held(&self, func: FuncId, event: usize) -> &[MaybeHeld] {
        match self.apart.perhaps_held.get(&(func, event)) {
            Some(known) => known,
            None => {
                let held = self.find_perhaps_held(func, event);
                self.apart.perhaps_held.insert((func, event), held)
            }
        }
    }

    fn find_perhaps_held(&self, func: FuncId, event: usize) -> Vec<MaybeHeld> {
        let flow = self.flow(func);
        let mut held = Vec::new();
        for (number, taken) in flow.events.iter().enumerate() {
            let is_kept = |lock: &dyn Fn(&AccessPath) -> bool| {
                flow.reaches(number, event, |between| {
                    matches!(&between.kind, EventKind::Lock { path, op: LockOp::Release(_), mode: CallMode::Now }
                        if lock(path))
                })
            };
            match &taken.kind {
                EventKind::Lock {
                    path,
                    op,
                    mode: CallMode::Now,
                } => {
                    if let Some(mode) = taken_mode(*op)
                        && is_kept(&|released| released == path)
                    {
                        held.push((path.target(), mode));
                    }
                }
                EventKind::Call {
                    callee: Callee::Func(callee),
                    mode: CallMode::Now,
                    ..
                } => {
                    let left = self.left_locked(*callee).iter();
                    let left =
                        left.filter(|(lock, _)| is_kept(&|released| released.target() == *lock));
                    held.extend(left);
                }
                _ => {}
            }
        }
        held
    }

    /// The locks that a function of this directory takes and does not release, as far as its own text shows.
    fn left_locked(&self, func: FuncId) -> &[MaybeHeld] {
        match self.apart.left_locked.get(&func) {
            Some(known) => known,
            None => {
                let locks = self.find_left_locked(func);
                self.apart.left_locked.insert(func, locks)
            }
        }
    }

    fn find_left_locked(&self, func: FuncId) -> Vec<MaybeHeld> {
        if func.decl.dir != self.home().id
            || !["Lock", "RLock"]
                .iter()
                .any(|word| self.home().mentions(func.decl, word))
        {
            return Vec::new();
        }
        let (mut taken, mut released) = (Vec::new(), Vec::new());
        for event in &self.flow(func).events {
            if let EventKind::Lock { path, op, .. } = &event.kind {
                match taken_mode(*op) {
                    Some(mode) => taken.push((path.target(), mode)),
                    None => released.push(path.target()),
                }
            }
        }
        taken.retain(|(lock, _)| lock.is_some() && !released.contains(lock));
        taken
    }

    /// Whether something before an access may lock without saying so: a function with such a name, or a channel that
    /// the function sends on and receives from.
    pub(super) fn is_hidden_lock(&self, access: &VariableAccess) -> bool {
        let func = access.func;
        let known = self.apart.hidden_locks.borrow().get(&func).copied();
        let hidden = known.unwrap_or_else(|| {
            let hidden = self.find_hidden_lock(func);
            self.apart.hidden_locks.borrow_mut().insert(func, hidden);
            hidden
        });
        match hidden {
            HiddenLock::None => false,
            HiddenLock::Semaphore => true,
            HiddenLock::Called(event) => event < access.event,
        }
    }

    fn find_hidden_lock(&self, func: FuncId) -> HiddenLock {
        let flow = self.flow(func);
        let locks = |event: &Event| match event.kind {
            EventKind::Call {
                call,
                mode: CallMode::Now,
                ..
            } => self.sounds_locking(ExprRef {
                decl: func.decl,
                expr: call,
            }),
            _ => false,
        };
        let channels = |wanted: ChanOpKind| {
            flow.events
                .iter()
                .filter_map(move |event| match &event.kind {
                    EventKind::Chan(op) if op.kind == wanted => op.path.target(),
                    _ => None,
                })
        };
        // A semaphore for several lets several in.
        let is_mutex = |channel: SymbolId| {
            let capacity = self.channel(channel).capacity();
            capacity.is_none_or(|capacity| capacity <= 1)
        };
        let is_semaphore = channels(ChanOpKind::Send).any(|sent| {
            channels(ChanOpKind::Receive).any(|received| received == sent) && is_mutex(sent)
        });
        if is_semaphore {
            return HiddenLock::Semaphore;
        }
        let first = flow.events.iter().position(locks);
        first.map_or(HiddenLock::None, HiddenLock::Called)
    }

    fn sounds_locking(&self, call: ExprRef) -> bool {
        let ExprKind::Call { callee, .. } = self.expr(call).kind else {
            return false;
        };
        let name = match &self.ast(call.decl).expr(callee).kind {
            ExprKind::Name(name) => *name,
            ExprKind::Selector { field, .. } => field.name,
            _ => return false,
        };
        // A block is no lock, nor is a clock.
        let name = name
            .to_lowercase()
            .replace("block", "")
            .replace("clock", "");
        LOCKING.iter().any(|word| name.contains(word))
    }
}

fn taken_mode(op: LockOp) -> Option<Mode> {
    match op {
        LockOp::Acquire(mode) => Some(mode),
        LockOp::Try => Some(Mode::Write),
        LockOp::Release(_) => None,
    }
}
