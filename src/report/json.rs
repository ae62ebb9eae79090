//! Findings as one JSON object, for other programs. The keys are a contract: none changes its name or meaning.

use serde::Serialize;

use crate::finding::{Edit, Finding, Fix};
use crate::report::summary::Counts;
use crate::report::{Entry, Report};

/// The whole report, with a newline behind it.
pub fn json(report: &Report<'_>) -> String {
    let counts = Counts::of(report);
    let document = Document {
        schema_version: "1",
        tool: Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        findings: findings(report),
        errors: errors(report),
        summary: Summary {
            files: report.size.files,
            packages: report.size.packages,
            findings: counts.findings,
            fixes: Fixes {
                safe: counts.safe_fixes,
                r#unsafe: counts.unsafe_fixes,
                shown: counts.shown_fixes,
            },
            damaged: report.size.damaged,
        },
    };
    let mut text = serde_json::to_string_pretty(&document).expect("strings and numbers serialize");
    text.push('\n');
    text
}

/// The findings alone, as objects like those in the whole report, one on a line.
pub fn jsonl(report: &Report<'_>) -> String {
    let lines = findings(report).into_iter().map(|finding| {
        let mut line = serde_json::to_string(&finding).expect("strings and numbers serialize");
        line.push('\n');
        line
    });
    lines.collect()
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: &'static str,
    tool: Tool,
    findings: Vec<JsonFinding<'a>>,
    errors: Vec<JsonError<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    path: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    severity: &'static str,
    message: &'a str,
    fingerprint: &'a str,
    related: Vec<JsonRelated<'a>>,
    fix: Option<JsonFix<'a>>,
}

#[derive(Serialize)]
struct JsonRelated<'a> {
    path: &'a str,
    line: u32,
    column: u32,
    message: &'a str,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    safety: &'static str,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    path: &'a str,
    line: u32,
    start: u32,
    end: u32,
    text: String,
}

#[derive(Serialize)]
struct JsonError<'a> {
    path: &'a str,
    line: u32,
    message: &'a str,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    packages: usize,
    findings: usize,
    fixes: Fixes,
    damaged: usize,
}

#[derive(Serialize)]
struct Fixes {
    safe: usize,
    r#unsafe: usize,
    shown: usize,
}

fn findings<'a>(report: &Report<'a>) -> Vec<JsonFinding<'a>> {
    let sorted = report.sorted();
    sorted.iter().map(|entry| finding(report, entry)).collect()
}

fn finding<'a>(report: &Report<'a>, entry: &Entry<'a>) -> JsonFinding<'a> {
    let Finding {
        transform,
        severity,
        span,
        message,
        ..
    } = entry.finding;
    let (start, end) = report.positions(*span);
    let related = entry.finding.related.iter().map(|related| {
        let (start, _) = report.positions(related.span);
        JsonRelated {
            path: report.path(related.span),
            line: start.line,
            column: start.column,
            message: &related.message,
        }
    });
    JsonFinding {
        rule: transform,
        path: report.path(*span),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        severity: severity.word(),
        message,
        fingerprint: entry.fingerprint,
        related: related.collect(),
        fix: entry
            .fix()
            .map(|finished| fix(report, finished, entry.edits)),
    }
}

fn fix<'a>(report: &Report<'a>, fix: &'a Fix, edits: &'a [Edit]) -> JsonFix<'a> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (report.path(edit.span), edit.span.start, edit.span.end));
    let edits = sorted.iter().map(|edit| JsonEdit {
        path: report.path(edit.span),
        line: report.positions(edit.span).0.line,
        start: edit.span.start,
        end: edit.span.end,
        text: report.as_in_file(edit),
    });
    JsonFix {
        title: &fix.title,
        safety: fix.safety.word(),
        edits: edits.collect(),
    }
}

fn errors<'a>(report: &Report<'a>) -> Vec<JsonError<'a>> {
    let mut errors: Vec<_> = report.problems.iter().collect();
    errors.sort();
    let errors = errors.into_iter().map(|problem| JsonError {
        path: &problem.path,
        line: problem.line.unwrap_or(1),
        message: &problem.message,
    });
    errors.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn the_contract() {
        let printed = sample::two_findings().report(json);
        sample::assert_snapshot(
            "json",
            &printed.replace(env!("CARGO_PKG_VERSION"), "VERSION"),
        );
    }

    #[test]
    fn each_line_is_a_finding_of_the_report() {
        let sample = sample::two_findings();
        let whole: serde_json::Value =
            serde_json::from_str(&sample.report(json)).expect("the report is JSON");
        let lines: Vec<serde_json::Value> = (sample.report(jsonl).lines())
            .map(|line| serde_json::from_str(line).expect("each line is JSON"))
            .collect();
        assert_eq!(whole["findings"], serde_json::Value::from(lines));
    }
}
