//! Keeps the file of known findings.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::look::{Run, problems};
use super::printing::told;
use crate::baseline::{Baseline, Known, NAME};
use crate::cli::{BaselineAction, Command, Options, Outcome};
use crate::engine::Survey;
use crate::fingerprint::path_in_repository;
use crate::model::World;
use crate::report::out;

/// Whether known findings are to be left out: not where they are being gathered.
pub(super) fn is_heeded(options: &Options) -> bool {
    !matches!(options.command, Command::Baseline(_))
}

/// Writes all that was found to the baseline, or takes out of it what was looked for and is gone.
pub(super) fn keep(
    run: &Run<'_>,
    world: &World,
    survey: &Survey,
    action: BaselineAction,
) -> Result<Outcome> {
    let path = run
        .options
        .baseline
        .clone()
        .unwrap_or_else(|| PathBuf::from(NAME));
    let found = found(world, survey);
    let (kept, told_of) = match action {
        BaselineAction::Write => {
            let count = found.len();
            (
                found,
                format!("{count} findings written to {}\n", path.display()),
            )
        }
        BaselineAction::Prune => {
            let known = Baseline::read(&path)?.findings;
            let before = known.len();
            let kept = pruned(run, world, known, &found);
            let gone = before - kept.len();
            (
                kept,
                format!(
                    "{gone} findings are gone, {} are left in {}\n",
                    before - gone,
                    path.display()
                ),
            )
        }
    };
    Baseline { findings: kept }.write(&path)?;
    if !run.options.quiet {
        out::write_stderr(&told_of);
    }
    Ok(told(run.options, &problems(world), Outcome::Clean))
}

fn found(world: &World, survey: &Survey) -> Vec<Known> {
    let found = survey.found.iter().filter_map(|found| {
        let source = world.source(found.finding.span.file)?;
        Some(Known {
            path: path_in_repository(&source),
            rule: found.finding.transform.to_owned(),
            message: found.finding.message.clone(),
            fingerprint: found.fingerprint.clone(),
        })
    });
    found.collect()
}

/// What of `known` was found again or could not have been: its file was not looked at, or its transform did not run.
fn pruned(run: &Run<'_>, world: &World, known: Vec<Known>, found: &[Known]) -> Vec<Known> {
    let fingerprints: BTreeSet<&str> = found
        .iter()
        .map(|known| known.fingerprint.as_str())
        .collect();
    let files = run
        .dirs
        .iter()
        .flat_map(|&dir| &world.workspace.directory(dir).files);
    let requested = files.filter(|&&file| world.workspace.file(file).requested);
    let looked_at: BTreeSet<String> = requested
        .filter_map(|&file| Some(path_in_repository(&world.source(file)?)))
        .collect();
    let could_be_found = |known: &Known| {
        // Paths start from the repository, or from the working directory where there is none.
        let is_there =
            run.root.folder().join(&known.path).exists() || Path::new(&known.path).exists();
        let has_run = run.rules.iter().any(|rule| rule.name == known.rule);
        !is_there || has_run && looked_at.contains(&known.path)
    };
    let kept = known.into_iter().filter(|known| {
        fingerprints.contains(known.fingerprint.as_str()) || !could_be_found(known)
    });
    kept.collect()
}
