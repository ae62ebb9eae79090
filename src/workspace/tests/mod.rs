mod imports;
mod links;
mod modules;
mod paths;
mod reading;

use super::*;

use std::fs;
use tempfile::TempDir;

/// A folder of files.
struct Tree {
    folder: TempDir,
}

impl Tree {
    /// Go files get a package clause; `path = text` gives another text.
    fn of(files: &[&str]) -> Tree {
        let tree = Tree {
            folder: tempfile::tempdir().expect("a folder"),
        };
        for file in files {
            match file.split_once(" = ") {
                Some((path, text)) => tree.write(path, text),
                None => tree.write(file, "package x\n"),
            }
        }
        tree
    }

    fn path(&self, relative: &str) -> PathBuf {
        self.folder
            .path()
            .canonicalize()
            .expect("the folder")
            .join(relative)
    }

    fn write(&self, relative: &str, text: impl AsRef<[u8]>) {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn load(&self, paths: &[&str]) -> Workspace {
        self.load_with(paths, true)
    }

    fn load_with(&self, paths: &[&str], tests: bool) -> Workspace {
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        load(
            &paths,
            &Options {
                exclude: ignore::gitignore::Gitignore::empty(),
                tests,
                base: self.folder.path().to_path_buf(),
            },
        )
    }

    /// The requested files of `paths`, where there are no problems.
    fn requested(&self, paths: &[&str]) -> Vec<String> {
        let workspace = self.load(paths);
        assert_eq!(workspace.problems(), []);
        workspace.requested_files()
    }
}

impl Workspace {
    fn requested_files(&self) -> Vec<String> {
        let files = self
            .requested()
            .iter()
            .flat_map(|&directory| &self.directory(directory).files);
        files
            .filter(|file| self.file(**file).requested)
            .map(|&file| self.display(file))
            .collect()
    }

    fn directory_shown_as(&self, display: &str) -> &Directory {
        self.directories
            .iter()
            .find(|directory| directory.display == display)
            .expect(display)
    }

    fn file_shown_as(&self, display: &str) -> &FileEntry {
        self.files
            .iter()
            .find(|file| self.display(file.id) == display)
            .expect(display)
    }

    fn shown(&self, directories: &[DirId]) -> Vec<&str> {
        directories
            .iter()
            .map(|&directory| self.directory(directory).display.as_str())
            .collect()
    }

    fn messages(&self) -> Vec<String> {
        self.problems().iter().map(Problem::to_string).collect()
    }
}
