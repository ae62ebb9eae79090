//! Questions about locks.

use super::Answer;
use super::ask::Asked;
use crate::model::ExprRef;
use crate::model::flow::{CallMode, EventKind};
use crate::model::locks::LockOp;
use crate::model::path::{AccessPath, Step};
use crate::model::resolve::name;
use crate::patch::sites::extent;

pub(super) fn held(asked: &Asked) -> Answer {
    let (Some(at), Some(func)) = (asked.expr(0), asked.func_around(0)) else {
        return Answer::Unknown;
    };
    let lock = lock_of(asked, at);
    let whole = asked.pointed_at();
    let flow = asked.package.flow(func);
    let here = flow
        .events
        .iter()
        .position(|event| whole.contains(event.range));
    let Some(event) = here else {
        return Answer::Unknown;
    };
    let is_held = asked.package.held_at(func, event).mode_of(&lock).is_some();
    let may_be = asked.package.may_be_held(func, event, &lock);
    Answer::of(match (is_held, may_be) {
        (true, _) => Some(true),
        (false, false) => Some(false),
        (false, true) => None,
    })
}

/// The lock that an expression is, or that its type embeds.
fn lock_of(asked: &Asked, at: ExprRef) -> AccessPath {
    let package = asked.package;
    let mut path = package.path_of(at);
    if let Some(locks) = package.member(&package.type_of(at), name("Lock")) {
        path.steps
            .extend(locks.through.into_iter().map(Step::Field));
    }
    path
}

pub(super) fn held_at_return(asked: &Asked) -> Answer {
    let (Some(at), Some(func)) = (asked.expr(0), asked.func_around(0)) else {
        return Answer::Unknown;
    };
    let lock = lock_of(asked, at);
    let flow = asked.package.flow(func);
    let is_given_back = flow.events.iter().any(|event| {
        matches!(&event.kind, EventKind::Lock { path, op: LockOp::Release(_), mode: CallMode::Deferred } if *path == lock)
    });
    if is_given_back {
        return Answer::Truth(false);
    }
    let mut exits = flow.blocks.iter().filter(|block| block.is_exit);
    Answer::Truth(exits.any(|exit| exit.held.mode_of(&lock).is_some()))
}

pub(super) fn unguarded(asked: &Asked) -> Answer {
    let Some(symbol) = asked.symbol(0) else {
        return Answer::Unknown;
    };
    let whole = extent(asked.found);
    let accesses = &asked.package.accesses_of(symbol).all;
    let here: Vec<_> = accesses
        .iter()
        .filter(|access| access.func.decl == asked.found.decl && whole.contains(access.range))
        .collect();
    if here.is_empty() {
        return Answer::Unknown;
    }
    let is_bare = here
        .iter()
        .all(|access| asked.package.held_at(access.func, access.event).is_empty());
    Answer::Truth(is_bare)
}
