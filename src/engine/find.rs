//! One round: every transform over every package.

use std::collections::{BTreeSet, HashMap};
use std::panic::{self, AssertUnwindSafe};
use std::sync::OnceLock;

use rayon::prelude::*;

use super::complete;
use super::guard;
use super::{Part, Policy, Rule};
use crate::finding::{Edit, Finding};
use crate::fingerprint::{self, Place};
use crate::model::file::File;
use crate::model::{DirId, Directory, Package, World};
use crate::source::FileId;
use crate::suppress::{Ignores, UNUSED_IGNORE};
use crate::syntax::ast::Name;
use crate::workspace::Problem;

/// A finding with its fix finished.
#[derive(Clone, Debug)]
pub struct Found {
    pub finding: Finding,
    /// The finished edits of the fix; empty where there is none, or where it was withheld.
    pub edits: Vec<Edit>,
    /// What it is known by from one version of the source to the next.
    pub fingerprint: String,
}

/// What a round saw.
#[derive(Debug, Default)]
pub struct Survey {
    /// Sorted by path and position.
    pub found: Vec<Found>,
    pub files: usize,
    pub packages: usize,
    /// Declarations that were looked at and skipped, because they do not parse.
    pub damaged: usize,
}

/// Looks at all packages of `dirs`. `tick` is called once for each directory that is done.
pub fn survey(
    world: &World,
    dirs: &[DirId],
    rules: &[&Rule],
    policy: &Policy,
    tick: &(dyn Fn() + Sync),
) -> Survey {
    // The largest first, so that no thread is left alone with one in the end.
    let mut order: Vec<usize> = (0..dirs.len()).collect();
    order.sort_by_key(|&number| {
        std::cmp::Reverse(world.workspace.directory(dirs[number]).files.len())
    });
    let parts: Vec<OnceLock<Survey>> = dirs.iter().map(|_| OnceLock::new()).collect();
    rayon::scope_fifo(|scope| {
        for number in order {
            let parts = &parts;
            scope.spawn_fifo(move |_| {
                parts[number].get_or_init(|| survey_safely(world, dirs[number], rules, policy));
                tick();
            });
        }
    });
    let mut survey = Survey::default();
    for part in parts.into_iter().filter_map(OnceLock::into_inner) {
        survey.found.extend(part.found);
        survey.files += part.files;
        survey.packages += part.packages;
        survey.damaged += part.damaged;
    }
    survey.found.sort_by_cached_key(|found| {
        let span = found.finding.span;
        (
            world.workspace.display(span.file),
            span.start,
            span.end,
            found.finding.transform,
        )
    });
    survey
}

/// Keeps a fault of chanfix's own to the directory that shows it.
fn survey_safely(world: &World, dir: DirId, rules: &[&Rule], policy: &Policy) -> Survey {
    let survey = panic::catch_unwind(AssertUnwindSafe(|| {
        survey_directory(world, dir, rules, policy)
    }));
    survey.unwrap_or_else(|fault| {
        let text = fault.downcast_ref::<String>().map(String::as_str);
        let text = text
            .or_else(|| fault.downcast_ref::<&str>().copied())
            .unwrap_or("unknown");
        let message = format!("internal error, the folder is skipped; please report it: {text}");
        world.add_problem(Problem::of(
            world.workspace.directory(dir).display.clone(),
            message,
        ));
        Survey::default()
    })
}

