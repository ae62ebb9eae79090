//! Variables that two goroutines use at once, with nothing that keeps them apart.

mod apart;
mod candidates;
mod doubts;
mod elements;
mod handover;
mod lazy;
mod maybe_locked;
mod own_lock;
mod remarks;
mod strength;
mod words;

pub(super) use apart::Apart;
pub use apart::Surroundings;
pub use lazy::LazyInit;
pub use strength::Strength;

use super::accesses::VariableAccess;
use super::flow::AccessKind;
use super::goroutines::{Certainty, Concurrency, Origin};
use super::guards::{Evidence, Guard};
use super::package::Package;
use super::symbol::*;
use super::types::Type;

/// So many writes, and so many reads, of one variable are held against each other.
const MOST_ACCESSES: usize = 50;

/// How a comment says that a function must not run beside others; compared in lower case.
const NOT_AT_ONCE: &[&str] = &[
    "not safe",
    "unsafe",
    "not be called",
    "must not",
    "not thread",
    "not goroutine",
    "not concurren",
    "isn't",
    "is not",
];

/// Two accesses that show a race, and what makes them run at once.
#[derive(Clone, Debug)]
pub struct Race {
    pub variable: SymbolId,
    /// The index of a write among the variable's accesses: the one that a maintainer would change.
    pub write: usize,
    /// The other access; the same index where the write races with itself.
    pub other: usize,
    pub concurrency: Concurrency,
    pub strength: Strength,
    /// How the variable is set, where only the first who needs it sets it.
    pub lazy: Option<LazyInit>,
}

impl Race {
    /// Whether the write is made by a subtest that runs in parallel with the other access.
    pub fn is_between_subtests(&self) -> bool {
        matches!(self.concurrency.first, Origin::Subtest { .. })
    }
}

