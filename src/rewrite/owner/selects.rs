//! A send becomes a case of a `select`, beside one for the end.

use super::draft::Draft;
use super::leaving::way_out;
use crate::model::channels::Operation;
use crate::model::flow::EventKind;
use crate::model::{ExprRef, FuncId, Package};
use crate::source::Range;
use crate::syntax::ast::*;

/// How a send leaves its function when it is over.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The statement that leaves; `None` asks for whatever leaves the function without a word.
    pub leaves: Option<String>,
    /// Whether it is asked before the send, too: a buffer has room even when nobody receives any more.
    pub asks_first: bool,
}

/// Lets a send give up once `done` is closed.
///
/// ```go
/// select {
/// case ch <- v:
/// case <-done:
///     return
/// }
/// ```
pub fn give_up_when(
    draft: &mut Draft,
    send: &Operation,
    done: &str,
    answer: &Answer,
) -> Result<(), String> {
    let package = draft.package;
    let unclear = || "a send has an unusual form".to_string();
    let func = send.func.ok_or_else(unclear)?;
    let decl = send.at.decl;
    let stmt = package.stmt_of(send.at).ok_or_else(unclear)?;
    if let Some(case) = send.select {
        if case.has_default || receives(package, send, case.select, done) {
            return Ok(());
        }
        let body = way_out(draft, func, case.select, answer.leaves.as_deref())?;
        return add_clause(draft, func, case.select, done, &body);
    }
    if is_under_lock(package, func, send) {
        return Err("a lock is held at a send, and only released behind it".to_string());
    }
    let body = match answer_of_check(package, send, stmt, done) {
        Some(lines) => lines,
        None => way_out(draft, func, stmt, answer.leaves.as_deref())?,
    };
    let range = package.ast(decl).stmt(stmt).range;
    let source = draft.source(decl);
    let starts_line = source
        .slice(Range::new(source.line_start(range.start), range.start))
        .trim()
        .is_empty();
    if !starts_line && !draft.body_on_one_line(func) {
        return Err(unclear());
    }
    let indentation = draft.indentation_of(func, stmt);
    let clause = clause_text(&indentation, done, &body);
    let asked = match answer.asks_first && !is_asked_before(package, send, stmt, done) {
        true => {
            let leave = answer
                .leaves
                .clone()
                .unwrap_or_else(|| "return".to_string());
            let clause = clause_text(&indentation, done, &[leave]);
            format!("select {{\n{clause}{indentation}default:\n{indentation}}}\n{indentation}")
        }
        false => String::new(),
    };
    draft.insert(
        decl,
        range.start,
        format!("{asked}select {{\n{indentation}case "),
    );
    let line_end = source.line_end(range.end);
    let behind = source.slice(Range::new(range.end, line_end)).trim();
    if starts_line && (behind.is_empty() || behind.starts_with("//")) {
        draft.insert(decl, range.end, ":".to_string());
        draft.insert(decl, line_end, format!("{clause}{indentation}}}\n"));
    } else {
        let clause = clause.trim_end();
        draft.insert(decl, range.end, format!(":\n{clause}\n{indentation}}}"));
    }
    Ok(())
}

fn clause_text(indentation: &str, done: &str, body: &[String]) -> String {
    let mut text = format!("{indentation}case <-{done}:\n");
    for line in body {
        text.push_str(&format!("{indentation}\t{line}\n"));
    }
    text
}

/// Adds a case for the end to a `select`, behind its others.
fn add_clause(
    draft: &mut Draft,
    func: FuncId,
    select: StmtId,
    done: &str,
    body: &[String],
) -> Result<(), String> {
    let decl = func.decl;
    let source = draft.source(decl);
    let range = draft.package.ast(decl).stmt(select).range;
    let close = range.end - 1;
    let start = source.line_start(close);
    if !source.slice(Range::new(start, close)).trim().is_empty() {
        return Err("a select stands on one line".to_string());
    }
    let indentation = source.indentation(start).to_string();
    draft.insert(decl, start, clause_text(&indentation, done, body));
    Ok(())
}

/// Whether a `select` waits for the end already.
fn receives(package: &Package, send: &Operation, select: StmtId, done: &str) -> bool {
    let decl = send.at.decl;
    let ast = package.ast(decl);
    let range = ast.stmt(select).range;
    ast.exprs.iter().any(|expr| match expr.kind {
        ExprKind::Receive(operand) if range.contains(expr.range) => {
            package.text(decl, ast.expr(operand).range) == done
        }
        _ => false,
    })
}

/// What a check right before the send, or the one in whose `default` it stands, does when it is over, if that returns.
fn answer_of_check(
    package: &Package,
    send: &Operation,
    stmt: StmtId,
    done: &str,
) -> Option<Vec<String>> {
    let decl = send.at.decl;
    let ast = package.ast(decl);
    let (list, position) = package.siblings(decl, stmt)?;
    let before = position.checked_sub(1).map(|before| list[before]);
    let around = package
        .parent_stmt(decl, stmt)
        .and_then(|clause| package.parent_stmt(decl, clause));
    let cases =
        [before, around]
            .into_iter()
            .flatten()
            .find_map(|check| match &ast.stmt(check).kind {
                StmtKind::Select { cases } => Some(cases),
                _ => None,
            })?;
    let body = cases.iter().find_map(|&case| match &ast.stmt(case).kind {
        StmtKind::Comm {
            comm: Some(comm),
            body,
        } => match ast.stmt(*comm).kind {
            StmtKind::Expr(receive) => match ast.expr(receive).kind {
                ExprKind::Receive(operand) => {
                    (package.text(decl, ast.expr(operand).range) == done).then_some(body)
                }
                _ => None,
            },
            _ => None,
        },
        _ => None,
    })?;
    let is_return = |&stmt: &StmtId| matches!(ast.stmt(stmt).kind, StmtKind::Return(_));
    if !body.last().is_some_and(is_return) {
        return None;
    }
    let line = |&stmt: &StmtId| {
        let text = package.text(decl, ast.stmt(stmt).range);
        (!text.contains('\n')).then(|| text.to_string())
    };
    body.iter().map(line).collect()
}

/// Whether the statement before a send asks for the end.
fn is_asked_before(package: &Package, send: &Operation, stmt: StmtId, done: &str) -> bool {
    let decl = send.at.decl;
    let Some((list, position)) = package.siblings(decl, stmt) else {
        return false;
    };
    position > 0 && receives(package, send, list[position - 1], done)
}

/// Whether a lock is held at the send that nothing deferred releases.
fn is_under_lock(package: &Package, func: FuncId, send: &Operation) -> bool {
    let flow = package.flow(func);
    let Some(event) = package.event_of_operation(send) else {
        return true;
    };
    flow.events[event].held.iter().any(|(lock, _)| {
        !flow.events.iter().any(|event| {
            matches!(&event.kind, EventKind::Lock { path, mode: crate::model::flow::CallMode::Deferred, .. } if path == lock)
        })
    })
}

/// Whether evaluating an expression only reads: it may be done later, or on another goroutine.
pub fn is_plain(package: &Package, at: ExprRef) -> bool {
    use crate::model::flow::Callee;
    let parts = package.expressions_in(at).into_iter();
    parts
        .filter(|part| {
            matches!(
                package.expr(*part).kind,
                ExprKind::Receive(_) | ExprKind::Call { .. }
            )
        })
        .all(|part| match package.callee(part) {
            Callee::Conversion => true,
            Callee::Builtin(name) => matches!(name, "len" | "cap"),
            _ => false,
        })
}
