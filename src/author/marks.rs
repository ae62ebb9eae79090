//! The marks in fixtures, `// want "part of the message"`, against the findings.

use std::collections::BTreeMap;

/// A finding, as marks see it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    pub path: String,
    pub line: u32,
    pub message: String,
}

/// A line on which marks and findings differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    pub path: String,
    /// Counted from 1.
    pub line: u32,
    pub what: String,
}

/// What marks ask for and is not found, and what is found without a mark. Paths are those of `files`.
pub fn breaches<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
    found: &'a [Told],
) -> Vec<Breach> {
    let mut wanted: BTreeMap<(&str, u32), Vec<String>> = BTreeMap::new();
    for (path, text) in files {
        for (line, text) in (1..).zip(text.lines()) {
            let marks = marks_of(text);
            if !marks.is_empty() {
                wanted.insert((path, line), marks);
            }
        }
    }
    let breach = |path: &str, line: u32, what: String| Breach {
        path: path.to_string(),
        line,
        what,
    };
    let mut breaches = Vec::new();
    for told in found {
        let marks = wanted.entry((&told.path, told.line)).or_default();
        match marks.iter().position(|mark| told.message.contains(mark)) {
            Some(met) => drop(marks.remove(met)),
            None => {
                let what = format!("found, and not marked: {}", told.message);
                breaches.push(breach(&told.path, told.line, what));
            }
        }
    }
    for ((path, line), marks) in wanted {
        let missed = marks
            .iter()
            .map(|mark| breach(path, line, format!("marked, and not found: {mark:?}")));
        breaches.extend(missed);
    }
    breaches
}

/// The texts in quotes behind `// want`.
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

/// A Go string at the start of a text, and what is behind it.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_findings_meet_one_to_one() {
        let files = [("a.go", "package a\nf() // want \"one\" `two`\n")];
        let told = |line, message: &str| Told {
            path: "a.go".to_string(),
            line,
            message: message.to_string(),
        };
        assert!(breaches(files, &[told(2, "is two"), told(2, "is one")]).is_empty());
        assert_eq!(breaches(files, &[told(2, "is one")]).len(), 1);
        assert_eq!(
            breaches(files, &[told(2, "one"), told(2, "two"), told(1, "one")]).len(),
            1
        );
    }
}
