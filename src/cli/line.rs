//! The grammar of the command line.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, ValueParser};
use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use super::flags::{Flags, ReviewFlags};
use super::names::transform_name;
use super::selection::{ALL, DEFAULT};

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
    /// Print who makes, sends, receives and closes each channel of PATHS
    Channels(Flags),
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
        /// A transform or a folder of them [default: those of the project]
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
