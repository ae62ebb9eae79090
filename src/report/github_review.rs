//! Findings as requests to GitHub's API for reviews.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::report::Report;
use crate::report::markdown::fenced;
use crate::report::review::{Comment, Comments, LIMIT, comments};
use crate::report::summary::number;
use crate::scope::diff::FileDiff;

/// GitHub takes more comments with one request, but answers slowly, or not at all.
const COMMENTS: usize = 25;

/// The bodies of the requests, one JSON object a line; none where all was posted before.
///
/// `commit` is what the comments are about, `diff` is the pull request's, `posted` are fingerprints.
pub fn github_review(
    report: &Report<'_>,
    diff: &[FileDiff],
    posted: &BTreeSet<&str>,
    commit: Option<&str>,
) -> String {
    let Comments { on_lines, others } = comments(report, diff, posted);
    let count = on_lines.len() + others.len();
    let mut bodies = summaries(count, &others).into_iter();
    let mut chunks = on_lines.chunks(COMMENTS);
    let mut text = String::new();
    loop {
        let (body, chunk) = (bodies.next(), chunks.next());
        if body.is_none() && chunk.is_none() {
            return text;
        }
        let request = Request {
            commit_id: commit,
            event: "COMMENT",
            body: body.unwrap_or_else(|| "chanfix, continued".to_owned()),
            comments: chunk
                .unwrap_or_default()
                .iter()
                .map(review_comment)
                .collect(),
        };
        text.push_str(&serde_json::to_string(&request).expect("strings and numbers serialize"));
        text.push('\n');
    }
}

#[derive(Serialize)]
struct Request<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    commit_id: Option<&'a str>,
    event: &'static str,
    body: String,
    comments: Vec<ReviewComment<'a>>,
}

/// A comment on the new side of the diff; one on a single line has no start.
#[derive(Serialize)]
struct ReviewComment<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_side: Option<&'static str>,
    line: u32,
    side: &'static str,
    body: String,
}

fn review_comment<'a>(comment: &Comment<'a>) -> ReviewComment<'a> {
    let is_long = comment.first < comment.last;
    let mut body = comment.body.clone();
    if let Some(suggestion) = &comment.suggestion {
        body.push('\n');
        body.push_str(&fenced("suggestion", suggestion));
    }
    ReviewComment {
        path: &comment.file.path,
        start_line: is_long.then_some(comment.first),
        start_side: is_long.then_some("RIGHT"),
        line: comment.last,
        side: "RIGHT",
        body,
    }
}

/// The texts of the reviews: how many findings there are, and those that have no place in the diff.
pub(super) fn summaries(count: usize, others: &[String]) -> Vec<String> {
    if count == 0 {
        return Vec::new();
    }
    let mut text = format!("chanfix: {}.\n", number(count, "new finding"));
    if !others.is_empty() {
        text.push_str("\nOutside of the lines that this change shows:\n\n");
    }
    let mut texts = Vec::new();
    for item in others {
        if text.len() + item.len() > LIMIT {
            texts.push(std::mem::replace(
                &mut text,
                "chanfix, continued:\n\n".to_owned(),
            ));
        }
        text.push_str(item);
    }
    texts.push(text);
    texts
}
