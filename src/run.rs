//! The straight line: options, workspace, findings, fixes, output, exit code.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use elsa::FrozenMap;

use crate::author;
use crate::cli::{self, Command, Format, Options, Outcome};
use crate::engine::{Found, Rule, Settled, Survey, settle, survey};
use crate::facts;
use crate::finding::Safety;
use crate::model::{DirId, World};
use crate::patch::load::{self, Loaded};
use crate::report::patch::{FileChange, Label, patch};
use crate::report::patch_root::PatchRoot;
use crate::report::progress::Progress;
use crate::report::{Entry, Problem, Report, Size, Styling, json, out, summary, text};
use crate::source::{FileId, SourceFile};
use crate::workspace;
use crate::write::{self, Replacement};

/// Deep nesting in the source is walked by recursion: threads get this much stack, in bytes.
const STACK: usize = 256 << 20;

/// Does what the command line asks for.
pub fn main() -> ExitCode {
    let Loaded {
        rules,
        problems: loading,
    } = load::for_command(std::env::args_os());
    let names: Vec<&'static str> = rules.iter().map(|rule| rule.name).collect();
    let options = cli::options(&names);
    out::set_color(options.color);
    // A fault is told as a problem of its folder, by who catches it.
    std::panic::set_hook(Box::new(|_| ()));
    let outcome = run(&options, &rules).unwrap_or_else(|error| {
        out::write_stderr(&format!("error: {error:#}\n"));
        Outcome::Failed
    });
    told(&loading, outcome).into()
}

