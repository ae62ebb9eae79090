//! The names by which files use packages that are called otherwise than their directories.

use super::file::{File, default_import_name};
use super::resolve::name;
use super::symbol::DirId;
use super::world::World;
use crate::cut;
use crate::syntax::ast::Name;
use crate::workspace::Constraint;

impl World {
    /// Gives the imports of a file of `dir` the names of their packages, where these are in sight.
    ///
    /// ```go
    /// import "example.com/go-cache" // package cache
    /// ```
    pub(super) fn name_imports(&self, dir: DirId, file: &mut File) {
        for (import, path) in file.unaliased() {
            let assumed = default_import_name(&path);
            // A file uses all that it imports: the name is right, or does not stand there.
            if file.source.text.contains(&format!("{assumed}.")) {
                continue;
            }
            let package = self
                .directory_of_import(dir, &path)
                .and_then(|imported| self.package_name(imported));
            if let Some(package) = package {
                file.rename_import(import, name(assumed), package);
            }
        }
    }

    /// What the package of a directory is called that others import.
    fn package_name(&self, dir: DirId) -> Option<Name> {
        if self.is_standard(dir) {
            return None;
        }
        let files = self.workspace.directory(dir).files.iter();
        files
            .filter(|&&file| !self.workspace.file(file).is_test)
            .filter_map(|&file| self.source(file))
            .filter(|source| !Constraint::of_file(&source.display, &source.text).is_ignored())
            .find_map(|source| Some(name(source.slice(cut::cut(&source.text).package?))))
    }
}
