//! Where code comes between what stays: on lines of its own, or beside it.

use super::change::{Around, Between, Change, Changed, Gap};
use super::margins::{above_comments, begins_line, ends_line, is_blank, tabs};
use super::rewrite::Place;
use crate::finding::Edit;
use crate::source::Range;

impl Change<'_, '_> {
    /// Code that comes between what stays.
    pub(super) fn insertion(
        &self,
        gap: &Gap,
        around: &Around,
        changed: &mut Changed,
    ) -> Result<Edit, String> {
        let source = self.source();
        let depth_of = |token: Option<usize>| {
            let start = token
                .and_then(|token| self.after.tokens.get(token))
                .map_or(0, |token| token.range.start);
            self.after.depth_at(start)
        };
        let own = depth_of(gap.come.first().copied());
        let (lead, trail) = (self.lead(gap), self.trail(gap));
        let depth = |offset: u32, token: Option<usize>| {
            (tabs(source, offset) + own).saturating_sub(depth_of(token))
        };
        let no_place = || Err("there is no line for what the patch adds".to_string());
        match (lead, trail, around.previous, around.next) {
            // On lines of their own, before what follows.
            (None | Some(Between::LineEnd), Some(Between::LineEnd), previous, Some(next))
                if begins_line(source, next.start) =>
            {
                let start = above_comments(source, next.start, previous.map(|range| range.end));
                let place = Place {
                    offset: next.start,
                    depth: depth(next.start, gap.next.map(|(_, new)| new)),
                };
                let text = self.inserted(gap, place, changed)?;
                let line = format!("{}{text}\n", "\t".repeat(place.depth));
                Ok(self.edit(Range::new(start, start), line))
            }
            // On lines of their own, behind what is before.
            (Some(Between::LineEnd), None | Some(Between::LineEnd), Some(previous), _)
                if ends_line(source, previous.end) =>
            {
                let end = source.line_end(previous.end);
                let place = Place {
                    offset: previous.end,
                    depth: depth(previous.start, gap.previous.map(|(_, new)| new)),
                };
                let text = self.inserted(gap, place, changed)?;
                let indent = "\t".repeat(place.depth);
                let has_newline = source.slice(Range::new(0, end)).ends_with('\n');
                let line = match has_newline {
                    true => format!("{indent}{text}\n"),
                    false => format!("\n{indent}{text}"),
                };
                Ok(self.edit(Range::new(end, end), line))
            }
            (Some(Between::Blank), trail, Some(previous), next) => {
                let place = Place {
                    offset: previous.end,
                    depth: tabs(source, previous.end),
                };
                let text = self.inserted(gap, place, changed)?;
                let (Some((_, token)), Some(&first), Some(&last)) =
                    (gap.previous, gap.come.first(), gap.come.last())
                else {
                    return no_place();
                };
                let text = format!("{}{text}", self.blanks(token, first));
                match (trail, next, gap.next) {
                    (Some(Between::Blank), Some(next), Some((_, token)))
                        if is_blank(source, previous.end, next.start) =>
                    {
                        let text = format!("{text}{}", self.blanks(last, token));
                        Ok(self.edit(Range::new(previous.end, next.start), text))
                    }
                    _ => Ok(self.edit(Range::new(previous.end, previous.end), text)),
                }
            }
            (_, Some(Between::Blank), _, Some(next)) => {
                let place = Place {
                    offset: next.start,
                    depth: tabs(source, next.start),
                };
                let text = self.inserted(gap, place, changed)?;
                let (Some((_, token)), Some(&last)) = (gap.next, gap.come.last()) else {
                    return no_place();
                };
                let text = format!("{text}{}", self.blanks(last, token));
                Ok(self.edit(Range::new(next.start, next.start), text))
            }
            _ => no_place(),
        }
    }
}
