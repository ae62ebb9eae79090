//! Findings as comments on the lines of a change, for the services where it is reviewed.

use std::collections::BTreeSet;

use crate::finding::Safety;
use crate::report::changes::{Suggestion, changes, suggestion};
use crate::report::markdown::{code, fenced, inline};
use crate::report::patch::hunks;
use crate::report::{Entry, Report, Styling};
use crate::scope::diff::{FileDiff, Hunk};
use crate::source::{SourceFile, Span};

/// A comment with more than this, in bytes, is not taken by the services; with less left, a fix is not shown.
pub(super) const LIMIT: usize = 60 << 10;

/// A comment on lines of the change that lie in one hunk.
pub(super) struct Comment<'a> {
    pub file: &'a FileDiff,
    pub hunk: &'a Hunk,
    /// The lines of the new file, ends inclusive.
    pub first: u32,
    pub last: u32,
    /// What it says, without the suggestion.
    pub body: String,
    /// What is to stand in the place of the lines, where that is the whole fix.
    pub suggestion: Option<String>,
}

/// What is to be posted.
pub(super) struct Comments<'a> {
    pub on_lines: Vec<Comment<'a>>,
    /// What has no place in the change, each as an item of a list.
    pub others: Vec<String>,
}

/// The fingerprint of a finding, where people do not see it and a later run does.
fn marker(entry: &Entry<'_>) -> String {
    format!("<!-- chanfix:{} -->", entry.fingerprint)
}

/// The fingerprints in what was posted before, in whatever form the service lists it.
pub fn posted(listing: &str) -> BTreeSet<&str> {
    let behind = listing.split("chanfix:").skip(1);
    let fingerprints = behind.filter_map(|rest| rest.get(..16));
    fingerprints
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .collect()
}

/// Comments for the findings of `report` that were not posted before, each on lines that `diff` shows.
pub(super) fn comments<'a>(
    report: &Report<'_>,
    diff: &'a [FileDiff],
    posted: &BTreeSet<&str>,
) -> Comments<'a> {
    let mut comments = Comments {
        on_lines: Vec::new(),
        others: Vec::new(),
    };
    for entry in report.sorted() {
        if posted.contains(entry.fingerprint) {
            continue;
        }
        match comment(report, &entry, diff) {
            Some(comment) => comments.on_lines.push(comment),
            None => comments.others.push(item(report, &entry)),
        }
    }
    comments
}

/// On the lines that the fix replaces, if they are in one hunk; else on the finding's own lines.
fn comment<'a>(
    report: &Report<'_>,
    entry: &Entry<'_>,
    diff: &'a [FileDiff],
) -> Option<Comment<'a>> {
    let finding = entry.finding;
    let fix = entry.fix().filter(|fix| fix.safety != Safety::Shown);
    let suggested = fix.and_then(|_| suggestion(report, entry));
    if let Some(Suggestion {
        file,
        first,
        last,
        text,
    }) = suggested
        && text.len() < LIMIT / 2
        && let Some((file_diff, hunk)) =
            shown(report, diff, file, finding.span, first as u32, last as u32)
    {
        return Some(Comment {
            file: file_diff,
            hunk,
            first: first as u32,
            last: last as u32,
            body: body(report, entry, ""),
            suggestion: Some(text.replace('\r', "")),
        });
    }
    let (start, end) = report.positions(finding.span);
    let file = report.file(finding.span);
    let places = [(start.line, end.line), (start.line, start.line)];
    let (first, last, (file_diff, hunk)) = places.into_iter().find_map(|(first, last)| {
        Some((
            first,
            last,
            shown(report, diff, file, finding.span, first, last)?,
        ))
    })?;
    Some(Comment {
        file: file_diff,
        hunk,
        first,
        last,
        body: body(report, entry, &details(report, entry)),
        suggestion: None,
    })
}

/// The hunk that shows these lines of `file`, just as the file has them.
fn shown<'a>(
    report: &Report<'_>,
    diff: &'a [FileDiff],
    file: &SourceFile,
    span: Span,
    first: u32,
    last: u32,
) -> Option<(&'a FileDiff, &'a Hunk)> {
    if file.id != span.file {
        return None;
    }
    let path = report.root_path(span);
    let file_diff = diff.iter().find(|file_diff| file_diff.path == path)?;
    let hunks = &mut file_diff.hunks.iter();
    let hunk =
        hunks.find(|hunk| hunk.new_start <= first && first <= last && last < hunk.new_end())?;
    let starts = file.line_starts();
    let is_same = (first..=last).all(|line| {
        let start = starts.get(line as usize - 1).copied();
        let text = start.map(|start| &file.text[start as usize..file.line_end(start) as usize]);
        text.map(|text| text.trim_end_matches(['\n', '\r'])) == hunk.new_text(line)
    });
    is_same.then_some((file_diff, hunk))
}

fn body(report: &Report<'_>, entry: &Entry<'_>, details: &str) -> String {
    let finding = entry.finding;
    let mut body = format!(
        "{}\n**{}** {}: {}\n",
        marker(entry),
        finding.severity.word(),
        code(finding.transform),
        inline(&finding.message)
    );
    if !finding.related.is_empty() {
        body.push('\n');
    }
    for related in &finding.related {
        body.push_str(&format!(
            "- {}: {}\n",
            place(report, related.span),
            inline(&related.message)
        ));
    }
    if let Some(note) = &finding.note {
        body.push_str(&format!("\n{}\n", inline(note)));
    }
    if let Some(fix) = entry.fix() {
        let trust = match fix.safety {
            Safety::Safe => "Safe fix",
            Safety::Unsafe => "Fix to be reviewed",
            Safety::Shown => "Proposal",
        };
        body.push_str(&format!("\n{trust}: {}.\n", inline(&fix.title)));
    }
    if body.len() + details.len() < LIMIT {
        body.push_str(details);
    }
    body
}

/// The fix as a diff to unfold, for what is no suggestion.
fn details(report: &Report<'_>, entry: &Entry<'_>) -> String {
    let Some(fix) = entry.fix() else {
        return String::new();
    };
    let mut lines = String::new();
    for changed in changes(report, entry) {
        lines.push_str(&format!("--- {}\n", changed.file.display));
        lines.push_str(&hunks(
            &changed.as_patch(entry.finding.transform, fix),
            Styling::Plain,
        ));
    }
    match lines.as_str() {
        "" => String::new(),
        _ => format!(
            "\n<details><summary>The change</summary>\n\n{}\n</details>\n",
            fenced("diff", &lines)
        ),
    }
}

/// A finding that has no place in the change, as an item of a list.
fn item(report: &Report<'_>, entry: &Entry<'_>) -> String {
    let finding = entry.finding;
    format!(
        "- {} {} {}: {}\n",
        marker(entry),
        place(report, finding.span),
        code(finding.transform),
        inline(&finding.message)
    )
}

fn place(report: &Report<'_>, span: Span) -> String {
    let (start, _) = report.positions(span);
    code(&format!("{}:{}", report.root_path(span), start.line))
}
