//! What the settings file and the command line say together, and which of the two says it.

use std::path::PathBuf;

use super::Loaded;
use crate::cli::Options;

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Default,
    File,
    CommandLine,
    /// A list that both add to.
    Both,
}

/// A setting that is in force.
#[derive(Clone, Debug, PartialEq)]
pub struct InForce {
    pub key: String,
    /// As it would be written in the file.
    pub value: toml::Value,
    pub origin: Origin,
}

/// Fills in what the command line leaves open, and tells what is in force then.
///
/// `--select` stands in the place of `select` and `ignore`; lists add up otherwise, and one value of the command line
/// stands in the place of one of the file.
pub fn apply(loaded: &Loaded, options: &mut Options) -> Vec<InForce> {
    let file = &loaded.settings;
    let mut in_force = Vec::new();
    let mut tell = |key: &str, value: toml::Value, is_said: bool, is_set: bool| {
        let origin = match (is_said, is_set) {
            (true, true) => Origin::Both,
            (true, false) => Origin::CommandLine,
            (false, true) => Origin::File,
            (false, false) => Origin::Default,
        };
        in_force.push(InForce {
            key: key.to_owned(),
            value,
            origin,
        });
    };

    let selection = &mut options.selection;
    let is_selected = !selection.select.is_empty();
    let is_ignored = !selection.ignore.is_empty();
    if !is_selected {
        selection.select = file.select.clone();
        selection.ignore.extend(file.ignore.iter().cloned());
    }
    let selected = if selection.select.is_empty() {
        vec!["default".to_owned()]
    } else {
        selection.select.clone()
    };
    tell(
        "select",
        selected.into(),
        is_selected,
        !is_selected && !file.select.is_empty(),
    );
    tell(
        "ignore",
        selection.ignore.clone().into(),
        is_ignored,
        !is_selected && !file.ignore.is_empty(),
    );
    tell(
        "exclude",
        file.exclude.clone().into(),
        false,
        !file.exclude.is_empty(),
    );

    let is_unsafe = options.unsafe_fixes;
    options.unsafe_fixes |= file.unsafe_fixes == Some(true);
    tell(
        "unsafe-fixes",
        options.unsafe_fixes.into(),
        is_unsafe,
        !is_unsafe && file.unsafe_fixes.is_some(),
    );
    let says_tests = options.tests.is_some();
    options.tests = options.tests.or(file.tests);
    tell(
        "tests",
        options.tests.unwrap_or(true).into(),
        says_tests,
        !says_tests && file.tests.is_some(),
    );

    let settings = &mut options.settings;
    let is_preferred = settings.prefer.is_some();
    settings.prefer = settings.prefer.or(file.prefer);
    if let Some(value) = settings
        .prefer
        .and_then(|prefer| toml::Value::try_from(prefer).ok())
    {
        tell("prefer", value, is_preferred, !is_preferred);
    }
    let is_assumed = !settings.assume_concurrent.is_empty();
    settings
        .assume_concurrent
        .extend(file.assume_concurrent.iter().cloned());
    tell(
        "assume-concurrent",
        settings.assume_concurrent.clone().into(),
        is_assumed,
        !file.assume_concurrent.is_empty(),
    );

    // They were taken in before: names can be told right from wrong only then.
    let folders = options.transforms.iter().chain(&file.transforms);
    let folders: Vec<String> = folders
        .map(|folder| folder.to_string_lossy().into_owned())
        .collect();
    tell(
        "transforms",
        folders.into(),
        !options.transforms.is_empty(),
        !file.transforms.is_empty(),
    );

    let names_baseline = options.baseline.is_some();
    let in_folder = |path: &PathBuf| {
        loaded
            .folder()
            .map_or(path.clone(), |folder| folder.join(path))
    };
    options.baseline = options
        .baseline
        .take()
        .or_else(|| file.baseline.as_ref().map(in_folder));
    if let Some(path) = &options.baseline {
        tell(
            "baseline",
            path.to_string_lossy().into_owned().into(),
            names_baseline,
            !names_baseline,
        );
    }
    for (table, value) in [
        ("severity", toml::Value::try_from(&file.severity)),
        ("safety", toml::Value::try_from(&file.safety)),
        ("paths", toml::Value::try_from(&file.paths)),
    ] {
        let Ok(toml::Value::Table(values)) = value else {
            continue;
        };
        for (key, value) in values {
            tell(&format!("{table}.{}", quoted(&key)), value, false, true);
        }
    }
    in_force
}

/// `key` as TOML wants it between dots.
fn quoted(key: &str) -> String {
    let is_bare = |char: char| char.is_ascii_alphanumeric() || char == '-' || char == '_';
    if !key.is_empty() && key.chars().all(is_bare) {
        key.to_owned()
    } else {
        toml::Value::from(key).to_string()
    }
}
