//! What speaks against a bare access being a bug.

use super::bare::Bare;
use super::opponents::{is_handshake, opponent};
use crate::model::flow::{CallMode, Callee, EventKind};
use crate::model::goroutines::{Certainty, EntryKind, RootKind};
use crate::model::guards::Evidence;
use crate::model::locks::LockOp;
use crate::model::path::{AccessPath, Step};
use crate::model::{Package, SymbolId, SymbolKind};
use crate::syntax::ast::ExprKind;

/// Whether the function is one of those that prepare an object, run with the lock in ways that its own text does not
/// show, or is alone with the variable.
pub(super) fn is_doubtful(package: &Package, bare: &Bare) -> bool {
    is_uncaptured_local(package, bare)
        || is_preparation(package, bare)
        || is_handed_the_lock(package, bare)
        || !can_reach_lock(package, bare)
        || is_other_instance(package, bare)
        || !runs_beside_others(package, bare)
        || is_called_unseen(package, bare)
        || locks_unseen(package, bare)
        || is_handshake(package, bare)
        || package.says_not_at_once(bare.func)
        || (bare.accesses.iter()).all(|access| package.is_said_to_be_meant(access))
        || (bare.accesses.iter()).all(|access| package.is_settled(bare.variable, access))
        || opponent(package, bare).is_none()
}

/// A local variable that no closure uses.
fn is_uncaptured_local(package: &Package, bare: &Bare) -> bool {
    let accesses = &package.accesses_of(bare.variable).all;
    package.is_local(bare.variable) && accesses.iter().all(|access| access.func == bare.func)
}

/// Whether the function runs before anybody else uses its object, or after, as far as nothing shows the contrary.
fn is_preparation(package: &Package, bare: &Bare) -> bool {
    let is_certain = bare
        .concurrency
        .as_ref()
        .is_some_and(|found| found.certainty == Certainty::Certain);
    let is_of_package = (bare.accesses.iter())
        .all(|access| (access.path.root_symbol()).is_some_and(|root| !package.is_local(root)));
    let prepares = match is_of_package && package.receiver_of(bare.func).is_none() {
        true => package.prepares_package(bare.func),
        false => package.prepares(bare.func),
    };
    prepares
        && !(is_certain && takes_lock(package, bare) && !package.is_started_preparing(bare.func))
}

/// Whether a method of an unexported type is called by nobody in sight, and writes: where it is called through an
/// interface, the caller may hold the lock.
fn is_called_unseen(package: &Package, bare: &Bare) -> bool {
    let callers = package.callers_of(bare.func);
    let is_method = package.func(bare.func).receiver.is_some();
    bare.writes()
        && is_method
        && callers.sites.is_empty()
        && !takes_lock(package, bare)
        && !package.is_open_to_others(bare.func)
}

/// Whether the function calls something first that may take the lock: `tx.LockInsideApply()`.
fn locks_unseen(package: &Package, bare: &Bare) -> bool {
    let events = &package.flow(bare.func).events;
    bare.accesses.iter().all(|access| {
        events[..access.event].iter().any(|event| {
            let EventKind::Call { call, callee, .. } = event.kind else {
                return false;
            };
            let is_unseen = matches!(
                callee,
                Callee::InterfaceMethod(_) | Callee::Value(_) | Callee::Unknown
            );
            let ExprKind::Call { callee, .. } = &package.ast(bare.func.decl).expr(call).kind else {
                return false;
            };
            match &package.ast(bare.func.decl).expr(*callee).kind {
                ExprKind::Selector { field, .. } => {
                    is_unseen && field.name.to_lowercase().starts_with("lock")
                }
                _ => false,
            }
        })
    })
}

/// Whether the function itself takes the lock, somewhere.
pub(super) fn takes_lock(package: &Package, bare: &Bare) -> bool {
    let lock = bare.lock_at(package, bare.first());
    let lock = lock.and_then(|lock| lock.target());
    package.flow(bare.func).events.iter().any(|event| {
        matches!(&event.kind, EventKind::Lock { path, op: LockOp::Acquire(_), .. }
            if path.target() == lock)
    })
}

/// Whether the function releases a lock of this name that it does not take: it is called with it.
fn is_handed_the_lock(package: &Package, bare: &Bare) -> bool {
    let lock = bare.lock_at(package, bare.first());
    let lock = lock.and_then(|lock| lock.target());
    let releases = package.flow(bare.func).events.iter().any(|event| {
        matches!(&event.kind, EventKind::Lock { path, op: LockOp::Release(_), .. }
            if path.target() == lock)
    });
    let locks_through_a_condition = package.flow(bare.func).events.iter().any(|event| {
        matches!(&event.kind, EventKind::Lock { path, .. } if is_condition_lock(package, path))
    });
    releases && !takes_lock(package, bare) || locks_through_a_condition
}

/// `cond.L`, which is some other lock.
fn is_condition_lock(package: &Package, path: &AccessPath) -> bool {
    match path.steps.last() {
        Some(Step::Field(field)) => &*package.symbol(*field).name == "L",
        _ => false,
    }
}

/// Whether the struct that the bare access would lock has such a lock.
fn can_reach_lock(package: &Package, bare: &Bare) -> bool {
    bare.accesses.iter().all(|access| {
        bare.lock_at(package, access)
            .is_some_and(|lock| package.has_lock(&lock))
    })
}

/// Whether the access is to another object of the receiver's own type: a copy, a merge, a comparison.
fn is_other_instance(package: &Package, bare: &Bare) -> bool {
    let Some(receiver) = package.receiver_of(bare.func) else {
        return false;
    };
    let type_of = |symbol: SymbolId| package.type_of_symbol(symbol).pointee().clone();
    bare.accesses.iter().all(|access| {
        access.path.root_symbol().is_some_and(|root| {
            package.symbol(root).kind == SymbolKind::Param && type_of(root) == type_of(receiver)
        })
    })
}

/// Whether the function runs on some goroutine beside others, as far as its callers are in sight.
fn runs_beside_others(package: &Package, bare: &Bare) -> bool {
    bare.concurrency.is_some()
        || bare.is_plain(package)
        || matches!(
            bare.guard.evidence,
            Evidence::Declared | Evidence::Named | Evidence::Writes
        ) && package.is_used_unseen(bare.func)
        || package.handed_on(bare.func).is_some()
        || package
            .roots_of(bare.func)
            .all
            .iter()
            .any(|root| match root.kind {
                RootKind::Spawned { .. } => true,
                RootKind::Entry { kind, .. } => matches!(
                    kind,
                    EntryKind::Outside | EntryKind::Handler(_) | EntryKind::Declared(_)
                ),
            })
        || package
            .callers_of(bare.func)
            .sites
            .iter()
            .any(|site| site.mode == CallMode::Spawned)
}
