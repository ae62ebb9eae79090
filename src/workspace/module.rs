//! What go.mod and go.work say: the module's path, its language version, and which folders stand for other modules.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::modfile::{self, Directive, Fault};
use super::problem::slashed;
use super::version::Version;

/// What a go.mod without a `go` line means, by the reference of Go modules.
const DEFAULT_VERSION: Version = Version::new(1, 16);

/// The module path of the standard library, whose import paths begin with no module path.
const STANDARD_LIBRARY: &str = "std";

/// `replace path [version] => folder`, for the replacements that are folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Replacement {
    pub path: String,
    pub version: Option<String>,
    /// As written: relative to the folder of the file, or absolute.
    pub folder: String,
}

/// A go.mod file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ModFile {
    pub path: Option<String>,
    /// The language version; unknown if the file is broken.
    pub version: Option<Version>,
    pub replacements: Vec<Replacement>,
    /// Required versions by module path.
    pub required: HashMap<String, String>,
    /// The folders of its `ignore` lines.
    pub ignored: Vec<String>,
}

impl ModFile {
    pub(super) fn parse(text: &str) -> (ModFile, Vec<Fault>) {
        let (directives, mut faults) = modfile::directives(text);
        let mut file = ModFile {
            version: Some(DEFAULT_VERSION),
            ..ModFile::default()
        };
        let mut has_version = false;
        for directive in &directives {
            match (directive.verb.as_str(), directive.arguments.as_slice()) {
                ("module", [path]) if file.path.is_none() => file.path = Some(path.clone()),
                ("go", [version]) if !has_version && Version::parse(version).is_some() => {
                    has_version = true;
                    file.version = Version::parse(version);
                }
                ("require", [path, version]) => {
                    file.required.insert(path.clone(), version.clone());
                }
                ("ignore", [folder]) => file.ignored.push(folder.clone()),
                ("replace", arguments) => {
                    file.replacements
                        .extend(replacement(directive, arguments, &mut faults))
                }
                ("module" | "go" | "require" | "ignore", _) => {
                    faults.push(not_understood(directive))
                }
                _ => faults.extend(check_verb(directive)),
            }
        }
        if file.path.is_none() && faults.is_empty() {
            faults.push(Fault::at(
                1,
                "there is no module path; add a line `module PATH`",
            ));
        }
        if !faults.is_empty() {
            file.version = None;
        }
        (file, faults)
    }

    /// The import path of the folder that lies at `relative` below the module's own.
    pub(super) fn import_path(&self, relative: &Path) -> Option<String> {
        let path = self.path.as_deref()?;
        match slashed(relative) {
            None => Some(path.to_string()),
            Some(below) if path == STANDARD_LIBRARY => Some(below),
            Some(below) => Some(format!("{path}/{below}")),
        }
    }

    /// Whether an `ignore` line takes the folder at `relative`, or one above it, out of `./...`.
    pub(super) fn ignores(&self, relative: &Path) -> bool {
        if self.ignored.is_empty() {
            return false;
        }
        let Some(relative) = slashed(relative) else {
            return false;
        };
        let within = format!("/{relative}/");
        self.ignored
            .iter()
            .any(|ignored| match ignored.strip_prefix("./") {
                Some(rooted) => within.starts_with(&format!("/{}/", rooted.trim_matches('/'))),
                None => within.contains(&format!("/{}/", ignored.trim_matches('/'))),
            })
    }

    /// Whether `replacement` is in force in a build of this module: one for a single version is only if it is required.
    pub(super) fn applies(&self, replacement: &Replacement) -> bool {
        replacement.version.is_none()
            || self.required.get(&replacement.path) == replacement.version.as_ref()
    }

    /// The path that begins the import paths of its packages, without a `/` at its end; empty for the standard library.
    pub(super) fn import_prefix(&self) -> Option<&str> {
        self.path
            .as_deref()
            .map(|path| if path == STANDARD_LIBRARY { "" } else { path })
    }
}

/// A go.work file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct WorkFile {
    /// The folders of the modules, as written.
    pub uses: Vec<String>,
    pub replacements: Vec<Replacement>,
}

impl WorkFile {
    pub(super) fn parse(text: &str) -> (WorkFile, Vec<Fault>) {
        let (directives, mut faults) = modfile::directives(text);
        let mut file = WorkFile::default();
        for directive in &directives {
            match (directive.verb.as_str(), directive.arguments.as_slice()) {
                ("use", [folder]) => file.uses.push(folder.clone()),
                ("use", _) => faults.push(not_understood(directive)),
                ("replace", arguments) => {
                    file.replacements
                        .extend(replacement(directive, arguments, &mut faults))
                }
                _ => faults.extend(check_verb(directive)),
            }
        }
        (file, faults)
    }
}

