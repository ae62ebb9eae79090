//! Dropping the imports that a fix has left without a use.

use std::collections::HashSet;

use crate::cut::{ImportSpec, Outline, words};
use crate::layout::tokens::{TokenKind, tokens};
use crate::source::Range;

use super::lines::{Block, blocks, end_of_line, is_blank, is_quiet, start_of_line};
use super::{is_standard, name_of, path_of};

/// Whether edits of a file may take away a use of one of its imports: they replace its name, or touch it.
pub fn may_lose_use(text: &str, outline: &Outline, edits: &[(Range, &str)]) -> bool {
    let is_word = |byte: &u8| words::is_word(*byte);
    let bytes = text.as_bytes();
    let touched = edits.iter().map(|(range, _)| {
        let (before, after) = (&bytes[..range.start as usize], &bytes[range.end as usize..]);
        let in_front = before.iter().rev().take_while(|byte| is_word(byte));
        let behind = after.iter().take_while(|byte| is_word(byte));
        let start = range.start - in_front.count() as u32;
        Range::new(start, range.end + behind.count() as u32)
    });
    let names = || {
        outline
            .imports
            .iter()
            .filter_map(|spec| name_of(spec, text))
    };
    touched
        .into_iter()
        .any(|range| names().any(|name| words::holds(text, range, name)))
}

/// The edits of `text` that drop the imports which `old_text` used and `text` doesn't.
///
/// What was unused before stays, as do `_`, `.` and C. A package without an alias may be named otherwise than its path
/// suggests: outside of the standard library, a name that also stands for something else is taken as unknown.
pub fn drop_unused(
    old_text: &str,
    old: &Outline,
    text: &str,
    outline: &Outline,
) -> Vec<(Range, String)> {
    let (before, after) = (Names::of(old_text, old), Names::of(text, outline));
    let was_imported = |path: &str, name: &str| {
        old.imports
            .iter()
            .any(|spec| path_of(spec, old_text) == path && name_of(spec, old_text) == Some(name))
    };
    let is_left = |spec: &ImportSpec| {
        let path = path_of(spec, text);
        let Some(name) = name_of(spec, text) else {
            return false;
        };
        let is_certain = spec.name.is_some() || is_standard(path) || !before.bare.contains(name);
        path != "C"
            && is_certain
            && was_imported(path, name)
            && before.qualifiers.contains(name)
            && !after.qualifiers.contains(name)
    };
    let mut edits = Vec::new();
    for block in blocks(outline, text) {
        let left: Vec<Range> = block
            .specs
            .iter()
            .filter(|spec| is_left(spec))
            .map(|spec| spec.range)
            .collect();
        if !left.is_empty() {
            edits.extend(
                removals(text, &block, &left)
                    .into_iter()
                    .map(|range| (range, String::new())),
            );
        }
    }
    edits
}

/// The names in a file's declarations.
struct Names<'a> {
    /// Those in front of a `.`.
    qualifiers: HashSet<&'a str>,
    /// Those that stand alone.
    bare: HashSet<&'a str>,
}

impl<'a> Names<'a> {
    fn of(text: &'a str, outline: &Outline) -> Names<'a> {
        let imports_end = outline.imports.iter().map(|spec| spec.decl.end).max();
        let head_end = imports_end
            .max(outline.package.map(|package| package.end))
            .unwrap_or(0);
        let mut names = Names {
            qualifiers: HashSet::new(),
            bare: HashSet::new(),
        };
        let tokens = tokens(text).tokens;
        let is_dot = |index: Option<usize>| {
            let token = index.and_then(|index| tokens.get(index));
            token.is_some_and(|token| token.kind == TokenKind::Mark && token.range.of(text) == ".")
        };
        for (index, token) in tokens.iter().enumerate() {
            if token.kind != TokenKind::Name
                || token.range.start < head_end
                || is_dot(index.checked_sub(1))
            {
                continue;
            }
            let set = if is_dot(Some(index + 1)) {
                &mut names.qualifiers
            } else {
                &mut names.bare
            };
            set.insert(token.range.of(text));
        }
        names
    }
}

/// What to delete of `block` so that the specs `left` are gone, with the blank lines that then have nothing to divide.
fn removals(text: &str, block: &Block<'_>, left: &[Range]) -> Vec<Range> {
    let Some(open) = block.open else {
        return vec![without_line(text, block.range)];
    };
    let lines = lines_of(text, open, block.range.end);
    let is_on = |line: &Range, spec: &Range| line.contains(Range::new(spec.start, spec.start));
    let holds_others = |line: &Range| {
        let others = block
            .specs
            .iter()
            .map(|spec| spec.range)
            .filter(|spec| !left.contains(spec));
        others.into_iter().any(|spec| is_on(line, &spec))
    };
    let has_own_line = |spec: &Range| {
        lines
            .iter()
            .any(|line| is_on(line, spec) && !holds_others(line))
            && start_of_line(text, spec.start) > open
    };
    if !left.iter().all(has_own_line) {
        return left
            .iter()
            .map(|&spec| without_separator(text, spec))
            .collect();
    }

    let is_left = |line: &Range| left.iter().any(|spec| is_on(line, spec));
    if lines
        .iter()
        .all(|line| is_left(line) || is_blank(text, line.start))
    {
        return vec![without_line(text, block.range)];
    }
    let mut removed: Vec<Range> = Vec::new();
    let mut is_after_blank = true;
    let mut last_blank = None;
    for line in &lines {
        if is_left(line) {
            removed.push(*line);
        } else if is_blank(text, line.start) {
            if is_after_blank {
                removed.push(*line);
            } else {
                last_blank = Some(*line);
            }
            is_after_blank = true;
        } else {
            is_after_blank = false;
            last_blank = None;
        }
    }
    removed.extend(last_blank);
    joined(removed)
}

/// The lines between the parentheses; a comment that spans lines is part of the line that it starts on.
fn lines_of(text: &str, open: u32, end: u32) -> Vec<Range> {
    let close = end.saturating_sub(1);
    let mut lines = Vec::new();
    let mut at = end_of_line(text, open);
    while at < start_of_line(text, close) {
        let next = end_of_line(text, at);
        lines.push(Range::new(at, next));
        at = next;
    }
    lines
}

/// The lines of `range`, and one blank line where one stands on either side; only `range` where it shares its lines.
fn without_line(text: &str, range: Range) -> Range {
    let (start, end) = (
        start_of_line(text, range.start),
        end_of_line(text, range.end),
    );
    if !is_quiet(text, start, range.start) || !is_quiet(text, range.end, end) {
        return without_separator(text, range);
    }
    let is_after_blank = start > 0 && is_blank(text, start_of_line(text, start - 1));
    if is_after_blank && is_blank(text, end) {
        return Range::new(start, end_of_line(text, end));
    }
    if is_after_blank && end as usize == text.len() {
        return Range::new(start_of_line(text, start - 1), end);
    }
    Range::new(start, end)
}

/// `range` with the semicolon behind it.
fn without_separator(text: &str, range: Range) -> Range {
    let rest = text.get(range.end as usize..).unwrap_or("");
    let trimmed = rest.trim_start_matches([' ', '\t']);
    let blanks = (rest.len() - trimmed.len()) as u32;
    match trimmed.starts_with(';') {
        true => Range::new(range.start, range.end + blanks + 1),
        false => range,
    }
}

/// Ranges that touch, made one.
fn joined(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.sort_unstable();
    let mut joined: Vec<Range> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if last.end >= range.start => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}
