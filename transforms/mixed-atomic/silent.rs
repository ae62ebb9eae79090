//! Plain accesses that are meant: before the variable is shared, after all goroutines have ended, or by its only writer.

use super::accesses::Mixed;
use crate::model::accesses::VariableAccess;
use crate::model::flow::{CallMode, ChanOpKind, Event, EventKind};
use crate::model::locks::{LockSet, Mode};
use crate::model::{FuncId, Package, SymbolKind};
use crate::syntax::ast::*;

/// What functions are called that run before their object is shared.
const SETUP_WORDS: &[&str] = &["init", "new", "setup", "configure"];

/// Whether a plain access is no race, or may be none.
pub(super) fn is_meant(package: &Package, mixed: &Mixed, access: &VariableAccess) -> bool {
    package.file_of(access.func.decl).is_test
        || package.is_owned(access.func, access.event, &access.path)
        || package.makes_object_of(access.func, &access.path)
        || package.says_alone(access.func)
        || is_setup(package, access.func)
        || is_before_or_after_goroutines(package, mixed, access)
        || is_under_lock_of_writers(package, mixed, access)
        || is_by_only_writer(package, mixed, access)
        || is_first_guess(mixed, access)
        || is_explained(package, access)
        || is_discarded(package, access)
        || is_before_start(package, mixed, access)
}

fn is_setup(package: &Package, func: FuncId) -> bool {
    let Some(ident) = package.func(func).name else {
        return false;
    };
    let name = ident.name.to_ascii_lowercase();
    SETUP_WORDS.iter().any(|word| name.starts_with(word)) || &*name == "main"
}

/// Whether a local variable is accessed before its goroutines start, or once they have ended.
fn is_before_or_after_goroutines(
    package: &Package,
    mixed: &Mixed,
    access: &VariableAccess,
) -> bool {
    if !package.is_local(mixed.variable) {
        return false;
    }
    let flow = package.flow(access.func);
    let joins = |event: &Event| may_join(package, access, event);
    if package.symbol(mixed.variable).func != Some(access.func.index) {
        // A goroutine of its own may wait for the others.
        let first = flow.events.first();
        return access.event != 0
            && first.is_some_and(|first| joins(first) || !flow.reaches(0, access.event, joins));
    }
    let mut starts = flow.events.iter().enumerate().filter(|(_, event)| {
        matches!(
            event.kind,
            EventKind::Call {
                mode: CallMode::Spawned,
                ..
            }
        )
    });
    !starts.any(|(start, _)| flow.reaches(start, access.event, joins))
}

/// Whether what runs elsewhere may have ended after this event.
fn may_join(package: &Package, access: &VariableAccess, event: &Event) -> bool {
    match &event.kind {
        EventKind::Chan(op) => {
            // What times out or is cancelled waits for nobody.
            let is_named = op.path.root_symbol().is_some();
            matches!(op.kind, ChanOpKind::Receive | ChanOpKind::Range)
                && (op.select.is_none() || is_named)
        }
        EventKind::Call { call, mode, .. } if *mode == CallMode::Now => {
            let ExprKind::Call { callee, .. } = &package.ast(access.func.decl).expr(*call).kind
            else {
                return false;
            };
            match &package.ast(access.func.decl).expr(*callee).kind {
                ExprKind::Selector { field, .. } => {
                    let name = field.name.to_ascii_lowercase();
                    ["wait", "join", "close", "stop", "shutdown"]
                        .iter()
                        .any(|word| name.contains(word))
                }
                ExprKind::Name(name) => name.to_ascii_lowercase().contains("wait"),
                _ => false,
            }
        }
        _ => false,
    }
}

/// Whether a read holds a lock that most writers hold, too: the atomic functions are then for those that don't.
fn is_under_lock_of_writers(package: &Package, mixed: &Mixed, access: &VariableAccess) -> bool {
    if access.writes() {
        return false;
    }
    if is_called_locked(package, access.func) {
        return true;
    }
    let held = package.held_at(access.func, access.event);
    if held.is_empty() {
        return false;
    }
    let accesses = &package.accesses_of(mixed.variable).all;
    let plain = accesses.iter().filter(|other| other.writes());
    let atomic = mixed.atomic.iter().filter(|other| other.writes());
    let writers = plain
        .chain(atomic.map(|other| other.access))
        .filter(|other| {
            !package.is_owned(other.func, other.event, &other.path)
                && !is_setup(package, other.func)
        });
    let (locked, bare): (Vec<_>, Vec<_>) = writers.partition(|writer| {
        is_called_locked(package, writer.func)
            || share_a_lock(&held, &package.held_at(writer.func, writer.event))
    });
    locked.len() > bare.len()
}

