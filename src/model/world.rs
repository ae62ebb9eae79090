//! Directories, loaded when they are first asked for, and where imports lead.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::directory::Directory;
use super::file::File;
use super::settings::Settings;
use super::symbol::DirId;
use crate::cut;
use crate::source::{FileId, SourceFile};
use crate::workspace::{Constraint, ModuleId, Problem, Workspace};

/// Declarations of the standard library's concurrency packages: as much as their users' types need.
const STANDARD: &[(&str, &str)] = &[
    ("context", include_str!("std/context.go")),
    ("errors", include_str!("std/errors.go")),
    ("fmt", include_str!("std/fmt.go")),
    (
        "golang.org/x/sync/errgroup",
        include_str!("std/errgroup.go"),
    ),
    ("io", include_str!("std/io.go")),
    ("net", include_str!("std/net.go")),
    ("net/http", include_str!("std/http.go")),
    ("os/signal", include_str!("std/signal.go")),
    ("sync", include_str!("std/sync.go")),
    ("sync/atomic", include_str!("std/atomic.go")),
    ("testing", include_str!("std/testing.go")),
    ("time", include_str!("std/time.go")),
];

/// The declarations that chanfix carries of a package of the standard library, or one beside it.
pub fn standard_source(path: &str) -> Option<&'static str> {
    let found = STANDARD.iter().find(|(known, _)| *known == path);
    found.map(|(_, source)| *source)
}

/// Ids from here on are `STANDARD`'s.
const FIRST_STANDARD: u32 = u32::MAX - 1000;

/// Directories that other packages need are kept, up to this many bytes of source.
const KEPT_BYTES: usize = 32 << 20;

/// All source that the model can reach.
pub struct World {
    pub workspace: Workspace,
    pub settings: Settings,
    /// Texts that stand for what the files hold: the fixes of earlier rounds.
    overlay: FxHashMap<FileId, String>,
    kept: Mutex<Kept>,
    /// The files of all directories that somebody has in hand.
    files: Mutex<FxHashMap<FileId, Weak<File>>>,
    importers: Mutex<FxHashMap<ModuleId, Arc<Importers>>>,
    problems: Mutex<Vec<Problem>>,
}

/// For each import path the directories that import it.
type Importers = FxHashMap<String, Vec<DirId>>;

#[derive(Default)]
struct Kept {
    directories: FxHashMap<DirId, Arc<Directory>>,
    order: VecDeque<(DirId, usize)>,
    bytes: usize,
}

