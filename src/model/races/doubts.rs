//! Races that something speaks against that is no order and no lock.

use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, CallMode, EventKind};
use crate::model::goroutines::{Concurrency, Origin, RootKind};
use crate::model::locks::LockOp;
use crate::model::package::Package;
use crate::model::path::AccessPath;
use crate::model::structure::Condition;
use crate::model::symbol::*;
use crate::model::uses::is_exported;
use crate::source::Span;
use crate::syntax::ast::{ExprKind, Func, StmtKind};

/// So many calls are followed to what loads an object.
const LOADS: u32 = 3;

impl Package<'_> {
    /// Whether it is doubtful that a write and another access happen at once, or that this is no more than it seems.
    pub(super) fn is_doubtful(
        &self,
        write: &VariableAccess,
        other: &VariableAccess,
        concurrency: &Concurrency,
    ) -> bool {
        // Another package of the same directory reports its own.
        self.file_of(write.func.decl).package != self.name
            || is_loading(self, write.func, &write.path, LOADS)
            || is_started_elsewhere(self, write, other, concurrency)
            || is_after_delay(self, concurrency)
            || is_apart_in_tests(self, write, concurrency)
            || is_published(self, write, other)
            || self.are_meant_so(write, other)
            || write
                .path
                .target()
                .is_some_and(|variable| self.is_settled(variable, other))
            || is_given_up(self, write)
            || is_reported(self, write, other)
            || releases_lock_of_others(self, write)
    }
}

/// Whether the function of an access releases a lock behind it that it has not taken: it is called with the lock.
fn releases_lock_of_others(package: &Package, access: &VariableAccess) -> bool {
    let events = &package.flow(access.func).events;
    let lock_ops = events
        .iter()
        .enumerate()
        .filter_map(|(number, event)| match &event.kind {
            EventKind::Lock {
                op,
                mode: CallMode::Now,
                ..
            } => Some((number, *op)),
            _ => None,
        });
    let mut lock_ops = lock_ops.into_iter();
    matches!(lock_ops.next(), Some((number, LockOp::Release(_))) if number > access.event)
}

/// Whether what a function writes to an object fills it before anybody uses it: it loads the object, or only those call
/// it that do, or that have the object for themselves.
fn is_loading(package: &Package, func: FuncId, path: &AccessPath, depth: u32) -> bool {
    let name = package.func(func).name;
    let loads = name.is_some_and(|ident| {
        ["Unmarshal", "GobDecode", "Scan"]
            .iter()
            .any(|word| ident.name.starts_with(word))
    });
    let is_hidden = name.is_some_and(|ident| !is_exported(&ident.name));
    loads
        || depth > 0
            && is_hidden
            && package.is_only_called(func, |site| {
                let path = package.argument_path(path, site.call, func);
                site.mode != CallMode::Spawned
                    && path.is_some_and(|path| {
                        package.is_owned(site.caller, site.event, &path)
                            || is_loading(package, site.caller, &path, depth - 1)
                    })
            })
}

/// Whether an atomic store follows the write, and an atomic load of the same variable comes before the other access.
fn is_published(package: &Package, write: &VariableAccess, other: &VariableAccess) -> bool {
    // An access that races with itself is not behind what it publishes.
    if write.func == other.func && write.event == other.event {
        return false;
    }
    let atomics = |access: &VariableAccess, is_wanted: &dyn Fn(usize) -> bool| -> Vec<SymbolId> {
        let events = package.flow(access.func).events.iter().enumerate();
        let found = events.filter_map(|(number, event)| match &event.kind {
            EventKind::Access {
                path,
                kind: AccessKind::Atomic,
            } if is_wanted(number) => path.target(),
            _ => None,
        });
        found.collect()
    };
    let stored = atomics(write, &|number| {
        let flow = package.flow(write.func);
        flow.leads_to(write.event, number) && !is_load(package, write.func, number)
    });
    let loaded = atomics(other, &|number| {
        package.flow(other.func).leads_to(number, other.event)
    });
    stored.iter().any(|variable| loaded.contains(variable))
}

/// Whether an atomic access only loads: `x.Load()`, `atomic.LoadInt64(&x)`.
fn is_load(package: &Package, func: FuncId, event: usize) -> bool {
    let range = package.flow(func).events[event].range;
    let ast = package.ast(func.decl);
    let calls = ast.exprs.iter().filter_map(|expr| match expr.kind {
        ExprKind::Call { callee, .. } if expr.range.contains(range) => Some((expr.range, callee)),
        _ => None,
    });
    let innermost = calls.min_by_key(|(range, _)| range.end - range.start);
    innermost.is_some_and(|(_, callee)| {
        matches!(&ast.expr(callee).kind, ExprKind::Selector { field, .. }
            if field.name.starts_with("Load"))
    })
}

