//! What Go says: fixed fixtures build and vet, and proofs fail before the fix and pass after it.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};

use super::fixtures::{Fixture, entries, tree};
use super::trial::{world_of, write};
use crate::engine::{Policy, Rule, settle, survey};
use crate::finding::Safety;
use crate::go::{GoWork, Job, Outcome, RaceDetector, TestOutput, Testing, Toolchain};
use crate::model::DirId;

/// How long Go may take for one command.
const LIMIT: Duration = Duration::from_secs(300);

/// What Go refuses in a fixture after the fix, and took before it.
pub(super) fn refused(
    toolchain: &Toolchain,
    fixture: &Fixture,
    after: &BTreeMap<String, String>,
) -> Result<Option<String>> {
    if !fixture.builds {
        return Ok(None);
    }
    if let Some(complaint) = vetted(toolchain, fixture, after)? {
        let is_changed = *after != fixture.files;
        let before = match is_changed {
            true => vetted(toolchain, fixture, &fixture.files)?,
            false => Some(complaint.clone()),
        };
        return Ok(Some(match before {
            None => format!("Go refuses it after the fix:\n{complaint}"),
            // A fixture may show what vet complains of, but it must build.
            Some(before) if is_changed && before.contains("vet: ") => {
                format!("does not build; a first line `// does not build` allows that:\n{before}")
            }
            Some(_) => return Ok(None),
        }));
    }
    Ok(None)
}

fn vetted(
    toolchain: &Toolchain,
    fixture: &Fixture,
    files: &BTreeMap<String, String>,
) -> Result<Option<String>> {
    let folder = tempfile::tempdir().context("making a temporary folder")?;
    write(folder.path(), files)?;
    let dir = folder.path().join(&fixture.module);
    let outcome = toolchain.vet(&job(&dir));
    Ok((!outcome.passed()).then(|| outcome.output().trim().to_string()))
}

fn job(dir: &Path) -> Job<'_> {
    Job {
        dir,
        packages: &["./..."],
        overlay: None,
        workspace: GoWork::Off,
        limit: LIMIT,
    }
}

/// Runs the proofs of a transform; for each its name, and what is wrong with it.
pub(super) fn proofs(
    toolchain: &Toolchain,
    rule: &Rule,
    transform: &Path,
) -> Result<Vec<(String, Option<String>)>> {
    let mut results = Vec::new();
    for path in entries(&transform.join("proof")) {
        if path.is_dir() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let result = proof(toolchain, rule, &path)?;
            results.push((format!("proof/{name}"), result));
        }
    }
    Ok(results)
}

fn proof(toolchain: &Toolchain, rule: &Rule, path: &Path) -> Result<Option<String>> {
    let folder = tempfile::tempdir().context("making a temporary folder")?;
    let mut files = tree(path)?;
    files
        .entry("go.mod".to_string())
        .or_insert_with(|| "module proof.test\n\ngo 1.26\n".to_string());
    write(folder.path(), &files)?;
    let before = tested(toolchain, folder.path(), 1);
    if before.passed() && tested(toolchain, folder.path(), 20).passed() {
        return Ok(Some("its test passes before the fix".to_string()));
    }
    if before.output().contains("[build failed]") || before.output().contains("[setup failed]") {
        let output = before.output().trim();
        return Ok(Some(format!("does not build before the fix:\n{output}")));
    }
    let mut world = world_of(folder.path());
    let dirs: Vec<DirId> = world.workspace.requested().to_vec();
    let first = survey(&world, &dirs, &[rule], &Policy::default(), &|| ());
    let settled = settle(
        &mut world,
        &first.found,
        &dirs,
        &[rule],
        &Policy::default(),
        Safety::Unsafe,
    )?;
    if settled.changes.is_empty() {
        return Ok(Some("the fix changes nothing in it".to_string()));
    }
    for change in settled.changes {
        files.insert(world.workspace.display(change.file), change.new);
    }
    write(folder.path(), &files)?;
    let after = tested(toolchain, folder.path(), 20);
    Ok((!after.passed()).then(|| {
        let lines: Vec<&str> = after.output().lines().collect();
        let tail = lines
            .get(lines.len().saturating_sub(20)..)
            .unwrap_or_default();
        format!("its test fails after the fix:\n{}", tail.join("\n"))
    }))
}

fn tested(toolchain: &Toolchain, dir: &Path, count: u32) -> Outcome {
    let testing = Testing {
        race: RaceDetector::On,
        count,
        package_limit: Duration::from_secs(180),
        output: TestOutput::Text,
    };
    toolchain.test(&testing, &job(dir))
}
