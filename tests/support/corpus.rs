//! The fixtures and proofs in the folders of the transforms.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::tree::{Tree, read};

/// The version in the `go.mod` of a fixture that does not ask for another one.
pub const LANGUAGE: &str = "1.26";

/// A folder below `transforms/`.
#[derive(Debug)]
pub struct Transform {
    pub name: String,
    pub folder: PathBuf,
    pub fixtures: Vec<Fixture>,
    pub proofs: Vec<Proof>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What must be found.
    Fires,
    /// The near misses that must not.
    Quiet,
}

/// One file, or one folder that is a module or a package.
#[derive(Debug)]
pub struct Fixture {
    pub transform: String,
    pub kind: Kind,
    /// The name of the file without `.go`, or of the folder.
    pub case: String,
    /// Its files, by their paths in [`Fixture::folder`].
    pub files: Tree,
    /// The folder of its module, unless it has a `go.mod` of its own.
    language: String,
    /// Whether a line `// does not build` stands before a package clause.
    pub builds: bool,
}

/// A package with a test that fails before the fix.
#[derive(Debug)]
pub struct Proof {
    pub case: String,
    pub files: Tree,
}

impl Kind {
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Fires => "fires",
            Kind::Quiet => "quiet",
        }
    }
}

impl Fixture {
    /// Where the fixture lies in a tree of all fixtures: modules of one language version share a folder.
    pub fn folder(&self) -> String {
        format!(
            "{}/{}/{}",
            self.module_folder(),
            self.kind.folder(),
            self.case
        )
    }

    /// The folder in a tree of all fixtures that holds those of one transform and one language version.
    pub fn module_folder(&self) -> String {
        format!("go{}/{}", self.language, self.transform)
    }

    /// How people name it.
    pub fn title(&self) -> String {
        format!(
            "transforms/{}/{}/{}",
            self.transform,
            self.kind.folder(),
            self.case
        )
    }

    fn new(transform: &str, kind: Kind, case: String, files: Tree) -> Fixture {
        let heads: Vec<&str> = files
            .sources()
            .flat_map(|(_, text)| head_comments(text))
            .collect();
        let language = heads
            .iter()
            .find_map(|line| line.strip_prefix("// go 1."))
            .map(|minor| format!("1.{}", minor.trim()));
        Fixture {
            transform: transform.to_string(),
            kind,
            case,
            language: language.unwrap_or_else(|| LANGUAGE.to_string()),
            builds: !heads.contains(&"// does not build"),
            files,
        }
    }
}

/// The comment lines before the package clause.
fn head_comments(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("package "))
        .filter(|line| line.starts_with("//"))
}

/// A tree that holds all fixtures, with the `go.mod` files that they need.
pub fn tree_of<'a>(fixtures: impl Iterator<Item = &'a Fixture>) -> Tree {
    let mut tree = Tree::default();
    for fixture in fixtures {
        tree.extend(fixture.files.under(&fixture.folder()));
        let go_mod = format!("module fixtures.test\n\ngo {}\n", fixture.language);
        tree.add(&format!("go{}/go.mod", fixture.language), go_mod);
    }
    tree
}

/// With this variable set, only the transforms that it names, separated by commas, are tested.
const ONLY: &str = "CHANFIX_ONLY";

/// All transforms, by name.
pub fn transforms() -> Vec<Transform> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("transforms");
    let only = env::var(ONLY).ok();
    let is_asked_for = |name: &String| {
        only.as_ref()
            .is_none_or(|only| only.split(',').any(|named| named == name))
    };
    let folders = names_in(&root)
        .into_iter()
        .filter(|name| root.join(name).is_dir() && is_asked_for(name));
    folders
        .map(|name| transform(name.clone(), root.join(&name)))
        .collect()
}

fn transform(name: String, folder: PathBuf) -> Transform {
    let fixtures = [Kind::Fires, Kind::Quiet]
        .into_iter()
        .flat_map(|kind| fixtures(&name, kind, &folder.join(kind.folder())));
    let proof_folder = folder.join("proof");
    let proof = |case: String| Proof {
        files: Tree::read(&proof_folder.join(&case)),
        case,
    };
    Transform {
        fixtures: fixtures.collect(),
        proofs: names_in(&proof_folder).into_iter().map(proof).collect(),
        name,
        folder,
    }
}

fn fixtures(transform: &str, kind: Kind, folder: &Path) -> Vec<Fixture> {
    let fixture = |name: String| {
        let path = folder.join(&name);
        if path.is_dir() {
            return Fixture::new(transform, kind, name, Tree::read(&path));
        }
        let case = name
            .strip_suffix(".go")
            .unwrap_or_else(|| panic!("{}: not a Go file", path.display()))
            .to_string();
        let mut files = Tree::default();
        files.add(&name, read(&path));
        Fixture::new(transform, kind, case, files)
    };
    names_in(folder).into_iter().map(fixture).collect()
}

/// The names in a folder, sorted; none where there is no such folder.
fn names_in(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| {
            entry
                .file_name()
                .into_string()
                .expect("test files have UTF-8 names")
        })
        .collect()
}
