//! Writes what the fixes came to: the files of one fix together, or none of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::engine::{Change, Settled};
use crate::model::World;
use crate::report::Problem;
use crate::source::FileId;
use crate::write::{self, Replacement};

/// How the writing went.
pub(super) struct Written<'a> {
    pub changes: Vec<&'a Change>,
    /// Why the other files were left as they were.
    pub problems: Vec<Problem>,
}

/// Writes the settled texts. A file that cannot be written keeps its old text, in `world` too, and so do all files that
/// share a fix with it.
pub(super) fn write<'a>(world: &mut World, settled: &'a Settled) -> Written<'a> {
    let mut written = Written {
        changes: Vec::new(),
        problems: Vec::new(),
    };
    for group in groups(settled) {
        let changes: Vec<&Change> = (settled.changes.iter())
            .filter(|change| group.contains(&change.file))
            .collect();
        let paths: Vec<PathBuf> = (changes.iter())
            .map(|change| world.workspace.path(change.file))
            .collect();
        let replacements: Vec<Replacement> = (changes.iter().zip(&paths))
            .map(|(change, path)| Replacement {
                path,
                old_text: &change.old,
                new_text: &change.new,
            })
            .collect();
        match write::replace_all(&replacements) {
            Ok(()) => written.changes.extend(changes),
            Err(error) => {
                let path =
                    (group.first()).map_or(String::new(), |&file| world.workspace.display(file));
                written
                    .problems
                    .push(Problem::of(path, format!("not fixed: {error:#}")));
                for change in changes {
                    world.change(change.file, change.old.clone());
                }
            }
        }
    }
    written
}

/// Files that one fix changes together, joined with those that share a file with them.
fn groups(settled: &Settled) -> Vec<BTreeSet<FileId>> {
    let mut group_of: BTreeMap<FileId, usize> = BTreeMap::new();
    let mut groups: Vec<BTreeSet<FileId>> = Vec::new();
    for files in &settled.groups {
        let mut joined: BTreeSet<FileId> = files.iter().copied().collect();
        for file in files {
            if let Some(group) = group_of.get(file).and_then(|&group| groups.get_mut(group)) {
                joined.append(group);
            }
        }
        group_of.extend(joined.iter().map(|&file| (file, groups.len())));
        groups.push(joined);
    }
    groups.retain(|group| !group.is_empty());
    groups
}
