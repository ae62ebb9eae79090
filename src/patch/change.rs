//! The edits that make a hunk's change at one match.

use std::collections::BTreeMap;

use super::binding::Bindings;
use super::brackets;
use super::declare::Declarations;
use super::elision::is_elision;
use super::margins::{above_comments, begins_line, ends_line, is_blank, tabs, without_gap};
use super::matcher::Match;
use super::pattern::Pattern;
use super::regions::{Region, Regions};
use super::rewrite::{Inserted, Place};
use super::script::{self, Grain};
use crate::finding::Edit;
use crate::layout::tokens::{Comment, tokens};
use crate::model::Package;
use crate::source::{Range, SourceFile};
use crate::syntax::ast::Name;

/// What a change makes of a match.
#[derive(Debug, Default)]
pub(super) struct Changed {
    pub(super) edits: Vec<Edit>,
    /// Import paths that the new text uses.
    pub(super) imports: Vec<String>,
}

/// A hunk's change, about to be made at a match.
pub(super) struct Change<'a, 'w> {
    pub(super) package: &'a Package<'w>,
    pub(super) declared: &'a Declarations,
    pub(super) before: &'a Pattern,
    pub(super) after: &'a Pattern,
    pub(super) found: &'a Match,
    pub(super) bindings: &'a Bindings,
    /// The names that the change makes up.
    pub(super) fresh: &'a BTreeMap<Name, String>,
}

/// Tokens that go, and tokens that come in their place.
#[derive(Clone, Debug)]
struct Gap {
    gone: Vec<usize>,
    come: Vec<usize>,
    /// The tokens around it that stay: before and after the change.
    previous: Option<(usize, usize)>,
    next: Option<(usize, usize)>,
}

/// Where a gap is in the code.
struct Around {
    previous: Option<Range>,
    next: Option<Range>,
}

/// What lies between two tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    /// Both are on one line.
    Blank,
    LineEnd,
}

impl Change<'_, '_> {
    /// The change, as fine as it can be made; the reason where it can't be made.
    pub(super) fn make(&self) -> Result<Changed, String> {
        if brackets::around(self.package, self.after, self.found, self.bindings) {
            return self.in_brackets();
        }
        self.with(Grain::Tokens)
            .or_else(|reason| self.with(Grain::Lines).map_err(|_| reason))
    }

    /// The change of an expression as a whole, with brackets around what comes.
    fn in_brackets(&self) -> Result<Changed, String> {
        let mut changed = self.with(Grain::Lines)?;
        match changed.edits.as_mut_slice() {
            [edit] => edit.text = format!("({})", edit.text),
            _ => return Err("the expression would need brackets".to_string()),
        }
        Ok(changed)
    }

    fn with(&self, grain: Grain) -> Result<Changed, String> {
        let mut changed = Changed::default();
        for gap in self.gaps(grain)? {
            self.fill(&gap, &mut changed)?;
        }
        changed.imports.sort();
        changed.imports.dedup();
        Ok(changed)
    }

    fn source(&self) -> &SourceFile {
        &self.package.file_of(self.found.decl).source
    }

