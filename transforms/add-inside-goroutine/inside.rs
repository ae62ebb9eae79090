//! `wg.Add` in the goroutine that it counts.

use super::starts::{Start, Starts, starts_of};
use super::{Late, first_line, waiter};
use crate::finding::{Edit, Related};
use crate::model::flow::{CallMode, ChanOpKind, EventKind};
use crate::model::path::AccessPath;
use crate::model::uses::is_exported;
use crate::model::wait_groups::{WaitGroupCall, WaitGroupOp};
use crate::model::{DeclId, ExprRef, FuncId, Package, SymbolId};
use crate::rewrite::lines::Lines;
use crate::rewrite::outward::text_outside;
use crate::syntax::ast::{ExprKind, StmtKind};

/// The `Add` of a function that counts the goroutine that it runs on.
pub(super) fn late(package: &Package, func: FuncId, calls: &[WaitGroupCall]) -> Vec<Late> {
    let flow = package.flow(func);
    let is_own = |call: &&WaitGroupCall| {
        call.op == WaitGroupOp::Add
            && call.mode == CallMode::Now
            && !flow.reaches(call.event, call.event, |_| false)
            && !counts_another(package, func, call)
    };
    let mut own = calls.iter().filter(is_own);
    let (Some(add), None) = (own.next(), own.next()) else {
        return Vec::new();
    };
    late_add(package, func, add).into_iter().collect()
}

fn late_add(package: &Package, func: FuncId, add: &WaitGroupCall) -> Option<Late> {
    if !package.groups_done_by(func).contains(&add.group) {
        return None;
    }
    // Under a lock it is asked first whether all is over.
    if !package.flow(func).events[add.event].held.is_empty() {
        return None;
    }
    let starts = starts_of(package, func);
    let start = starts.all.first()?;
    // What is called in other ways too counts the calls that are under way.
    let is_direct = starts.all.iter().any(|start| start.calls.len() == 1);
    if !is_direct && (starts.has_others || is_open(package, func)) {
        return None;
    }
    let outside = group_outside(package, &add.group, start)?;
    if starts
        .all
        .iter()
        .any(|start| is_ordered(package, func, add, start))
    {
        return None;
    }
    let waiter = waiter(package, &outside)?;
    let text = package.expr_text(add.call).to_string();
    let go = package.ast(start.func.decl).stmt(start.stmt).range;
    let started = Related {
        span: first_line(package, start.func.decl, go),
        message: "the goroutine is started here".to_string(),
    };
    Some(Late {
        add: add.clone(),
        message: format!(
            "{text} runs in the goroutine that it counts:\nWait may be called before that, and returns while the goroutine still runs"
        ),
        related: std::iter::once(started).chain(waiter).collect(),
        moved: moved(package, func, add, &starts),
        title: "count the goroutine before it is started",
    })
}

/// The group by the name that it has at the `go` statement.
fn group_outside(package: &Package, group: &AccessPath, start: &Start) -> Option<AccessPath> {
    let mut calls = start.calls.iter();
    calls
        .try_fold(group.clone(), |path, (call, callee)| {
            package.path_in_caller(&path, *call, *callee)
        })
        .map(|path| package.canonical(&path))
        .filter(|path| {
            let Some(root) = path.root_symbol() else {
                return false;
            };
            // What the goroutine has made itself is nobody else's.
            let declared = package.symbol(root);
            let range = package.func(start.calls[start.calls.len() - 1].1).range;
            root.decl != start.func.decl || !range.contains(declared.range)
        })
}

/// Whether an `Add` is followed by a `go` of something else that counts the group down: it counts that.
fn counts_another(package: &Package, func: FuncId, add: &WaitGroupCall) -> bool {
    let flow = package.flow(func);
    package
        .calls_in_sight(func)
        .into_iter()
        .any(|(site, callee)| {
            site.mode == CallMode::Spawned
                && flow.goes_on_to(add.event, site.event, |_, _| false)
                && package.groups_done_at(&site, callee).contains(&add.group)
        })
}

/// Whether whoever waits knows that the goroutine has come behind its `Add`, or has counted it.
fn is_ordered(package: &Package, func: FuncId, add: &WaitGroupCall, start: &Start) -> bool {
    let signals: Vec<SymbolId> = package
        .flow(func)
        .events
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::Chan(op) if matches!(op.kind, ChanOpKind::Close | ChanOpKind::Send) => {
                op.path.target()
            }
            _ => None,
        })
        .collect();
    let is_told = package
        .flow(start.func)
        .events
        .iter()
        .any(|event| match &event.kind {
            EventKind::Chan(op) if matches!(op.kind, ChanOpKind::Receive | ChanOpKind::Range) => op
                .path
                .target()
                .is_some_and(|target| signals.contains(&target)),
            _ => false,
        });
    is_told || is_met(package, func, add, start) || is_counted_before(package, add, start)
}

