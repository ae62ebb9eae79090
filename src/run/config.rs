//! Finds the settings that hold, and shows them.

use std::path::Path;

use anyhow::{Context, Result};

use crate::cli::{Options, Outcome};
use crate::model::DirId;
use crate::report::out;
use crate::report::patch_root::folder_given;
use crate::settings::{self, InForce, Loaded, Origin};
use crate::workspace::{self, Workspace};

/// The settings that hold for a run over the paths of `options`.
pub(super) fn loaded(options: &Options, names: &[&'static str]) -> Result<Loaded> {
    if !options.reads_config {
        return Ok(Loaded::default());
    }
    let nearest = || settings::nearest_file(&folder_given(&options.paths));
    match options.config.clone().or_else(nearest) {
        Some(path) => settings::load(&path, names),
        None => Ok(Loaded::default()),
    }
}

/// The settings of folders below, which hold for the files there: none where one file is to hold for all.
pub(super) fn nested(
    options: &Options,
    workspace: &Workspace,
    names: &[&'static str],
) -> Result<Vec<Loaded>> {
    if !options.reads_config || options.config.is_some() {
        return Ok(Vec::new());
    }
    let top = folder_given(&options.paths);
    let requested = workspace.requested().iter();
    let folders = requested.map(|&dir: &DirId| workspace.directory(dir).path.as_path());
    settings::nested(&top, folders, names)
}

/// What the paths of `options` lead to, with what `loaded` excludes left out.
pub(super) fn workspace(options: &Options, loaded: &Loaded) -> Result<Workspace> {
    let base = std::env::current_dir().context("reading the working directory")?;
    Ok(workspace::load(
        &options.paths,
        &workspace::Options {
            tests: options.tests.unwrap_or(true),
            base,
            exclude: settings::exclude(loaded)?,
        },
    ))
}

/// Prints the settings in force, each with where it comes from, and where other files hold.
pub(super) fn config(options: &Options, names: &[&'static str]) -> Result<Outcome> {
    let loaded = loaded(options, names)?;
    let mut options = options.clone();
    let in_force = settings::apply(&loaded, &mut options);
    let shown = |path: &Path| path.display().to_string();
    let file = loaded
        .path
        .as_deref()
        .map_or("no chanfix.toml".to_owned(), shown);
    let width = (in_force.iter())
        .map(|setting| line(setting).len())
        .filter(|&length| length < 60)
        .max()
        .unwrap_or(0);
    let mut text = format!("# {file}\n");
    for setting in &in_force {
        let origin = match setting.origin {
            Origin::Default => "default",
            Origin::File => "chanfix.toml",
            Origin::CommandLine => "command line",
            Origin::Both => "chanfix.toml and command line",
        };
        text.push_str(&format!("{:width$}  # {origin}\n", line(setting)));
    }
    for path in nested(&options, &workspace(&options, &loaded)?, names)?
        .iter()
        .filter_map(|loaded| loaded.path.as_deref())
    {
        text.push_str(&format!(
            "# {} says what is reported below it\n",
            shown(path)
        ));
    }
    out::write_stdout(&text)?;
    Ok(Outcome::Clean)
}

fn line(setting: &InForce) -> String {
    format!("{} = {}", setting.key, setting.value)
}
