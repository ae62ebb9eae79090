//! Phases: what runs before an object is in use, or after, as names and callers tell.

use super::accesses::VariableAccess;
use super::goroutines::{EntryKind, RootKind};
use super::package::Package;
use super::symbol::*;
use super::types::Type;

/// How the names of functions begin that run before anything else, or when nothing does any more.
const BEGINNINGS: &[&str] = &[
    "init",
    "load",
    "setup",
    "start",
    "onstart",
    "configure",
    "finalize",
];

/// How the names of functions begin that make an object, or fill one.
const MAKERS: &[&str] = &[
    "unmarshal",
    "decode",
    "gobdecode",
    "scan",
    "new",
    "make",
    "create",
    "open",
    "from",
    "build",
    "parse",
];

/// How comments say so; compared in lower case.
const SAID: &[&str] = &[
    "should only be called once",
    "should be called once",
    "must only be called once",
    "must be called once",
    "should be called before",
    "must be called before",
];

/// How the names of functions begin that give an object something to work with.
const SETTERS: &[&str] = &["set", "register", "enable"];

/// What their names hold.
const PARTS: &[&str] = &["restore", "recover", "replay", "playback"];

impl Package<'_> {
    /// Whether a function prepares its object, as its name says; a literal goes by the function around it.
    pub fn is_called_preparing(&self, func: FuncId) -> bool {
        self.is_called_like(func, BEGINNINGS) || self.is_called_like(func, MAKERS)
    }

    /// Whether a function prepares what belongs to the package, as its name or its comment says. Who makes an object does
    /// so again and again.
    pub fn prepares_package(&self, func: FuncId) -> bool {
        self.is_called_like(func, BEGINNINGS) || self.says_it_prepares(func)
    }

    fn is_called_like(&self, func: FuncId, beginnings: &[&str]) -> bool {
        let funcs = &self.ast(func.decl).funcs;
        funcs
            .first()
            .and_then(|func| func.name)
            .is_some_and(|ident| {
                let name = ident.name.to_lowercase();
                beginnings.iter().any(|word| name.starts_with(word))
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
        let is_own = self.func(func).name.is_some()
            && (self.is_called_preparing(func) || self.says_it_prepares(func));
        is_own
            || entries.peek().is_some()
                && entries.all(|(func, is_entry)| {
                    is_entry && self.func(func).name.is_some() && self.is_called_preparing(func)
                })
    }

    /// Whether a function's comment says that it is for the time before its object is in use.
    fn says_it_prepares(&self, func: FuncId) -> bool {
        let doc = self.doc(func.decl).to_lowercase();
        SAID.iter().any(|words| doc.contains(words))
    }

    /// Whether a setter exchanges what an object works with: that is done before it works.
    pub fn sets_up(&self, write: &VariableAccess) -> bool {
        let ty = write
            .path
            .target()
            .map(|target| self.type_of_symbol(target));
        let is_part = ty.is_some_and(|ty| {
            matches!(
                self.underlying(&ty),
                Type::Pointer(_)
                    | Type::Interface(_)
                    | Type::Func(_)
                    | Type::Chan(..)
                    | Type::Unknown
            )
        });
        let name = self.func(write.func).name;
        let sets = name.is_some_and(|ident| {
            let name = ident.name.to_lowercase();
            SETTERS.iter().any(|word| name.starts_with(word))
        });
        is_part && sets
    }

    /// Whether every goroutine that is started to come to a function begins with one that prepares the object:
    /// `go s.Start()`.
    pub fn is_started_preparing(&self, func: FuncId) -> bool {
        self.roots_of(func).all.iter().all(|root| match root.kind {
            RootKind::Spawned { callee, site } => {
                self.file_of(site.caller.decl).is_test
                    || self.is_called_preparing(self.run_by(callee))
            }
            RootKind::Entry { .. } => true,
        })
    }
}
