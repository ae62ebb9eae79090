//! The other side of a wait: who ends it, and where it needs the lock to get there.

use std::collections::BTreeSet;

use super::waits::{Wait, WaitKind, sync_method};
use crate::model::channels::Operation;
use crate::model::flow::{CallMode, ChanOpKind, Event, EventKind};
use crate::model::locks::{LockOp, Mode};
use crate::model::{DeclId, ExprRef, FuncId, Package, SymbolId};
use crate::source::Range;
use crate::syntax::ast::*;

/// A place that ends the wait, and the place before it that takes the lock.
pub(super) struct Side {
    pub func: FuncId,
    pub locks: Range,
    pub answers: Range,
}

/// All that could end the wait, if none of them gets there without the lock; nothing otherwise.
pub(super) fn sides(package: &Package, wait: &Wait) -> Vec<Side> {
    let (Some(lock), Some(what)) = (wait.lock.target(), wait.what.target()) else {
        return Vec::new();
    };
    match wait.kind {
        WaitKind::Send => channel_sides(
            package,
            wait,
            lock,
            what,
            &[ChanOpKind::Receive, ChanOpKind::Range],
        ),
        WaitKind::Receive => channel_sides(
            package,
            wait,
            lock,
            what,
            &[ChanOpKind::Send, ChanOpKind::Close],
        ),
        WaitKind::Group => group_sides(package, wait, lock, what),
        WaitKind::Cond => cond_sides(package, wait, lock, what),
    }
}

fn channel_sides(
    package: &Package,
    wait: &Wait,
    lock: SymbolId,
    what: SymbolId,
    kinds: &[ChanOpKind],
) -> Vec<Side> {
    let channel = package.channel(what);
    let is_receive = wait.kind == WaitKind::Receive;
    // A buffer lets one side go on without the other.
    if channel.leaves_sight || channel.capacity() != Some(0) {
        return Vec::new();
    }
    let answers: Vec<&Operation> = channel
        .operations
        .iter()
        .filter(|operation| kinds.contains(&operation.kind))
        .filter(|operation| operation.func != Some(wait.func))
        .collect();
    let sides: Option<Vec<Side>> = answers
        .iter()
        .map(|operation| {
            let func = operation.func?;
            let event = package.event_of_operation(operation)?;
            if operation.kind == ChanOpKind::Close && operation.mode == CallMode::Deferred {
                return before_end(package, wait, lock, func, event);
            }
            side(package, wait, lock, func, event, !is_receive)
        })
        .collect();
    sides.unwrap_or_default()
}

/// The side that a goroutine is that closes a channel when it ends, and takes the lock at some place before.
fn before_end(
    package: &Package,
    wait: &Wait,
    lock: SymbolId,
    func: FuncId,
    event: usize,
) -> Option<Side> {
    let flow = package.flow(func);
    let excludes = |mode: Mode| mode == Mode::Write || wait.mode == Mode::Write;
    let taking = flow
        .events
        .iter()
        .find(|event| takes(package, func, event, lock, &excludes))?;
    is_spawned(package, func).then_some(Side {
        func,
        locks: taking.range,
        answers: flow.events[event].range,
    })
}

fn is_spawned(package: &Package, func: FuncId) -> bool {
    let sites = &package.callers_of(func).sites;
    sites.iter().any(|site| site.mode == CallMode::Spawned)
}

/// The side that an event of `func` is, if it needs the lock to get there, or, where it does so again and again, to get
/// there again.
fn side(
    package: &Package,
    wait: &Wait,
    lock: SymbolId,
    func: FuncId,
    event: usize,
    counts_again: bool,
) -> Option<Side> {
    let flow = package.flow(func);
    let answers = flow.events[event].range;
    let excludes = |mode: Mode| mode == Mode::Write || wait.mode == Mode::Write;
    let is_taking = |event: &Event| takes(package, func, event, lock, &excludes);
    let takings: Vec<usize> = (0..flow.events.len())
        .filter(|&number| is_taking(&flow.events[number]))
        .collect();
    let found = |taking: usize| Side {
        func,
        locks: flow.events[taking].range,
        answers,
    };
    let before = takings
        .iter()
        .copied()
        .find(|&taking| taking != event && flow.reaches(taking, event, |_| false));
    let is_first = is_reached_without(flow, event, &is_taking);
    if let Some(taking) = before.filter(|_| !is_first) {
        return Some(found(taking));
    }
    // In a loop: what it does with one value it does before it takes the next.
    let around = takings.into_iter().find(|&taking| {
        flow.reaches(event, taking, |_| false) && flow.reaches(taking, event, |_| false)
    });
    let comes_round_without = flow.reaches(event, event, |event| is_taking(event));
    around
        .filter(|_| counts_again && !comes_round_without)
        .map(found)
}

