//! What leaves when it is over, so that it can stand in a clause of a select.

use super::checks::{Asks, Check};
use super::sends::Send;
use crate::finding::Edit;
use crate::model::structure::StmtRef;
use crate::model::{ExprRef, Package};
use crate::rewrite::labels;
use crate::source::Range;
use crate::syntax::ast::*;

/// The body of a clause: where it stands now, and what must be changed in it.
#[derive(Default)]
pub(super) struct Body {
    /// From the first statement's start to the last one's end; `None` if there are no statements.
    pub range: Option<Range>,
    pub replacements: Vec<(Range, String)>,
    /// A line to go before it.
    pub first_line: Option<String>,
}

impl Body {
    pub(super) fn of_list(package: &Package, send: &Send, list: &[StmtId]) -> Body {
        let ast = package.ast(send.decl);
        let range = list.first().zip(list.last()).map(|(&first, &last)| {
            Range::new(ast.stmt(first).range.start, ast.stmt(last).range.end)
        });
        Body {
            range,
            ..Body::default()
        }
    }

    /// The body as lines of text that begin with `indent`; `None` if it can't be moved without a change of meaning.
    pub(super) fn text(&self, package: &Package, send: &Send, indent: &str) -> Option<String> {
        let mut text = String::new();
        if let Some(line) = &self.first_line {
            text.push_str(&format!("{indent}{line}\n"));
        }
        if let Some(range) = self.range {
            let source = &package.file_of(send.decl).source;
            let mut copy = String::new();
            let mut at = range.start;
            for (replaced, new) in &self.replacements {
                copy.push_str(source.slice(Range::new(at, replaced.start)));
                copy.push_str(new);
                at = replaced.end;
            }
            copy.push_str(source.slice(Range::new(at, range.end)));
            let copy = reindented(
                &copy.replace('\r', ""),
                source.indentation(range.start),
                indent,
            )?;
            text.push_str(&format!("{indent}{copy}\n"));
        }
        Some(text)
    }

    pub(super) fn edits(&self, package: &Package, send: &Send) -> Vec<Edit> {
        let replacements = self.replacements.iter();
        replacements
            .map(|(range, text)| Edit {
                span: package.span(send.decl, *range),
                text: text.clone(),
            })
            .collect()
    }

    fn replace(&mut self, range: Range, text: String) {
        self.replacements.push((range, text));
        self.replacements.sort();
    }
}

/// The text with `to` in place of `from` before each line but the first.
pub(super) fn reindented(text: &str, from: &str, to: &str) -> Option<String> {
    if from == to {
        return Some(text.to_string());
    }
    if text.contains('\n') && (text.contains('`') || text.contains("/*")) {
        return None;
    }
    let mut lines = text.split('\n');
    let mut moved = lines.next().unwrap_or("").to_string();
    for line in lines {
        moved.push('\n');
        match line.strip_prefix(from) {
            Some(rest) => {
                moved.push_str(to);
                moved.push_str(rest);
            }
            // Labels stand one step further out.
            None if !line.trim().is_empty() => return None,
            None => {}
        }
    }
    Some(moved)
}

/// The loop label that a `break` needs once its `if` is a select.
#[derive(Default)]
pub(super) struct Label {
    name: Option<String>,
    /// Adds the label to its loop.
    pub edit: Option<Edit>,
}

impl Label {
    /// Makes every `break` inside `range` that leaves the loop around `stmt` say so; `None` if one leaves a `switch` or
    /// a `select`, which cannot be made to.
    pub(super) fn name_breaks(
        &mut self,
        package: &Package,
        send: &Send,
        stmt: StmtId,
        body: &mut Body,
    ) -> Option<()> {
        let ast = package.ast(send.decl);
        let Some(range) = body.range else {
            return Some(());
        };
        let around = ast.stmt(stmt).range;
        for (inner, number) in ast.stmts.iter().zip(0..) {
            let is_bare_break = matches!(
                inner.kind,
                StmtKind::Branch {
                    kind: BranchKind::Break,
                    label: None
                }
            );
            if !is_bare_break || !range.contains(inner.range) {
                continue;
            }
            // A function literal's own loops are inside.
            let Some(target) = package.break_target(send.decl, StmtId(number)) else {
                continue;
            };
            if around.contains(ast.stmt(target).range) {
                continue;
            }
            let name = self.of_loop(package, send, target)?;
            body.replace(inner.range, format!("break {name}"));
        }
        Some(())
    }

    fn of_loop(&mut self, package: &Package, send: &Send, target: StmtId) -> Option<String> {
        let at = StmtRef {
            decl: send.decl,
            stmt: target,
        };
        if !matches!(
            package.stmt(at).kind,
            StmtKind::For { .. } | StmtKind::Range { .. }
        ) {
            return None;
        }
        if let Some(name) = &self.name {
            return Some(name.clone());
        }
        let label = labels::label(package, at, &["loop"], &[])?;
        self.edit = label.edit;
        self.name = Some(label.name.clone());
        Some(label.name)
    }
}

/// Gives the error that an `if` has named to its body again, in a clause that receives from the context instead.
pub(super) fn name_error(package: &Package, send: &Send, check: &Check, body: &mut Body) {
    let Asks::Context {
        context,
        init: Some(init),
    } = check.asks
    else {
        return;
    };
    let decl = send.decl;
    let StmtKind::Assign { targets, op, .. } = &package.stmt(StmtRef { decl, stmt: init }).kind
    else {
        return;
    };
    let Some(&target) = targets.first() else {
        return;
    };
    let target = ExprRef { decl, expr: target };
    let symbol = package.named_symbol(target);
    let ast = package.ast(decl);
    let uses: Vec<ExprRef> = (0..ast.exprs.len() as u32)
        .map(|number| ExprRef {
            decl,
            expr: ExprId(number),
        })
        .filter(|&at| {
            let expr = package.expr(at);
            matches!(expr.kind, ExprKind::Name(_))
                && body.range.is_some_and(|range| range.contains(expr.range))
                && package.named_symbol(at) == symbol
        })
        .collect();
    let is_defined = *op == AssignOp::Define;
    let text = package.text(decl, ast.expr(context).range);
    match uses.as_slice() {
        [] if is_defined => {}
        &[only]
            if is_defined
                && !package.is_assigned(only)
                && package.enclosing_func(only) == package.enclosing_func(target) =>
        {
            body.replace(package.expr(only).range, format!("{text}.Err()"));
        }
        _ => {
            let init = package.stmt(StmtRef { decl, stmt: init }).range;
            body.first_line = Some(package.text(decl, init).to_string());
        }
    }
}
