//! Prints findings as comments for the review of a change.

use anyhow::{Context, Result, bail};

use super::look::{Run, problems, text_of};
use super::printing::told;
use crate::cli::{Changes, Command, Options, Outcome, Review, Service};
use crate::engine::Survey;
use crate::model::World;
use crate::report::github_review::github_review;
use crate::report::gitlab_discussions::{Commits, gitlab_discussions};
use crate::report::patch_root::PatchRoot;
use crate::report::{out, review};
use crate::scope::Repository;
use crate::scope::diff::{self, FileDiff};

/// How many unchanged lines the services show around each change.
const CONTEXT: u32 = 3;

/// The change under review.
pub(super) struct Change {
    pub diff: Vec<FileDiff>,
    /// The commit that it was made from; unknown where only the diff is given.
    base: Option<String>,
}

/// The change under review, where the command is about one.
pub(super) fn change(options: &Options, root: &PatchRoot) -> Result<Option<Change>> {
    if !matches!(options.command, Command::Review(_)) {
        return Ok(None);
    }
    Ok(Some(match &options.changes {
        Changes::Diff(file) => Change {
            diff: diff::read(&text_of(file)?),
            base: None,
        },
        Changes::Since(rev) => {
            let repository = Repository::at(root.folder())?;
            let base = repository.merge_base(rev)?;
            Change {
                diff: repository.diff(CONTEXT, &[&base, "HEAD"])?,
                base: Some(base),
            }
        }
        Changes::Any | Changes::Staged => bail!("give the change as --base REV or as --diff FILE"),
    }))
}

/// Prints the requests that post what was found and was not posted before.
pub(super) fn review(
    run: &Run<'_>,
    world: &World,
    survey: &Survey,
    asked: &Review,
    change: Option<&Change>,
) -> Result<Outcome> {
    let change = change.context("there is no change to review")?;
    let listing = match &asked.existing {
        Some(file) => text_of(file)?,
        None => String::new(),
    };
    let posted = review::posted(&listing);
    let head = || Repository::at(run.root.folder())?.commit("HEAD");
    let problems = problems(world);
    let telling = run.telling();
    let text = match asked.service {
        Service::Github => {
            let commit = match (&asked.commit, &change.base) {
                (Some(commit), _) => Some(commit.clone()),
                (None, Some(_)) => Some(head()?),
                // GitHub takes the newest commit of the pull request.
                (None, None) => None,
            };
            telling.with_report(world, survey, &problems, |report| {
                github_review(report, &change.diff, &posted, commit.as_deref())
            })
        }
        Service::Gitlab => {
            let base = change.base.clone();
            let commits = Commits {
                base: base.context("GitLab wants to know the commits: give --base REV")?,
                head: match &asked.commit {
                    Some(commit) => commit.clone(),
                    None => head()?,
                },
            };
            telling.with_report(world, survey, &problems, |report| {
                gitlab_discussions(report, &change.diff, &posted, &commits)
            })
        }
    };
    out::write_stdout(&text)?;
    Ok(told(run.options, &problems, Outcome::Clean))
}
