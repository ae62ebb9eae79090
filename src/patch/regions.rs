//! Where in the code the tokens of a pattern are.

use super::matcher::Matched;
use super::pattern::Pattern;
use crate::layout::tokens::{TokenKind, tokens};
use crate::source::Range;

/// Where a token of the pattern is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Region {
    At(Range),
    /// It is `...` for an empty list.
    Nowhere,
    /// The code says the same with other tokens.
    Unknown,
}

/// A match, token by token.
pub(super) struct Regions<'a> {
    pub(super) pattern: &'a Pattern,
    pub(super) matched: &'a [Matched],
    /// The file.
    pub(super) text: &'a str,
}

/// A token of its node, or a part of it that was matched on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'a> {
    Token(&'a str, Range),
    Part,
}

impl<'a> Regions<'a> {
    pub(super) fn of(&self, token: usize) -> Region {
        let Some(range) = self.pattern.tokens.get(token).map(|token| token.range) else {
            return Region::Unknown;
        };
        if range.of(&self.pattern.text) == "," && self.is_dropped(token) {
            return Region::Nowhere;
        }
        if let Some(exact) = self.matched.iter().find(|matched| matched.pattern == range) {
            return if exact.is_elision && exact.code.start == exact.code.end {
                Region::Nowhere
            } else {
                Region::At(exact.code)
            };
        }
        let around = self
            .matched
            .iter()
            .filter(|matched| matched.pattern.contains(range));
        let Some(node) = around.min_by_key(|matched| matched.pattern.end - matched.pattern.start)
        else {
            return Region::Unknown;
        };
        if node.is_elision {
            // A clause that stands for several: it has more tokens than its name.
            return match node.code.start == node.code.end {
                true => Region::Nowhere,
                false => Region::At(node.code),
            };
        }
        self.own_token(node, range)
            .map_or(Region::Unknown, Region::At)
    }

    /// Whether a comma goes with an empty `...`: the one before it, or else the one behind.
    fn is_dropped(&self, comma: usize) -> bool {
        let is_empty =
            |token: usize| self.pattern.word(token) != "," && self.of(token) == Region::Nowhere;
        if is_empty(comma + 1) {
            return true;
        }
        // Back over the name of an elided parameter.
        let is_part = |token: usize| self.pattern.word(token) == "_" && is_empty(token);
        let mut before = comma.checked_sub(1);
        let is_behind = before.is_some_and(is_empty);
        while let Some(token) = before
            && (is_empty(token) || is_part(token))
        {
            before = token.checked_sub(1);
        }
        is_behind && before.is_none_or(|token| self.pattern.word(token) != ",")
    }

    /// The largest part of the match that begins with a token and holds only tokens up to `last`.
    pub(super) fn node_from(&self, token: usize, last: usize) -> Option<Range> {
        let start = self.pattern.tokens.get(token)?.range.start;
        let end = self.pattern.tokens.get(last)?.range.end;
        let from = self
            .matched
            .iter()
            .filter(|matched| matched.pattern.start == start && matched.pattern.end <= end);
        from.max_by_key(|matched| matched.pattern.end)
            .map(|matched| matched.code)
    }

    /// Where the tokens `first..=last` are: from the largest part of the match that begins with the first and holds no
    /// other tokens, to the end of the like that ends with the last.
    pub(super) fn stretch(&self, first: usize, last: usize) -> Option<Range> {
        let start = self.pattern.tokens.get(first)?.range.start;
        let end = self.pattern.tokens.get(last)?.range.end;
        let inside = || {
            let parts = self.matched.iter();
            parts.filter(|part| {
                start <= part.pattern.start
                    && part.pattern.end <= end
                    && part.code.start < part.code.end
            })
        };
        let at = |token: usize| match self.of(token) {
            Region::At(range) => Some(range),
            _ => None,
        };
        let from = inside()
            .filter(|part| part.pattern.start == start)
            .max_by_key(|part| part.pattern.end)
            .map(|part| part.code)
            .or_else(|| at(first))?;
        let to = inside()
            .filter(|part| part.pattern.end == end)
            .min_by_key(|part| part.pattern.start)
            .map(|part| part.code)
            .or_else(|| at(last))?;
        Some(Range::new(from.start, to.end.max(from.start)))
    }

