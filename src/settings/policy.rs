//! What settings files say of findings, as the engine asks it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{Loaded, SettingsFile, read};
use crate::cli::Selection;
use crate::engine::{FilePolicy, PathRule, Policy, Rule};

/// What the settings say of the findings: `usual` for the run, and `nested` below the folders of their own.
///
/// `said` is what the command line selects, `rules` are all transforms.
pub fn policy(
    usual: &Loaded,
    nested: &[Loaded],
    said: &Selection,
    rules: &[Rule],
) -> Result<Policy> {
    let mut folders = BTreeMap::new();
    for loaded in nested {
        if let Some(folder) = loaded.folder() {
            folders.insert(folder.to_owned(), of_files(loaded, said, rules)?);
        }
    }
    Ok(Policy {
        known: rules.iter().map(|rule| rule.name).collect(),
        usual: of_files(usual, said, rules)?,
        folders,
        ..Policy::default()
    })
}

/// What `loaded` says of the files that it holds for.
fn of_files(loaded: &Loaded, said: &Selection, rules: &[Rule]) -> Result<FilePolicy> {
    let file = &loaded.settings;
    let selection = said.or(file);
    let paths: Result<Vec<PathRule>> = (file.paths.iter())
        .map(|(pattern, settings)| {
            let is_selected = said.select.is_empty() && !settings.select.is_empty();
            let selected = is_selected.then(|| Selection {
                select: settings.select.clone(),
                ignore: selection.ignore.clone(),
            });
            Ok(PathRule {
                pattern: patterns(loaded, std::slice::from_ref(pattern))?,
                selected: selected.map(|selection| names(&selection, rules)),
                ignore: settings.ignore.clone(),
            })
        })
        .collect();
    Ok(FilePolicy {
        selected: Some(names(&selection, rules)),
        exclude: Some(exclude(loaded)?),
        severity: file.severity.clone(),
        safety: file.safety.clone(),
        paths: paths?,
    })
}

impl Selection {
    /// This one of the command line, or that of `file` where it names none; both leave out what they leave out.
    fn or(&self, file: &SettingsFile) -> Selection {
        if !self.select.is_empty() {
            return self.clone();
        }
        Selection {
            select: file.select.clone(),
            ignore: [self.ignore.as_slice(), &file.ignore].concat(),
        }
    }
}

fn names(selection: &Selection, rules: &[Rule]) -> BTreeSet<&'static str> {
    let selected = rules
        .iter()
        .filter(|rule| selection.includes(rule.name, rule.is_default));
    selected.map(|rule| rule.name).collect()
}

/// What is not looked at.
pub fn exclude(loaded: &Loaded) -> Result<Gitignore> {
    patterns(loaded, &loaded.settings.exclude)
}

fn patterns(loaded: &Loaded, patterns: &[String]) -> Result<Gitignore> {
    let Some(folder) = loaded.folder() else {
        return Ok(Gitignore::empty());
    };
    let mut builder = GitignoreBuilder::new(folder);
    for pattern in patterns {
        let added = builder.add_line(None, pattern);
        added.with_context(|| format!("`{pattern}` is no pattern"))?;
    }
    builder.build().context("reading patterns")
}

/// The settings below `top` that hold for files of `folders`, other than those that hold for `top` itself.
pub fn nested<'a>(
    top: &Path,
    folders: impl IntoIterator<Item = &'a Path>,
    known: &[&'static str],
) -> Result<Vec<Loaded>> {
    let mut asked = BTreeSet::new();
    let mut found = Vec::new();
    for folder in folders {
        let below = folder
            .ancestors()
            .take_while(|above| *above != top && above.starts_with(top));
        // What is above a folder that was asked was asked with it.
        for above in below.take_while(|above| asked.insert(above.to_path_buf())) {
            if let Some(path) = read::file_in(above) {
                found.push(read::load(&path, known)?);
            }
        }
    }
    found.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(found)
}
