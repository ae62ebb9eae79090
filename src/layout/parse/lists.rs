//! Lists of expressions: which lines of them share columns. This is `exprList` of go/printer.

use super::mean::Mean;
use super::{Break, Parser};

/// An element of a list.
pub(super) struct Element {
    pub(super) first: usize,
    pub(super) last: usize,
    /// The colon of a `key: value`.
    pub(super) colon: Option<usize>,
}

/// Keys up to this size always align with each other.
const SMALL: usize = 40;

/// How much larger or smaller than the mean of those before it a key must be to start a section.
const RATIO: f64 = 2.5;

impl Parser<'_> {
    /// Names, where what follows is a type or value.
    pub(super) fn name_list(&mut self) -> Option<()> {
        let mut elements = Vec::new();
        loop {
            let name = self.expect_name()?;
            elements.push(Element {
                first: name,
                last: name,
                colon: None,
            });
            if !self.eat(",") {
                break;
            }
        }
        self.break_list(None, &elements, false);
        Some(())
    }

    /// Expressions behind the token `before`, none for a list whose own lines count alone. `is_sized` says whether the
    /// sizes of its elements matter to its columns.
    pub(super) fn expr_list(&mut self, before: Option<usize>, is_sized: bool) -> Option<()> {
        let mut elements = Vec::new();
        loop {
            let first = self.at;
            self.eat("range");
            self.expr()?;
            elements.push(Element {
                first,
                last: self.last(),
                colon: None,
            });
            if !self.eat(",") {
                break;
            }
        }
        self.break_list(before, &elements, is_sized);
        Some(())
    }

    pub(super) fn break_list(
        &mut self,
        before: Option<usize>,
        elements: &[Element],
        is_sized: bool,
    ) {
        let (Some(first), Some(last)) = (elements.first(), elements.last()) else {
            return;
        };
        let before_line = before.map(|before| self.end_line_of(before));
        if before_line == Some(self.line_of(first.first))
            && before_line == Some(self.end_line_of(last.last))
        {
            return;
        }
        let mut sizes = Mean::default();
        // The start of the line before; for the first element, the line of what precedes the list.
        let mut line_before = before.map(|before| self.line_of(before));
        let mut position = before_line;
        let mut last_break = None;
        let mut size_before = 0;
        for (index, element) in elements.iter().enumerate() {
            let line = self.line_of(element.first);
            let size = if is_sized { self.size(element) } else { 0 };
            let starts_section = starts_section(&sizes, size_before, size);
            let is_on_new_line = line_before.is_some_and(|before| before < line);
            let newlines = position.map_or(0, |position| line.saturating_sub(position));
            if is_on_new_line && newlines > 0 {
                // Several elements on the line before end the section, too.
                let is_crowded = index > 0 && last_break.map_or(0, |last| last + 1) < index;
                let is_section = index == 0 || starts_section || is_crowded;
                self.break_before(
                    element.first,
                    if is_section {
                        Break::Section
                    } else {
                        Break::Line
                    },
                );
                last_break = Some(index);
                if index > 0 && (is_section || newlines > 1) {
                    sizes = Mean::default();
                }
            }
            if let Some(colon) = element.colon
                && elements.len() > 1
                && size > 0
                && is_on_new_line
            {
                self.add_tabs(colon + 1, 1);
            }
            if size > 0 {
                sizes.add(size);
            }
            line_before = Some(line);
            position = Some(self.end_line_of(element.last));
            size_before = size;
        }
    }

    /// The bracket behind a list that may end with a comma.
    pub(super) fn close_list(&mut self, elements: &[Element], close: usize) {
        let Some(last) = elements.last() else { return };
        if self.end_line_of(last.last) < self.line_of(close) {
            self.close(close);
        }
    }

    /// Whether gofmt would print the element on one line if its comments were not there.
    fn fits_on_line(&self, element: &Element) -> bool {
        if self.line_of(element.first) == self.end_line_of(element.last) {
            return true;
        }
        (element.first..=element.last).all(|index| {
            let is_broken = index > element.first
                && self.end_line_of(index - 1) < self.line_of(index)
                && self
                    .gaps
                    .get(index)
                    .is_some_and(|gap| gap.line_break.is_some());
            !is_broken && self.line_of(index) == self.end_line_of(index)
        })
    }

    /// The size of an element, or of its key if it has one; 0 if it does not fit on one line.
    fn size(&self, element: &Element) -> usize {
        if !self.fits_on_line(element) {
            return 0;
        }
        let last = element
            .colon
            .map_or(element.last, |colon| colon.saturating_sub(1));
        let (Some(start), Some(end)) = (
            self.tokens.tokens.get(element.first),
            self.tokens.tokens.get(last),
        ) else {
            return 0;
        };
        let (start, end) = (start.range.start, end.range.end);
        let comments = &self.tokens.comments;
        let inside = comments
            .get(comments.partition_point(|comment| comment.range.start < start)..)
            .unwrap_or_default();
        let inside = inside.iter().take_while(|comment| comment.range.end <= end);
        let commented: u32 = inside
            .map(|comment| comment.range.end - comment.range.start + 1)
            .sum();
        end.saturating_sub(start).saturating_sub(commented) as usize
    }
}

/// Whether an element of this size, behind one of `size_before`, is out of line with those since columns started anew.
fn starts_section(sizes: &Mean, size_before: usize, size: usize) -> bool {
    if size_before == 0 || size == 0 {
        return true;
    }
    if sizes.is_empty() || size_before <= SMALL && size <= SMALL {
        return false;
    }
    let ratio = size as f64 / sizes.value();
    RATIO * ratio <= 1.0 || RATIO <= ratio
}
