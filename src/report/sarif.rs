//! Findings as SARIF 2.1.0, which code scanning services read.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use crate::finding::{Edit, Finding, Safety};
use crate::report::{Entry, Report, fitted};
use crate::source::{SourceFile, Span};

/// What relative paths are relative to.
const ROOT: &str = "SRCROOT";

/// What the fingerprint in `partialFingerprints` is called; the number changes when what it is made of does.
const FINGERPRINT: &str = "chanfix/v1";

/// The whole log, with one run.
pub fn sarif(report: &Report<'_>) -> String {
    let rules: BTreeMap<&str, usize> = (report.rules.iter().enumerate())
        .map(|(index, rule)| (rule.name, index))
        .collect();
    let sorted = report.sorted();
    let results: Vec<Value> = (sorted.iter())
        .map(|entry| result(report, entry, &rules))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rule_descriptors(report),
            } },
            "invocations": [invocation(report)],
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).expect("strings and numbers serialize");
    text.push('\n');
    text
}

fn rule_descriptors(report: &Report<'_>) -> Vec<Value> {
    let rules = report.rules.iter().map(|rule| {
        json!({
            "id": rule.name,
            "shortDescription": { "text": rule.summary },
            "fullDescription": { "text": rule.summary },
            "help": { "text": rule.page, "markdown": rule.page },
            "defaultConfiguration": { "level": rule.severity.word() },
            "properties": { "tags": ["concurrency", "correctness"] },
        })
    });
    rules.collect()
}

/// Whether the run saw everything, and what stood in its way.
fn invocation(report: &Report<'_>) -> Value {
    let mut problems: Vec<_> = report.problems.iter().collect();
    problems.sort();
    let notifications: Vec<Value> = (problems.into_iter())
        .map(|problem| {
            json!({
                "level": "error",
                "message": { "text": problem.message },
                "locations": [{ "physicalLocation": {
                    "artifactLocation": artifact(&problem.path),
                    "region": { "startLine": problem.line.unwrap_or(1).max(1) },
                } }],
            })
        })
        .collect();
    json!({
        "executionSuccessful": notifications.is_empty(),
        "toolExecutionNotifications": notifications,
    })
}

fn result(report: &Report<'_>, entry: &Entry<'_>, rules: &BTreeMap<&str, usize>) -> Value {
    let finding = entry.finding;
    let mut result = json!({
        "ruleId": finding.transform,
        "level": finding.severity.word(),
        "message": { "text": text_of(finding) },
        "locations": [location(report, finding.span, None)],
        "partialFingerprints": { FINGERPRINT: entry.fingerprint },
    });
    if let Some(index) = rules.get(finding.transform) {
        result["ruleIndex"] = json!(index);
    }
    if !finding.related.is_empty() {
        result["relatedLocations"] = json!(related_locations(report, finding));
        result["codeFlows"] = json!([{ "threadFlows": [{ "locations": flow(report, finding) }] }]);
    }
    if let Some(fix) = entry.fix().filter(|fix| fix.safety != Safety::Shown) {
        result["fixes"] = json!([{
            "description": { "text": format!("{} ({} fix)", fix.title, fix.safety.word()) },
            "artifactChanges": artifact_changes(report, entry.edits),
        }]);
    }
    result
}

fn text_of(finding: &Finding) -> String {
    match &finding.note {
        Some(note) => format!("{}\n{note}", finding.message),
        None => finding.message.clone(),
    }
}

fn related_locations(report: &Report<'_>, finding: &Finding) -> Vec<Value> {
    let locations = finding.related.iter().enumerate().map(|(id, related)| {
        let mut location = location(report, related.span, Some(&related.message));
        location["id"] = json!(id + 1);
        location
    });
    locations.collect()
}

/// How it comes to the bug: the other places in the order in which the finding tells them, its own place last.
fn flow(report: &Report<'_>, finding: &Finding) -> Vec<Value> {
    let steps = (finding.related.iter()).map(|related| (related.span, related.message.as_str()));
    let steps = steps.chain([(finding.span, finding.message.as_str())]);
    let locations =
        steps.map(|(span, message)| json!({ "location": location(report, span, Some(message)) }));
    locations.collect()
}

fn location(report: &Report<'_>, span: Span, message: Option<&str>) -> Value {
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": artifact(&report.root_path(span)),
            "region": Region::of(report.file(span), span),
        },
    });
    if let Some(message) = message {
        location["message"] = json!({ "text": message });
    }
    location
}

fn artifact(path: &str) -> Value {
    if path.starts_with('/') {
        json!({ "uri": format!("file://{}", uri(path)) })
    } else {
        json!({ "uri": uri(path), "uriBaseId": ROOT })
    }
}

/// `path` with what a URI cannot hold as `%XX`.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

fn artifact_changes(report: &Report<'_>, edits: &[Edit]) -> Vec<Value> {
    let mut by_path: BTreeMap<String, Vec<&Edit>> = BTreeMap::new();
    for edit in edits {
        let path = report.root_path(edit.span);
        by_path.entry(path).or_default().push(edit);
    }
    let changes = by_path.into_iter().map(|(path, mut edits)| {
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let replacements: Vec<Value> = (edits.into_iter())
            .map(|edit| {
                json!({
                    "deletedRegion": Region::of(report.file(edit.span), edit.span),
                    "insertedContent": { "text": report.as_in_file(edit) },
                })
            })
            .collect();
        json!({ "artifactLocation": artifact(&path), "replacements": replacements })
    });
    changes.collect()
}

/// Lines and columns count from 1, columns in UTF-16 code units; the end is exclusive.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

impl Region {
    fn of(file: &SourceFile, span: Span) -> Region {
        let range = fitted(span, &file.text);
        let place = |offset: usize| {
            let position = file.position(offset as u32);
            let line = file.line_start(offset as u32) as usize;
            let units = file.text[line..offset].encode_utf16().count();
            (position.line, units as u32 + 1)
        };
        let ((start_line, start_column), (end_line, end_column)) =
            (place(range.start), place(range.end));
        Region {
            start_line,
            start_column,
            end_line,
            end_column,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{self, Sample};

    #[test]
    fn a_log_with_flows_and_fixes() {
        let printed = sample::two_findings().report(sarif);
        sample::assert_snapshot(
            "sarif",
            &printed.replace(env!("CARGO_PKG_VERSION"), "VERSION"),
        );
    }

    #[test]
    fn columns_count_as_editors_do_and_paths_are_uris() {
        let mut sample = Sample::of_files(&[("a b/ü.go", "package p\n\n/* é𝄞 */ var x = 1\n")]);
        sample.add(sample::finding(sample.span(0, "var", 0), "odd"), Vec::new());
        let log: Value = serde_json::from_str(&sample.report(sarif)).expect("it is JSON");
        let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b/%C3%BC.go");
        assert_eq!(
            place["region"],
            json!({ "startLine": 3, "startColumn": 11, "endLine": 3, "endColumn": 14 })
        );
    }
}
