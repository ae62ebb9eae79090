//! The command line: words into [`Options`], or a message that says what is wrong with them.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::FromArgMatches;
use clap::error::ErrorKind;

use crate::model::Settings;

mod line;
mod names;
mod outcome;
mod output;
mod selection;

#[cfg(test)]
mod tests;

pub use names::nearest;
pub use outcome::Outcome;
pub use output::{Color, Format, Output};
pub use selection::Selection;

use line::{Answer, Flags, Line, Word, command};

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Report findings; write nothing.
    Check,
    /// Print the patch that [`Command::Fix`] would apply with the same options; write nothing.
    Patch,
    /// Apply fixes to the files.
    Fix,
    /// Print the page of the transform of this name, which is known to exist.
    Explain(String),
    /// Print the name and the summary of each transform.
    List,
    /// Print the ownership table of the channels in [`Options::paths`].
    Channels,
    /// Print the model's facts about [`Options::paths`].
    Facts,
}

/// Everything the command line says.
#[derive(Clone, Debug)]
pub struct Options {
    pub command: Command,
    /// Files, folders and `…/...` patterns as they were given; `.` where none was. For [`Command::Facts`], files.
    pub paths: Vec<PathBuf>,
    /// Which transforms run.
    pub selection: Selection,
    /// Whether unsafe fixes are applied, or shown in the patch, like safe ones.
    pub unsafe_fixes: bool,
    /// What is printed: one at the most goes to stdout. Never empty.
    pub outputs: Vec<Output>,
    /// Hand this to [`crate::report::out::set_color`] before anything is printed.
    pub color: Color,
    /// How many threads to use; as many as there are cores where it is `None`.
    pub jobs: Option<NonZeroUsize>,
    /// Whether findings in `_test.go` files count.
    pub tests: bool,
    /// What the user says of the code, and of how to fix it.
    pub settings: Settings,
}

/// The options that this process was started with; ends the process where they are wrong (exit code 2) or ask for help
/// or the version (0). `known` are the names of all transforms.
pub fn options(known: &[&'static str]) -> Options {
    options_of(std::env::args_os(), known).unwrap_or_else(|error| error.exit())
}

/// The options that `words` say, the program's name first.
pub fn options_of<W>(
    words: impl IntoIterator<Item = W>,
    known: &[&'static str],
) -> Result<Options, clap::Error>
where
    W: Into<OsString> + Clone,
{
    let mut command = command(known);
    let matches = command.try_get_matches_from_mut(words)?;
    let line = Line::from_arg_matches(&matches)?;
    resolve(line).map_err(|message| command.error(ErrorKind::ArgumentConflict, message))
}

fn resolve(line: Line) -> Result<Options, String> {
    let Line { word, flags: front } = line;
    if word.is_some() && !front.paths.is_empty() {
        // `chanfix ./a --jobs 2 fix` can mean the folder `fix` or the command that writes: do not guess.
        return Err(
            "a command comes before all paths; write ./NAME for a folder that is called like one"
                .into(),
        );
    }
    let (command, flags) = match word {
        None => (Command::Check, front),
        Some(Word::Check(flags)) => (Command::Check, front.then(flags)),
        Some(Word::Fix(flags)) => (Command::Fix, front.then(flags)),
        Some(Word::Explain { name }) => (Command::Explain(name), front),
        Some(Word::List) => (Command::List, front),
        Some(Word::Channels(flags)) => (Command::Channels, front.then(flags)),
        Some(Word::Facts { files }) => (
            Command::Facts,
            Flags {
                paths: files,
                ..front
            },
        ),
    };
    let is_patch = flags.dry_run && matches!(command, Command::Check | Command::Fix);
    Ok(Options {
        command: if is_patch { Command::Patch } else { command },
        outputs: outputs(flags.format, is_patch)?,
        paths: if flags.paths.is_empty() {
            vec![PathBuf::from(".")]
        } else {
            flags.paths
        },
        selection: Selection {
            select: flags.select,
            ignore: flags.ignore,
        },
        unsafe_fixes: flags.unsafe_fixes,
        color: flags.color.unwrap_or(Color::Auto),
        jobs: flags.jobs,
        tests: flags.tests != Some(Answer::No),
        settings: Settings {
            assume_concurrent: flags.assume_concurrent,
            prefer: flags.prefer,
        },
    })
}

/// What goes where; the patch of a dry run goes to stdout, and nothing else there.
fn outputs(mut outputs: Vec<Output>, is_dry_run: bool) -> Result<Vec<Output>, String> {
    let stdout = |format| Output { format, path: None };
    if is_dry_run && !outputs.contains(&stdout(Format::Patch)) {
        outputs.push(stdout(Format::Patch));
    }
    outputs.dedup();
    let on_stdout = outputs.iter().filter(|output| output.path.is_none());
    match (on_stdout.count(), is_dry_run) {
        (0 | 1, _) => {}
        (_, true) => {
            return Err(
                "--dry-run prints a patch to stdout; another format needs a path, as in json=FILE \
                 (the edits as JSON are in `chanfix check --format json`)"
                    .into(),
            );
        }
        (_, false) => {
            return Err(
                "only one format can go to stdout; give the others a path, as in sarif=FILE".into(),
            );
        }
    }
    if outputs.is_empty() {
        outputs.push(Output::usual());
    }
    Ok(outputs)
}
