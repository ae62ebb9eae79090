//! Findings on one line each, as editors and `grep` know them: `path:line:column: name message`.

use crate::report::{Report, on_one_line};

/// All findings by path and place.
pub fn concise(report: &Report<'_>) -> String {
    let sorted = report.sorted();
    let lines = sorted.iter().map(|entry| {
        let finding = entry.finding;
        let (start, _) = report.positions(finding.span);
        format!(
            "{}:{}:{}: {} {}\n",
            report.path(finding.span),
            start.line,
            start.column,
            finding.transform,
            on_one_line(&finding.message)
        )
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn one_line_each() {
        sample::assert_snapshot("concise", &sample::two_findings().report(concise));
    }
}
