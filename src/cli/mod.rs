//! The command line: words into [`Options`], or a message that says what is wrong with them.

use std::ffi::OsString;

use clap::FromArgMatches;
use clap::error::ErrorKind;

mod flags;
mod line;
mod names;
mod options;
mod outcome;
mod output;
mod resolve;
mod selection;

#[cfg(test)]
mod tests;

pub use line::manual;
pub use options::{BaselineAction, Changes, Command, Options, Review, Service, Snapshots};
pub use outcome::Outcome;
pub use output::{Color, Format, Output};
pub use selection::Selection;

use line::{Line, command};

/// The options that `words` say, the program's name first; an error can be a wish for help or the version too. `known` are the
/// names of all transforms.
pub fn options_of<W>(
    words: impl IntoIterator<Item = W>,
    known: &[&'static str],
) -> Result<Options, clap::Error>
where
    W: Into<OsString>,
{
    let mut command = command(known);
    let words = resolve::with_diff_joined(words.into_iter().map(Into::into).collect());
    let matches = command.try_get_matches_from_mut(words)?;
    let line = Line::from_arg_matches(&matches)?;
    resolve::resolve(line).map_err(|message| command.error(ErrorKind::ArgumentConflict, message))
}
