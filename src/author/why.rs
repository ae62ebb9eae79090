//! `chanfix why FILE:LINE [NAME]`: why there is a finding, or what is missing for one.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::show;
use crate::cli::Outcome;
use crate::engine::{Found, Part, Policy, Rule, survey};
use crate::model::{DeclId, Package, World};
use crate::patch::Patch;
use crate::patch::explain::Why;
use crate::report::out;
use crate::source::{FileId, Range, SourceFile};
use crate::workspace::{self, Options};

/// How many patches are told of that nearly fit.
const NEAREST: usize = 3;

/// A line that is asked about.
struct Asked {
    file: FileId,
    line: u32,
    range: Range,
}

/// Tells why the transform of that name, or any, finds something on a line, or does not.
pub fn why(place: &str, name: Option<&str>, rules: &[Rule]) -> Result<Outcome> {
    let (path, line) = parsed(place)?;
    let base = std::env::current_dir().context("reading the working directory")?;
    if !base.join(&path).is_file() {
        bail!("there is no file {}", path.display());
    }
    let options = Options {
        tests: true,
        base,
        exclude: ignore::gitignore::Gitignore::empty(),
    };
    let world = World::new(workspace::load(std::slice::from_ref(&path), &options));
    let Some((asked, source)) = line_of(&world, line) else {
        bail!("{} has no line {line}", path.display());
    };
    let rules: Vec<&Rule> = rules
        .iter()
        .filter(|rule| name.is_none_or(|name| rule.name == name))
        .collect();
    let found = survey(
        &world,
        world.workspace.requested(),
        &rules,
        &Policy::default(),
        &|| (),
    )
    .found;
    let here: Vec<Found> = found
        .into_iter()
        .filter(|found| {
            let span = found.finding.span;
            span.file == asked.file && source.position(span.start).line == asked.line
        })
        .collect();
    let mut text = show::findings(&world, &here);
    let answers = answers(&world, &asked, &rules);
    for (rule, answer) in &answers {
        let is_found = here
            .iter()
            .any(|found| found.finding.transform == rule.name);
        // What nearly fits is of interest where nothing does.
        let is_asked = is_found || name.is_some() || here.is_empty();
        if is_asked && is_found == matches!(answer, Why::Fires { .. }) {
            text.push_str(&told(rule, answer));
        }
        if !is_found && matches!(answer, Why::Fires { .. }) {
            text.push_str(&format!(
                "{}: fits here, but the finding is on another line, or the change is made already\n",
                rule.name
            ));
        }
    }
    if text.is_empty() {
        text = nothing(&rules, name, place);
    }
    out::write_stdout(&text)?;
    Ok(Outcome::Clean)
}

fn nothing(rules: &[&Rule], name: Option<&str>, place: &str) -> String {
    match (name, rules.first()) {
        (Some(name), Some(rule))
            if rule
                .parts
                .iter()
                .any(|part| matches!(part, Part::Code { .. })) =>
        {
            format!(
                "{name} finds nothing on {place}, and is no patch that could be compared; `chanfix explain {name}` says what it looks for\n"
            )
        }
        (Some(name), _) => format!("{name}: nothing on {place} is like it\n"),
        _ => format!("no transform finds anything on {place}, and no patch nearly fits\n"),
    }
}

/// `FILE:LINE`.
fn parsed(place: &str) -> Result<(PathBuf, u32)> {
    let wrong = || format!("`{place}` is no place; write FILE:LINE, as in svc/server.go:31");
    let (path, line) = place.rsplit_once(':').with_context(wrong)?;
    // FILE:LINE:COLUMN, as findings show it.
    if let (Some((path, middle)), Ok(_)) = (path.rsplit_once(':'), line.parse::<u32>())
        && let Ok(line) = middle.parse()
    {
        return Ok((Path::new(path).to_path_buf(), line));
    }
    let line = line.parse().ok().filter(|line| *line > 0);
    Ok((Path::new(path).to_path_buf(), line.with_context(wrong)?))
}

fn line_of(world: &World, line: u32) -> Option<(Asked, SourceFile)> {
    let mut dirs = world.workspace.requested().iter();
    let file = dirs.find_map(|dir| {
        let files = &world.workspace.directory(*dir).files;
        files
            .iter()
            .copied()
            .find(|file| world.workspace.file(*file).requested)
    })?;
    let source = world.source(file)?;
    let start = *source.line_starts().get(line as usize - 1)?;
    let range = Range::new(start, source.line_end(start));
    Some((Asked { file, line, range }, source))
}

/// What each patch says of the line, the nearest first.
fn answers<'r>(world: &World, asked: &Asked, rules: &[&'r Rule]) -> Vec<(&'r Rule, Why)> {
    let dir = world.workspace.file(asked.file).directory;
    let directory = world.load(dir);
    let Some(file) = directory.file(asked.file) else {
        return Vec::new();
    };
    let package = Package::new(world, directory.clone(), file.package);
    let decl = package.decls().find(|&decl| {
        let range = directory.outline(decl).range;
        package.file_of(decl).source.id == asked.file
            && range.start < asked.range.end
            && asked.range.start < range.end
    });
    let Some(decl) = decl else {
        return Vec::new();
    };
    let mut answers = Vec::new();
    for rule in rules {
        for part in &rule.parts {
            if let Part::Patch { patch, .. } = part {
                answers.push((*rule, answer(patch, &package, decl, asked.range)));
            }
        }
    }
    let is_alone = rules.len() == 1;
    answers.retain(|(_, answer)| {
        is_alone && *answer != Why::Nothing || !matches!(answer, Why::Nothing | Why::NoWord(_))
    });
    answers.sort_by_key(|(_, answer)| std::cmp::Reverse(order(answer)));
    answers.truncate(NEAREST);
    answers
}

fn answer(patch: &Patch, package: &Package, decl: DeclId, range: Range) -> Why {
    patch.why(package, decl, range)
}

fn order(answer: &Why) -> usize {
    match answer {
        Why::Fires { .. } => usize::MAX,
        Why::Condition { .. } => usize::MAX - 1,
        Why::Mismatch { depth, .. } => *depth,
        Why::NoWord(_) | Why::Nothing => 0,
    }
}

fn told(rule: &Rule, answer: &Why) -> String {
    let name = rule.name;
    let bound = |bindings: &[(String, String)]| -> String {
        let lines = bindings.iter();
        lines
            .map(|(variable, text)| format!("    {variable} is `{text}`\n"))
            .collect()
    };
    match answer {
        Why::Fires {
            bindings,
            conditions,
        } => {
            let held = conditions.iter();
            let held: String = held.map(|text| format!("    holds: {text}\n")).collect();
            format!("{name}: the pattern fits\n{}{held}", bound(bindings))
        }
        Why::Condition {
            line,
            text,
            is_unknown,
            bindings,
        } => {
            let how = if *is_unknown {
                "it is not known whether this holds"
            } else {
                "this does not hold"
            };
            format!(
                "{name}: the pattern fits, but {how} (line {line} of its patch): {text}\n{}",
                bound(bindings)
            )
        }
        Why::Mismatch {
            line,
            wanted,
            found,
            ..
        } => format!(
            "{name}: nearly fits; line {line} of its patch wants `{wanted}`, and here is `{found}`\n"
        ),
        Why::NoWord(word) => {
            format!("{name}: `{word}` is nowhere in this declaration\n")
        }
        Why::Nothing => String::new(),
    }
}
