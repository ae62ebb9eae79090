//! The two streams: when they are coloured, and how text gets there.

use std::ffi::{OsStr, OsString};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::{Command, Stdio};

use anstream::{AutoStream, ColorChoice};

use crate::cli::Color;

/// Whether text carries terminal escapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Styling {
    Plain,
    Styled,
}

impl Styling {
    /// What suits stdout as it is now, by `--color`, `NO_COLOR` and whether it is a terminal.
    pub fn of_stdout() -> Styling {
        Styling::from(AutoStream::choice(&io::stdout()))
    }

    /// What suits stderr as it is now.
    pub fn of_stderr() -> Styling {
        Styling::from(AutoStream::choice(&io::stderr()))
    }
}

impl From<ColorChoice> for Styling {
    fn from(choice: ColorChoice) -> Styling {
        if choice == ColorChoice::Never {
            Styling::Plain
        } else {
            Styling::Styled
        }
    }
}

/// Makes `color` hold for both streams of the process.
pub fn set_color(color: Color) {
    let choice = match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    };
    choice.write_global();
}

/// Writes `text` to stdout, byte for byte, and says whether somebody is there to read it: a closed pipe is no error.
pub fn write_stdout(text: &str) -> io::Result<bool> {
    // Source text can hold escapes of its own, which anstream would strip from what is not a terminal.
    let written = match Styling::of_stdout() {
        Styling::Plain => write_whole(io::stdout().lock(), text),
        Styling::Styled => write_whole(anstream::stdout().lock(), text),
    };
    forgive_broken_pipe(written)
}

/// Writes `text` to stdout through the user's pager, where stdout is a terminal and there is a pager; else directly.
pub fn write_paged(text: &str) -> io::Result<bool> {
    match pager().filter(|_| io::stdout().is_terminal() && !text.is_empty()) {
        Some(pager) => page(&pager, text).or_else(|_| write_stdout(text)),
        None => write_stdout(text),
    }
}

/// `CHANFIX_PAGER`, `PAGER` or less; nothing where that is `cat` or empty.
fn pager() -> Option<OsString> {
    let named = ["CHANFIX_PAGER", "PAGER"]
        .into_iter()
        .find_map(std::env::var_os);
    let pager = named.unwrap_or_else(|| "less".into());
    (!pager.is_empty() && pager != "cat").then_some(pager)
}

/// Runs `pager` in a shell, as other tools do: it may hold options. Who leaves it early wants no more.
fn page(pager: &OsStr, text: &str) -> io::Result<bool> {
    let mut command = Command::new("sh");
    command.arg("-c").arg(pager).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    let mut child = command.spawn()?;
    if let Some(mut input) = child.stdin.take() {
        forgive_broken_pipe(write_whole(&mut input, text))?;
    }
    match child.wait()? {
        // A shell that finds no such command.
        status if status.code() == Some(127) => Err(ErrorKind::NotFound.into()),
        _ => Ok(true),
    }
}

/// Writes `text` to stderr; there is nowhere to tell that this failed.
pub fn write_stderr(text: &str) {
    let _ = write_whole(anstream::stderr().lock(), text);
}

fn write_whole(mut stream: impl Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

fn forgive_broken_pipe(written: io::Result<()>) -> io::Result<bool> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        other => other.map(|()| true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_pipe_is_no_error_but_a_full_disk_is() {
        assert!(forgive_broken_pipe(Err(ErrorKind::BrokenPipe.into())).is_ok());
        assert!(forgive_broken_pipe(Err(ErrorKind::StorageFull.into())).is_err());
    }
}
