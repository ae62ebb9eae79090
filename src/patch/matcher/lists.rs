//! Lists in which `...` stands for any number of elements.

use super::Matcher;
use crate::source::Range;

/// Whether a list must end where the pattern does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Here,
    Anywhere,
}

/// Whether an element of the pattern fits one of the code.
type Fits<'e, 'a, 'w, P, C> = &'e dyn Fn(&mut Matcher<'a, 'w>, &P, &C) -> bool;

/// How the elements of a list are compared.
pub(super) struct Elements<'e, 'a, 'w, P, C> {
    /// Where the `...` is that an element of the pattern stands for, if it does.
    pub(super) elided: &'e dyn Fn(&Matcher<'a, 'w>, &P) -> Option<Range>,
    pub(super) range: &'e dyn Fn(&Matcher<'a, 'w>, &C) -> Range,
    pub(super) fits: Fits<'e, 'a, 'w, P, C>,
}

impl<'a, 'w> Matcher<'a, 'w> {
    /// Whether the elements of the pattern are those of the code. `empty` is where the code's list is if it is empty.
    pub(super) fn list<P, C>(
        &mut self,
        wanted: &[P],
        found: &[C],
        end: End,
        empty: Range,
        elements: &Elements<'_, 'a, 'w, P, C>,
    ) -> bool {
        if !self.spend() {
            return false;
        }
        let Some((first, rest)) = wanted.split_first() else {
            return end == End::Anywhere || found.is_empty();
        };
        let Some(elided) = (elements.elided)(self, first) else {
            let Some((next, others)) = found.split_first() else {
                return self.fail(empty, empty);
            };
            let snapshot = self.snapshot();
            if (elements.fits)(self, first, next) {
                let behind = (elements.range)(self, next).end;
                let behind = Range::new(behind, behind);
                if self.list(rest, others, end, behind, elements) {
                    return true;
                }
            }
            self.restore(snapshot);
            return false;
        };
        for count in 0..=found.len() {
            let snapshot = self.snapshot();
            let (skipped, others) = found.split_at(count);
            let code = match (skipped.first(), skipped.last()) {
                (Some(first), Some(last)) => Range::new(
                    (elements.range)(self, first).start,
                    (elements.range)(self, last).end,
                ),
                _ => empty,
            };
            self.note_elision(elided, code);
            let behind = Range::new(code.end, code.end);
            if self.list(rest, others, end, behind, elements) {
                return true;
            }
            self.restore(snapshot);
        }
        false
    }
}
