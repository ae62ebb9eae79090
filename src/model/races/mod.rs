//! Variables that two goroutines use at once, with nothing that keeps them apart.

mod apart;
mod candidates;

use super::accesses::VariableAccess;
use super::flow::AccessKind;
use super::goroutines::Concurrency;
use super::package::Package;
use super::symbol::*;
use super::types::Type;

/// A variable with more accesses is not looked at in pairs to the end.
const MOST_ACCESSES: usize = 200;

/// Two accesses that show a race, and what makes them run at once.
#[derive(Clone, Debug)]
pub struct Race {
    pub variable: SymbolId,
    /// The index of a write among the variable's accesses: the one that a maintainer would change.
    pub write: usize,
    /// The other access; the same index where the write races with itself.
    pub other: usize,
    pub concurrency: Concurrency,
}

impl Package<'_> {
    /// All races of the package, one for each variable that has any.
    pub fn races(&self) -> &[Race] {
        self.races.get_or_init(|| {
            let variables = self.concurrently_used();
            variables
                .into_iter()
                .filter_map(|variable| self.race_on(variable))
                .collect()
        })
    }

    /// The two accesses that show that `variable` is raced on, if there are two: at least one a write, certainly able to
    /// run at once, with no lock in common and no order between them.
    ///
    /// A variable that most of its accesses guard is none of these: there the lock is missing, not the guard.
    pub fn race_on(&self, variable: SymbolId) -> Option<Race> {
        let all = &self.accesses_of(variable).all;
        let is_map = matches!(
            self.underlying(&self.type_of_symbol(variable)),
            Type::Map(..)
        );
        let shared: Vec<usize> = (0..all.len().min(MOST_ACCESSES))
            .filter(|&number| self.is_shared_access(variable, &all[number]))
            .collect();
        let writes = shared.iter().copied().filter(|&write| all[write].writes());
        let mut found: Option<(u32, Race)> = None;
        for write in writes {
            for &other in &shared {
                let (one, two) = (&all[write], &all[other]);
                // A pair of writes is met twice. What a variable holds is a part of it: two elements, or two fields, are
                // two variables, but for those of a map.
                let is_apart = one.is_content && two.is_content && !is_map;
                let is_twice = two.writes() && other < write;
                if is_twice || is_apart || !self.can_be_one_build(one, two) {
                    continue;
                }
                let weight = self.weight(one, two);
                if found.as_ref().is_some_and(|(least, _)| *least <= weight) {
                    continue;
                }
                if self.has_common_lock(one, two) {
                    continue;
                }
                if let Some(concurrency) = self.concurrency(one, two) {
                    let race = Race {
                        variable,
                        write,
                        other,
                        concurrency,
                    };
                    found = Some((weight, race));
                }
            }
        }
        let (_, race) = found?;
        self.guard_of(variable).is_none().then_some(race)
    }

    /// How far a pair is from showing the race as plainly as can be.
    fn weight(&self, write: &VariableAccess, other: &VariableAccess) -> u32 {
        let is_locked = |access: &VariableAccess| {
            u32::from(!self.flow(access.func).events[access.event].held.is_empty())
        };
        // An update shows its read and its write at once; a write and a read elsewhere show it best.
        2 * is_locked(write)
            + is_locked(other)
            + u32::from(write.kind == AccessKind::Write && other.kind == AccessKind::Write)
    }

    /// Whether an access counts: it reads or writes something that others can reach, and tests do so to their own
    /// variables only.
    fn is_shared_access(&self, variable: SymbolId, access: &VariableAccess) -> bool {
        let is_plain = matches!(
            access.kind,
            AccessKind::Read | AccessKind::Write | AccessKind::Update
        );
        let is_in_test = self.file_of(access.func.decl).is_test;
        is_plain
            && (!is_in_test || self.file_of(variable.decl).is_test)
            && !self.is_owned(access.func, access.event, &access.path)
    }
}
