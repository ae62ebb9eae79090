//! `wg.Add` behind the `go` statement of the goroutine that it counts.

use super::{Late, first_line, waiter};
use crate::finding::{Edit, Related};
use crate::model::flow::CallMode;
use crate::model::path::AccessPath;
use crate::model::wait_groups::{WaitGroupCall, WaitGroupOp};
use crate::model::{ExprRef, FuncId, Package, Symbol, SymbolKind};
use crate::rewrite::lines::Lines;
use crate::syntax::ast::{ExprKind, StmtId, StmtKind};

/// What the statements of a list do with a group.
enum Step<'c> {
    /// `wg.Add(n)`; the number where it is a constant.
    Add(&'c WaitGroupCall, Option<u64>),
    /// A `go` statement of a goroutine that counts down, or a loop of such; whether it is one only.
    Go(bool),
    Wait,
    /// Something that cannot be told.
    Unclear,
}

/// The calls of `Add` that come behind the `go` statement of what they count.
pub(super) fn late(package: &Package, func: FuncId, calls: &[WaitGroupCall]) -> Vec<Late> {
    let flow = package.flow(func);
    let started = started(package, func);
    let mut found: Vec<Late> = Vec::new();
    let mut lists: Vec<(StmtId, &AccessPath)> = Vec::new();
    let adds = calls
        .iter()
        .filter(|call| call.op == WaitGroupOp::Add && call.mode == CallMode::Now);
    for add in adds {
        let stmt = flow.events[add.event].stmt;
        let Some(outer) = package.parent_stmt(func.decl, stmt) else {
            continue;
        };
        let Some((list, _)) = package.siblings(func.decl, stmt) else {
            continue;
        };
        if lists.contains(&(outer, &add.group)) {
            continue;
        }
        lists.push((outer, &add.group));
        let steps = steps(package, func, list, &add.group, calls, &started);
        found.extend(late_in(package, func, &steps, list));
    }
    found
}

/// The `go` statements of a function, with the groups that their goroutines count down.
fn started(package: &Package, func: FuncId) -> Vec<(StmtId, Vec<AccessPath>)> {
    let ast = package.ast(func.decl);
    let flow = package.flow(func);
    let sites = package.calls_in_sight(func).into_iter();
    sites
        .filter(|(site, _)| site.mode == CallMode::Spawned)
        .map(|(site, callee)| {
            let stmt = flow.events[site.event].stmt;
            (stmt, package.groups_done_at(&site, callee))
        })
        .filter(|(stmt, _)| matches!(ast.stmt(*stmt).kind, StmtKind::Go(_)))
        .collect()
}

fn steps<'c>(
    package: &Package,
    func: FuncId,
    list: &[StmtId],
    group: &AccessPath,
    calls: &'c [WaitGroupCall],
    started: &[(StmtId, Vec<AccessPath>)],
) -> Vec<(usize, Step<'c>)> {
    let ast = package.ast(func.decl);
    let flow = package.flow(func);
    let mut steps = Vec::new();
    for (position, &stmt) in list.iter().enumerate() {
        let range = ast.stmt(stmt).range;
        let inside: Vec<&WaitGroupCall> = calls
            .iter()
            .filter(|call| call.group == *group && range.contains(package.expr(call.call).range))
            .collect();
        let goes = started
            .iter()
            .filter(|(go, groups)| range.contains(ast.stmt(*go).range) && groups.contains(group))
            .count();
        let is_loop = matches!(
            ast.stmt(stmt).kind,
            StmtKind::For { .. } | StmtKind::Range { .. }
        );
        let step = match inside.as_slice() {
            [] if goes == 0 => continue,
            [] if matches!(ast.stmt(stmt).kind, StmtKind::Go(_)) => Step::Go(true),
            [] if is_loop => Step::Go(false),
            [call] if flow.events[call.event].stmt == stmt => match call.op {
                WaitGroupOp::Add => Step::Add(call, number(package, call)),
                WaitGroupOp::Wait => Step::Wait,
                WaitGroupOp::Done => continue,
            },
            // Statements that count for what they start are judged by themselves.
            inside if goes > 0 && inside.iter().any(|call| call.op == WaitGroupOp::Add) => continue,
            _ => Step::Unclear,
        };
        steps.push((position, step));
    }
    steps
}

fn number(package: &Package, add: &WaitGroupCall) -> Option<u64> {
    package.constant(argument(package, add)?)
}

fn argument(package: &Package, add: &WaitGroupCall) -> Option<ExprRef> {
    let ExprKind::Call { args, .. } = &package.expr(add.call).kind else {
        return None;
    };
    let decl = add.call.decl;
    args.first().map(|&expr| ExprRef { decl, expr })
}

