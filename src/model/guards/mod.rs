//! Guards: which lock protects a variable, as most of its accesses show.

mod comments;
mod votes;

use std::collections::{BTreeMap, BTreeSet};

use votes::Vote;

use super::accesses::VariableAccess;
use super::flow::AccessKind;
use super::locks::Mode;
use super::package::Package;
use super::path::{AccessPath, Root, Step};
use super::symbol::*;

/// How many steps above the struct that holds a variable its lock may be.
const LEVELS: usize = 3;

/// A lock, as it is reached from the variable that it guards.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GuardLock {
    /// Some steps up from the variable, then these: `mu` beside `items` is one up and `mu`.
    Beside { up: usize, steps: Vec<Step> },
    /// A package variable, or a local variable of the declaration.
    Fixed(AccessPath),
}

/// Which lock protects a variable.
#[derive(Clone, Debug)]
pub struct Guard {
    pub lock: GuardLock,
    /// Accesses (indices into `Accesses::all`, one for each statement) with the lock held. A write with only the read
    /// lock is among them.
    pub held: Vec<usize>,
    /// Accesses without it. Owned ones, those in tests and those in functions whose callers hold it for them are in
    /// neither list.
    pub bare: Vec<usize>,
    pub evidence: Evidence,
}

/// Why a lock is believed to guard a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// Every write holds it, and so does a third of all accesses: reads without it may be on the goroutine that writes.
    Writes,
    /// All functions hold it but one, or nearly all: many statements of one function are one mistake.
    Functions,
    /// At least three in four accesses hold it.
    Majority,
    /// A comment beside the lock says that it protects what follows, the variable among it.
    Declared,
    /// A comment beside the lock says that it protects the variable, by its name.
    Named,
}

impl GuardLock {
    /// The field or variable that is the lock.
    pub fn symbol(&self) -> Option<SymbolId> {
        match self {
            GuardLock::Fixed(lock) => lock.target(),
            GuardLock::Beside { steps, .. } => match steps.last() {
                Some(Step::Field(field)) => Some(*field),
                _ => None,
            },
        }
    }

    /// The lock of the variable at `path`, as the function that writes `path` reaches it.
    pub fn path_for(&self, package: &Package, path: &AccessPath) -> Option<AccessPath> {
        match self {
            GuardLock::Fixed(lock) => Some(lock.clone()),
            GuardLock::Beside { up, steps } => {
                let origin;
                let path = match path.steps.len() < *up {
                    true => {
                        origin = package.canonical(path);
                        &origin
                    }
                    false => path,
                };
                let kept = path.steps.len().checked_sub(*up)?;
                Some(AccessPath {
                    root: path.root,
                    steps: path.steps[..kept].iter().chain(steps).copied().collect(),
                })
            }
        }
    }

    /// How `lock` is reached from the variable at `path`, if it is beside it or fixed.
    fn between(package: &Package, lock: &AccessPath, path: &AccessPath) -> Option<GuardLock> {
        let (lock, path) = (&package.canonical(lock), &package.canonical(path));
        match lock.root {
            Root::Symbol(root) if !package.is_local(root) && path.root != lock.root => {
                return Some(GuardLock::Fixed(lock.clone()));
            }
            root if root != path.root => {
                let is_beside = path.steps.is_empty() && lock.steps.is_empty();
                return is_beside.then(|| GuardLock::Fixed(lock.clone()));
            }
            _ => {}
        }
        let common = (lock.steps.iter().zip(&path.steps))
            .take_while(|(one, other)| one == other)
            .count();
        let (up, steps) = (path.steps.len() - common, &lock.steps[common..]);
        let is_near =
            (1..=LEVELS).contains(&up) && steps.iter().all(|step| matches!(step, Step::Field(_)));
        is_near.then(|| GuardLock::Beside {
            up,
            steps: steps.to_vec(),
        })
    }
}

