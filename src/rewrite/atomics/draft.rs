//! Insertions and replacements gathered from nested expressions, put in order where they meet.

use crate::finding::Edit;
use crate::source::{FileId, Range, Span};

/// Where an insertion stands: before the expression that it belongs to, or behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Before,
    Behind,
}

#[derive(Debug)]
struct Insertion {
    file: FileId,
    at: u32,
    side: Side,
    /// How long the expression is that it belongs to, and how many were put around the same one before it: the order of
    /// insertions that meet.
    order: (u32, usize),
    text: String,
}

/// The edits of a rewrite while they are gathered.
#[derive(Debug, Default)]
pub(super) struct Draft {
    insertions: Vec<Insertion>,
    replacements: Vec<Edit>,
}

impl Draft {
    /// Puts text before and behind an expression; what was put around it before is inside.
    pub(super) fn wrap(&mut self, span: Span, before: &str, behind: &str) {
        let level = self.insertions.len();
        for (at, side, text) in [
            (span.start, Side::Before, before),
            (span.end, Side::Behind, behind),
        ] {
            if !text.is_empty() {
                self.insertions.push(Insertion {
                    file: span.file,
                    at,
                    side,
                    order: (span.end - span.start, level),
                    text: text.to_string(),
                });
            }
        }
    }

    pub(super) fn replace(&mut self, span: Span, text: impl Into<String>) {
        self.replacements.push(Edit {
            span,
            text: text.into(),
        });
    }

    /// The edits, with one insertion at each place.
    pub(super) fn finish(mut self) -> Vec<Edit> {
        self.insertions.sort_by(|one, other| {
            let place = |insertion: &Insertion| (insertion.file, insertion.at);
            // What ends at a place comes before what begins there; the innermost ends first and begins last.
            let order = || match (one.side, other.side) {
                (Side::Behind, Side::Behind) => one.order.cmp(&other.order),
                (Side::Before, Side::Before) => other.order.cmp(&one.order),
                (Side::Behind, Side::Before) => std::cmp::Ordering::Less,
                (Side::Before, Side::Behind) => std::cmp::Ordering::Greater,
            };
            place(one).cmp(&place(other)).then_with(order)
        });
        let mut edits: Vec<Edit> = Vec::new();
        for insertion in self.insertions {
            let span = Range::new(insertion.at, insertion.at).in_file(insertion.file);
            match edits.last_mut() {
                Some(last) if last.span == span => last.text.push_str(&insertion.text),
                _ => edits.push(Edit {
                    span,
                    text: insertion.text,
                }),
            }
        }
        edits.extend(self.replacements);
        edits.sort();
        edits
    }
}
