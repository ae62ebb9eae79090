//! A transform as it takes part in a run, wherever it comes from.

use super::Transform;
use crate::cut::words::Word;
use crate::finding::{Finding, Severity};
use crate::model::{Directory, Package};
use crate::patch::Patch;
use crate::syntax::ast::Name;

/// A transform that can run: a built-in one, or one that was loaded. Its texts live as long as the process does.
#[derive(Debug)]
pub struct Rule {
    pub name: &'static str,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// The page that `explain` prints, in Markdown.
    pub page: &'static str,
    pub severity: Severity,
    /// Whether it runs without being asked for.
    pub is_default: bool,
    /// What it looks with: one part for each form of the bug that is written down on its own.
    pub parts: Vec<Part>,
}

/// One way to look for a bug.
#[derive(Debug)]
pub enum Part {
    Code {
        triggers: &'static [&'static str],
        find: fn(&Package) -> Vec<Finding>,
    },
    Patch {
        /// That of the rule.
        name: &'static str,
        patch: Box<Patch>,
    },
}

impl Rule {
    /// The rule that a built-in transform is.
    pub fn of(transform: &Transform) -> Rule {
        Rule {
            name: transform.name,
            summary: transform.summary,
            page: transform.page,
            severity: transform.severity,
            is_default: transform.is_default,
            parts: vec![Part::Code {
                triggers: transform.triggers,
                find: transform.find,
            }],
        }
    }
}

impl Part {
    /// Whether the package holds one of the words that it looks for: whole packages drop out here, without being parsed.
    pub(super) fn is_triggered(&self, directory: &Directory, package: Name) -> bool {
        let mut decls = directory
            .decls()
            .filter(|&decl| directory.file_of(decl).package == package);
        match self {
            Part::Code { triggers, .. } => {
                let words: Vec<Word> = triggers.iter().map(|word| Word::new(word)).collect();
                decls.any(|decl| words.iter().any(|word| directory.holds(decl, word)))
            }
            Part::Patch { patch, .. } => patch.is_triggered(directory, package),
        }
    }

    pub(super) fn find(&self, package: &Package) -> Vec<Finding> {
        match self {
            Part::Code { find, .. } => find(package),
            Part::Patch { name, patch } => patch.find(name, package),
        }
    }
}
