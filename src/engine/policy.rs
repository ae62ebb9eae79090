//! What a run makes of the findings, beside what the transforms say: where they count, how grave they are, how far their
//! fixes are trusted.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use ignore::gitignore::Gitignore;

use super::Found;
use crate::finding::{Safety, Severity};
use crate::source::Span;

/// What holds for all findings of a run.
#[derive(Debug, Default)]
pub struct Policy {
    /// The names of all transforms, also of those that don't run.
    pub known: Vec<&'static str>,
    pub severity: BTreeMap<String, Severity>,
    pub safety: BTreeMap<String, Safety>,
    /// What is not reported in some paths.
    pub paths: Vec<PathRule>,
    /// Which findings count, where not all do.
    pub scope: Option<Scope>,
    /// The fingerprints of findings that are known and not reported.
    pub baseline: BTreeSet<String>,
}

/// What is not reported in files that a pattern matches.
#[derive(Debug)]
pub struct PathRule {
    pub pattern: Gitignore,
    pub ignore: Vec<String>,
}

/// Lines that changed: only what has a place on one of them counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope(pub BTreeMap<PathBuf, Lines>);

/// Lines of a file, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lines {
    All,
    /// Ranges of lines, ends inclusive, in any order.
    Some(Vec<(u32, u32)>),
}

impl Lines {
    fn touch(&self, first: u32, last: u32) -> bool {
        match self {
            Lines::All => true,
            Lines::Some(ranges) => ranges.iter().any(|&(from, to)| from <= last && first <= to),
        }
    }
}

impl Policy {
    /// Gives `found` the severity and the safety that hold here.
    pub(super) fn adjust(&self, found: &mut Found) {
        let finding = &mut found.finding;
        if let Some(&severity) = self.severity.get(finding.transform) {
            finding.severity = severity;
        }
        if let Some(&safety) = self.safety.get(finding.transform)
            && let Some(fix) = &mut finding.fix
        {
            fix.safety = safety;
        }
    }

    /// Whether findings of `transform` in the file at `path` are reported.
    pub(super) fn reports(&self, transform: &str, path: &Path) -> bool {
        let mut against = self.paths.iter().filter(|rule| {
            rule.ignore
                .iter()
                .any(|name| name == transform || name == "all")
        });
        !against.any(|rule| {
            path.starts_with(rule.pattern.path())
                && rule
                    .pattern
                    .matched_path_or_any_parents(path, false)
                    .is_ignore()
        })
    }

    /// Whether all findings count.
    pub(super) fn counts_all(&self) -> bool {
        self.scope.is_none() && self.baseline.is_empty()
    }

    /// Whether `found` counts. `place_of` tells where a span lies in the files on the disk.
    pub(super) fn counts(&self, found: &Found, place_of: impl Fn(Span) -> Option<Place>) -> bool {
        if self.baseline.contains(&found.fingerprint) {
            return false;
        }
        let Some(Scope(changed)) = &self.scope else {
            return true;
        };
        let mut spans = vec![found.finding.span];
        spans.extend(found.finding.related.iter().map(|related| related.span));
        spans.into_iter().filter_map(place_of).any(|place| {
            let lines = changed.get(&place.path);
            lines.is_some_and(|lines| lines.touch(place.first, place.last))
        })
    }
}

/// Lines of a file on the disk, counted from 1, ends inclusive.
pub(super) struct Place {
    pub path: PathBuf,
    pub first: u32,
    pub last: u32,
}
