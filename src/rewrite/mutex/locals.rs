//! Which accesses of a local variable happen while goroutines share it.

use crate::model::accesses::VariableAccess;
use crate::model::flow::{CallMode, ChanOpKind, Event, EventKind, Flow};
use crate::model::path::AccessPath;
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::syntax::ast::ExprKind;

/// Whether an access can happen while a goroutine uses the variable: it is made in a literal, or after one of the function's
/// goroutines has started and before all have certainly ended.
pub(super) fn is_shared(package: &Package, variable: SymbolId, access: &VariableAccess) -> bool {
    let owner = package.symbol(variable).func;
    if owner != Some(access.func.index) {
        return true;
    }
    let flow = package.flow(access.func);
    let starts = starts(package, variable, access.func);
    starts
        .into_iter()
        .any(|start| is_running_at(package, access.func, flow, start, access.event))
}

/// The local struct that a field is a part of in all that these functions do with it: `total.failed` of `var total counts`.
pub(super) fn local_around(
    package: &Package,
    field: SymbolId,
    funcs: &[FuncId],
) -> Option<SymbolId> {
    let accesses = package.accesses_of(field).all.iter();
    let mut paths = accesses
        .filter(|access| funcs.contains(&access.func))
        .map(|access| &access.path);
    let local = paths.next()?.root_symbol()?;
    let is_struct = matches!(
        package.underlying(&package.type_of_symbol(local)),
        Type::Struct(_)
    );
    let is_part = |path: &AccessPath| {
        path.root_symbol() == Some(local) && package.holds_inside(local, &path.steps)
    };
    let is_common = package.symbol(field).kind == SymbolKind::Field && paths.all(is_part);
    (is_common && is_struct && package.is_local(local)).then_some(local)
}

/// The events at which a function starts goroutines that use the variable.
fn starts(package: &Package, variable: SymbolId, func: FuncId) -> Vec<usize> {
    let users: Vec<FuncId> = package
        .accesses_of(variable)
        .all
        .iter()
        .map(|access| access.func)
        .filter(|user| *user != func)
        .collect();
    let flow = package.flow(func);
    let is_start = |event: &Event| {
        let EventKind::Call { mode, .. } = event.kind else {
            return false;
        };
        let holds_user = || {
            let mut ranges = users.iter().map(|user| package.func(*user).range);
            ranges.any(|range| event.range.contains(range))
        };
        // A literal in a variable can be started anywhere.
        mode == CallMode::Spawned || mode == CallMode::Now && holds_user()
    };
    (0..flow.events.len())
        .filter(|&number| is_start(&flow.events[number]))
        .collect()
}

/// Whether the goroutine of the event `start` can still run at the event `at`.
fn is_running_at(package: &Package, func: FuncId, flow: &Flow, start: usize, at: usize) -> bool {
    let is_repeated = |number: usize| flow.reaches(number, number, |_| false);
    let starts_many = is_repeated(start);
    let ends: Vec<usize> = (0..flow.events.len())
        .filter(|&number| match &flow.events[number].kind {
            EventKind::Call {
                call,
                mode: CallMode::Now,
                ..
            } => is_wait(
                package,
                ExprRef {
                    decl: func.decl,
                    expr: *call,
                },
            ),
            // One value says that one goroutine has ended; only a loop says so of many.
            EventKind::Chan(op) => match op.kind {
                ChanOpKind::Range => true,
                ChanOpKind::Receive => op.select.is_none() && (!starts_many || is_repeated(number)),
                _ => false,
            },
            _ => false,
        })
        .collect();
    let is_end = |event: &Event| {
        ends.iter()
            .any(|&end| std::ptr::eq(&flow.events[end], event))
    };
    flow.reaches(start, at, is_end)
        && !ends
            .iter()
            .any(|&end| is_loop_between(package, func, flow, start, end, at))
}

/// Whether the event `end` stands in a loop that is run through between `start` and `at`: it waits for as many as there are.
fn is_loop_between(
    package: &Package,
    func: FuncId,
    flow: &Flow,
    start: usize,
    end: usize,
    at: usize,
) -> bool {
    let (start, at) = (&flow.events[start], &flow.events[at]);
    let ast = package.ast(func.decl);
    let loops = package.loops_around(func.decl, flow.events[end].stmt);
    let wanted = package.conditions_of(func.decl, at.stmt);
    loops.into_iter().any(|outer| {
        let range = ast.stmt(outer).range;
        let conditions = package.conditions_of(func.decl, outer);
        start.range.end <= range.start
            && range.end <= at.range.start
            && conditions
                .iter()
                .all(|condition| wanted.contains(condition))
    })
}

/// Whether a call waits for goroutines: `wg.Wait()`, `g.Wait()`.
fn is_wait(package: &Package, call: ExprRef) -> bool {
    let ExprKind::Call { callee, .. } = package.expr(call).kind else {
        return false;
    };
    matches!(&package.ast(call.decl).expr(callee).kind,
        ExprKind::Selector { field, .. } if &*field.name == "Wait")
}
