//! What the command line says, once it is understood.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap_complete::Shell;

use super::output::{Color, Output};
use super::selection::Selection;
use crate::model::Settings;

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Report findings; write nothing.
    Check,
    /// Print the patch that [`Command::Fix`] would apply with the same options; write nothing.
    Patch,
    /// Apply fixes to the files.
    Fix,
    /// Put comments that suppress all findings, for this reason, into the files; only show them where it is a dry run.
    AddIgnore { reason: String, is_dry_run: bool },
    /// Write or prune the file of known findings.
    Baseline(BaselineAction),
    /// Print the findings as comments for a review.
    Review(Review),
    /// Show the settings in force.
    Config,
    /// Print the JSON schema of the settings file.
    Schema,
    /// Print the page of the transform of this name, which is known to exist.
    Explain(String),
    /// Print the name and the summary of each transform.
    List,
    /// Print the ownership table of the channels in [`Options::paths`].
    Channels,
    /// Print the model's facts about [`Options::paths`].
    Facts,
    /// Make the folder of a new transform, from a pair of files if there is one.
    New {
        name: String,
        from: Option<(PathBuf, PathBuf)>,
    },
    /// Test the transforms in a folder; where none is given, those of the project.
    Test {
        folder: Option<PathBuf>,
        snapshots: Snapshots,
    },
    /// Tell why transforms find something at `FILE:LINE`, or why they don't.
    Why { place: String, name: Option<String> },
    /// Print the questions that patches can ask.
    Predicates,
    /// Print the completions for a shell.
    Completions(Shell),
    /// Print the manual.
    Man,
}

/// What happens to snapshots that differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Snapshots {
    /// They fail.
    Check,
    /// They are written anew.
    Update,
    /// The user is asked for each.
    Ask,
}

/// What to do with the file of known findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaselineAction {
    Write,
    Prune,
}

/// For whom comments are printed, and about what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    pub service: Service,
    /// What was posted before.
    pub existing: Option<PathBuf>,
    /// The commit that the comments are about, where it is not the one checked out.
    pub commit: Option<String>,
}

/// A service with an API for reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    Github,
    Gitlab,
}

/// Which lines findings must touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Changes {
    #[default]
    Any,
    /// Those that changed since the merge base with this revision.
    Since(String),
    Staged,
    /// Those that the diff in this file changes; `-` is stdin.
    Diff(PathBuf),
}

/// Everything the command line says.
#[derive(Clone, Debug)]
pub struct Options {
    pub command: Command,
    /// Files, folders and `…/...` patterns as they were given; `.` where none was. For [`Command::Facts`], files.
    pub paths: Vec<PathBuf>,
    /// Which transforms run.
    pub selection: Selection,
    /// Folders of transforms, beside those of the project.
    pub transforms: Vec<PathBuf>,
    /// Whether unsafe fixes are applied, or shown in the patch, like safe ones.
    pub unsafe_fixes: bool,
    /// What is printed: one at the most goes to stdout. Never empty.
    pub outputs: Vec<Output>,
    /// Which lines findings must touch to be reported.
    pub changes: Changes,
    /// The file of known findings.
    pub baseline: Option<PathBuf>,
    /// The settings file; the nearest one upwards where it is `None`.
    pub config: Option<PathBuf>,
    /// Whether settings files are read at all.
    pub reads_config: bool,
    /// Whether findings are only counted.
    pub statistics: bool,
    /// Whether stderr is for errors only.
    pub quiet: bool,
    /// Whether a patch may go through a pager.
    pub pager: bool,
    /// Hand this to [`crate::report::out::set_color`] before anything is printed.
    pub color: Color,
    /// How many threads to use; as many as there are cores where it is `None`.
    pub jobs: Option<NonZeroUsize>,
    /// Whether findings in `_test.go` files count; they do where it is `None`.
    pub tests: Option<bool>,
    /// What the user says of the code, and of how to fix it.
    pub settings: Settings,
}
