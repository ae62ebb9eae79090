//! Goroutines that run on when the functions that started them have returned.

use super::joins::Joins;
use super::subject::{Step, Way};
use crate::model::Package;
use crate::model::flow::{AccessKind, CallMode, EventKind};

impl Package<'_> {
    /// Whether the goroutine runs on when the functions below `level` that lead to its start have returned.
    pub(super) fn outlives(&self, way: &Way, level: usize, joins: &Joins) -> bool {
        way.spawn_level(level).is_some_and(|spawn| {
            let mut inner = (spawn..level).map(|level| way.step(level));
            inner.all(|step| step.mode == CallMode::Deferred || self.is_outlived(&step, joins))
        })
    }

    pub(super) fn outlives_all(&self, way: &Way, joins: &Joins) -> bool {
        let top = way.top();
        self.outlives(way, top, joins) && self.is_outlived(&way.step(top), joins)
    }

    /// Whether a function ends after a step without waiting for the goroutine. Where it waits on one of its ways, those
    /// that fail are left out: what the caller does then is not what the goroutine is for.
    fn is_outlived(&self, step: &Step, joins: &Joins) -> bool {
        let ends = joins.joins_in(step.func);
        let flow = self.flow(step.func);
        !joins.joins_at_end(step.func)
            && flow.ends_after(step.event, |index, _| ends.contains(&index))
            && !ends.iter().any(|&end| {
                matches!(flow.events[end].kind, EventKind::Call { .. })
                    && flow.leads_to(step.event, end)
            })
    }

    /// The event from which on a function has the goroutine's object: where it assigns what the call returned.
    pub(super) fn start_of(&self, way: &Way, level: usize) -> Option<usize> {
        let step = way.step(level);
        if !way.trail.is_result[level] {
            return Some(step.event);
        }
        let flow = self.flow(step.func);
        let stmt = flow.events[step.event].stmt;
        let path = way.path(level)?;
        let behind = step.event..flow.events.len();
        behind.into_iter().find(|&index| {
            let event = &flow.events[index];
            event.stmt == stmt
                && matches!(&event.kind, EventKind::Access { path: target, kind: AccessKind::Write }
                    if path.begins_with(target))
        })
    }

    /// Whether the step at a level hands a function to a server, which runs it again and again.
    pub(super) fn is_handler_step(&self, way: &Way, level: usize) -> bool {
        level
            .checked_sub(1)
            .and_then(|call| way.trail.chain.calls.get(call))
            .is_some_and(|site| self.spawns_often(site, way.step(level - 1).func))
    }
}