impl Package<'_> {
    /// The lock that guards a variable: the one that most of its accesses hold, one of them a write ([`Evidence`]).
    pub fn guard_of(&self, variable: SymbolId) -> Option<&Guard> {
        let known = match self.guards.get(&variable) {
            Some(known) => known,
            None => {
                let guard = self.infer_guard(variable);
                self.guards.insert(variable, Box::new(guard))
            }
        };
        known.as_ref()
    }

    fn infer_guard(&self, variable: SymbolId) -> Option<Guard> {
        let accesses = self.accesses_of(variable);
        let is_atomic = |access: &VariableAccess| access.kind == AccessKind::Atomic;
        if !accesses.all.iter().any(VariableAccess::writes) || accesses.all.iter().any(is_atomic) {
            return None;
        }
        let votes: Vec<Vote> = self.votes(variable, &accesses.all);
        let mut tally: BTreeMap<&GuardLock, Tally> = BTreeMap::new();
        for vote in &votes {
            for (lock, mode) in &vote.locks {
                let tally = tally.entry(lock).or_default();
                tally.held += 1;
                tally.writes += usize::from(vote.writes);
                tally.exclusive += usize::from(vote.writes && *mode == Mode::Write);
            }
        }
        let (lock, tally) = tally
            .into_iter()
            .max_by_key(|(lock, tally)| (tally.held, tally.exclusive, std::cmp::Reverse(*lock)))?;
        let (lock, tally) = (lock.clone(), tally);
        let votes: Vec<&Vote> = votes
            .iter()
            .filter(|vote| vote.holds(&lock) || !self.is_excused(&accesses.all[vote.access], &lock))
            .collect();
        let writes = votes.iter().filter(|vote| vote.writes).count();
        let said = self.says_guards(&lock, variable);
        let evidence = tally.evidence(said, votes.len(), writes).or_else(|| {
            let by_functions = Functions::of(&lock, &votes, &accesses.all);
            by_functions.evidence(tally.exclusive > 0)
        })?;
        let (without, with): (Vec<&Vote>, Vec<&Vote>) =
            votes.into_iter().partition(|vote| !vote.holds(&lock));
        let indices = |votes: Vec<&Vote>| votes.into_iter().map(|vote| vote.access).collect();
        Some(Guard {
            held: indices(with),
            bare: indices(without),
            lock: lock.clone(),
            evidence,
        })
    }
}

/// How often a lock is held at the accesses of a variable.
#[derive(Default)]
struct Tally {
    held: usize,
    /// Writes among them, and those of them that hold it for writing.
    writes: usize,
    exclusive: usize,
}

impl Tally {
    fn evidence(&self, said: Option<Evidence>, accesses: usize, writes: usize) -> Option<Evidence> {
        if self.exclusive == 0 {
            return None;
        }
        if said.is_some() && self.held * 2 >= accesses {
            return said;
        }
        if self.held >= 2 && self.held * 4 >= accesses * 3 {
            return Some(Evidence::Majority);
        }
        let all_writes = self.writes == writes;
        (all_writes && self.held >= 2 && self.held * 3 >= accesses).then_some(Evidence::Writes)
    }
}

/// Which functions hold a lock at the accesses of a variable; literals count as part of the function around them.
struct Functions {
    held: BTreeSet<DeclId>,
    bare: BTreeSet<DeclId>,
    /// Accesses with the lock in functions that always hold it.
    accesses: usize,
    /// Whether something writes what the variable holds without the lock: an element of a map, or one more.
    changes: bool,
}

impl Functions {
    fn of(lock: &GuardLock, votes: &[&Vote], all: &[VariableAccess]) -> Functions {
        let decl = |vote: &&&Vote| all[vote.access].func.decl;
        let without = votes.iter().filter(|vote| !vote.holds(lock));
        let bare: BTreeSet<DeclId> = without.clone().map(|vote| decl(&vote)).collect();
        let with = votes.iter().filter(|vote| vote.holds(lock));
        let with: Vec<DeclId> = with
            .map(|vote| decl(&vote))
            .filter(|decl| !bare.contains(decl))
            .collect();
        Functions {
            accesses: with.len(),
            held: with.into_iter().collect(),
            bare,
            changes: without
                .map(|vote| &all[vote.access])
                .any(|access| access.writes() && access.is_content),
        }
    }

    fn evidence(&self, is_written_under: bool) -> Option<Evidence> {
        let is_most = self.held.len() >= self.bare.len() * 3 || self.bare.len() == 1;
        let is_enough = self.held.len() >= 2 && self.accesses >= 3;
        (is_most && is_enough && (is_written_under || self.changes)).then_some(Evidence::Functions)
    }
}
