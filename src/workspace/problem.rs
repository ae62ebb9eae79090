//! What stood in the way of the analysis, and how paths are shown to users.

use std::fmt;
use std::path::{Component, Path};

/// Something that could not be read, found or understood; everything else goes on without it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Problem {
    /// As users see it, or as they gave it.
    pub path: String,
    pub line: Option<u32>,
    /// What is wrong and what to do.
    pub message: String,
}

impl Problem {
    pub fn of(path: impl Into<String>, message: impl Into<String>) -> Problem {
        Problem {
            path: path.into(),
            line: None,
            message: message.into(),
        }
    }

    pub fn at(path: impl Into<String>, line: u32, message: impl Into<String>) -> Problem {
        Problem {
            path: path.into(),
            line: Some(line),
            message: message.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "{}:{line}: {}", self.path, self.message),
            None => write!(formatter, "{}: {}", self.path, self.message),
        }
    }
}

/// `path` as users see it: relative to `base` with `/` where it lies below it, else as it is.
pub(super) fn display(base: &Path, path: &Path) -> String {
    let Ok(below) = path.strip_prefix(base) else {
        return path.to_string_lossy().into_owned();
    };
    slashed(below).unwrap_or_else(|| ".".to_string())
}

/// The names in a relative path, joined by `/`; nothing for the empty path.
pub(super) fn slashed(relative: &Path) -> Option<String> {
    let names = relative
        .components()
        .filter_map(|component| match component {
            Component::Normal(name) => Some(name.to_string_lossy()),
            _ => None,
        });
    let names: Vec<_> = names.collect();
    (!names.is_empty()).then(|| names.join("/"))
}
