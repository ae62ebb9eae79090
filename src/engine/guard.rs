//! Withholds fixes that bring another bug: those after which a transform that guards fixes finds more than before.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::find::Found;
use super::{Part, Rule, Transform};
use crate::edit;
use crate::finding::{Edit, Finding};
use crate::model::{Directory, Package, World};
use crate::source::{FileId, Range};
use crate::syntax::ast::Name;
use crate::transforms::TRANSFORMS;

/// Fixes that are looked at one by one, where several together add a finding; more are withheld together.
const MOST: usize = 40;

/// What the guarding transforms say of a package: how often each of their messages.
pub(super) type Said = BTreeMap<(&'static str, String), usize>;

/// What the guarding transforms have said of a directory, where all of them were asked: they need not be asked again.
pub(super) fn heard(rules: &[&Rule], findings: &[Finding]) -> Option<Said> {
    let mut guards = TRANSFORMS
        .iter()
        .filter(|transform| transform.guards_fixes());
    let were_asked = guards.all(|guard| rules.iter().any(|rule| rule.name == guard.name));
    were_asked.then(|| {
        let mut said = Said::new();
        for finding in findings {
            note(&mut said, finding);
        }
        said
    })
}

/// Withholds those of the fixes in a directory that add a finding of a guarding transform in one of its `packages`.
/// `before` is what these say of the directory as it is, if that is known.
pub(super) fn withhold(
    world: &World,
    directory: &Arc<Directory>,
    packages: &BTreeSet<Name>,
    before: Option<Said>,
    found: &mut [Found],
) {
    let guards: Vec<Part> = TRANSFORMS
        .iter()
        .filter(|transform| transform.guards_fixes())
        .flat_map(|transform: &&Transform| Rule::of(transform).parts)
        .collect();
    let mut waiting: Vec<usize> = (0..found.len())
        .filter(|&number| {
            found[number]
                .edits
                .iter()
                .any(|edit| moves_locks(world, edit))
        })
        .collect();
    if waiting.is_empty() {
        return;
    }
    let asked = Asked {
        world,
        packages,
        guards,
    };
    let before = before.unwrap_or_else(|| asked.said(directory));
    while !waiting.is_empty() {
        let mut batch: Vec<usize> = Vec::new();
        waiting.retain(|&number| {
            let goes_with =
                |&other: &usize| edit::disjoint(&found[number].edits, &found[other].edits);
            let is_apart = batch.iter().all(goes_with);
            if is_apart {
                batch.push(number);
            }
            !is_apart
        });
        if asked.adds(directory, &before, &batch, found) {
            for (position, &number) in batch.iter().enumerate() {
                let is_bad = batch.len() == 1
                    || position >= MOST
                    || asked.adds(directory, &before, &[number], found);
                if is_bad {
                    let found = &mut found[number];
                    found.edits.clear();
                    found.finding.fix = None;
                    found.finding.note =
                        Some("no fix: it would make goroutines wait for each other".to_string());
                }
            }
        }
    }
}

/// Whether an edit adds or takes out a call that locks or unlocks: no other can add a deadlock.
fn moves_locks(world: &World, edit: &Edit) -> bool {
    let locks = |text: &str| text.contains("ock()");
    let old = world.source(edit.span.file);
    locks(&edit.text) || old.is_some_and(|source| locks(source.slice(edit.span.range())))
}

/// The guarding transforms, and what they are asked about.
struct Asked<'a> {
    world: &'a World,
    packages: &'a BTreeSet<Name>,
    guards: Vec<Part>,
}

impl Asked<'_> {
    /// Whether the guards say more of the directory with these fixes than before.
    fn adds(
        &self,
        directory: &Arc<Directory>,
        before: &Said,
        fixes: &[usize],
        found: &[Found],
    ) -> bool {
        let mut edits: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
        for edit in fixes.iter().flat_map(|&number| &found[number].edits) {
            edits.entry(edit.span.file).or_default().push(edit);
        }
        let mut texts = HashMap::new();
        for (file, edits) in edits {
            let Some(known) = directory.file(file) else {
                continue;
            };
            let edits: Vec<(Range, &str)> = edits
                .iter()
                .map(|edit| (edit.span.range(), &*edit.text))
                .collect();
            match edit::apply(&known.source.text, &edits) {
                Ok(applied) => texts.insert(file, applied.text),
                // Together they cannot be made; settling leaves one of them for later.
                Err(_) => return fixes.len() > 1,
            };
        }
        let changed = Arc::new(self.world.with_texts(directory.id, &texts));
        let after = self.said(&changed);
        after
            .iter()
            .any(|(what, count)| before.get(what).copied().unwrap_or(0) < *count)
    }

    fn said(&self, directory: &Arc<Directory>) -> Said {
        let mut said = Said::new();
        for &name in self.packages {
            let guards = self.guards.iter();
            let active: Vec<&Part> = guards
                .filter(|guard| guard.is_triggered(directory, name))
                .collect();
            if active.is_empty() {
                continue;
            }
            let package = Package::new(self.world, directory.clone(), name);
            for finding in active.iter().flat_map(|guard| guard.find(&package)) {
                note(&mut said, &finding);
            }
        }
        said
    }
}

fn note(said: &mut Said, finding: &Finding) {
    let what = (finding.transform, finding.message.clone());
    *said.entry(what).or_default() += 1;
}
