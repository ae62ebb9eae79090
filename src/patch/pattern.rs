//! One side of a hunk as Go: what it is a pattern of, and its tokens.

use super::elision::Side;
use super::fault::Fault;
use super::lines::Mark;
use crate::layout::tokens::{self, TokenKind};
use crate::source::Range;
use crate::syntax::ast::{Ast, Decl, ExprId, StmtId, StmtKind};
use crate::syntax::parse::parse_range;

/// A side of a hunk, parsed.
#[derive(Debug)]
pub(super) struct Pattern {
    /// The side as the text of a declaration of its own.
    pub(super) text: String,
    pub(super) ast: Ast,
    pub(super) shape: Shape,
    /// Those of the side, without what makes it a declaration.
    pub(super) tokens: Vec<PatternToken>,
    /// For each line of `text` its line in the patch, and how that is marked.
    lines: Vec<(u32, Mark)>,
}

/// What a pattern is a pattern of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Nothing,
    Expr(ExprId),
    /// Statements that follow each other.
    Stmts(Vec<StmtId>),
    /// A declared function: that of the pattern's tree.
    Func,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct PatternToken {
    /// `LineEnd` for a comment that the change brings.
    pub(super) kind: TokenKind,
    pub(super) range: Range,
    pub(super) mark: Mark,
}

/// What stands before statements, so that they are a declaration.
const HEAD: &str = "func _() {\n";

impl Pattern {
    pub(super) fn of(side: Side) -> Result<Pattern, Fault> {
        let is_function = declares_function(&side.text);
        let text = if is_function {
            side.text
        } else {
            format!("{HEAD}{}}}", side.text)
        };
        let start = (text.len() - text.trim_start().len()) as u32;
        let end = text.trim_end().len() as u32;
        let ast = parse_range(&text, Range::new(start, end));
        let mut lines = side.lines;
        if !is_function {
            lines.insert(0, (lines.first().map_or(1, |(line, _)| *line), Mark::Stays));
        }
        let line_at = |offset: u32| {
            let before = text.get(..offset as usize).unwrap_or(&text);
            let line = before.matches('\n').count();
            lines
                .get(line)
                .or(lines.last())
                .map_or(1, |(line, _)| *line)
        };
        if let Some(offset) = ast.damaged {
            let rest = text.get(offset as usize..).unwrap_or_default();
            let near = rest.lines().next().unwrap_or_default().trim();
            let message = if near.is_empty() || near == "}" {
                "this is no Go: it ends too early".to_string()
            } else {
                format!("this is no Go, from `{near}` on")
            };
            return Err(Fault::new(line_at(offset), message));
        }
        let shape = shape(&ast, is_function).ok_or_else(|| {
            Fault::new(
                line_at(start),
                "a hunk holds statements, an expression, or one declaration; more of them go into `@ each @` hunks",
            )
        })?;
        let (from, to) = match is_function {
            true => (start, end),
            false => (HEAD.len() as u32, end.saturating_sub(1)),
        };
        let mark = |line: u32| {
            lines
                .get(line as usize)
                .map_or(Mark::Stays, |(_, mark)| *mark)
        };
        let found = tokens::tokens(&text);
        let words = found
            .tokens
            .iter()
            .filter(|token| token.kind != TokenKind::LineEnd && token.range.of(&text) != ";")
            .map(|token| (token.kind, token.range, token.line));
        // Comments count only where the change brings them.
        let comments = found
            .comments
            .iter()
            .filter(|comment| mark(comment.line) == Mark::Comes)
            .map(|comment| (TokenKind::LineEnd, comment.range, comment.line));
        let mut tokens: Vec<PatternToken> = words
            .chain(comments)
            .filter(|(_, range, _)| from <= range.start && range.end <= to)
            .map(|(kind, range, line)| PatternToken {
                kind,
                range,
                mark: mark(line),
            })
            .collect();
        tokens.sort_by_key(|token| token.range);
        Ok(Pattern {
            text,
            ast,
            shape,
            tokens,
            lines,
        })
    }

    /// The line of the patch that a token or an offset is on.
    pub(super) fn line_at(&self, offset: u32) -> u32 {
        let before = self.text.get(..offset as usize).unwrap_or(&self.text);
        let line = before.matches('\n').count();
        let line = self.lines.get(line).or(self.lines.last());
        line.map_or(1, |(line, _)| *line)
    }

    pub(super) fn word(&self, token: usize) -> &str {
        self.tokens
            .get(token)
            .map_or("", |token| token.range.of(&self.text))
    }

    /// How far the line of an offset is moved in, in tabs.
    pub(super) fn depth_at(&self, offset: u32) -> usize {
        let before = self.text.get(..offset as usize).unwrap_or(&self.text);
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = self.text.get(start..).unwrap_or_default();
        line.bytes().take_while(|byte| *byte == b'\t').count()
    }
}

/// Whether a side is the declaration of a function, rather than a statement.
fn declares_function(text: &str) -> bool {
    let found = tokens::tokens(text).tokens;
    let mut words = found.iter().map(|token| token.range.of(text));
    if words.next() != Some("func") {
        return false;
    }
    match found.get(1) {
        Some(name) if name.kind == TokenKind::Name => true,
        Some(open) if open.range.of(text) == "(" => {
            // `func (r *T) Name(` or `func(x int) {`: a name behind the first group is a method's.
            let mut depth = 0i32;
            for (index, token) in found.iter().enumerate().skip(1) {
                match token.range.of(text) {
                    "(" => depth += 1,
                    ")" => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    let [name, open] = [1, 2].map(|ahead| found.get(index + ahead));
                    return name.is_some_and(|name| name.kind == TokenKind::Name)
                        && open.is_some_and(|open| matches!(open.range.of(text), "(" | "["));
                }
            }
            false
        }
        _ => false,
    }
}

fn shape(ast: &Ast, is_function: bool) -> Option<Shape> {
    if is_function {
        return matches!(ast.decl, Decl::Func).then_some(Shape::Func);
    }
    let body = ast.funcs.first()?.body?;
    let StmtKind::Block(list) = &ast.stmt(body).kind else {
        return None;
    };
    Some(match list.as_slice() {
        [] => Shape::Nothing,
        [only] => match ast.stmt(*only).kind {
            StmtKind::Expr(expr) => Shape::Expr(expr),
            _ => Shape::Stmts(vec![*only]),
        },
        several => Shape::Stmts(several.to_vec()),
    })
}