/// Whether a function, or one around it that runs it itself, says that its caller holds the lock.
fn is_called_locked(package: &Package, func: FuncId) -> bool {
    let mut func = func;
    loop {
        if package.is_called_locked(func) {
            return true;
        }
        let callers = package.callers_of(func);
        let is_spawned = callers
            .sites
            .iter()
            .any(|site| site.mode == CallMode::Spawned);
        match package.func(func).parent {
            Some(parent) if !is_spawned => func.index = parent,
            _ => return false,
        }
    }
}

/// Whether two lock sets hold one lock, by the variables that the paths end at.
fn share_a_lock(some: &LockSet, others: &LockSet) -> bool {
    some.iter().any(|(lock, _)| {
        others
            .iter()
            .any(|(other, mode)| mode == Mode::Write && other.target() == lock.target())
    })
}

/// Whether a read stands in the one function that writes the variable, and only stores there: nobody else changes it.
fn is_by_only_writer(package: &Package, mixed: &Mixed, access: &VariableAccess) -> bool {
    if access.writes() {
        return false;
    }
    let accesses = &package.accesses_of(mixed.variable).all;
    let mut plain = accesses.iter().filter(|other| other.writes());
    let mut atomic = mixed.atomic.iter().filter(|other| other.writes());
    plain.all(|other| other.func == access.func)
        && atomic
            .all(|other| other.access.func == access.func && other.function.starts_with("Store"))
}

/// Whether a read only guesses what a compare-and-swap of the same function then tests.
fn is_first_guess(mixed: &Mixed, access: &VariableAccess) -> bool {
    !access.writes()
        && mixed.atomic.iter().any(|other| {
            other.access.func == access.func && other.function.starts_with("CompareAndSwap")
        })
}

/// Whether a comment beside the access speaks of atomic access, of locks or of races.
fn is_explained(package: &Package, access: &VariableAccess) -> bool {
    let decl = access.func.decl;
    let source = &package.file_of(decl).source;
    let line = source.position(access.range.start).line;
    let mut comments = package.ast(decl).comments.iter();
    comments.any(|&comment| {
        let text = source.slice(comment).to_lowercase();
        let is_beside = source.position(comment.start).line <= line
            && line <= source.position(comment.end).line + 2;
        is_beside
            && ["atomic", "race", "racy", "lock"]
                .iter()
                .any(|word| text.contains(word))
    })
}

/// Whether a read is for nothing but itself: `_ = x`.
fn is_discarded(package: &Package, access: &VariableAccess) -> bool {
    let decl = access.func.decl;
    let stmt = package.flow(access.func).events[access.event].stmt;
    match &package.ast(decl).stmt(stmt).kind {
        StmtKind::Assign { targets, .. } => {
            !access.writes()
                && targets.iter().all(|&target| {
                    matches!(&package.ast(decl).expr(target).kind, ExprKind::Name(name) if **name == *"_")
                })
        }
        _ => false,
    }
}

/// Whether a package variable is set by the function that then starts the goroutines.
fn is_before_start(package: &Package, mixed: &Mixed, access: &VariableAccess) -> bool {
    if package.symbol(mixed.variable).kind != SymbolKind::Var || !access.writes() {
        return false;
    }
    let flow = package.flow(access.func);
    let mut starts = flow.events.iter().enumerate().filter(|(_, event)| {
        matches!(
            event.kind,
            EventKind::Call {
                mode: CallMode::Spawned,
                ..
            }
        )
    });
    let (mut is_followed, never) = (false, |_: &Event| false);
    let is_preceded = starts.any(|(start, _)| {
        is_followed |= flow.reaches(access.event, start, never);
        flow.reaches(start, access.event, never)
    });
    is_followed && !is_preceded
}
