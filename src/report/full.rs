//! Findings as text for people: both places of a bug in the source, as compilers show them, and the fix as a diff.

use annotate_snippets::{Group, Level, Renderer};

use crate::finding::{Fix, Safety, Severity};
use crate::report::changes::changes;
use crate::report::patch::hunks;
use crate::report::snippets::snippets;
use crate::report::{Entry, Problem, Report, Styling};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Related;
    use crate::report::sample::{self, Sample};
    use crate::source::{FileId, Span};

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
