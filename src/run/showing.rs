//! Shows what chanfix itself is: its transforms, its settings, its manual.

use anyhow::{Context, Result};
use clap_complete::Shell;

use crate::cli::{self, Options, Outcome};
use crate::engine::Rule;
use crate::report::out;
use crate::report::patch_root::folder_given;
use crate::settings::{self, InForce, Loaded, Origin};

/// Prints the name and the summary of each transform.
pub(super) fn list(rules: &[Rule]) -> Result<Outcome> {
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let lines = rules.iter().map(|rule| {
        let when = if rule.is_default {
            ""
        } else {
            " (only when selected)"
        };
        format!("{:width$}  {}{when}\n", rule.name, rule.summary)
    });
    out::write_stdout(&lines.collect::<String>())?;
    Ok(Outcome::Clean)
}

/// Prints the page of a transform.
pub(super) fn explain(name: &str, rules: &[Rule]) -> Result<Outcome> {
    let rule = rules.iter().find(|rule| rule.name == name);
    out::write_stdout(rule.context("no such transform")?.page)?;
    Ok(Outcome::Clean)
}

/// The settings that hold for what `options` look at.
pub(super) fn loaded(options: &Options, names: &[&'static str]) -> Result<Loaded> {
    if !options.reads_config {
        return Ok(Loaded::default());
    }
    let folder = folder_given(&options.paths);
    settings::load(options.config.as_deref(), &folder, names)
}

/// Prints the settings in force, each with where it comes from.
pub(super) fn config(options: &Options, names: &[&'static str]) -> Result<Outcome> {
    let loaded = loaded(options, names)?;
    let in_force = settings::apply(&loaded, &mut options.clone());
    let file = (loaded.path.as_ref()).map_or("no chanfix.toml".to_owned(), |path| {
        path.display().to_string()
    });
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
        };
        text.push_str(&format!("{:width$}  # {origin}\n", line(setting)));
    }
    out::write_stdout(&text)?;
    Ok(Outcome::Clean)
}

fn line(setting: &InForce) -> String {
    format!("{} = {}", setting.key, setting.value)
}

/// Prints the JSON schema of the settings file.
pub(super) fn schema() -> Result<Outcome> {
    out::write_stdout(&settings::schema())?;
    Ok(Outcome::Clean)
}

/// Prints the completions for `shell`.
pub(super) fn completions(shell: Shell, names: &[&'static str]) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut cli::manual(names), "chanfix", &mut script);
    out::write_stdout(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Clean)
}

/// Prints the manual.
pub(super) fn manual(names: &[&'static str]) -> Result<Outcome> {
    let mut page = Vec::new();
    let manual = clap_mangen::Man::new(cli::manual(names));
    manual.render(&mut page).context("writing the manual")?;
    out::write_stdout(&String::from_utf8_lossy(&page))?;
    Ok(Outcome::Clean)
}