    /// Where a token of a node is that belongs to none of its parts: the tokens that pattern and code have beside the
    /// parts must be the same.
    fn own_token(&self, node: &Matched, range: Range) -> Option<Range> {
        let parts = self.parts(node);
        let wanted = self.pattern_pieces(node, &parts);
        let found = self.code_pieces(node, &parts);
        if wanted.len() != found.len() {
            return None;
        }
        let mut place = None;
        for (wanted, found) in wanted.iter().zip(&found) {
            match (wanted, found) {
                (Piece::Part, Piece::Part) => {}
                (Piece::Token(word, at), Piece::Token(other, code)) if word == other => {
                    if *at == range {
                        place = Some(*code);
                    }
                }
                _ => return None,
            }
        }
        place
    }

    /// The outermost parts of a node that were matched on their own, in the order of the pattern.
    fn parts(&self, node: &Matched) -> Vec<Matched> {
        let mut inside: Vec<Matched> = self
            .matched
            .iter()
            .copied()
            .filter(|part| part.pattern != node.pattern && node.pattern.contains(part.pattern))
            .collect();
        inside.sort_by_key(|part| (part.pattern.start, std::cmp::Reverse(part.pattern.end)));
        let mut parts: Vec<Matched> = Vec::new();
        for part in inside {
            if parts
                .last()
                .is_none_or(|last| last.pattern.end <= part.pattern.start)
            {
                parts.push(part);
            }
        }
        parts
    }

    fn pattern_pieces(&self, node: &Matched, parts: &[Matched]) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        let mut drops_comma = false;
        let mut last = None;
        let tokens = self.pattern.tokens.iter();
        for token in tokens.filter(|token| node.pattern.contains(token.range)) {
            let part = parts
                .iter()
                .position(|part| part.pattern.contains(token.range));
            if let Some(index) = part {
                if last == Some(index) {
                    continue;
                }
                last = Some(index);
                let is_empty = parts
                    .get(index)
                    .is_some_and(|part| part.is_elision && part.code.start == part.code.end);
                if !is_empty {
                    pieces.push(Piece::Part);
                } else if matches!(pieces.last(), Some(Piece::Token(",", _))) {
                    pieces.pop();
                } else {
                    drops_comma = true;
                }
                continue;
            }
            let word = token.range.of(&self.pattern.text);
            if !(std::mem::take(&mut drops_comma) && word == ",") {
                pieces.push(Piece::Token(word, token.range));
            }
        }
        without_last_commas(pieces)
    }

    fn code_pieces(&self, node: &Matched, parts: &[Matched]) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        let mut last = None;
        let base = node.code.start;
        let found = tokens(node.code.of(self.text)).tokens;
        for token in found {
            let range = Range::new(token.range.start + base, token.range.end + base);
            let word = range.of(self.text);
            if token.kind == TokenKind::LineEnd || word == ";" {
                continue;
            }
            let part = parts
                .iter()
                .position(|part| part.code.start < part.code.end && part.code.contains(range));
            match part {
                Some(index) if last == Some(index) => {}
                Some(index) => {
                    last = Some(index);
                    pieces.push(Piece::Part);
                }
                None => pieces.push(Piece::Token(word, range)),
            }
        }
        without_last_commas(pieces)
    }
}

/// A comma before a closing bracket says nothing.
fn without_last_commas(pieces: Vec<Piece<'_>>) -> Vec<Piece<'_>> {
    let closes = |piece: Option<&Piece>| matches!(piece, Some(Piece::Token(")" | "}" | "]", _)));
    let is_idle = |index: usize| {
        matches!(pieces.get(index), Some(Piece::Token(",", _))) && closes(pieces.get(index + 1))
    };
    (0..pieces.len())
        .filter(|&index| !is_idle(index))
        .filter_map(|index| pieces.get(index).copied())
        .collect()
}
