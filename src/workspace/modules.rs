//! Modules: which one a folder is in, where an import path leads, and all packages of one.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::directories::Listing;
use super::modfile::Fault;
use super::module::{self, ModFile, Replacement, WorkFile};
use super::{DirId, Index, Module, ModuleId, Problem, Workspace, read, walk};

/// A go.work file and where its modules are.
#[derive(Debug, Default)]
pub(super) struct Work {
    folder: PathBuf,
    file: WorkFile,
    /// The canonical folders of the `use` lines that are there.
    roots: Vec<PathBuf>,
}

/// Where imports of one module can lead on this machine.
#[derive(Debug)]
pub(super) struct Reachable {
    /// What import paths begin with, and the module's folder that stands for it; longer ones first.
    prefixes: Vec<(String, PathBuf)>,
    /// The other modules of the same go.work.
    siblings: Vec<ModuleId>,
}

impl Workspace {
    /// The directory behind `import_path` in a file of module `from`, if it is in the module, in one beside it by go.work,
    /// or in a folder that a `replace` names. Vendored packages and the module cache are not looked into.
    pub fn directory_of_import(&self, from: ModuleId, import_path: &str) -> Option<DirId> {
        let is_plain =
            |name: &str| !matches!(name, "" | "." | ".." | "vendor") && !name.contains('\\');
        if !import_path.split('/').all(is_plain) {
            return None;
        }
        self.reachable(from)
            .prefixes
            .iter()
            .find_map(|(prefix, root)| {
                let folder = match below(prefix, import_path)? {
                    "" => root.clone(),
                    relative => root.join(relative),
                };
                self.directory_within(root, &folder)
            })
    }

    /// All directories of a module that `./...` means in its root, and those of it that were requested, sorted by path:
    /// where to look for everyone who imports a package.
    pub fn directories_of_module(&self, id: ModuleId) -> &[DirId] {
        let module = self.module(id);
        module.directories.get_or_init(|| {
            let is_ignored = |folder: &Path| {
                folder
                    .strip_prefix(&module.root)
                    .is_ok_and(|relative| module.file.ignores(relative))
            };
            let folders = walk::package_folders(&module.root, &is_ignored);
            let index = &mut *self.index();
            let new = folders
                .iter()
                .filter(|folder| !index.directories.contains_key(*folder));
            let listings = new.map(|folder| Listing {
                folder: folder.clone(),
                files: walk::go_files(folder, &BTreeSet::new()).unwrap_or_default(),
                requested: BTreeSet::new(),
            });
            let listings = listings.collect();
            self.add(index, listings);
            let walked = folders
                .iter()
                .filter_map(|folder| *index.directories.get(folder)?);
            let requested = self
                .requested
                .iter()
                .copied()
                .filter(|&directory| self.directory(directory).module == Some(id));
            let mut found: Vec<DirId> = walked.chain(requested).collect();
            found.sort_by(|&left, &right| {
                self.directory(left).path.cmp(&self.directory(right).path)
            });
            found.dedup();
            found
        })
    }

    /// The other modules of the go.work file that lists this one: their packages can import this module's, too.
    pub fn siblings(&self, id: ModuleId) -> &[ModuleId] {
        &self.reachable(id).siblings
    }

    /// The module that a folder, which need not be there, is in.
    pub(super) fn module_of(&self, index: &mut Index, folder: &Path) -> Option<ModuleId> {
        let mut passed = Vec::new();
        let mut found = None;
        for ancestor in folder.ancestors() {
            if let Some(&known) = index.module_of.get(ancestor) {
                found = known;
                break;
            }
            passed.push(ancestor.to_path_buf());
            if ancestor.join("go.mod").is_file() {
                found = Some(self.module_at(index, ancestor));
                break;
            }
        }
        index
            .module_of
            .extend(passed.into_iter().map(|folder| (folder, found)));
        found
    }

    fn module_at(&self, index: &mut Index, root: &Path) -> ModuleId {
        if let Some(&known) = index.modules.get(root) {
            return known;
        }
        let file = self.parse(index, &root.join("go.mod"), ModFile::parse);
        let id = ModuleId(self.modules.len() as u32);
        let root = root.to_path_buf();
        index.modules.insert(root.clone(), id);
        let module = Module {
            id,
            root,
            file,
            reachable: OnceLock::new(),
            directories: OnceLock::new(),
        };
        self.modules.push(Box::new(module));
        id
    }

