//! What speaks against a bare access being a bug.

use super::bare::Bare;
use crate::model::accesses::VariableAccess;
use crate::model::flow::{CallMode, EventKind};
use crate::model::goroutines::{EntryKind, RootKind};
use crate::model::locks::LockOp;
use crate::model::path::{AccessPath, Step};
use crate::model::races::Surroundings;
use crate::model::types::Type;
use crate::model::uses::is_exported;
use crate::model::{FuncId, Package, SymbolId, SymbolKind};

/// How the names of functions begin that run before anything else uses their object.
const BEFORE_USE: &[&str] = &[
    "init",
    "unmarshal",
    "decode",
    "gobdecode",
    "scan",
    "new",
    "make",
    "create",
    "open",
    "load",
    "restore",
    "recover",
    "setup",
    "start",
    "onstart",
    "build",
    "parse",
    "configure",
];

/// Whether the function is one of those that prepare an object, run with the lock in ways that its own text does not
/// show, or is alone with the variable.
pub(super) fn is_doubtful(package: &Package, bare: &Bare) -> bool {
    is_uncaptured_local(package, bare)
        || is_preparation(package, bare)
        || is_handed_the_lock(package, bare)
        || !can_reach_lock(package, bare)
        || is_other_instance(package, bare)
        || !runs_beside_others(package, bare)
        || !has_opponent(package, bare)
}

/// Whether some access that can collide has nothing in common with the bare one that keeps them apart.
fn has_opponent(package: &Package, bare: &Bare) -> bool {
    let all = &package.accesses_of(bare.variable).all;
    let around = Surroundings::default();
    let is_reference = matches!(
        package.underlying(&package.type_of_symbol(bare.variable)),
        Type::Pointer(_) | Type::Interface(_) | Type::Func(_) | Type::Chan(..)
    );
    let func = package.func(bare.func);
    let is_open = func.name.is_some_and(|ident| is_exported(&ident.name));
    bare.accesses.iter().any(|access| {
        bare.guard.held.iter().any(|&held| {
            let other = &all[held];
            let collides = access.writes() || other.writes();
            // What a pointer leads to is not the pointer.
            let is_same_thing = !is_reference || access.is_content == other.is_content;
            let is_elsewhere = other.func != access.func || is_open;
            collides
                && is_same_thing
                && is_elsewhere
                && is_one_part(package, access, other)
                && !package.file_of(other.func.decl).is_test
                && !package.is_owned(other.func, other.event, &other.path)
                && !is_prepared_by(package, other)
                && !package.may_be_apart(&around, access, other)
        })
    })
}

/// Whether two accesses of what a variable holds are to one part of it: `s.info.Host` is none of `s.info.Port`.
fn is_one_part(package: &Package, one: &VariableAccess, other: &VariableAccess) -> bool {
    let part = |access: &VariableAccess| match &package.flow(access.func).events[access.event].kind
    {
        EventKind::Access { path, .. } => {
            path.steps.get(access.path.steps.len()..).map(<[_]>::to_vec)
        }
        _ => None,
    };
    match (part(one), part(other)) {
        (Some(one), Some(other)) => one.starts_with(&other) || other.starts_with(&one),
        _ => true,
    }
}

/// A local variable that no closure uses.
fn is_uncaptured_local(package: &Package, bare: &Bare) -> bool {
    let accesses = &package.accesses_of(bare.variable).all;
    package.is_local(bare.variable) && accesses.iter().all(|access| access.func == bare.func)
}

/// Whether the function runs before anybody else uses its object, as its name says, and never takes the lock.
fn is_preparation(package: &Package, bare: &Bare) -> bool {
    bare.accesses
        .iter()
        .all(|access| is_prepared_by(package, access))
        && !takes_lock(package, bare)
}

fn is_prepared_by(package: &Package, access: &VariableAccess) -> bool {
    let prepares = |func: FuncId| {
        package.func(func).name.is_some_and(|ident| {
            let name = ident.name.to_lowercase();
            BEFORE_USE.iter().any(|word| name.starts_with(word))
        })
    };
    let entries = package.roots_of(access.func).all.iter();
    let mut entries = entries
        .filter_map(|root| match root.kind {
            RootKind::Spawned { callee, .. } => Some((callee, false)),
            RootKind::Entry {
                kind: EntryKind::Test | EntryKind::ParallelTest | EntryKind::Unknown,
                ..
            } => None,
            RootKind::Entry { func, .. } => Some((func, true)),
        })
        .peekable();
    prepares(access.func)
        || entries.peek().is_some() && entries.all(|(func, is_entry)| is_entry && prepares(func))
}

fn takes_lock(package: &Package, bare: &Bare) -> bool {
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
        let Some(lock) = bare.lock_at(package, access) else {
            return false;
        };
        let Some(Step::Field(field)) = lock.steps.last().copied() else {
            return true;
        };
        let Some(holder) = lock.holder() else {
            return false;
        };
        let Some(holder) = holder.target() else {
            return holder.has_element();
        };
        let ty = package.type_of_symbol(holder);
        let fields = package.fields(ty.pointee());
        fields.iter().any(|found| found.symbol == field)
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
