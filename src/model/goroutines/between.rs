//! Functions that are started apart from each other: handlers, methods, whoever calls the package.

use super::declared::DeclarationKind;
use super::entries::{Entry, EntryKind};
use super::evidence::Certainty;
use super::joins::Joins;
use super::objects::Shared;
use super::subject::Way;
use crate::model::Package;

impl Package<'_> {
    /// How sure it is that two ways run at once which come from functions that others start: handlers, methods, whoever
    /// calls the package; `None` where nothing says so, or they are ordered.
    pub(super) fn between_entries(&self, a: &Way, b: &Way) -> Option<Certainty> {
        let (top_a, top_b) = (a.top(), b.top());
        let (spawned_a, spawned_b) = (a.is_spawned_within(top_a), b.is_spawned_within(top_b));
        let certainty = self.certainty_between(a, b)?;
        let (shared_a, shared_b) = (self.shared_at_entry(a), self.shared_at_entry(b));
        let is_new_to_both = self.makes_object(a) && self.makes_object(b);
        if shared_a.is_none() || shared_a != shared_b || is_new_to_both {
            return None;
        }
        let (joins_a, joins_b) = (Joins::of(self, a, top_a), Joins::of(self, b, top_b));
        let runs_on = |way: &Way, joins: &Joins| {
            self.is_subtest(way, way.top()) == Some(false) && self.outlives_all(way, joins)
        };
        if spawned_a && !runs_on(a, &joins_a) || spawned_b && !runs_on(b, &joins_b) {
            return None;
        }
        let is_ordered = joins_a.order(b, top_b + 1)
            || joins_b.order(a, top_a + 1)
            || self.are_once(a, top_a + 1, b, top_b + 1);
        (!is_ordered).then_some(certainty)
    }

    fn shared_at_entry<'w>(&self, way: &'w Way) -> Option<&'w Shared> {
        let shared = way.trail.shared.get_or_init(|| {
            let top = way.top();
            let spawns = way.is_spawned_within(top);
            let path = way.path(top)?;
            self.shared_by(path, way.trail.is_content, way.step(top).func, spawns)
                .map(Box::new)
        });
        shared.as_deref()
    }

    /// Whether the entry makes the object, another one each time.
    fn makes_object(&self, way: &Way) -> bool {
        let top = way.top();
        way.path(top)
            .is_some_and(|path| self.is_own_variable(path, way.step(top).func))
    }

    /// How sure it is that what two functions start can run at once; `None` where nothing says that it can.
    fn certainty_between(&self, a: &Way, b: &Way) -> Option<Certainty> {
        use EntryKind::{Declared, Handler, Outside, ParallelTest, Program, Test, Unknown};
        let (spawned_a, spawned_b) = (a.is_spawned_within(a.top()), b.is_spawned_within(b.top()));
        let (one, other) = (a.trail.chain.entry, b.trail.chain.entry);
        let many = match (one.kind, other.kind) {
            (Handler(_), Handler(_)) => Some(Certainty::Certain),
            (ParallelTest, ParallelTest) if one.func != other.func => {
                let is_behind = |way: &Way| self.is_behind_parallel(&way.step(way.top()));
                (is_behind(a) && is_behind(b)).then_some(Certainty::Certain)
            }
            (Declared(declaration), Declared(there)) if declaration.ty == there.ty => {
                // What only a comment says of all methods is not meant of those that start it.
                let is_start = declaration.kind == DeclarationKind::Doc
                    && one.func == other.func
                    && (spawned_a || spawned_b);
                match declaration.kind.is_certain() {
                    true => (!is_start).then_some(Certainty::Certain),
                    // Nobody starts such an object's goroutines twice.
                    false => (!spawned_a && !spawned_b).then_some(Certainty::Implied),
                }
            }
            (Handler(_), Declared(declaration)) | (Declared(declaration), Handler(_)) => {
                Some(match declaration.kind.is_certain() {
                    true => Certainty::Certain,
                    false => Certainty::Open,
                })
            }
            (Handler(_), Outside) | (Outside, Handler(_)) => Some(Certainty::Open),
            _ => None,
        };
        // Nobody starts the goroutines of one object twice.
        let start = |way: &Way| way.spawn_level(way.top()).map(|level| way.step(level));
        let is_same_start = spawned_a && start(a) == start(b);
        if is_same_start || one.func == other.func {
            return many;
        }
        let beside = |is_spawned: bool, spawner: Entry, other: EntryKind| {
            let is_run = match spawner.kind {
                Program | Test => true,
                Unknown => !self.test_calls_of(spawner.func).is_empty(),
                kind => kind.is_open(),
            };
            let is_used = is_spawned && is_run;
            match other {
                Handler(_) if is_used => Some(Certainty::Certain),
                _ if is_used && other.is_open() && spawner.kind.is_open() => Some(Certainty::Open),
                _ => None,
            }
        };
        let spawned = beside(spawned_a, one, other.kind).max(beside(spawned_b, other, one.kind));
        many.max(spawned)
    }
}
