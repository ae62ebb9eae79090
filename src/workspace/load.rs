//! From the paths of a command line to a workspace.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use elsa::sync::FrozenVec;

use super::directories::Listing;
use super::walk::{self, FilesByFolder};
use super::{Index, Options, Problem, Workspace};

/// Finds what `paths` stand for: files, folders, `./...` and `dir/...`; without any, the working directory.
///
/// A folder stands for all below it. A file stands for itself, but its whole directory is loaded. What is missing or no
/// Go is among the problems, and everything else is there.
pub fn load(paths: &[PathBuf], options: &Options) -> Workspace {
    let mut workspace = Workspace {
        base: options
            .base
            .canonicalize()
            .unwrap_or_else(|_| options.base.clone()),
        directories: FrozenVec::new(),
        files: FrozenVec::new(),
        modules: FrozenVec::new(),
        requested: Vec::new(),
        index: Mutex::new(Index::default()),
    };
    let here = [PathBuf::from(".")];
    let mut requested = FilesByFolder::new();
    for path in if paths.is_empty() { &here } else { paths } {
        match workspace.files_of(path, options) {
            Ok(files) => {
                for (folder, mut names) in files {
                    names.retain(|name| !options.excludes(&folder.join(name)));
                    if names.is_empty() {
                        continue;
                    }
                    requested.entry(folder).or_default().extend(names);
                }
            }
            Err(problem) => workspace.index().problems.push(problem),
        }
    }
    workspace.add_requested(requested);
    workspace
}

impl Workspace {
    /// The files that one path stands for.
    fn files_of(&self, given: &Path, options: &Options) -> Result<FilesByFolder, Problem> {
        let shown = given.to_string_lossy();
        let path = self.base.join(without_dots(given));
        let metadata = fs::metadata(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => {
                Problem::of(shown.clone(), "no such file or folder; check the path")
            }
            _ => Problem::of(shown.clone(), format!("cannot be read: {error}")),
        })?;
        let unreadable = |error| Problem::of(shown.clone(), format!("cannot be read: {error}"));
        if metadata.is_dir() {
            let folder = path.canonicalize().map_err(unreadable)?;
            return self.files_below(&folder, &shown, options);
        }
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(Problem::of(shown, "is neither a file nor a folder"));
        };
        if !metadata.is_file() || !walk::is_go_file(name) {
            return Err(Problem::of(
                shown,
                "is no Go file; give folders and files whose names end in `.go`",
            ));
        }
        let folder = parent.canonicalize().map_err(unreadable)?;
        Ok(FilesByFolder::from([(
            folder,
            BTreeSet::from([name.to_os_string()]),
        )]))
    }

    fn files_below(
        &self,
        folder: &Path,
        shown: &str,
        options: &Options,
    ) -> Result<FilesByFolder, Problem> {
        let (mut files, errors) = walk::requested(folder);
        let is_unread = !errors.is_empty();
        self.index().problems.extend(
            errors
                .into_iter()
                .map(|error| Problem::of(shown, format!("cannot be read whole: {error}"))),
        );
        if !self.is_ignored_by_module(folder) {
            files.retain(|folder, _| !self.is_ignored_by_module(folder));
        }
        if files.is_empty() && !is_unread {
            let message = "no Go files in this folder (`vendor`, `testdata`, hidden and ignored folders count only if \
                           they are given themselves)";
            return Err(Problem::of(shown, message));
        }
        if !options.tests {
            files
                .values_mut()
                .for_each(|names| names.retain(|name| !walk::is_test_file(name)));
            files.retain(|_, names| !names.is_empty());
        }
        Ok(files)
    }

    /// Whether an `ignore` line of go.mod takes `folder` out of `./...`.
    fn is_ignored_by_module(&self, folder: &Path) -> bool {
        let mut index = self.index();
        let Some(module) = self.module_of(&mut index, folder).map(|id| self.module(id)) else {
            return false;
        };
        folder
            .strip_prefix(&module.root)
            .is_ok_and(|relative| module.file.ignores(relative))
    }

    fn add_requested(&mut self, requested: FilesByFolder) {
        let mut index = self.index();
        let listings: Vec<Listing> = requested
            .into_iter()
            .filter_map(|(folder, names)| self.list(&mut index, folder, names))
            .collect();
        let added = self.add(&mut index, listings);
        drop(index);
        self.requested = added
            .into_iter()
            .filter(|&id| self.directory(id).requested)
            .collect();
    }

    fn list(
        &self,
        index: &mut Index,
        folder: PathBuf,
        requested: BTreeSet<OsString>,
    ) -> Option<Listing> {
        match walk::go_files(&folder, &requested) {
            Ok(files) => Some(Listing {
                folder,
                files,
                requested,
            }),
            Err(error) => {
                let message = format!("cannot be read: {error}");
                index
                    .problems
                    .push(Problem::of(self.display_path(&folder), message));
                None
            }
        }
    }
}

/// `dir` for `dir/...`, which means the same.
fn without_dots(path: &Path) -> &Path {
    match path.to_str().and_then(|text| text.strip_suffix("...")) {
        Some("") => Path::new("."),
        Some(folder) if folder.ends_with(std::path::is_separator) => Path::new(folder),
        _ => path,
    }
}
