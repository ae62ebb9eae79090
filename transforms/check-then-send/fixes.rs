//! The edits that turn a check and a send into one select.

use super::checks::{Asks, Check, Place};
use super::copies::{Body, Label, name_error, reindented};
use super::sends::{Send, break_target};
use crate::finding::Edit;
use crate::model::flow::Callee;
use crate::model::{ExprRef, Package};
use crate::source::{Range, SourceFile};
use crate::syntax::ast::*;

/// The edits that fix a send; `None` where no select can say the same.
///
/// Where nothing stands between, the check becomes the select. Otherwise the check stays, and the send alone goes into a
/// select that leaves as the check does.
pub(super) fn edits(
    package: &Package,
    send: &Send,
    check: &Check,
    is_shared: bool,
) -> Option<Vec<Edit>> {
    let writer = Writer::new(package, send, check)?;
    let is_plain = is_plain(package, send);
    match check.place {
        Place::Behind { is_next: true } if is_plain && !is_shared => writer.merged_behind(),
        Place::Default {
            position: Some(0), ..
        } if is_plain && !is_shared => Some(vec![writer.default_as_send()?]),
        Place::Branch { position: 0, .. } if is_plain && !is_shared => writer.branch_as_select(),
        _ => None,
    }
    .or_else(|| writer.wrapped())
}

/// Whether evaluating the channel and the value does nothing but read.
fn is_plain(package: &Package, send: &Send) -> bool {
    let parts = [send.channel, send.value].into_iter().flat_map(|expr| {
        package.expressions_in(ExprRef {
            decl: send.decl,
            expr,
        })
    });
    parts.into_iter().all(|part| match package.expr(part).kind {
        ExprKind::Receive(_) => false,
        ExprKind::Call { .. } => match package.callee(part) {
            Callee::Conversion => true,
            Callee::Builtin(name) => {
                matches!(name, "len" | "cap" | "min" | "max" | "new" | "make")
            }
            _ => false,
        },
        _ => true,
    })
}

struct Writer<'a> {
    package: &'a Package<'a>,
    send: &'a Send,
    check: &'a Check,
    ast: &'a Ast,
    source: &'a SourceFile,
    /// What the send ends with: its own end, or that of a comment behind it on the line.
    end: u32,
    /// That comment, with a space before it.
    comment: String,
}

