//! Ways through a goroutine that leave out its `Done`.

use super::counted::{is_counted_goroutine, may_count_down};
use super::{Skipped, Way};
use crate::model::flow::{CallMode, Callee, EventKind};
use crate::model::path::AccessPath;
use crate::model::structure::Condition;
use crate::model::wait_groups::{WaitGroupCall, WaitGroupOp};
use crate::model::{ExprRef, FuncId, Package};
use crate::source::Range;
use crate::syntax::ast::{ExprKind, StmtId, StmtKind};

/// What a function leaves out, for each group that it counts down outright.
pub(super) fn skipped(package: &Package, func: FuncId) -> Vec<Skipped> {
    let calls = package.wait_group_calls(func);
    let mut groups: Vec<&AccessPath> = Vec::new();
    for call in &calls {
        if call.op == WaitGroupOp::Done && !groups.contains(&&call.group) {
            groups.push(&call.group);
        }
    }
    let found = groups
        .into_iter()
        .filter_map(|group| skipped_of(package, func, group, &calls));
    found.collect()
}

fn skipped_of(
    package: &Package,
    func: FuncId,
    group: &AccessPath,
    calls: &[WaitGroupCall],
) -> Option<Skipped> {
    let flow = package.flow(func);
    let of_group = |call: &&WaitGroupCall| call.group == *group && call.op == WaitGroupOp::Done;
    let dones: Vec<WaitGroupCall> = calls.iter().filter(of_group).cloned().collect();
    let is_plain = dones
        .iter()
        .all(|call| call.mode == CallMode::Now && !flow.reaches(call.event, call.event, |_| false));
    // A second one counts down for something else.
    let is_once = dones.iter().all(|one| {
        dones
            .iter()
            .all(|other| !flow.reaches(one.event, other.event, |_| false))
    });
    // Goroutines that wait themselves go on together, step by step: what one leaves out holds the others on purpose.
    let waits = calls.iter().any(|call| call.op == WaitGroupOp::Wait);
    if !is_plain || !is_once || waits || is_deferred(package, func, group) {
        return None;
    }
    let is_counted = is_counted_goroutine(package, func, group);
    let add = calls.iter().find(|call| {
        call.group == *group
            && call.op == WaitGroupOp::Add
            && call.mode == CallMode::Now
            && dones
                .iter()
                .any(|done| flow.reaches(call.event, done.event, |_| false))
    });
    if let Some(add) = add {
        // What it starts may be what it counts.
        let hands_on = package.calls_in_sight(func).iter().any(|(site, callee)| {
            site.mode == CallMode::Spawned && package.groups_done_at(site, *callee).contains(group)
        });
        if hands_on || flow.reaches(add.event, add.event, |_| false) {
            return None;
        }
    } else if !is_counted {
        return None;
    }
    let stops = |index: usize, event: &crate::model::flow::Event| {
        may_count_down(package, func, index, event, group, calls)
    };
    let may_skip = match add {
        Some(add) => flow.ends_after(add.event, stops),
        None => flow.ends_without(stops),
    };
    let start = add.map_or(0, |add| package.expr(add.call).range.end);
    let leaving: Vec<StmtId> = match may_skip {
        true => returns_without(package, func, group, calls, start),
        false => Vec::new(),
    };
    let way = if !leaving.is_empty() {
        Way::Left(leaving)
    } else {
        let recovery = package.recovery_in(func)?;
        let may_panic = flow.events.iter().enumerate().any(|(index, event)| {
            let EventKind::Call {
                callee,
                mode: CallMode::Now,
                ..
            } = event.kind
            else {
                return false;
            };
            if callee == Callee::Builtin("panic") {
                return !dones
                    .iter()
                    .any(|done| flow.reaches(done.event, index, |_| false));
            }
            !matches!(callee, Callee::Builtin(_) | Callee::Conversion)
                && !calls.iter().any(|call| call.event == index)
                && dones
                    .iter()
                    .any(|done| flow.reaches(index, done.event, |_| false))
        });
        if !may_panic || add.is_some() {
            return None;
        }
        Way::Recovered(recovery)
    };
    Some(Skipped { func, dones, way })
}

