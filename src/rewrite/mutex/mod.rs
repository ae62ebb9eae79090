//! A new mutex for variables that belong together, and all their accesses held under it.

mod existing;
mod guard;
mod locals;
mod names;

pub use guard::{Guarded, guard_variables};

use super::beside::{self, Declared, Side};
use crate::model::{Package, SymbolId};

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

/// Whether there is no mutex yet that the variable should share.
pub fn needs_new(package: &Package, variable: SymbolId) -> bool {
    matches!(existing::mutex_for(package, variable), Ok(None))
}
