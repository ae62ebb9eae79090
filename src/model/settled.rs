//! Variables that are set once, by a function that everybody calls before using them.

use super::accesses::VariableAccess;
use super::flow::{CallMode, Callee, EventKind};
use super::package::Package;
use super::structure::Condition;
use super::symbol::*;

/// So many calls are followed, up to callers and down to callees.
const DEPTH: u32 = 4;

impl Package<'_> {
    /// Whether a read comes, on every way to it, behind a call of the one function that sets the variable, and sets it
    /// only if it is not set yet: that function's lock then orders the two.
    ///
    /// ```go
    /// t.resolve() // locks, and sets t.index the first time
    /// return t.index
    /// ```
    pub fn is_settled(&self, variable: SymbolId, read: &VariableAccess) -> bool {
        if read.writes() {
            return false;
        }
        let Some(setter) = self.only_setter(variable) else {
            return false;
        };
        setter != read.func && self.comes_behind(read.func, read.event, setter, DEPTH)
    }

    /// The only function that writes a variable once its object is in use, under a lock and under a condition.
    fn only_setter(&self, variable: SymbolId) -> Option<FuncId> {
        let mut setter = None;
        for access in &self.accesses_of(variable).all {
            if !access.writes()
                || self.file_of(access.func.decl).is_test
                || self.is_owned(access.func, access.event, &access.path)
                || self.makes_object_of(access.func, &access.path)
            {
                continue;
            }
            let stmt = self.flow(access.func).events[access.event].stmt;
            let mut conditions = self.conditions_of(access.func.decl, stmt).into_iter();
            let is_once = conditions.any(|condition| {
                matches!(condition, Condition::If { .. } | Condition::Passed { .. })
            });
            let is_locked = !self.held_at(access.func, access.event).is_empty();
            if !is_once || !is_locked || setter.is_some_and(|setter| setter != access.func) {
                return None;
            }
            setter = Some(access.func);
        }
        setter
    }

    /// Whether every way to an event leads over a call of a function.
    fn comes_behind(&self, func: FuncId, event: usize, setter: FuncId, depth: u32) -> bool {
        let flow = self.flow(func);
        let calls = flow.events[..].iter().enumerate().filter(|(_, event)| {
            matches!(
                event.kind,
                EventKind::Call {
                    mode: CallMode::Now,
                    ..
                }
            )
        });
        let mut calls = calls.filter_map(|(number, event)| match event.kind {
            EventKind::Call {
                callee: Callee::Func(callee),
                ..
            } if self.always_calls(callee, setter, depth) => Some(number),
            _ => None,
        });
        if calls.any(|call| call != event && !flow.is_reached(event, |number, _| number == call)) {
            return true;
        }
        depth > 0
            && !self.is_open_to_others(func)
            && self.is_only_called(func, |site| {
                site.mode == CallMode::Now
                    && self.comes_behind(site.caller, site.event, setter, depth - 1)
            })
    }

    /// Whether a function calls another one, or is it, whenever it runs.
    fn always_calls(&self, func: FuncId, setter: FuncId, depth: u32) -> bool {
        if func == setter {
            return true;
        }
        if depth == 0 || func.decl.dir != setter.decl.dir {
            return false;
        }
        let calls = |event: &super::flow::Event| {
            matches!(event.kind, EventKind::Call { callee: Callee::Func(callee), mode: CallMode::Now, .. }
                if callee == setter)
        };
        let flow = self.flow(func);
        flow.events.iter().any(calls) && !flow.ends_without(|_, event| calls(event))
    }
}