/// Whether a deferred function counts down.
fn is_deferred(package: &Package, func: FuncId, group: &AccessPath) -> bool {
    let flow = package.flow(func);
    let mut sites = package.calls_in_sight(func).into_iter();
    let is_unknown = flow.events.iter().any(|event| {
        matches!(
            event.kind,
            EventKind::Call {
                callee: Callee::Value(_) | Callee::Unknown,
                mode: CallMode::Deferred,
                ..
            }
        )
    });
    let is_done = sites.any(|(site, callee)| {
        site.mode == CallMode::Deferred && package.groups_done_at(&site, callee).contains(group)
    });
    // `done := func() { wg.Done() }`
    let is_in_literal = package.funcs(func.decl).any(|other| {
        package.func(other).parent == Some(func.index)
            && package
                .wait_group_calls(other)
                .iter()
                .any(|call| call.op == WaitGroupOp::Done && call.group == *group)
            && package.func(other).literal.is_some_and(|expr| {
                let decl = func.decl;
                package.only_variable_of(ExprRef { decl, expr }).is_some()
            })
    });
    is_done || is_in_literal || is_unknown && package.recovery_in(func).is_none()
}

/// The `return` statements that nothing before them, on the way there, counts down for.
fn returns_without(
    package: &Package,
    func: FuncId,
    group: &AccessPath,
    calls: &[WaitGroupCall],
    start: u32,
) -> Vec<StmtId> {
    let ast = package.ast(func.decl);
    let flow = package.flow(func);
    let counting: Vec<Range> = flow
        .events
        .iter()
        .enumerate()
        .filter(|(index, event)| may_count_down(package, func, *index, event, group, calls))
        .map(|(_, event)| event.range)
        .collect();
    let Some(body) = package.func(func).body else {
        return Vec::new();
    };
    let range = ast.stmt(body).range;
    let returns = ast.stmts.iter().zip(0..).filter(|(stmt, _)| {
        matches!(stmt.kind, StmtKind::Return(_))
            && range.contains(stmt.range)
            && stmt.range.start >= start
    });
    returns
        .map(|(_, number)| StmtId(number))
        .filter(|&stmt| {
            is_of(package, func, stmt)
                && !is_behind(package, func, stmt, &counting)
                && is_by_choice(package, func, stmt)
        })
        .collect()
}

/// Whether a statement is the function's own, and not that of a literal inside.
fn is_of(package: &Package, func: FuncId, stmt: StmtId) -> bool {
    let ast = package.ast(func.decl);
    let mut inner = stmt;
    while let Some(outer) = package.parent_stmt(func.decl, inner) {
        inner = outer;
    }
    ast.func(func.index).body == Some(inner)
}

/// Whether something that may count down stands before a statement, in its list or in those around it, or in itself.
fn is_behind(package: &Package, func: FuncId, stmt: StmtId, counting: &[Range]) -> bool {
    let ast = package.ast(func.decl);
    let holds = |stmt: StmtId| {
        let range = ast.stmt(stmt).range;
        counting.iter().any(|&event| range.contains(event))
    };
    let mut inner = stmt;
    if holds(stmt) {
        return true;
    }
    loop {
        if let Some((list, position)) = package.siblings(func.decl, inner)
            && list[..position].iter().any(|&before| holds(before))
        {
            return true;
        }
        match package.parent_stmt(func.decl, inner) {
            Some(outer) => inner = outer,
            None => return false,
        }
    }
}

/// Whether a `return` stands under a condition, and that does not ask whether others count down.
fn is_by_choice(package: &Package, func: FuncId, stmt: StmtId) -> bool {
    let ast = package.ast(func.decl);
    let conditions = package.conditions_of(func.decl, stmt);
    let own: Vec<&Condition> = conditions
        .iter()
        .filter(|condition| !matches!(condition, Condition::Passed { .. }))
        .collect();
    let asks_others = own.iter().any(|condition| match condition {
        Condition::If { condition, .. } => {
            let at = ExprRef {
                decl: func.decl,
                expr: *condition,
            };
            package
                .expressions_in(at)
                .into_iter()
                .any(|at| match &ast.expr(at.expr).kind {
                    ExprKind::Call { callee, .. } => {
                        let decl = at.decl;
                        let called = ExprRef {
                            decl,
                            expr: *callee,
                        };
                        let text = package.expr_text(called);
                        text.contains("Compare")
                            || text.contains("atomic.")
                            || text.ends_with(".Add")
                    }
                    _ => false,
                })
        }
        _ => false,
    });
    !own.is_empty() && !asks_others
}
