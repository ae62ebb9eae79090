//! What becomes of a gap of a change in which code goes, and perhaps other code comes in its place.

use super::change::{Around, Between, Change, Changed, Gap};
use super::margins::{begins_line, ends_line, is_blank, tabs, without_gap};
use super::pattern::Pattern;
use super::rewrite::{Inserted, Place};
use crate::finding::Edit;
use crate::layout::tokens::{Comment, tokens};
use crate::source::Range;

impl Change<'_, '_> {
    pub(super) fn edit(&self, range: Range, text: String) -> Edit {
        Edit {
            span: range.in_file(self.source().id),
            text,
        }
    }

    /// What is between the tokens around a gap and those that come.
    pub(super) fn lead(&self, gap: &Gap) -> Option<Between> {
        let first = self.after.tokens.get(*gap.come.first()?)?.range.start;
        let (_, previous) = gap.previous?;
        let end = self.after.tokens.get(previous)?.range.end;
        Some(between(Range::new(end, first).of(&self.after.text)))
    }

    pub(super) fn trail(&self, gap: &Gap) -> Option<Between> {
        let last = self.after.tokens.get(*gap.come.last()?)?.range.end;
        let (_, next) = gap.next?;
        let start = self.after.tokens.get(next)?.range.start;
        Some(between(Range::new(last, start).of(&self.after.text)))
    }

    /// The blanks of the patch between two tokens of the new side.
    pub(super) fn blanks(&self, from: usize, to: usize) -> &str {
        let tokens = &self.after.tokens;
        let (Some(from), Some(to)) = (tokens.get(from), tokens.get(to)) else {
            return "";
        };
        let text = Range::new(from.range.end, to.range.start).of(&self.after.text);
        if text.trim().is_empty() { text } else { "" }
    }

    fn comments_in(&self, range: Range) -> Vec<String> {
        let text = range.of(&self.source().text);
        let found: Vec<Comment> = tokens(text).comments;
        found
            .iter()
            .map(|comment| comment.range.of(text).trim_end().to_string())
            .collect()
    }

    pub(super) fn inserted(
        &self,
        gap: &Gap,
        place: Place,
        changed: &mut Changed,
    ) -> Result<String, String> {
        let inserted = Inserted {
            change: self,
            place,
        };
        let (Some(&first), Some(&last)) = (gap.come.first(), gap.come.last()) else {
            return Ok(String::new());
        };
        inserted.text(first, last, &mut changed.imports)
    }

    /// Code in the place of other code.
    pub(super) fn replacement(
        &self,
        gap: &Gap,
        gone: Range,
        around: &Around,
        changed: &mut Changed,
    ) -> Result<Edit, String> {
        let source = self.source();
        let depth = |pattern: &Pattern, token: Option<&usize>| {
            let start = token
                .and_then(|&token| pattern.tokens.get(token))
                .map_or(0, |token| token.range.start);
            pattern.depth_at(start)
        };
        let (old, new) = (
            depth(self.before, gap.gone.first()),
            depth(self.after, gap.come.first()),
        );
        let place = Place {
            offset: gone.start,
            depth: (tabs(source, gone.start) + new).saturating_sub(old),
        };
        let mut text = self.inserted(gap, place, changed)?;
        let mut range = gone;
        if let (Some(previous), Some((_, token)), Some(Between::Blank), Some(&first)) = (
            around.previous,
            gap.previous,
            self.lead(gap),
            gap.come.first(),
        ) && is_blank(source, previous.end, gone.start)
        {
            range.start = previous.end;
            text.insert_str(0, self.blanks(token, first));
        }
        if let (Some(next), Some((_, token)), Some(Between::Blank), Some(&last)) =
            (around.next, gap.next, self.trail(gap), gap.come.last())
            && is_blank(source, gone.end, next.start)
        {
            range.end = next.start;
            text.push_str(self.blanks(last, token));
        }
        let mut lost = self.comments_in(range);
        for comment in tokens(&text).comments {
            let kept = comment.range.of(&text).trim_end();
            if let Some(index) = lost.iter().position(|lost| lost == kept) {
                lost.swap_remove(index);
            }
        }
        if !lost.is_empty() {
            text = self.with_comments(text, range, place.depth, lost)?;
        }
        Ok(self.edit(range, text))
    }

    /// New text with the comments of the old: one at the end of the first line stays there, others go above.
    fn with_comments(
        &self,
        text: String,
        range: Range,
        depth: usize,
        mut comments: Vec<String>,
    ) -> Result<String, String> {
        let source = self.source();
        let is_line = comments.iter().all(|comment| comment.starts_with("//"));
        if !is_line || !begins_line(source, range.start) {
            return Err("a comment would be lost".to_string());
        }
        let first_line = source.slice(Range::new(range.start, source.line_end(range.start)));
        let trailing = comments
            .iter()
            .position(|comment| first_line.trim_end().ends_with(comment.as_str()));
        let (head, rest) = match text.split_once('\n') {
            Some((head, rest)) => (head.to_string(), format!("\n{rest}")),
            None => (text, String::new()),
        };
        let has_room = !rest.is_empty() || ends_line(source, range.end);
        let head = match trailing.filter(|_| has_room && !head.contains("//")) {
            Some(index) => format!("{head} {}", comments.remove(index)),
            None => head,
        };
        let indent = "\t".repeat(depth);
        let above: String = comments
            .iter()
            .map(|comment| format!("{comment}\n{indent}"))
            .collect();
        Ok(format!("{above}{head}{rest}"))
    }

    /// Code that goes; whole lines where nothing else is on them.
    pub(super) fn removal(&self, gap: &Gap, gone: Range, around: &Around) -> Result<Edit, String> {
        let source = self.source();
        if !self.comments_in(gone).is_empty() {
            return Err("a comment would be lost".to_string());
        }
        let (line_start, line_end) = (source.line_start(gone.start), source.line_end(gone.end));
        let head = Range::new(line_start, gone.start).of(&source.text);
        let rest = Range::new(gone.end, line_end).of(&source.text).trim();
        let rest = rest.strip_prefix(';').unwrap_or(rest).trim();
        if head.trim().is_empty() && rest.is_empty() {
            return Ok(self.edit(without_gap(source, line_start, line_end), String::new()));
        }
        if head.trim().is_empty() && rest.starts_with("//") {
            let comment = line_end
                - (source.slice(Range::new(gone.start, line_end)).len()
                    - source
                        .slice(Range::new(gone.start, line_end))
                        .rfind(rest)
                        .unwrap_or_default()) as u32;
            return Ok(self.edit(Range::new(gone.start, comment), String::new()));
        }
        let mut range = gone;
        let next = around
            .next
            .filter(|next| is_blank(source, gone.end, next.start));
        let previous = around
            .previous
            .filter(|previous| is_blank(source, previous.end, gone.start));
        let blanks = match (gap.previous, gap.next) {
            (Some((_, previous)), Some((_, next))) => self.blanks(previous, next),
            _ => "",
        };
        match (previous, next) {
            (Some(previous), Some(next)) if !blanks.contains('\n') => {
                range = Range::new(previous.end, next.start);
                return Ok(self.edit(range, blanks.to_string()));
            }
            (_, Some(next)) => range.end = next.start,
            (Some(previous), None) => range.start = previous.end,
            (None, None) => {
                return Err("what goes does not stand on lines of its own".to_string());
            }
        }
        Ok(self.edit(range, String::new()))
    }
}

fn between(text: &str) -> Between {
    if text.contains('\n') {
        Between::LineEnd
    } else {
        Between::Blank
    }
}
