//! A small report for the tests of the formats.

use crate::engine::Rule;
use crate::finding::{Edit, Finding, Fix, Related, Safety, Severity};
use crate::report::patch_root::PatchRoot;
use crate::report::{Entry, Problem, Report, Size};
use crate::source::{FileId, SourceFile, Span};

/// Files and findings in them, to be reported in any format.
pub(super) struct Sample {
    files: Vec<SourceFile>,
    findings: Vec<Finding>,
    edits: Vec<Vec<Edit>>,
}

impl Sample {
    /// Nothing found in files of these names and texts.
    pub(super) fn of_files(files: &[(&str, &str)]) -> Sample {
        let files = (0..)
            .zip(files)
            .map(|(id, (name, text))| {
                SourceFile::new(FileId(id), name.into(), (*name).into(), (*text).into())
            })
            .collect();
        Sample {
            files,
            findings: Vec::new(),
            edits: Vec::new(),
        }
    }

    /// The span of `text` where it stands in the file for the `nth` time, counted from 0.
    pub(super) fn span(&self, file: usize, text: &str, nth: usize) -> Span {
        let (start, found) = self.files[file]
            .text
            .match_indices(text)
            .nth(nth)
            .expect("the sample holds the text");
        Span {
            file: FileId(file as u32),
            start: start as u32,
            end: (start + found.len()) as u32,
        }
    }

    pub(super) fn add(&mut self, finding: Finding, edits: Vec<Edit>) {
        self.findings.push(finding);
        self.edits.push(edits);
    }

    /// Hands the report to `print`.
    pub(super) fn report(&self, print: impl FnOnce(&Report<'_>) -> String) -> String {
        let fingerprints: Vec<String> = (1..=self.findings.len())
            .map(|number| format!("{number:016x}"))
            .collect();
        let entries: Vec<Entry<'_>> = (self.findings.iter().zip(&self.edits))
            .zip(&fingerprints)
            .map(|((finding, edits), fingerprint)| Entry {
                finding,
                edits: edits.as_slice(),
                fingerprint,
            })
            .collect();
        let problems = [Problem {
            path: "svc/odd.go".into(),
            line: Some(3),
            message: "not UTF-8".into(),
        }];
        let size = Size {
            files: self.files.len(),
            packages: 1,
            damaged: 1,
        };
        let source = |file: FileId| &self.files[file.0 as usize];
        print(&Report {
            entries: &entries,
            problems: &problems,
            rules: &[&RULE],
            size,
            root: &PatchRoot::of(&[]),
            source: &source,
        })
    }
}

const RULE: Rule = Rule {
    name: "multi-site-close",
    summary: "a channel that can be closed twice",
    page: "# multi-site-close\n\nThe second close panics.\n",
    severity: Severity::Error,
    is_default: true,
    parts: Vec::new(),
};

/// A finding without fix, note or related places.
pub(super) fn finding(span: Span, message: &str) -> Finding {
    Finding {
        transform: "multi-site-close",
        cause: Vec::new(),
        severity: Severity::Error,
        span,
        message: message.into(),
        related: Vec::new(),
        note: None,
        fix: None,
    }
}

/// Two files with CRLF and LF line ends, and two findings: one across both files with a safe fix, one with an unsafe
/// fix and a note at the end of a file without a final newline.
pub(super) fn two_findings() -> Sample {
    let server = "package svc\r\n\r\ntype Server struct {\r\n\tquit chan struct{}\r\n}\r\n\r\n\
                  func (s *Server) Stop() {\r\n\tclose(s.quit)\r\n}\r\n";
    let run = "package svc\n\nfunc (s *Server) Run(results chan<- int) {\n\tdefer close(s.quit)\n\tgo func() {\n\
               \t\tresults <- 1\n\t}()\n}\n\nfunc (s *Server) Kill() { close(s.quit) }";
    let mut sample = Sample::of_files(&[("svc/server.go", server), ("svc/run.go", run)]);

    let field_end = sample.span(0, "\r\n}", 0).start + 2;
    let stop = sample.span(0, "close(s.quit)", 0);
    let insert = Span {
        file: FileId(0),
        start: field_end,
        end: field_end,
    };
    let edits = vec![
        Edit {
            span: stop,
            text: "s.quitOnce.Do(func() { close(s.quit) })".into(),
        },
        Edit {
            span: insert,
            text: "\tquitOnce sync.Once\n".into(),
        },
    ];
    sample.add(
        Finding {
            related: vec![
                Related {
                    span: sample.span(0, "quit chan struct{}", 0),
                    message: "made for one close".into(),
                },
                Related {
                    span: sample.span(1, "close(s.quit)", 0),
                    message: "closed here too, by Run".into(),
                },
            ],
            fix: Some(fix("close s.quit through a sync.Once", Safety::Safe)),
            ..finding(stop, "s.quit may be closed twice")
        },
        edits,
    );

    let kill = sample.span(1, "close(s.quit)", 1);
    sample.add(
        Finding {
            severity: Severity::Warning,
            note: Some("a sync.Once stops the second close, not a send after the first".into()),
            fix: Some(fix("close s.quit through a sync.Once", Safety::Unsafe)),
            ..finding(kill, "s.quit may be closed while Run sends")
        },
        vec![Edit {
            span: kill,
            text: "s.stop()".into(),
        }],
    );
    sample
}

pub(super) fn fix(title: &str, safety: Safety) -> Fix {
    Fix {
        title: title.into(),
        safety,
        edits: Vec::new(),
        imports: Vec::new(),
        about: Vec::new(),
    }
}

/// Compares `printed` with the snapshot `cli@<case>` in the folder of all snapshots.
pub(super) fn assert_snapshot(case: &str, printed: &str) {
    insta::with_settings!(
        { snapshot_path => "../../snapshots", prepend_module_to_snapshot => false, omit_expression => true },
        { insta::assert_snapshot!(format!("cli@{case}"), printed) }
    );
}
