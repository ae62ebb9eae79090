//! Prints what a run has to tell, in each of the formats asked for, to stdout and to files.

use anyhow::{Context, Result};
use elsa::FrozenMap;

use crate::cli::{Format, Options, Outcome, Output};
use crate::engine::{Change, Found, Rule, Survey, gathered};
use crate::finding::Safety;
use crate::model::World;
use crate::report::patch::{FileChange, Label, patch};
use crate::report::patch_root::PatchRoot;
use crate::report::{
    Entry, Problem, Report, Size, Styling, checkstyle, concise, full, github, gitlab, json,
    markdown, out, rdjson, sarif, statistics, summary,
};
use crate::source::{FileId, SourceFile};

/// What the outputs of a run are made of.
pub(super) struct Telling<'a> {
    pub options: &'a Options,
    pub rules: &'a [&'a Rule],
    pub root: &'a PatchRoot,
}

/// An output, ready to be printed.
pub(super) struct Text<'a> {
    output: &'a Output,
    text: String,
}

impl Telling<'_> {
    /// The findings of `survey` in all formats that show findings, and a line that sums them up.
    ///
    /// This reads the files as `world` has them now.
    pub(super) fn findings(
        &self,
        world: &World,
        survey: &Survey,
        problems: &[Problem],
    ) -> (Vec<Text<'_>>, String) {
        self.with_report(world, survey, problems, |report| {
            let texts = self.options.outputs.iter().filter_map(|output| {
                let text = if self.options.statistics && is_for_reading(output.format) {
                    statistics::statistics(report)
                } else {
                    rendered(report, output)?
                };
                Some(Text { output, text })
            });
            (texts.collect(), summary::found(report))
        })
    }

    /// Hands the report of `survey` to `tell`.
    pub(super) fn with_report<T>(
        &self,
        world: &World,
        survey: &Survey,
        problems: &[Problem],
        tell: impl FnOnce(&Report<'_>) -> T,
    ) -> T {
        let sources: FrozenMap<FileId, Box<SourceFile>> = FrozenMap::new();
        let source = |file: FileId| match sources.get(&file) {
            Some(source) => source,
            None => {
                let source = world.source(file).unwrap_or_else(|| missing(world, file));
                sources.insert(file, Box::new(source))
            }
        };
        let told = gathered(world, &survey.found);
        let entries: Vec<Entry> = told.iter().map(entry).collect();
        tell(&Report {
            entries: &entries,
            problems,
            rules: self.rules,
            size: Size {
                files: survey.files,
                packages: survey.packages,
                damaged: survey.damaged,
            },
            source: &source,
            root: self.root,
        })
    }

    /// The patch of `changes`, for each output that wants one.
    pub(super) fn patches(&self, world: &World, changes: &[&Change]) -> Vec<Text<'_>> {
        let wanted = || {
            let outputs = self.options.outputs.iter();
            outputs.filter(|output| output.format == Format::Patch)
        };
        let changes: Vec<FileChange> = changes
            .iter()
            .map(|change| file_change(self.root, world, change))
            .collect();
        wanted()
            .map(|output| Text {
                output,
                text: patch(&changes, styling(output)),
            })
            .collect()
    }
}

/// Whether the patch of all fixes is among the outputs.
pub(super) fn wants_patch(options: &Options) -> bool {
    let mut outputs = options.outputs.iter();
    outputs.any(|output| output.format == Format::Patch)
}

/// Prints `texts`, and `summary` to stderr where it does not get between a program and its data.
pub(super) fn print(options: &Options, texts: &[Text<'_>], summary: &str) -> Result<()> {
    let mut is_for_people = true;
    for Text { output, text } in texts {
        match &output.path {
            Some(path) => {
                std::fs::write(path, text)
                    .with_context(|| format!("writing {}", path.display()))?;
            }
            None => {
                let is_read = if output.format == Format::Patch && options.pager {
                    out::write_paged(text)?
                } else {
                    out::write_stdout(text)?
                };
                is_for_people = is_read && is_for_reading(output.format);
            }
        }
    }
    if is_for_people && !options.quiet {
        out::write_stderr(summary);
    }
    Ok(())
}

/// Prints what went wrong, unless stdout tells it already; the worse of `outcome` and that.
pub(super) fn told(options: &Options, problems: &[Problem], outcome: Outcome) -> Outcome {
    if problems.is_empty() {
        return outcome;
    }
    let tells = |output: &Output| output.path.is_none() && output.format == Format::Json;
    if !options.outputs.iter().any(tells) {
        out::write_stderr(&full::problems(problems, Styling::of_stderr()));
    }
    Outcome::Failed
}

/// How many of `found` have a fix of this safety.
pub(super) fn count(found: &[Found], safety: Safety) -> usize {
    let fixes = found.iter().filter_map(|found| entry(found).fix());
    fixes.filter(|fix| fix.safety == safety).count()
}

fn entry(found: &Found) -> Entry<'_> {
    Entry {
        finding: &found.finding,
        edits: &found.edits,
        fingerprint: &found.fingerprint,
    }
}

fn is_for_reading(format: Format) -> bool {
    matches!(
        format,
        Format::Full | Format::Text | Format::Concise | Format::Patch | Format::Markdown
    )
}

fn rendered(report: &Report<'_>, output: &Output) -> Option<String> {
    Some(match output.format {
        Format::Full => full::full(report, styling(output)),
        Format::Text => full::text(report, styling(output)),
        Format::Concise => concise::concise(report),
        Format::Json => json::json(report),
        Format::Jsonl => json::jsonl(report),
        Format::Patch => return None,
        Format::Sarif => sarif::sarif(report),
        Format::Github => github::github(report),
        Format::Rdjson => rdjson::rdjson(report),
        Format::Rdjsonl => rdjson::rdjsonl(report),
        Format::Gitlab => gitlab::gitlab(report),
        Format::Checkstyle => checkstyle::checkstyle(report),
        Format::Markdown => markdown::markdown(report),
    })
}

fn styling(output: &Output) -> Styling {
    match output.path {
        None => Styling::of_stdout(),
        Some(_) => Styling::Plain,
    }
}

fn file_change<'a>(root: &PatchRoot, world: &World, change: &'a Change) -> FileChange<'a> {
    let labels = change.marks.iter().map(|mark| Label {
        transform: mark.transform,
        safety: mark.safety,
        range: mark.range,
    });
    FileChange {
        name: root.name_of(&world.workspace.path(change.file)),
        old: &change.old,
        new: &change.new,
        labels: labels.collect(),
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
