//! Which locks are certainly held where.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::flow::{AccessKind, CallMode, EventKind, Flow};
use super::package::Package;
use super::path::AccessPath;
use super::symbol::SymbolId;
use super::types::Type;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    Read,
    Write,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockOp {
    Acquire(Mode),
    Release(Mode),
    /// `TryLock`: held on one branch only, so never certainly.
    Try,
}

impl LockOp {
    pub(crate) fn of_method(name: &str) -> Option<LockOp> {
        Some(match name {
            "Lock" => LockOp::Acquire(Mode::Write),
            "RLock" => LockOp::Acquire(Mode::Read),
            "Unlock" => LockOp::Release(Mode::Write),
            "RUnlock" => LockOp::Release(Mode::Read),
            "TryLock" | "TryRLock" => LockOp::Try,
            _ => return None,
        })
    }
}

/// Locks held on every path to a point.
///
/// Joining two paths keeps what both hold, so a lock taken in one branch of an `if` does not count after it. Every event
/// of a function has such a set and most share theirs with the event before, so a copy costs nothing until it changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockSet(Option<Rc<BTreeMap<AccessPath, Mode>>>);

impl LockSet {
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&AccessPath, Mode)> {
        let locks = self.0.as_deref().into_iter().flatten();
        locks.map(|(path, mode)| (path, *mode))
    }

    pub fn mode_of(&self, lock: &AccessPath) -> Option<Mode> {
        self.0.as_deref()?.get(lock).copied()
    }

    pub(crate) fn insert(&mut self, lock: AccessPath, mode: Mode) {
        Rc::make_mut(self.0.get_or_insert_default()).insert(lock, mode);
    }

    /// The set after a branch whose two arms end with `self` and `other`.
    ///
    /// What one arm holds for writing and the other for reading is held for reading.
    pub(crate) fn join(mut self, other: &LockSet) -> LockSet {
        if self != *other {
            self.keep(|lock, mode| Some(mode.min(other.mode_of(lock)?)));
        }
        self
    }

    pub(crate) fn remove(&mut self, lock: &AccessPath) {
        if self.mode_of(lock).is_some() {
            self.keep(|held, mode| (held != lock).then_some(mode));
        }
    }

    /// Keeps the locks for which there is a mode, in that mode.
    fn keep(&mut self, mode_of: impl Fn(&AccessPath, Mode) -> Option<Mode>) {
        let kept: BTreeMap<AccessPath, Mode> = self
            .iter()
            .filter_map(|(lock, mode)| Some((lock.clone(), mode_of(lock, mode)?)))
            .collect();
        self.0 = (!kept.is_empty()).then(|| Rc::new(kept));
    }

    fn step(&mut self, kind: &EventKind) {
        match kind {
            EventKind::Lock {
                path,
                op,
                mode: CallMode::Now,
            } => match op {
                LockOp::Acquire(mode) => self.insert(path.clone(), *mode),
                LockOp::Release(_) => self.remove(path),
                LockOp::Try => {}
            },
            // From here on the path names another object.
            EventKind::Access {
                path,
                kind: AccessKind::Write,
            } if self.iter().any(|(lock, _)| lock.begins_with(path)) => {
                self.keep(|lock, mode| (!lock.begins_with(path)).then_some(mode));
            }
            _ => {}
        }
    }
}

impl Package<'_> {
    /// Whether the lock in a variable or field may be that of another object, which has it under another name: it is
    /// behind a pointer or an interface.
    pub fn is_borrowed_lock(&self, lock: SymbolId) -> bool {
        let ty = self.type_of_symbol(lock);
        matches!(ty, Type::Pointer(_)) || matches!(self.underlying(&ty), Type::Interface(_))
    }
}

/// Fills in `Event::held`: a forward analysis to a fixed point, joining by intersection.
pub(crate) fn compute_held(flow: &mut Flow) {
    if !flow
        .events
        .iter()
        .any(|event| matches!(event.kind, EventKind::Lock { .. }))
    {
        return;
    }
    let mut at_entry: Vec<Option<LockSet>> = vec![None; flow.blocks.len()];
    at_entry[0] = Some(LockSet::default());
    let mut work = vec![0];
    while let Some(block) = work.pop() {
        let Some(mut held) = at_entry[block].clone() else {
            continue;
        };
        for index in flow.blocks[block].events.clone() {
            held.step(&flow.events[index].kind);
        }
        for &next in &flow.blocks[block].successors {
            let joined = match &at_entry[next] {
                Some(known) => held.clone().join(known),
                None => held.clone(),
            };
            if at_entry[next].as_ref() != Some(&joined) {
                at_entry[next] = Some(joined);
                work.push(next);
            }
        }
    }
    for (block, entry) in at_entry.into_iter().enumerate() {
        let mut held = entry.unwrap_or_default();
        for index in flow.blocks[block].events.clone() {
            flow.events[index].held = held.clone();
            held.step(&flow.events[index].kind);
        }
        flow.blocks[block].held = held;
    }
}
