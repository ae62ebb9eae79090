//! Phases: what runs before an object is in use, or after, as names and callers tell.

use super::goroutines::{EntryKind, RootKind};
use super::package::Package;
use super::symbol::*;

/// How the names of functions begin that run before anything else uses their object, or when nothing does any more.
const BEGINNINGS: &[&str] = &[
    "init",
    "unmarshal",
    "decode",
    "gobdecode",
    "scan",
    "new",
    "make",
    "create",
    "open",
    "load",
    "from",
    "setup",
    "start",
    "onstart",
    "build",
    "parse",
    "configure",
    "finalize",
];

/// What their names hold.
const PARTS: &[&str] = &["restore", "recover", "replay", "playback"];

impl Package<'_> {
    /// Whether a function prepares its object, as its name says; a literal goes by the function around it.
    pub fn is_called_preparing(&self, func: FuncId) -> bool {
        let funcs = &self.ast(func.decl).funcs;
        funcs
            .first()
            .and_then(|func| func.name)
            .is_some_and(|ident| {
                let name = ident.name.to_lowercase();
                BEGINNINGS.iter().any(|word| name.starts_with(word))
                    || PARTS.iter().any(|word| name.contains(word))
            })
    }

    /// Whether a function, on whatever way it is reached, runs before its object is in use.
    pub fn prepares(&self, func: FuncId) -> bool {
        let entries = self.roots_of(func).all.iter();
        let mut entries = entries
            .filter_map(|root| match root.kind {
                RootKind::Spawned { callee, .. } => Some((callee, false)),
                RootKind::Entry {
                    kind: EntryKind::Test | EntryKind::ParallelTest | EntryKind::Unknown,
                    ..
                } => None,
                RootKind::Entry { func, .. } => Some((func, true)),
            })
            .peekable();
        let is_own = self.func(func).name.is_some() && self.is_called_preparing(func);
        is_own
            || entries.peek().is_some()
                && entries.all(|(func, is_entry)| {
                    is_entry && self.func(func).name.is_some() && self.is_called_preparing(func)
                })
    }
}
