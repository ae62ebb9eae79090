//! Findings as one JSON object, for other programs. The keys are a contract: none changes its name or meaning.

use std::collections::HashMap;

use serde::Serialize;

use crate::finding::{Edit, Finding, Fix, Safety, Severity};
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
    fingerprint: String,
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
    let mut occurrences = HashMap::new();
    let sorted = report.sorted();
    let findings = sorted.iter().map(|entry| {
        let subject = Subject::of(report, entry.finding);
        let occurrence = occurrences.entry(subject).or_insert(0);
        *occurrence += 1;
        finding(report, entry, subject.fingerprint(*occurrence))
    });
    findings.collect()
}

fn finding<'a>(report: &Report<'a>, entry: &Entry<'a>, fingerprint: String) -> JsonFinding<'a> {
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
        severity: match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        message,
        fingerprint,
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
        text: as_in_file(report, edit),
    });
    JsonFix {
        title: &fix.title,
        safety: match fix.safety {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
            Safety::Shown => "shown",
        },
        edits: edits.collect(),
    }
}

/// The text of `edit` with the line ends of its file, so that a reader can put it in as it is.
fn as_in_file(report: &Report<'_>, edit: &Edit) -> String {
    if report.file(edit.span).is_crlf() {
        edit.text.replace("\r\n", "\n").replace('\n', "\r\n")
    } else {
        edit.text.clone()
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

/// What a finding is known by from one version of the source to the next: not its place.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Subject<'a> {
    rule: &'a str,
    path: &'a str,
    /// The line it is on, without white space around it.
    line: &'a str,
}

impl<'a> Subject<'a> {
    fn of(report: &Report<'a>, finding: &'a Finding) -> Subject<'a> {
        let file = report.file(finding.span);
        let start = finding.span.start.min(file.text.len() as u32);
        let line = &file.text[file.line_start(start) as usize..file.line_end(start) as usize];
        Subject {
            rule: finding.transform,
            path: &file.display,
            line: line.trim(),
        }
    }

    /// A hash (64 bit FNV-1a) of the subject and of which one it is among those that look the same, counted from 1.
    fn fingerprint(self, occurrence: usize) -> String {
        let occurrence = occurrence.to_string();
        let parts = [self.rule, self.path, self.line, &occurrence];
        // A byte that no part holds parts them: no two lists of parts hash the same bytes.
        let bytes = parts
            .into_iter()
            .flat_map(|part| part.bytes().chain([0xff]));
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        format!("{hash:016x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{self, Sample};

    #[test]
    fn the_contract() {
        let printed = sample::two_findings().report(json);
        sample::assert_snapshot(
            "json",
            &printed.replace(env!("CARGO_PKG_VERSION"), "VERSION"),
        );
    }

    #[test]
    fn fingerprints_differ_and_survive_lines_moved_above() {
        let fingerprints = |source: &str| {
            let mut sample = Sample::of_files(&[("p.go", source)]);
            for nth in [1, 0, 2] {
                sample.add(
                    sample::finding(sample.span(0, "close(c)", nth), "twice"),
                    Vec::new(),
                );
            }
            sample.report(|report| {
                let all: Vec<String> = findings(report)
                    .into_iter()
                    .map(|finding| finding.fingerprint)
                    .collect();
                all.join(" ")
            })
        };
        let before = fingerprints("package p\n\tclose(c)\nclose(c)\ndefer close(c)\n");
        let after =
            fingerprints("// doc\r\npackage p\r\n\r\nclose(c)\r\n\tclose(c)\r\ndefer close(c)\r\n");
        assert_eq!(before, after);
        let mut distinct: Vec<&str> = before.split(' ').collect();
        distinct.dedup();
        assert_eq!(distinct.len(), 3);
    }
}
