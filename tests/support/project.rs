//! A Go project in a temporary folder, under git where that is wanted.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::binary::{Run, chanfix};
use super::patch;
use super::tree::Tree;

/// A project that is gone when it is dropped.
pub struct Project(TempDir);

impl Project {
    pub fn of(files: &[(&str, &str)]) -> Project {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let project = Project(folder);
        files
            .iter()
            .for_each(|(path, text)| project.write(path, text));
        project
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        let folder = path.parent().expect("a file is in a folder");
        fs::create_dir_all(folder).expect("the folder is ours");
        fs::write(path, text).expect("the folder is ours");
    }

    pub fn text(&self, path: &str) -> String {
        let path = self.path().join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    pub fn tree(&self) -> Tree {
        Tree::read(self.path())
    }

    /// Runs the binary in it, with words that are separated by blanks.
    pub fn run(&self, line: &str) -> Run {
        chanfix(self.path(), &line.split_whitespace().collect::<Vec<_>>())
    }

    /// The findings of a run, as `path:line rule`.
    pub fn found(&self, line: &str) -> Vec<String> {
        let run = self.run(&format!("{line} --format json"));
        let report = run
            .report()
            .unwrap_or_else(|problem| panic!("{line}: {problem}"));
        let findings = report.findings.iter();
        findings
            .map(|finding| format!("{}:{} {}", finding.path, finding.line, finding.rule))
            .collect()
    }

    pub fn git(&self, line: &str) {
        let status = patch::git(self.path())
            .args([
                "-c",
                "user.name=test",
                "-c",
                "user.email=test@example.test",
                "-c",
                "init.defaultBranch=main",
            ])
            .args(line.split_whitespace())
            .status();
        assert!(status.is_ok_and(|status| status.success()), "git {line}");
    }

    /// Puts it under git, with all files in one commit.
    pub fn commit(&self) {
        if !self.path().join(".git").exists() {
            self.git("init --quiet");
        }
        self.git("add --all");
        self.git("commit --quiet --message files");
    }
}
