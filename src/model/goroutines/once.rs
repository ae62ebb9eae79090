//! `sync.Once`: what it runs is over when any of its `Do` returns.

use super::subject::Way;
use crate::model::flow::{CallMode, Callee, Event, EventKind};
use crate::model::{ExprRef, FuncId, Package, SymbolId};
use crate::syntax::ast::ExprKind;

impl Package<'_> {
    /// Whether two ways, on these innermost levels, both lead through `Do` of one `sync.Once`: inside it, or behind it.
    pub(super) fn are_once(&self, a: &Way, levels_a: usize, b: &Way, levels_b: usize) -> bool {
        let inside = |way: &Way, levels: usize| -> Vec<SymbolId> {
            let steps = way.steps().take(levels + 1);
            let calls = steps.filter_map(|step| step.call);
            calls.filter_map(|call| self.once_of(call)).collect()
        };
        let (in_a, in_b) = (inside(a, levels_a), inside(b, levels_b));
        let covers = |known: &[SymbolId], others: &[SymbolId], way: &Way, levels: usize| {
            known
                .iter()
                .any(|once| others.contains(once) || self.is_behind_once(*once, way, levels))
        };
        covers(&in_a, &in_b, b, levels_b) || covers(&in_b, &in_a, a, levels_a)
    }

    /// The variable or field of a `once.Do(…)`.
    fn once_of(&self, call: ExprRef) -> Option<SymbolId> {
        if !self.is_once_do(call) {
            return None;
        }
        let here = |expr| ExprRef {
            decl: call.decl,
            expr,
        };
        let ExprKind::Call { callee, .. } = &self.expr(call).kind else {
            return None;
        };
        let ExprKind::Selector { operand, .. } = &self.expr(here(*callee)).kind else {
            return None;
        };
        self.path_of(here(*operand)).target()
    }

    fn is_behind_once(&self, once: SymbolId, way: &Way, levels: usize) -> bool {
        way.steps().take(levels + 1).any(|step| {
            let is_do = |event: &Event| self.does_once(once, step.func, event, true);
            let flow = self.flow(step.func);
            flow.events.iter().any(is_do) && !flow.is_reached(step.event, |_, event| is_do(event))
        })
    }

    /// Whether an event is `once.Do(…)` or, if that is asked for, a call of a function of the package that does that.
    fn does_once(&self, once: SymbolId, func: FuncId, event: &Event, in_callees: bool) -> bool {
        let EventKind::Call {
            call, callee, mode, ..
        } = event.kind
        else {
            return false;
        };
        let call = ExprRef {
            decl: func.decl,
            expr: call,
        };
        let is_in_callee = |callee: FuncId| {
            let mut events = self.flow(callee).events.iter();
            events.any(|event| self.does_once(once, callee, event, false))
        };
        self.once_of(call) == Some(once)
            || matches!(callee, Callee::Func(callee) if in_callees
                && mode == CallMode::Now
                && callee.decl.dir == func.decl.dir
                && is_in_callee(callee))
    }
}
