//! The outside edge: from the paths that a user gives to the folders, modules and files to analyse.
//!
//! What is asked for is found at once. What an analysis needs beside it (the package behind an import, the importers of a
//! package) is found when it is asked for, from any thread. Paths are canonical, and shown relative to the working
//! directory where they lie below it, else as they are.

mod constraint;
mod directories;
mod load;
mod modfile;
mod module;
mod modules;
mod problem;
mod read;
mod version;
mod walk;

pub use constraint::{Constraint, Expression};
pub use load::load;
pub use problem::Problem;
pub use version::Version;

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use elsa::sync::FrozenVec;
use ignore::gitignore::Gitignore;

use crate::source::FileId;
use module::ModFile;
use modules::{Reachable, Work};
use read::Fingerprint;

/// A directory of the workspace, by its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DirId(pub u32);

/// A module of the workspace, by its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleId(pub u32);

/// What to look at, beside the paths.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether folders stand for their test files too. A test file that is named itself is always requested.
    pub tests: bool,
    /// The working directory: what paths are relative to, when read and when shown.
    pub base: PathBuf,
    /// Files that are not looked at, even if they are named.
    pub exclude: Gitignore,
}

impl Options {
    fn excludes(&self, path: &Path) -> bool {
        !self.exclude.is_empty()
            && path.starts_with(self.exclude.path())
            && self
                .exclude
                .matched_path_or_any_parents(path, false)
                .is_ignore()
    }
}

/// A folder with Go files.
#[derive(Debug)]
pub struct Directory {
    pub id: DirId,
    pub path: PathBuf,
    /// How users see it.
    pub display: String,
    pub module: Option<ModuleId>,
    /// How other packages import it; unknown outside of modules and where go.mod is broken.
    pub import_path: Option<String>,
    /// All its Go files, of whatever package, sorted by name.
    pub files: Vec<FileId>,
    /// Whether any of its files is.
    pub requested: bool,
    /// Whether it lies in a `vendor` folder: its files are never edited.
    pub is_vendored: bool,
}

/// A Go file; its text is read when it is needed, by [`Workspace::read`].
#[derive(Debug)]
pub struct FileEntry {
    pub id: FileId,
    pub directory: DirId,
    /// The name without folders.
    pub name: OsString,
    /// Whether the user asked for it: others are read for what they say about those.
    pub requested: bool,
    pub is_test: bool,
    /// The file that this one is a link to, or another link to it, where that one is in the workspace: it is reported on
    /// and edited under that id only, and is never requested itself.
    pub duplicate_of: Option<FileId>,
    fingerprint: OnceLock<Fingerprint>,
}

/// A folder with a go.mod file.
#[derive(Debug)]
pub struct Module {
    pub id: ModuleId,
    /// The folder of its go.mod.
    pub root: PathBuf,
    file: ModFile,
    reachable: OnceLock<Reachable>,
    directories: OnceLock<Vec<DirId>>,
}

impl Module {
    /// The module path; unknown if go.mod is broken.
    pub fn path(&self) -> Option<&str> {
        self.file.path.as_deref()
    }

    /// The language version; unknown if go.mod is broken.
    pub fn version(&self) -> Option<Version> {
        self.file.version
    }
}

/// The directories, files and modules that are known so far.
///
/// Ids of what was requested follow the order of paths; ids of what is found later follow the order of finding, which
/// differs between runs: sort by path before printing.
pub struct Workspace {
    base: PathBuf,
    directories: FrozenVec<Box<Directory>>,
    files: FrozenVec<Box<FileEntry>>,
    modules: FrozenVec<Box<Module>>,
    requested: Vec<DirId>,
    index: Mutex<Index>,
}

/// What is known by path; who holds its lock may add to the workspace.
#[derive(Default)]
struct Index {
    /// Folders that were looked into, and the directory if there were Go files.
    directories: HashMap<PathBuf, Option<DirId>>,
    modules: HashMap<PathBuf, ModuleId>,
    /// The module that a folder is in.
    module_of: HashMap<PathBuf, Option<ModuleId>>,
    works: HashMap<PathBuf, std::sync::Arc<Work>>,
    /// Files that are known by a link only, and the file that stands for them.
    linked: HashMap<PathBuf, FileId>,
    problems: Vec<Problem>,
}

impl Workspace {
    /// The directories that hold requested files, sorted by path.
    pub fn requested(&self) -> &[DirId] {
        &self.requested
    }

    pub fn directory(&self, id: DirId) -> &Directory {
        self.directories
            .get(id.0 as usize)
            .expect("a DirId comes from its workspace")
    }

    pub fn file(&self, id: FileId) -> &FileEntry {
        self.files
            .get(id.0 as usize)
            .expect("a FileId comes from its workspace")
    }

    pub fn module(&self, id: ModuleId) -> &Module {
        self.modules
            .get(id.0 as usize)
            .expect("a ModuleId comes from its workspace")
    }

    /// Where to read and write a file. It may be a link.
    pub fn path(&self, id: FileId) -> PathBuf {
        let file = self.file(id);
        self.directory(file.directory).path.join(&file.name)
    }

    /// How users see a file.
    pub fn display(&self, id: FileId) -> String {
        problem::display(&self.base, &self.path(id))
    }

    /// The language version that go.mod gives to a directory; a file can differ, see [`Constraint::language_version`].
    pub fn version(&self, directory: DirId) -> Option<Version> {
        self.module(self.directory(directory).module?).version()
    }

    /// Whether fixes may change a file, as far as its place tells (a generated file is told by its text).
    pub fn is_editable(&self, id: FileId) -> bool {
        let file = self.file(id);
        file.duplicate_of.is_none() && !self.directory(file.directory).is_vendored
    }

    /// What was wrong with paths, folders, go.mod and go.work files so far, sorted.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = self.index().problems.clone();
        problems.sort();
        problems.dedup();
        problems
    }

    fn index(&self) -> MutexGuard<'_, Index> {
        // Every step leaves the index whole, so that a panic elsewhere does not spoil it.
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn display_path(&self, path: &Path) -> String {
        problem::display(&self.base, path)
    }
}

#[cfg(test)]
mod tests;
