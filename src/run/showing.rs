//! Shows what chanfix itself is: its transforms, its manual.

use anyhow::{Context, Result};
use clap_complete::Shell;

use crate::cli::{self, Outcome};
use crate::engine::Rule;
use crate::report::out;
use crate::settings;

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
