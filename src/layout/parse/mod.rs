//! A parser that keeps nothing but the [`Gap`] before each token: go/printer's decisions about columns.
//!
//! What it can't read it marks as unknown, one top-level declaration at a time.

mod decls;
mod exprs;
mod lists;
mod mean;
mod stmts;
mod types;

use super::gaps::{Break, Gap};
use super::tokens::{TokenKind, Tokens};

/// Deeper nesting is not laid out.
const DEEPEST: u32 = 1000;

/// The gap before each token, and one behind the last.
pub(super) fn gaps(text: &str, tokens: &Tokens) -> Vec<Gap> {
    let gaps = vec![Gap::default(); tokens.tokens.len() + 1];
    let mut parser = Parser {
        text,
        tokens,
        at: 0,
        gaps,
        allows_literal: true,
        depth: 0,
    };
    parser.file();
    parser.gaps
}

struct Parser<'a> {
    text: &'a str,
    tokens: &'a Tokens,
    /// The next token.
    at: usize,
    gaps: Vec<Gap>,
    /// Whether `T {` starts a composite literal, and not the block behind a condition.
    allows_literal: bool,
    depth: u32,
}

/// A statement, spec or field: the first and the last of its tokens.
#[derive(Clone, Copy)]
struct Item {
    first: usize,
    last: usize,
    /// How many labels it begins with, each on a line of its own.
    labels: u32,
}

impl<'a> Parser<'a> {
    fn text_of(&self, index: usize) -> &'a str {
        let token = self.tokens.tokens.get(index);
        token.map_or("", |token| token.range.of(self.text))
    }

    fn kind_of(&self, index: usize) -> Option<TokenKind> {
        self.tokens.tokens.get(index).map(|token| token.kind)
    }

    fn line_of(&self, index: usize) -> u32 {
        self.tokens
            .tokens
            .get(index)
            .map_or(u32::MAX, |token| token.line)
    }

    fn end_line_of(&self, index: usize) -> u32 {
        self.tokens
            .tokens
            .get(index)
            .map_or(u32::MAX, |token| token.end_line)
    }

    /// Whether no white space stands before the token.
    fn is_adjacent(&self, index: usize) -> bool {
        let token = |index: usize| self.tokens.tokens.get(index);
        let before = index.checked_sub(1).and_then(token);
        before.map(|before| before.range.end) == token(index).map(|token| token.range.start)
    }

    fn peek(&self) -> &'a str {
        self.text_of(self.at)
    }

    fn is(&self, text: &str) -> bool {
        self.peek() == text
    }

    fn is_name(&self) -> bool {
        self.kind_of(self.at) == Some(TokenKind::Name)
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.is(text);
        self.at += usize::from(found);
        found
    }

    /// Takes the token that must come next.
    fn expect(&mut self, text: &str) -> Option<usize> {
        self.eat(text).then(|| self.last())
    }

    fn expect_name(&mut self) -> Option<usize> {
        let found = self.is_name();
        self.at += usize::from(found);
        found.then(|| self.last())
    }

    /// The end of a statement, spec or field; none is needed in front of what closes the list.
    fn expect_end(&mut self) -> Option<()> {
        let is_end = self.kind_of(self.at) == Some(TokenKind::LineEnd) || self.is(";");
        self.at += usize::from(is_end);
        (is_end || matches!(self.peek(), ")" | "}")).then_some(())
    }

    /// The token taken last.
    fn last(&self) -> usize {
        self.at.saturating_sub(1)
    }

    fn item_from(&self, first: usize) -> Item {
        Item {
            first,
            last: self.last(),
            labels: 0,
        }
    }

    fn next_written(&self, index: usize) -> usize {
        let is_line_end = |&next: &usize| self.kind_of(next) == Some(TokenKind::LineEnd);
        (index + 1..)
            .find(|next| !is_line_end(next))
            .unwrap_or(self.tokens.tokens.len())
    }

    /// Whether the item takes more lines than one, not counting those of its labels.
    fn spans_lines(&self, item: Item) -> bool {
        self.end_line_of(item.last) > self.line_of(item.first).saturating_add(item.labels)
    }

    /// Whether a comment ends the line on which the token at `index` ends.
    fn has_comment(&self, index: usize) -> bool {
        let Some(token) = self.tokens.tokens.get(index) else {
            return false;
        };
        let comments = &self.tokens.comments;
        let next = comments.partition_point(|comment| comment.range.start < token.range.end);
        let next_token = self.tokens.tokens.get(self.next_written(index));
        comments.get(next).is_some_and(|comment| {
            let is_before_next = next_token.is_none_or(|next| {
                comment.range.start < next.range.start
                    && (next.line != comment.line || self.text_of(index + 1).is_empty())
            });
            comment.line == token.end_line && is_before_next
        })
    }

    fn add_tabs(&mut self, index: usize, tabs: u8) {
        if let Some(gap) = self.gaps.get_mut(index) {
            gap.tabs += tabs;
        }
    }

    fn break_before(&mut self, index: usize, line_break: Break) {
        if let Some(gap) = self.gaps.get_mut(index) {
            gap.line_break = Some(line_break);
        }
    }

    fn close(&mut self, index: usize) {
        if let Some(gap) = self.gaps.get_mut(index) {
            gap.line_break = Some(Break::Section);
            gap.is_closing = true;
        }
    }

    /// Breaks the lines between `items`: a new section follows an item of several lines.
    fn break_items(&mut self, items: &[Item]) {
        let mut line_break = Break::Section;
        for item in items {
            self.break_before(
                item.first,
                if item.labels > 0 {
                    Break::Section
                } else {
                    line_break
                },
            );
            line_break = if self.spans_lines(*item) {
                Break::Section
            } else {
                Break::Line
            };
        }
    }

    /// One level deeper, unless that is too deep.
    fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth == DEEPEST {
            return None;
        }
        self.depth += 1;
        let parsed = stacker::maybe_grow(64 * 1024, 1024 * 1024, || parse(self));
        self.depth -= 1;
        parsed
    }

    /// With composite literals allowed or not; what stands in brackets allows them again.
    fn with_literals<T>(
        &mut self,
        allowed: bool,
        parse: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let before = std::mem::replace(&mut self.allows_literal, allowed);
        let parsed = parse(self);
        self.allows_literal = before;
        parsed
    }
}