fn survey_directory(world: &World, dir: DirId, rules: &[&Rule], policy: &Policy) -> Survey {
    let directory = world.load_once(dir);
    let is_requested = |file: &File| world.workspace.file(file.source.id).requested;
    let mut survey = Survey {
        files: directory
            .files
            .iter()
            .filter(|file| is_requested(file))
            .count(),
        ..Survey::default()
    };
    let packages: BTreeSet<Name> = directory
        .files
        .iter()
        .filter(|file| {
            is_requested(file) && !file.constraint.is_ignored() && !file.package.is_empty()
        })
        .map(|file| file.package)
        .collect();
    survey.packages = packages.len();
    let mut findings: Vec<Finding> = Vec::new();
    for &package_name in &packages {
        let is_active = |part: &&Part| part.is_triggered(&directory, package_name);
        let mut package = None;
        for rule in rules {
            let mut of_rule: Vec<Finding> = Vec::new();
            for part in rule.parts.iter().filter(is_active) {
                let package = package
                    .get_or_insert_with(|| Package::new(world, directory.clone(), package_name));
                // What one form of the bug says of a place, a further one does not say again.
                let mut more = part.find(package);
                more.retain(|finding| !of_rule.iter().any(|known| overlap(known, finding)));
                of_rule.extend(more);
            }
            findings.extend(of_rule);
        }
    }
    let heard = guard::heard(rules, &findings);
    let finished = |findings: Vec<Finding>| -> Vec<Found> {
        let finished = findings.into_par_iter();
        finished
            .filter_map(|finding| finish(world, &directory, finding))
            .collect()
    };
    let mut found = finished(findings);
    let mut ignores = Ignores::of(&directory, |file| is_reported(world, file));
    let suppressed: Vec<bool> = (found.iter())
        .map(|found| ignores.suppresses(found))
        .collect();
    let ran = |name: &str| rules.iter().any(|rule| rule.name == name);
    if ran(UNUSED_IGNORE) {
        found.extend(finished(ignores.unused(&policy.known, ran)));
    }
    // Fingerprints tell look-alikes apart by their order, which must not change where one of them is suppressed.
    survey.found = with_fingerprints(found, &directory);
    let mut suppressed = suppressed.into_iter();
    survey.found.retain_mut(|found| {
        let path = world.workspace.path(found.finding.span.file);
        policy.adjust(found, &path);
        !suppressed.next().unwrap_or(false) && policy.reports(found.finding.transform, &path)
    });
    guard::withhold(world, &directory, &packages, heard, &mut survey.found);
    survey.damaged = directory.damaged().count();
    survey
}

fn overlap(left: &Finding, right: &Finding) -> bool {
    left.span.file == right.span.file
        && left.span.start < right.span.end
        && right.span.start < left.span.end
}

/// Withholds what must not be reported or applied: nothing in files that were not asked for or are generated, and no fix
/// that cannot be made whole.
fn finish(world: &World, directory: &Directory, mut finding: Finding) -> Option<Found> {
    let file = directory.file(finding.span.file)?;
    if !is_reported(world, file) {
        return None;
    }
    let mut edits = Vec::new();
    if let Some(fix) = &finding.fix {
        match complete::finished(world, fix) {
            Ok(finished) if !finished.is_empty() => edits = finished,
            _ => finding.fix = None,
        }
    }
    Some(Found {
        finding,
        edits,
        fingerprint: String::new(),
    })
}

fn is_reported(world: &World, file: &File) -> bool {
    world.workspace.file(file.source.id).requested
        && world.workspace.is_editable(file.source.id)
        && !file.outline.is_generated
        && !file.constraint.is_ignored()
}

fn with_fingerprints(mut found: Vec<Found>, directory: &Directory) -> Vec<Found> {
    let paths: HashMap<FileId, String> = (found.iter())
        .filter_map(|found| directory.file(found.finding.span.file))
        .map(|file| {
            (
                file.source.id,
                fingerprint::path_in_repository(&file.source),
            )
        })
        .collect();
    let findings: Vec<&Finding> = found.iter().map(|found| &found.finding).collect();
    let fingerprints = fingerprint::fingerprints(&findings, |id| {
        let file = directory.file(id)?;
        Some(Place {
            source: &file.source,
            outline: &file.outline,
            path: paths.get(&id)?,
        })
    });
    for (found, fingerprint) in found.iter_mut().zip(fingerprints) {
        found.fingerprint = fingerprint;
    }
    found
}