fn run(options: &Options, rules: &[Rule]) -> Result<Outcome> {
    match &options.command {
        Command::List => list(rules),
        Command::Explain(name) => explain(name, rules),
        Command::Predicates => author::predicates(),
        Command::New { name, from } => author::new(name, from.as_ref()),
        Command::Test { .. }
        | Command::Why { .. }
        | Command::Check
        | Command::Patch
        | Command::Fix
        | Command::Facts => {
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
    match &options.command {
        Command::Test { folder, snapshots } => {
            return author::test(folder.as_deref(), *snapshots);
        }
        Command::Why { place, name } => return author::why(place, name.as_deref(), rules),
        _ => {}
    }
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
        return Ok(told(&problems(&world), Outcome::Clean));
    }
    let rules: Vec<&Rule> = rules
        .iter()
        .filter(|rule| options.selection.includes(rule.name, rule.is_default))
        .collect();
    let progress = Progress::new(dirs.len() as u64);
    let first = survey(&world, &dirs, &rules, &|| progress.tick());
    progress.finish();
    match options.command {
        Command::Patch => {
            let settled = settle(&mut world, &first.found, &dirs, &rules, least(options))?;
            print_patch(options, &world, &first, &settled)
        }
        Command::Fix => {
            let settled = settle(&mut world, &first.found, &dirs, &rules, least(options))?;
            fix(options, &world, &dirs, &rules, &settled)
        }
        _ => {
            let outcome = if first.found.is_empty() {
                Outcome::Clean
            } else {
                Outcome::Findings
            };
            print_report(options, &world, &first, problems(&world), outcome)
        }
    }
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

/// Prints what went wrong; the worse of `outcome` and that.
fn told(problems: &[Problem], outcome: Outcome) -> Outcome {
    if problems.is_empty() {
        return outcome;
    }
    out::write_stderr(&text::problems(problems, Styling::of_stderr()));
    Outcome::Failed
}

fn print_report(
    options: &Options,
    world: &World,
    survey: &Survey,
    problems: Vec<Problem>,
    outcome: Outcome,
) -> Result<Outcome> {
    let sources: FrozenMap<FileId, Box<SourceFile>> = FrozenMap::new();
    let source = |file: FileId| match sources.get(&file) {
        Some(source) => source,
        None => sources.insert(
            file,
            Box::new(world.source(file).unwrap_or_else(|| missing(world, file))),
        ),
    };
    let entries: Vec<Entry> = survey
        .found
        .iter()
        .map(|found| Entry {
            finding: &found.finding,
            edits: &found.edits,
        })
        .collect();
    let size = Size {
        files: survey.files,
        packages: survey.packages,
        damaged: survey.damaged,
    };
    let report = Report {
        entries: &entries,
        problems: &problems,
        size,
        source: &source,
    };
    match options.format {
        Format::Json => {
            out::write_stdout(&json::json(&report))?;
            Ok(if problems.is_empty() {
                outcome
            } else {
                Outcome::Failed
            })
        }
        Format::Text => {
            let is_read = out::write_stdout(&text::text(&report, Styling::of_stdout()))?;
            if is_read {
                out::write_stderr(&summary::found(&report));
                out::write_stderr(&summary::damage(size.damaged));
            }
            Ok(told(&problems, outcome))
        }
    }
}

/// A file that was there a moment ago.
fn missing(world: &World, file: FileId) -> SourceFile {
    SourceFile::new(
        file,
        world.workspace.path(file),
        world.workspace.display(file),
        String::new(),
    )
}

fn print_patch(
    options: &Options,
    world: &World,
    first: &Survey,
    settled: &Settled,
) -> Result<Outcome> {
    let root = PatchRoot::of(&options.paths);
    let changes: Vec<FileChange> = settled
        .changes
        .iter()
        .map(|change| FileChange {
            name: root.name_of(&world.workspace.path(change.file)),
            old: &change.old,
            new: &change.new,
            labels: change
                .marks
                .iter()
                .map(|mark| Label {
                    transform: mark.transform,
                    safety: mark.safety,
                    range: mark.range,
                })
                .collect(),
        })
        .collect();
    let is_read = out::write_stdout(&patch(&changes, Styling::of_stdout()))?;
    if is_read && !options.unsafe_fixes {
        out::write_stderr(&summary::left_out(count(&first.found, Safety::Unsafe)));
    }
    if is_read {
        out::write_stderr(&summary::damage(first.damaged));
    }
    let outcome = if changes.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    };
    Ok(told(&problems(world), outcome))
}

fn count(found: &[Found], safety: Safety) -> usize {
    found
        .iter()
        .filter(|found| {
            found
                .finding
                .fix
                .as_ref()
                .is_some_and(|fix| fix.safety == safety)
        })
        .count()
}

/// Writes the settled texts, then reports what is left.
fn fix(
    options: &Options,
    world: &World,
    dirs: &[DirId],
    rules: &[&Rule],
    settled: &Settled,
) -> Result<Outcome> {
    let mut problems = problems(world);
    let mut written = 0;
    for group in write_groups(settled) {
        let in_group = || {
            settled
                .changes
                .iter()
                .filter(|change| group.contains(&change.file))
        };
        let paths: Vec<PathBuf> = in_group()
            .map(|change| world.workspace.path(change.file))
            .collect();
        let replacements: Vec<Replacement> = in_group()
            .zip(&paths)
            .map(|(change, path)| Replacement {
                path,
                old_text: &change.old,
                new_text: &change.new,
            })
            .collect();
        match write::replace_all(&replacements) {
            Ok(()) => written += replacements.len(),
            Err(error) => {
                let path = group
                    .first()
                    .map_or(String::new(), |&file| world.workspace.display(file));
                problems.push(Problem {
                    path,
                    line: None,
                    message: format!("not fixed: {error:#}"),
                });
            }
        }
    }
    if written == settled.changes.len() {
        out::write_stderr(&summary::applied(settled.fixes, written));
    } else {
        out::write_stderr(&format!(
            "fixed {written} of {} files\n",
            settled.changes.len()
        ));
    }
    let left = survey(world, dirs, rules, &|| ());
    print_report(options, world, &left, problems, Outcome::Clean)
}

/// Files that one fix changes together, joined with those that share a file with them.
fn write_groups(settled: &Settled) -> Vec<Vec<FileId>> {
    let mut group_of: BTreeMap<FileId, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<FileId>> = Vec::new();
    for files in &settled.groups {
        let mut joined: Vec<FileId> = files.clone();
        for file in files {
            if let Some(&group) = group_of.get(file) {
                joined.append(&mut groups[group]);
            }
        }
        joined.sort();
        joined.dedup();
        for &file in &joined {
            group_of.insert(file, groups.len());
        }
        groups.push(joined);
    }
    groups.retain(|group| !group.is_empty());
    groups
}
