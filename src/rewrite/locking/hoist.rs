//! A check that stands before the `Lock` for what it asks about comes under that lock: check and use are one step then.

use super::moves::{acquires, is_held_before, releases};
use super::regions::Rewrite;
use super::site::Site;
use super::units::HandsOut;
use crate::model::flow::{CallMode, EventKind};
use crate::model::locks::{LockOp, Mode};
use crate::source::Range;
use crate::syntax::ast::*;

/// Whether a check came under the lock; `None` where it was begun and cannot be ended.
///
/// ```go
/// if s.all == nil {      // the lock before it,
///     return             // and given back here
/// }
/// s.mu.Lock()
/// ```
pub(super) fn hoist(
    rewrite: &mut Rewrite,
    site: &Site,
    list: &[StmtId],
    position: usize,
) -> Option<bool> {
    let Some(then) = list.get(position).and_then(|&stmt| body_of(site, stmt)) else {
        return Some(false);
    };
    let next = list.get(position + 1).copied();
    if let Some(lock) = next.filter(|&next| acquires(site, next)) {
        let deferred = list.get(position + 2).copied();
        let deferred = deferred.filter(|&next| releases(site, next, CallMode::Deferred));
        return over(rewrite, site, list[position], then, lock, deferred);
    }
    around(rewrite, site, list[position], then)
}

/// The statements that depend on a check of what the lock guards, where the check is all that accesses it.
fn body_of<'a>(site: &Site<'a, '_>, stmt: StmtId) -> Option<&'a [StmtId]> {
    let StmtKind::If {
        init: None,
        condition,
        then,
        otherwise: None,
    } = site.stmt(stmt).kind
    else {
        return None;
    };
    let asked = site.ast.expr(condition).range;
    let whole = site.stmt(stmt).range;
    let is_asked = |&event: &usize| {
        let range = site.event(event).range;
        !whole.contains(range)
            || asked.contains(range)
                && site.unit(event).is_some_and(|unit| {
                    unit.hands_out == HandsOut::Copy && !site.is_lock_inside(unit.expr)
                })
    };
    let StmtKind::Block(list) = &site.stmt(then).kind else {
        return None;
    };
    let begin = Range::new(whole.start, whole.start);
    (site.events.iter().all(is_asked) && site.is_harmless(asked) && site.is_known_at(begin))
        .then_some(list)
}

/// The check leaves, and the lock comes behind it.
fn over(
    rewrite: &mut Rewrite,
    site: &Site,
    check: StmtId,
    then: &[StmtId],
    lock: StmtId,
    deferred: Option<StmtId>,
) -> Option<bool> {
    let (Some(&first), Some(&last)) = (then.first(), then.last()) else {
        return Some(false);
    };
    let leaves = matches!(
        site.stmt(last).kind,
        StmtKind::Return(_)
            | StmtKind::Branch {
                kind: BranchKind::Break | BranchKind::Continue,
                ..
            }
    );
    let inner = Range::new(site.stmt(first).range.start, site.stmt(last).range.start);
    let whole = Range::new(inner.start, site.stmt(last).range.end);
    // What the function defers runs under a lock that it holds to its end.
    let fits = match deferred {
        Some(_) => site.is_harmless(whole),
        None => true,
    };
    if !leaves || site.may_leave(inner) || !fits {
        return Some(false);
    }
    let text = |stmt: StmtId| site.text(site.stmt(stmt).range).to_string();
    let mut moved = vec![text(lock)];
    moved.extend(deferred.map(text));
    if deferred.is_none() {
        let Some(release) = release_of(site, lock) else {
            return Some(false);
        };
        rewrite.lines.before(first, &[release])?;
        rewrite.lines.open_end(last)?;
    }
    rewrite.lines.before(check, &moved)?;
    rewrite.lines.remove_all(lock, deferred.unwrap_or(lock))?;
    Some(true)
}

/// All that depends on the check is under the lock, and only the check is not.
fn around(rewrite: &mut Rewrite, site: &Site, check: StmtId, then: &[StmtId]) -> Option<bool> {
    let [lock, inner @ .., unlock] = then else {
        return Some(false);
    };
    let (Some(&first), Some(&last)) = (inner.first(), inner.last()) else {
        return Some(false);
    };
    let range = Range::new(site.stmt(first).range.start, site.stmt(last).range.end);
    let is_lock = |event: &usize| {
        matches!(&site.event(*event).kind, EventKind::Lock { path, .. }
            if Some(path.target()) == site.lock.path.map(|lock| lock.target()))
    };
    let locks_inside = (0..site.flow.events.len())
        .filter(|event| range.contains(site.event(*event).range))
        .any(|event| is_lock(&event));
    if !acquires(site, *lock)
        || !releases(site, *unlock, CallMode::Now)
        || !is_held_before(site, *unlock)
        || locks_inside
        || site.may_leave(range)
    {
        return Some(false);
    }
    let text = |stmt: StmtId| site.text(site.stmt(stmt).range).to_string();
    rewrite.lines.before(check, &[text(*lock)])?;
    rewrite.lines.remove(*lock)?;
    rewrite.lines.remove(*unlock)?;
    rewrite.lines.after(check, &[text(*unlock)])?;
    Some(true)
}

/// What undoes a statement that takes the lock.
fn release_of(site: &Site, lock: StmtId) -> Option<String> {
    let mode = site.flow.events.iter().find_map(|event| match event.kind {
        EventKind::Lock {
            op: LockOp::Acquire(mode),
            ..
        } if event.stmt == lock => Some(mode),
        _ => None,
    })?;
    let method = match mode {
        Mode::Read => "RUnlock",
        Mode::Write => "Unlock",
    };
    Some(format!("{}.{method}()", site.lock.text))
}
