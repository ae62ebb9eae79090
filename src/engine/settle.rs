//! The settle loop: find, take what goes together, apply, look again, until nothing is left to take.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use super::complete::rewrite;
use super::find::{Found, Survey, survey};
use super::policy::Place;
use super::{Policy, Rule};
use crate::edit;
use crate::finding::{Edit, Fix, Safety};
use crate::model::{DirId, World};
use crate::source::{FileId, Range};

/// More rounds than any sound set of transforms needs in which there are not fewer fixes left than in the round before.
const ROUNDS: usize = 10;

/// A file that fixes change.
#[derive(Clone, Debug)]
pub struct Change {
    pub file: FileId,
    pub old: String,
    pub new: String,
    pub marks: Vec<Mark>,
}

/// Where a fix changed a file, in the offsets of the old text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub transform: &'static str,
    pub safety: Safety,
    pub range: Range,
}

/// What became of the files.
#[derive(Debug, Default)]
pub struct Settled {
    /// Sorted by path.
    pub changes: Vec<Change>,
    /// How many fixes were taken.
    pub fixes: usize,
    /// Which files each fix changes: they are written together or not at all.
    pub groups: Vec<Vec<FileId>>,
}

/// Applies the fixes of the first survey that are at least as safe as `safety`, and those of the surveys that follow,
/// until there are none. Nothing is written: `world` keeps the new texts.
pub fn settle(
    world: &mut World,
    first: &[Found],
    dirs: &[DirId],
    rules: &[&Rule],
    policy: &Policy,
    safety: Safety,
) -> Result<Settled> {
    let mut settled = Settled::default();
    let mut changes: BTreeMap<FileId, Change> = BTreeMap::new();
    let mut found: Vec<Found> = first.to_vec();
    let (mut rounds, mut left) = (0, usize::MAX);
    while rounds < ROUNDS {
        let offered = candidates(&found, safety).count();
        if offered >= left {
            rounds += 1;
        }
        left = offered;
        let taken = take(&found, safety);
        if taken.is_empty() {
            settled.changes = changes
                .into_values()
                .filter(|change| change.old != change.new)
                .collect();
            settled
                .changes
                .sort_by_cached_key(|change| world.workspace.display(change.file));
            return Ok(settled);
        }
        let touched = apply(world, &taken, &mut changes, &mut settled)?;
        let again: Vec<DirId> = dirs
            .iter()
            .copied()
            .filter(|dir| touched.contains(dir))
            .collect();
        found = survey(world, &again, rules, policy, &|| ()).found;
        found.retain(|found| counts(world, policy, |file| changes.get(&file), found));
    }
    let names: BTreeSet<&str> = take(&found, safety)
        .iter()
        .map(|found| found.finding.transform)
        .collect();
    let names = names.into_iter().collect::<Vec<_>>().join(", ");
    bail!(
        "the fixes of {names} do not settle after {ROUNDS} rounds; leave one of them out with --ignore"
    )
}

/// Whether `found`, of a survey of the changed texts, is among what `policy` wants looked at.
fn counts<'a>(
    world: &World,
    policy: &Policy,
    change_of: impl Fn(FileId) -> Option<&'a Change>,
    found: &Found,
) -> bool {
    policy.counts_all()
        || policy.counts(found, |span| {
            let changed = change_of(span.file);
            let range = changed.map_or(span.range(), |change| {
                original(&change.old, &change.new, span.range())
            });
            let place = |text: &str| place(world, span.file, text, range);
            match changed {
                Some(change) => place(&change.old),
                None => place(&world.source(span.file)?.text),
            }
        })
}

/// The lines of `range` of a file that holds `text`.
fn place(world: &World, file: FileId, text: &str, range: Range) -> Option<Place> {
    let line = |offset: u32| {
        let before = text.as_bytes().get(..offset as usize)?;
        Some(memchr::memchr_iter(b'\n', before).count() as u32 + 1)
    };
    let path = world.workspace.path(file);
    Some(Place {
        path: path.canonicalize().unwrap_or(path),
        first: line(range.start)?,
        last: line(range.end.max(range.start))?,
    })
}

/// Takes out of `survey` what `policy` does not want looked at; `changes` lie between the files that it saw and those that
/// the policy speaks of.
pub fn narrow(world: &World, policy: &Policy, changes: &[&Change], survey: &mut Survey) {
    let change_of = |file| changes.iter().copied().find(|change| change.file == file);
    survey
        .found
        .retain(|found| counts(world, policy, change_of, found));
}