/// Whether one access races with itself only if two functions each start its goroutine: mostly they exclude each other.
fn is_started_elsewhere(
    package: &Package,
    write: &VariableAccess,
    other: &VariableAccess,
    concurrency: &Concurrency,
) -> bool {
    let (Origin::Spawned { at, is_repeated }, Origin::Spawned { at: elsewhere, .. }) =
        (concurrency.first, concurrency.second)
    else {
        return false;
    };
    let is_same = write.func == other.func && write.event == other.event;
    is_same && !is_repeated && decl_around(package, at) != decl_around(package, elsewhere)
}

fn decl_around(package: &Package, place: Span) -> Option<DeclId> {
    let home = package.home();
    home.decls().find(|&decl| {
        home.file_of(decl).source.id == place.file
            && home.outline(decl).range.contains(place.range())
    })
}

/// Whether only tests show that the package's own code runs at once, and they may keep it apart: by a lock of theirs, or
/// because each has an object of its own.
fn is_apart_in_tests(package: &Package, write: &VariableAccess, concurrency: &Concurrency) -> bool {
    let origins = [concurrency.first, concurrency.second];
    let is_field = || {
        let variable = write.path.target();
        variable.is_some_and(|variable| package.symbol(variable).kind == SymbolKind::Field)
    };
    let is_parallel = |origin| matches!(origin, Origin::ParallelTest { .. });
    let locks = |origin| {
        let place = match origin {
            Origin::Spawned { at, .. } | Origin::Handler { at, .. } => at,
            _ => return false,
        };
        package.file(place.file).is_some_and(|file| file.is_test)
            && decl_around(package, place).is_some_and(|decl| package.home().mentions(decl, "Lock"))
    };
    !package.file_of(write.func.decl).is_test
        && (origins.into_iter().all(is_parallel) && is_field() || origins.into_iter().any(locks))
}

/// Whether the goroutines that make a write end with the call of a function that their starter was given, `done()`: that
/// says that the write is made. It says nothing to another goroutine of the kind.
fn is_reported(package: &Package, write: &VariableAccess, other: &VariableAccess) -> bool {
    let spawned = |access: &VariableAccess| -> Vec<FuncId> {
        let roots = package.roots_of(access.func).all.iter();
        let callees = roots.filter_map(|root| match root.kind {
            RootKind::Spawned { callee, .. } => Some(callee),
            RootKind::Entry { .. } => None,
        });
        callees.collect()
    };
    let (writers, others) = (spawned(write), spawned(other));
    !writers.is_empty()
        && writers
            .iter()
            .all(|&func| !others.contains(&func) && ends_with_report(package, func))
}

/// Whether a literal's last statement calls a parameter of a function around it, with nothing to give.
fn ends_with_report(package: &Package, func: FuncId) -> bool {
    let decl = func.decl;
    let ast = package.ast(decl);
    let Func {
        body: Some(body),
        literal: Some(_),
        ..
    } = *package.func(func)
    else {
        return false;
    };
    let last = package.body_of(decl, body).last().copied();
    let Some(StmtKind::Expr(call)) = last.map(|last| &ast.stmt(last).kind) else {
        return false;
    };
    let ExprKind::Call {
        callee, ref args, ..
    } = ast.expr(*call).kind
    else {
        return false;
    };
    let called = package.named_symbol(ExprRef { decl, expr: callee });
    args.is_empty() && called.is_some_and(|called| package.symbol(called).kind == SymbolKind::Param)
}

/// Whether a test goes on while a timer runs: it waits for what the timer does in ways of its own.
fn is_after_delay(package: &Package, concurrency: &Concurrency) -> bool {
    let is_timer = |origin: Origin| match origin {
        Origin::Spawned { at, .. } => package.file(at.file).is_some_and(|file| {
            file.is_test && file.source.slice(at.range()).starts_with("time.AfterFunc")
        }),
        _ => false,
    };
    is_timer(concurrency.first) || is_timer(concurrency.second)
}

/// Whether a deferred literal writes only where its function has failed: `if !started { … }`. What the function has started
/// by then is over, or the write comes before it.
fn is_given_up(package: &Package, write: &VariableAccess) -> bool {
    let Some(parent) = package.func(write.func).parent else {
        return false;
    };
    let callers = package.callers_of(write.func);
    let is_deferred = !callers.sites.is_empty()
        && callers
            .sites
            .iter()
            .all(|site| site.mode == CallMode::Deferred);
    let decl = write.func.decl;
    let stmt = package.flow(write.func).events[write.event].stmt;
    let mut conditions = package.conditions_of(decl, stmt).into_iter();
    is_deferred
        && conditions.any(|condition| {
            let Condition::If { condition, .. } = condition else {
                return false;
            };
            let range = package.ast(decl).expr(condition).range;
            package.flow(write.func).events.iter().any(|event| {
                range.contains(event.range)
                    && matches!(&event.kind, EventKind::Access { path, kind: AccessKind::Read }
                    if path.steps.is_empty() && path.root_symbol().is_some_and(|root| {
                        package.symbol(root).func == Some(parent)
                    }))
            })
        })
}
