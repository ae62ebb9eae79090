//! Lines put before and behind statements.

use crate::finding::Edit;
use crate::model::{DeclId, Package};
use crate::source::{Range, SourceFile};
use crate::syntax::ast::*;

/// Edits of one declaration; lines that are put at one place stand there in the order in which they came.
pub(crate) struct Lines<'p> {
    source: &'p SourceFile,
    ast: &'p Ast,
    edits: Vec<(Range, String)>,
}

impl<'p> Lines<'p> {
    pub(crate) fn new(package: &'p Package, decl: DeclId) -> Lines<'p> {
        Lines {
            source: &package.file_of(decl).source,
            ast: package.ast(decl),
            edits: Vec::new(),
        }
    }

    /// Puts lines above a statement, and above the comment that belongs to it.
    pub(crate) fn before(&mut self, stmt: StmtId, lines: &[String]) -> Option<()> {
        let start = self.ast.stmt(stmt).range.start;
        if let Some(gap) = self.gap_before(start) {
            let indent = format!("{}\t", self.source.indentation(start));
            let mut text = String::from("\n");
            for line in lines {
                text.push_str(&format!("{indent}{line}\n"));
            }
            text.push_str(&indent);
            return self.replace(gap, text);
        }
        let at = self.above_comments(self.starts_line(start)?);
        let indent = self.source.indentation(start);
        self.insert(at, &indented(indent, lines));
        Some(())
    }

    /// Puts lines directly above a statement, below the comment that may stand there.
    pub(crate) fn directly_before(&mut self, stmt: StmtId, lines: &[String]) -> Option<()> {
        let start = self.ast.stmt(stmt).range.start;
        if self.gap_before(start).is_some() {
            return self.before(stmt, lines);
        }
        let at = self.source.line_start(self.starts_line(start)?);
        self.insert(at, &indented(self.source.indentation(start), lines));
        Some(())
    }

    /// Puts lines below a statement, behind a comment on its line.
    pub(crate) fn after(&mut self, stmt: StmtId, lines: &[String]) -> Option<()> {
        let Range { start, end } = self.ast.stmt(stmt).range;
        if let Some(gap) = self.gap_after(end) {
            let outer = self.source.indentation(end);
            let mut text = String::from("\n");
            text.push_str(&indented(&format!("{outer}\t"), lines));
            text.push_str(outer);
            return self.replace(gap, text);
        }
        let at = self.source.line_end(end);
        let rest = self.source.slice(Range::new(end, at)).trim();
        let is_comment = rest.starts_with("//")
            || rest.starts_with("/*") && rest.ends_with("*/") && rest.matches("*/").count() == 1;
        if !rest.is_empty() && !is_comment || at == end {
            return None;
        }
        let indent = match self.gap_before(start) {
            Some(_) => format!("{}\t", self.source.indentation(start)),
            None => self.source.indentation(start).to_string(),
        };
        self.insert(at, &indented(&indent, lines));
        Some(())
    }

    /// Puts lines at the beginning of a block, with a blank line behind them if `is_apart`.
    pub(crate) fn at_top(&mut self, block: StmtId, lines: &[String], is_apart: bool) -> Option<()> {
        let StmtKind::Block(list) = &self.ast.stmt(block).kind else {
            return None;
        };
        let range = self.ast.stmt(block).range;
        let &first = list.first()?;
        if self.gap_before(self.ast.stmt(first).range.start).is_some() {
            return self.before(first, lines);
        }
        let at = self.source.line_end(range.start);
        let behind = Range::new(range.start + 1, at);
        let rest = self.source.slice(behind).trim();
        if !rest.is_empty() && !rest.starts_with("//") {
            return None;
        }
        let start = self.starts_line(self.ast.stmt(first).range.start)?;
        // A label stands further out than the statements around it.
        let indent = match self.ast.stmt(first).kind {
            StmtKind::Labeled { .. } => format!("{}\t", self.source.indentation(range.start)),
            _ => self.source.indentation(start).to_string(),
        };
        let mut text = indented(&indent, lines);
        let next = self.source.slice(Range::new(at, self.source.line_end(at)));
        if is_apart && !next.trim().is_empty() {
            text.push('\n');
        }
        self.insert(at, &text);
        Some(())
    }

    /// Breaks a block that stands on one line with its only statement: its end comes on a line of its own.
    pub(crate) fn open_end(&mut self, stmt: StmtId) -> Option<()> {
        match self.gap_after(self.ast.stmt(stmt).range.end) {
            Some(gap) => {
                let outer = self.source.indentation(gap.start);
                self.replace(gap, format!("\n{outer}"))
            }
            None => Some(()),
        }
    }

    pub(crate) fn replace(&mut self, range: Range, text: String) -> Option<()> {
        let clashes = |(other, _): &(Range, String)| {
            other.start < range.end && range.start < other.end || *other == range
        };
        if self.edits.iter().any(clashes) {
            return None;
        }
        self.edits.push((range, text));
        Some(())
    }

    /// Takes out a statement that stands alone on its lines.
    pub(crate) fn remove(&mut self, stmt: StmtId) -> Option<()> {
        self.remove_all(stmt, stmt)
    }

    /// Takes out a statement with the comment behind it, also from a block that is written on one line; what was there
    /// can be put elsewhere.
    pub(crate) fn cut(&mut self, stmt: StmtId) -> Option<String> {
        let range = self.ast.stmt(stmt).range;
        let line_end = self.source.line_end(range.end);
        let rest = self.source.slice(Range::new(range.end, line_end));
        let own = self.source.slice(range);
        if own.contains('\n') {
            return None;
        }
        if self.starts_line(range.start).is_some() {
            let comment = rest.trim();
            let start = self.source.line_start(range.start);
            let text = match comment.starts_with("//") {
                true => format!("{own} {comment}"),
                false => own.to_string(),
            };
            if let Some(gap) = self.gap_at_end(start, line_end)
                && (comment.is_empty() || comment.starts_with("//"))
            {
                self.replace(Range::new(gap, line_end), String::new())?;
                return Some(text);
            }
            if comment.is_empty() {
                self.remove(stmt)?;
                return Some(text);
            }
            if comment.starts_with("//") {
                self.replace(Range::new(start, line_end), String::new())?;
                return Some(text);
            }
        }
        let line_start = self.source.line_start(range.start);
        let before = self
            .source
            .slice(Range::new(line_start, range.start))
            .trim_end();
        if let Some(behind) = rest.trim_start().strip_prefix(';') {
            let next = behind.trim_start();
            let end = line_end - next.len() as u32;
            self.replace(Range::new(range.start, end), String::new())?;
        } else if before.ends_with(';') {
            let start = line_start + before.len() as u32 - 1;
            self.replace(Range::new(start, range.end), String::new())?;
        } else {
            return None;
        }
        Some(own.to_string())
    }

    /// Takes out adjacent statements that stand alone on their lines, and one of two blank lines that would meet.
    pub(crate) fn remove_all(&mut self, first: StmtId, last: StmtId) -> Option<()> {
        let start = self.starts_line(self.ast.stmt(first).range.start)?;
        let start = self.source.line_start(start);
        let last = self.ast.stmt(last).range.end;
        let mut end = self.source.line_end(last);
        if !self.source.slice(Range::new(last, end)).trim().is_empty() {
            return None;
        }
        let text = &self.source.text;
        let before = text.get(..start as usize)?;
        let line_before = before.trim_end_matches('\n').rsplit('\n').next()?;
        let opens = before.ends_with("\n\n")
            || before.ends_with("\r\n\r\n")
            || line_before.trim_end().ends_with('{')
            || line_before.trim_end().ends_with(':');
        let next = Range::new(end, self.source.line_end(end));
        if opens && self.source.slice(next).trim().is_empty() {
            end = next.end;
        }
        self.replace(Range::new(start, end), String::new())
    }

    pub(crate) fn into_edits(self, package: &Package, decl: DeclId) -> Vec<Edit> {
        let edits = self.edits.into_iter();
        edits
            .map(|(range, text)| Edit {
                span: package.span(decl, range),
                text,
            })
            .collect()
    }

    fn insert(&mut self, at: u32, text: &str) {
        let place = Range::new(at, at);
        match self.edits.iter_mut().find(|(range, _)| *range == place) {
            Some((_, known)) => known.push_str(text),
            None => self.edits.push((place, text.to_string())),
        }
    }

    /// The offset itself, if only white space stands before it on its line.
    fn starts_line(&self, offset: u32) -> Option<u32> {
        let before = Range::new(self.source.line_start(offset), offset);
        self.source
            .slice(before)
            .trim()
            .is_empty()
            .then_some(offset)
    }

    /// The start of the line of `offset`, or of the comment lines directly above it.
    fn above_comments(&self, offset: u32) -> u32 {
        let mut start = self.source.line_start(offset);
        while start > 0 {
            let above = self.source.line_start(start - 1);
            let line = self.source.slice(Range::new(above, start)).trim();
            let is_comment = line.starts_with("//")
                && self
                    .ast
                    .comments
                    .iter()
                    .any(|comment| comment.start >= above && comment.end <= start);
            if !is_comment {
                break;
            }
            start = above;
        }
        start
    }

    /// Where the blank line starts that would be the last of its block without the lines from `start` to `end`.
    fn gap_at_end(&self, start: u32, end: u32) -> Option<u32> {
        let gap = self.source.line_start(start.checked_sub(1)?);
        let is_blank = self.source.slice(Range::new(gap, start)).trim().is_empty();
        let next = Range::new(end, self.source.line_end(end));
        let is_last = self.source.slice(next).trim_start().starts_with('}');
        (is_blank && is_last).then_some(gap)
    }

    /// The white space between `{` or `:` and a statement on the same line.
    fn gap_before(&self, start: u32) -> Option<Range> {
        let line = Range::new(self.source.line_start(start), start);
        let before = self.source.slice(line);
        let opener = before.trim_end();
        (opener.ends_with('{') || opener.ends_with(':'))
            .then(|| Range::new(line.start + opener.len() as u32, start))
    }

    /// The white space between a statement and the `}` behind it on the same line.
    fn gap_after(&self, end: u32) -> Option<Range> {
        let line = Range::new(end, self.source.line_end(end));
        let rest = self.source.slice(line);
        let closer = rest.trim_start_matches([' ', '\t']);
        closer
            .starts_with('}')
            .then(|| Range::new(end, end + (rest.len() - closer.len()) as u32))
    }
}

fn indented(indent: &str, lines: &[String]) -> String {
    lines
        .iter()
        .map(|line| format!("{indent}{line}\n"))
        .collect()
}