/// Whether control can come from the start of a function to an event without an event that `stops`.
fn is_reached_without(
    flow: &crate::model::flow::Flow,
    wanted: usize,
    stops: &dyn Fn(&Event) -> bool,
) -> bool {
    let mut seen = vec![false; flow.blocks.len()];
    let mut work = vec![0];
    while let Some(block) = work.pop() {
        if block >= seen.len() || std::mem::replace(&mut seen[block], true) {
            continue;
        }
        let mut is_open = true;
        for number in flow.blocks[block].events.clone() {
            if number == wanted {
                return true;
            }
            if stops(&flow.events[number]) {
                is_open = false;
                break;
            }
        }
        if is_open {
            work.extend(&flow.blocks[block].successors);
        }
    }
    false
}

/// Whether an event takes the lock: itself, or through a call of a function that certainly does.
fn takes(
    package: &Package,
    func: FuncId,
    event: &Event,
    lock: SymbolId,
    excludes: &dyn Fn(Mode) -> bool,
) -> bool {
    match &event.kind {
        EventKind::Lock {
            path,
            op: LockOp::Acquire(mode),
            mode: CallMode::Now,
        } => path.target() == Some(lock) && excludes(*mode),
        EventKind::Call {
            callee,
            mode: CallMode::Now,
            ..
        } => package
            .called_function(*callee)
            .filter(|callee| *callee != func && !package.world().is_standard(callee.decl.dir))
            .is_some_and(|callee| takes_at_once(package, callee, lock, excludes)),
        _ => false,
    }
}

/// Whether a function takes the lock on every path, before anything else that branches.
fn takes_at_once(
    package: &Package,
    func: FuncId,
    lock: SymbolId,
    excludes: &dyn Fn(Mode) -> bool,
) -> bool {
    let flow = package.flow(func);
    let Some(first) = flow.blocks.first() else {
        return false;
    };
    flow.events[first.events.clone()].iter().any(|event| {
        matches!(&event.kind, EventKind::Lock { path, op: LockOp::Acquire(mode), mode: CallMode::Now }
            if path.target() == Some(lock) && excludes(*mode))
    })
}

/// The goroutines that a group waits for and that take the lock before they are done.
fn group_sides(package: &Package, wait: &Wait, lock: SymbolId, what: SymbolId) -> Vec<Side> {
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
fn is_test_of(package: &Package, wait: &Wait, func: FuncId) -> bool {
    package.file_of(func.decl).is_test && !package.file_of(wait.func.decl).is_test
}

/// Whether an event calls a function that adds to the group itself: before that, nobody waits for who calls it.
fn is_counted_by(package: &Package, func: FuncId, event: usize, group: SymbolId) -> bool {
    let EventKind::Call { callee, .. } = package.flow(func).events[event].kind else {
        return false;
    };
    let adds = calls_on(package, group, &["WaitGroup.Add"]);
    package
        .called_function(callee)
        .is_some_and(|callee| adds.iter().any(|(func, _)| *func == callee))
}

/// Who signals a condition, if all need the lock for it and it is not the condition's own.
fn cond_sides(package: &Package, wait: &Wait, lock: SymbolId, what: SymbolId) -> Vec<Side> {
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
fn lockers_of(package: &Package, what: SymbolId) -> Vec<Option<SymbolId>> {
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
fn is_value_of(package: &Package, value: ExprRef, what: SymbolId) -> bool {
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

fn is_declared_with(
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
fn calls_on(package: &Package, what: SymbolId, methods: &[&str]) -> Vec<(FuncId, usize)> {
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
