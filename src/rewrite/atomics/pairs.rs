//! Additions whose result is used next to them: both become one atomic operation.

use super::Refusal;
use super::declare::stands_on_own_lines;
use super::uses::{Use, UseKind};
use super::values;
use super::write::{Delta, Writer};
use crate::model::{ExprRef, Package};
use crate::source::Range;
use crate::syntax::ast::*;

/// Rewrites the additions that a read belongs to, and returns the uses that are done with by their place in `uses`.
pub(super) fn rewrite(writer: &mut Writer, uses: &[Use]) -> Result<Vec<usize>, Refusal> {
    let mut done = Vec::new();
    for (number, found) in uses.iter().enumerate() {
        let UseKind::Add {
            stmt,
            value,
            is_negative,
        } = found.kind
        else {
            continue;
        };
        let addition = Addition {
            at: found.at,
            stmt,
            delta: Delta { value, is_negative },
        };
        let reads = addition.after(writer, uses, &done)?;
        if !reads.is_empty() {
            done.extend(reads);
            done.push(number);
        }
    }
    Ok(done)
}

struct Addition {
    at: ExprRef,
    stmt: StmtId,
    delta: Delta,
}

impl Addition {
    /// Rewrites the addition with the reads beside it, and returns these.
    fn after(
        &self,
        writer: &mut Writer,
        uses: &[Use],
        done: &[usize],
    ) -> Result<Vec<usize>, Refusal> {
        let package = writer.package;
        let decl = self.at.decl;
        let ast = package.ast(decl);
        if let Some(outer) = package.parent_stmt(decl, self.stmt)
            && matches!(ast.stmt(outer).kind, StmtKind::If { init: Some(init), .. } if init == self.stmt)
        {
            let reads = self.reads_in(package, uses, ast.stmt(outer).range, done);
            if !reads.is_empty() {
                self.name_result(writer, uses, &reads)?;
            }
            return Ok(reads);
        }
        let Some((list, position)) = package.siblings(decl, self.stmt) else {
            return Ok(Vec::new());
        };
        if let Some(&before) = position.checked_sub(1).and_then(|before| list.get(before)) {
            let mut reads = self.reads_in(package, uses, ast.stmt(before).range, done);
            reads.retain(|&read| {
                uses.get(read)
                    .is_some_and(|read| package.stmt_of(read.at) == Some(before))
            });
            if let Some(&read) = reads.first() {
                self.take_before(writer, uses.get(read), before)?;
                return Ok(reads);
            }
        }
        let Some(&next) = list.get(position + 1) else {
            return Ok(Vec::new());
        };
        // A loop is meant to see what others do meanwhile.
        let is_once = matches!(
            ast.stmt(next).kind,
            StmtKind::Expr(_)
                | StmtKind::Assign { .. }
                | StmtKind::Return(_)
                | StmtKind::If { .. }
                | StmtKind::Switch { .. }
                | StmtKind::Send { .. }
                | StmtKind::Vars(_)
        );
        if !is_once {
            return Ok(Vec::new());
        }
        let reads = self.reads_in(package, uses, ast.stmt(next).range, done);
        match reads.as_slice() {
            [] => {}
            &[read]
                if is_whole_value(ast, next, uses.get(read))
                    && self.up_to(package, next).is_some() =>
            {
                self.take_after(writer, uses.get(read), next)?;
            }
            _ => self.name_result(writer, uses, &reads)?,
        }
        Ok(reads)
    }

    /// What to delete so that a later statement is gone: what is between, or the lines of it where comments are between.
    fn up_to(&self, package: &Package, next: StmtId) -> Option<Range> {
        let ast = package.ast(self.at.decl);
        let source = &package.file_of(self.at.decl).source;
        let (own, next) = (ast.stmt(self.stmt).range, ast.stmt(next).range);
        let lines = Range::new(source.line_start(next.start), source.line_end(next.end));
        let is_commented =
            |range: Range| ast.comments.iter().any(|&comment| range.contains(comment));
        let between = Range::new(own.end, next.end);
        if !is_commented(between) {
            return Some(between);
        }
        (stands_on_own_lines(source, next) && !is_commented(lines) && own.end < lines.start)
            .then_some(lines)
    }

    /// The reads of the same variable of the same object in a part of the same function.
    fn reads_in(
        &self,
        package: &Package,
        uses: &[Use],
        range: Range,
        done: &[usize],
    ) -> Vec<usize> {
        let (func, path) = (package.enclosing_func(self.at), package.path_of(self.at));
        let all = uses.iter().enumerate().filter(|(number, read)| {
            read.kind == UseKind::Read
                && read.at.decl == self.at.decl
                && range.contains(package.expr(read.at).range)
                && package.enclosing_func(read.at) == func
                && package.path_of(read.at) == path
                && !done.contains(number)
        });
        all.map(|(number, _)| number).collect()
    }

    fn add(&self, writer: &mut Writer) -> Result<(), Refusal> {
        writer.add(self.at, self.stmt, self.delta)
    }

