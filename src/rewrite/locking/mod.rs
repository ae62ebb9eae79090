//! Puts accesses of a variable under a lock, as maintainers do: a whole short body, single statements, copies.

mod accessor;
mod asked;
mod assigned;
mod clones;
mod copies;
mod exits;
mod given;
mod heads;
mod hoist;
mod in_place;
mod inside;
mod moves;
mod names;
mod regions;
mod release;
mod site;
mod style;
mod text;
mod torn;
mod under;
mod units;
mod whole;

use super::lines;
use crate::finding::{Edit, Import, Safety};
use crate::model::locks::Mode;
use crate::model::path::AccessPath;
use crate::model::types::Type;
use crate::model::{FuncId, Package, SymbolId, SymbolKind};
use site::Site;

pub use accessor::call_accessor;
pub use names::Names;
pub(crate) use release::released_before;
pub use style::Style;
pub use text::lock_text;

/// A lock as a function takes it.
#[derive(Clone, Copy, Debug)]
pub struct Lock<'a> {
    /// What the function writes before `.Lock()`: `s.mu`, or `s` where the lock is embedded.
    pub text: &'a str,
    /// The same as a path; `None` for a lock that the fix declares.
    pub path: Option<&'a AccessPath>,
    /// The lock's field or variable; `None` for one that the fix declares.
    pub symbol: Option<SymbolId>,
    pub mode: Mode,
    /// Functions that will take the lock once the other edits of the fix are made, besides those that do already.
    pub takers: &'a [FuncId],
}

impl Lock<'_> {
    fn acquire(&self) -> &'static str {
        match self.mode {
            Mode::Read => "RLock",
            Mode::Write => "Lock",
        }
    }

    fn release(&self) -> &'static str {
        match self.mode {
            Mode::Read => "RUnlock",
            Mode::Write => "Unlock",
        }
    }
}

/// How accesses came under the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The whole function holds it.
    Body,
    /// The function holds it from some statement on.
    Rest,
    /// Some statements hold it.
    Statements,
    /// Values are copied under it.
    Copies,
    /// A stretch that was under it is longer now.
    Moved,
    /// A method that takes it is called.
    Accessor,
}

/// Edits that put accesses under a lock.
#[derive(Clone, Debug)]
pub struct Held {
    pub edits: Vec<Edit>,
    pub safety: Safety,
    pub shape: Shape,
    pub imports: Vec<Import>,
}

/// The edits that put the accesses `events` (indices into the function's flow) under `lock`; `None` where that is not
/// certainly sound: something there waits, could take the lock again or is unknown, or what the lock guards gets out.
pub fn hold(package: &Package, func: FuncId, events: &[usize], lock: &Lock) -> Option<Held> {
    let site = Site::new(package, func, events, lock)?;
    if !site.may_take() || locks_a_copy(&site) {
        return None;
    }
    // What is changed behind the pointers that the variable holds is guarded with it, where that goes.
    let behind = site.changed_behind();
    let with_changes = match behind.is_empty() {
        true => None,
        false => {
            let events: Vec<usize> = events.iter().copied().chain(behind).collect();
            Site::new(package, func, &events, lock)
        }
    };
    let mut held = with_changes
        .and_then(|site| hold_at(&site))
        .or_else(|| hold_at(&site))?;
    let is_borrowed = lock
        .symbol
        .is_some_and(|lock| package.is_borrowed_lock(lock));
    if site.is_nested() || is_borrowed {
        held.safety = Safety::Unsafe;
    }
    Some(held)
}

fn hold_at(site: &Site) -> Option<Held> {
    moves::widen(site)
        .or_else(|| whole::hold_body(site))
        .or_else(|| regions::hold_statements(site))
}

/// The mode in which a lock is to be held for reading or writing: `RLock` where the lock has it.
pub fn mode_for(package: &Package, lock: SymbolId, writes: bool) -> Mode {
    let ty = package.type_of_symbol(lock);
    let is_rw = match ty.pointee() {
        Type::Named(symbol, _) => {
            let symbol = package.symbol(*symbol);
            &*symbol.name == "RWMutex"
        }
        _ => false,
    };
    match is_rw && !writes {
        true => Mode::Read,
        false => Mode::Write,
    }
}

/// Whether the lock would be that of a copy: the receiver or parameter is no pointer.
fn locks_a_copy(site: &Site) -> bool {
    let Some(root) = site.root() else {
        return false;
    };
    let symbol = site.package.symbol(root);
    let is_given = matches!(symbol.kind, SymbolKind::Receiver | SymbolKind::Param);
    let follows_pointer = || {
        let Some(path) = site.lock.path else {
            return false;
        };
        path.steps.iter().any(|step| match step {
            crate::model::path::Step::Field(field) => {
                matches!(site.package.type_of_symbol(*field), Type::Pointer(_))
            }
            _ => false,
        })
    };
    is_given
        && !matches!(
            site.package.type_of_symbol(root),
            Type::Pointer(_) | Type::Unknown
        )
        && !follows_pointer()
}