    fn regions(&self) -> Regions<'_> {
        Regions {
            pattern: self.before,
            matched: &self.found.matched,
            text: &self.source().text,
        }
    }

    /// The changes between tokens that stay.
    fn gaps(&self, grain: Grain) -> Result<Vec<Gap>, String> {
        let regions = self.regions();
        let is_empty = |token: usize| regions.of(token) == Region::Nowhere;
        let mut stays = script::kept(self.before, self.after, grain);
        let nowhere: Vec<usize> = stays
            .iter()
            .filter(|(old, _)| is_empty(*old))
            .map(|(_, new)| *new)
            .collect();
        stays.retain(|(old, _)| !is_empty(*old));
        let empties: Vec<&str> = (0..self.before.tokens.len())
            .filter(|&token| is_empty(token))
            .map(|token| self.before.word(token))
            .filter(|word| is_elision(word))
            .collect();
        let stands_for_empty = |token: usize| {
            nowhere.contains(&token)
                || empties.contains(&self.after.word(token))
                || self.after.word(token) == "_" && empties.contains(&self.after.word(token + 1))
        };
        let loses_brackets = |&(old, new): &(usize, usize)| {
            let (before, after) = ((self.before, old), (self.after, new));
            brackets::loses(self.package, before, after, self.bindings)
        };
        if grain == Grain::Tokens && stays.iter().any(loses_brackets) {
            return Err("an expression would need brackets".to_string());
        }
        let ends = stays.iter().copied().map(Some).chain([None]);
        let starts = [None].into_iter().chain(stays.iter().copied().map(Some));
        let mut gaps = Vec::new();
        for (previous, next) in starts.zip(ends) {
            let between = |first: Option<usize>, last: Option<usize>, length: usize| {
                first.map_or(0, |first| first + 1)..last.unwrap_or(length)
            };
            let (old_first, new_first) = (previous.map(|pair| pair.0), previous.map(|pair| pair.1));
            let (old_last, new_last) = (next.map(|pair| pair.0), next.map(|pair| pair.1));
            let gone: Vec<usize> = between(old_first, old_last, self.before.tokens.len())
                .filter(|&token| !is_empty(token))
                .collect();
            let come: Vec<usize> = between(new_first, new_last, self.after.tokens.len())
                .filter(|&token| !stands_for_empty(token))
                .collect();
            if !gone.is_empty() || !come.is_empty() {
                gaps.push(Gap {
                    gone,
                    come,
                    previous,
                    next,
                });
            }
        }
        Ok(gaps)
    }

    fn fill(&self, gap: &Gap, changed: &mut Changed) -> Result<(), String> {
        let regions = self.regions();
        let at = |token: usize| match regions.of(token) {
            Region::At(range) => Some(range),
            _ => None,
        };
        let around = Around {
            previous: gap.previous.and_then(|(old, _)| at(old)),
            next: gap.next.and_then(|(old, _)| at(old)),
        };
        let gone = match (gap.gone.first(), gap.gone.last()) {
            (Some(&first), Some(&last)) => {
                let stretch = regions.stretch(first, last);
                Some(stretch.ok_or("the code says it in other words than the patch")?)
            }
            _ => None,
        };
        let is_lost = gap.previous.is_some() && around.previous.is_none()
            || gap.next.is_some() && around.next.is_none();
        if is_lost && gone.is_none() {
            return Err("the code says it in other words than the patch".to_string());
        }
        let edit = match (gone, gap.come.is_empty()) {
            (Some(gone), true) => self.removal(gap, gone, &around)?,
            (Some(gone), false) => self.replacement(gap, gone, &around, changed)?,
            (None, _) => self.insertion(gap, &around, changed)?,
        };
        changed.edits.push(edit);
        Ok(())
    }

    fn edit(&self, range: Range, text: String) -> Edit {
        Edit {
            span: range.in_file(self.source().id),
            text,
        }
    }

    /// What is between the tokens around a gap and those that come.
    fn lead(&self, gap: &Gap) -> Option<Between> {
        let first = self.after.tokens.get(*gap.come.first()?)?.range.start;
        let (_, previous) = gap.previous?;
        let end = self.after.tokens.get(previous)?.range.end;
        Some(between(Range::new(end, first).of(&self.after.text)))
    }

    fn trail(&self, gap: &Gap) -> Option<Between> {
        let last = self.after.tokens.get(*gap.come.last()?)?.range.end;
        let (_, next) = gap.next?;
        let start = self.after.tokens.get(next)?.range.start;
        Some(between(Range::new(last, start).of(&self.after.text)))
    }

    /// The blanks of the patch between two tokens of the new side.
    fn blanks(&self, from: usize, to: usize) -> &str {
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

    fn inserted(&self, gap: &Gap, place: Place, changed: &mut Changed) -> Result<String, String> {
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
    fn replacement(
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
    fn removal(&self, gap: &Gap, gone: Range, around: &Around) -> Result<Edit, String> {
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

    /// Code that comes between what stays.
    fn insertion(&self, gap: &Gap, around: &Around, changed: &mut Changed) -> Result<Edit, String> {
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

fn between(text: &str) -> Between {
    if text.contains('\n') {
        Between::LineEnd
    } else {
        Between::Blank
    }
}
