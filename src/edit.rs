//! Edits of one text: which go together, what comes of them, and which lines differ in the end.

use std::borrow::Cow;
use std::fmt;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::finding::Edit;
use crate::source::Range;

/// Why edits were not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// Two edits want the same place.
    Overlap(Range, Range),
    /// An edit lies outside of the text, or inside a character.
    Outside(Range),
}

impl fmt::Display for Conflict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Conflict::Overlap(first, second) => {
                let (Range { start, end }, other) = (first, second);
                write!(
                    formatter,
                    "edits of bytes {start}–{end} and {}–{} overlap",
                    other.start, other.end
                )
            }
            Conflict::Outside(Range { start, end }) => write!(
                formatter,
                "edit of bytes {start}–{end} is outside of the text"
            ),
        }
    }
}

impl std::error::Error for Conflict {}

/// A text with its edits made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    pub text: String,
    /// Where the new text differs, in its own offsets; a deletion leaves an empty range.
    pub changed: Vec<Range>,
}

/// Makes all `edits` of `text`, in any order, or none.
///
/// Equal edits are one edit. Two insertions at one offset conflict unless they are equal. An insertion at the edge of a
/// replacement is clear and allowed: it goes before what is replaced, or behind it.
///
/// Where the lines of `text` end with `\r\n`, so do those of the inserted text, whichever way they are written.
pub fn apply(text: &str, edits: &[(Range, &str)]) -> Result<Applied, Conflict> {
    let mut edits = edits.to_vec();
    edits.sort_unstable_by_key(|&(range, inserted)| (range.start, range.end, inserted));
    edits.dedup();
    check(text, &edits)?;

    let is_crlf = is_crlf(text);
    let mut applied = Applied {
        text: String::with_capacity(text.len()),
        changed: Vec::with_capacity(edits.len()),
    };
    let mut copied = 0;
    for (range, inserted) in edits {
        applied
            .text
            .push_str(Range::new(copied, range.start).of(text));
        let start = applied.text.len() as u32;
        applied.text.push_str(&with_line_ends(inserted, is_crlf));
        applied
            .changed
            .push(Range::new(start, applied.text.len() as u32));
        copied = range.end;
    }
    applied
        .text
        .push_str(Range::new(copied, text.len() as u32).of(text));
    Ok(applied)
}

/// Whether the edits of two fixes can be made at once, each as if it were alone.
///
/// Stricter than [`apply`]: an insertion at the edge of the other's replacement was written with the old neighbour in
/// mind, so the two don't go together. Nor do equal ones: an `Unlock` that both move is one of two pairs.
pub fn disjoint(some: &[Edit], others: &[Edit]) -> bool {
    let clash = |edit: &Edit, other: &Edit| {
        let (span, against) = (edit.span, other.span);
        let is_insertion = span.start == span.end || against.start == against.end;
        let apart = if is_insertion {
            span.end < against.start || against.end < span.start
        } else {
            span.end <= against.start || against.end <= span.start
        };
        span.file == against.file && !apart
    };
    !some
        .iter()
        .any(|edit| others.iter().any(|other| clash(edit, other)))
}

/// The whole lines in which `old` and `new` differ: ranges of `old` and what stands there in `new`.
pub fn difference(old: &str, new: &str) -> Vec<(Range, String)> {
    let old_lines: Vec<&str> = old.split_inclusive('\n').collect();
    let new_lines: Vec<&str> = new.split_inclusive('\n').collect();
    let (old_starts, new_starts) = (starts(&old_lines), starts(&new_lines));
    let covered = |starts: &[u32], lines: std::ops::Range<usize>| {
        let at = |line: usize| starts.get(line).copied().unwrap_or_default();
        Range::new(at(lines.start), at(lines.end))
    };
    capture_diff_slices(Algorithm::Myers, &old_lines, &new_lines)
        .iter()
        .filter(|change| change.tag() != DiffTag::Equal)
        .map(|change| {
            let text = covered(&new_starts, change.new_range()).of(new);
            (covered(&old_starts, change.old_range()), text.to_owned())
        })
        .collect()
}

/// Where each line starts, and the end of the last one.
fn starts(lines: &[&str]) -> Vec<u32> {
    let ends = lines.iter().scan(0, |end, line| {
        *end += line.len() as u32;
        Some(*end)
    });
    std::iter::once(0).chain(ends).collect()
}

fn check(text: &str, edits: &[(Range, &str)]) -> Result<(), Conflict> {
    for &(range, _) in edits {
        if text.get(range.start as usize..range.end as usize).is_none() {
            return Err(Conflict::Outside(range));
        }
    }
    // Sorted by start and then by end, so that overlapping edits have a neighbour that they overlap with.
    for pair in edits.windows(2) {
        let [(first, _), (second, _)] = pair else {
            continue;
        };
        if first.end > second.start || first == second {
            return Err(Conflict::Overlap(*first, *second));
        }
    }
    Ok(())
}

fn is_crlf(text: &str) -> bool {
    let newline = memchr::memchr(b'\n', text.as_bytes());
    newline.is_some_and(|newline| newline > 0 && text.as_bytes()[newline - 1] == b'\r')
}

