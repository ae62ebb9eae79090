//! The other sides of waits for a `WaitGroup` or a condition.

use std::collections::BTreeSet;

use super::needs::{Side, is_spawned, side, takes};
use super::waits::{Wait, sync_method};
use crate::model::flow::{CallMode, EventKind};
use crate::model::locks::Mode;
use crate::model::{DeclId, ExprRef, FuncId, Package, SymbolId};
use crate::syntax::ast::*;

/// The goroutines that a group waits for and that take the lock before they are done.
pub(super) fn group_sides(
    package: &Package,
    wait: &Wait,
    lock: SymbolId,
    what: SymbolId,
) -> Vec<Side> {
    let excludes = |mode: Mode| mode == Mode::Write || wait.mode == Mode::Write;
    let mut sides = Vec::new();
    for (func, event) in calls_on(package, what, &["WaitGroup.Done"]) {
        let flow = package.flow(func);
        if func == wait.func || !is_spawned(package, func) || is_test_of(package, wait, func) {
            continue;
        }
        let EventKind::Call { mode, .. } = flow.events[event].kind else {
            continue;
        };
        let taking = (0..flow.events.len()).find(|&number| {
            takes(package, func, &flow.events[number], lock, &excludes)
                && !is_counted_by(package, func, number, what)
                && (mode == CallMode::Deferred || flow.reaches(number, event, |_| false))
        });
        if let Some(taking) = taking {
            sides.push(Side {
                func,
                locks: flow.events[taking].range,
                answers: flow.events[event].range,
            });
        }
    }
    for (func, event) in calls_on(package, what, &["WaitGroup.Go"]) {
        let flow = package.flow(func);
        if is_test_of(package, wait, func) {
            continue;
        }
        let run = flow.events.iter().find_map(|other| match other.kind {
            EventKind::Call {
                callee,
                mode: CallMode::Spawned,
                ..
            } if flow.events[event].range.contains(other.range) => package.called_function(callee),
            _ => None,
        });
        let Some(run) = run else {
            continue;
        };
        let inner = package.flow(run);
        let taking = inner
            .events
            .iter()
            .find(|event| takes(package, run, event, lock, &excludes));
        if let Some(taking) = taking {
            sides.push(Side {
                func: run,
                locks: taking.range,
                answers: taking.range,
            });
        }
    }
    sides
}

/// Whether only a test has the function, and the wait is none of a test.
pub(super) fn is_test_of(package: &Package, wait: &Wait, func: FuncId) -> bool {
    package.file_of(func.decl).is_test && !package.file_of(wait.func.decl).is_test
}

/// Whether an event calls a function that adds to the group itself: before that, nobody waits for who calls it.
pub(super) fn is_counted_by(
    package: &Package,
    func: FuncId,
    event: usize,
    group: SymbolId,
) -> bool {
    let EventKind::Call { callee, .. } = package.flow(func).events[event].kind else {
        return false;
    };
    let adds = calls_on(package, group, &["WaitGroup.Add"]);
    package
        .called_function(callee)
        .is_some_and(|callee| adds.iter().any(|(func, _)| *func == callee))
}

/// Who signals a condition, if all need the lock for it and it is not the condition's own.
pub(super) fn cond_sides(
    package: &Package,
    wait: &Wait,
    lock: SymbolId,
    what: SymbolId,
) -> Vec<Side> {
    let is_known = package.uses_of(what).is_complete;
    let lockers = lockers_of(package, what);
    if !is_known || lockers.is_empty() || lockers.contains(&Some(lock)) || lockers.contains(&None) {
        return Vec::new();
    }
    let signals = calls_on(package, what, &["Cond.Signal", "Cond.Broadcast"]);
    let sides: Option<Vec<Side>> = signals
        .into_iter()
        .filter(|(func, _)| *func != wait.func)
        .map(|(func, event)| side(package, wait, lock, func, event, false))
        .collect();
    sides.unwrap_or_default()
}

