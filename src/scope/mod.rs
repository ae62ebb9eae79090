//! What changed: the lines that a run is asked to look at, from git or from a diff.

pub mod diff;
mod git;

pub use git::{Repository, changed_since, staged};

use std::path::Path;

use crate::engine::{Lines, Scope};
use diff::FileDiff;

/// The lines that `diff` adds or changes, of files below `root`. Where it only removes, the lines beside count.
pub fn of_diff(diff: &[FileDiff], root: &Path) -> Scope {
    let mut scope = Scope::default();
    for file in diff {
        let path = root.join(&file.path);
        let path = path.canonicalize().unwrap_or(path);
        let ranges = file.hunks.iter().flat_map(|hunk| hunk.changed());
        match scope
            .0
            .entry(path)
            .or_insert_with(|| Lines::Some(Vec::new()))
        {
            Lines::All => {}
            Lines::Some(lines) => lines.extend(ranges),
        }
    }
    scope
}
