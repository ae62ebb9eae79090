//! The lines on stderr that sum a run up.

use std::collections::HashSet;

use crate::finding::Safety;
use crate::report::Report;

/// How many findings there are, in how many files, and how many fixes of each kind go with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub findings: usize,
    /// Files with findings.
    pub files: usize,
    pub safe_fixes: usize,
    pub unsafe_fixes: usize,
    pub shown_fixes: usize,
}

impl Counts {
    pub fn of(report: &Report<'_>) -> Counts {
        let count = |safety: Safety| {
            let offered = report.entries.iter().filter_map(|entry| entry.fix());
            offered.filter(|fix| fix.safety == safety).count()
        };
        let files: HashSet<_> = report
            .entries
            .iter()
            .map(|entry| entry.finding.span.file)
            .collect();
        Counts {
            findings: report.entries.len(),
            files: files.len(),
            safe_fixes: count(Safety::Safe),
            unsafe_fixes: count(Safety::Unsafe),
            shown_fixes: count(Safety::Shown),
        }
    }
}

/// What `check` found: `3 findings in 2 files; 2 safe fixes, 1 unsafe`, and a line on what was skipped.
pub fn found(report: &Report<'_>) -> String {
    format!("{}\n{}", counts(report), damage(report.size.damaged))
}

/// `3 findings in 2 files; 2 safe fixes, 1 unsafe`.
pub fn counts(report: &Report<'_>) -> String {
    let counts = Counts::of(report);
    if counts.findings == 0 {
        return format!("no findings in {}", number(report.size.files, "file"));
    }
    let kinds = [
        (counts.safe_fixes, "safe"),
        (counts.unsafe_fixes, "unsafe"),
        (counts.shown_fixes, "shown only"),
    ];
    format!(
        "{} in {}; {}",
        number(counts.findings, "finding"),
        number(counts.files, "file"),
        fixes(kinds)
    )
}

/// What `fix` did: `applied 2 fixes in 1 file`.
pub fn applied(fixes: usize, files: usize) -> String {
    match fixes {
        0 => "nothing to apply\n".to_owned(),
        _ => format!(
            "applied {} in {}\n",
            number(fixes, "fix"),
            number(files, "file")
        ),
    }
}

/// What `--add-ignore` did: `added 2 comments in 1 file`.
pub fn suppressed(comments: usize, files: usize) -> String {
    format!(
        "added {} in {}\n",
        number(comments, "comment"),
        number(files, "file")
    )
}

/// Where unsafe fixes were left out, how many and how to see them; else nothing.
pub fn left_out(unsafe_fixes: usize) -> String {
    match unsafe_fixes {
        0 => String::new(),
        _ => format!(
            "{} left out; review with --dry-run --unsafe-fixes\n",
            number(unsafe_fixes, "unsafe fix")
        ),
    }
}

/// How much was skipped because it is no Go; nothing where that is nothing.
pub fn damage(declarations: usize) -> String {
    match declarations {
        0 => String::new(),
        _ => format!(
            "{} skipped for syntax errors\n",
            number(declarations, "declaration")
        ),
    }
}

/// `2 safe fixes, 1 unsafe`: the noun goes with the first kind only.
fn fixes(kinds: [(usize, &str); 3]) -> String {
    let mut text = String::new();
    for (count, kind) in kinds.into_iter().filter(|&(count, _)| count > 0) {
        if text.is_empty() {
            text = number(count, &format!("{kind} fix"));
        } else {
            text.push_str(&format!(", {count} {kind}"));
        }
    }
    if text.is_empty() {
        "no fixes".to_owned()
    } else {
        text
    }
}

/// `1 file`, `2 files`, `2 fixes`.
pub(super) fn number(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ if noun.ends_with('x') => format!("{count} {noun}es"),
        _ => format!("{count} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{self, Sample};

    #[test]
    fn sums_up() {
        assert_eq!(
            sample::two_findings().report(found),
            "2 findings in 2 files; 1 safe fix, 1 unsafe\n1 declaration skipped for syntax errors\n"
        );
        let mut none = Sample::of_files(&[("p.go", "")]);
        assert!(none.report(found).starts_with("no findings in 1 file\n"));
        let span = crate::source::Span {
            file: crate::source::FileId(0),
            start: 0,
            end: 0,
        };
        none.add(sample::finding(span, "odd"), Vec::new());
        assert!(
            none.report(found)
                .starts_with("1 finding in 1 file; no fixes\n")
        );
        assert_eq!(
            fixes([(0, "safe"), (2, "unsafe"), (1, "shown only")]),
            "2 unsafe fixes, 1 shown only"
        );
    }

    #[test]
    fn tells_what_was_done_and_what_was_not() {
        assert_eq!(applied(2, 1), "applied 2 fixes in 1 file\n");
        assert_eq!(left_out(0), "");
        assert_eq!(
            left_out(1),
            "1 unsafe fix left out; review with --dry-run --unsafe-fixes\n"
        );
    }
}
