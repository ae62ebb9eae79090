//! A new mutex for variables that belong together, and all their accesses held under it.

mod existing;
mod guard;
mod inner;
mod locals;
mod names;

pub use guard::{Guarded, guard_others, guard_variables};

use super::beside::{self, Declared, Side};
use crate::model::{Package, SymbolId};
use crate::source::Span;

/// Which mutex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Mutex,
    RwMutex,
}

impl Kind {
    /// The type's name in package `sync`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Mutex => "Mutex",
            Kind::RwMutex => "RWMutex",
        }
    }
}

/// Declares a mutex above the first of the fields or variables that it guards, by value, under a name of the package's own
/// style. The error says why there can be none.
pub fn declare(package: &Package, guarded: &[SymbolId], kind: Kind) -> Result<Declared, String> {
    let &first = guarded.first().ok_or("there is nothing to guard")?;
    let names = names::names_for(package, first, guarded.len() > 1);
    beside::declare(package, first, kind.name(), &names, Side::Above)
}

/// What a fix that guards variables changes: they, and what their mutex is declared in, which is not to get two at once.
pub fn about(package: &Package, variables: &[SymbolId]) -> Vec<Span> {
    let span_of = |symbol: SymbolId| package.symbol_span(symbol);
    let mut about: Vec<Span> = variables.iter().copied().map(span_of).collect();
    about.extend(variables.iter().map(|&variable| {
        if let Some((ty, _)) = package.struct_of_field(variable) {
            return span_of(ty);
        }
        let outline = package.directory(variable.decl.dir).outline(variable.decl);
        package.span(variable.decl, outline.range)
    }));
    about.sort_unstable();
    about.dedup();
    about
}

/// The mutex that a variable should share, `Some(None)` where there is none yet; `None` where that cannot be told.
pub fn to_share(package: &Package, variable: SymbolId) -> Option<Option<SymbolId>> {
    let existing = existing::mutex_for(package, variable).ok()?;
    Some(existing.map(|existing| existing.symbol))
}

/// Whether there is no mutex yet that the variable should share.
pub fn needs_new(package: &Package, variable: SymbolId) -> bool {
    matches!(existing::mutex_for(package, variable), Ok(None))
}
