//! `wg.Add` behind the lock under which it was asked whether all is over.

use super::{Late, waiter};
use crate::finding::{Edit, Related};
use crate::model::flow::{AccessKind, CallMode, EventKind};
use crate::model::locks::{LockOp, Mode};
use crate::model::path::AccessPath;
use crate::model::wait_groups::{WaitGroupCall, WaitGroupOp};
use crate::model::{FuncId, Package, SymbolId};
use crate::rewrite::lines::Lines;
use crate::syntax::ast::{ExprId, StmtId, StmtKind};

/// The calls of `Add` between whose check and them the one who waits can come.
pub(super) fn late(package: &Package, func: FuncId, calls: &[WaitGroupCall]) -> Vec<Late> {
    let adds = calls
        .iter()
        .filter(|call| call.op == WaitGroupOp::Add && call.mode == CallMode::Now);
    adds.filter_map(|add| late_add(package, func, add, calls))
        .collect()
}

/// A lock that is released before the `Add`, in the same list of statements.
struct Released<'p> {
    lock: &'p AccessPath,
    position: usize,
}

fn late_add(
    package: &Package,
    func: FuncId,
    add: &WaitGroupCall,
    calls: &[WaitGroupCall],
) -> Option<Late> {
    let decl = func.decl;
    let flow = package.flow(func);
    let stmt = flow.events[add.event].stmt;
    let (list, position) = package.siblings(decl, stmt)?;
    let released = released(package, func, list, position)?;
    if !flow.events[add.event].held.is_empty() {
        return None;
    }
    let target = released.lock.target()?;
    let (check, flag) = list[..released.position].iter().rev().find_map(|&stmt| {
        let flags = flags_asked(package, func, stmt, released.lock);
        let flag = flags
            .into_iter()
            .find(|&flag| is_set_before_wait(package, add, flag, target))?;
        Some((stmt, flag))
    })?;
    let text = package.expr_text(add.call);
    let lock = package.path_text(released.lock);
    let flag = package.symbol(flag).name;
    let StmtKind::If { condition, .. } = package.ast(decl).stmt(check).kind else {
        return None;
    };
    let condition = package.ast(decl).expr(condition).range;
    let asked = Related {
        span: package.span(decl, condition),
        message: format!("{flag} is asked here, under {lock}"),
    };
    let waiter = waiter(package, &add.group)?;
    Some(Late {
        add: add.clone(),
        message: format!(
            "{text} comes after {lock} is released, under which {flag} was asked:\nwho sets it may have waited in between, and does not wait for this"
        ),
        related: std::iter::once(asked).chain(waiter).collect(),
        moved: moved(
            package,
            func,
            add,
            calls,
            list,
            (released.position, position),
        ),
        title: "count before the lock is released",
    })
}

/// The last lock that the list releases before `position`.
fn released<'p>(
    package: &'p Package,
    func: FuncId,
    list: &[StmtId],
    position: usize,
) -> Option<Released<'p>> {
    let flow = package.flow(func);
    list[..position]
        .iter()
        .enumerate()
        .rev()
        .find_map(|(position, &stmt)| {
            let mut events = flow.events.iter().filter(|event| event.stmt == stmt);
            events.find_map(|event| match &event.kind {
                EventKind::Lock {
                    path,
                    op: LockOp::Release(_),
                    mode: CallMode::Now,
                } => Some(Released {
                    lock: path,
                    position,
                }),
                _ => None,
            })
        })
}

/// The fields and variables that an `if` whose branch leaves reads under the lock.
fn flags_asked(package: &Package, func: FuncId, stmt: StmtId, lock: &AccessPath) -> Vec<SymbolId> {
    let StmtKind::If { then, .. } = package.ast(func.decl).stmt(stmt).kind else {
        return Vec::new();
    };
    if !package.leaves(func.decl, package.body_of(func.decl, then)) {
        return Vec::new();
    }
    let events = package.flow(func).events.iter();
    events
        .filter(|event| event.stmt == stmt && event.held.mode_of(lock).is_some())
        .filter_map(|event| match &event.kind {
            EventKind::Access {
                path,
                kind: AccessKind::Read,
            } => path.target(),
            _ => None,
        })
        .collect()
}

/// Whether someone sets the flag under the lock and then waits for the group.
fn is_set_before_wait(
    package: &Package,
    add: &WaitGroupCall,
    flag: SymbolId,
    lock: SymbolId,
) -> bool {
    let Some(group) = add.group.target() else {
        return false;
    };
    package.waits_for(group).iter().any(|(func, wait)| {
        let flow = package.flow(*func);
        flow.events.iter().enumerate().any(|(index, event)| {
            let EventKind::Access {
                path,
                kind: AccessKind::Write,
            } = &event.kind
            else {
                return false;
            };
            let is_locked = event
                .held
                .iter()
                .any(|(held, mode)| mode == Mode::Write && held.target() == Some(lock));
            path.target() == Some(flag)
                && is_locked
                && flow.goes_on_to(index, wait.event, |_, _| false)
        })
    })
}

/// The `Add` above the release, with a `defer wg.Done()` that follows it.
fn moved(
    package: &Package,
    func: FuncId,
    add: &WaitGroupCall,
    calls: &[WaitGroupCall],
    list: &[StmtId],
    (release, position): (usize, usize),
) -> Result<Vec<Edit>, String> {
    let decl = func.decl;
    let flow = package.flow(func);
    let ast = package.ast(decl);
    let done = list.get(position + 1).copied().filter(|&next| {
        calls.iter().any(|call| {
            call.op == WaitGroupOp::Done
                && call.mode == CallMode::Deferred
                && call.group == add.group
                && flow.events[call.event].stmt == next
        })
    });
    let between = &list[release..position];
    let is_straight = |&stmt: &StmtId| {
        matches!(
            ast.stmt(stmt).kind,
            StmtKind::Expr(_)
                | StmtKind::Assign { .. }
                | StmtKind::Vars(_)
                | StmtKind::IncDec { .. }
        )
    };
    let root = add.group.root_symbol();
    let is_known = root.is_some_and(|root| {
        let range = package.symbol(root).range;
        let is_in = |&stmt: &StmtId| ast.stmt(stmt).range.contains(range);
        root.decl != decl || !between.iter().any(is_in)
    });
    if done.is_none() && !between.iter().all(is_straight) {
        return Err("what stands between them may leave without a Done".to_string());
    }
    let no_place = || "there is no clear place before the lock is released".to_string();
    let mut lines = Lines::new(package, decl);
    let mut cut: Vec<String> = Vec::new();
    for stmt in std::iter::once(list[position]).chain(done) {
        cut.push(lines.cut(stmt).ok_or_else(no_place)?);
    }
    let is_constant = constant_argument(package, add);
    if !is_known || !is_constant {
        return Err("what it counts is not known there".to_string());
    }
    lines.before(list[release], &cut).ok_or_else(no_place)?;
    Ok(lines.into_edits(package, decl))
}

fn constant_argument(package: &Package, add: &WaitGroupCall) -> bool {
    let crate::syntax::ast::ExprKind::Call { args, .. } = &package.expr(add.call).kind else {
        return false;
    };
    let decl = add.call.decl;
    let is_constant = |&expr: &ExprId| {
        package
            .constant(crate::model::ExprRef { decl, expr })
            .is_some()
    };
    args.first().is_some_and(is_constant)
}
