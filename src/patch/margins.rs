//! What is around a place of the source: blanks, line ends, comments, blank lines.

use crate::source::{Range, SourceFile};

/// Whether only blanks on one line are between two offsets.
pub(super) fn is_blank(source: &SourceFile, from: u32, to: u32) -> bool {
    let text = source.text.get(from as usize..to as usize);
    text.is_some_and(|text| text.trim().is_empty() && !text.contains('\n'))
}

/// How far the line of an offset is moved in, in tabs.
pub(super) fn tabs(source: &SourceFile, offset: u32) -> usize {
    let indentation = source.indentation(offset);
    indentation.bytes().filter(|byte| *byte == b'\t').count()
}

pub(super) fn begins_line(source: &SourceFile, offset: u32) -> bool {
    let head = Range::new(source.line_start(offset), offset);
    source.slice(head).trim().is_empty()
}

/// Whether at most a comment is behind an offset on its line.
pub(super) fn ends_line(source: &SourceFile, offset: u32) -> bool {
    let rest = source
        .slice(Range::new(offset, source.line_end(offset)))
        .trim();
    let rest = rest.strip_prefix(',').unwrap_or(rest).trim();
    rest.is_empty() || rest.starts_with("//")
}

/// The start of the line of `offset`, or of the comments directly above it, but not above `after`. What closes a block has
/// no comments of its own.
pub(super) fn above_comments(source: &SourceFile, offset: u32, after: Option<u32>) -> u32 {
    let mut start = source.line_start(offset);
    let closes = source.text.get(offset as usize..).is_some_and(|rest| {
        rest.starts_with(['}', ')']) || rest.starts_with("case ") || rest.starts_with("default:")
    });
    while !closes && start > 0 {
        let above = source.line_start(start - 1);
        let is_comment = source
            .slice(Range::new(above, start))
            .trim_start()
            .starts_with("//");
        if !is_comment || after.is_some_and(|after| above < after) {
            break;
        }
        start = above;
    }
    start
}

/// Lines to remove, with the blank line behind them where another is before, or where a block begins or ends there.
pub(super) fn without_gap(source: &SourceFile, start: u32, end: u32) -> Range {
    let line_before = (start > 0).then(|| {
        let before = source.line_start(start - 1);
        (before, source.slice(Range::new(before, start)).trim())
    });
    let length = source.text.len() as u32;
    let line_behind = (end < length).then(|| {
        let behind = source.line_end(end);
        (behind, source.slice(Range::new(end, behind)).trim())
    });
    match (line_before, line_behind) {
        (Some((_, before)), Some((behind, "")))
            if before.is_empty() || before.ends_with(['{', '(', ':']) =>
        {
            Range::new(start, behind)
        }
        (Some((before, "")), Some((_, behind))) if behind.starts_with(['}', ')']) => {
            Range::new(before, end)
        }
        _ => Range::new(start, end),
    }
}
