//! What a transform returns: findings, and the fixes for them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::source::{FileId, Span};

/// Whether a fix may be applied without being asked for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// Never applied; shown to explain.
    Shown,
    /// Very likely right, but a reviewer must agree.
    Unsafe,
    /// Behaviour differs only in that the bug is gone.
    Safe,
}

impl Safety {
    /// As users write and read it.
    pub fn word(self) -> &'static str {
        match self {
            Safety::Shown => "shown",
            Safety::Unsafe => "unsafe",
            Safety::Safe => "safe",
        }
    }
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Note,
    Warning,
    Error,
}

impl Severity {
    /// As users write and read it.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// `text` in place of what `span` covers; an empty span inserts. Lines in `text` end with `\n`, whatever the file uses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// An import that the edits of a fix rely on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Import {
    pub file: FileId,
    pub path: String,
}

/// Edits that belong together: applied whole or not at all.
#[derive(Clone, Debug)]
pub struct Fix {
    /// What the fix does, in a few words that begin with a verb.
    pub title: String,
    pub safety: Safety,
    pub edits: Vec<Edit>,
    /// Packages that the edits use; the engine adds the imports that are missing.
    pub imports: Vec<Import>,
    /// What the fix is about, by name and place of declaration: two fixes about one thing never go into one round.
    pub about: Vec<Span>,
}

/// A finding's fix and note: the fix, or why there is none.
pub fn fix_or_note(fix: Result<Fix, impl std::fmt::Display>) -> (Option<Fix>, Option<String>) {
    match fix {
        Ok(fix) => (Some(fix), None),
        Err(reason) => (None, Some(format!("no fix: {reason}"))),
    }
}

/// Another place that shows why.
#[derive(Clone, Debug)]
pub struct Related {
    pub span: Span,
    pub message: String,
}

/// One bug at one place.
#[derive(Clone, Debug)]
pub struct Finding {
    pub transform: &'static str,
    /// The places that say what it comes from: the function, the lock, the channel. Findings of a transform with the same
    /// places are told as one; none at all means that it stands alone.
    pub cause: Vec<Span>,
    pub severity: Severity,
    pub span: Span,
    /// What is wrong and why, in one or two lines.
    pub message: String,
    pub related: Vec<Related>,
    /// What the fix does not do, or why there is none.
    pub note: Option<String>,
    pub fix: Option<Fix>,
}
