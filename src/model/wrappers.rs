//! Functions that only take or release a lock: `func (s *store) lock() { s.mu.Lock() }`.

use super::flow::{CallMode, EventKind};
use super::locks::LockOp;
use super::package::Package;
use super::path::AccessPath;
use super::symbol::*;

impl Package<'_> {
    /// The lock operation that a function is known to leave behind, by its own names: its only one, unconditional and
    /// not deferred. Functions that don't sound like it are not looked at.
    pub(super) fn wrapped_lock_op(&self, func: FuncId) -> Option<(LockOp, AccessPath)> {
        let name = self.func(func).name?.name;
        if !sounds_like_locking(&name) || self.func(func).body.is_none() {
            return None;
        }
        let _guard = self.enter(SymbolId {
            decl: func.decl,
            index: 0,
        })?;
        let flow = self.flow(func);
        let mut locks = flow.events.iter().filter_map(|event| match &event.kind {
            EventKind::Lock { path, op, mode } => Some((event.block, path, *op, *mode)),
            _ => None,
        });
        match (locks.next(), locks.next()) {
            (Some((0, path, op, CallMode::Now)), None) => Some((op, path.clone())),
            _ => None,
        }
    }
}

fn sounds_like_locking(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    ["lock", "unlock", "rlock", "runlock"]
        .iter()
        .any(|word| lower.starts_with(word))
        || name.ends_with("Lock")
        || name.ends_with("Unlock")
}
