//! The parts that merged and wrapped sends are written from.

use super::checks::{Asks, Check, Place};
use super::sends::Send;
use crate::finding::Edit;
use crate::model::Package;
use crate::source::{Range, SourceFile};
use crate::syntax::ast::*;

pub(super) struct Writer<'a> {
    pub package: &'a Package<'a>,
    pub send: &'a Send,
    pub check: &'a Check,
    pub ast: &'a Ast,
    pub source: &'a SourceFile,
    /// What the send ends with: its own end, or that of a comment behind it on the line.
    pub end: u32,
    /// That comment, with a space before it.
    pub comment: String,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        package: &'a Package<'a>,
        send: &'a Send,
        check: &'a Check,
    ) -> Option<Writer<'a>> {
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
    pub(super) fn starts_line(&self, offset: u32) -> bool {
        self.source
            .slice(Range::new(self.source.line_start(offset), offset))
            .trim()
            .is_empty()
    }

    pub(super) fn range(&self, stmt: StmtId) -> Range {
        self.ast.stmt(stmt).range
    }

    pub(super) fn indent(&self) -> &'a str {
        self.source.indentation(self.range(self.check.stmt).start)
    }

    pub(super) fn edit(&self, start: u32, end: u32, text: String) -> Edit {
        Edit {
            span: self.package.span(self.send.decl, Range::new(start, end)),
            text,
        }
    }

    /// `case ch <- v:`, its comment included.
    pub(super) fn send_clause(&self) -> String {
        let text = self.source.slice(self.range(self.send.stmt));
        format!("case {}:{}", text.replace('\r', ""), self.comment)
    }

    /// The heads of the clauses that run when it is over, each with its body's statements.
    pub(super) fn over_clauses(&self) -> Vec<(String, Vec<StmtId>)> {
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
    pub(super) fn over_body(&self) -> Vec<StmtId> {
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
}
