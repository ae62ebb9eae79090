//! What comments say of accesses without a lock: that nobody else runs, that it is on purpose, that the lock is for other
//! variables.

use crate::model::accesses::VariableAccess;
use crate::model::package::Package;
use crate::model::symbol::*;
use crate::source::Range;
use crate::syntax::ast::StmtKind;

/// How a function says that nothing runs beside it; compared in lower case.
const ALONE: &[&str] = &[
    "world is stopped",
    "world stopped",
    "stopped the world",
    "stop-the-world",
    "single-threaded",
    "single threaded",
    "no other goroutine",
];

/// How a comment says that a lock is left out on purpose; compared in lower case.
const DELIBERATE: &[&str] = &[
    "benign race",
    "benign data race",
    "race is benign",
    "race is harmless",
    "harmless race",
    "lock-free",
    "lock free",
    "lockless",
    "omitting the lock",
    "no need to lock",
    "no need to take the lock",
    "no need for a lock",
    "no need for the lock",
    "no lock needed",
    "no lock is needed",
    "no lock required",
    "no locking needed",
    "no locking required",
    "not need to lock",
    "not need the lock",
    "n't need to lock",
    "n't need the lock",
    "need no lock",
    "safe without lock",
    "safe without the lock",
    "safe without holding",
];

/// So many variables that the comment of a lock names are a list of all that it guards.
const LISTED: usize = 2;

impl Package<'_> {
    /// Whether comments speak against two accesses being a mistake.
    pub fn are_meant_so(&self, one: &VariableAccess, other: &VariableAccess) -> bool {
        [one, other].into_iter().any(|access| {
            self.says_alone(access.func)
                || self.is_said_to_be_meant(access)
                || self.is_outside_of_locks(access)
        })
    }

    /// Whether a function says, above it or before its first statement, that nothing runs beside it.
    pub fn says_alone(&self, func: FuncId) -> bool {
        let ast = self.ast(func.decl);
        let says = |text: &str| {
            let text = text.to_lowercase();
            ALONE.iter().any(|words| text.contains(words))
        };
        let Some(body) = self.func(func).body else {
            return false;
        };
        let StmtKind::Block(list) = &ast.stmt(body).kind else {
            return false;
        };
        let Some(&first) = list.first() else {
            return false;
        };
        let head = Range::new(ast.stmt(body).range.start, ast.stmt(first).range.start);
        let is_named = self.func(func).name.is_some();
        is_named && says(self.doc(func.decl))
            || !ast.comments.is_empty() && says(self.text(func.decl, head))
    }

    /// Whether a comment at the access, or the one of the type or variable, says that there is no lock on purpose.
    pub fn is_said_to_be_meant(&self, access: &VariableAccess) -> bool {
        let says = |text: &str| {
            let text = text.to_lowercase();
            DELIBERATE.iter().any(|words| text.contains(words))
        };
        let decl = access.func.decl;
        let of_type = access
            .path
            .target()
            .filter(|&variable| !self.is_local(variable));
        !self.ast(decl).comments.is_empty() && says(&self.comments_beside(decl, access.range))
            || of_type.is_some_and(|variable| says(self.doc(variable.decl)))
    }

    /// Whether the comment of a lock that is held at the access lists variables beside it, and not this one.
    fn is_outside_of_locks(&self, access: &VariableAccess) -> bool {
        let Some(variable) = access.path.target() else {
            return false;
        };
        let held = self.held_at(access.func, access.event);
        let mut locks = held.iter().filter_map(|(lock, _)| lock.target()).peekable();
        if locks.peek().is_none() {
            return false;
        }
        let Some((holder, fields)) = self.struct_of_field(variable) else {
            return false;
        };
        let names = fields.iter().flat_map(|field| &field.names);
        let names: Vec<String> = names.map(|name| name.name.to_lowercase()).collect();
        let own = self.symbol(variable).name.to_lowercase();
        locks.any(|lock| {
            let is_beside = self
                .struct_of_field(lock)
                .is_some_and(|(other, _)| other == holder);
            let comment = match is_beside {
                true => self.comments_beside(lock.decl, self.symbol(lock).range),
                false => return false,
            };
            let comment = comment.to_lowercase();
            let guards = ["protect", "guard"]
                .iter()
                .any(|word| comment.contains(word));
            let words: Vec<&str> = comment
                .split(|char: char| !char.is_alphanumeric() && char != '_')
                .collect();
            let listed = names.iter().filter(|name| words.contains(&name.as_str()));
            guards && !words.contains(&own.as_str()) && listed.count() >= LISTED
        })
    }
}
