//! Guards: which lock protects a variable, as most of its accesses show.

use std::collections::BTreeMap;

use super::accesses::VariableAccess;
use super::flow::{AccessKind, CallMode};
use super::locks::Mode;
use super::package::Package;
use super::path::{AccessPath, Root, Step};
use super::symbol::*;
use super::uses::{CallSite, is_exported};
use crate::source::Range;
use crate::syntax::ast::*;

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
    /// At least three in four accesses hold it.
    Majority,
    /// A comment beside the lock says that it protects the variable.
    Declared,
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
        let is_bare = |vote: &Vote| vote.locks.iter().all(|(held, _)| *held != lock);
        let is_excused = |vote: &Vote| {
            let access = &accesses.all[vote.access];
            lock.path_for(self, &access.path)
                .is_some_and(|lock| self.is_protected_by_callers(access.func, &lock, &access.path))
        };
        let votes: Vec<&Vote> = votes
            .iter()
            .filter(|vote| !is_bare(vote) || !is_excused(vote))
            .collect();
        let writes = votes.iter().filter(|vote| vote.writes).count();
        let evidence = tally.evidence(self.says_guards(&lock, variable), votes.len(), writes)?;
        let (without, with): (Vec<&Vote>, Vec<&Vote>) =
            votes.into_iter().partition(|vote| is_bare(vote));
        let indices = |votes: Vec<&Vote>| votes.into_iter().map(|vote| vote.access).collect();
        Some(Guard {
            held: indices(with),
            bare: indices(without),
            lock: lock.clone(),
            evidence,
        })
    }

    /// The accesses that say something about the variable's guard, one for each statement: the first write in it, or
    /// the first read.
    fn votes(&self, variable: SymbolId, accesses: &[VariableAccess]) -> Vec<Vote> {
        let in_test = self.file_of(variable.decl).is_test;
        let mut votes: BTreeMap<(FuncId, StmtId), Vote> = BTreeMap::new();
        for (index, access) in accesses.iter().enumerate() {
            let FuncId { decl, .. } = access.func;
            if self.file_of(decl).is_test && !in_test {
                continue;
            }
            let stmt = self.flow(access.func).events[access.event].stmt;
            if let Some(known) = votes.get_mut(&(access.func, stmt)) {
                if access.writes() && !known.writes {
                    (known.access, known.writes) = (index, true);
                }
                continue;
            }
            let locks = self.locks_beside(access);
            if locks.is_empty() && !self.is_certainly_bare(access) {
                continue;
            }
            votes.insert(
                (access.func, stmt),
                Vote {
                    access: index,
                    writes: access.writes(),
                    locks,
                },
            );
        }
        votes.into_values().collect()
    }

    /// The locks held at an access, as they are reached from its variable.
    fn locks_beside(&self, access: &VariableAccess) -> Vec<(GuardLock, Mode)> {
        let held = self.held_at(access.func, access.event);
        held.iter()
            .filter_map(|(lock, mode)| Some((GuardLock::between(self, lock, &access.path)?, mode)))
            .collect()
    }

    /// Whether an access without a lock in sight is one: not of an object that its function still owns, not where the
    /// callers are to hold the lock, not in a literal or an unexported function that anybody may run.
    pub fn is_certainly_bare(&self, access: &VariableAccess) -> bool {
        let mut func = access.func;
        loop {
            if self.is_called_locked(func) {
                return false;
            }
            let Func { parent, name, .. } = self.func(func);
            if name.is_some_and(|ident| is_exported(&ident.name) || &*ident.name == "main") {
                break;
            }
            let callers = self.callers_of(func);
            let is_spawned = |site: &CallSite| site.mode == CallMode::Spawned;
            if callers.sites.iter().any(is_spawned) {
                break;
            }
            if callers.is_value || callers.sites.is_empty() {
                return false;
            }
            let Some(parent) = *parent else { break };
            func = FuncId {
                decl: func.decl,
                index: parent,
            };
        }
        !self.is_owned(access.func, access.event, &access.path)
    }

    /// Whether the comment beside a lock's declaration says that it protects the variable: the fields up to the next
    /// empty line, or the one that it names.
    fn says_guards(&self, lock: &GuardLock, variable: SymbolId) -> bool {
        let GuardLock::Beside { up: 1, steps } = lock else {
            return false;
        };
        let [Step::Field(lock)] = steps.as_slice() else {
            return false;
        };
        if lock.decl != variable.decl {
            return false;
        }
        let (Symbol { range: lock, .. }, Symbol { range, name, .. }) =
            (self.symbol(*lock), self.symbol(variable));
        let comment = self.comments_beside(variable.decl, *lock).to_lowercase();
        if !["protect", "guard"]
            .iter()
            .any(|word| comment.contains(word))
        {
            return false;
        }
        let names_it = comment
            .split(|char: char| !char.is_alphanumeric() && char != '_')
            .any(|word| word == name.to_lowercase());
        let between = Range::new(lock.end, range.start.max(lock.end));
        let follows = lock.end <= range.start && !has_empty_line(self.text(variable.decl, between));
        let says_follows = ["follow", "below", "these", "fields"]
            .iter()
            .any(|word| comment.contains(word));
        names_it || follows && says_follows
    }

    /// The comments on the line of `range` and on those right above it, within a declaration.
    fn comments_beside(&self, decl: DeclId, range: Range) -> String {
        let file = &self.file_of(decl).source;
        let line = file.position(range.start).line;
        let mut first = line;
        let mut found = String::new();
        for &comment in self.ast(decl).comments.iter().rev() {
            let (start, end) = (
                file.position(comment.start).line,
                file.position(comment.end).line,
            );
            if start == line && comment.start > range.start || end + 1 == first {
                found.insert(0, ' ');
                found.insert_str(0, file.slice(comment));
                first = first.min(start);
            }
        }
        found
    }
}

/// Whether whole lines within the text are empty.
fn has_empty_line(text: &str) -> bool {
    let breaks = text.split_inclusive('\n').skip(1);
    breaks
        .filter(|line| line.ends_with('\n'))
        .any(|line| line.trim().is_empty())
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
    fn evidence(&self, is_declared: bool, accesses: usize, writes: usize) -> Option<Evidence> {
        if self.exclusive == 0 {
            return None;
        }
        if is_declared && self.held * 2 >= accesses {
            return Some(Evidence::Declared);
        }
        if self.held >= 2 && self.held * 4 >= accesses * 3 {
            return Some(Evidence::Majority);
        }
        let all_writes = self.writes == writes;
        (all_writes && self.held >= 2 && self.held * 3 >= accesses).then_some(Evidence::Writes)
    }
}

/// What one statement says about a variable's guard.
struct Vote {
    access: usize,
    writes: bool,
    locks: Vec<(GuardLock, Mode)>,
}
