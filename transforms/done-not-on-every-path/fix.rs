//! A `Done` on every way.

use super::{Skipped, Way};
use crate::finding::Edit;
use crate::model::flow::{CallMode, Callee, EventKind};
use crate::model::wait_groups::{WaitGroupCall, WaitGroupOp};
use crate::model::{Package, SymbolKind};
use crate::rewrite::lines::Lines;
use crate::syntax::ast::{StmtId, StmtKind};

/// What the fix does, and its edits; the error says why there is none.
pub(super) fn edits(
    package: &Package,
    skipped: &Skipped,
) -> Result<(&'static str, Vec<Edit>), String> {
    match &skipped.way {
        Way::Round(leaving) => inserted(package, skipped, leaving),
        Way::Left(leaving) => match deferred(package, skipped) {
            Ok(edits) => Ok(("defer Done", edits)),
            Err(_) => inserted(package, skipped, leaving),
        },
        Way::Recovered(_) => deferred(package, skipped).map(|edits| ("defer Done", edits)),
    }
}

/// `wg.Done()` above each of the statements that leave.
fn inserted(
    package: &Package,
    skipped: &Skipped,
    leaving: &[StmtId],
) -> Result<(&'static str, Vec<Edit>), String> {
    let mut lines = Lines::new(package, skipped.func.decl);
    let done = skipped.dones.first().ok_or_else(no_place)?;
    let text = package.expr_text(done.call).to_string();
    for &stmt in leaving {
        package
            .siblings(skipped.func.decl, stmt)
            .ok_or_else(no_place)?;
        lines
            .before(stmt, std::slice::from_ref(&text))
            .ok_or_else(no_place)?;
    }
    Ok((
        "call Done on this way too",
        lines.into_edits(package, skipped.func.decl),
    ))
}

/// `defer wg.Done()` at the top, or behind the function's own `Add`, in place of all others.
fn deferred(package: &Package, skipped: &Skipped) -> Result<Vec<Edit>, String> {
    let func = skipped.func;
    let decl = func.decl;
    let flow = package.flow(func);
    let ast = package.ast(decl);
    let calls = package.wait_group_calls(func);
    let first = skipped.dones.first().ok_or_else(no_place)?;
    if !is_known_at_top(package, skipped, first) {
        return Err("the group is not known where the function begins".to_string());
    }
    if skipped
        .dones
        .iter()
        .any(|done| !is_last(package, skipped, done))
        || waits(package, skipped)
    {
        return Err("what follows Done may rely on it".to_string());
    }
    let mut lines = Lines::new(package, decl);
    let mut comment = String::new();
    for done in &skipped.dones {
        let stmt = flow.events[done.event].stmt;
        let (list, _) = package.siblings(decl, stmt).ok_or_else(no_place)?;
        let is_statement =
            matches!(ast.stmt(stmt).kind, StmtKind::Expr(call) if call == done.call.expr);
        if list.len() < 2 || !is_statement {
            return Err(no_place());
        }
        let cut = lines.cut(stmt).ok_or_else(no_place)?;
        let behind = cut.strip_prefix(package.expr_text(done.call));
        let behind = behind.unwrap_or("");
        if !behind.is_empty() && !comment.is_empty() {
            return Err("several comments belong to it".to_string());
        }
        comment.push_str(behind);
    }
    let text = [format!("defer {}{comment}", package.expr_text(first.call))];
    let add = calls
        .iter()
        .find(|call| call.op == WaitGroupOp::Add && call.group == first.group);
    match add {
        Some(add) => {
            let stmt = flow.events[add.event].stmt;
            if !package.loops_around(decl, stmt).is_empty() {
                return Err(no_place());
            }
            lines.after(stmt, &text).ok_or_else(no_place)?;
        }
        None => {
            let body = package.func(func).body.ok_or_else(no_place)?;
            lines.at_top(body, &text, false).ok_or_else(no_place)?;
        }
    }
    Ok(lines.into_edits(package, decl))
}

fn no_place() -> String {
    "there is no clear place for it".to_string()
}

/// Whether the group is there from the beginning of the function, and stays the same.
fn is_known_at_top(package: &Package, skipped: &Skipped, done: &WaitGroupCall) -> bool {
    let Some(root) = done.group.root_symbol() else {
        return false;
    };
    let named = package.expressions_in(done.call).into_iter();
    let is_outside = |symbol| {
        let declared = package.symbol(symbol);
        let range = package.func(skipped.func).range;
        declared.kind != SymbolKind::Var
            || !package.is_local(symbol)
            || root.decl != skipped.func.decl
            || !range.contains(declared.range)
    };
    let mut symbols = named.filter_map(|at| package.named_symbol(at));
    symbols.all(is_outside) && (!package.is_local(root) || !is_set_again(package, root))
}

/// Whether a variable is assigned to; that its address is taken does not count.
fn is_set_again(package: &Package, symbol: crate::model::SymbolId) -> bool {
    use crate::syntax::ast::Parent;
    let uses = package.uses_of(symbol).certain.iter();
    let mut uses = uses.filter(|&&at| package.is_assigned(at));
    uses.any(|&at| matches!(package.expr(at).parent, Parent::Stmt(_)))
}

/// Whether nothing that others could notice comes behind a `Done`, but for what is deferred.
fn is_last(package: &Package, skipped: &Skipped, done: &WaitGroupCall) -> bool {
    let flow = package.flow(skipped.func);
    flow.events.iter().enumerate().all(|(index, event)| {
        let is_noticed = match event.kind {
            EventKind::Access { .. } => false,
            EventKind::Call { callee, mode, .. } => {
                let is_quiet = matches!(callee, Callee::Builtin(_) | Callee::Conversion)
                    || is_logging(package, event.range, skipped);
                mode != CallMode::Deferred && !is_quiet
            }
            EventKind::Lock { mode, .. } => mode != CallMode::Deferred,
            EventKind::Chan(_) => true,
        };
        !is_noticed || !flow.reaches(done.event, index, |_| false)
    })
}

fn is_logging(package: &Package, range: crate::source::Range, skipped: &Skipped) -> bool {
    let text = package.text(skipped.func.decl, range);
    let callee = text.split('(').next().unwrap_or("").to_ascii_lowercase();
    ["log", "print"].iter().any(|word| callee.contains(word))
}

/// Whether the function, or a literal in it, waits for a group.
fn waits(package: &Package, skipped: &Skipped) -> bool {
    let range = package.func(skipped.func).range;
    package
        .funcs(skipped.func.decl)
        .filter(|&func| range.contains(package.func(func).range))
        .any(|func| {
            let calls = package.wait_group_calls(func);
            calls.iter().any(|call| call.op == WaitGroupOp::Wait)
        })
}
