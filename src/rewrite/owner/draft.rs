//! Edits as they come together: lines at the top of function bodies, bodies of one line written out, and the rest.

use std::collections::BTreeMap;

use crate::finding::{Edit, Import};
use crate::model::structure::StmtRef;
use crate::model::{DeclId, FuncId, Package};
use crate::rewrite::labels;
use crate::source::{Range, SourceFile};
use crate::syntax::ast::*;

/// Changes that are made together.
pub struct Draft<'a> {
    pub package: &'a Package<'a>,
    edits: Vec<Edit>,
    imports: Vec<Import>,
    /// Statements for the top of function bodies. A body on one line that is named here is written out.
    leads: BTreeMap<FuncId, Vec<String>>,
    /// The labels that loops get.
    labels: BTreeMap<StmtRef, String>,
}

impl<'a> Draft<'a> {
    pub fn new(package: &'a Package<'a>) -> Draft<'a> {
        Draft {
            package,
            edits: Vec::new(),
            imports: Vec::new(),
            leads: BTreeMap::new(),
            labels: BTreeMap::new(),
        }
    }

    pub fn source(&self, decl: DeclId) -> &'a SourceFile {
        &self.package.file_of(decl).source
    }

    pub fn replace(&mut self, decl: DeclId, range: Range, text: String) {
        let span = self.package.span(decl, range);
        if let Some(known) = self.edits.iter_mut().find(|edit| edit.span == span) {
            match range.start == range.end {
                true => known.text.push_str(&text),
                false => known.text = text,
            }
            return;
        }
        self.edits.push(Edit { span, text });
    }

    /// What is inserted at one place stands there in the order in which it came.
    pub fn insert(&mut self, decl: DeclId, at: u32, text: String) {
        self.replace(decl, Range::new(at, at), text);
    }

    pub fn import(&mut self, import: Import) {
        if !self.imports.contains(&import) {
            self.imports.push(import);
        }
    }

    /// The label of a loop, a new one where it has none; what leaves one loop leaves it by one label.
    pub fn label(&mut self, at: StmtRef, names: &[&str]) -> Option<String> {
        if let Some(name) = self.labels.get(&at) {
            return Some(name.clone());
        }
        let taken: Vec<String> = self.labels.values().cloned().collect();
        let label = labels::label(self.package, at, names, &taken)?;
        if let Some(edit) = label.edit {
            self.take(edit);
        }
        self.labels.insert(at, label.name.clone());
        Some(label.name)
    }

    /// Takes over an edit that was worked out elsewhere.
    pub fn take(&mut self, edit: Edit) {
        match self.edits.iter_mut().find(|known| known.span == edit.span) {
            Some(known) if known.text == edit.text => {}
            Some(known) => known.text.push_str(&edit.text),
            None => self.edits.push(edit),
        }
    }

    /// Puts a statement at the top of a function's body.
    pub fn lead(&mut self, func: FuncId, line: String) {
        let lines = self.leads.entry(func).or_default();
        if !lines.contains(&line) {
            lines.push(line);
        }
    }

    /// The indentation that a statement has, once its body is written out.
    pub fn indentation_of(&mut self, func: FuncId, stmt: StmtId) -> String {
        let source = self.source(func.decl);
        let start = self.package.ast(func.decl).stmt(stmt).range.start;
        let indentation = source.indentation(start);
        match self.body_on_one_line(func) {
            true => {
                self.leads.entry(func).or_default();
                format!("{indentation}\t")
            }
            false => indentation.to_string(),
        }
    }

    pub fn body_on_one_line(&self, func: FuncId) -> bool {
        let body = self.package.func(func).body;
        body.is_some_and(|body| {
            let range = self.package.ast(func.decl).stmt(body).range;
            !self.source(func.decl).slice(range).contains('\n')
        })
    }

    /// Takes out a statement with its lines.
    pub fn remove(&mut self, decl: DeclId, range: Range) -> Result<(), String> {
        let source = self.source(decl);
        let lines = Range::new(source.line_start(range.start), source.line_end(range.end));
        let before = source.slice(Range::new(lines.start, range.start));
        let behind = source.slice(Range::new(range.end, lines.end)).trim();
        if !before.trim().is_empty() || !(behind.is_empty() || behind.starts_with("//")) {
            return Err("the close shares its line with something else".to_string());
        }
        if behind.is_empty() {
            // Two empty lines, or one at the edge of a block, would not be as gofmt has it.
            let above = lines
                .start
                .checked_sub(1)
                .map(|end| source.slice(Range::new(source.line_start(end), end)).trim());
            let end = source.line_end(lines.end);
            let is_blank = source.slice(Range::new(lines.end, end)).trim().is_empty();
            let is_edge = above.is_none_or(|above| above.is_empty() || above.ends_with('{'));
            let lines = match is_edge && is_blank && end > lines.end {
                true => Range::new(lines.start, end),
                false => lines,
            };
            self.replace(decl, lines, String::new());
        } else {
            // A comment stays.
            let gap = source.slice(Range::new(range.end, lines.end));
            let start = range.end + (gap.len() - gap.trim_start().len()) as u32;
            self.replace(decl, Range::new(range.start, start), String::new());
        }
        Ok(())
    }

    /// All edits; the error says what stands in the way.
    pub fn finish(mut self) -> Result<(Vec<Edit>, Vec<Import>), String> {
        for (func, lines) in std::mem::take(&mut self.leads) {
            self.write_lead(func, &lines)?;
        }
        Ok((self.edits, self.imports))
    }

    fn write_lead(&mut self, func: FuncId, lines: &[String]) -> Result<(), String> {
        let package = self.package;
        let unclear = || "a function's body has an unusual form".to_string();
        let decl = func.decl;
        let source = self.source(decl);
        let ast = package.ast(decl);
        let body = package.func(func).body.ok_or_else(unclear)?;
        let range = ast.stmt(body).range;
        let indentation = source.indentation(range.start).to_string();
        let inner = format!("\n{indentation}\t");
        if !self.body_on_one_line(func) {
            let end = source.line_end(range.start);
            let behind = source.slice(Range::new(range.start + 1, end)).trim();
            if !behind.is_empty() && !behind.starts_with("//") {
                return Err(unclear());
            }
            let top: String = lines
                .iter()
                .map(|line| format!("{indentation}\t{line}\n"))
                .collect();
            let span = package.span(decl, Range::new(end, end));
            match self.edits.iter_mut().find(|edit| edit.span == span) {
                // Whatever else goes to the first line of the body belongs to its first statement.
                Some(known) => known.text.insert_str(0, &top),
                None => self.edits.push(Edit { span, text: top }),
            }
            return Ok(());
        }
        if ast.comments.iter().any(|comment| range.contains(*comment)) {
            return Err(unclear());
        }
        let mut lead = inner.clone();
        for line in lines {
            lead.push_str(line);
            lead.push_str(&inner);
        }
        let mut from = range.start + 1;
        let mut gap = lead;
        for &stmt in package.body_of(decl, body) {
            let stmt = ast.stmt(stmt).range;
            self.replace(decl, Range::new(from, stmt.start), gap);
            gap = inner.clone();
            from = stmt.end;
        }
        self.replace(
            decl,
            Range::new(from, range.end - 1),
            format!("\n{indentation}"),
        );
        Ok(())
    }
}
