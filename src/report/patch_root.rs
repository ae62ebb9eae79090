//! The folder that the names in a patch start from.

use std::io;
use std::path::{Path, PathBuf};

/// The root of the repository that holds all paths given, else the folder given.
///
/// One patch has one root. Where several folders are given, what holds them all stands for the folder given; so a patch
/// over two repositories is applied from the folder above both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatchRoot(PathBuf);

impl PatchRoot {
    /// The root for `given`, the paths from the command line (`…/...` too). Those that are not there do not count.
    pub fn of(given: &[PathBuf]) -> PatchRoot {
        let folder = folder_given(given);
        let repository = folder
            .ancestors()
            .find(|ancestor| ancestor.join(".git").exists());
        PatchRoot(repository.unwrap_or(&folder).to_owned())
    }

    /// Where `git apply` takes the patch.
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// The name of `file` from here. A link is followed, because git does not patch through links; a file outside keeps
    /// its whole path.
    pub fn name_of(&self, file: &Path) -> PathBuf {
        let real = file.canonicalize().unwrap_or_else(|_| file.to_owned());
        real.strip_prefix(&self.0)
            .map_or_else(|_| real.clone(), Path::to_owned)
    }
}

/// The folder that holds all of `given`, the paths from the command line; those that are not there do not count.
pub fn folder_given(given: &[PathBuf]) -> PathBuf {
    let folders = given.iter().filter_map(|path| folder_of(path).ok());
    folders
        .reduce(|common, folder| common_folder(&common, &folder))
        .or_else(|| folder_of(Path::new(".")).ok())
        .unwrap_or_default()
}

/// The folder that a path from the command line means, without links: itself, or the one that a file is in.
fn folder_of(given: &Path) -> io::Result<PathBuf> {
    let path = if given.ends_with("...") {
        given.parent().unwrap_or(given)
    } else {
        given
    };
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    let folder = match path.parent() {
        Some(parent) if path.is_file() && parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) if path.is_file() => parent,
        _ => path,
    };
    folder.canonicalize()
}

fn common_folder(left: &Path, right: &Path) -> PathBuf {
    let same = left
        .components()
        .zip(right.components())
        .take_while(|(left, right)| left == right);
    same.map(|(component, _)| component).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// A temporary folder with `repository/.git`, `repository/sub/a.go`, `loose/one/b.go` and `loose/two/c.go`.
    fn folders() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        for made in [
            "repository/.git",
            "repository/sub",
            "loose/one",
            "loose/two",
        ] {
            fs::create_dir_all(root.join(made)).expect("a folder is made");
        }
        for made in ["repository/sub/a.go", "loose/one/b.go", "loose/two/c.go"] {
            fs::write(root.join(made), "package p\n").expect("a file is written");
        }
        folder
    }

    fn root_of(folder: &tempfile::TempDir, given: &[&str]) -> PathBuf {
        let given: Vec<PathBuf> = given.iter().map(|path| folder.path().join(path)).collect();
        let base = folder.path().canonicalize().expect("the folder is there");
        let root = PatchRoot::of(&given);
        root.folder()
            .strip_prefix(base)
            .expect("the root is in the folder")
            .to_owned()
    }

    #[test]
    fn the_repository_wins_then_the_folder_given() {
        let folder = folders();
        for given in [
            "repository",
            "repository/sub",
            "repository/sub/a.go",
            "repository/sub/...",
        ] {
            assert_eq!(
                root_of(&folder, &[given]),
                Path::new("repository"),
                "{given}"
            );
        }
        for given in ["loose/one", "loose/one/...", "loose/one/b.go"] {
            assert_eq!(
                root_of(&folder, &[given]),
                Path::new("loose/one"),
                "{given}"
            );
        }
        assert_eq!(
            root_of(&folder, &["loose/one", "loose/two/c.go"]),
            Path::new("loose")
        );
        assert_eq!(
            root_of(&folder, &["repository", "loose/one"]),
            Path::new("")
        );
    }

    #[test]
    fn files_are_named_from_the_root() {
        let folder = folders();
        let root = PatchRoot::of(&[folder.path().join("repository/sub")]);
        assert_eq!(
            root.name_of(&folder.path().join("repository/sub/../sub/a.go")),
            Path::new("sub/a.go")
        );
    }

    #[test]
    fn missing_paths_do_not_count() {
        let folder = folders();
        assert_eq!(
            root_of(&folder, &["none", "loose/one"]),
            Path::new("loose/one")
        );
        assert!(
            PatchRoot::of(&[PathBuf::from("no/such/folder")])
                .folder()
                .is_absolute()
        );
    }
}
