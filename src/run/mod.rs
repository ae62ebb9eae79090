//! The straight line: options, workspace, findings, fixes, output, exit code.

use std::process::ExitCode;

use anyhow::{Context, Result};

mod printing;
mod writing;

use crate::channels;
use crate::cli::{self, Command, Format, Options, Outcome};
use crate::engine::{Change, Rule, Settled, Survey, settle, survey};
use crate::facts;
use crate::finding::Safety;
use crate::model::{DirId, World};
use crate::report::patch_root::PatchRoot;
use crate::report::progress::Progress;
use crate::report::{Problem, out, summary};
use crate::transforms::TRANSFORMS;
use crate::workspace;

use printing::{Telling, count, print, told, wants_patch};

/// Deep nesting in the source is walked by recursion: threads get this much stack, in bytes.
const STACK: usize = 256 << 20;

/// Does what the command line asks for.
pub fn main() -> ExitCode {
    let rules: Vec<Rule> = TRANSFORMS.iter().copied().map(Rule::of).collect();
    let names: Vec<&'static str> = rules.iter().map(|rule| rule.name).collect();
    let options = cli::options(&names);
    out::set_color(options.color);
    // A fault is told as a problem of its folder, by who catches it.
    std::panic::set_hook(Box::new(|_| ()));
    let outcome = run(&options, &rules).unwrap_or_else(|error| {
        out::write_stderr(&format!("error: {error:#}\n"));
        Outcome::Failed
    });
    outcome.into()
}

fn run(options: &Options, rules: &[Rule]) -> Result<Outcome> {
    match &options.command {
        Command::List => list(rules),
        Command::Explain(name) => explain(name, rules),
        Command::Check | Command::Patch | Command::Fix | Command::Channels | Command::Facts => {
            let threads = options.jobs.map_or(0, |jobs| jobs.get());
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .stack_size(STACK)
                .build();
            pool.context("starting threads")?
                .install(|| look(options, rules))
        }
    }
}

fn list(rules: &[Rule]) -> Result<Outcome> {
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

fn explain(name: &str, rules: &[Rule]) -> Result<Outcome> {
    let rule = rules.iter().find(|rule| rule.name == name);
    out::write_stdout(rule.context("no such transform")?.page)?;
    Ok(Outcome::Clean)
}

fn look(options: &Options, rules: &[Rule]) -> Result<Outcome> {
    let base = std::env::current_dir().context("reading the working directory")?;
    let workspace = workspace::load(
        &options.paths,
        &workspace::Options {
            tests: options.tests,
            base,
        },
    );
    let mut world = World::new(workspace);
    world.settings = options.settings.clone();
    let dirs: Vec<DirId> = world.workspace.requested().to_vec();
    if options.command == Command::Facts {
        out::write_stdout(&facts::facts(&world, &dirs))?;
        return Ok(told(options, &problems(&world), Outcome::Clean));
    }
    if options.command == Command::Channels {
        return channel_table(options, &world, &dirs);
    }
    let rules: Vec<&Rule> = rules
        .iter()
        .filter(|rule| options.selection.includes(rule.name, rule.is_default))
        .collect();
    let telling = Telling {
        options,
        rules: &rules,
        root: &PatchRoot::of(&options.paths),
    };
    let progress = Progress::new(dirs.len() as u64);
    let first = survey(&world, &dirs, &rules, &|| progress.tick());
    progress.finish();
    let settled = |world: &mut World| settle(world, &first.found, &dirs, &rules, least(options));
    match options.command {
        Command::Fix => {
            let settled = settled(&mut world)?;
            fix(&telling, &mut world, &dirs, &rules, &settled)
        }
        Command::Patch => dry_run(&telling, &mut world, &first, settled),
        _ => check(&telling, &mut world, &first, settled),
    }
}

/// Prints who does what with each channel: as JSON where that is asked for, else as text.
fn channel_table(options: &Options, world: &World, dirs: &[DirId]) -> Result<Outcome> {
    let rows = channels::table(world, dirs);
    let problems = problems(world);
    let is_json = options
        .outputs
        .iter()
        .any(|output| output.path.is_none() && output.format == Format::Json);
    if is_json {
        out::write_stdout(&channels::json(&rows, &problems))?;
        return Ok(if problems.is_empty() {
            Outcome::Clean
        } else {
            Outcome::Failed
        });
    }
    out::write_stdout(&channels::text(&rows))?;
    Ok(told(options, &problems, Outcome::Clean))
}

/// The least safe fixes that are applied.
fn least(options: &Options) -> Safety {
    if options.unsafe_fixes {
        Safety::Unsafe
    } else {
        Safety::Safe
    }
}

fn problems(world: &World) -> Vec<Problem> {
    let mut problems = world.workspace.problems();
    problems.extend(world.problems());
    problems.sort();
    problems.dedup();
    problems
}

/// Reports what was found.
fn check(
    telling: &Telling<'_>,
    world: &mut World,
    first: &Survey,
    settled: impl FnOnce(&mut World) -> Result<Settled>,
) -> Result<Outcome> {
    let problems = problems(world);
    let (mut texts, summary) = telling.findings(world, first, &problems);
    if wants_patch(telling.options) {
        let settled = settled(world)?;
        let changes: Vec<&Change> = settled.changes.iter().collect();
        texts.extend(telling.patches(world, &changes));
    }
    print(&texts, &summary)?;
    let outcome = if first.found.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    };
    Ok(told(telling.options, &problems, outcome))
}

/// Prints the patch, and whatever else is asked for.
fn dry_run(
    telling: &Telling<'_>,
    world: &mut World,
    first: &Survey,
    settled: impl FnOnce(&mut World) -> Result<Settled>,
) -> Result<Outcome> {
    let (mut texts, _) = telling.findings(world, first, &problems(world));
    let settled = settled(world)?;
    let changes: Vec<&Change> = settled.changes.iter().collect();
    texts.extend(telling.patches(world, &changes));
    let mut summary = String::new();
    if !telling.options.unsafe_fixes {
        summary.push_str(&summary::left_out(count(&first.found, Safety::Unsafe)));
    }
    summary.push_str(&summary::damage(first.damaged));
    print(&texts, &summary)?;
    let outcome = if changes.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    };
    Ok(told(telling.options, &problems(world), outcome))
}

/// Writes the settled texts, then reports what is left.
fn fix(
    telling: &Telling<'_>,
    world: &mut World,
    dirs: &[DirId],
    rules: &[&Rule],
    settled: &Settled,
) -> Result<Outcome> {
    let written = writing::write(world, settled);
    if written.problems.is_empty() {
        out::write_stderr(&summary::applied(settled.fixes, written.changes.len()));
    } else {
        let all = settled.changes.len();
        out::write_stderr(&format!("fixed {} of {all} files\n", written.changes.len()));
    }
    let left = survey(world, dirs, rules, &|| ());
    let mut problems = problems(world);
    problems.extend(written.problems);
    let (mut texts, summary) = telling.findings(world, &left, &problems);
    texts.extend(telling.patches(world, &written.changes));
    print(&texts, &summary)?;
    Ok(told(telling.options, &problems, Outcome::Clean))
}
