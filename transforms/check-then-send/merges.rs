//! A check and a send behind or inside it become one select.

use super::checks::{Asks, Place};
use super::copies::{Body, Label, name_error, reindented};
use super::writer::Writer;
use crate::finding::Edit;
use crate::source::Range;
use crate::syntax::ast::*;

impl Writer<'_> {
    /// The comments of a stretch that goes away, each on a line of its own.
    fn lifted(&self, start: u32, end: u32, indent: &str) -> String {
        let range = Range::new(start, end);
        let comments = self.ast.comments.iter().filter(|comment| {
            range.contains(**comment) && comment.start < self.range(self.send.stmt).start
        });
        comments
            .map(|&comment| format!("{}\n{indent}", self.source.slice(comment).replace('\r', "")))
            .collect()
    }

    pub(super) fn merged_behind(&self) -> Option<Vec<Edit>> {
        match &self.ast.stmt(self.check.stmt).kind {
            StmtKind::Select { cases } => self.select_with_send(cases).map(|edit| vec![edit]),
            StmtKind::If { then, .. } => self.if_as_select(*then),
            _ => None,
        }
    }

    /// `default:` and all behind it up to the send become the send's clause.
    fn select_with_send(&self, cases: &[StmtId]) -> Option<Edit> {
        let default = self.range(*cases.last()?);
        let is_default = matches!(
            self.ast.stmt(*cases.last()?).kind,
            StmtKind::Comm { comm: None, .. }
        );
        if !is_default || !self.starts_line(default.start) {
            return None;
        }
        let indent = self.indent();
        let comments = self.lifted(default.start, self.end, indent);
        let text = format!("{comments}{}\n{indent}}}", self.send_clause());
        Some(self.edit(default.start, self.end, text))
    }

    /// `if ctx.Err() != nil {…}` and the send behind it become one select.
    fn if_as_select(&self, then: StmtId) -> Option<Vec<Edit>> {
        let indent = self.indent();
        let whole = self.range(self.check.stmt);
        let block = self.range(then);
        let closing = block.end - 1;
        if !self.has_no_comment(whole.start, block.start) || !self.starts_line(closing) {
            return None;
        }
        let (body, label) = self.over_body_in_place()?;
        let (head, _) = self.over_clauses().into_iter().next()?;
        let comments = self.lifted(block.end, self.end, indent);
        let send = format!("{comments}{}", self.send_clause());
        let over = with_first_line(&head, &body, indent);
        let (opening, ending) = match self.check.asks {
            Asks::Room => (
                format!("select {{\n{indent}{send}\n{indent}{over}"),
                "}".to_string(),
            ),
            _ => (
                format!("select {{\n{indent}{over}"),
                format!("{send}\n{indent}}}"),
            ),
        };
        let mut edits = vec![
            self.edit(whole.start, block.start + 1, opening),
            self.edit(closing, self.end, ending),
        ];
        edits.extend(body.edits(self.package, self.send));
        edits.extend(label.edit);
        Some(edits)
    }

    /// What runs when it is over, to stay where it is.
    fn over_body_in_place(&self) -> Option<(Body, Label)> {
        let mut label = Label::default();
        let mut body = Body::of_list(self.package, self.send, &self.over_body());
        name_error(self.package, self.send, self.check, &mut body);
        label.name_breaks(self.package, self.send, self.check.stmt, &mut body)?;
        Some((body, label))
    }

    fn has_no_comment(&self, start: u32, end: u32) -> bool {
        let range = Range::new(start, end);
        !self
            .ast
            .comments
            .iter()
            .any(|&comment| range.contains(comment))
    }

    /// `default:` with the send first in it becomes the send's clause.
    pub(super) fn default_as_send(&self) -> Option<Edit> {
        let Place::Default { clause, .. } = self.check.place else {
            return None;
        };
        let start = self.range(clause).start;
        let indent = self.source.indentation(start);
        let comments = self.lifted(start, self.end, indent);
        self.starts_line(start)
            .then(|| self.edit(start, self.end, format!("{comments}{}", self.send_clause())))
    }

    /// An `if` that sends in one of its branches becomes a select.
    pub(super) fn branch_as_select(&self) -> Option<Vec<Edit>> {
        let StmtKind::If {
            then, otherwise, ..
        } = self.ast.stmt(self.check.stmt).kind
        else {
            return None;
        };
        let Place::Branch { is_then, .. } = self.check.place else {
            return None;
        };
        let is_in_list = self
            .package
            .siblings(self.send.decl, self.check.stmt)
            .is_some();
        let whole = self.range(self.check.stmt);
        let block = self.range(then);
        let closing = block.end - 1;
        if !is_in_list
            || !self.has_no_comment(whole.start, block.start)
            || !self.starts_line(closing)
        {
            return None;
        }
        let indent = self.indent();
        let (over, mut label) = self.over_body_in_place()?;
        let mut sent = Body::of_list(
            self.package,
            self.send,
            self.package
                .body_of(self.send.decl, if is_then { then } else { otherwise? }),
        );
        label.name_breaks(self.package, self.send, self.check.stmt, &mut sent)?;
        let (head, _) = self.over_clauses().into_iter().next()?;
        let head = with_first_line(&head, &over, indent);
        let mut edits = Vec::new();
        if is_then {
            let comments = self.lifted(block.start, self.end, indent);
            let opening = format!("select {{\n{indent}{comments}{}", self.send_clause());
            edits.push(self.edit(whole.start, self.end, opening));
            match otherwise.map(|otherwise| (otherwise, &self.ast.stmt(otherwise).kind)) {
                None => edits.push(self.edit(closing, closing, format!("{head}\n{indent}"))),
                Some((otherwise, StmtKind::Block(_))) => {
                    let start = self.range(otherwise).start;
                    if !self.has_no_comment(closing, start) {
                        return None;
                    }
                    edits.push(self.edit(closing, start + 1, head));
                }
                Some((otherwise, _)) => {
                    return self.with_else_if(edits, closing, otherwise, &head);
                }
            }
        } else {
            let opening = format!("select {{\n{indent}{head}");
            edits.push(self.edit(whole.start, block.start + 1, opening));
            let comments = self.lifted(closing, self.end, indent);
            let sending = format!("{comments}{}", self.send_clause());
            edits.push(self.edit(closing, self.end, sending));
        }
        edits.extend(over.edits(self.package, self.send));
        edits.extend(sent.edits(self.package, self.send));
        edits.extend(label.edit);
        Some(edits)
    }

    /// `else if …` goes into the clause as an `if`.
    fn with_else_if(
        &self,
        mut edits: Vec<Edit>,
        closing: u32,
        otherwise: StmtId,
        head: &str,
    ) -> Option<Vec<Edit>> {
        let indent = self.indent();
        let range = self.range(otherwise);
        let leaves_loop = self.ast.stmts.iter().zip(0..).any(|(inner, number)| {
            let is_break = matches!(
                inner.kind,
                StmtKind::Branch {
                    kind: BranchKind::Break,
                    label: None
                }
            );
            let target = self.package.break_target(self.send.decl, StmtId(number));
            is_break
                && self.range(self.check.stmt).contains(inner.range)
                && target.is_some_and(|target| !range.contains(self.range(target)))
        });
        if leaves_loop || !self.has_no_comment(closing, range.start) {
            return None;
        }
        let deeper = format!("{indent}\t");
        let text = self.source.slice(range).replace('\r', "");
        let text = reindented(&text, indent, &deeper)?;
        let end = self.range(self.check.stmt).end;
        let text = format!("{head}\n{deeper}{text}\n{indent}}}");
        edits.push(self.edit(closing, end, text));
        Some(edits)
    }
}

fn with_first_line(head: &str, body: &Body, indent: &str) -> String {
    match &body.first_line {
        Some(line) => format!("{head}\n{indent}\t{line}"),
        None => head.to_string(),
    }
}
