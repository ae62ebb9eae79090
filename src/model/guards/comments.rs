//! What the comments beside a lock say of the variables that it protects.

use super::{Evidence, GuardLock};
use crate::model::package::Package;
use crate::model::path::Step;
use crate::model::symbol::*;
use crate::source::Range;

impl Package<'_> {
    /// Whether the comment beside a lock's declaration says that it protects the variable: the fields up to the next
    /// empty line, or the one that it names.
    pub(super) fn says_guards(&self, lock: &GuardLock, variable: SymbolId) -> Option<Evidence> {
        let GuardLock::Beside { up: 1, steps } = lock else {
            return None;
        };
        let [Step::Field(lock)] = steps.as_slice() else {
            return None;
        };
        if lock.decl != variable.decl {
            return None;
        }
        let (Symbol { range: lock, .. }, Symbol { range, name, .. }) =
            (self.symbol(*lock), self.symbol(variable));
        let comment = self.comments_beside(variable.decl, *lock).to_lowercase();
        if !["protect", "guard"]
            .iter()
            .any(|word| comment.contains(word))
        {
            return None;
        }
        let names_it = comment
            .split(|char: char| !char.is_alphanumeric() && char != '_')
            .any(|word| word == name.to_lowercase());
        let between = Range::new(lock.end, range.start.max(lock.end));
        let follows = lock.end <= range.start && !has_empty_line(self.text(variable.decl, between));
        let says_follows = ["follow", "below", "these", "fields"]
            .iter()
            .any(|word| comment.contains(word));
        match names_it {
            true => Some(Evidence::Named),
            false => (follows && says_follows).then_some(Evidence::Declared),
        }
    }

    /// The comments on the line of `range` and on those right above it, within a declaration.
    pub(in crate::model) fn comments_beside(&self, decl: DeclId, range: Range) -> String {
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
