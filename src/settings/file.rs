//! The keys of `chanfix.toml`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::{Safety, Severity};
use crate::model::Guarding;

/// Settings of chanfix, in chanfix.toml. For each file, the nearest one upwards says what is reported; for the run, the
/// nearest one upwards from the paths that are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct SettingsFile {
    /// The transforms that run: names, `all`, or `default`. Like --select.
    pub select: Vec<String>,
    /// Transforms that do not run. Like --ignore.
    pub ignore: Vec<String>,
    /// What is not looked at, as patterns like those in .gitignore, from the folder of this file.
    pub exclude: Vec<String>,
    /// Whether fixes that a reviewer must agree to are applied too. Like --unsafe-fixes.
    pub unsafe_fixes: Option<bool>,
    /// Whether bugs in _test.go files are reported. Like --tests.
    pub tests: Option<bool>,
    /// How to guard a variable where both would do. Like --prefer.
    pub prefer: Option<Guarding>,
    /// Types whose methods run on several goroutines at once. Like --assume-concurrent.
    pub assume_concurrent: Vec<String>,
    /// Folders of transforms, from the folder of this file. Like --transforms.
    pub transforms: Vec<PathBuf>,
    /// A file with known findings, which are not reported, from the folder of this file. Like --baseline.
    pub baseline: Option<PathBuf>,
    /// How grave findings are, by transform.
    pub severity: BTreeMap<String, Severity>,
    /// How far the fixes of a transform are trusted here.
    pub safety: BTreeMap<String, Safety>,
    /// What holds only for some files, by patterns like those in .gitignore, from the folder of this file.
    pub paths: BTreeMap<String, PathSettings>,
}

/// What holds for the files that a pattern matches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct PathSettings {
    /// The transforms that report there, in the place of `select` above: names, `all`, or `default`.
    pub select: Vec<String>,
    /// Transforms that report nothing there, or `all`.
    pub ignore: Vec<String>,
}
