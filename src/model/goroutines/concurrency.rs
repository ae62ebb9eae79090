//! Whether two accesses of one object can happen at once.

use super::evidence::{Certainty, Concurrency, Origin};
use super::joins::Joins;
use super::subject::Way;
use crate::model::accesses::VariableAccess;
use crate::model::flow::{CallMode, Event};
use crate::model::{FuncId, Package};

/// How many pairs of ways are compared for two accesses.
const MOST_PAIRS: usize = 600;

/// What a pair of ways says.
enum Verdict {
    Concurrent(Meeting),
    /// They meet in one function, which orders them.
    Ordered,
    /// They have nothing to do with each other.
    Apart,
}

/// How two ways come to be gone at once.
#[derive(Clone, Copy)]
struct Meeting {
    certainty: Certainty,
    /// From which level of each way on they are on goroutines of their own.
    levels: (usize, usize),
    is_repeated: bool,
}

impl Package<'_> {
    /// The evidence that two accesses of a variable can happen at once, on one object and with no order between them;
    /// `None` where anything of that is unknown. Locks do not count as order, and `a` and `b` can be the same access, which
    /// then races with itself.
    ///
    /// ```go
    /// go s.run()  // reads s.n
    /// s.n = 1     // at once
    /// <-s.done    // closed by run
    /// s.n = 2     // after
    /// ```
    pub fn concurrency(&self, a: &VariableAccess, b: &VariableAccess) -> Option<Concurrency> {
        let first = self.ways_of(a);
        let second = self.ways_of(b);
        self.concurrency_of_ways(&first, &second)
    }

    /// The evidence that a function can run on two goroutines at once, on whatever objects.
    pub fn runs_concurrently(&self, func: FuncId) -> Option<Concurrency> {
        if self.flow(func).events.is_empty() {
            return None;
        }
        let ways = self.ways_to(func, 0, &self.path_of_nothing(func), false);
        self.concurrency_of_ways(&ways, &ways)
    }

    fn concurrency_of_ways(&self, first: &[Way], second: &[Way]) -> Option<Concurrency> {
        let pairs = first
            .iter()
            .flat_map(|a| second.iter().map(move |b| (a, b)));
        let evidence = |a: &Way, b: &Way, found: Meeting| {
            let (at_a, at_b) = found.levels;
            self.evidence(found.certainty, (a, at_a), (b, at_b), found.is_repeated)
        };
        // Functions that meet and are ordered there say how they are used: who else calls them is a guess then.
        let mut ordered: Vec<(&Way, &Way)> = Vec::new();
        let mut guesses: Vec<(&Way, &Way, Meeting)> = Vec::new();
        for (a, b) in pairs.take(MOST_PAIRS) {
            match self.verdict(a, b) {
                Verdict::Concurrent(found) if found.certainty == Certainty::Certain => {
                    return Some(evidence(a, b, found));
                }
                Verdict::Concurrent(found) => guesses.push((a, b, found)),
                Verdict::Ordered => ordered.push((a, b)),
                Verdict::Apart => {}
            }
        }
        let mut best: Option<((Certainty, bool), &Way, &Way, Meeting)> = None;
        for (a, b, found) in guesses {
            let is_ordered = ordered
                .iter()
                .any(|(other_a, other_b)| std::ptr::eq(*other_a, a) || std::ptr::eq(*other_b, b));
            // The first that is made on a goroutine in sight says more.
            let origin = self.origin_of(a, found.levels.0, found.is_repeated);
            let rank = (found.certainty, matches!(origin, Origin::Spawned { .. }));
            let is_better = best.is_none_or(|(known, ..)| known < rank);
            if is_better && (!is_ordered || found.certainty == Certainty::Implied) {
                best = Some((rank, a, b, found));
            }
        }
        best.map(|(_, a, b, found)| evidence(a, b, found))
    }

    fn verdict(&self, a: &Way, b: &Way) -> Verdict {
        let common = common_steps(a, b);
        let mut is_ordered = false;
        // Where the ways part, within one run of the function that both go through.
        if common <= a.top() && common <= b.top() {
            let (at_a, at_b) = (a.top() - common, b.top() - common);
            if a.step(at_a).func == b.step(at_b).func {
                match self.part(a, at_a, b, at_b) {
                    Verdict::Apart => {}
                    Verdict::Ordered => is_ordered = true,
                    found @ Verdict::Concurrent(_) => return found,
                }
            } else if common == 0 {
                return self
                    .at_entries(a, b)
                    .map_or(Verdict::Apart, Verdict::Concurrent);
            }
        }
        // Further out, in two runs of what is common to both.
        for outer in (0..common).rev() {
            let (at_a, at_b) = (a.top() - outer, b.top() - outer);
            if let Some(found) = self.between_runs(a, at_a, b, at_b) {
                return Verdict::Concurrent(found);
            }
        }
        if a.trail.chain.entry == b.trail.chain.entry
            && let Some(found) = self.at_entries(a, b)
        {
            return Verdict::Concurrent(found);
        }
        match is_ordered {
            true => Verdict::Ordered,
            false => Verdict::Apart,
        }
    }

    /// Two ways that come from functions which others start.
    fn at_entries(&self, a: &Way, b: &Way) -> Option<Meeting> {
        let certainty = self.between_entries(a, b)?;
        Some(Meeting {
            certainty,
            levels: (a.top(), b.top()),
            is_repeated: false,
        })
    }

    /// Two ways that part in a function, at different events.
    fn part(&self, a: &Way, at_a: usize, b: &Way, at_b: usize) -> Verdict {
        if !is_same_object(a, at_a, b, at_b) {
            return Verdict::Apart;
        }
        let is_spawned = |way: &Way, at: usize| way.is_spawned_within(at);
        let found = match (is_spawned(a, at_a), is_spawned(b, at_b)) {
            (false, false) => return Verdict::Apart,
            (true, false) => self.goes_on_beside(a, at_a, b, at_b),
            (false, true) => self.goes_on_beside(b, at_b, a, at_a),
            (true, true) => {
                self.goes_on_beside(a, at_a, b, at_b) || self.goes_on_beside(b, at_b, a, at_a)
            }
        };
        if !found {
            return Verdict::Ordered;
        }
        Verdict::Concurrent(Meeting {
            certainty: Certainty::Certain,
            levels: (at_a, at_b),
            is_repeated: false,
        })
    }

    /// Whether the goroutine of `spawned` can still run when the function, in the same run, comes to the step of `other`.
    fn goes_on_beside(&self, spawned: &Way, at: usize, other: &Way, other_at: usize) -> bool {
        let joins = Joins::of(self, spawned, at);
        let (step, other_step) = (spawned.step(at), other.step(other_at));
        let is_subtest = self.is_subtest(spawned, at);
        if is_subtest != self.is_subtest(other, other_at) || is_subtest.is_none() {
            return false;
        }
        let is_subtest = is_subtest == Some(true);
        let is_handler = self.is_handler_step(spawned, at);
        if is_handler && !other.is_spawned_within(other_at) {
            // When the server starts is not known.
            return false;
        }
        if step.mode == CallMode::Deferred || !is_subtest && !self.outlives(spawned, at, &joins) {
            return false;
        }
        // What a call returns is new: nobody can have had it before.
        let Some(start) = self.start_of(spawned, at) else {
            return false;
        };
        if other.trail.is_result[other_at] {
            return false;
        }
        let flow = self.flow(step.func);
        let renewal = self.renewal(spawned, at);
        let path = spawned.path(at);
        let ends = match is_subtest {
            true => Vec::new(),
            false => joins.joins_in(step.func),
        };
        let stops =
            |index: usize, event: &Event| ends.contains(&index) || renewal.renews(event, path);
        // The other access may be what makes the variable anew.
        if other_at == 0 && renewal.renews(&flow.events[other_step.event], path) {
            return false;
        }
        let goes_on = if other_step.mode == CallMode::Deferred {
            !joins.joins_at_end(step.func) && flow.ends_after(start, stops)
        } else {
            flow.goes_on_to(start, other_step.event, stops)
        };
        goes_on
            && !joins.order(other, other_at)
            && !Joins::of(self, other, other_at).order(spawned, at)
            && !self.are_once(spawned, at, other, other_at)
    }

    /// Two ways that share the step at these levels: in two runs of it, one after the other.
    fn between_runs(&self, a: &Way, at_a: usize, b: &Way, at_b: usize) -> Option<Meeting> {
        if !is_same_object(a, at_a, b, at_b) {
            return None;
        }
        let runs_on = |spawned: &Way, at: usize, other: &Way, other_at: usize| {
            spawned.is_spawned_within(at) && self.runs_again(spawned, at, other, other_at)
        };
        let found = runs_on(a, at_a, b, at_b) || runs_on(b, at_b, a, at_a);
        found.then_some(Meeting {
            certainty: Certainty::Certain,
            levels: (at_a, at_b),
            is_repeated: true,
        })
    }

    fn runs_again(&self, spawned: &Way, at: usize, other: &Way, other_at: usize) -> bool {
        let step = spawned.step(at);
        let joins = Joins::of(self, spawned, at);
        let is_subtest = self.is_subtest(spawned, at);
        if is_subtest.is_none() {
            return false;
        }
        let is_subtest = is_subtest == Some(true);
        if step.mode == CallMode::Deferred || !is_subtest && !self.outlives(spawned, at, &joins) {
            return false;
        }
        let renewal = self.renewal(spawned, at);
        let path = spawned.path(at);
        let flow = self.flow(step.func);
        let ends = match is_subtest {
            true => Vec::new(),
            false => joins.joins_in(step.func),
        };
        let is_repeated = self.is_handler_step(spawned, at)
            || step.call.is_some_and(|call| self.runs_each(call))
            || renewal.is_shared_by_iterations(self, step.func, step.event)
                && flow.goes_on_to(step.event, step.event, |index, event| {
                    ends.contains(&index) || renewal.renews(event, path)
                })
            || path.is_some_and(|path| !path.steps.is_empty())
                && renewal.same_elements(self, step.func).is_some_and(|same| {
                    flow.goes_on_to(step.event, same.begins, |index, _| ends.contains(&index))
                });
        is_repeated
            && !joins.order(other, other_at)
            && !Joins::of(self, other, other_at).order(spawned, at)
            && !self.are_once(spawned, at, other, other_at)
    }
}

/// How many of the outermost steps two ways have in common.
fn common_steps(a: &Way, b: &Way) -> usize {
    if a.trail.chain.entry != b.trail.chain.entry {
        return 0;
    }
    let pairs = a.steps().rev().zip(b.steps().rev());
    pairs.take_while(|(one, other)| one == other).count()
}

/// Whether two ways reach one object in one run of the function at these levels.
fn is_same_object(a: &Way, at_a: usize, b: &Way, at_b: usize) -> bool {
    match (a.path(at_a), b.path(at_b)) {
        (Some(one), Some(other)) => one == other && !one.has_element(),
        _ => false,
    }
}