/// The locks that a condition is made with, where `sync.NewCond` is called for it; `None` for one that is not in sight.
pub(super) fn lockers_of(package: &Package, what: SymbolId) -> Vec<Option<SymbolId>> {
    let mut found = Vec::new();
    for decl in package.decls_mentioning("NewCond") {
        let ast = package.ast(decl);
        for (expr, number) in ast.exprs.iter().zip(0..) {
            let number = ExprId(number);
            let ExprKind::Call { callee, args, .. } = &expr.kind else {
                continue;
            };
            let callee = ExprRef {
                decl,
                expr: *callee,
            };
            let is_new = package
                .qualified(callee)
                .is_some_and(|(path, name)| path == "sync" && name == "NewCond");
            let is_for = is_value_of(package, ExprRef { decl, expr: number }, what);
            if is_new && is_for {
                // What a local variable points to may be any lock.
                let locker = args
                    .first()
                    .and_then(|&arg| package.path_of(ExprRef { decl, expr: arg }).target())
                    .filter(|&locker| !package.is_local(locker));
                found.push(locker);
            }
        }
    }
    found
}

/// Whether an expression is the value that a variable or field gets.
pub(super) fn is_value_of(package: &Package, value: ExprRef, what: SymbolId) -> bool {
    let ast = package.ast(value.decl);
    let at = |expr: ExprId| ExprRef {
        decl: value.decl,
        expr,
    };
    match ast.expr(value.expr).parent {
        Parent::Stmt(stmt) => match &ast.stmt(stmt).kind {
            StmtKind::Assign {
                targets, values, ..
            } => {
                let position = values.iter().position(|&other| other == value.expr);
                let target = position.and_then(|position| targets.get(position));
                target.is_some_and(|&target| package.path_of(at(target)).target() == Some(what))
            }
            StmtKind::Vars(specs) => is_declared_with(package, specs, value, what),
            _ => false,
        },
        Parent::Decl => match &ast.decl {
            Decl::Vars(specs) => is_declared_with(package, specs, value, what),
            _ => false,
        },
        Parent::Expr(literal) => match &ast.expr(literal).kind {
            ExprKind::Composite { elements, .. } => elements.iter().any(|element| {
                let key = element.key.filter(|_| element.value == value.expr);
                key.is_some_and(|key| package.uses_of(what).certain.contains(&at(key)))
            }),
            _ => false,
        },
        Parent::Func(_) => false,
    }
}

pub(super) fn is_declared_with(
    package: &Package,
    specs: &[ValueSpec],
    value: ExprRef,
    what: SymbolId,
) -> bool {
    let name = package.symbol(what).range;
    what.decl == value.decl
        && specs.iter().any(|spec| {
            let position = spec.values.iter().position(|&other| other == value.expr);
            position
                .and_then(|position| spec.names.get(position))
                .is_some_and(|ident| ident.range == name)
        })
}

/// The calls of these methods on a variable: each with its function and event.
pub(super) fn calls_on(
    package: &Package,
    what: SymbolId,
    methods: &[&str],
) -> Vec<(FuncId, usize)> {
    let uses = &package.uses_of(what).certain;
    let decls: BTreeSet<DeclId> = uses.iter().map(|at| at.decl).collect();
    let mut found = Vec::new();
    for decl in decls {
        for func in package.funcs(decl) {
            for (number, event) in package.flow(func).events.iter().enumerate() {
                let EventKind::Call { call, .. } = event.kind else {
                    continue;
                };
                let is_whole = package.ast(decl).expr(call).range == event.range;
                let is_wanted = sync_method(package, func, call).is_some_and(|(method, path)| {
                    path.target() == Some(what) && methods.contains(&method.as_str())
                });
                if is_whole && is_wanted {
                    found.push((func, number));
                }
            }
        }
    }
    found
}
