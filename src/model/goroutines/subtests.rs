//! Subtests that run in parallel: all at once, when the test that starts them has come to its end.

use super::subject::{Step, Way};
use crate::model::Package;
use crate::model::flow::{CallMode, Event, EventKind};

impl Package<'_> {
    /// Whether the goroutine is a parallel subtest, started by the function at `level`. `None` where it is one that waits
    /// for its turn still, or that was started further in and is over.
    pub(super) fn is_subtest(&self, way: &Way, level: usize) -> Option<bool> {
        let is_subtest = |at: usize| {
            let call = way.step(at).call;
            way.step(at).mode == CallMode::Spawned
                && call.is_some_and(|call| self.is_parallel_subtest(call))
        };
        if (1..level).any(is_subtest) {
            return None;
        }
        if level == 0 || !is_subtest(level) {
            return Some(false);
        }
        self.is_behind_parallel(&way.step(level - 1))
            .then_some(true)
    }

    /// Whether a step of a test comes after its `t.Parallel()`.
    pub(super) fn is_behind_parallel(&self, step: &Step) -> bool {
        let is_parallel = |event: &Event| {
            matches!(event.kind, EventKind::Call { call, .. }
                if self.called_name(step.func, call).as_deref() == Some("Parallel"))
        };
        let flow = self.flow(step.func);
        !flow.is_reached(step.event, |_, event| is_parallel(event))
    }
}
