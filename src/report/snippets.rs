//! The lines of source that a finding shows: all its places, those that are near each other in one snippet.

use std::ops::RangeInclusive;

use annotate_snippets::{Annotation, AnnotationKind, Snippet};

use crate::finding::Finding;
use crate::report::{Report, boundary, fitted};
use crate::source::{SourceFile, Span};

/// Places in one file that are further apart than this are shown in snippets of their own, so that a snippet costs
/// what it shows and not what lies between.
const SNIPPET_LINES: usize = 400;

/// How much of a line is shown, in bytes from the first place on it; places further apart get snippets of their own.
const LINE_BYTES: usize = 200;

/// A place to show, with what is said about it.
#[derive(Clone, Copy)]
struct Mark<'a> {
    span: Span,
    label: Option<&'a str>,
    kind: AnnotationKind,
}

/// The snippet with the finding's own place first, then the others as the finding names them.
pub(super) fn snippets<'a>(
    report: &Report<'a>,
    finding: &'a Finding,
) -> Vec<Snippet<'a, Annotation<'a>>> {
    let own = Mark {
        span: finding.span,
        label: None,
        kind: AnnotationKind::Primary,
    };
    let related = finding.related.iter().map(|related| Mark {
        span: related.span,
        label: Some(related.message.as_str()),
        kind: AnnotationKind::Context,
    });
    let mut windows: Vec<Window<'a>> = Vec::new();
    for mark in std::iter::once(own).chain(related) {
        let file = report.file(mark.span);
        if !windows.iter_mut().any(|window| window.takes(file, mark)) {
            windows.push(Window::around(file, mark));
        }
    }
    windows.iter().map(Window::snippet).collect()
}

/// Some lines of a file, with the places on them.
struct Window<'a> {
    file: &'a SourceFile,
    /// The numbers of its lines, counted from 0.
    lines: RangeInclusive<usize>,
    /// The columns in which places start, counted from 0.
    columns: RangeInclusive<usize>,
    marks: Vec<Mark<'a>>,
}

impl<'a> Window<'a> {
    fn around(file: &'a SourceFile, mark: Mark<'a>) -> Window<'a> {
        let (lines, column) = place(file, mark.span);
        Window {
            file,
            lines,
            columns: column..=column,
            marks: vec![mark],
        }
    }

    /// Grows the window by `mark`, if that is in the same file and near.
    fn takes(&mut self, file: &'a SourceFile, mark: Mark<'a>) -> bool {
        let (lines, column) = place(file, mark.span);
        let lines = join(&self.lines, &lines);
        let columns = join(&self.columns, &(column..=column));
        let added = extent(&lines) - extent(&self.lines);
        if file.id != self.file.id || added > SNIPPET_LINES || extent(&columns) > LINE_BYTES {
            return false;
        }
        (self.lines, self.columns) = (lines, columns);
        self.marks.push(mark);
        true
    }

    fn snippet(&self) -> Snippet<'a, Annotation<'a>> {
        let cut = self.columns.end() + LINE_BYTES;
        let shown = Excerpt::new(self.file, &self.lines, cut);
        let annotations: Vec<Annotation<'a>> = (self.marks.iter())
            .map(|mark| {
                let range = fitted(mark.span, &self.file.text);
                let annotation = mark
                    .kind
                    .span(shown.offset(range.start)..shown.offset(range.end));
                annotation.label(mark.label)
            })
            .collect();
        Snippet::source(shown.text)
            .path(self.file.display.as_str())
            .line_start(self.lines.start() + 1)
            .annotations(annotations)
    }
}

/// The lines of `span` and the column of its start, counted from 0.
fn place(file: &SourceFile, span: Span) -> (RangeInclusive<usize>, usize) {
    let range = fitted(span, &file.text);
    let start = file.position(range.start as u32);
    // A span that ends with a newline ends on the line of that newline.
    let last = range.end.saturating_sub(1).max(range.start);
    let end = file.position(last as u32);
    (
        start.line as usize - 1..=end.line as usize - 1,
        start.column as usize - 1,
    )
}

fn join(left: &RangeInclusive<usize>, right: &RangeInclusive<usize>) -> RangeInclusive<usize> {
    *left.start().min(right.start())..=*left.end().max(right.end())
}

fn extent(range: &RangeInclusive<usize>) -> usize {
    range.end() - range.start()
}

/// Whole lines of a file, the long ones without their ends.
struct Excerpt {
    text: String,
    /// For each line, where it starts in the file and in `text`, and how many bytes of it are there.
    lines: Vec<(usize, usize, usize)>,
}

impl Excerpt {
    /// `lines` of `file`, each cut off at byte `cut` if it is longer than that.
    fn new(file: &SourceFile, lines: &RangeInclusive<usize>, cut: usize) -> Excerpt {
        let starts = file.line_starts();
        let mut excerpt = Excerpt {
            text: String::new(),
            lines: Vec::with_capacity(extent(lines) + 1),
        };
        for number in lines.clone() {
            let Some(&start) = starts.get(number) else {
                break;
            };
            let end = starts
                .get(number + 1)
                .map_or(file.text.len(), |&end| end as usize);
            excerpt.push(start as usize, &file.text[start as usize..end], cut);
        }
        excerpt
    }

    fn push(&mut self, start: usize, line: &str, cut: usize) {
        let content = line.trim_end_matches(['\n', '\r']);
        let is_long = content.len() > cut;
        let kept = if is_long {
            &content[..boundary(content, cut)]
        } else {
            line
        };
        self.lines.push((start, self.text.len(), kept.len()));
        self.text.push_str(kept);
        if is_long {
            self.text.push_str("…\n");
        }
    }

    /// Where byte `offset` of the file is in the excerpt, or the nearest place that is there.
    fn offset(&self, offset: usize) -> usize {
        let line = self
            .lines
            .partition_point(|&(start, ..)| start <= offset)
            .saturating_sub(1);
        let Some(&(start, shown, kept)) = self.lines.get(line) else {
            return 0;
        };
        shown + offset.saturating_sub(start).min(kept)
    }
}
