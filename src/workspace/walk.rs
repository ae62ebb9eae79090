//! Which folders and files there are: the walk over what a user names, the walk over a module, and one folder's Go files.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

/// Names of Go files by the folder that holds them.
pub(super) type FilesByFolder = BTreeMap<PathBuf, BTreeSet<OsString>>;

/// The Go files that `folder` stands for when a user names it, and what could not be read on the way.
///
/// `.gitignore` and `.ignore` hold, and Go's own rules for `./...` except that nested modules are walked too. `folder`
/// itself is walked whatever its name, and even if the ignore files of the folders above would hide all that is in it.
pub(super) fn requested(folder: &Path) -> (FilesByFolder, Vec<ignore::Error>) {
    let below = walk(WalkBuilder::new(folder));
    if !below.0.is_empty() {
        return below;
    }
    let mut without_parents = WalkBuilder::new(folder);
    without_parents.parents(false);
    walk(without_parents)
}

fn walk(mut builder: WalkBuilder) -> (FilesByFolder, Vec<ignore::Error>) {
    builder.filter_entry(|entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        entry.depth() == 0 || !is_folder || is_package_folder(entry.file_name())
    });
    let mut files = FilesByFolder::new();
    let mut errors = Vec::new();
    for entry in builder.build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        let is_file = entry
            .file_type()
            .is_some_and(|kind| kind.is_file() || kind.is_symlink() && !entry.path().is_dir());
        if let Some(folder) = entry.path().parent()
            && is_file
            && is_package_file(entry.file_name())
        {
            files
                .entry(folder.to_path_buf())
                .or_default()
                .insert(entry.file_name().to_os_string());
        }
    }
    (files, errors)
}

/// All folders with Go files of the module at `root`, by the rules of `./...`; `is_ignored` takes folders out.
///
/// Unlike in the walk for a user, ignore files don't count: Go builds what Git doesn't know, too.
pub(super) fn package_folders(root: &Path, is_ignored: &dyn Fn(&Path) -> bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![root.to_path_buf()];
    while let Some(folder) = pending.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        let mut has_go_files = false;
        let mut is_module = false;
        let mut folders = Vec::new();
        for entry in entries.flatten() {
            let name = entry.file_name();
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder {
                if is_package_folder(&name) && !is_ignored(&entry.path()) {
                    folders.push(entry.path());
                }
            } else {
                has_go_files |= is_package_file(&name);
                is_module |= name == "go.mod";
            }
        }
        if is_module && folder != root {
            continue;
        }
        pending.append(&mut folders);
        if has_go_files {
            found.push(folder);
        }
    }
    found.sort();
    found
}

/// A Go file in a folder.
pub(super) struct Listed {
    pub name: OsString,
    /// For a symbolic link, the file at its end.
    pub target: Option<PathBuf>,
}

/// The Go files in `folder`, by name: those of its packages and those that `also` names.
pub(super) fn go_files(folder: &Path, also: &BTreeSet<OsString>) -> io::Result<Vec<Listed>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if !is_package_file(&name) && !also.contains(&name) {
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_symlink() {
            let target = entry.path().canonicalize().ok();
            // A link to nothing stays: reading it tells.
            if target.as_ref().is_none_or(|target| target.is_file()) {
                files.push(Listed { name, target });
            }
        } else if kind.is_file() {
            files.push(Listed { name, target: None });
        }
    }
    files.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(files)
}

pub(super) fn is_go_file(name: &OsStr) -> bool {
    name.as_encoded_bytes().ends_with(b".go")
}

pub(super) fn is_test_file(name: &OsStr) -> bool {
    name.as_encoded_bytes().ends_with(b"_test.go")
}

/// Go passes over files whose names begin with `_` or `.`.
fn is_package_file(name: &OsStr) -> bool {
    is_go_file(name) && !is_hidden(name)
}

fn is_package_folder(name: &OsStr) -> bool {
    name != "vendor" && name != "testdata" && !is_hidden(name)
}

fn is_hidden(name: &OsStr) -> bool {
    matches!(name.as_encoded_bytes().first(), Some(b'_' | b'.'))
}
