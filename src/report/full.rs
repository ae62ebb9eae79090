//! Findings as text for people: both places of a bug in the source, as compilers show them, and the fix as a diff.

use std::ops::RangeInclusive;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::report::changes::changes;
use crate::report::patch::hunks;
use crate::report::{Entry, Problem, Report, Styling, boundary, fitted};
use crate::source::{SourceFile, Span};

/// Places in one file that are further apart than this are shown in snippets of their own, so that a snippet costs
/// what it shows and not what lies between.
const SNIPPET_LINES: usize = 400;

/// How much of a line is shown, in bytes from the first place on it; places further apart get snippets of their own.
const LINE_BYTES: usize = 200;

/// Of a fix with more lines than this, the rest is left out: `--dry-run` shows them.
const DIFF_LINES: usize = 60;

/// All findings, each with its fix and an empty line behind it.
pub fn full(report: &Report<'_>, styling: Styling) -> String {
    findings(report, styling, diff)
}

/// All findings, each with an empty line behind it.
pub fn text(report: &Report<'_>, styling: Styling) -> String {
    findings(report, styling, |_, _, _| String::new())
}

fn findings<'a>(
    report: &Report<'a>,
    styling: Styling,
    more: impl Fn(&Report<'a>, &Entry<'a>, Styling) -> String,
) -> String {
    let renderer = renderer(styling);
    let mut text = String::new();
    for entry in report.sorted() {
        text.push_str(&renderer.render(&[group(report, &entry)]));
        text.push('\n');
        text.push_str(&more(report, &entry, styling));
        text.push('\n');
    }
    text
}

/// What the fix of `entry` changes, indented below it.
fn diff<'a>(report: &Report<'a>, entry: &Entry<'a>, styling: Styling) -> String {
    let Some(fix) = entry.fix() else {
        return String::new();
    };
    let changes = changes(report, entry);
    let mut lines: Vec<String> = Vec::new();
    for changed in &changes {
        if changes.len() > 1 {
            lines.push(format!("--- {}", changed.file.display));
        }
        let change = changed.as_patch(entry.finding.transform, fix);
        lines.extend(hunks(&change, styling).lines().map(str::to_owned));
    }
    let left = lines.len().saturating_sub(DIFF_LINES);
    if left > 1 {
        lines.truncate(DIFF_LINES);
        lines.push(format!(
            "… {left} more lines: `chanfix --dry-run` shows them"
        ));
    }
    let indented = lines.iter().map(|line| {
        let line = line.replace('\r', "");
        format!("   {line}").trim_end().to_owned() + "\n"
    });
    indented.collect()
}

/// What went wrong, one problem on a line; belongs on stderr.
pub fn problems(problems: &[Problem], styling: Styling) -> String {
    let mut sorted: Vec<&Problem> = problems.iter().collect();
    sorted.sort();
    let renderer = renderer(styling);
    let mut text = String::new();
    for Problem {
        path,
        line,
        message,
    } in sorted
    {
        let place = line.map_or_else(|| path.clone(), |line| format!("{path}:{line}"));
        let title = Level::ERROR.primary_title(format!("{place}: {message}"));
        text.push_str(&renderer.render(&[Group::with_title(title)]));
        text.push('\n');
    }
    text
}

fn renderer(styling: Styling) -> Renderer {
    match styling {
        Styling::Plain => Renderer::plain(),
        Styling::Styled => Renderer::styled(),
    }
}

