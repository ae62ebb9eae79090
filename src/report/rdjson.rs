//! Findings in reviewdog's diagnostic format, whole or one on a line.
//!
//! Places have lines only: reviewdog shows a suggestion where it has no columns and replaces just the lines of its
//! comment, and takes the first suggestion of a diagnostic only.

use serde::Serialize;

use crate::finding::Severity;
use crate::report::changes::suggestion;
use crate::report::{Entry, Report};
use crate::source::Span;

/// The whole report as one object.
pub fn rdjson(report: &Report<'_>) -> String {
    let sorted = report.sorted();
    let document = Document {
        source: SOURCE,
        diagnostics: (sorted.iter())
            .map(|entry| diagnostic(report, entry))
            .collect(),
    };
    let mut text = serde_json::to_string_pretty(&document).expect("strings and numbers serialize");
    text.push('\n');
    text
}

/// The diagnostics alone, one on a line, each with its source.
pub fn rdjsonl(report: &Report<'_>) -> String {
    let sorted = report.sorted();
    let lines = sorted.iter().map(|entry| {
        let line = Diagnostic {
            source: Some(SOURCE),
            ..diagnostic(report, entry)
        };
        let mut line = serde_json::to_string(&line).expect("strings and numbers serialize");
        line.push('\n');
        line
    });
    lines.collect()
}

const SOURCE: Source = Source {
    name: env!("CARGO_PKG_NAME"),
};

#[derive(Serialize)]
struct Document<'a> {
    source: Source,
    diagnostics: Vec<Diagnostic<'a>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: &'a str,
    location: Location<'a>,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Source>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<RelatedLocation<'a>>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct RelatedLocation<'a> {
    message: &'a str,
    location: Location<'a>,
}

fn diagnostic<'a>(report: &Report<'a>, entry: &Entry<'a>) -> Diagnostic<'a> {
    let finding = entry.finding;
    // A suggestion for another file would be taken for one in the finding's own.
    let suggestion = suggestion(report, entry).filter(|found| found.file.id == finding.span.file);
    Diagnostic {
        message: &finding.message,
        location: location(report, finding.span),
        severity: match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Note => "INFO",
        },
        code: Code {
            value: finding.transform,
        },
        source: None,
        suggestions: (suggestion.into_iter())
            .map(|suggestion| Suggestion {
                range: lines(suggestion.first, suggestion.last),
                text: suggestion.text,
            })
            .collect(),
        related_locations: (finding.related.iter())
            .map(|related| RelatedLocation {
                message: &related.message,
                location: location(report, related.span),
            })
            .collect(),
    }
}

fn location<'a>(report: &Report<'a>, span: Span) -> Location<'a> {
    let (start, end) = report.positions(span);
    Location {
        path: report.path(span),
        range: lines(start.line as usize, end.line as usize),
    }
}

fn lines(first: usize, last: usize) -> Range {
    Range {
        start: Position { line: first },
        end: Position { line: last },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Edit, Safety};
    use crate::report::sample::{self, Sample};

    #[test]
    fn a_suggestion_for_a_fix_in_one_file() {
        sample::assert_snapshot("rdjson", &sample::two_findings().report(rdjson));
    }

    #[test]
    fn no_suggestion_for_a_fix_across_files() {
        let mut sample = Sample::of_files(&[("p.go", "package p\n"), ("q.go", "package p\n")]);
        let edit = |file| Edit {
            span: sample.span(file, "p", 0),
            text: "q".into(),
        };
        let edits = vec![edit(0), edit(1)];
        let mut finding = sample::finding(sample.span(0, "p", 0), "odd");
        finding.fix = Some(sample::fix("rename the package", Safety::Safe));
        sample.add(finding, edits);
        let printed = sample.report(rdjson);
        assert!(!printed.contains("suggestions"), "{printed}");
    }

    #[test]
    fn each_line_is_a_diagnostic() {
        let printed = sample::two_findings().report(rdjsonl);
        let lines: Vec<serde_json::Value> = (printed.lines())
            .map(|line| serde_json::from_str(line).expect("each line is JSON"))
            .collect();
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line["source"]["name"] == "chanfix"));
    }
}
