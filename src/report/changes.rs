//! What a fix comes to: the new text of each file, and the whole lines that it replaces.

use crate::edit;
use crate::finding::{Edit, Fix};
use crate::report::patch::{FileChange, Label};
use crate::report::{Entry, Report};
use crate::source::{FileId, Range, SourceFile};

/// A file that a fix changes.
pub(super) struct Changed<'a> {
    pub file: &'a SourceFile,
    pub new: String,
    /// What the fix replaces in the old text.
    ranges: Vec<Range>,
}

impl<'a> Changed<'a> {
    /// For a patch, with the transform's name on each hunk.
    pub(super) fn as_patch<'b>(&'b self, transform: &'b str, fix: &Fix) -> FileChange<'b> {
        let labels = self.ranges.iter().map(|&range| Label {
            transform,
            safety: fix.safety,
            range,
        });
        FileChange {
            name: self.file.display.as_str().into(),
            old: &self.file.text,
            new: &self.new,
            labels: labels.collect(),
        }
    }
}

/// The files that the fix of `entry` changes, by path; none where it has no fix.
pub(super) fn changes<'a>(report: &Report<'a>, entry: &Entry<'_>) -> Vec<Changed<'a>> {
    if entry.fix().is_none() {
        return Vec::new();
    }
    let mut files: Vec<FileId> = entry.edits.iter().map(|edit| edit.span.file).collect();
    files.sort();
    files.dedup();
    let mut changes: Vec<Changed<'a>> = (files.into_iter())
        .filter_map(|id| {
            let file = (report.source)(id);
            let here: Vec<&Edit> = (entry.edits.iter())
                .filter(|edit| edit.span.file == id)
                .collect();
            let edits: Vec<(Range, &str)> = (here.iter())
                .map(|edit| (edit.span.range(), edit.text.as_str()))
                .collect();
            let new = edit::apply(&file.text, &edits).ok()?.text;
            let ranges = edits.iter().map(|&(range, _)| range).collect();
            Some(Changed { file, new, ranges })
        })
        .collect();
    changes.sort_by(|left, right| left.file.display.cmp(&right.file.display));
    changes
}

/// Whole lines of one file, and what stands in their place.
pub(super) struct Suggestion<'a> {
    pub file: &'a SourceFile,
    /// The first and the last line that it replaces, counted from 1.
    pub first: usize,
    pub last: usize,
    /// The new lines, with the file's line ends but none behind the last. At least one.
    pub text: String,
}

/// The fix of `entry` as one suggestion; `None` where it has none, or one that changes several files.
pub(super) fn suggestion<'a>(report: &Report<'a>, entry: &Entry<'_>) -> Option<Suggestion<'a>> {
    let changes = changes(report, entry);
    let [changed] = changes.as_slice() else {
        return None;
    };
    whole_lines(changed.file, &changed.new)
}

/// The fewest lines in a row that hold all differences. What only inserts or deletes takes in a line beside it, so that
/// neither side is empty.
pub(super) fn whole_lines<'a>(file: &'a SourceFile, new: &str) -> Option<Suggestion<'a>> {
    let old_lines: Vec<&str> = file.text.split_inclusive('\n').collect();
    let new_lines: Vec<&str> = new.split_inclusive('\n').collect();
    let pairs = old_lines.iter().zip(&new_lines);
    let mut head = pairs.take_while(|(old, new)| old == new).count();
    if head == old_lines.len() && head == new_lines.len() {
        return None;
    }
    let pairs = (old_lines[head..].iter().rev()).zip(new_lines[head..].iter().rev());
    let mut tail = pairs.take_while(|(old, new)| old == new).count();
    let is_bare =
        |head: usize, tail: usize| head + tail >= old_lines.len() || head + tail >= new_lines.len();
    if is_bare(head, tail) {
        match (tail, head) {
            (1.., _) => tail -= 1,
            (0, 1..) => head -= 1,
            (0, 0) => return None,
        }
    }
    let text = new_lines[head..new_lines.len() - tail].concat();
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    // An empty suggestion would delete the lines.
    (!text.is_empty()).then(|| Suggestion {
        file,
        first: head + 1,
        last: old_lines.len() - tail,
        text: text.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(old: &str, new: &str) -> Option<(usize, usize, String)> {
        let file = SourceFile::new(FileId(0), "p.go".into(), "p.go".into(), old.into());
        let Suggestion {
            first, last, text, ..
        } = whole_lines(&file, new)?;
        Some((first, last, text))
    }

    #[test]
    fn only_the_lines_that_differ_are_replaced() {
        assert_eq!(
            lines("a\nb\nc\n", "a\nx\ny\nc\n"),
            Some((2, 2, "x\ny".into()))
        );
        assert_eq!(
            lines("a\nb\nc\nd", "x\nb\nc\ny"),
            Some((1, 4, "x\nb\nc\ny".into()))
        );
        assert_eq!(
            lines("a\r\nb\r\n", "a\r\nx\r\ny\r\n"),
            Some((2, 2, "x\r\ny".into()))
        );
        assert_eq!(lines("a\n", "a\n"), None);
    }

    #[test]
    fn neither_side_is_empty() {
        assert_eq!(lines("a\nb\n", "a\nx\nb\n"), Some((2, 2, "x\nb".into())));
        assert_eq!(lines("a\nb\n", "a\nb\nx\n"), Some((2, 2, "b\nx".into())));
        assert_eq!(lines("a\nb\nc\n", "a\nc\n"), Some((2, 3, "c".into())));
        assert_eq!(lines("a\nb\n", "a\n"), Some((1, 2, "a".into())));
        assert_eq!(lines("", "a\n"), None);
        assert_eq!(lines("a\na\n", "a\na\na\n"), Some((2, 2, "a\na".into())));
    }
}