impl Kept {
    fn insert(&mut self, directory: &Arc<Directory>) {
        let bytes = directory
            .files
            .iter()
            .map(|file| file.source.text.len())
            .sum();
        if self
            .directories
            .insert(directory.id, directory.clone())
            .is_none()
        {
            self.order.push_back((directory.id, bytes));
            self.bytes += bytes;
        }
        while self.bytes > KEPT_BYTES
            && let Some((oldest, bytes)) = self.order.pop_front()
        {
            self.directories.remove(&oldest);
            self.bytes -= bytes;
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl World {
    pub fn new(workspace: Workspace) -> World {
        World {
            workspace,
            settings: Settings::default(),
            overlay: FxHashMap::default(),
            kept: Mutex::default(),
            files: Mutex::default(),
            importers: Mutex::default(),
            problems: Mutex::default(),
        }
    }

    /// Puts `text` in the place of what a file holds, for every directory loaded from now on.
    pub fn change(&mut self, file: FileId, text: String) {
        self.overlay.insert(file, text);
        *locked(&self.kept) = Kept::default();
        locked(&self.files).remove(&file);
    }

    /// The text that [`World::change`] gave a file.
    pub fn changed(&self, file: FileId) -> Option<&str> {
        self.overlay.get(&file).map(String::as_str)
    }

    /// Adds something that went wrong to what is told in the end.
    pub fn add_problem(&self, problem: Problem) {
        locked(&self.problems).push(problem);
    }

    /// What went wrong so far: files that could not be read, and faults of chanfix's own.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = locked(&self.problems).clone();
        problems.sort();
        problems.dedup();
        problems
    }

    /// A directory that others need, kept for the next who asks.
    pub fn load(&self, id: DirId) -> Arc<Directory> {
        if let Some(directory) = locked(&self.kept).directories.get(&id) {
            return directory.clone();
        }
        let directory = self.load_once(id);
        locked(&self.kept).insert(&directory);
        directory
    }

    /// A directory, not kept.
    pub fn load_once(&self, id: DirId) -> Arc<Directory> {
        Arc::new(match standard(id) {
            Some((path, text)) => {
                let name = format!("{path}.go");
                let source =
                    SourceFile::new(FileId(id.0), name.clone().into(), name, text.to_string());
                let outline = cut::cut(&source.text);
                let constraint = Constraint::of_file("std.go", "");
                let file = File::new(source, outline, false, None, constraint);
                Directory::new(id, Some(path.to_string()), vec![Arc::new(file)])
            }
            None => {
                let entry = self.workspace.directory(id);
                let files = entry.files.par_iter().filter_map(|&file| self.file(file));
                Directory::new(id, entry.import_path.clone(), files.collect())
            }
        })
    }

    /// A directory as it would be with other texts in some of its files; nothing is kept.
    pub(crate) fn with_texts(&self, id: DirId, texts: &HashMap<FileId, String>) -> Directory {
        let entry = self.workspace.directory(id);
        let files = entry
            .files
            .par_iter()
            .filter_map(|&file| match texts.get(&file) {
                Some(text) => self.cut(file, self.source_with(file, text)).map(Arc::new),
                None => self.file(file),
            });
        Directory::new(id, entry.import_path.clone(), files.collect())
    }

    /// A file as it is now, shared by all who have it in hand.
    fn file(&self, id: FileId) -> Option<Arc<File>> {
        if let Some(file) = locked(&self.files).get(&id).and_then(Weak::upgrade) {
            return Some(file);
        }
        let file = Arc::new(self.cut(id, self.source(id)?)?);
        locked(&self.files).insert(id, Arc::downgrade(&file));
        Some(file)
    }

    /// A file with the text `source`; `None` for one that stands for another.
    fn cut(&self, id: FileId, source: SourceFile) -> Option<File> {
        let entry = self.workspace.file(id);
        if entry.duplicate_of.is_some() {
            return None;
        }
        let outline = cut::cut(&source.text);
        if entry.requested
            && let Some(offset) = outline.damaged
        {
            let line = source.position(offset).line;
            let message = "is no Go from here on; fix the syntax error, or leave the file out";
            self.add_problem(Problem::at(source.display.clone(), line, message));
        }
        let constraint = Constraint::of_file(&entry.name.to_string_lossy(), &source.text);
        let version = constraint.language_version(self.workspace.version(entry.directory));
        let mut file = File::new(source, outline, entry.is_test, version, constraint);
        self.name_imports(entry.directory, &mut file);
        Some(file)
    }

    /// A file's text as it is now, with the changes of earlier rounds.
    pub fn source(&self, id: FileId) -> Option<SourceFile> {
        if let Some(text) = self.overlay.get(&id) {
            return Some(self.source_with(id, text));
        }
        match self.workspace.read(id) {
            Ok(source) => Some(source),
            Err(problem) => {
                self.add_problem(problem);
                None
            }
        }
    }

    fn source_with(&self, id: FileId, text: &str) -> SourceFile {
        let (path, display) = (self.workspace.path(id), self.workspace.display(id));
        SourceFile::new(id, path, display, text.to_string())
    }

    /// Whether a directory is one of the standard library's declarations that chanfix carries.
    pub fn is_standard(&self, dir: DirId) -> bool {
        standard(dir).is_some()
    }

    pub(crate) fn is_standard_file(&self, file: FileId) -> bool {
        standard(DirId(file.0)).is_some()
    }

    /// The directory that `path` means in a file of `from`, if its source is in sight.
    pub fn directory_of_import(&self, from: DirId, path: &str) -> Option<DirId> {
        // Also in the standard library itself: what its users need of these packages is all that is needed there.
        if let Some(position) = STANDARD.iter().position(|(known, _)| *known == path) {
            return Some(DirId(FIRST_STANDARD + position as u32));
        }
        if standard(from).is_some() {
            return None;
        }
        let module = self.workspace.directory(from).module?;
        self.workspace.directory_of_import(module, path)
    }

    /// The directories of the same module, and of those beside it in go.work, that import `dir`.
    pub fn importers(&self, dir: DirId) -> Vec<DirId> {
        if standard(dir).is_some() {
            return Vec::new();
        }
        let entry = self.workspace.directory(dir);
        let (Some(module), Some(path)) = (entry.module, &entry.import_path) else {
            return Vec::new();
        };
        let modules =
            std::iter::once(module).chain(self.workspace.siblings(module).iter().copied());
        modules
            .flat_map(|module| {
                self.imports_of(module)
                    .get(path)
                    .cloned()
                    .unwrap_or_default()
            })
            .collect()
    }

    fn imports_of(&self, module: ModuleId) -> Arc<Importers> {
        if let Some(known) = locked(&self.importers).get(&module) {
            return known.clone();
        }
        let pairs: Vec<(String, DirId)> = self
            .workspace
            .directories_of_module(module)
            .par_iter()
            .flat_map_iter(|&dir| {
                self.imports_of_directory(dir)
                    .into_iter()
                    .map(move |path| (path, dir))
            })
            .collect();
        let mut importers = Importers::default();
        for (path, dir) in pairs {
            importers.entry(path).or_default().push(dir);
        }
        let importers = Arc::new(importers);
        locked(&self.importers).insert(module, importers.clone());
        importers
    }

    fn imports_of_directory(&self, dir: DirId) -> FxHashSet<String> {
        let mut paths = FxHashSet::default();
        for &file in &self.workspace.directory(dir).files {
            let Some(source) = self.source(file) else {
                continue;
            };
            let mut outline = cut::cut(head(&source.text));
            if outline.damaged.is_some() {
                outline = cut::cut(&source.text);
            }
            let imports = outline.imports.iter();
            paths.extend(imports.map(|import| {
                source
                    .slice(import.path)
                    .trim_matches(['"', '`'])
                    .to_string()
            }));
        }
        paths
    }
}

/// A file's text up to the first line that looks like a declaration other than an import.
fn head(text: &str) -> &str {
    let words = ["\nfunc ", "\ntype ", "\nvar ", "\nconst "];
    let end = words
        .iter()
        .filter_map(|word| memchr::memmem::find(text.as_bytes(), word.as_bytes()))
        .min();
    &text[..end.unwrap_or(text.len())]
}

fn standard(id: DirId) -> Option<(&'static str, &'static str)> {
    STANDARD
        .get(id.0.checked_sub(FIRST_STANDARD)? as usize)
        .copied()
}
