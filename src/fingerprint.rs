//! What a finding is known by from one version of the source to the next: what it is about, not on which line.

use std::collections::HashMap;
use std::path::Path;

use crate::cut::{DeclKind, Outline};
use crate::finding::Finding;
use crate::source::{FileId, SourceFile, Span};

/// A file as fingerprints see it.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub source: &'a SourceFile,
    pub outline: &'a Outline,
    /// Its path from the root of its repository.
    pub path: &'a str,
}

/// The fingerprints of all findings of some files, in the order of `findings`; `place` knows their files.
///
/// Lines that move, and findings elsewhere that come and go, change none. Findings of one transform on lines that look
/// the same, in one declaration, are told apart by their order.
pub fn fingerprints<'a>(
    findings: &[&'a Finding],
    place: impl Fn(FileId) -> Option<Place<'a>>,
) -> Vec<String> {
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|&number| {
        let Finding { span, message, .. } = findings[number];
        (span.file, span.start, span.end, message)
    });
    let mut occurrences: HashMap<Subject<'a>, usize> = HashMap::new();
    let mut fingerprints = vec![String::new(); findings.len()];
    for number in order {
        let finding = findings[number];
        let subject = Subject::of(finding, place(finding.span.file));
        let occurrence = occurrences.entry(subject.clone()).or_insert(0);
        *occurrence += 1;
        fingerprints[number] = subject.fingerprint(*occurrence);
    }
    fingerprints
}

/// The path of `file` from the root of the repository that it is in, `/` between names; as it is shown where there is
/// no repository.
pub fn path_in_repository(file: &SourceFile) -> String {
    let root = (file.path.ancestors().skip(1)).find(|folder| folder.join(".git").exists());
    root.and_then(|root| slashed(file.path.strip_prefix(root).ok()?))
        .unwrap_or_else(|| file.display.clone())
}

fn slashed(path: &Path) -> Option<String> {
    let names: Option<Vec<&str>> = path.iter().map(|name| name.to_str()).collect();
    Some(names?.join("/"))
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Subject<'a> {
    rule: &'a str,
    path: &'a str,
    /// The function that it is in.
    within: String,
    /// The words on its line, so that a new alignment makes no difference.
    words: Vec<&'a str>,
}

impl<'a> Subject<'a> {
    fn of(finding: &'a Finding, place: Option<Place<'a>>) -> Subject<'a> {
        let rule = finding.transform;
        let Some(place) = place else {
            return Subject {
                rule,
                path: "",
                within: String::new(),
                words: Vec::new(),
            };
        };
        let file = place.source;
        let start = finding.span.start.min(file.text.len() as u32);
        let line = &file.text[file.line_start(start) as usize..file.line_end(start) as usize];
        Subject {
            rule,
            path: place.path,
            within: function(place, finding.span).unwrap_or_default(),
            words: line.split_whitespace().collect(),
        }
    }

    /// A hash (64 bit FNV-1a) of the subject and of which one it is among those that look the same, counted from 1.
    fn fingerprint(&self, occurrence: usize) -> String {
        let occurrence = occurrence.to_string();
        let parts = [self.rule, self.path, &self.within, &occurrence];
        // A byte that no part holds parts them: no two lists of parts hash the same bytes.
        let bytes = (parts.into_iter().chain(self.words.iter().copied()))
            .flat_map(|part| part.bytes().chain([0xff]));
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        format!("{hash:016x}")
    }
}

/// `Server.Stop` for what lies in that method.
fn function(place: Place<'_>, span: Span) -> Option<String> {
    let decl = (place.outline.decls.iter()).find(|decl| {
        decl.kind == DeclKind::Func && (decl.range.start..decl.range.end).contains(&span.start)
    })?;
    let name = place.source.slice(*decl.names.first()?);
    Some(match decl.receiver {
        Some(receiver) => format!("{}.{name}", place.source.slice(receiver)),
        None => name.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cut;
    use crate::finding::Severity;

    /// The fingerprints of a finding on each `close(c)` of a file.
    fn of(path: &str, text: &str) -> Vec<String> {
        let source = SourceFile::new(FileId(0), path.into(), path.into(), text.into());
        let outline = cut::cut(text);
        let findings: Vec<Finding> = (text.match_indices("close(c)"))
            .map(|(start, found)| Finding {
                transform: "multi-site-close",
                cause: Vec::new(),
                severity: Severity::Error,
                span: Span {
                    file: FileId(0),
                    start: start as u32,
                    end: (start + found.len()) as u32,
                },
                message: "twice".into(),
                related: Vec::new(),
                note: None,
                fix: None,
            })
            .collect();
        let place = Place {
            source: &source,
            outline: &outline,
            path,
        };
        fingerprints(&findings.iter().collect::<Vec<_>>(), |_| Some(place))
    }

    const STOP: &str = "func stop() {\n\tclose(c)\n\tdefer close(c)\n}\n";

    #[test]
    fn moved_and_realigned_lines_keep_theirs() {
        let before = of("p.go", &format!("package p\n\n{STOP}"));
        let moved = STOP
            .replace('\n', "\r\n")
            .replace("\tdefer close", "\t\tdefer  close");
        let after = of("p.go", &format!("// doc\r\npackage p\r\n\r\n\r\n{moved}"));
        assert_eq!(before, after);
        assert_eq!(before.len(), 2);
        assert_ne!(before[0], before[1]);
        assert_ne!(before, of("q.go", &format!("package p\n\n{STOP}")));
    }

    #[test]
    fn what_looks_the_same_elsewhere_changes_none() {
        let run = "func run() {\n\tclose(c)\n}\n";
        let alone = of("p.go", &format!("package p\n\n{STOP}"));
        let both = of("p.go", &format!("package p\n\n{run}\n{STOP}"));
        assert_eq!(both.len(), 3);
        assert_eq!(both[1..], alone);
        assert_ne!(both[0], both[1]);
    }

    #[test]
    fn twins_are_told_apart() {
        let twins = of(
            "p.go",
            "package p\n\nfunc f() {\n\tclose(c)\n\tclose(c)\n}\n",
        );
        assert_eq!(twins.len(), 2);
        assert_ne!(twins[0], twins[1]);
    }
}
