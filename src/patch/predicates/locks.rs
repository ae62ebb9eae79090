//! Questions about locks.

use super::Answer;
use super::ask::Asked;
use crate::model::flow::{CallMode, EventKind};
use crate::model::locks::LockOp;
use crate::patch::sites::extent;

pub(super) fn held(asked: &Asked) -> Answer {
    let (Some(at), Some(func)) = (asked.expr(0), asked.func_around(0)) else {
        return Answer::Unknown;
    };
    let lock = asked.package.path_of(at);
    let whole = extent(asked.found);
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

pub(super) fn held_at_return(asked: &Asked) -> Answer {
    let (Some(at), Some(func)) = (asked.expr(0), asked.func_around(0)) else {
        return Answer::Unknown;
    };
    let lock = asked.package.path_of(at);
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
