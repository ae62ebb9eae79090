//! Those who receive from a channel that stays open: they end when a `done` channel says so, as they ended with the close.

use super::draft::Draft;
use super::leaving::leave_loop;
use crate::model::channels::{Channel, Operation};
use crate::model::structure::StmtRef;
use crate::model::{DeclId, FuncId, Package, SymbolId};
use crate::rewrite::select::{End, add_clause, wait_or_end};
use crate::source::Range;
use crate::syntax::ast::*;

/// Lets one receive end when it is over: it gets the zero value then, as from a closed channel.
pub(super) fn receive_until(
    draft: &mut Draft,
    channel: &Channel,
    receive: &Operation,
    done: &str,
) -> Result<(), String> {
    let package = draft.package;
    let unclear = || "a receive from the channel has an unusual form".to_string();
    let decl = receive.at.decl;
    let stmt = package.stmt_of(receive.at).ok_or_else(unclear)?;
    let done = vec![done.to_string()];
    let edits = match receive.select {
        Some(case) => {
            let lines = when_closed(package, decl, case.clause).ok_or_else(unclear)?;
            let select = StmtRef {
                decl,
                stmt: case.select,
            };
            add_clause(package, select, &End { done, lines })
        }
        None => {
            let (StmtKind::Assign { .. } | StmtKind::Expr(_)) = package.ast(decl).stmt(stmt).kind
            else {
                return Err(unclear());
            };
            let text = package.text(decl, package.ast(decl).stmt(stmt).range);
            let lines = match channel.capacity() {
                Some(0) => Vec::new(),
                _ => vec![
                    "// What was accepted before the end is still taken.".to_string(),
                    "select {".to_string(),
                    format!("case {}:", text.replacen(":=", "=", 1)),
                    "default:".to_string(),
                    "}".to_string(),
                ],
            };
            wait_or_end(package, StmtRef { decl, stmt }, &End { done, lines })
        }
    };
    for edit in edits.ok_or_else(unclear)? {
        draft.take(edit);
    }
    Ok(())
}

/// What a clause `case v, ok := <-c:` does first where the channel is closed: the lines of its `if !ok {…}`.
fn when_closed(package: &Package, decl: DeclId, clause: StmtId) -> Option<Vec<String>> {
    let ast = package.ast(decl);
    let StmtKind::Comm {
        comm: Some(comm),
        body,
    } = &ast.stmt(clause).kind
    else {
        return None;
    };
    let StmtKind::Assign { targets, .. } = &ast.stmt(*comm).kind else {
        return None;
    };
    let ok = package.text(decl, ast.expr(*targets.get(1)?).range);
    let StmtKind::If {
        init: None,
        condition,
        then,
        ..
    } = ast.stmt(*body.first()?).kind
    else {
        return None;
    };
    let asks = package.text(decl, ast.expr(condition).range);
    if asks.strip_prefix('!') != Some(ok) {
        return None;
    }
    let list = package.body_of(decl, then);
    let is_leaving = matches!(
        ast.stmt(*list.last()?).kind,
        StmtKind::Return(_) | StmtKind::Branch { .. }
    );
    let line = |&stmt: &StmtId| {
        let text = package.text(decl, ast.stmt(stmt).range);
        (!text.contains('\n')).then(|| text.to_string())
    };
    let lines: Option<Vec<String>> = list.iter().map(line).collect();
    lines.filter(|_| is_leaving)
}