/// Whether the goroutine counts down another group, behind its `Add`, that the starter waits for.
fn is_met(package: &Package, func: FuncId, add: &WaitGroupCall, start: &Start) -> bool {
    let calls = package.wait_group_calls(func).into_iter();
    let others: Vec<AccessPath> = calls
        .filter(|call| call.op == WaitGroupOp::Done && call.group != add.group)
        .filter_map(|call| group_outside(package, &call.group, start))
        .collect();
    let mut waits = package.wait_group_calls(start.func).into_iter();
    waits.any(|call| call.op == WaitGroupOp::Wait && others.contains(&call.group))
}

/// Whether other packages can call the function.
fn is_open(package: &Package, func: FuncId) -> bool {
    let name = package.func(func).name;
    name.is_some_and(|ident| is_exported(&ident.name)) && *package.name != *"main"
}

/// Whether the statement before the `go` counts the group up already.
fn is_counted_before(package: &Package, add: &WaitGroupCall, start: &Start) -> bool {
    let decl = start.func.decl;
    let Some((list, position)) = package.siblings(decl, start.stmt) else {
        return false;
    };
    let Some(group) = group_outside(package, &add.group, start) else {
        return false;
    };
    let before = position.checked_sub(1).and_then(|at| list.get(at));
    before.is_some_and(|&stmt| {
        let calls = package.wait_group_calls(start.func);
        calls.iter().any(|call| {
            call.op == WaitGroupOp::Add
                && call.group == group
                && package.flow(start.func).events[call.event].stmt == stmt
        })
    })
}

fn moved(
    package: &Package,
    func: FuncId,
    add: &WaitGroupCall,
    starts: &Starts,
) -> Result<Vec<Edit>, String> {
    let flow = package.flow(func);
    let decl = func.decl;
    let stmt = flow.events[add.event].stmt;
    if let Some(ident) = package.func(func).name
        && is_open(package, func)
    {
        let name = ident.name;
        return Err(format!("others may start {name} too, and do not count it"));
    }
    if starts.has_others {
        return Err("the function is called without a go statement too".to_string());
    }
    if !package.conditions_of(decl, stmt).is_empty()
        || flow.ends_without(|event, _| event == add.event)
    {
        return Err("the goroutine counts itself under a condition".to_string());
    }
    let is_statement =
        matches!(package.ast(decl).stmt(stmt).kind, StmtKind::Expr(call) if call == add.call.expr);
    let no_place = || "there is no clear place before the go statement".to_string();
    let mut edits: Vec<(DeclId, Lines)> = vec![(decl, Lines::new(package, decl))];
    let cut = edits[0].1.cut(stmt).filter(|_| is_statement);
    let cut = cut.ok_or_else(no_place)?;
    let own = package.expr_text(add.call);
    for start in &starts.all {
        let text = call_outside(package, add.call, start)
            .ok_or_else(|| "what it counts is not known where the goroutine starts".to_string())?;
        let line = cut.replacen(own, &text, 1);
        let at = start.func.decl;
        package.siblings(at, start.stmt).ok_or_else(no_place)?;
        let known = edits.iter().position(|(decl, _)| *decl == at);
        let index = known.unwrap_or_else(|| {
            edits.push((at, Lines::new(package, at)));
            edits.len() - 1
        });
        edits[index]
            .1
            .directly_before(start.stmt, &[line])
            .ok_or_else(no_place)?;
    }
    let all = edits.into_iter();
    Ok(all
        .flat_map(|(decl, lines)| lines.into_edits(package, decl))
        .collect())
}

/// `wg.Add(n)` as it is written before the `go` statement.
fn call_outside(package: &Package, call: ExprRef, start: &Start) -> Option<String> {
    let ExprKind::Call { callee, args, .. } = &package.expr(call).kind else {
        return None;
    };
    let ast = package.ast(call.decl);
    let ExprKind::Selector { operand, .. } = ast.expr(*callee).kind else {
        return None;
    };
    let outside = |expr| {
        let at = ExprRef {
            decl: call.decl,
            expr,
        };
        text_outside(package, at, &start.calls)
    };
    let delta = outside(*args.first()?)?;
    Some(format!("{}.Add({delta})", outside(operand)?))
}
