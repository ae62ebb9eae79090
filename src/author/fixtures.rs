//! The fixtures of a transform, read from its folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The language version of a fixture that asks for no other.
const LANGUAGE: &str = "1.26";

/// What must be found, or must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Fires,
    Quiet,
}

/// One file, one folder, or one `.txtar` archive.
#[derive(Clone, Debug)]
pub(super) struct Fixture {
    pub(super) kind: Kind,
    /// The name of the file without its ending, or of the folder.
    pub(super) case: String,
    /// How it is named in what is printed: `fires/tick.go`.
    pub(super) title: String,
    /// By path; below the folder of the kind for a file, and below one more for several.
    pub(super) files: BTreeMap<String, String>,
    /// The folder of its module in `files`.
    pub(super) module: String,
    /// Whether no line `// does not build` stands above a package clause.
    pub(super) builds: bool,
}

impl Kind {
    pub(super) const ALL: [Kind; 2] = [Kind::Fires, Kind::Quiet];

    pub(super) fn folder(self) -> &'static str {
        match self {
            Kind::Fires => "fires",
            Kind::Quiet => "quiet",
        }
    }
}

/// All fixtures of the transform in `folder`, in order.
pub(super) fn fixtures(folder: &Path) -> Result<Vec<Fixture>> {
    let mut fixtures: Vec<Fixture> = Vec::new();
    for kind in Kind::ALL {
        for path in entries(&folder.join(kind.folder())) {
            let Some(fixture) = fixture(kind, &path)? else {
                continue;
            };
            if let Some(other) = fixtures.iter().find(|other| other.case == fixture.case) {
                bail!(
                    "{} and {} have one name: give one of them another",
                    other.title,
                    fixture.title
                );
            }
            fixtures.push(fixture);
        }
    }
    Ok(fixtures)
}

/// What is in a folder, sorted; nothing where there is no such folder.
pub(super) fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn fixture(kind: Kind, path: &Path) -> Result<Option<Fixture>> {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    if name.starts_with('.') {
        return Ok(None);
    }
    let (case, folder, files) = if path.is_dir() {
        let folder = format!("{}/{name}", kind.folder());
        (name.clone(), folder, tree(path)?)
    } else if let Some(case) = name.strip_suffix(".txtar") {
        let files = archive(&read(path)?);
        let folder = format!("{}/{case}", kind.folder());
        (case.to_string(), folder, files)
    } else if let Some(case) = name.strip_suffix(".go") {
        let files = BTreeMap::from([(name.clone(), read(path)?)]);
        (case.to_string(), kind.folder().to_string(), files)
    } else {
        bail!(
            "{}/{name} is no Go file, no .txtar and no folder",
            kind.folder()
        );
    };
    let heads: Vec<&str> = files.values().flat_map(|text| head(text)).collect();
    let builds = !heads.contains(&"// does not build");
    let language = heads
        .iter()
        .find_map(|line| line.strip_prefix("// go "))
        .unwrap_or(LANGUAGE)
        .trim();
    let go_mod = format!("module fixture.test\n\ngo {language}\n");
    let has_module = files.contains_key("go.mod");
    let mut placed: BTreeMap<String, String> = files
        .into_iter()
        .map(|(path, text)| (format!("{folder}/{path}"), text))
        .collect();
    if !has_module {
        placed.insert(format!("{folder}/go.mod"), go_mod);
    }
    Ok(Some(Fixture {
        kind,
        case,
        title: format!("{}/{name}", kind.folder()),
        files: placed,
        module: folder,
        builds,
    }))
}

/// The comment lines above the package clause.
fn head(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("package "))
        .filter(|line| line.starts_with("//"))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}

/// All files below a folder, by their paths in it.
pub(super) fn tree(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    let mut work = vec![(folder.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = work.pop() {
        for path in entries(&folder) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let inside = format!("{prefix}{name}");
            if path.is_dir() {
                work.push((path, format!("{inside}/")));
            } else {
                files.insert(inside, read(&path)?);
            }
        }
    }
    Ok(files)
}

/// The files of a txtar archive: `-- name --` begins each.
fn archive(text: &str) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut current: Option<String> = None;
    for line in text.split_inclusive('\n') {
        let name = line
            .trim_end()
            .strip_prefix("-- ")
            .and_then(|rest| rest.strip_suffix(" --"))
            .map(str::trim)
            .filter(|name| !name.is_empty() && !name.contains("..") && !name.starts_with('/'));
        match (name, &current) {
            (Some(name), _) => {
                files.insert(name.to_string(), String::new());
                current = Some(name.to_string());
            }
            (None, Some(name)) => {
                if let Some(file) = files.get_mut(name) {
                    file.push_str(line);
                }
            }
            (None, None) => {}
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::archive;

    #[test]
    fn archives_are_cut_at_their_markers() {
        let files = archive("comment\n-- a.go --\npackage a\n-- b/b.go --\npackage b\n");
        assert_eq!(files["a.go"], "package a\n");
        assert_eq!(files["b/b.go"], "package b\n");
        assert_eq!(files.len(), 2);
    }
}
