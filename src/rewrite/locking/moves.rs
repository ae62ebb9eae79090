//! A stretch that is under the lock already made longer: the `Lock` moves up, or the `Unlock` down.

use super::lines::Lines;
use super::regions::common_list;
use super::site::Site;
use super::units::HandsOut;
use super::{Held, Shape};
use crate::finding::Safety;
use crate::model::flow::{CallMode, EventKind};
use crate::model::locks::{LockOp, Mode};
use crate::source::Range;
use crate::syntax::ast::*;

/// A stretch grows over so many statements at most.
const MOST_STATEMENTS: usize = 4;

/// Takes accesses that stand directly before a `Lock`, or directly behind an `Unlock`, into the stretch.
pub(super) fn widen(site: &Site) -> Option<Held> {
    let (list, first, last) = common_list(site, &site.events)?;
    move_up(site, &list, first, last).or_else(|| move_down(site, &list, first, last))
}

fn move_up(site: &Site, list: &[StmtId], first: usize, last: usize) -> Option<Held> {
    let position = (last + 1..list.len().min(last + MOST_STATEMENTS))
        .find(|&position| acquires(site, list[position]))?;
    let passed = Range::new(
        site.stmt(list[first]).range.start,
        site.stmt(list[position - 1]).range.end,
    );
    if position - first > MOST_STATEMENTS || !may_pass(site, passed) {
        return None;
    }
    let lock = list[position];
    let next = list
        .get(position + 1)
        .copied()
        .filter(|&next| releases(site, next, CallMode::Deferred));
    let text = |stmt: StmtId| site.text(site.stmt(stmt).range).to_string();
    let mut moved = vec![text(lock)];
    moved.extend(next.map(text));
    let mut lines = Lines::new(site.package, site.func.decl);
    lines.before(list[first], &moved)?;
    lines.remove_all(lock, next.unwrap_or(lock))?;
    Some(held(site, lines, position - first))
}

fn move_down(site: &Site, list: &[StmtId], first: usize, last: usize) -> Option<Held> {
    let position = (first.saturating_sub(MOST_STATEMENTS)..first)
        .rev()
        .find(|&position| releases(site, list[position], CallMode::Now))?;
    let passed = Range::new(
        site.stmt(list[position + 1]).range.start,
        site.stmt(list[last]).range.end,
    );
    let unlock = list[position];
    if last - position > MOST_STATEMENTS || !may_pass(site, passed) || !is_held_before(site, unlock)
    {
        return None;
    }
    let mut lines = Lines::new(site.package, site.func.decl);
    lines.remove(unlock)?;
    lines.after(
        list[last],
        &[site.text(site.stmt(unlock).range).to_string()],
    )?;
    Some(held(site, lines, last - position))
}

fn held(site: &Site, lines: Lines, passed: usize) -> Held {
    Held {
        edits: lines.into_edits(site.package, site.func.decl),
        safety: if passed == 1 {
            Safety::Safe
        } else {
            Safety::Unsafe
        },
        shape: Shape::Moved,
        imports: Vec::new(),
    }
}

fn may_pass(site: &Site, range: Range) -> bool {
    let keeps = site
        .events
        .iter()
        .filter(|&&event| range.contains(site.event(event).range))
        .all(|&event| {
            site.unit(event).is_some_and(|unit| match unit.hands_out {
                HandsOut::Copy => !site.is_lock_inside(unit.expr),
                // What the copied header is used for comes under the lock as well, or is judged by itself.
                HandsOut::Range => true,
                HandsOut::Content | HandsOut::Address => false,
            })
        });
    keeps
        && site.is_harmless(range)
        && !site.may_leave(range)
        && site.is_known_at(range)
        && site.lines_of(range) <= super::site::MOST_LINES
}

/// Whether the mode of an existing stretch serves the accesses.
fn serves(site: &Site, mode: Mode) -> bool {
    mode == Mode::Write || site.lock.mode == Mode::Read
}

pub(super) fn acquires(site: &Site, stmt: StmtId) -> bool {
    is_lock_statement(
        site,
        stmt,
        CallMode::Now,
        |op| matches!(op, LockOp::Acquire(mode) if serves(site, mode)),
    )
}

pub(super) fn releases(site: &Site, stmt: StmtId, when: CallMode) -> bool {
    is_lock_statement(
        site,
        stmt,
        when,
        |op| matches!(op, LockOp::Release(mode) if when == CallMode::Deferred || serves(site, mode)),
    )
}

fn is_lock_statement(
    site: &Site,
    stmt: StmtId,
    when: CallMode,
    wanted: impl Fn(LockOp) -> bool,
) -> bool {
    let Some(lock) = site.lock.path else {
        return false;
    };
    let is_plain = matches!(site.stmt(stmt).kind, StmtKind::Expr(_) | StmtKind::Defer(_));
    is_plain
        && site.flow.events.iter().any(|event| {
            event.stmt == stmt
                && matches!(&event.kind, EventKind::Lock { path, op, mode } if path == lock && *mode == when && wanted(*op))
        })
}

pub(super) fn is_held_before(site: &Site, unlock: StmtId) -> bool {
    let Some(lock) = site.lock.path else {
        return false;
    };
    site.flow
        .events
        .iter()
        .any(|event| event.stmt == unlock && event.held.mode_of(lock).is_some())
}
