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
    /// What holds where no folder has settings of its own.
    pub usual: FilePolicy,
    /// What holds below folders with settings of their own; the nearest one upwards counts.
    pub folders: BTreeMap<PathBuf, FilePolicy>,
    /// Which findings count, where not all do.
    pub scope: Option<Scope>,
    /// The fingerprints of findings that are known and not reported.
    pub baseline: BTreeSet<String>,
}

/// What is made of findings in some files.
#[derive(Debug, Default)]
pub struct FilePolicy {
    /// The transforms that report; all that run where it is `None`.
    pub selected: Option<BTreeSet<&'static str>>,
    /// Files in which nothing is reported.
    pub exclude: Option<Gitignore>,
    pub severity: BTreeMap<String, Severity>,
    pub safety: BTreeMap<String, Safety>,
    /// What differs in some paths.
    pub paths: Vec<PathRule>,
}

/// What is reported in files that a pattern matches.
#[derive(Debug)]
pub struct PathRule {
    pub pattern: Gitignore,
    /// The transforms that report there, in the place of [`FilePolicy::selected`].
    pub selected: Option<BTreeSet<&'static str>>,
    /// Those that do not, or `all`.
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
    /// Whether some file is to be looked at with `transform`.
    pub fn runs(&self, transform: &str) -> bool {
        let policies = std::iter::once(&self.usual).chain(self.folders.values());
        let mut selections = policies.flat_map(|policy| {
            let of_paths = policy
                .paths
                .iter()
                .filter_map(|rule| rule.selected.as_ref());
            of_paths.map(Some).chain([policy.selected.as_ref()])
        });
        selections.any(|selected| selected.is_none_or(|selected| selected.contains(transform)))
    }

    /// What holds for the file at `path`.
    fn of(&self, path: &Path) -> &FilePolicy {
        let mut folders = path.ancestors().skip(1);
        let nearest = folders.find_map(|folder| self.folders.get(folder));
        nearest.unwrap_or(&self.usual)
    }

    /// Gives `found`, in the file at `path`, the severity and the safety that hold there.
    pub(super) fn adjust(&self, found: &mut Found, path: &Path) {
        let policy = self.of(path);
        let finding = &mut found.finding;
        if let Some(&severity) = policy.severity.get(finding.transform) {
            finding.severity = severity;
        }
        if let Some(&safety) = policy.safety.get(finding.transform)
            && let Some(fix) = &mut finding.fix
        {
            fix.safety = safety;
        }
    }

    /// Whether findings of `transform` in the file at `path` are reported.
    pub(super) fn reports(&self, transform: &str, path: &Path) -> bool {
        let policy = self.of(path);
        let is_excluded = (policy.exclude.as_ref()).is_some_and(|exclude| matches(exclude, path));
        let here: Vec<&PathRule> = (policy.paths.iter())
            .filter(|rule| matches(&rule.pattern, path))
            .collect();
        let is_ignored = (here.iter().flat_map(|rule| &rule.ignore))
            .any(|name| name == transform || name == "all");
        let mut of_paths = here
            .iter()
            .filter_map(|rule| rule.selected.as_ref())
            .peekable();
        let is_selected = match (of_paths.peek(), &policy.selected) {
            (Some(_), _) => of_paths.any(|selected| selected.contains(transform)),
            (None, Some(selected)) => selected.contains(transform),
            (None, None) => true,
        };
        is_selected && !is_excluded && !is_ignored
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

/// Whether a pattern means the file at `path`, or a folder that it is in.
fn matches(pattern: &Gitignore, path: &Path) -> bool {
    path.starts_with(pattern.path()) && pattern.matched_path_or_any_parents(path, false).is_ignore()
}
