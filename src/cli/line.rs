//! The grammar of the command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, ValueParser};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::names::transform_name;
use super::output::{Color, Output};
use super::selection::{ALL, DEFAULT};
use crate::model::Guarding;

const EXAMPLES: &str = "\
Examples:
  chanfix ./...                        report the bugs below this folder
  chanfix --dry-run svc | git apply    review the safe fixes as a patch, or apply it
  chanfix explain multi-site-close     what a bug is, and what its fix does

`chanfix man` has all options. A folder that is called like a command is written ./fix";

/// Finds concurrency bugs in Go code and fixes them
#[derive(Parser)]
#[command(name = "chanfix", version, after_help = EXAMPLES, disable_help_subcommand = true)]
#[command(
    override_usage = "chanfix [COMMAND] [OPTIONS] [PATHS]...",
    max_term_width = 100
)]
pub(super) struct Line {
    #[command(subcommand)]
    pub word: Option<Word>,
    #[command(flatten)]
    pub flags: Flags,
}

#[derive(Subcommand)]
pub(super) enum Word {
    /// Report the bugs in PATHS; this is what happens where no command is given
    Check(Flags),
    /// Apply the safe fixes to the files
    Fix(Flags),
    /// Print a transform's page: the bug, an example, the fix, its limits
    Explain {
        /// The transform's name, as findings show it
        name: String,
    },
    /// List all transforms
    List,
    /// Make the folder of a new transform, to be written as a Go patch
    New {
        /// How it is called
        #[arg(value_name = "NAME")]
        called: String,
        /// Derive the patch from a file before and after the change
        #[arg(long, num_args = 2, value_names = ["BEFORE.go", "AFTER.go"])]
        from: Option<Vec<PathBuf>>,
    },
    /// Test your transforms: fixtures, laws, snapshots, proofs
    Test {
        /// A transform or a folder of them [default: .chanfix/transforms]
        folder: Option<PathBuf>,
        /// Accept all snapshots as they are now
        #[arg(short, long)]
        update: bool,
        /// Ask for each snapshot that differs
        #[arg(short, long, conflicts_with = "update")]
        interactive: bool,
        /// Fail where a snapshot differs; so it is without -u or -i
        #[arg(long, conflicts_with_all = ["update", "interactive"])]
        check: bool,
    },
    /// Tell why there is a finding on a line, or what is missing for one
    Why {
        #[arg(value_name = "FILE:LINE")]
        place: String,
        /// The transform that is meant
        name: Option<String>,
    },
    /// List the questions that a patch can ask with `where`
    Predicates,
    /// Keep known findings in a file: baseline write, baseline prune
    #[command(subcommand)]
    Baseline(BaselineWord),
    /// Print findings as review comments: ci github-review, ci gitlab-discussions
    #[command(subcommand)]
    Ci(CiWord),
    /// Show the settings in force and where they come from
    Config {
        /// Print the JSON schema of chanfix.toml
        #[arg(long)]
        schema: bool,
        #[command(flatten)]
        flags: Flags,
    },
    /// Print what the model knows about files, one fact per line
    #[command(hide = true)]
    Facts {
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
    },
    /// Print the completions for a shell: bash, zsh, fish or powershell
    #[command(hide = true)]
    Completions {
        #[arg(value_parser = shell, value_name = "SHELL")]
        shell: Shell,
    },
    /// Print the manual, for man
    #[command(hide = true)]
    Man,
}

#[derive(Subcommand)]
pub(super) enum BaselineWord {
    /// Write all findings to the baseline
    Write(Flags),
    /// Take out of the baseline what is no longer found
    Prune(Flags),
}

#[derive(Subcommand)]
pub(super) enum CiWord {
    /// Print the bodies for GitHub's review API, one JSON object a line
    ///
    /// Each goes to POST /repos/OWNER/REPO/pulls/NUMBER/reviews, as with
    /// `gh api repos/OWNER/REPO/pulls/NUMBER/reviews --input FILE`.
    GithubReview(ReviewFlags),
    /// Print the bodies for GitLab's discussions API, one JSON object a line
    ///
    /// Each goes to POST /projects/ID/merge_requests/IID/discussions, as with curl.
    GitlabDiscussions(ReviewFlags),
}

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
    /// Take in the transforms in this folder, beside those in .chanfix/transforms
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

fn shell(name: &str) -> Result<Shell, String> {
    let shells = [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell];
    let mut named = shells.into_iter().filter(|shell| shell.to_string() == name);
    named
        .next()
        .ok_or_else(|| "there are bash, zsh, fish and powershell".to_owned())
}

/// The grammar, with a parser for names that knows the transforms.
pub(super) fn command(known: &[&'static str]) -> clap::Command {
    let name: ValueParser = ValueParser::from(transform_name(known));
    let selected: Vec<&'static str> = known.iter().copied().chain([ALL, DEFAULT]).collect();
    let selected: ValueParser = ValueParser::from(transform_name(&selected));
    with_names(Line::command(), &name, &selected)
}

/// `command` and all below it, with parsers for the names of transforms.
fn with_names(command: clap::Command, name: &ValueParser, selected: &ValueParser) -> clap::Command {
    let command = command.mut_args(|argument| match argument.get_id().as_str() {
        "select" => argument.value_parser(selected.clone()),
        "ignore" | "name" => argument.value_parser(name.clone()),
        _ => argument,
    });
    command.mut_subcommands(|below| with_names(below, name, selected))
}

/// The whole grammar, with nothing hidden and all names, for the manual and for completions.
pub fn manual(known: &[&'static str]) -> clap::Command {
    let name = ValueParser::from(PossibleValuesParser::new(known.iter().copied()));
    let selected = known.iter().copied().chain([ALL, DEFAULT]);
    let selected = ValueParser::from(PossibleValuesParser::new(selected));
    let mut command = shown(with_names(Line::command(), &name, &selected));
    command.build();
    command
}

fn shown(command: clap::Command) -> clap::Command {
    command
        .hide(false)
        .mut_args(|argument| argument.hide(false))
        .mut_subcommands(shown)
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