/// Follows the count through a list: what is started while it is too low is counted by the next `Add`.
fn late_in(package: &Package, func: FuncId, steps: &[(usize, Step)], list: &[StmtId]) -> Vec<Late> {
    let mut found = Vec::new();
    let mut balance: i64 = 0;
    let mut uncounted: Option<(usize, bool)> = None;
    for (position, step) in steps {
        match step {
            Step::Unclear => return Vec::new(),
            Step::Go(is_one) => {
                balance -= 1;
                if balance < 0 && uncounted.is_none() {
                    uncounted = Some((*position, *is_one));
                }
            }
            Step::Add(add, number) => {
                let Some((first, is_one)) = uncounted.take() else {
                    let Some(number) = number else {
                        return found;
                    };
                    balance += *number as i64;
                    continue;
                };
                let is_match = match (is_one, number) {
                    (true, Some(number)) => balance + *number as i64 == 0,
                    (false, _) => balance == -1 && is_only_count(package, add),
                    (true, None) => false,
                };
                if !is_match {
                    return found;
                }
                balance = 0;
                found.extend(late_add(package, func, add, list, first, *position));
            }
            Step::Wait => {
                if balance != 0 {
                    return found;
                }
            }
        }
    }
    if balance == 0 { found } else { Vec::new() }
}

/// Whether nothing else counts the group up.
fn is_only_count(package: &Package, add: &WaitGroupCall) -> bool {
    let Some(target) = add.group.target() else {
        return false;
    };
    let decls = package.decls_calling_group("Add").iter();
    let counts = decls
        .flat_map(|&decl| package.funcs(decl))
        .flat_map(|func| package.wait_group_calls(func))
        .filter(|call| call.op == WaitGroupOp::Add && call.group.target() == Some(target));
    counts.count() == 1
}

fn late_add(
    package: &Package,
    func: FuncId,
    add: &WaitGroupCall,
    list: &[StmtId],
    first: usize,
    position: usize,
) -> Option<Late> {
    let waiter = waiter(package, &add.group)?;
    let text = package.expr_text(add.call);
    let go = *list.get(first)?;
    let range = package.ast(func.decl).stmt(go).range;
    let started = Related {
        span: first_line(package, func.decl, range),
        message: "started here, and may be done already".to_string(),
    };
    let between = list.get(first..position)?;
    Some(Late {
        add: add.clone(),
        message: format!(
            "{text} comes after the start of the goroutine that it counts:\nthat may call Done before, which panics, and Wait may return too early"
        ),
        related: std::iter::once(started).chain(waiter).collect(),
        moved: moved(package, func, add, go, between),
        title: "count the goroutine before it is started",
    })
}

fn moved(
    package: &Package,
    func: FuncId,
    add: &WaitGroupCall,
    go: StmtId,
    between: &[StmtId],
) -> Result<Vec<Edit>, String> {
    let decl = func.decl;
    let stmt = package.flow(func).events[add.event].stmt;
    if !is_known_before(package, add, between) {
        return Err("what it counts is not known where the goroutine starts".to_string());
    }
    let mut lines = Lines::new(package, decl);
    let edits = lines.cut(stmt).and_then(|text| {
        lines.directly_before(go, &[text])?;
        Some(lines.into_edits(package, decl))
    });
    edits.ok_or_else(|| "there is no clear place before the go statement".to_string())
}

/// Whether the call means the same before the statements `between`: they declare and change nothing that it names.
fn is_known_before(package: &Package, add: &WaitGroupCall, between: &[StmtId]) -> bool {
    let ast = package.ast(add.call.decl);
    let is_touched = |symbol: crate::model::SymbolId| {
        let Symbol { range, .. } = *package.symbol(symbol);
        between.iter().any(|&stmt| {
            let within = ast.stmt(stmt).range;
            let is_declared = symbol.decl == add.call.decl && within.contains(range);
            let uses = &package.uses_of(symbol).certain;
            is_declared
                || uses.iter().any(|&at| {
                    at.decl == add.call.decl
                        && within.contains(package.expr(at).range)
                        && package.is_assigned(at)
                })
        })
    };
    let names = package.expressions_in(add.call).into_iter();
    let symbols = names.filter_map(|at| package.named_symbol(at));
    let mut variables = symbols.filter(|&symbol| package.symbol(symbol).kind != SymbolKind::Const);
    let is_plain = package.expressions_in(add.call).into_iter().all(|at| {
        at == add.call
            || match package.expr(at).kind {
                ExprKind::Call { callee, .. } => {
                    let decl = at.decl;
                    package.builtin(ExprRef { decl, expr: callee }) == Some("len")
                }
                _ => true,
            }
    });
    // `&wg` is no change of it.
    let is_group = |symbol: crate::model::SymbolId| add.group.target() == Some(symbol);
    is_plain
        && !variables.any(|symbol| !is_group(symbol) && is_touched(symbol))
        && !declared_between(package, add, between)
}

fn declared_between(package: &Package, add: &WaitGroupCall, between: &[StmtId]) -> bool {
    let Some(root) = add.group.root_symbol() else {
        return true;
    };
    let ast = package.ast(add.call.decl);
    let range = package.symbol(root).range;
    root.decl == add.call.decl
        && between
            .iter()
            .any(|&stmt| ast.stmt(stmt).range.contains(range))
}
