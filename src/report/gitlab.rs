//! Findings as GitLab's code quality report.

use serde::Serialize;

use crate::finding::Severity;
use crate::report::{Entry, Report, on_one_line};

/// A JSON array, which `artifacts: reports: codequality` takes.
pub fn gitlab(report: &Report<'_>) -> String {
    let sorted = report.sorted();
    let issues: Vec<Issue<'_>> = sorted.iter().map(|entry| issue(report, entry)).collect();
    let mut text = serde_json::to_string_pretty(&issues).expect("strings and numbers serialize");
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

fn issue<'a>(report: &Report<'a>, entry: &Entry<'a>) -> Issue<'a> {
    let finding = entry.finding;
    let (start, end) = report.positions(finding.span);
    Issue {
        description: on_one_line(&finding.message),
        check_name: finding.transform,
        fingerprint: entry.fingerprint,
        severity: match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Note => "info",
        },
        location: Location {
            path: report.root_path(finding.span),
            lines: Lines {
                begin: start.line,
                end: end.line,
            },
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn an_issue_for_each_finding() {
        sample::assert_snapshot("gitlab", &sample::two_findings().report(gitlab));
    }
}
