//! Loads transforms: the built-in ones, and those of a project from its folders.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Patch, read};
use crate::engine::{Part, Rule};
use crate::model::resolve::name;
use crate::patches::PATCHES;
use crate::settings;
use crate::transforms::TRANSFORMS;
use crate::workspace::Problem;

/// A built-in transform that is a patch.
#[derive(Debug)]
pub struct BuiltIn {
    /// The name of its folder.
    pub name: &'static str,
    /// The page that `explain` prints.
    pub page: &'static str,
    pub patch: &'static str,
}

/// Where a project keeps its transforms, below its root.
pub const FOLDER: &str = ".chanfix/transforms";

/// The file that makes a folder a transform.
pub const PATCH: &str = "transform.patch";

/// Transforms, and what was wrong with others.
#[derive(Debug, Default)]
pub struct Loaded {
    /// By name.
    pub rules: Vec<Rule>,
    pub problems: Vec<Problem>,
}

/// A transform of a project, with the folder that it is in.
#[derive(Debug)]
pub struct Own {
    pub folder: PathBuf,
    pub name: &'static str,
    pub patch: Patch,
    pub page: String,
}

/// The built-in transforms, by name.
pub fn built_in() -> Vec<Rule> {
    let mut rules: Vec<Rule> = TRANSFORMS.iter().copied().map(Rule::of).collect();
    for built_in in PATCHES {
        // A test reads them all, so that none is missing here.
        let Ok(patch) = read(built_in.patch) else {
            continue;
        };
        let patch = Box::new(patch);
        let name = built_in.name;
        match rules.iter_mut().find(|rule| rule.name == name) {
            Some(rule) => rule.parts.push(Part::Patch { name, patch }),
            None => rules.push(rule_of(name, built_in.page, patch)),
        }
    }
    rules.sort_by_key(|rule| rule.name);
    rules
}

fn rule_of(rule: &'static str, page: &'static str, patch: Box<Patch>) -> Rule {
    Rule {
        name: rule,
        summary: interned(&patch.summary),
        page,
        severity: patch.severity,
        is_default: patch.is_default,
        parts: vec![Part::Patch { name: rule, patch }],
    }
}

/// A text that lives as long as the process: rules do.
fn interned(text: &str) -> &'static str {
    name(text).as_ref()
}

/// All transforms that the words of a command line can mean: `--transforms DIR`, what the settings name, and the projects
/// of the paths in it. The names that it selects can be told right from wrong only once these are known.
pub fn for_command(words: impl IntoIterator<Item = OsString>) -> Loaded {
    let base = std::env::current_dir().unwrap_or_default();
    let mut words = words.into_iter().skip(1);
    let (mut folders, mut paths) = (Vec::new(), Vec::new());
    let (mut config, mut reads_config) = (None, true);
    while let Some(word) = words.next() {
        let text = word.to_string_lossy();
        let (name, value) = match text.split_once('=') {
            Some((name, value)) if name.starts_with("--") => (name, Some(PathBuf::from(value))),
            _ => (text.as_ref(), None),
        };
        match name {
            "--no-config" => reads_config = false,
            "--config" => config = value.or_else(|| words.next().map(PathBuf::from)),
            "--transforms" => folders.extend(value.or_else(|| words.next().map(PathBuf::from))),
            _ if name.starts_with('-') => {}
            _ => {
                let path = text.strip_suffix("...").unwrap_or(&text);
                let path = path.split(':').next().unwrap_or_default();
                paths.extend(base.join(path).exists().then(|| PathBuf::from(path)));
            }
        }
    }
    let settings: Vec<PathBuf> = match config {
        _ if !reads_config => Vec::new(),
        Some(config) => vec![base.join(config)],
        None => starts(&paths, &base)
            .filter_map(|start| settings::nearest_file(&start))
            .collect(),
    };
    folders.extend(
        settings
            .iter()
            .flat_map(|file| settings::transforms_in(file)),
    );
    all(&folders, &paths, &base)
}

/// Where a run begins to look: the working directory, and the paths given.
fn starts(paths: &[PathBuf], base: &Path) -> impl Iterator<Item = PathBuf> {
    let given = paths.iter().map(|path| base.join(path));
    let starts = std::iter::once(base.to_path_buf()).chain(given);
    // What is above `..` is told by the file system only.
    starts.map(|start| fs::canonicalize(&start).unwrap_or(start))
}

