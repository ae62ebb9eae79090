//! What is printed where.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::ValueEnum;

use crate::nearest::nearest;

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The source with all places of a bug, and its fix as a diff.
    Full,
    /// The same without the diff.
    Text,
    Concise,
    Json,
    Jsonl,
    Patch,
    Sarif,
    Github,
    Rdjson,
    Rdjsonl,
    Gitlab,
    Checkstyle,
    Markdown,
}

/// A format, and the file that it goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    pub format: Format,
    /// Stdout where it is `None`.
    pub path: Option<PathBuf>,
}

impl Output {
    /// What is printed where nothing is asked for.
    pub(super) fn usual() -> Output {
        let format = if std::io::stdout().is_terminal() {
            Format::Full
        } else {
            Format::Text
        };
        Output { format, path: None }
    }

    /// The output that `NAME` or `NAME=PATH` asks for.
    pub(super) fn parse(text: &str) -> Result<Output, String> {
        let (name, path) = match text.split_once('=') {
            Some((_, "")) => return Err("there is no path behind the `=`".to_owned()),
            Some((name, path)) => (name, Some(PathBuf::from(path))),
            None => (text, None),
        };
        match Format::from_str(name, false) {
            Ok(format) => Ok(Output { format, path }),
            Err(_) => Err(unknown(name)),
        }
    }
}

fn unknown(name: &str) -> String {
    let names: Vec<String> = (Format::value_variants().iter())
        .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
        .collect();
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("no format has this name; did you mean '{near}'?"),
        None => format!("no format has this name; there are {}", known.join(", ")),
    }
}

/// When output is coloured; `Auto` is on a terminal, unless `NO_COLOR` is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}