    /// Reads a go.mod or go.work file; what is wrong with it becomes a problem.
    fn parse<File: Default>(
        &self,
        index: &mut Index,
        path: &Path,
        parse: fn(&str) -> (File, Vec<Fault>),
    ) -> File {
        let shown = self.display_path(path);
        match read::text(path, &shown) {
            Ok(text) => {
                let (file, faults) = parse(&text);
                let problems = faults
                    .into_iter()
                    .map(|fault| Problem::at(shown.clone(), fault.line, fault.message));
                index.problems.extend(problems);
                file
            }
            Err(problem) => {
                index.problems.push(problem);
                File::default()
            }
        }
    }

    /// The directory at `folder` if the module at `root` holds it: no nested module and no link to elsewhere.
    fn directory_within(&self, root: &Path, folder: &Path) -> Option<DirId> {
        let mut index = self.index();
        if !index.directories.contains_key(folder)
            && folder.canonicalize().ok().as_deref() != Some(folder)
        {
            index.directories.insert(folder.to_path_buf(), None);
        }
        let directory = self.find_directory(&mut index, folder)?;
        let module = self.directory(directory).module?;
        (self.module(module).root == root).then_some(directory)
    }

    fn reachable(&self, id: ModuleId) -> &Reachable {
        let module = self.module(id);
        module.reachable.get_or_init(|| {
            let index = &mut *self.index();
            let mut prefixes = prefix_of(module);
            let mut siblings = Vec::new();
            if let Some(work) = self.work_above(index, &module.root)
                && work.roots.contains(&module.root)
            {
                let others = work
                    .roots
                    .iter()
                    .filter(|root| **root != module.root && root.join("go.mod").is_file());
                siblings = others.map(|root| self.module_at(index, root)).collect();
                prefixes.extend(
                    siblings
                        .iter()
                        .flat_map(|&sibling| prefix_of(self.module(sibling))),
                );
                prefixes.extend(replaced(
                    &module.file,
                    &work.folder,
                    &work.file.replacements,
                ));
            }
            for replacing in
                std::iter::once(module).chain(siblings.iter().map(|&sibling| self.module(sibling)))
            {
                prefixes.extend(replaced(
                    &module.file,
                    &replacing.root,
                    &replacing.file.replacements,
                ));
            }
            // The sort is stable: of two folders for one path, the one found first wins.
            prefixes.sort_by_key(|(prefix, _)| Reverse(prefix.len()));
            Reachable { prefixes, siblings }
        })
    }

    /// The nearest go.work file in a folder or above it, as the go command looks for it.
    fn work_above(&self, index: &mut Index, folder: &Path) -> Option<Arc<Work>> {
        let folder = folder
            .ancestors()
            .find(|ancestor| ancestor.join("go.work").is_file())?;
        if let Some(known) = index.works.get(folder) {
            return Some(Arc::clone(known));
        }
        let file = self.parse(index, &folder.join("go.work"), WorkFile::parse);
        let roots = file
            .uses
            .iter()
            .filter_map(|used| module::resolve(folder, used))
            .collect();
        let work = Arc::new(Work {
            folder: folder.to_path_buf(),
            file,
            roots,
        });
        index.works.insert(folder.to_path_buf(), Arc::clone(&work));
        Some(work)
    }
}

fn prefix_of(module: &Module) -> Vec<(String, PathBuf)> {
    module
        .file
        .import_prefix()
        .map(|prefix| (prefix.to_string(), module.root.clone()))
        .into_iter()
        .collect()
}

/// The folders that stand for modules by the `replacements` of a file in `folder`, as far as they are in force for `user`.
fn replaced(user: &ModFile, folder: &Path, replacements: &[Replacement]) -> Vec<(String, PathBuf)> {
    let in_force = replacements
        .iter()
        .filter(|replacement| user.applies(replacement));
    let resolved = in_force.filter_map(|replacement| {
        Some((
            replacement.path.clone(),
            module::resolve(folder, &replacement.folder)?,
        ))
    });
    resolved.collect()
}

/// What follows `prefix` in an import path that it leads.
fn below<'path>(prefix: &str, import_path: &'path str) -> Option<&'path str> {
    if prefix.is_empty() {
        return Some(import_path);
    }
    let rest = import_path.strip_prefix(prefix)?;
    if rest.is_empty() {
        Some(rest)
    } else {
        rest.strip_prefix('/')
    }
}
