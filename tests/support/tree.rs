//! A tree of files in memory, by path with `/`, that can be written to a folder and read back.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree(pub BTreeMap<String, Vec<u8>>);

impl Tree {
    /// All files below a folder.
    pub fn read(folder: &Path) -> Tree {
        let mut tree = Tree::default();
        tree.add_folder("", folder);
        tree
    }

    /// Adds all files below a folder, their paths behind `prefix`.
    pub fn add_folder(&mut self, prefix: &str, folder: &Path) {
        let entries =
            fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let entry = entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
            let name = entry
                .file_name()
                .into_string()
                .expect("test files have UTF-8 names");
            let path = if prefix.is_empty() {
                name
            } else {
                format!("{prefix}/{name}")
            };
            if entry.path().is_dir() {
                self.add_folder(&path, &entry.path());
            } else {
                self.add(&path, read(&entry.path()));
            }
        }
    }

    pub fn add(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.0.insert(path.to_string(), bytes.into());
    }

    pub fn write(&self, folder: &Path) {
        for (path, bytes) in &self.0 {
            let path = folder.join(path);
            let parent = path.parent().expect("a file is in a folder");
            fs::create_dir_all(parent)
                .unwrap_or_else(|error| panic!("{}: {error}", parent.display()));
            fs::write(&path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        }
    }

    /// The Go files and their texts. Those that are not UTF-8 are left out.
    pub fn sources(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .filter(|(path, _)| path.ends_with(".go"))
            .filter_map(|(path, bytes)| Some((path.as_str(), std::str::from_utf8(bytes).ok()?)))
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.0.get(path)?).ok()
    }

    /// The files below a folder, their paths from there on.
    pub fn below(&self, folder: &str) -> Tree {
        let inside = |path: &str| Some(path.strip_prefix(folder)?.strip_prefix('/')?.to_string());
        Tree(
            self.0
                .iter()
                .filter_map(|(path, bytes)| Some((inside(path)?, bytes.clone())))
                .collect(),
        )
    }

    /// The same files in another folder.
    pub fn under(&self, folder: &str) -> Tree {
        Tree(
            self.0
                .iter()
                .map(|(path, bytes)| (format!("{folder}/{path}"), bytes.clone()))
                .collect(),
        )
    }

    pub fn extend(&mut self, other: Tree) {
        self.0.extend(other.0);
    }

    /// The same tree with the text of each Go file changed.
    pub fn with_sources(&self, change: impl Fn(&str) -> String) -> Tree {
        let mut changed = self.clone();
        for (path, text) in self.sources() {
            changed.add(path, change(text));
        }
        changed
    }
}

pub fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
