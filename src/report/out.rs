//! The two streams: when they are coloured, and how text gets there.

use std::io::{self, ErrorKind, Write};

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
