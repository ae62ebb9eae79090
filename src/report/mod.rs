//! What a run found, and the forms in which it is told.

use std::ops::Range;

use crate::engine::Rule;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::source::{FileId, Position, SourceFile, Span};

pub mod out;
pub mod patch_root;
pub mod progress;
pub mod summary;

mod changes;

pub mod checkstyle;
pub mod concise;
pub mod full;
pub mod github;
pub mod github_review;
pub mod gitlab;
pub mod gitlab_discussions;
pub mod json;
pub mod markdown;
pub mod patch;
pub mod rdjson;
pub mod review;
pub mod sarif;
mod snippets;
pub mod statistics;

#[cfg(test)]
mod sample;

pub use crate::workspace::Problem;
pub use out::Styling;

use patch_root::PatchRoot;

/// All that a run has to tell.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// In any order: each format sorts them.
    pub entries: &'a [Entry<'a>],
    pub problems: &'a [Problem],
    /// The kinds of findings that were looked for.
    pub rules: &'a [&'a Rule],
    pub size: Size,
    /// What paths start from for those who know only the repository.
    pub root: &'a PatchRoot,
    /// The file of an id. Every id in `entries` has one.
    pub source: &'a dyn Fn(FileId) -> &'a SourceFile,
}

/// A finding with what its fix comes to.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    pub finding: &'a Finding,
    /// The fix, finished: imports and layout included, against the files as they are. Empty where the fix was withheld.
    pub edits: &'a [Edit],
    pub fingerprint: &'a str,
}

/// How much a run looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    pub files: usize,
    pub packages: usize,
    /// Declarations that were skipped because they hold something that is no Go.
    pub damaged: usize,
}

impl<'a> Entry<'a> {
    /// The fix, if there is one to offer.
    pub fn fix(&self) -> Option<&'a Fix> {
        let fix = self.finding.fix.as_ref()?;
        (fix.safety == Safety::Shown || !self.edits.is_empty()).then_some(fix)
    }
}

impl<'a> Report<'a> {
    /// The entries by path, place, transform and message.
    fn sorted(&self) -> Vec<Entry<'a>> {
        let mut sorted = self.entries.to_vec();
        sorted.sort_by(|left, right| {
            let key = |entry: &Entry<'a>| {
                let Finding {
                    span,
                    transform,
                    message,
                    ..
                } = entry.finding;
                (
                    self.path(*span),
                    span.start,
                    span.end,
                    *transform,
                    message.as_str(),
                )
            };
            key(left).cmp(&key(right))
        });
        sorted
    }

    fn file(&self, span: Span) -> &'a SourceFile {
        (self.source)(span.file)
    }

    fn path(&self, span: Span) -> &'a str {
        &self.file(span).display
    }

    /// The path of a file for those who know only the repository, `/` between names.
    fn root_path(&self, span: Span) -> String {
        let name = self.root.name_of(&self.file(span).path);
        let names: Vec<_> = name.iter().map(|name| name.to_string_lossy()).collect();
        if name.is_absolute() {
            return name.to_string_lossy().into_owned();
        }
        names.join("/")
    }

    /// The text of `edit` with the line ends of its file, so that a reader can put it in as it is.
    fn as_in_file(&self, edit: &Edit) -> String {
        if self.file(edit.span).is_crlf() {
            edit.text.replace("\r\n", "\n").replace('\n', "\r\n")
        } else {
            edit.text.clone()
        }
    }

    /// Where `span` starts and ends.
    fn positions(&self, span: Span) -> (Position, Position) {
        let file = self.file(span);
        let range = fitted(span, &file.text);
        (
            file.position(range.start as u32),
            file.position(range.end as u32),
        )
    }
}

/// A text on one line, for formats that have one line for it.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The bytes of `span` as far as `text` has them, on whole characters, in order.
fn fitted(span: Span, text: &str) -> Range<usize> {
    let start = boundary(text, span.start as usize);
    let end = boundary(text, span.end as usize);
    start..end.max(start)
}

/// The last start of a character at or before `offset`.
fn boundary(text: &str, offset: usize) -> usize {
    let mut boundary = offset.min(text.len());
    while !text.is_char_boundary(boundary) {
        boundary -= 1;
    }
    boundary
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_span_fits_any_text() {
        let text = "aé\n";
        for start in 0..8 {
            for end in 0..8 {
                let range = fitted(
                    Span {
                        file: FileId(0),
                        start,
                        end,
                    },
                    text,
                );
                assert!(text.get(range).is_some());
            }
        }
    }
}