/// The files with `fixes` made, all of them, each whole.
pub fn with_fixes(world: &World, fixes: &[Fix]) -> Result<Settled> {
    let all: Vec<&Fix> = fixes.iter().collect();
    let rewrites = rewrite(world, &all).map_err(|reason| anyhow::anyhow!(reason))?;
    let files = |fix: &Fix| fix.edits.iter().map(|edit| edit.span.file).collect();
    let mut settled = Settled {
        fixes: fixes.len(),
        groups: fixes.iter().map(files).collect(),
        changes: (rewrites.into_iter())
            .map(|rewrite| Change {
                file: rewrite.file,
                old: rewrite.old,
                new: rewrite.new,
                marks: Vec::new(),
            })
            .collect(),
    };
    (settled.changes).sort_by_cached_key(|change| world.workspace.display(change.file));
    Ok(settled)
}

fn candidates(found: &[Found], safety: Safety) -> impl Iterator<Item = (&Found, &Fix)> {
    found
        .iter()
        .filter_map(|found| Some((found, found.finding.fix.as_ref()?)))
        .filter(move |(_, fix)| fix.safety >= safety)
}

/// The fixes that can be made together: the safer first, then by position, each whole.
fn take(found: &[Found], safety: Safety) -> Vec<&Found> {
    let mut candidates: Vec<(&Found, &Fix)> = candidates(found, safety).collect();
    // The order of position and name is the survey's.
    candidates.sort_by_key(|(_, fix)| std::cmp::Reverse(fix.safety));
    let mut taken: Vec<(&Found, &Fix)> = Vec::new();
    for (candidate, fix) in candidates {
        let goes_with = |other: &Fix| {
            edit::disjoint(&fix.edits, &other.edits)
                && !fix.about.iter().any(|about| other.about.contains(about))
        };
        if taken.iter().all(|(_, other)| goes_with(other)) {
            taken.push((candidate, fix));
        }
    }
    taken.into_iter().map(|(found, _)| found).collect()
}

/// Puts the fixes into the world's texts; the directories that changed.
fn apply(
    world: &mut World,
    taken: &[&Found],
    changes: &mut BTreeMap<FileId, Change>,
    settled: &mut Settled,
) -> Result<BTreeSet<DirId>> {
    let mut accepted: Vec<&Found> = taken.to_vec();
    let rewrites = loop {
        let fixes: Vec<&Fix> = accepted
            .iter()
            .filter_map(|found| found.finding.fix.as_ref())
            .collect();
        match rewrite(world, &fixes) {
            Ok(rewrites) => break rewrites,
            // Each fix was sound alone; together they are not, so fewer are tried.
            Err(reason) if accepted.len() <= 1 => bail!("a fix cannot be applied: {reason}"),
            Err(_) => accepted.truncate(accepted.len().div_ceil(2)),
        }
    };
    let mut touched = BTreeSet::new();
    for found in &accepted {
        let Some(fix) = &found.finding.fix else {
            continue;
        };
        settled.fixes += 1;
        let files: BTreeSet<FileId> = fix.edits.iter().map(|edit| edit.span.file).collect();
        settled.groups.push(files.into_iter().collect());
        for edit in &found.edits {
            mark(world, changes, found.finding.transform, fix.safety, edit);
        }
    }
    for rewrite in rewrites {
        touched.insert(world.workspace.file(rewrite.file).directory);
        if let Some(change) = changes.get_mut(&rewrite.file) {
            change.new = rewrite.new.clone();
        }
        world.change(rewrite.file, rewrite.new);
    }
    Ok(touched)
}

fn mark(
    world: &World,
    changes: &mut BTreeMap<FileId, Change>,
    transform: &'static str,
    safety: Safety,
    edit: &Edit,
) {
    let file = edit.span.file;
    let change = changes.entry(file).or_insert_with(|| {
        let text = world
            .source(file)
            .map(|source| source.text)
            .unwrap_or_default();
        Change {
            file,
            old: text.clone(),
            new: text,
            marks: Vec::new(),
        }
    });
    let range = original(&change.old, &change.new, edit.span.range());
    change.marks.push(Mark {
        transform,
        safety,
        range,
    });
}

/// The range of `old` that became `range` of `new`.
fn original(old: &str, new: &str, range: Range) -> Range {
    if old == new {
        return range;
    }
    // By how much offsets have moved at a place, and the last place where that changed.
    let mut shift = 0i64;
    let mut mapped = [range.start, range.end];
    for (replaced, text) in edit::difference(old, new) {
        let begin = (i64::from(replaced.start) + shift) as u32;
        let end = begin + text.len() as u32;
        shift += text.len() as i64 - i64::from(replaced.end - replaced.start);
        for (offset, place) in [range.start, range.end].into_iter().zip(&mut mapped) {
            if offset >= end {
                *place = (i64::from(offset) - shift) as u32;
            } else if offset > begin {
                *place = replaced.end.min(replaced.start + (offset - begin));
            }
        }
    }
    Range::new(mapped[0], mapped[1].max(mapped[0]))
}
