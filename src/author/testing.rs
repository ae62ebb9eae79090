//! `chanfix test`: fixtures, laws, snapshots and proofs of a project's transforms.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::fixtures::{Kind, fixtures};
use super::{compiled, snapshots, trial};
use crate::cli::{Outcome, Snapshots};
use crate::engine::{Part, Rule};
use crate::go::Toolchain;
use crate::patch::load::{self, FOLDER, Own};
use crate::report::out;
use crate::settings;

/// What was tested.
#[derive(Default)]
struct Tally {
    cases: usize,
    failed: usize,
}

/// Tests the transforms in a folder, or those of the project around the working directory.
pub fn test(folder: Option<&Path>, mode: Snapshots) -> Result<Outcome> {
    let base = std::env::current_dir().context("reading the working directory")?;
    let places = match folder {
        Some(folder) => vec![given(&base, folder)?],
        None => of_project(&base)?,
    };
    let toolchain = Toolchain::find();
    if let Err(problem) = &toolchain {
        out::write_stderr(&format!(
            "not tested, whether fixed code builds and proofs hold: {problem:#}\n"
        ));
    }
    let toolchain = toolchain.ok();
    let mut all = Vec::new();
    for place in places {
        let own = load::own_in(&place, &base);
        if own.is_empty() {
            bail!("there is no transform in {}", place.display());
        }
        all.extend(own);
    }
    let mut tally = Tally::default();
    for own in all {
        match own {
            Err(problem) => {
                tally.failed += 1;
                out::write_stdout(&format!("{problem}\n"))?;
            }
            Ok(own) => one(own, mode, toolchain.as_ref(), &mut tally)?,
        }
    }
    let Tally { cases, failed } = tally;
    out::write_stdout(&format!("{cases} cases, {failed} failures\n"))?;
    Ok(match failed {
        0 => Outcome::Clean,
        _ => Outcome::Findings,
    })
}

/// The folder that is given; where it is the root of a project, that of its transforms.
fn given(base: &Path, folder: &Path) -> Result<PathBuf> {
    if !folder.is_dir() {
        bail!("there is no folder {}", folder.display());
    }
    let place = base.join(folder);
    Ok(match load::project_folder(&place) {
        Some(own) if place.join(FOLDER) == own => own,
        _ => place,
    })
}

/// The folders of the project around the working directory: its own, and those that its settings name.
fn of_project(base: &Path) -> Result<Vec<PathBuf>> {
    let named = settings::nearest_file(base).map(|file| settings::transforms_in(&file));
    let mut places: Vec<PathBuf> = load::project_folder(base).into_iter().collect();
    places.extend(named.into_iter().flatten());
    if places.is_empty() {
        bail!("no folder {FOLDER} is here or above; `chanfix new NAME` makes a transform");
    }
    Ok(places)
}

fn one(own: Own, mode: Snapshots, toolchain: Option<&Toolchain>, tally: &mut Tally) -> Result<()> {
    let Own {
        folder,
        name,
        patch,
        ..
    } = own;
    out::write_stdout(&format!("{name}\n"))?;
    let rule = Rule {
        name,
        summary: "",
        page: "",
        severity: patch.severity,
        is_default: true,
        parts: vec![Part::Patch {
            name,
            patch: Box::new(patch),
        }],
    };
    let mut says = |title: &str, problems: Vec<String>| -> Result<()> {
        tally.cases += 1;
        tally.failed += usize::from(!problems.is_empty());
        let verdict = if problems.is_empty() { "ok" } else { "FAILED" };
        let mut text = format!("  {title:<32} {verdict}\n");
        for problem in problems {
            text.push_str(&format!(
                "    {}\n",
                problem.trim_end().replace('\n', "\n    ")
            ));
        }
        out::write_stdout(&text)?;
        Ok(())
    };
    let cases = match fixtures(&folder) {
        Ok(cases) => cases,
        Err(error) => return says("fixtures", vec![format!("{error:#}")]),
    };
    if !cases.iter().any(|case| case.kind == Kind::Fires) {
        says(
            "fires",
            vec!["has no fixture that shows what is found".to_string()],
        )?;
    }
    for case in &cases {
        let trial = trial::trial(&rule, case)?;
        let mut problems = trial.breaches;
        if case.kind == Kind::Fires {
            problems.extend(snapshots::compare(&folder, &case.case, &trial.shown, mode)?);
        }
        if let Some(toolchain) = toolchain {
            problems.extend(compiled::refused(toolchain, case, &trial.after)?);
        }
        says(&case.title, problems)?;
    }
    let names: Vec<String> = cases
        .iter()
        .filter(|case| case.kind == Kind::Fires)
        .map(|case| case.case.clone())
        .collect();
    let orphans = snapshots::orphans(&folder, &names, mode)?;
    if !orphans.is_empty() {
        says("snapshots", orphans)?;
    }
    if let Some(toolchain) = toolchain {
        for (title, problem) in compiled::proofs(toolchain, &rule, &folder)? {
            says(&title, problem.into_iter().collect())?;
        }
    }
    Ok(())
}
