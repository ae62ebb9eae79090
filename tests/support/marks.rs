//! The marks in fixtures, `// want "part of the message" "part of another"`, against the findings.

use std::collections::BTreeMap;

use super::binary::Finding;
use super::tree::Tree;

/// What the marks ask for and the findings don't give, and the other way round. The paths of both are those of the tree.
pub fn breaches(tree: &Tree, findings: &[Finding]) -> Vec<(String, String)> {
    let mut wanted: BTreeMap<(&str, u32), Vec<String>> = BTreeMap::new();
    for (path, text) in tree.sources() {
        for (line, text) in (1..).zip(text.lines()) {
            wanted
                .entry((path, line))
                .or_default()
                .extend(marks_of(text));
        }
    }
    let mut breaches = Vec::new();
    for finding in findings {
        let marks = wanted.entry((&finding.path, finding.line)).or_default();
        match marks.iter().position(|mark| finding.message.contains(mark)) {
            Some(fulfilled) => drop(marks.remove(fulfilled)),
            None => breaches.push((
                finding.path.clone(),
                format!(
                    "line {}: not marked, but found: {}",
                    finding.line, finding.message
                ),
            )),
        }
    }
    for ((path, line), marks) in wanted {
        breaches.extend(marks.iter().map(|mark| {
            (
                path.to_string(),
                format!("line {line}: marked, but not found: {mark}"),
            )
        }));
    }
    breaches
}

/// The texts in quotes behind `// want` or `/* want`.
fn marks_of(line: &str) -> Vec<String> {
    let Some((_, mut rest)) = line
        .split_once("// want ")
        .or_else(|| line.split_once("/* want "))
    else {
        return Vec::new();
    };
    let mut marks = Vec::new();
    while let Some((mark, behind)) = quoted(rest.trim_start()) {
        marks.push(mark);
        rest = behind;
    }
    marks
}

/// A Go string literal at the start of `text`, and what is behind it.
fn quoted(text: &str) -> Option<(String, &str)> {
    if let Some(raw) = text.strip_prefix('`') {
        let (mark, behind) = raw.split_once('`')?;
        return Some((mark.to_string(), behind));
    }
    let mut mark = String::new();
    let mut chars = text.strip_prefix('"')?.chars();
    loop {
        match chars.next()? {
            '"' => return Some((mark, chars.as_str())),
            '\\' => mark.push(chars.next()?),
            other => mark.push(other),
        }
    }
}