fn replacement(
    directive: &Directive,
    arguments: &[String],
    faults: &mut Vec<Fault>,
) -> Option<Replacement> {
    let Some(arrow) = arguments.iter().position(|argument| argument == "=>") else {
        faults.push(not_understood(directive));
        return None;
    };
    match (&arguments[..arrow], &arguments[arrow + 1..]) {
        ([path], [folder]) if is_folder(folder) => Some(Replacement {
            path: path.clone(),
            version: None,
            folder: folder.clone(),
        }),
        ([path, version], [folder]) if is_folder(folder) => Some(Replacement {
            path: path.clone(),
            version: Some(version.clone()),
            folder: folder.clone(),
        }),
        ([_] | [_, _], [_] | [_, _]) => None,
        _ => {
            faults.push(not_understood(directive));
            None
        }
    }
}

/// Whether the right side of a `replace` is a folder and no module path.
fn is_folder(target: &str) -> bool {
    matches!(target, "." | "..")
        || target.starts_with("./")
        || target.starts_with("../")
        || Path::new(target).is_absolute()
}

fn not_understood(directive: &Directive) -> Fault {
    let shown: Vec<&str> = std::iter::once(&directive.verb)
        .chain(&directive.arguments)
        .map(String::as_str)
        .collect();
    Fault::at(
        directive.line,
        format!(
            "`{}` is not understood or stands here twice; correct the line",
            shown.join(" ")
        ),
    )
}

/// Directives of later Go versions pass; conflict markers and the like don't.
fn check_verb(directive: &Directive) -> Option<Fault> {
    let is_word = directive
        .verb
        .bytes()
        .all(|letter| letter.is_ascii_lowercase());
    (!is_word).then(|| not_understood(directive))
}

/// `folder`, as a file in `parent` names it, in its canonical form; nothing if it isn't there.
pub(super) fn resolve(parent: &Path, folder: &str) -> Option<PathBuf> {
    parent.join(folder).canonicalize().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> ModFile {
        let (file, faults) = ModFile::parse(text);
        assert_eq!(faults, [], "{text}");
        file
    }

    #[test]
    fn path_and_version_are_read() {
        for text in [
            "module example.com/a\n\ngo 1.22.3\n\ntoolchain go1.23.0\n",
            "// a\r\nmodule \"example.com/a\" // b\r\ngo 1.22\r\n",
            "go 1.22rc1\nmodule `example.com/a`",
            "module (\n\texample.com/a\n)\ngo (\n\t1.22\n)\n",
        ] {
            let file = parsed(text);
            assert_eq!(file.path.as_deref(), Some("example.com/a"), "{text}");
            assert_eq!(file.version, Some(Version::new(1, 22)), "{text}");
        }
        assert_eq!(parsed("module a").version, Some(Version::new(1, 16)));
    }

    #[test]
    fn only_folders_are_kept_of_replacements() {
        let file = parsed(
            "module a\nreplace (\n\tb => ../b\n\tc v1.0.0 => ./c\n\td => e v1.2.3\n)\nrequire c v1.0.1\n",
        );
        let folders: Vec<_> = file
            .replacements
            .iter()
            .map(|found| found.folder.as_str())
            .collect();
        assert_eq!(folders, ["../b", "./c"]);
        assert!(file.applies(&file.replacements[0]));
        assert!(!file.applies(&file.replacements[1]));
    }

    #[test]
    fn broken_files_tell_where_and_have_no_version() {
        for (text, line) in [
            ("go 1.22\n", 1),
            ("module a\ngo latest\n", 2),
            ("module a\ngo 1.22\n<<<<<<< HEAD\n", 3),
            ("module a\nmodule b\n", 2),
            ("module a\nreplace b ./b\n", 2),
            ("module a\nrequire (\n", 2),
            ("module \"a\n", 1),
            ("", 1),
        ] {
            let (file, faults) = ModFile::parse(text);
            assert_eq!(faults.first().map(|fault| fault.line), Some(line), "{text}");
            assert_eq!(file.version, None, "{text}");
        }
    }

    #[test]
    fn ignored_folders_are_rooted_or_anywhere() {
        let file = parsed("module a\nignore ./out\nignore (\n\tnode_modules\n\tx/y\n)\n");
        for ignored in ["out", "out/deep", "web/node_modules/z", "x/y", "q/x/y"] {
            assert!(file.ignores(Path::new(ignored)), "{ignored}");
        }
        for kept in ["", "in/out", "outer", "x", "y"] {
            assert!(!file.ignores(Path::new(kept)), "{kept}");
        }
    }

    #[test]
    fn the_standard_library_has_bare_import_paths() {
        assert_eq!(
            parsed("module std")
                .import_path(Path::new("net/http"))
                .as_deref(),
            Some("net/http")
        );
        assert_eq!(
            parsed("module a").import_path(Path::new("b/c")).as_deref(),
            Some("a/b/c")
        );
        assert_eq!(
            parsed("module a").import_path(Path::new("")).as_deref(),
            Some("a")
        );
    }

    #[test]
    fn work_files_name_their_modules() {
        let (file, faults) =
            WorkFile::parse("go 1.22\nuse (\n\t./a\n\t../b\n)\nuse .\nreplace c => ./c\n");
        assert_eq!(faults, []);
        assert_eq!(file.uses, ["./a", "../b", "."]);
        assert_eq!(file.replacements.len(), 1);
    }
}
