//! Comments that suppress nothing, as findings; where the comment can go, a fix removes it.

use super::Ignore;
use super::directive::Kind;
use crate::engine::Rule;
use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::nearest::nearest;
use crate::source::{Range, SourceFile};

/// What reports these comments, beside the transforms.
pub fn rule() -> Rule {
    Rule {
        name: NAME,
        summary: "a comment that suppresses findings where there are none, or gives no reason",
        page: include_str!("unused-ignore.md"),
        severity: Severity::Warning,
        is_default: true,
        parts: Vec::new(),
    }
}

/// The name of what reports them.
pub const NAME: &str = "unused-ignore";

/// What is wrong with a comment, if anything is.
///
/// `known` are all names that a comment may hold, `ran` tells whether that transform looked at the file.
pub(super) fn finding(
    file: &SourceFile,
    ignore: &Ignore<'_>,
    known: &[&'static str],
    ran: impl Fn(&str) -> bool,
) -> Option<Finding> {
    let directive = &ignore.directive;
    if directive.kind == Kind::Nolint {
        return None;
    }
    let comment = directive.comment;
    if directive.names.is_empty() {
        return Some(report(
            file,
            comment,
            "this comment names no transform, so it suppresses nothing".into(),
        ));
    }
    for &(range, name) in &directive.names {
        if name != super::ALL && !known.contains(&name) {
            let hint = nearest(name, known.iter().copied())
                .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            return Some(report(
                file,
                range,
                format!("there is no transform `{name}`{hint}"),
            ));
        }
    }
    if !directive.has_reason {
        let message =
            "this comment gives no reason, so it suppresses nothing: write one behind the names";
        return Some(report(file, comment, message.into()));
    }
    let unused: Vec<usize> = (0..directive.names.len())
        .filter(|&number| {
            let (_, name) = directive.names[number];
            let has_run = if name == super::ALL {
                known.iter().all(|name| ran(name))
            } else {
                ran(name)
            };
            has_run && !ignore.used.contains(&number)
        })
        .collect();
    if unused.is_empty() {
        return None;
    }
    let names: Vec<String> = (unused.iter())
        .map(|&number| format!("`{}`", directive.names[number].1))
        .collect();
    let message = format!("there is nothing of {} here to suppress", names.join(", "));
    let mut finding = report(file, comment, message);
    let (title, edit) = if unused.len() == directive.names.len() {
        (
            "remove the comment",
            (removal(file, comment), String::new()),
        )
    } else {
        let kept: Vec<&str> = (0..directive.names.len())
            .filter(|number| !unused.contains(number))
            .map(|number| directive.names[number].1)
            .collect();
        let list = directive.names.first().zip(directive.names.last());
        let (first, last) = list?;
        (
            "remove the names",
            (Range::new(first.0.start, last.0.end), kept.join(",")),
        )
    };
    let (range, text) = edit;
    finding.fix = Some(Fix {
        title: title.into(),
        safety: Safety::Safe,
        edits: vec![Edit {
            span: range.in_file(file.id),
            text,
        }],
        imports: Vec::new(),
        about: vec![comment.in_file(file.id)],
    });
    Some(finding)
}

fn report(file: &SourceFile, range: Range, message: String) -> Finding {
    Finding {
        transform: NAME,
        cause: Vec::new(),
        severity: Severity::Warning,
        span: range.in_file(file.id),
        message,
        related: Vec::new(),
        note: None,
        fix: None,
    }
}

/// What goes with a comment: the blanks before it, or its whole lines, so that what is left is formatted.
fn removal(file: &SourceFile, comment: Range) -> Range {
    let text = &file.text;
    let line = file.line_start(comment.start);
    let before = Range::new(line, comment.start).of(text);
    if !before.trim().is_empty() {
        return Range::new(line + before.trim_end().len() as u32, comment.end);
    }
    let mut start = line;
    let mut end = file.line_end(comment.end);
    let line_before = |at: u32| at.checked_sub(1).map(|at| file.line_start(at));
    let content = |start: u32| Range::new(start, file.line_end(start)).of(text).trim();
    // The doc comment above is parted from it by a line of its own.
    if let Some(previous) = line_before(start)
        && content(previous) == "//"
    {
        start = previous;
    }
    let is_blank_before = line_before(start).is_none_or(|previous| content(previous).is_empty());
    if is_blank_before && (end as usize) < text.len() && content(end).is_empty() {
        end = file.line_end(end);
    }
    Range::new(start, end)
}