/// Turns a loop over the channel into one that ends when it is over, once it has taken what was accepted before.
pub(super) fn range_until(
    draft: &mut Draft,
    channel: &Channel,
    maker: SymbolId,
    range: &Operation,
    done: &str,
) -> Result<(), String> {
    let package = draft.package;
    let unclear = || "a loop over the channel has an unusual form".to_string();
    let decl = range.at.decl;
    let func = range.func.ok_or_else(unclear)?;
    let ast = package.ast(decl);
    let stmt = package.stmt_of(range.at).ok_or_else(unclear)?;
    let StmtKind::Range {
        targets,
        is_define,
        body,
        ..
    } = &ast.stmt(stmt).kind
    else {
        return Err(unclear());
    };
    let source = draft.source(decl);
    let start = ast.stmt(stmt).range.start;
    let open = ast.stmt(*body).range.start;
    let end = source.line_end(open);
    let behind = source.slice(Range::new(open + 1, end)).trim();
    if !behind.is_empty() && !behind.starts_with("//") {
        return Err(unclear());
    }
    let target = match targets.as_slice() {
        [] => None,
        [only] => Some(package.text(decl, ast.expr(*only).range)).filter(|name| *name != "_"),
        _ => return Err(unclear()),
    };
    let text = package.expr_text(range.at);
    let receive = match target {
        Some(target) => format!("{target} = <-{text}"),
        None => format!("<-{text}"),
    };
    let indentation = source.indentation(start).to_string();
    let leave = leave_loop(draft, func, stmt)?;
    let mut lines = Vec::new();
    if let Some(target) = target.filter(|_| *is_define) {
        lines.push(format!(
            "var {target} {}",
            element_text(package, maker, func)?
        ));
    }
    lines.push("select {".to_string());
    lines.push(format!("case {receive}:"));
    lines.push(format!("case <-{done}:"));
    if channel.capacity() == Some(0) {
        lines.push(format!("\t{leave}"));
    } else {
        lines.push("\t// What was accepted before the end is still taken.".to_string());
        lines.push("\tselect {".to_string());
        lines.push(format!("\tcase {receive}:"));
        lines.push("\tdefault:".to_string());
        lines.push(format!("\t\t{leave}"));
        lines.push("\t}".to_string());
    }
    lines.push("}".to_string());
    let mut inserted = String::new();
    for line in lines {
        inserted.push_str(&format!("{indentation}\t{line}\n"));
    }
    draft.replace(decl, Range::new(start, open), "for ".to_string());
    draft.insert(decl, end, inserted);
    Ok(())
}

/// The type of the channel's values, as the function can write it.
fn element_text(package: &Package, maker: SymbolId, func: FuncId) -> Result<String, String> {
    let unclear = || "the type of the channel's values cannot be written here".to_string();
    let ast = package.ast(maker.decl);
    let written = written_type(package, maker).ok_or_else(unclear)?;
    let ExprKind::ChanType { element, .. } = ast.expr(written).kind else {
        return Err(unclear());
    };
    let text = package.text(maker.decl, ast.expr(element).range);
    let is_same_file =
        package.file_of(maker.decl).source.id == package.file_of(func.decl).source.id;
    if text.contains('.') && !is_same_file {
        return Err(unclear());
    }
    let Some((holder, _)) = package.struct_of_field(maker) else {
        return Ok(text.to_string());
    };
    let spec = package.type_spec(holder).ok_or_else(unclear)?;
    let receiver = package
        .ast(func.decl)
        .funcs
        .first()
        .and_then(|func| func.receiver.as_ref());
    let receiver = receiver.map_or("", |field| package.text(func.decl, field.range));
    let names = spec.type_params.iter().flat_map(|field| &field.names);
    for name in names {
        let is_named_so = receiver
            .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .any(|word| word == &*name.name);
        if !is_named_so {
            return Err(unclear());
        }
    }
    Ok(text.to_string())
}

/// The type of a field or package variable, where its declaration writes it: before the value, or in its `make`.
fn written_type(package: &Package, maker: SymbolId) -> Option<ExprId> {
    if let Some((_, fields)) = package.struct_of_field(maker) {
        let range = package.symbol(maker).range;
        let field = fields.iter().find(|field| field.range.contains(range))?;
        return Some(field.ty);
    }
    let spec = package.value_spec(maker)?;
    if spec.ty.is_some() {
        return spec.ty;
    }
    match &package.ast(maker.decl).expr(*spec.values.first()?).kind {
        ExprKind::Call { args, .. } => args.first().copied(),
        _ => None,
    }
}
