//! The options that stand before and behind a command.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::{Color, Output};
use crate::model::Guarding;

#[derive(Args)]
pub(super) struct ReviewFlags {
    /// The revision that the change is made to, such as origin/main
    #[arg(long, value_name = "REV")]
    pub base: Option<String>,
    /// What was posted before, as the API lists it; it is not posted again
    #[arg(long, value_name = "FILE")]
    pub existing: Option<PathBuf>,
    /// The commit that the comments are about [default: the one checked out]
    #[arg(long, value_name = "SHA")]
    pub commit: Option<String>,
    #[command(flatten)]
    pub flags: Flags,
}

#[derive(Args)]
pub(super) struct Flags {
    /// Files, folders, ./... or dir/... [default: .]
    #[arg(value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    /// Print the patch that fix would apply [also: -d, --diff]
    #[arg(short = 'n', long, short_alias = 'd')]
    pub dry_run: bool,
    /// Include fixes that a reviewer must agree to
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Run only these transforms, separated by commas; also `all`, `default`
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not run these transforms
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Take in the transforms in this folder too
    #[arg(long, value_name = "DIR", global = true)]
    pub transforms: Vec<PathBuf>,
    /// Print full, text, concise, json, jsonl, patch, sarif, github, rdjson,
    /// rdjsonl, gitlab, checkstyle or markdown; may be repeated
    #[arg(long, value_name = "NAME[=PATH]", value_parser = Output::parse)]
    pub format: Vec<Output>,
    /// Report only what touches lines that changed since REV
    #[arg(long, value_name = "REV", conflicts_with_all = ["staged", "diff"])]
    pub since: Option<String>,
    /// Report only what touches lines that are staged for the next commit
    #[arg(long, conflicts_with = "diff")]
    pub staged: bool,
    /// Report only what touches lines that this diff changes; - reads it from stdin
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, hide = true)]
    pub diff: Option<Option<PathBuf>>,
    /// Do not report what `chanfix baseline write` wrote to FILE
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write //chanfix:ignore comments for all findings
    #[arg(long, value_name = "REASON")]
    pub add_ignore: Option<String>,
    /// Count the findings of each transform
    #[arg(long)]
    pub statistics: bool,
    /// Print nothing on stderr but errors
    #[arg(short, long)]
    pub quiet: bool,
    /// Take the settings from FILE, not from the nearest chanfix.toml upwards
    #[arg(long, value_name = "FILE", hide = true)]
    pub config: Option<PathBuf>,
    /// Do not read chanfix.toml
    #[arg(long, conflicts_with = "config", hide = true)]
    pub no_config: bool,
    /// Do not send a patch through a pager
    #[arg(long, hide = true)]
    pub no_pager: bool,
    /// Colour the output: auto, always or never [default: auto]
    #[arg(long, value_name = "WHEN", hide_possible_values = true)]
    pub color: Option<Color>,
    /// Use N threads [default: one for each core]
    #[arg(long, value_name = "N", hide = true)]
    pub jobs: Option<NonZeroUsize>,
    /// Whether to report bugs in _test.go files [default: yes]
    #[arg(long, value_name = "yes|no", hide_possible_values = true, hide = true)]
    pub tests: Option<Answer>,
    /// Take it that goroutines share these types, separated by commas
    #[arg(long, value_name = "TYPES", value_delimiter = ',', hide = true)]
    pub assume_concurrent: Vec<String>,
    /// How to guard a variable where both would do
    #[arg(
        long,
        value_name = "atomic|mutex",
        hide_possible_values = true,
        hide = true
    )]
    pub prefer: Option<Guarding>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Answer {
    Yes,
    No,
}

impl Flags {
    /// What these flags, which stand before the command, and `later`, which stand behind it, say together.
    pub(super) fn then(mut self, later: Flags) -> Flags {
        self.select.extend(later.select);
        self.ignore.extend(later.ignore);
        self.format.extend(later.format);
        self.assume_concurrent.extend(later.assume_concurrent);
        Flags {
            paths: later.paths,
            dry_run: self.dry_run || later.dry_run,
            unsafe_fixes: self.unsafe_fixes || later.unsafe_fixes,
            select: self.select,
            ignore: self.ignore,
            format: self.format,
            transforms: self.transforms,
            since: later.since.or(self.since),
            staged: self.staged || later.staged,
            diff: later.diff.or(self.diff),
            baseline: later.baseline.or(self.baseline),
            add_ignore: later.add_ignore.or(self.add_ignore),
            statistics: self.statistics || later.statistics,
            quiet: self.quiet || later.quiet,
            config: later.config.or(self.config),
            no_config: self.no_config || later.no_config,
            no_pager: self.no_pager || later.no_pager,
            color: later.color.or(self.color),
            jobs: later.jobs.or(self.jobs),
            tests: later.tests.or(self.tests),
            assume_concurrent: self.assume_concurrent,
            prefer: later.prefer.or(self.prefer),
        }
    }
}
