//! Why a patch found something on a line, or what it lacked there.

use super::binding::Bindings;
use super::hunk::Hunk;
use super::matcher::Matcher;
use super::predicates::{Question, Truth};
use super::read::Patch;
use super::sites::extent;
use crate::model::{DeclId, Package};
use crate::source::Range;

/// What became of a patch on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It fits, and all conditions hold: what the metavariables stand for, and the conditions.
    Fires {
        bindings: Vec<(String, String)>,
        conditions: Vec<String>,
    },
    /// It fits, but a condition does not hold, or nothing is known of it.
    Condition {
        line: u32,
        text: String,
        is_unknown: bool,
        bindings: Vec<(String, String)>,
    },
    /// It fits so far, and no further.
    Mismatch {
        /// How much of it fits: the more, the nearer.
        depth: usize,
        /// In the patch.
        line: u32,
        wanted: String,
        found: String,
    },
    /// The declaration does not even hold this word.
    NoWord(String),
    Nothing,
}

impl Patch {
    /// Why the first hunk of a form of the patch fits on the lines in `range` of a declaration, or not: the nearest to a
    /// finding of all forms.
    pub fn why(&self, package: &Package, decl: DeclId, range: Range) -> Why {
        let answers = self
            .forms
            .iter()
            .map(|form| why(package, &form.first, decl, range));
        answers.max_by_key(nearness).unwrap_or(Why::Nothing)
    }
}

fn nearness(why: &Why) -> usize {
    match why {
        Why::Fires { .. } => usize::MAX,
        Why::Condition { .. } => usize::MAX - 1,
        Why::Mismatch { depth, .. } => depth + 2,
        Why::NoWord(_) => 1,
        Why::Nothing => 0,
    }
}

fn why(package: &Package, hunk: &Hunk, decl: DeclId, range: Range) -> Why {
    let directory = package.directory(decl.dir);
    if let Some(word) = hunk.missing(directory, decl) {
        return Why::NoWord(word.to_string());
    }
    if package.ast(decl).damaged.is_some() {
        return Why::Nothing;
    }
    let none = Bindings::new();
    let mut matcher = Matcher::new(package, &hunk.before, &hunk.declared, decl, &none);
    matcher.focus = Some(range);
    let mut nearest = None;
    for found in matcher.all() {
        let whole = extent(&found);
        if whole.end < range.start || range.end < whole.start {
            continue;
        }
        let bindings = found
            .bindings
            .iter()
            .map(|(name, binding)| (name.to_string(), binding.title(package)))
            .collect();
        match Question::new(package, hunk, &found).failed() {
            None => {
                let conditions = hunk.declared.conditions.iter();
                return Why::Fires {
                    bindings,
                    conditions: conditions.map(|condition| condition.text.clone()).collect(),
                };
            }
            Some(failed) => {
                nearest = Some(Why::Condition {
                    line: failed.condition.line,
                    text: failed.condition.text.clone(),
                    is_unknown: failed.truth == Truth::Unknown,
                    bindings,
                });
            }
        }
    }
    if let Some(nearest) = nearest {
        return nearest;
    }
    match matcher.furthest {
        // What differs at once is not near.
        Some(furthest) if furthest.depth > 1 => Why::Mismatch {
            depth: furthest.depth,
            line: hunk.before.line_at(furthest.pattern.start),
            wanted: first_line(furthest.pattern.of(&hunk.before.text)),
            found: first_line(package.text(decl, furthest.code)),
        },
        _ => Why::Nothing,
    }
}

fn first_line(text: &str) -> String {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default().trim();
    match lines.next() {
        Some(_) => format!("{first} …"),
        None => first.to_string(),
    }
}
