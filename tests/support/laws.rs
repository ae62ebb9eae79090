//! The laws that hold for whatever chanfix finds and fixes. Each returns the breaches: a path, and what is wrong there.

use std::collections::BTreeMap;

use super::binary::Finding;
use super::syntax;
use super::tree::Tree;

pub type Breaches = Vec<(String, String)>;

/// The edits of one fix lie within their files, on whole characters, on the lines they name, and touch nothing twice.
pub fn edits_are_disjoint(tree: &Tree, findings: &[Finding]) -> Breaches {
    let mut breaches = Breaches::new();
    for finding in findings {
        let Some(fix) = &finding.fix else { continue };
        let mut edits: Vec<_> = fix.edits.iter().collect();
        edits.sort_by_key(|edit| (&edit.path, edit.start, edit.end));
        for edit in &edits {
            let breach = match tree.text(&edit.path) {
                None => Some(format!("an edit in {}, which is not there", edit.path)),
                Some(text) if text.get(edit.start..edit.end).is_none() => Some(format!(
                    "an edit at {}..{}, which is no stretch of text",
                    edit.start, edit.end
                )),
                Some(text)
                    if text[..edit.start].matches('\n').count() + 1 != edit.line as usize =>
                {
                    Some(format!(
                        "an edit at {} is not on line {}",
                        edit.start, edit.line
                    ))
                }
                Some(_) => None,
            };
            breaches.extend(
                breach.map(|what| (finding.path.clone(), format!("{}: {what}", fix.title))),
            );
        }
        for pair in edits.windows(2) {
            let [first, second] = pair else { continue };
            if first.path == second.path
                && (first.end > second.start || first.start == second.start)
            {
                let what = format!(
                    "{}: edits at {} and {} overlap",
                    fix.title, first.start, second.start
                );
                breaches.push((finding.path.clone(), what));
            }
        }
    }
    breaches
}

/// A finding has the same text, place and fix in each run: here, in a tree that is written in another way.
pub fn findings_agree(findings: &[Finding], others: &[Finding]) -> Breaches {
    let key = |finding: &Finding| {
        (
            finding.path.clone(),
            finding.line,
            finding.rule.clone(),
            finding.message.clone(),
        )
    };
    let mut counts: BTreeMap<_, i32> = BTreeMap::new();
    findings
        .iter()
        .for_each(|finding| *counts.entry(key(finding)).or_default() += 1);
    others
        .iter()
        .for_each(|finding| *counts.entry(key(finding)).or_default() -= 1);
    let told = |((path, line, _, message), count): ((String, u32, String, String), i32)| {
        let change = if count > 0 { "is lost" } else { "appears" };
        (count != 0).then(|| (path, format!("line {line}: a finding {change}: {message}")))
    };
    counts.into_iter().filter_map(told).collect()
}

pub fn parses_no_worse(before: &Tree, after: &Tree) -> Breaches {
    let worse = |(path, text): (&str, &str)| {
        let before = syntax::damage(before.text(path)?);
        let after = syntax::damage(text);
        (after > before).then(|| {
            (
                path.to_string(),
                format!("{before} syntax errors before the fix, {after} after it"),
            )
        })
    };
    changed_sources(before, after).filter_map(worse).collect()
}

pub fn comments_are_kept(before: &Tree, after: &Tree) -> Breaches {
    let mut breaches = Breaches::new();
    for (path, text) in changed_sources(before, after) {
        let mut left = syntax::comments(text);
        for comment in before.text(path).map(syntax::comments).unwrap_or_default() {
            match left.iter().position(|kept| *kept == comment) {
                Some(kept) => drop(left.swap_remove(kept)),
                None => breaches.push((path.to_string(), format!("lost the comment {comment}"))),
            }
        }
    }
    breaches
}

/// Two trees that must be the same; `what` says when they are not.
pub fn same(expected: &Tree, found: &Tree, what: &str) -> Breaches {
    let mut breaches = Breaches::new();
    for (path, text) in &expected.0 {
        match found.0.get(path) {
            None => breaches.push((path.clone(), format!("{what}: the file is gone"))),
            Some(other) if other != text => breaches.push((
                path.clone(),
                format!("{what}:\n{}", difference(text, other)),
            )),
            Some(_) => {}
        }
    }
    let appeared = found
        .0
        .keys()
        .filter(|path| !expected.0.contains_key(*path));
    breaches.extend(appeared.map(|path| (path.clone(), format!("{what}: the file appeared"))));
    breaches
}

/// Without `--unsafe-fixes`, a file in which only unsafe fixes were offered stays as it was.
pub fn unsafe_fixes_are_asked_for(before: &Tree, after: &Tree, findings: &[Finding]) -> Breaches {
    let fixes = || findings.iter().filter_map(|finding| finding.fix.as_ref());
    let has_safe = |path: &str| {
        fixes().any(|fix| fix.safety == "safe" && fix.edits.iter().any(|edit| edit.path == path))
    };
    changed_sources(before, after)
        .filter(|(path, _)| !has_safe(path))
        .map(|(path, _)| (path.to_string(), "changed without a safe fix".to_string()))
        .collect()
}

/// The Go files of `after` that are not as they were.
pub fn changed_sources<'a>(
    before: &'a Tree,
    after: &'a Tree,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    after
        .sources()
        .filter(|(path, text)| before.text(path).is_some_and(|before| before != *text))
}

fn difference(expected: &[u8], found: &[u8]) -> String {
    let (expected, found) = (
        String::from_utf8_lossy(expected),
        String::from_utf8_lossy(found),
    );
    let diff = similar::TextDiff::from_lines(expected.as_ref(), found.as_ref());
    diff.unified_diff()
        .context_radius(2)
        .header("expected", "found")
        .to_string()
}
