//! Locks that some function releases without having taken them.

use memchr::memmem;
use rustc_hash::FxHashSet;

use super::flow::{CallMode, EventKind};
use super::locks::LockOp;
use super::package::{Package, lower};
use super::symbol::*;
use super::uses::is_exported;

/// The locks that the functions of a directory release where they do not hold them, by field or variable.
#[derive(Default)]
pub(super) struct Released {
    locks: FxHashSet<SymbolId>,
    /// Whether one of them is a parameter: of a function that releases whatever it is given.
    is_any: bool,
}

impl Package<'_> {
    /// Whether some function may release the lock in a field or variable without having taken it; `false` is certain.
    pub(super) fn may_be_released(&self, lock: SymbolId) -> bool {
        let is_open = !self.is_local(lock) && is_exported(&self.symbol(lock).name);
        if is_open {
            return true;
        }
        let dir = lock.decl.dir;
        let released = match self.released.get(&dir) {
            Some(known) => known,
            None => self.released.insert(dir, Box::new(self.find_released(dir))),
        };
        released.is_any || released.locks.contains(&lock)
    }

    fn find_released(&self, dir: DirId) -> Released {
        let directory = self.directory(dir);
        // `Unlock`, `RUnlock`, and what wraps them.
        let unlock = memmem::Finder::new("nlock");
        let unlocks = |decl: &DeclId| {
            let text = &directory.file_of(*decl).source.text;
            let text = directory.outline(*decl).range.of(text);
            unlock.find(text.as_bytes()).is_some()
        };
        let decls: Vec<DeclId> = directory.decls().filter(unlocks).collect();
        lower(directory, &decls);
        let mut released = Released::default();
        let funcs = decls.iter().flat_map(|&decl| self.funcs(decl));
        for event in funcs.flat_map(|func| &self.flow(func).events) {
            if let EventKind::Lock {
                path,
                op: LockOp::Release(_),
                mode: CallMode::Now | CallMode::Deferred,
            } = &event.kind
                && event.held.mode_of(path).is_none()
                && let Some(lock) = path.target()
            {
                released.is_any |= self.symbol(lock).kind == SymbolKind::Param;
                released.locks.insert(lock);
            }
        }
        released
    }
}
