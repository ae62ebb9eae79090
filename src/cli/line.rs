//! The grammar of the command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::ValueParser;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use super::names::transform_name;
use super::output::{Color, Output};
use super::selection::{ALL, DEFAULT};
use crate::model::Guarding;

const EXAMPLES: &str = "\
Examples:
  chanfix ./...                        report the bugs below this folder
  chanfix --dry-run svc | git apply    review the safe fixes as a patch, or apply it
  chanfix explain multi-site-close     what a bug is, and what its fix does

A folder that is called like a command is written with a dot: ./fix";

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
    /// Print who makes, sends, receives and closes each channel of PATHS
    Channels(Flags),
    /// Print what the model knows about files, one fact per line
    Facts {
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
    },
}

#[derive(Args)]
pub(super) struct Flags {
    /// Files, folders, ./... or dir/... [default: .]
    #[arg(value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    /// Print the patch that fix would apply
    #[arg(short = 'n', long, visible_short_alias = 'd', visible_alias = "diff")]
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
    /// Print full, text, concise, json, jsonl, patch, sarif, github, rdjson, rdjsonl, gitlab, checkstyle or markdown, to
    /// PATH or stdout; may be repeated [default: full on a terminal, else text]
    #[arg(long, value_name = "NAME[=PATH]", value_parser = Output::parse)]
    pub format: Vec<Output>,
    /// Colour the output: auto, always or never [default: auto]
    #[arg(long, value_name = "WHEN", hide_possible_values = true)]
    pub color: Option<Color>,
    /// Use N threads [default: one for each core]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// Whether to report bugs in _test.go files [default: yes]
    #[arg(long, value_name = "yes|no", hide_possible_values = true)]
    pub tests: Option<Answer>,
    /// Take it that goroutines share these types, separated by commas
    #[arg(long, value_name = "TYPES", value_delimiter = ',')]
    pub assume_concurrent: Vec<String>,
    /// How to guard a variable where both would do
    #[arg(long, value_name = "atomic|mutex", hide_possible_values = true)]
    pub prefer: Option<Guarding>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Answer {
    Yes,
    No,
}

/// The grammar, with a parser for names that knows the transforms.
pub(super) fn command(known: &[&'static str]) -> clap::Command {
    let name: ValueParser = ValueParser::from(transform_name(known));
    let selected: Vec<&'static str> = known.iter().copied().chain([ALL, DEFAULT]).collect();
    let selected: ValueParser = ValueParser::from(transform_name(&selected));
    let with_names = |command: clap::Command| {
        command
            .mut_arg("select", |argument| argument.value_parser(selected.clone()))
            .mut_arg("ignore", |argument| argument.value_parser(name.clone()))
    };
    with_names(Line::command())
        .mut_subcommand("check", with_names)
        .mut_subcommand("fix", with_names)
        .mut_subcommand("channels", with_names)
        .mut_subcommand("explain", |explain| {
            explain.mut_arg("name", |argument| argument.value_parser(name.clone()))
        })
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
            color: later.color.or(self.color),
            jobs: later.jobs.or(self.jobs),
            tests: later.tests.or(self.tests),
            assume_concurrent: self.assume_concurrent,
            prefer: later.prefer.or(self.prefer),
        }
    }
}
