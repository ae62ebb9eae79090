//! What a `Done` counts down for.

use crate::model::flow::{CallMode, Callee, Event, EventKind};
use crate::model::path::AccessPath;
use crate::model::wait_groups::{WaitGroupCall, WaitGroupOp};
use crate::model::{ExprRef, FuncId, Package, SymbolKind};
use crate::syntax::ast::StmtKind;

/// What function values are called, in part, that may count down.
const ENDINGS: &[&str] = &["done", "finish", "release", "complete", "cleanup", "cancel"];

/// Whether a function runs on a goroutine that somebody counts in this group.
pub(super) fn is_counted_goroutine(package: &Package, func: FuncId, group: &AccessPath) -> bool {
    let callers = package.callers_of(func);
    callers.sites.iter().any(|site| {
        let flow = package.flow(site.caller);
        let stmt = package
            .ast(site.caller.decl)
            .stmt(flow.events[site.event].stmt);
        site.mode == CallMode::Spawned
            && matches!(stmt.kind, StmtKind::Go(_))
            && package
                .path_in_caller(group, site.call, func)
                .is_some_and(|path| is_counted_up(package, &package.canonical(&path)))
    })
}

/// Whether a group is counted up somewhere in the package, or by whoever gave the pointer to it.
pub(super) fn is_counted_up(package: &Package, group: &AccessPath) -> bool {
    let Some(target) = group.target() else {
        return false;
    };
    if package.symbol(target).kind == SymbolKind::Param {
        return true;
    }
    let decls = package.decls_calling_group("Add").iter();
    decls
        .flat_map(|&decl| package.funcs(decl))
        .flat_map(|func| package.wait_group_calls(func))
        .any(|call| call.op == WaitGroupOp::Add && call.group.target() == Some(target))
}

/// Whether an event counts the group down, or may have somebody else do so.
pub(super) fn may_count_down(
    package: &Package,
    func: FuncId,
    index: usize,
    event: &Event,
    group: &AccessPath,
    calls: &[WaitGroupCall],
) -> bool {
    let EventKind::Call { call, callee, .. } = event.kind else {
        return false;
    };
    if let Some(call) = calls.iter().find(|call| call.event == index) {
        return call.op == WaitGroupOp::Done && call.group == *group;
    }
    match callee {
        Callee::Func(callee) | Callee::Literal(callee) => {
            let sites = package.calls_in_sight(func);
            let mut sites = sites.iter().filter(|(site, _)| site.event == index);
            let is_done = |(site, _): &(crate::model::uses::CallSite, FuncId)| {
                package.groups_done_at(site, callee).contains(group)
            };
            sites.any(is_done) || is_given(package, func, call, group)
        }
        Callee::Value(symbol) => {
            let name = package.symbol(symbol).name.to_ascii_lowercase();
            ENDINGS.iter().any(|word| name.contains(word)) || is_given(package, func, call, group)
        }
        Callee::InterfaceMethod(_) | Callee::Unknown => is_given(package, func, call, group),
        Callee::Builtin(_) | Callee::Conversion => false,
    }
}

/// Whether a call is given the group.
fn is_given(
    package: &Package,
    func: FuncId,
    call: crate::syntax::ast::ExprId,
    group: &AccessPath,
) -> bool {
    let at = ExprRef {
        decl: func.decl,
        expr: call,
    };
    let crate::syntax::ast::ExprKind::Call { args, .. } = &package.expr(at).kind else {
        return false;
    };
    args.iter().any(|&expr| {
        let decl = func.decl;
        package.canonical(&package.path_of(ExprRef { decl, expr })) == *group
    })
}
