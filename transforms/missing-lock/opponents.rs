//! The accesses under the lock that a bare one can collide with.

use super::bare::Bare;
use super::parts::{Part, is_one_part, part_of};
use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, EventKind};
use crate::model::goroutines::Certainty;
use crate::model::races::Surroundings;
use crate::model::types::Type;
use crate::model::uses::is_exported;
use crate::model::{FuncId, Package};

/// An access with the lock that can collide with a bare one, and has nothing in common with it that keeps them apart.
pub(super) fn opponent<'p>(package: &'p Package, bare: &Bare) -> Option<&'p VariableAccess> {
    let all = &package.accesses_of(bare.variable).all;
    let around = Surroundings::default();
    let func = package.func(bare.func);
    let is_open = func.name.is_some_and(|ident| is_exported(&ident.name));
    let is_certain = bare
        .concurrency
        .as_ref()
        .is_some_and(|found| found.certainty == Certainty::Certain);
    let is_flag = package.type_of_symbol(bare.variable).is_basic("bool");
    let is_set_once = !is_flag && package.lazy_init_of(bare.variable).is_some();
    // The writes that make the object are over when others can reach it.
    let is_making = |access: &VariableAccess| package.is_being_made(access.func, &access.path);
    bare.accesses.iter().find_map(|access| {
        if !is_certain && is_making(access) {
            return None;
        }
        // Where some caller holds the lock, it is for the others to say whether they should. Nobody does who calls a
        // function that takes it.
        let is_left_open = |lock| {
            !package.effects_of(bare.func).locks.contains(&lock)
                && package.is_perhaps_locked(&around, access, lock)
        };
        if bare.guard.lock.symbol().is_some_and(is_left_open) {
            return None;
        }
        let part = part_of(package, access);
        if is_set_once && part != Part::Test && !access.is_content {
            return None;
        }
        let held = bare.guard.held.iter().map(|&held| &all[held]);
        held.into_iter().find(|other| {
            let collides = access.writes() || other.writes();
            let is_elsewhere = other.func != access.func || is_open;
            collides
                && is_elsewhere
                && part.meets(part_of(package, other))
                && is_one_part(package, access, other)
                && !package.file_of(other.func.decl).is_test
                && !package.is_owned(other.func, other.event, &other.path)
                && !is_making(other)
                && !package.prepares(other.func)
                && (is_certain || access.writes() || !is_set_up_from_outside(package, other))
                && !package.is_kept_apart(&around, access, other)
                && !package.are_of_different_states(access, other)
        })
    })
}

/// Whether a write is made by a setter that only others call, who do so before the object works.
fn is_set_up_from_outside(package: &Package, write: &VariableAccess) -> bool {
    let is_open = (package.func(write.func).name).is_some_and(|ident| is_exported(&ident.name));
    let callers = &package.callers_of(write.func).sites;
    let mut callers = callers.iter().map(|site| site.caller.decl);
    is_open && package.sets_up(write) && callers.all(|caller| package.file_of(caller).is_test)
}

/// Whether a channel is only ever replaced by those who talk over it: who does so agrees with the other side.
pub(super) fn is_handshake(package: &Package, bare: &Bare) -> bool {
    let ty = package.underlying(&package.type_of_symbol(bare.variable));
    if !matches!(ty, Type::Chan(..)) || bare.writes() {
        return false;
    }
    let talks = |func: FuncId| {
        package.flow(func).events.iter().any(
            |event| matches!(&event.kind, EventKind::Chan(op) if op.path.target() == Some(bare.variable)),
        )
    };
    let mut writes = package
        .accesses_of(bare.variable)
        .all
        .iter()
        .filter(|access| {
            access.kind == AccessKind::Write && !package.makes_object_of(access.func, &access.path)
        });
    talks(bare.func) && writes.all(|write| talks(write.func))
}
