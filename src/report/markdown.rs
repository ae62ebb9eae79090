//! Findings as a step summary in Markdown: counts, a table, and each fix as a diff to unfold.

use std::collections::BTreeMap;

use crate::report::changes::changes;
use crate::report::patch::hunks;
use crate::report::summary::{self, number};
use crate::report::{Entry, Report, Styling, on_one_line};

/// More than this, in bytes, and the rest is left out and counted. GitHub takes 1 MB for a step and 64 KB for a comment.
const LIMIT: usize = 60 << 10;

/// Room for the line that says how much was left out.
const RESERVE: usize = 200;

/// The whole summary, never longer than 60 KB.
pub fn markdown(report: &Report<'_>) -> String {
    let mut text = format!("## chanfix\n\n{}\n", summary::counts(report));
    if !report.entries.is_empty() {
        text.push('\n');
        text.push_str(&table(report));
    }
    for problem in report.problems {
        let line = format!("\n**Error:** {}\n", inline(&problem.to_string()));
        if text.len() + line.len() < LIMIT / 2 {
            text.push_str(&line);
        }
    }
    let sorted = report.sorted();
    let mut shown = 0;
    for entry in &sorted {
        let section = section(report, entry);
        if text.len() + section.len() > LIMIT - RESERVE {
            break;
        }
        text.push_str(&section);
        shown += 1;
    }
    if shown < sorted.len() {
        let left = sorted.len() - shown;
        text.push_str(&format!(
            "\n{} not shown here, for lack of space.\n",
            number(left, "more finding")
        ));
    }
    text
}

/// How many there are of each kind.
fn table(report: &Report<'_>) -> String {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for entry in report.entries {
        let (findings, fixes) = counts.entry(entry.finding.transform).or_default();
        *findings += 1;
        *fixes += usize::from(entry.fix().is_some());
    }
    let mut text = String::from("| transform | findings | fixes |\n|---|---:|---:|\n");
    for (name, (findings, fixes)) in counts {
        text.push_str(&format!("| `{name}` | {findings} | {fixes} |\n"));
    }
    text
}

fn section<'a>(report: &Report<'a>, entry: &Entry<'a>) -> String {
    let finding = entry.finding;
    let place = |span| {
        let (start, _) = report.positions(span);
        code(&format!("{}:{}", report.root_path(span), start.line))
    };
    let mut text = format!(
        "\n### {} {}: {}\n\n{}\n",
        finding.severity.word(),
        code(finding.transform),
        place(finding.span),
        inline(&finding.message)
    );
    if !finding.related.is_empty() {
        text.push('\n');
    }
    for related in &finding.related {
        text.push_str(&format!(
            "- {}: {}\n",
            place(related.span),
            inline(&related.message)
        ));
    }
    if let Some(note) = &finding.note {
        text.push_str(&format!("\n{}\n", inline(note)));
    }
    if let Some(fix) = entry.fix() {
        text.push_str(&format!(
            "\n<details><summary>{} fix: {}</summary>\n\n{}\n</details>\n",
            fix.safety.word(),
            html(&fix.title),
            diff(report, entry)
        ));
    }
    text
}

/// The fix of `entry` as a fenced diff.
fn diff<'a>(report: &Report<'a>, entry: &Entry<'a>) -> String {
    let mut lines = String::new();
    if let Some(fix) = entry.fix() {
        for changed in changes(report, entry) {
            lines.push_str(&format!("--- {}\n", changed.file.display));
            lines.push_str(&hunks(
                &changed.as_patch(entry.finding.transform, fix),
                Styling::Plain,
            ));
        }
    }
    if lines.is_empty() {
        return "This is a proposal; chanfix does not make the change.\n".to_owned();
    }
    fenced("diff", &lines)
}

/// `text` in a fence that is longer than any in it.
pub fn fenced(language: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
    let end = if text.is_empty() || text.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    format!("{fence}{language}\n{text}{end}{fence}\n")
}

/// `text` as code within a line.
pub fn code(text: &str) -> String {
    let text = on_one_line(text);
    let fence = "`".repeat(longest_run(&text, '`') + 1);
    let space = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{space}{text}{space}{fence}")
}

fn longest_run(text: &str, wanted: char) -> usize {
    let runs = text.split(|char| char != wanted).map(str::len);
    runs.max().unwrap_or(0)
}

/// A message as Markdown: what it quotes stays code, all else is plain text.
pub fn inline(message: &str) -> String {
    let message = on_one_line(message);
    // An odd number of quotes means that one of them is no quote.
    if message.matches('`').count() % 2 == 1 {
        return escaped(&message);
    }
    let parts = message
        .split('`')
        .enumerate()
        .map(|(number, part)| match number % 2 {
            0 => escaped(part),
            _ => format!("`{part}`"),
        });
    parts.collect()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' | '<' | '>' => escaped.push_str(&html(&char.to_string())),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '@' | '~' => {
                escaped.extend(['\\', char]);
            }
            _ => escaped.push(char),
        }
    }
    escaped
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{self, Sample};

    #[test]
    fn counts_places_and_diffs() {
        sample::assert_snapshot("markdown", &sample::two_findings().report(markdown));
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let mut sample = Sample::of_files(&[("p.go", "package p\n")]);
        let span = sample.span(0, "package", 0);
        for _ in 0..200 {
            sample.add(sample::finding(span, &"long ".repeat(200)), Vec::new());
        }
        let printed = sample.report(markdown);
        assert!(printed.len() <= LIMIT, "{}", printed.len());
        let shown = printed.matches("\n### ").count();
        assert!(shown > 40, "{shown}");
        let left = format!(
            "\n{} more findings not shown here, for lack of space.\n",
            200 - shown
        );
        assert!(printed.ends_with(&left), "{left}");
    }

    #[test]
    fn source_cannot_end_its_fence() {
        assert_eq!(fenced("go", "a ``` b"), "````go\na ``` b\n````\n");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(inline("`a_b` is <b>_c_"), "`a_b` is &lt;b&gt;\\_c\\_");
    }
}
