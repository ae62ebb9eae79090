//! How a function goes on when what it wanted to send is not wanted any more.

use super::draft::Draft;
use crate::model::structure::StmtRef;
use crate::model::types::Type;
use crate::model::{DeclId, ExprRef, FuncId, Package};
use crate::source::Range;
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
    match behind(package, decl, outermost).as_slice() {
        [] => {
            let values = zero_results(package, func).ok_or_else(unclear)?;
            Ok(vec![format!("return {values}").trim_end().to_string()])
        }
        [only] if returns_plainly(package, decl, *only) => {
            let range = package.ast(decl).stmt(*only).range;
            Ok(vec![package.text(decl, range).to_string()])
        }
        _ => {
            let label = label_of(draft, decl, outermost, SENDING).ok_or_else(unclear)?;
            Ok(vec![format!("break {label}")])
        }
    }
}

/// The statement that leaves a loop from within a `select`.
pub fn leave_loop(draft: &mut Draft, func: FuncId, stmt: StmtId) -> Result<String, String> {
    let package = draft.package;
    let decl = func.decl;
    let is_last = behind(package, decl, stmt).is_empty();
    let has_results = !package.func(func).signature.results.is_empty();
    if is_last && !has_results && package.loops_around(decl, stmt).is_empty() {
        return Ok("return".to_string());
    }
    let label = label_of(draft, decl, stmt, RECEIVING).ok_or("how to leave a loop is not clear")?;
    Ok(format!("break {label}"))
}

/// The statements that run when a statement is done, up to the end of its function.
fn behind(package: &Package, decl: DeclId, stmt: StmtId) -> Vec<StmtId> {
    let mut found = Vec::new();
    let mut inner = stmt;
    loop {
        if let Some((list, position)) = package.siblings(decl, inner) {
            found.extend(&list[position + 1..]);
        }
        match package.parent_stmt(decl, inner) {
            Some(outer) => inner = outer,
            None => return found,
        }
    }
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

/// The label of a loop, a new one where it has none.
fn label_of(draft: &mut Draft, decl: DeclId, stmt: StmtId, names: &[&str]) -> Option<String> {
    let package = draft.package;
    let ast = package.ast(decl);
    if let Some(outer) = package.parent_stmt(decl, stmt)
        && let StmtKind::Labeled { label, .. } = ast.stmt(outer).kind
    {
        return Some(label.name.to_string());
    }
    let is_free = |name: &&&str| !package.directory(decl.dir).mentions(decl, name);
    let label = names.iter().find(is_free)?;
    let source = draft.source(decl);
    let start = source.line_start(ast.stmt(stmt).range.start);
    let indentation = source.indentation(start);
    let outdented = indentation.strip_suffix('\t').unwrap_or(indentation);
    let text = format!("{outdented}{label}:\n");
    if !source
        .slice(Range::new(start, ast.stmt(stmt).range.start))
        .trim()
        .is_empty()
    {
        return None;
    }
    // Several sends of one loop leave it by one label.
    draft.insert_once(decl, start, text);
    Some(label.to_string())
}

/// What a function returns that has nothing to say: zero values; nothing where its results have names.
pub fn zero_results(package: &Package, func: FuncId) -> Option<String> {
    let data = package.func(func);
    let results = &data.signature.results;
    if results.is_empty() || results.iter().any(|field| !field.names.is_empty()) {
        return Some(String::new());
    }
    let Type::Func(ty) = package.func_type_of(func) else {
        return None;
    };
    let values = ty.results.iter().zip(results).map(|(ty, field)| {
        let text = package.text(func.decl, package.ast(func.decl).expr(field.ty).range);
        zero_value(package, ty, text)
    });
    let values: Option<Vec<String>> = values.collect();
    values.map(|values| values.join(", "))
}

/// The zero value of a type that is written as `text`.
fn zero_value(package: &Package, ty: &Type, text: &str) -> Option<String> {
    Some(match package.underlying(ty) {
        Type::Basic(name) => match &*name {
            "bool" => "false".to_string(),
            "string" => "\"\"".to_string(),
            "error" | "any" => "nil".to_string(),
            _ => "0".to_string(),
        },
        Type::Pointer(_)
        | Type::Slice(_)
        | Type::Map(..)
        | Type::Chan(..)
        | Type::Func(_)
        | Type::Interface(_) => "nil".to_string(),
        Type::Struct(_) if matches!(ty, Type::Named(..)) => format!("{text}{{}}"),
        _ => return None,
    })
}

/// Whether a range over a channel can end before the channel is closed, or the statement is no such loop.
pub fn may_end_early(package: &Package, at: StmtRef) -> bool {
    let ast = package.ast(at.decl);
    let StmtKind::Range { body, .. } = ast.stmt(at.stmt).kind else {
        return true;
    };
    let func = package.func_of_stmt(at.decl, at.stmt);
    let body = ast.stmt(body).range;
    ast.stmts.iter().zip(0..).any(|(inner, number)| {
        let leaves = match &inner.kind {
            StmtKind::Return(_) => true,
            StmtKind::Branch { kind, label } => match kind {
                BranchKind::Goto => true,
                BranchKind::Break => {
                    label.is_some() || left_by_break(ast, StmtId(number)) == Some(at.stmt)
                }
                BranchKind::Continue => label.is_some(),
                BranchKind::Fallthrough => false,
            },
            _ => false,
        };
        leaves
            && body.contains(inner.range)
            && package.func_of_stmt(at.decl, StmtId(number)) == func
    })
}

/// The statement that a `break` without a label leaves.
fn left_by_break(ast: &Ast, stmt: StmtId) -> Option<StmtId> {
    let mut parent = ast.stmt(stmt).parent;
    while let Parent::Stmt(outer) = parent {
        if matches!(
            ast.stmt(outer).kind,
            StmtKind::For { .. }
                | StmtKind::Range { .. }
                | StmtKind::Switch { .. }
                | StmtKind::TypeSwitch { .. }
                | StmtKind::Select { .. }
        ) {
            return Some(outer);
        }
        parent = ast.stmt(outer).parent;
    }
    None
}
