//! Adding directories to the workspace: numbers for their files, and one owner for each file that links lead to.

use std::collections::{BTreeSet, HashMap};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::walk::{self, Listed};
use super::{DirId, Directory, FileEntry, Index, Workspace};
use crate::source::FileId;

/// A folder's Go files, before they have numbers.
pub(super) struct Listing {
    pub folder: PathBuf,
    pub files: Vec<Listed>,
    /// The names of the files that were asked for.
    pub requested: BTreeSet<OsString>,
}

impl Workspace {
    /// Adds directories that aren't there yet, and says under which ids.
    pub(super) fn add(&self, index: &mut Index, listings: Vec<Listing>) -> Vec<DirId> {
        let first_file = self.files.len();
        let first_directory = self.directories.len();
        let mut entries = Vec::new();
        let mut targets = Vec::new();
        let mut directories = Vec::new();
        for Listing {
            folder,
            files,
            requested,
        } in listings
        {
            let id = DirId((first_directory + directories.len()) as u32);
            index
                .directories
                .insert(folder.clone(), (!files.is_empty()).then_some(id));
            if files.is_empty() {
                continue;
            }
            let first = first_file + entries.len();
            for Listed { name, target } in files {
                targets.extend(target.map(|target| (entries.len(), target)));
                entries.push(FileEntry {
                    id: FileId((first_file + entries.len()) as u32),
                    directory: id,
                    requested: requested.contains(&name),
                    is_test: walk::is_test_file(&name),
                    name,
                    duplicate_of: None,
                    fingerprint: OnceLock::new(),
                });
            }
            let ids = (first..first_file + entries.len())
                .map(|number| FileId(number as u32))
                .collect();
            directories.push(self.directory_at(index, id, folder, ids));
        }
        self.find_duplicates(index, &directories, &mut entries, targets);
        for directory in &mut directories {
            let files = &directory.files;
            directory.requested = files
                .iter()
                .any(|file| entries[file.0 as usize - first_file].requested);
        }
        entries
            .into_iter()
            .for_each(|entry| self.files.push(Box::new(entry)));
        let ids = directories.iter().map(|directory| directory.id).collect();
        directories
            .into_iter()
            .for_each(|directory| self.directories.push(Box::new(directory)));
        ids
    }

    /// The directory of `folder`, looked for if need be; nothing if it holds no Go files.
    pub(super) fn find_directory(&self, index: &mut Index, folder: &Path) -> Option<DirId> {
        if let Some(&known) = index.directories.get(folder) {
            return known;
        }
        let files = walk::go_files(folder, &BTreeSet::new()).unwrap_or_default();
        let listing = Listing {
            folder: folder.to_path_buf(),
            files,
            requested: BTreeSet::new(),
        };
        self.add(index, vec![listing]).first().copied()
    }

    fn directory_at(
        &self,
        index: &mut Index,
        id: DirId,
        path: PathBuf,
        files: Vec<FileId>,
    ) -> Directory {
        let module = self.module_of(index, &path).map(|id| self.module(id));
        let in_module = module.and_then(|module| path.strip_prefix(&module.root).ok());
        let in_base = path.strip_prefix(&self.base).ok();
        let is_vendored = [in_module, in_base]
            .into_iter()
            .flatten()
            .any(|path| path.iter().any(|name| name == "vendor"));
        Directory {
            id,
            display: self.display_path(&path),
            module: module.map(|module| module.id),
            import_path: module
                .zip(in_module)
                .and_then(|(module, path)| module.file.import_path(path)),
            files,
            requested: false,
            is_vendored,
            path,
        }
    }

    /// Gives each file that several entries lead to one owner: the file itself where it is there, else the first link.
    fn find_duplicates(
        &self,
        index: &mut Index,
        directories: &[Directory],
        entries: &mut [FileEntry],
        targets: Vec<(usize, PathBuf)>,
    ) {
        let first = self.files.len();
        if !index.linked.is_empty() {
            // Links to these files were there before them, and keep what they own.
            for directory in directories {
                for file in &directory.files {
                    let entry = &mut entries[file.0 as usize - first];
                    entry.duplicate_of =
                        index.linked.get(&directory.path.join(&entry.name)).copied();
                }
            }
        }
        let added: HashMap<&Path, &Directory> = directories
            .iter()
            .map(|directory| (directory.path.as_path(), directory))
            .collect();
        for (link, target) in targets {
            let owner = match (target.parent(), target.file_name()) {
                (Some(folder), Some(name)) => match added.get(folder) {
                    Some(directory) => directory
                        .files
                        .iter()
                        .copied()
                        .find(|file| entries[file.0 as usize - first].name == name),
                    None => self.file_named(index, folder, name),
                },
                _ => None,
            };
            let id = entries[link].id;
            let owner = match owner {
                Some(owner) => owner,
                None => *index.linked.entry(target).or_insert(id),
            };
            if owner == id {
                continue;
            }
            entries[link].duplicate_of = Some(owner);
            let is_requested = std::mem::take(&mut entries[link].requested);
            if let Some(owner) = (owner.0 as usize)
                .checked_sub(first)
                .and_then(|position| entries.get_mut(position))
            {
                owner.requested |= is_requested;
            }
        }
    }

    /// The file called `name` in a directory that is known already.
    fn file_named(&self, index: &Index, folder: &Path, name: &OsStr) -> Option<FileId> {
        let directory = (*index.directories.get(folder)?)?;
        self.directory(directory)
            .files
            .iter()
            .copied()
            .find(|&file| self.file(file).name == name)
    }
}