/// All transforms: the built-in ones, those in `folders`, and those of the projects that `paths` and `base` are in.
pub fn all(folders: &[PathBuf], paths: &[PathBuf], base: &Path) -> Loaded {
    let mut loaded = Loaded {
        rules: built_in(),
        problems: Vec::new(),
    };
    let mut places: Vec<PathBuf> = Vec::new();
    for folder in folders {
        let folder = base.join(folder);
        if !folder.is_dir() {
            let message = "there is no such folder of transforms".to_string();
            loaded
                .problems
                .push(Problem::of(folder.display().to_string(), message));
        }
        places.push(folder);
    }
    places.extend(starts(paths, base).filter_map(|start| project_folder(&start)));
    let mut seen = BTreeSet::new();
    for place in places {
        let real = fs::canonicalize(&place).unwrap_or(place);
        if seen.insert(real.clone()) {
            take(&real, base, &mut loaded);
        }
    }
    loaded.rules.sort_by_key(|rule| rule.name);
    loaded
}

/// The transforms of the project that a path is in: of the nearest folder above it that has some, within its repository.
pub fn project_folder(path: &Path) -> Option<PathBuf> {
    for folder in path.ancestors() {
        let place = folder.join(FOLDER);
        if place.is_dir() {
            return Some(place);
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}

fn take(place: &Path, base: &Path, loaded: &mut Loaded) {
    for own in own_in(place, base) {
        match own {
            Err(problem) => loaded.problems.push(problem),
            Ok(own) if loaded.rules.iter().any(|rule| rule.name == own.name) => {
                let path = shown(&own.folder, base);
                let message = format!(
                    "another transform is called {}; rename the folder",
                    own.name
                );
                loaded.problems.push(Problem::of(path, message));
            }
            Ok(own) => {
                let rule = rule_of(own.name, interned(&own.page), Box::new(own.patch));
                loaded.rules.push(rule);
            }
        }
    }
}

/// The transforms in a folder, by name, or what is wrong with them. The folder can be a transform itself.
pub fn own_in(place: &Path, base: &Path) -> Vec<Result<Own, Problem>> {
    if place.join(PATCH).is_file() {
        return vec![own(place, base)];
    }
    let entries = match fs::read_dir(place) {
        Ok(entries) => entries,
        Err(error) => return vec![Err(Problem::of(shown(place, base), error.to_string()))],
    };
    let mut folders: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    let with_patch = folders.iter().filter(|folder| folder.join(PATCH).is_file());
    with_patch.map(|folder| own(folder, base)).collect()
}

fn own(folder: &Path, base: &Path) -> Result<Own, Problem> {
    let path = folder.join(PATCH);
    let display = shown(&path, base);
    let folder_name = fs::canonicalize(folder)
        .ok()
        .and_then(|folder| Some(folder.file_name()?.to_string_lossy().into_owned()))
        .unwrap_or_default();
    if let Err(message) = check_name(&folder_name) {
        return Err(Problem::of(shown(folder, base), message));
    }
    let text = fs::read(&path).map_err(|error| Problem::of(display.clone(), error.to_string()))?;
    let text = String::from_utf8(text)
        .map_err(|_| Problem::of(display.clone(), "is no UTF-8 text".to_string()))?;
    let patch = read(&text).map_err(|fault| Problem::at(display, fault.line, fault.message))?;
    let page = fs::read_to_string(folder.join("README.md"))
        .unwrap_or_else(|_| format!("# {folder_name}\n\n{}\n", patch.message));
    Ok(Own {
        folder: folder.to_path_buf(),
        name: interned(&folder_name),
        patch,
        page,
    })
}

/// Whether a transform can have a name: it is written behind `--select`, in comments and in settings.
pub fn check_name(name: &str) -> Result<(), String> {
    let is_plain = !name.is_empty()
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|part| part.is_ascii_lowercase() || part.is_ascii_digit() || part == '-');
    if !is_plain {
        return Err(format!(
            "`{name}` is no name for a transform: small letters, digits and `-`, as in `leaky-tick`"
        ));
    }
    if matches!(name, "all" | "default") {
        return Err(format!("`{name}` stands for many transforms"));
    }
    Ok(())
}

/// A path as users see it.
pub fn shown(path: &Path, base: &Path) -> String {
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let base = fs::canonicalize(base).unwrap_or_else(|_| base.to_path_buf());
    let short = real.strip_prefix(&base).unwrap_or(&real);
    short.display().to_string().replace('\\', "/")
}