    /// `y := x; x++` becomes `y := x.Add(1) - 1`.
    fn take_before(
        &self,
        writer: &mut Writer,
        read: Option<&Use>,
        before: StmtId,
    ) -> Result<(), Refusal> {
        let package = writer.package;
        let decl = self.at.decl;
        let ast = package.ast(decl);
        let text = package.expr_text(self.at);
        let unclear = || {
            Refusal::new(format!(
                "{text} is read just before it is changed, and another goroutine can come between"
            ))
        };
        let read = read.ok_or_else(unclear)?;
        let is_local = match &ast.stmt(before).kind {
            StmtKind::Assign { targets, .. } => targets
                .iter()
                .all(|&target| matches!(ast.expr(target).kind, ExprKind::Name(_))),
            _ => false,
        };
        let step = match self.delta.value {
            None => "1".to_string(),
            Some(value) => {
                let value = ExprRef { decl, expr: value };
                let is_literal = matches!(package.expr(value).kind, ExprKind::Literal(_));
                if !is_literal {
                    return Err(unclear());
                }
                package.expr_text(value).to_string()
            }
        };
        if !is_local || !is_whole_value(ast, before, Some(read)) {
            return Err(unclear());
        }
        let (first, own) = (ast.stmt(before).range, ast.stmt(self.stmt).range);
        let removed = writer.gap(decl, Range::new(first.start, own.start))?;
        let head = Range::new(first.start, package.expr(read.at).range.start);
        let head = package.text(decl, head).to_string();
        self.add(writer)?;
        let back = if self.delta.is_negative { '+' } else { '-' };
        let (open, close) = self.conversion(writer, true);
        writer.draft.replace(removed, "");
        let span = package.span(decl, own);
        let close = format!("{close} {back} {step}");
        writer.draft.wrap(span, &format!("{head}{open}"), &close);
        Ok(())
    }

    /// `x++; y := x` becomes `y := x.Add(1)`, and likewise for `return x`.
    fn take_after(
        &self,
        writer: &mut Writer,
        read: Option<&Use>,
        next: StmtId,
    ) -> Result<(), Refusal> {
        let package = writer.package;
        let decl = self.at.decl;
        let ast = package.ast(decl);
        let (Some(read), Some(removed)) = (read, self.up_to(package, next)) else {
            return Ok(());
        };
        let (own, next) = (ast.stmt(self.stmt).range, ast.stmt(next).range);
        let head = Range::new(next.start, package.expr(read.at).range.start);
        let head = package.text(decl, head).to_string();
        self.add(writer)?;
        let (open, close) = self.conversion(writer, true);
        writer.draft.replace(package.span(decl, removed), "");
        let span = package.span(decl, own);
        writer.draft.wrap(span, &format!("{head}{open}"), close);
        Ok(())
    }

    /// `x++; if x > 3 {…}` becomes `n := x.Add(1); if n > 3 {…}`.
    fn name_result(
        &self,
        writer: &mut Writer,
        uses: &[Use],
        reads: &[usize],
    ) -> Result<(), Refusal> {
        let package = writer.package;
        let decl = self.at.decl;
        let name = self.free_name(package)?;
        let found = || reads.iter().filter_map(|&read| uses.get(read));
        let is_converted = found().any(|read| {
            values::needs_conversion(package, read.at)
                && values::conversion_to(package, read.at, writer.style.kind).is_none()
        });
        self.add(writer)?;
        let outline = package.directory(decl.dir).outline(decl);
        writer.named_in.push(package.span(decl, outline.range));
        let (open, close) = self.conversion(writer, is_converted);
        let span = package.span(decl, package.ast(decl).stmt(self.stmt).range);
        writer.draft.wrap(span, &format!("{name} := {open}"), close);
        for read in found() {
            let call = values::conversion_to(package, read.at, writer.style.kind)
                .filter(|_| !is_converted);
            let span = package.expr_span(call.unwrap_or(read.at));
            writer.draft.replace(span, name.clone());
        }
        Ok(())
    }

    fn conversion(&self, writer: &Writer, is_converted: bool) -> (String, &'static str) {
        let kind = writer.style.kind;
        if is_converted && kind.is_converted() {
            (format!("{}(", kind.source()), ")")
        } else {
            (String::new(), "")
        }
    }

    /// A name that nothing in the declaration goes by.
    fn free_name(&self, package: &Package) -> Result<String, Refusal> {
        let text = package.expr_text(self.at);
        let last = text.rsplit('.').next().unwrap_or(text);
        let candidates = ["n".to_string(), format!("new{}", capitalized(last))];
        let directory = package.directory(self.at.decl.dir);
        candidates
            .into_iter()
            .find(|name| !directory.mentions(self.at.decl, name))
            .ok_or_else(|| Refusal::new(format!("there is no free name for the value of {text}")))
    }
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Whether all that a statement does is to assign what is read to one variable, or to return it.
fn is_whole_value(ast: &Ast, stmt: StmtId, read: Option<&Use>) -> bool {
    let Some(read) = read else {
        return false;
    };
    match &ast.stmt(stmt).kind {
        StmtKind::Return(values) => values.as_slice() == [read.at.expr],
        StmtKind::Assign {
            targets,
            op: AssignOp::Set | AssignOp::Define,
            values,
        } => {
            values.as_slice() == [read.at.expr]
                && matches!(targets.as_slice(), [target] if matches!(ast.expr(*target).kind, ExprKind::Name(_)))
        }
        _ => false,
    }
}
