//! The straight line: settings, workspace, findings, fixes, output, outcome.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result};

use super::channels;
use super::printing::{Telling, count, print, told, wants_patch};
use super::{baseline, config, review, writing};
use crate::baseline::Baseline;
use crate::cli::{Changes, Command, Options, Outcome};
use crate::engine::{
    Change, Policy, Rule, Scope, Settled, Survey, gathered, narrow, settle, survey, with_fixes,
};
use crate::facts;
use crate::finding::Safety;
use crate::model::{DirId, World};
use crate::report::patch_root::PatchRoot;
use crate::report::progress::Progress;
use crate::report::{Problem, out, summary};
use crate::scope::{self, Repository, diff};
use crate::settings;
use crate::suppress;

/// What stays the same during a run.
pub(super) struct Run<'a> {
    pub options: &'a Options,
    pub rules: Vec<&'a Rule>,
    pub policy: Policy,
    pub root: PatchRoot,
    pub dirs: Vec<DirId>,
}

/// Looks at the paths, and does with the findings what the command says.
pub(super) fn look(
    mut options: Options,
    rules: &[Rule],
    names: &[&'static str],
) -> Result<Outcome> {
    let loaded = config::loaded(&options, names)?;
    let said = options.selection.clone();
    settings::apply(&loaded, &mut options);
    let workspace = config::workspace(&options, &loaded)?;
    let nested = config::nested(&options, &workspace, names)?;
    let mut world = World::new(workspace);
    world.settings = options.settings.clone();
    let dirs: Vec<DirId> = world.workspace.requested().to_vec();
    if options.command == Command::Facts {
        out::write_stdout(&facts::facts(&world, &dirs))?;
        return Ok(told(&options, &problems(&world), Outcome::Clean));
    }
    if options.command == Command::Channels {
        return channels::print(&options, &world, &dirs);
    }
    let root = PatchRoot::of(&options.paths);
    let changed = review::change(&options, &root)?;
    let mut policy = settings::policy(&loaded, &nested, &said, rules)?;
    policy.scope = match &changed {
        Some(changed) => Some(scope::of_diff(&changed.diff, root.folder())),
        None => scope(&options, &root)?,
    };
    if let Some(path) = options
        .baseline
        .as_ref()
        .filter(|_| baseline::is_heeded(&options))
    {
        policy.baseline = Baseline::read(path)?.fingerprints();
    }
    let run = Run {
        rules: (rules.iter())
            .filter(|rule| policy.runs(rule.name))
            .collect(),
        options: &options,
        policy,
        root,
        dirs,
    };
    let progress = Progress::new(run.dirs.len() as u64, options.quiet);
    let mut first = run.survey(&world, &|| progress.tick());
    progress.finish();
    narrow(&world, &run.policy, &[], &mut first);
    match &options.command {
        Command::Fix => run.fix(&mut world, &first),
        Command::Patch => run.dry_run(&mut world, &first),
        Command::AddIgnore { reason, is_dry_run } => {
            run.add_ignore(&mut world, &first, reason, *is_dry_run)
        }
        Command::Baseline(action) => baseline::keep(&run, &world, &first, *action),
        Command::Review(asked) => review::review(&run, &world, &first, asked, changed.as_ref()),
        _ => run.check(&mut world, &first),
    }
}

/// The lines that findings must touch.
fn scope(options: &Options, root: &PatchRoot) -> Result<Option<Scope>> {
    Ok(match &options.changes {
        Changes::Any => None,
        Changes::Since(rev) => Some(scope::changed_since(&Repository::at(root.folder())?, rev)?),
        Changes::Staged => Some(scope::staged(&Repository::at(root.folder())?)?),
        Changes::Diff(file) => Some(scope::of_diff(&diff::read(&text_of(file)?), root.folder())),
    })
}

/// What a file, or stdin where it is `-`, holds; what is not UTF-8 in it is replaced.
pub(super) fn text_of(file: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        read.context("reading stdin")?;
    } else {
        bytes = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

pub(super) fn problems(world: &World) -> Vec<Problem> {
    let mut problems = world.workspace.problems();
    problems.extend(world.problems());
    problems.sort();
    problems.dedup();
    problems
}

impl Run<'_> {
    pub(super) fn telling(&self) -> Telling<'_> {
        Telling {
            options: self.options,
            rules: &self.rules,
            root: &self.root,
        }
    }

    fn survey(&self, world: &World, tick: &(dyn Fn() + Sync)) -> Survey {
        survey(world, &self.dirs, &self.rules, &self.policy, tick)
    }

    /// The fixes of `first`, and those that they make possible, made in `world`.
    fn settled(&self, world: &mut World, first: &Survey) -> Result<Settled> {
        let least = if self.options.unsafe_fixes {
            Safety::Unsafe
        } else {
            Safety::Safe
        };
        settle(
            world,
            &first.found,
            &self.dirs,
            &self.rules,
            &self.policy,
            least,
        )
    }

    /// Reports what was found.
    fn check(&self, world: &mut World, first: &Survey) -> Result<Outcome> {
        let telling = self.telling();
        let problems = problems(world);
        let (mut texts, summary) = telling.findings(world, first, &problems);
        if wants_patch(self.options) {
            let settled = self.settled(world, first)?;
            let changes: Vec<&Change> = settled.changes.iter().collect();
            texts.extend(telling.patches(world, &changes));
        }
        print(self.options, &texts, &summary)?;
        let outcome = if first.found.is_empty() {
            Outcome::Clean
        } else {
            Outcome::Findings
        };
        Ok(told(self.options, &problems, outcome))
    }

    /// Prints the patch, and whatever else is asked for.
    fn dry_run(&self, world: &mut World, first: &Survey) -> Result<Outcome> {
        let telling = self.telling();
        let (mut texts, _) = telling.findings(world, first, &problems(world));
        let settled = self.settled(world, first)?;
        let changes: Vec<&Change> = settled.changes.iter().collect();
        texts.extend(telling.patches(world, &changes));
        let mut summary = String::new();
        if !self.options.unsafe_fixes {
            summary.push_str(&summary::left_out(count(
                &gathered(world, &first.found),
                Safety::Unsafe,
            )));
        }
        summary.push_str(&summary::damage(first.damaged));
        print(self.options, &texts, &summary)?;
        let outcome = if changes.is_empty() {
            Outcome::Clean
        } else {
            Outcome::Findings
        };
        Ok(told(self.options, &problems(world), outcome))
    }

    /// Writes the settled texts, then reports what is left.
    fn fix(&self, world: &mut World, first: &Survey) -> Result<Outcome> {
        let settled = self.settled(world, first)?;
        self.write(world, &settled, summary::applied)
    }

    /// Puts comments that suppress them above all findings, or shows what that would change.
    fn add_ignore(
        &self,
        world: &mut World,
        first: &Survey,
        reason: &str,
        is_dry_run: bool,
    ) -> Result<Outcome> {
        let fixes = suppress::additions(world, &first.found, reason);
        let settled = with_fixes(world, &fixes)?;
        if is_dry_run {
            let changes: Vec<&Change> = settled.changes.iter().collect();
            print(self.options, &self.telling().patches(world, &changes), "")?;
            let outcome = if changes.is_empty() {
                Outcome::Clean
            } else {
                Outcome::Findings
            };
            return Ok(told(self.options, &problems(world), outcome));
        }
        for change in &settled.changes {
            world.change(change.file, change.new.clone());
        }
        self.write(world, &settled, summary::suppressed)
    }

    fn write(
        &self,
        world: &mut World,
        settled: &Settled,
        done: fn(usize, usize) -> String,
    ) -> Result<Outcome> {
        let written = writing::write(world, settled);
        let count = written.changes.len();
        if !written.problems.is_empty() {
            out::write_stderr(&format!(
                "wrote {count} of {} files\n",
                settled.changes.len()
            ));
        } else if !self.options.quiet {
            out::write_stderr(&done(settled.fixes, count));
        }
        let mut left = self.survey(world, &|| ());
        narrow(world, &self.policy, &written.changes, &mut left);
        let mut problems = problems(world);
        problems.extend(written.problems);
        let telling = self.telling();
        let (mut texts, summary) = telling.findings(world, &left, &problems);
        texts.extend(telling.patches(world, &written.changes));
        print(self.options, &texts, &summary)?;
        Ok(told(self.options, &problems, Outcome::Clean))
    }
}
