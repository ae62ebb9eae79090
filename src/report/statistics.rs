//! How many findings each transform has, and how many of them have a fix of which kind.

use std::collections::BTreeMap;

use crate::finding::Safety;
use crate::report::Report;

/// One line for each transform with findings, the most first.
pub fn statistics(report: &Report<'_>) -> String {
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    for entry in report.entries {
        let count = counts.entry(entry.finding.transform).or_default();
        count.findings += 1;
        match entry.fix().map(|fix| fix.safety) {
            Some(Safety::Safe) => count.safe += 1,
            Some(Safety::Unsafe) => count.not_safe += 1,
            Some(Safety::Shown) | None => {}
        }
    }
    let mut counts: Vec<(&str, Counts)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(count.findings));
    let width = counts.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let lines = counts.iter().map(|(name, count)| {
        let Counts {
            findings,
            safe,
            not_safe,
        } = count;
        format!("{findings:6}  {name:width$}  {safe:5} safe  {not_safe:5} unsafe\n")
    });
    lines.collect()
}

#[derive(Default)]
struct Counts {
    findings: usize,
    safe: usize,
    not_safe: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn a_line_for_each_transform() {
        assert_eq!(
            sample::two_findings().report(statistics),
            "     2  multi-site-close      1 safe      1 unsafe\n"
        );
    }
}
