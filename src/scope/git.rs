//! Asks git what changed.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use super::diff::{self, FileDiff, Hunk, Line};
use super::of_diff;
use crate::engine::{Lines, Scope};

/// A git repository with its files.
#[derive(Clone, Debug)]
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// The one whose root is `folder`.
    pub fn at(folder: &Path) -> Result<Repository> {
        ensure!(
            folder.join(".git").exists(),
            "{} is in no git repository: give the changes with --diff=FILE",
            folder.display()
        );
        Ok(Repository {
            root: folder.to_owned(),
        })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The commit from which `rev` and what is checked out went apart.
    pub fn merge_base(&self, rev: &str) -> Result<String> {
        ensure!(!rev.starts_with('-'), "`{rev}` is no revision");
        let base = self.git(&["merge-base", rev, "HEAD"])?;
        Ok(base.trim().to_owned())
    }

    /// The name of the commit that `rev` is.
    pub fn commit(&self, rev: &str) -> Result<String> {
        ensure!(!rev.starts_with('-'), "`{rev}` is no revision");
        Ok(self
            .git(&["rev-parse", "--verify", &format!("{rev}^{{commit}}")])?
            .trim()
            .to_owned())
    }

    /// The diff that `git diff` prints with `arguments`, with so many unchanged lines around each change.
    pub fn diff(&self, context: u32, arguments: &[&str]) -> Result<Vec<FileDiff>> {
        let unified = format!("--unified={context}");
        let fixed = [
            "diff",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            &unified,
        ];
        Ok(diff::read(&self.git(&[&fixed, arguments].concat())?))
    }

    fn git(&self, arguments: &[&str]) -> Result<String> {
        let output = Command::new("git")
            .arg("-C")
            .arg(&self.root)
            .args(arguments)
            .output()
            .context("starting git")?;
        if !output.status.success() {
            let why = String::from_utf8_lossy(&output.stderr);
            bail!("git {}: {}", arguments.join(" "), why.trim());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// What changed between the merge base of `rev` and the files as they are, with files that git does not know yet.
pub fn changed_since(repository: &Repository, rev: &str) -> Result<Scope> {
    let base = repository.merge_base(rev)?;
    let mut scope = of_diff(&repository.diff(0, &[&base])?, repository.root());
    let new = repository.git(&["ls-files", "--others", "--exclude-standard", "-z"])?;
    for name in new.split('\0').filter(|name| !name.is_empty()) {
        let path = repository.root().join(name);
        scope
            .0
            .insert(path.canonicalize().unwrap_or(path), Lines::All);
    }
    Ok(scope)
}

/// What is staged for the next commit, in the lines of the files as they are.
pub fn staged(repository: &Repository) -> Result<Scope> {
    let mut staged = repository.diff(0, &["--cached"])?;
    let later = repository.diff(0, &[])?;
    for file in &mut staged {
        let Some(later) = later.iter().find(|later| later.old_path == file.path) else {
            continue;
        };
        file.hunks = file
            .hunks
            .iter()
            .flat_map(|hunk| moved(hunk, &later.hunks))
            .collect();
    }
    Ok(of_diff(&staged, repository.root()))
}

/// The lines that `hunk` changed, where they are after the changes of `later`; what was changed again is left out.
fn moved(hunk: &Hunk, later: &[Hunk]) -> Vec<Hunk> {
    let lines = hunk
        .changed()
        .into_iter()
        .flat_map(|(first, last)| first..=last);
    let added = lines.filter_map(|line| {
        let mut shift = 0_i64;
        for change in later {
            let count = |kind| change.lines.iter().filter(|line| **line == kind).count() as u32;
            let (removed, added) = (count(Line::Removed), count(Line::Added));
            if line >= change.old_start + removed {
                shift += i64::from(added) - i64::from(removed);
            } else if line >= change.old_start {
                return None;
            }
        }
        let new_start = u32::try_from(i64::from(line) + shift).ok()?;
        Some(Hunk {
            old_start: new_start,
            new_start,
            lines: vec![Line::Added],
            texts: Vec::new(),
        })
    });
    added.collect()
}
