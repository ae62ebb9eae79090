//! Accesses that one goroutine may hand over to another: it sends, closes or says that it is done, and the other waits for
//! that.

use super::apart::Surroundings;
use super::words::{By, Direction, Word};
use crate::model::accesses::VariableAccess;
use crate::model::flow::CallMode;
use crate::model::package::Package;
use crate::model::symbol::*;
use crate::model::types::Type;
use crate::model::uses::CallSite;

impl Package<'_> {
    /// Whether one access may come before the other because its goroutine says so afterwards, and the other's waits first.
    pub(super) fn is_perhaps_handed_over(
        &self,
        around: &Surroundings,
        one: &VariableAccess,
        other: &VariableAccess,
    ) -> bool {
        let is_same = one.func == other.func && one.event == other.event;
        let hands_over = |one, other| self.hands_over(around, one, other);
        !is_same && (hands_over(one, other) || hands_over(other, one))
    }

    /// Whether an access's own function waits, right before it, for what the other's goroutine says; or says itself, right
    /// after it, what the other's waits for.
    pub(super) fn is_handed_over_by(
        &self,
        around: &Surroundings,
        own: &VariableAccess,
        other: &VariableAccess,
    ) -> bool {
        let waited = self.own_words(own, Direction::Before);
        let said = self.own_words(own, Direction::After);
        let matches = |one: &[Word], other: &[Word], is_said: bool| {
            one.iter().any(|one| {
                other.iter().any(|other| match is_said {
                    true => self.can_match(one, other),
                    false => self.can_match(other, one),
                })
            })
        };
        !waited.is_empty() && matches(&waited, self.words(around, other, Direction::After), false)
            || !said.is_empty()
                && matches(&said, self.words(around, other, Direction::Before), true)
    }

    /// The only call of a function, tests aside, where nobody else can run it.
    pub(super) fn only_call_of(&self, func: FuncId) -> Option<CallSite> {
        let callers = self.callers_of(func);
        if callers.is_value || self.is_open_to_others(func) {
            return None;
        }
        let is_test = |site: &&CallSite| self.file_of(site.caller.decl).is_test;
        let mut sites = callers.sites.iter().filter(|site| !is_test(site));
        let site = sites.next()?;
        (sites.next().is_none() && site.mode == CallMode::Now).then_some(*site)
    }

    fn hands_over(
        &self,
        around: &Surroundings,
        first: &VariableAccess,
        second: &VariableAccess,
    ) -> bool {
        let waited = self.words(around, second, Direction::Before);
        if waited.is_empty() {
            return false;
        }
        let said = self.words(around, first, Direction::After);
        said.iter()
            .any(|word| waited.iter().any(|other| self.can_match(word, other)))
    }

    fn can_match(&self, said: &Word, waited: &Word) -> bool {
        let is_given = |symbol: SymbolId| {
            matches!(
                self.symbol(symbol).kind,
                SymbolKind::Param | SymbolKind::Result
            )
        };
        match (said, waited) {
            (Word::Channel(one, ty, by), Word::Channel(other, wanted, wanted_by)) => {
                let is_same = one == other
                    || self.channel(*one).symbols.contains(other)
                    || self.channel(*other).symbols.contains(one)
                    || (is_given(*one) || is_given(*other))
                        && (ty.is_unknown()
                            || wanted.is_unknown()
                            || element(ty) == element(wanted));
                is_same && (by == wanted_by || *by == By::Either || *wanted_by == By::Either)
            }
            (Word::Group(Some(one)), Word::Group(Some(other))) => {
                one == other || is_given(*one) || is_given(*other)
            }
            (Word::Group(_), Word::Group(_)) => true,
            _ => false,
        }
    }

    /// Whether a function comes to the event `to` only by the event `by`, or by a loop that holds it: the loop waits for as
    /// many as there are.
    pub(in crate::model) fn always_passes(&self, func: FuncId, by: usize, to: usize) -> bool {
        let flow = self.flow(func);
        let (passed, target) = (&flow.events[by], &flow.events[to]);
        let loops = self.loops_around(func.decl, passed.stmt);
        let ranges = loops
            .into_iter()
            .map(|outer| self.ast(func.decl).stmt(outer).range);
        let around = ranges.filter(|range| !range.contains(target.range)).last();
        !flow.is_reached(to, |number, event| {
            number == by || around.is_some_and(|range| range.contains(event.range))
        })
    }
}

/// What a channel carries.
fn element(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Chan(_, element) => Some(element),
        _ => None,
    }
}
