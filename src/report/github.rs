//! Findings as workflow commands, which GitHub Actions turns into annotations.

use crate::finding::Severity;
use crate::report::{Entry, Report};

/// One command a line.
pub fn github(report: &Report<'_>) -> String {
    let sorted = report.sorted();
    sorted.iter().map(|entry| command(report, entry)).collect()
}

fn command(report: &Report<'_>, entry: &Entry<'_>) -> String {
    let finding = entry.finding;
    let (start, end) = report.positions(finding.span);
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut place = format!(
        "file={},line={},endLine={}",
        property(&report.root_path(finding.span)),
        start.line,
        end.line
    );
    // GitHub takes columns only where start and end are on one line.
    if start.line == end.line {
        place.push_str(&format!(",col={},endColumn={}", start.column, end.column));
    }
    let title = property(&format!("chanfix {}", finding.transform));
    format!(
        "::{kind} {place},title={title}::{}\n",
        data(&message(report, entry))
    )
}

/// The message, the other places, and the fix.
fn message(report: &Report<'_>, entry: &Entry<'_>) -> String {
    let mut message = entry.finding.message.clone();
    for related in &entry.finding.related {
        let (start, _) = report.positions(related.span);
        message.push_str(&format!(
            "\n{}:{}: {}",
            report.root_path(related.span),
            start.line,
            related.message
        ));
    }
    if let Some(fix) = entry.fix() {
        message.push_str(&format!("\n{} fix: {}", fix.safety.word(), fix.title));
    }
    message
}

/// `text` as the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// `text` as the value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{self, Sample};

    #[test]
    fn a_command_for_each_finding() {
        sample::assert_snapshot("github", &sample::two_findings().report(github));
    }

    #[test]
    fn what_would_end_a_command_early_is_escaped() {
        let mut sample = Sample::of_files(&[("a,b:c%.go", "package p\n")]);
        let span = sample.span(0, "package", 0);
        sample.add(
            sample::finding(span, "100 %\r\n::error::, no: this"),
            Vec::new(),
        );
        assert_eq!(
            sample.report(github),
            "::error file=a%2Cb%3Ac%25.go,line=1,endLine=1,col=1,endColumn=8,title=chanfix multi-site-close::\
             100 %25%0D%0A::error::, no: this\n"
        );
    }
}