fn group<'a>(report: &Report<'a>, entry: &Entry<'a>) -> Group<'a> {
    let finding = entry.finding;
    let title = level(finding.severity)
        .primary_title(finding.message.as_str())
        .id(finding.transform);
    let mut group = title.elements(snippets(report, finding));
    if let Some(note) = &finding.note {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    if let Some(fix) = entry.fix() {
        group = group.element(Level::HELP.message(help(fix)));
    }
    group
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

fn help(fix: &Fix) -> String {
    let title = &fix.title;
    match fix.safety {
        Safety::Safe => format!("{title} (safe fix; apply it with `chanfix fix`)"),
        Safety::Unsafe => {
            format!("{title} (unsafe fix: review it, apply with `chanfix fix --unsafe-fixes`)")
        }
        Safety::Shown => format!("{title} (a proposal: not applied by `chanfix fix`)"),
    }
}

/// A place to show, with what is said about it.
#[derive(Clone, Copy)]
struct Mark<'a> {
    span: Span,
    label: Option<&'a str>,
    kind: AnnotationKind,
}

/// The snippet with the finding's own place first, then the others as the finding names them.
fn snippets<'a>(report: &Report<'a>, finding: &'a Finding) -> Vec<Snippet<'a, Annotation<'a>>> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Related;
    use crate::report::sample::{self, Sample};
    use crate::source::FileId;

    fn printed(sample: &Sample) -> String {
        sample.report(|report| full(report, Styling::Plain))
    }

    #[test]
    fn both_places_are_shown() {
        sample::assert_snapshot("full", &printed(&sample::two_findings()));
        let without = sample::two_findings().report(|report| text(report, Styling::Plain));
        sample::assert_snapshot("text", &without);
    }

    #[test]
    fn styled_text_is_the_plain_text_with_escapes() {
        let sample = sample::two_findings();
        let styled = sample.report(|report| full(report, Styling::Styled));
        assert!(styled.contains("\u{1b}["));
        assert_eq!(
            anstream::adapter::strip_str(&styled).to_string(),
            printed(&sample)
        );
    }

    #[test]
    fn problems_are_one_line_each() {
        let lines =
            sample::two_findings().report(|report| problems(report.problems, Styling::Plain));
        assert_eq!(lines, "error: svc/odd.go:3: not UTF-8\n");
    }

    #[test]
    fn long_lines_are_cut_and_far_places_apart() {
        let filler = "x".repeat(100_000);
        let far = "\n".repeat(5000);
        let source =
            format!("package p\n\nvar a = `{filler}`; var b = `{filler}`\n{far}var c = 1\n");
        let first_line = source.find("; var b").expect("the sample holds it");
        for end in [first_line, source.len()] {
            let mut sample = Sample::of_files(&[("p.go", &source)]);
            let mut finding = sample::finding(sample.span(0, "a = `", 0), "long");
            finding.span.end = end as u32;
            for other in ["b = `", "c = 1"] {
                let span = sample.span(0, other, 0);
                finding.related.push(Related {
                    span,
                    message: other.into(),
                });
            }
            sample.add(finding, Vec::new());
            let printed = printed(&sample);
            assert!(printed.len() < 4000, "{printed}");
            for shown in ["p.go:3:5", "p.go:3:100017", "5004 | ", "var c = 1"] {
                assert!(printed.contains(shown), "{shown} in\n{printed}");
            }
        }
    }

    #[test]
    fn no_span_panics() {
        let texts = [
            "",
            "\n",
            "a",
            "ab\tc\r\n\té\n\n語 }\r\n\0\u{1b}[1m\u{202e}",
            "\u{feff}package p\r\n\r",
        ];
        for source in texts {
            let end = source.len() as u32 + 2;
            for (start, stop) in (0..end).flat_map(|start| (0..end).map(move |stop| (start, stop)))
            {
                let mut sample = Sample::of_files(&[("p.go", source), ("q.go", source)]);
                let mut finding = sample::finding(
                    Span {
                        file: FileId(0),
                        start,
                        end: stop,
                    },
                    "here\nand there",
                );
                for (file, start, end) in [
                    (0, stop, start),
                    (0, 0, end),
                    (1, start, stop),
                    (0, start, stop),
                ] {
                    let span = Span {
                        file: FileId(file),
                        start,
                        end,
                    };
                    finding.related.push(Related {
                        span,
                        message: "also".into(),
                    });
                }
                sample.add(finding, Vec::new());
                assert!(printed(&sample).contains("here"));
            }
        }
    }
}