impl<'a> Writer<'a> {
    fn new(package: &'a Package<'a>, send: &'a Send, check: &'a Check) -> Option<Writer<'a>> {
        let ast = package.ast(send.decl);
        let source = &package.file_of(send.decl).source;
        let behind = ast.stmt(send.stmt).range.end;
        let rest = source.slice(Range::new(behind, source.line_end(behind)));
        let mut writer = Writer {
            package,
            send,
            check,
            ast,
            source,
            end: behind,
            comment: String::new(),
        };
        if !rest.trim().is_empty() {
            let start = behind + (rest.len() - rest.trim_start().len()) as u32;
            let comment = ast.comments.iter().find(|comment| comment.start == start)?;
            let text = source.slice(*comment);
            if text != rest.trim() {
                return None;
            }
            writer.end = comment.end;
            writer.comment = format!(" {text}");
        }
        let starts_line = writer.starts_line(ast.stmt(check.stmt).range.start)
            && writer.starts_line(ast.stmt(send.stmt).range.start);
        starts_line.then_some(writer)
    }

    /// Whether only white space stands before an offset on its line.
    fn starts_line(&self, offset: u32) -> bool {
        self.source
            .slice(Range::new(self.source.line_start(offset), offset))
            .trim()
            .is_empty()
    }

    fn range(&self, stmt: StmtId) -> Range {
        self.ast.stmt(stmt).range
    }

    fn indent(&self) -> &'a str {
        self.source.indentation(self.range(self.check.stmt).start)
    }

    fn edit(&self, start: u32, end: u32, text: String) -> Edit {
        Edit {
            span: self.package.span(self.send.decl, Range::new(start, end)),
            text,
        }
    }

    /// `case ch <- v:`, its comment included.
    fn send_clause(&self) -> String {
        let text = self.source.slice(self.range(self.send.stmt));
        format!("case {}:{}", text.replace('\r', ""), self.comment)
    }

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

    /// The heads of the clauses that run when it is over, each with its body's statements.
    fn over_clauses(&self) -> Vec<(String, Vec<StmtId>)> {
        let decl = self.send.decl;
        match &self.check.asks {
            Asks::Done { clauses } => clauses
                .iter()
                .map(|&clause| {
                    let comm = match self.ast.stmt(clause).kind {
                        StmtKind::Comm {
                            comm: Some(comm), ..
                        } => self.source.slice(self.range(comm)),
                        _ => "",
                    };
                    let body = self.package.body_of(decl, clause).to_vec();
                    (format!("case {}:", comm.replace('\r', "")), body)
                })
                .collect(),
            Asks::Context { context, .. } => {
                let context = self.source.slice(self.ast.expr(*context).range);
                vec![(format!("case <-{context}.Done():"), self.over_body())]
            }
            Asks::Room => vec![("default:".to_string(), self.over_body())],
        }
    }

    /// The statements of the branch of an `if` that runs when it is over.
    fn over_body(&self) -> Vec<StmtId> {
        let StmtKind::If {
            then, otherwise, ..
        } = self.ast.stmt(self.check.stmt).kind
        else {
            return Vec::new();
        };
        let branch = match self.check.place {
            Place::Branch { is_then: true, .. } => otherwise,
            _ => Some(then),
        };
        branch.map_or_else(Vec::new, |branch| {
            self.package.body_of(self.send.decl, branch).to_vec()
        })
    }

    fn merged_behind(&self) -> Option<Vec<Edit>> {
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
    fn default_as_send(&self) -> Option<Edit> {
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
    fn branch_as_select(&self) -> Option<Vec<Edit>> {
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
            let target = break_target(self.ast, StmtId(number));
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

    /// The check stays, and the send goes into a select of its own.
    fn wrapped(&self) -> Option<Vec<Edit>> {
        if !self.may_be_wrapped() {
            return None;
        }
        let send = self.range(self.send.stmt);
        let indent = self.source.indentation(send.start);
        let deeper = format!("{indent}\t");
        let mut label = Label::default();
        let mut over = String::new();
        for (head, list) in self.over_clauses() {
            let mut body = Body::of_list(self.package, self.send, &list);
            if self.changes_names(&body) {
                return None;
            }
            name_error(self.package, self.send, self.check, &mut body);
            label.name_breaks(self.package, self.send, self.check.stmt, &mut body)?;
            over.push_str(&format!("{indent}{head}\n"));
            over.push_str(&body.text(self.package, self.send, &deeper)?);
        }
        let case = format!("{indent}{}\n", self.send_clause());
        let clauses = match self.check.asks {
            Asks::Room => case + &over,
            _ => over + &case,
        };
        let text = format!("select {{\n{clauses}{indent}}}");
        let mut edits = vec![self.edit(send.start, self.end, text)];
        edits.extend(label.edit);
        Some(edits)
    }

    /// Whether leaving from the send's place means the same as leaving from the check's.
    fn may_be_wrapped(&self) -> bool {
        let is_last_of = |list: &[StmtId]| list.last() == Some(&self.send.stmt);
        let decl = self.send.decl;
        match self.check.place {
            Place::Behind { .. } => true,
            Place::Default { clause, position } => {
                let is_last = position.is_some() && is_last_of(self.package.body_of(decl, clause));
                let all_leave = self
                    .over_clauses()
                    .iter()
                    .all(|(_, body)| self.package.leaves(decl, body));
                is_last || all_leave
            }
            Place::Branch { .. } => {
                let StmtKind::If {
                    then, otherwise, ..
                } = self.ast.stmt(self.check.stmt).kind
                else {
                    return false;
                };
                let branches = [Some(then), otherwise];
                let mut lists = branches
                    .into_iter()
                    .flatten()
                    .map(|branch| self.package.body_of(decl, branch));
                let is_else_if = otherwise.is_some_and(|otherwise| {
                    matches!(self.ast.stmt(otherwise).kind, StmtKind::If { .. })
                });
                let StmtKind::If { init, .. } = self.ast.stmt(self.check.stmt).kind else {
                    return false;
                };
                !is_else_if && init.is_none() && lists.any(is_last_of)
            }
        }
    }

    /// Whether a copy of a clause's body would have a name mean something else at the send, or a label be there twice.
    fn changes_names(&self, body: &Body) -> bool {
        let Some(range) = body.range else {
            return false;
        };
        let declared = self.check.declared_between(self.package, self.send);
        let has_label = self.ast.stmts.iter().any(|stmt| {
            matches!(stmt.kind, StmtKind::Labeled { .. }) && range.contains(stmt.range)
        });
        let is_shadowed = self.ast.exprs.iter().any(|expr| {
            matches!(expr.kind, ExprKind::Name(name) if declared.contains(&name))
                && range.contains(expr.range)
                && !self.is_redeclared(expr.range)
        });
        has_label || is_shadowed
    }

    /// Whether the name at `range` stands for a variable that `:=` in between only assigns again.
    fn is_redeclared(&self, range: Range) -> bool {
        let decl = self.send.decl;
        let symbol = self.ast.exprs.iter().zip(0..).find_map(|(expr, number)| {
            (expr.range == range && matches!(expr.kind, ExprKind::Name(_)))
                .then(|| {
                    self.package.named_symbol(ExprRef {
                        decl,
                        expr: ExprId(number),
                    })
                })
                .flatten()
        });
        let Some(symbol) = symbol else {
            return false;
        };
        let name = self.package.symbol(symbol).name;
        let check = self.range(self.check.stmt);
        let send = self.range(self.send.stmt);
        let is_declared_anew = self.package.scopes(decl).symbols.iter().any(|other| {
            other.name == name && other.range.start >= check.end && other.range.end <= send.start
        });
        !is_declared_anew
    }
}

fn with_first_line(head: &str, body: &Body, indent: &str) -> String {
    match &body.first_line {
        Some(line) => format!("{head}\n{indent}\t{line}"),
        None => head.to_string(),
    }
}
