//! Import declarations as lines of text, with the comments that belong to them.

use crate::cut::{ImportSpec, Outline};
use crate::layout::tokens::{Comment, TokenKind, tokens};
use crate::source::Range;

use super::path_of;

/// An import declaration.
pub(super) struct Block<'a> {
    pub(super) range: Range,
    pub(super) specs: Vec<&'a ImportSpec>,
    /// Where the opening parenthesis ends, if it has one.
    pub(super) open: Option<u32>,
}

/// The file's import declarations that hold a spec, in order.
pub(super) fn blocks<'a>(outline: &'a Outline, text: &str) -> Vec<Block<'a>> {
    let mut blocks: Vec<Block<'a>> = Vec::new();
    for spec in &outline.imports {
        match blocks.last_mut() {
            Some(block) if block.range == spec.decl => block.specs.push(spec),
            _ => blocks.push(Block {
                range: spec.decl,
                specs: vec![spec],
                open: opening(text, spec),
            }),
        }
    }
    blocks
}

impl Block<'_> {
    /// Whether it imports C: then the comment above it is C source.
    pub(super) fn is_cgo(&self, text: &str) -> bool {
        self.specs.iter().any(|spec| path_of(spec, text) == "C")
    }

    /// Where the lines of the spec at `index` start: its own, or that of the comment directly above it.
    pub(super) fn lead(&self, text: &str, index: usize) -> u32 {
        let Some(spec) = self.specs.get(index) else {
            return self.range.end;
        };
        lead(text, self.end_of_line_before(text, index), spec.range.start)
    }

    /// Where the line ends on which the spec before `index` stands, or the parenthesis.
    pub(super) fn end_of_line_before(&self, text: &str, index: usize) -> u32 {
        let before = index
            .checked_sub(1)
            .and_then(|before| self.specs.get(before));
        let offset = before.map_or(self.open.unwrap_or(self.range.start), |before| {
            before.range.end
        });
        end_of_line(text, offset)
    }
}

fn opening(text: &str, spec: &ImportSpec) -> Option<u32> {
    let head = Range::new(spec.decl.start, spec.range.start).of(text);
    let mark = tokens(head)
        .tokens
        .into_iter()
        .find(|token| token.kind == TokenKind::Mark)?;
    (mark.range.of(head) == "(").then_some(spec.decl.start + mark.range.end)
}

/// Where the line of `offset` starts.
pub(super) fn start_of_line(text: &str, offset: u32) -> u32 {
    let before = text.as_bytes().get(..offset as usize).unwrap_or_default();
    memchr::memrchr(b'\n', before).map_or(0, |newline| newline as u32 + 1)
}

/// Where the line of `offset` ends, behind its newline; a comment on it that spans lines belongs to it.
pub(super) fn end_of_line(text: &str, offset: u32) -> u32 {
    let mut at = offset as usize;
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        match byte {
            b'\n' => return at as u32 + 1,
            b'/' if rest.starts_with(b"//") => {
                at += memchr::memchr(b'\n', rest).unwrap_or(rest.len())
            }
            b'/' if rest.starts_with(b"/*") => {
                at += memchr::memmem::find(rest, b"*/").map_or(rest.len(), |end| end + 2)
            }
            _ => at += 1,
        }
    }
    text.len() as u32
}

/// Where the comments start that stand directly above the line of `start`, else where that line starts.
///
/// What precedes `from`, the start of a line, is not looked at.
pub(super) fn lead(text: &str, from: u32, start: u32) -> u32 {
    if from > start {
        return start;
    }
    let above = Range::new(from, start).of(text);
    let mut line = memchr::memchr_iter(b'\n', above.as_bytes()).count() as u32;
    let mut top = start_of_line(text, start).max(from);
    for Comment {
        range,
        line: first,
        end_line,
        ..
    } in tokens(above).comments.into_iter().rev()
    {
        if end_line + 1 < line {
            break;
        }
        line = first;
        top = start_of_line(text, from + range.start).max(from);
    }
    top
}

/// Whether nothing but white space and comments stands between the two offsets.
pub(super) fn is_quiet(text: &str, from: u32, to: u32) -> bool {
    tokens(Range::new(from, to).of(text)).tokens.is_empty()
}

/// Whether the line that starts at `offset` is blank; there is none behind the end of the text.
pub(super) fn is_blank(text: &str, offset: u32) -> bool {
    let rest = text.get(offset as usize..).unwrap_or("");
    let line = rest.split_inclusive('\n').next();
    line.is_some_and(|line| line.trim().is_empty())
}