impl Package<'_> {
    /// All races of the package, one for each variable that has any.
    pub fn races(&self) -> &[Race] {
        self.races.get_or_init(|| {
            // What makes the goroutines stops them too, in ways of its own.
            if self.home().import_path.as_deref() == Some("runtime") {
                return Vec::new();
            }
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
        let around = Surroundings::default();
        let mut found: Option<(Strength, usize, usize, Concurrency)> = None;
        for (write, other) in self.pairs(variable) {
            let (one, two) = (&all[write], &all[other]);
            if !self.can_be_one_build(one, two)
                || self.is_own_callback(one, two)
                || self.has_common_lock(&around, one, two)
                || self.is_perhaps_handed_over(&around, one, two)
            {
                continue;
            }
            let Some(concurrency) = self.concurrency(one, two) else {
                continue;
            };
            if self.is_doubtful(one, two, &concurrency) {
                continue;
            }
            let strength = self.strength_of(one, two, &concurrency);
            let is_better = found.as_ref().is_none_or(|(known, ..)| *known < strength);
            if is_better {
                found = Some((strength, write, other, concurrency));
            }
            if strength == Strength::Certain {
                break;
            }
        }
        let (strength, write, other, concurrency) = found?;
        let lazy = self.lazy_init_of(variable);
        let is_check_without_lock = lazy.is_some_and(|init| {
            let condition = self.ast(init.func.decl).expr(init.condition).range;
            all[other].func == init.func && condition.contains(all[other].range)
        });
        // Where only the writes hold a lock, it says little unless a goroutine is at the variable.
        let is_guard = |guard: &Guard| {
            guard.evidence != Evidence::Writes || concurrency.certainty != Certainty::Open
        };
        // A lock that the access cannot reach is that of another object, of one who uses this.
        let bare = match self.held_at(all[write].func, all[write].event).is_empty() {
            true => &all[write],
            false => &all[other],
        };
        let is_reached = |guard: &Guard| {
            concurrency.certainty != Certainty::Certain
                || guard.lock.path_for(self, &bare.path).is_some()
        };
        let is_missing_lock = self
            .guard_of(variable)
            .is_some_and(|guard| is_guard(guard) && is_reached(guard))
            && !is_check_without_lock;
        (!is_missing_lock).then_some(Race {
            variable,
            write,
            other,
            concurrency,
            strength,
            lazy,
        })
    }

    /// The pairs of accesses, a write and another, that could race: those first that show it most plainly.
    fn pairs(&self, variable: SymbolId) -> Vec<(usize, usize)> {
        let all = &self.accesses_of(variable).all;
        let ty = self.underlying(&self.type_of_symbol(variable));
        let is_map = matches!(ty, Type::Map(..));
        let is_object = self.is_unsafe_object(variable);
        let is_list = matches!(ty, Type::Slice(_) | Type::Array(_));
        let holds = is_map || is_object || matches!(ty, Type::Struct(_) | Type::Array(_));
        let is_shared = |number: &usize| {
            let access = &all[*number];
            // What a pointer or a slice leads to is no part of the variable.
            (holds || !access.is_content || is_list && self.common_index(access).is_some())
                && self.is_shared_access(variable, access)
        };
        let writes: Vec<usize> = (0..all.len())
            .filter(|&number| all[number].writes())
            .filter(is_shared)
            .take(MOST_ACCESSES)
            .collect();
        if writes.is_empty() {
            return Vec::new();
        }
        // A read that belongs to a write, as in `x = append(x, …)`, shows nothing that the write does not.
        let stmt_of = |number: usize| {
            let access = &all[number];
            let stmt = self.flow(access.func).events[access.event].stmt;
            (access.func, stmt)
        };
        let reads = (0..all.len())
            .filter(|&number| !all[number].writes())
            .filter(|&number| {
                writes
                    .iter()
                    .all(|&write| stmt_of(write) != stmt_of(number))
            })
            .filter(is_shared)
            .take(MOST_ACCESSES);
        let others: Vec<usize> = writes.iter().copied().chain(reads).collect();
        let mut pairs = Vec::new();
        for &write in &writes {
            for &other in &others {
                let (one, two) = (&all[write], &all[other]);
                // Two fields, or two elements, are two variables, but for those of a map; methods use all of an object.
                let is_apart = match is_list {
                    true => (one.is_content || two.is_content) && !self.meet_in_element(one, two),
                    false => one.is_content && two.is_content && !is_map && !is_object,
                };
                // A pair of writes is met twice.
                let is_twice = two.writes() && other < write;
                if !is_apart && !is_twice {
                    pairs.push((self.weight(one, two), write, other));
                }
            }
        }
        pairs.sort_unstable();
        pairs
            .into_iter()
            .map(|(_, write, other)| (write, other))
            .collect()
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
        let is_locked = || !self.held_at(access.func, access.event).is_empty();
        // What declares a variable makes a new one.
        let is_declaration =
            access.func.decl == variable.decl && access.range == self.symbol(variable).range;
        is_plain
            && !is_declaration
            && !self.says_not_at_once(access.func)
            && (!is_in_test || self.file_of(variable.decl).is_test)
            && (self.runs_bare(access)
                || is_locked() && !self.is_owned(access.func, access.event, &access.path))
    }

    /// Whether a function's comment, or that of the type it is a method of, says that it must not run beside others.
    pub fn says_not_at_once(&self, func: FuncId) -> bool {
        if let Some(&known) = self.apart.not_at_once.borrow().get(&func) {
            return known;
        }
        let says = self.find_not_at_once(func);
        self.apart.not_at_once.borrow_mut().insert(func, says);
        says
    }

    fn find_not_at_once(&self, func: FuncId) -> bool {
        let doc = self.doc(func.decl).to_lowercase();
        let is_about = ["concurren", "thread", "goroutine"]
            .iter()
            .any(|word| doc.contains(word));
        is_about && NOT_AT_ONCE.iter().any(|words| doc.contains(words))
            || (self.receiver_type(func)).is_some_and(|ty| self.says_unsafe(ty))
    }
}
