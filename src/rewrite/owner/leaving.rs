//! How a function goes on when what it wanted to send is not wanted any more.

use super::draft::Draft;
use crate::model::structure::StmtRef;
use crate::model::{DeclId, ExprRef, FuncId, Package};
use crate::rewrite::zero::zero_results;
use crate::syntax::ast::*;

/// Names for the label of a loop that has to be left, by what it does.
const SENDING: &[&str] = &["sending", "sends", "sendLoop"];
const RECEIVING: &[&str] = &["receiving", "receives", "receiveLoop"];

/// Calls by these names must be made on every way.
const OBLIGATIONS: &[&str] = &["Done", "Release"];

/// The statements of the clause for the end, at `stmt`: none where going on behind it leads out of the function.
///
/// `answer` is what a function with results returns when it is over; `None` asks for the zero values.
pub fn way_out(
    draft: &mut Draft,
    func: FuncId,
    stmt: StmtId,
    answer: Option<&str>,
) -> Result<Vec<String>, String> {
    let package = draft.package;
    let decl = func.decl;
    let unclear = || "what has to run when it is over is not clear".to_string();
    let loops = package.loops_around(decl, stmt);
    let Some(&outermost) = loops.last() else {
        return match answer {
            Some(answer) => Ok(vec![answer.to_string()]),
            None => Ok(Vec::new()),
        };
    };
    if is_obliged(package, decl, stmt, outermost) {
        return Err("calls behind the send have to be made on every way".to_string());
    }
    if let Some(answer) = answer {
        return Ok(vec![answer.to_string()]);
    }
    match package.statements_behind(decl, outermost).as_slice() {
        [] => {
            let values = zero_results(package, func).ok_or_else(unclear)?;
            Ok(vec![format!("return {values}").trim_end().to_string()])
        }
        [only] if returns_plainly(package, decl, *only) => {
            let range = package.ast(decl).stmt(*only).range;
            Ok(vec![package.text(decl, range).to_string()])
        }
        _ => {
            let label = draft
                .label(
                    StmtRef {
                        decl,
                        stmt: outermost,
                    },
                    SENDING,
                )
                .ok_or_else(unclear)?;
            Ok(vec![format!("break {label}")])
        }
    }
}

/// The statement that leaves a loop from within a `select`.
pub fn leave_loop(draft: &mut Draft, func: FuncId, stmt: StmtId) -> Result<String, String> {
    let package = draft.package;
    let decl = func.decl;
    let is_last = package.statements_behind(decl, stmt).is_empty();
    let has_results = !package.func(func).signature.results.is_empty();
    if is_last && !has_results && package.loops_around(decl, stmt).is_empty() {
        return Ok("return".to_string());
    }
    let label = draft
        .label(StmtRef { decl, stmt }, RECEIVING)
        .ok_or("how to leave a loop is not clear")?;
    Ok(format!("break {label}"))
}

/// Whether a statement only returns what is there to be returned on every way: constants, and variables that are named as
/// nothing else is.
fn returns_plainly(package: &Package, decl: DeclId, stmt: StmtId) -> bool {
    let ast = package.ast(decl);
    let StmtKind::Return(values) = &ast.stmt(stmt).kind else {
        return false;
    };
    values.iter().all(|&value| match &ast.expr(value).kind {
        ExprKind::Literal(_) => true,
        // `ctx.Err()` says why, on whichever way.
        ExprKind::Call { callee, args, .. } => {
            args.is_empty()
                && matches!(&ast.expr(*callee).kind, ExprKind::Selector { field, .. } if &*field.name == "Err")
        }
        ExprKind::Name(name) if matches!(&**name, "nil" | "true" | "false") => true,
        ExprKind::Name(name) => {
            let symbols = &package.scopes(decl).symbols;
            let same = symbols.iter().filter(|symbol| symbol.name == *name);
            let at = ExprRef { decl, expr: value };
            same.count() == 1
                && package
                    .named_symbol(at)
                    .is_some_and(|symbol| package.is_local(symbol))
        }
        _ => false,
    })
}

/// Whether something behind the statement, within the loop, must run whatever happens.
fn is_obliged(package: &Package, decl: DeclId, stmt: StmtId, outermost: StmtId) -> bool {
    let ast = package.ast(decl);
    let around = ast.stmt(outermost).range;
    let start = ast.stmt(stmt).range.end;
    ast.stmts.iter().any(|inner| {
        let StmtKind::Expr(call) = inner.kind else {
            return false;
        };
        let ExprKind::Call { callee, .. } = ast.expr(call).kind else {
            return false;
        };
        inner.range.start >= start
            && around.contains(inner.range)
            && matches!(&ast.expr(callee).kind, ExprKind::Selector { field, .. }
                if OBLIGATIONS.contains(&&*field.name))
    })
}
