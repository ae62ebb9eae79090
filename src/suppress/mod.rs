//! Findings that comments suppress, and comments that suppress nothing.

mod add;
mod cover;
mod directive;
mod unused;

pub use add::additions;
pub use unused::{NAME as UNUSED_IGNORE, rule};

use crate::engine::Found;
use crate::finding::Finding;
use crate::model::Directory;
use crate::model::file::File;
use crate::source::{FileId, Range};

use directive::{Directive, Kind, directives};

/// Stands for all transforms in a comment.
const ALL: &str = "all";

/// A comment that suppresses findings, and what it stands for.
struct Ignore<'a> {
    file: FileId,
    directive: Directive<'a>,
    covered: Vec<Range>,
    /// Which of its names suppressed something.
    used: Vec<usize>,
}

/// The comments of a directory that suppress findings.
pub struct Ignores<'a> {
    directory: &'a Directory,
    ignores: Vec<Ignore<'a>>,
}

impl<'a> Ignores<'a> {
    /// Those in the files of `directory` that `is_reported` holds of.
    pub fn of(directory: &'a Directory, is_reported: impl Fn(&File) -> bool) -> Ignores<'a> {
        let files = directory.files.iter().filter(|file| is_reported(file));
        let ignores = files.flat_map(|file| {
            directives(&file.source.text)
                .into_iter()
                .map(|directive| Ignore {
                    file: file.source.id,
                    covered: match directive.kind {
                        Kind::File => Vec::new(),
                        Kind::Here | Kind::Nolint => {
                            cover::covered(directory, &file.source, directive.comment)
                        }
                    },
                    directive,
                    used: Vec::new(),
                })
        });
        Ignores {
            directory,
            ignores: ignores.collect(),
        }
    }

    /// Whether a comment suppresses `found`. The comments remember it.
    pub fn suppresses(&mut self, found: &Found) -> bool {
        let Finding {
            transform, span, ..
        } = &found.finding;
        let mut is_suppressed = false;
        for ignore in &mut self.ignores {
            let is_meant = ignore.file == span.file
                && ignore.directive.has_reason
                && (ignore.directive.kind == Kind::File
                    || (ignore.covered.iter())
                        .any(|range| (range.start..range.end).contains(&span.start)));
            if !is_meant {
                continue;
            }
            let named = (ignore.directive.names.iter())
                .position(|&(_, name)| name == *transform || name == ALL);
            ignore.used.extend(named);
            is_suppressed |= named.is_some() || ignore.directive.kind == Kind::Nolint;
        }
        is_suppressed
    }

    /// Findings on the comments that suppressed nothing, once all else was asked for. `known` are the names of all
    /// transforms, and `ran` tells of those that looked.
    pub fn unused(&self, known: &[&'static str], ran: impl Fn(&str) -> bool) -> Vec<Finding> {
        let findings = self.ignores.iter().filter_map(|ignore| {
            let file = self.directory.file(ignore.file)?;
            unused::finding(&file.source, ignore, known, &ran)
        });
        findings.collect()
    }
}