fn with_line_ends(text: &str, is_crlf: bool) -> Cow<'_, str> {
    if !is_crlf || !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\n', "\r\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn edit(start: u32, end: u32, text: &str) -> (Range, &str) {
        (Range::new(start, end), text)
    }

    fn text_after(text: &str, edits: &[(Range, &str)]) -> Option<String> {
        apply(text, edits).ok().map(|applied| applied.text)
    }

    #[test]
    fn edits_apply_in_any_order() {
        let applied = apply(
            "abcdef",
            &[edit(4, 5, ""), edit(0, 1, "xyz"), edit(6, 6, "!")],
        )
        .expect("disjoint");
        assert_eq!(applied.text, "xyzbcdf!");
        assert_eq!(
            applied.changed,
            [Range::new(0, 3), Range::new(6, 6), Range::new(7, 8)]
        );
    }

    #[test]
    fn touching_insertions_conflict() {
        let conflict = apply("abc", &[edit(1, 1, "x"), edit(1, 1, "y")]);
        assert_eq!(
            conflict,
            Err(Conflict::Overlap(Range::new(1, 1), Range::new(1, 1)))
        );
    }

    #[test]
    fn equal_insertions_are_one() {
        assert_eq!(
            text_after("abc", &[edit(1, 1, "x"), edit(1, 1, "x")]).as_deref(),
            Some("axbc")
        );
    }

    #[test]
    fn an_insertion_stays_on_its_side_of_a_replacement() {
        let edits = [edit(1, 2, "B"), edit(1, 1, "<"), edit(2, 2, ">")];
        assert_eq!(text_after("abc", &edits).as_deref(), Some("a<B>c"));
    }

    #[test]
    fn adjacent_replacements_go_together() {
        assert_eq!(
            text_after("abc", &[edit(0, 1, "A"), edit(1, 2, "B")]).as_deref(),
            Some("ABc")
        );
    }

    #[test]
    fn overlapping_replacements_conflict() {
        assert!(apply("abcdef", &[edit(0, 3, "x"), edit(2, 4, "y")]).is_err());
        assert!(apply("abcdef", &[edit(0, 6, "x"), edit(2, 2, "y")]).is_err());
        assert!(apply("abcdef", &[edit(1, 2, "x"), edit(1, 2, "y")]).is_err());
    }

    #[test]
    fn edits_outside_of_the_text_are_refused() {
        assert_eq!(
            apply("ab", &[edit(1, 3, "x")]),
            Err(Conflict::Outside(Range::new(1, 3)))
        );
        assert_eq!(
            apply("é", &[edit(1, 1, "x")]),
            Err(Conflict::Outside(Range::new(1, 1)))
        );
        assert_eq!(
            apply("ab", &[edit(2, 1, "x")]),
            Err(Conflict::Outside(Range::new(2, 1)))
        );
    }

    #[test]
    fn inserted_lines_end_as_the_file_s_do() {
        assert_eq!(
            text_after("a\r\nb\r\n", &[edit(3, 3, "x\ny\r\n")]).as_deref(),
            Some("a\r\nx\r\ny\r\nb\r\n")
        );
        assert_eq!(
            text_after("a\nb\r\n", &[edit(2, 2, "x\n")]).as_deref(),
            Some("a\nx\nb\r\n")
        );
    }

    #[test]
    fn a_missing_final_newline_stays_missing() {
        assert_eq!(
            text_after("a\nb", &[edit(0, 1, "x")]).as_deref(),
            Some("x\nb")
        );
    }

    #[test]
    fn fixes_that_touch_are_not_disjoint() {
        let edit = |file, start, end, text: &str| Edit {
            span: Range::new(start, end).in_file(FileId(file)),
            text: text.to_owned(),
        };
        let replacement = [edit(0, 4, 8, "x")];
        assert!(!disjoint(&replacement, &[edit(0, 8, 8, "y")]));
        assert!(!disjoint(&replacement, &[edit(0, 4, 4, "y")]));
        assert!(!disjoint(&replacement, &[edit(0, 7, 9, "y")]));
        assert!(!disjoint(&[edit(0, 4, 4, "x")], &[edit(0, 4, 4, "y")]));
        assert!(!disjoint(&[edit(0, 4, 4, "x")], &[edit(0, 4, 4, "x")]));
        assert!(!disjoint(&replacement, &replacement));
        assert!(disjoint(&replacement, &[edit(0, 8, 9, "y")]));
        assert!(disjoint(&replacement, &[edit(0, 9, 9, "y")]));
        assert!(disjoint(&replacement, &[edit(1, 5, 6, "y")]));
    }

    #[test]
    fn the_difference_is_in_whole_lines() {
        let changes = difference("a\nb\nc\nd", "a\nB\nc\nnew\nd\n");
        assert_eq!(
            changes,
            [
                (Range::new(2, 4), "B\n".into()),
                (Range::new(6, 7), "new\nd\n".into())
            ]
        );
        let edits: Vec<_> = changes
            .iter()
            .map(|(range, text)| (*range, text.as_str()))
            .collect();
        assert_eq!(
            text_after("a\nb\nc\nd", &edits).as_deref(),
            Some("a\nB\nc\nnew\nd\n")
        );
        assert_eq!(difference("a\n", "a\n"), []);
    }
}
