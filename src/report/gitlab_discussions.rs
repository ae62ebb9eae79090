//! Findings as requests to GitLab's API for threads on a merge request.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::report::Report;
use crate::report::github_review::summaries;
use crate::report::markdown::fenced;
use crate::report::review::{Comment, Comments, comments};
use crate::scope::diff::FileDiff;

/// How many lines above its own a suggestion can replace.
const LINES_ABOVE: u32 = 100;

/// The commits between which a merge request's diff lies.
#[derive(Clone, Debug)]
pub struct Commits {
    pub base: String,
    pub head: String,
}

/// The bodies of the requests, one JSON object a line; none where all was posted before.
pub fn gitlab_discussions(
    report: &Report<'_>,
    diff: &[FileDiff],
    posted: &BTreeSet<&str>,
    commits: &Commits,
) -> String {
    let Comments { on_lines, others } = comments(report, diff, posted);
    let on_lines = on_lines.iter().map(|comment| on_line(comment, commits));
    let others = (!others.is_empty()).then(|| summaries(others.len(), &others));
    let others = others.into_iter().flatten().map(|body| Request {
        body,
        position: None,
    });
    let lines = on_lines.chain(others).map(|request| {
        serde_json::to_string(&request).expect("strings and numbers serialize") + "\n"
    });
    lines.collect()
}

#[derive(Serialize)]
struct Request<'a> {
    body: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<Position<'a>>,
}

/// A line of the diff; one that was there before has both numbers.
#[derive(Serialize)]
struct Position<'a> {
    position_type: &'static str,
    base_sha: &'a str,
    start_sha: &'a str,
    head_sha: &'a str,
    old_path: &'a str,
    new_path: &'a str,
    new_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    old_line: Option<u32>,
}

fn on_line<'a>(comment: &Comment<'a>, commits: &'a Commits) -> Request<'a> {
    let mut body = comment.body.clone();
    let above = comment.last - comment.first;
    if let Some(suggestion) = comment.suggestion.as_ref().filter(|_| above <= LINES_ABOVE) {
        body.push('\n');
        body.push_str(&fenced(&format!("suggestion:-{above}+0"), suggestion));
    }
    Request {
        body,
        position: Some(Position {
            position_type: "text",
            base_sha: &commits.base,
            start_sha: &commits.base,
            head_sha: &commits.head,
            old_path: &comment.file.old_path,
            new_path: &comment.file.path,
            new_line: comment.last,
            old_line: comment.hunk.old_line(comment.last),
        }),
    }
}
