//! Findings that are known and accepted for now, kept in a file that people can read.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// The file that is meant where none is named.
pub const NAME: &str = "chanfix-baseline.json";

/// Known findings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Baseline {
    pub findings: Vec<Known>,
}

/// A known finding: its fingerprint, and what tells people which one it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub struct Known {
    /// From the root of the repository.
    pub path: String,
    pub rule: String,
    pub message: String,
    pub fingerprint: String,
}

impl Baseline {
    /// What the file at `path` holds.
    pub fn read(path: &Path) -> Result<Baseline> {
        let shown = path.display();
        let text = fs::read_to_string(path)
            .with_context(|| format!("reading {shown} (`chanfix baseline write` makes it)"))?;
        serde_json::from_str(&text).with_context(|| format!("{shown} is no baseline"))
    }

    /// Puts it into the file at `path`, sorted, so that a change of it can be reviewed.
    pub fn write(mut self, path: &Path) -> Result<()> {
        self.findings.sort();
        let mut text = serde_json::to_string_pretty(&self).context("writing the baseline")?;
        text.push('\n');
        fs::write(path, text).with_context(|| format!("writing {}", path.display()))
    }

    pub fn fingerprints(&self) -> BTreeSet<String> {
        self.findings
            .iter()
            .map(|known| known.fingerprint.clone())
            .collect()
    }
}
