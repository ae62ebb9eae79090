//! A statement that waits becomes a case of a `select`, beside one for the end.

mod declared;
mod loops;
mod results;

pub use loops::{may_be_indented, receive_first_or_end, receive_or_end};
pub use results::results_when_stopped;

use crate::finding::Edit;
use crate::model::Package;
use crate::model::structure::StmtRef;
use crate::source::{Range, SourceFile};
use crate::syntax::ast::*;

/// What a goroutine does once it shall stop.
#[derive(Clone, Debug)]
pub struct End {
    /// What it waits for, each of them enough: `ctx.Done()`, `s.quit`.
    pub done: Vec<String>,
    /// The statements that follow then, a line each.
    pub lines: Vec<String>,
}

/// Makes a send, or a receive whose value is dropped or assigned, a case of a `select`:
///
/// ```go
/// select {
/// case ch <- v:
/// case <-ctx.Done():
///     return
/// }
/// ```
///
/// A receive that declares variables for what it gets has them declared before: `var v T`.
///
/// `None` for a statement that shares its line with others, and where the type has no name in the file.
pub fn wait_or_end(package: &Package, stmt: StmtRef, end: &End) -> Option<Vec<Edit>> {
    let decl = stmt.decl;
    let range = package.stmt(stmt).range;
    let source = &package.file_of(decl).source;
    if !stands_alone(source, range) {
        return package
            .is_case(stmt)
            .then(|| in_block_on_one_line(package, stmt, end))
            .flatten();
    }
    let declared = match package.is_case(stmt) {
        true => String::new(),
        false => declared::variables(package, stmt)?,
    };
    let indent = source.indentation(range.start).to_string();
    let line_end = source.line_end(range.end);
    let edit = |at: u32, text: String| Edit {
        span: package.span(decl, Range::new(at, at)),
        text,
    };
    let mut clause = clause(&indent, end);
    clause.push_str(&format!("{indent}}}\n"));
    let mut edits = vec![
        edit(range.start, format!("{declared}select {{\n{indent}case ")),
        edit(range.end, ":".to_string()),
        edit(line_end, clause),
    ];
    if !declared.is_empty() {
        let sign = source.slice(range).find(":=")? as u32 + range.start;
        edits.push(Edit {
            span: package.span(decl, Range::new(sign, sign + 1)),
            text: String::new(),
        });
    }
    Some(edits)
}

/// Adds the case for the end to a `select`, behind its others. `None` for one on a single line.
pub fn add_clause(package: &Package, select: StmtRef, end: &End) -> Option<Vec<Edit>> {
    let decl = select.decl;
    let source = &package.file_of(decl).source;
    let brace = package.stmt(select).range.end.checked_sub(1)?;
    let start = source.line_start(brace);
    let before = source.slice(Range::new(start, brace));
    if !before.trim().is_empty() {
        return None;
    }
    Some(vec![Edit {
        span: package.span(decl, Range::new(start, start)),
        text: clause(source.indentation(start), end),
    }])
}

fn clause(indent: &str, end: &End) -> String {
    let mut text = String::new();
    for done in &end.done {
        text.push_str(&format!("{indent}case <-{done}:\n"));
        for line in &end.lines {
            text.push_str(&format!("{indent}\t{line}\n"));
        }
    }
    text
}

/// `func() { ch <- v }` gets lines of its own.
fn in_block_on_one_line(package: &Package, stmt: StmtRef, end: &End) -> Option<Vec<Edit>> {
    let decl = stmt.decl;
    let block = package.parent_stmt(decl, stmt.stmt)?;
    let outer = package.ast(decl).stmt(block);
    let source = &package.file_of(decl).source;
    let braces = source.slice(outer.range);
    let StmtKind::Block(list) = &outer.kind else {
        return None;
    };
    if braces.contains('\n') || braces.contains("/*") {
        return None;
    }
    let indent = format!("{}\t", source.indentation(outer.range.start));
    let mut text = String::from("{\n");
    for &each in list {
        let own = source.slice(package.ast(decl).stmt(each).range);
        if each == stmt.stmt {
            text.push_str(&format!("{indent}select {{\n{indent}case {own}:\n"));
            text.push_str(&clause(&indent, end));
            text.push_str(&format!("{indent}}}\n"));
        } else {
            text.push_str(&format!("{indent}{own}\n"));
        }
    }
    text.push_str(&format!("{}}}", source.indentation(outer.range.start)));
    Some(vec![Edit {
        span: package.span(decl, outer.range),
        text,
    }])
}

/// Whether nothing but a comment shares the lines of `range`.
fn stands_alone(source: &SourceFile, range: Range) -> bool {
    let before = Range::new(source.line_start(range.start), range.start);
    let behind = source.slice(Range::new(range.end, source.line_end(range.end)));
    let rest = behind.trim();
    source.slice(before).trim().is_empty() && (rest.is_empty() || rest.starts_with("//"))
}
