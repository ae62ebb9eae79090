//! The laws that a fix keeps, whatever it changes.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result};

use super::fixtures::tree;
use super::trial::write;
use crate::layout::tokens::tokens;
use crate::layout::{misaligned, respace};

/// Files that are as gofmt has them before the fix, and not after it.
pub(super) fn spoilt_layout(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> Vec<String> {
    let sources = before.iter().filter(|(path, _)| path.ends_with(".go"));
    let spoilt = sources.filter_map(|(path, text)| {
        let line = unformatted(after.get(path)?).filter(|_| unformatted(text).is_none())?;
        Some(format!(
            "{path}: line {} of the fixed file is not as gofmt has it",
            line + 1
        ))
    });
    spoilt.collect()
}

/// The first line, counted from 0, whose columns or operators gofmt would space otherwise.
fn unformatted(text: &str) -> Option<u32> {
    let spaced = respace("", text);
    let mut lines = (0..).zip(text.lines().zip(spaced.lines()));
    let operators = lines.find(|(_, (line, spaced))| line != spaced);
    let columns = misaligned(text).first().copied();
    [operators.map(|(line, _)| line), columns]
        .into_iter()
        .flatten()
        .min()
}

/// Comments of the files before that are not in those after.
pub(super) fn lost_comments(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> Vec<String> {
    let comments = |text: &str| -> Vec<String> {
        let found = tokens(text).comments;
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        found
            .iter()
            .map(|comment| words(comment.range.of(text)))
            .collect()
    };
    let mut breaches = Vec::new();
    for (path, text) in before.iter().filter(|(path, _)| path.ends_with(".go")) {
        let mut left = after
            .get(path)
            .map(|text| comments(text))
            .unwrap_or_default();
        for comment in comments(text) {
            match left.iter().position(|kept| *kept == comment) {
                Some(kept) => drop(left.swap_remove(kept)),
                None => breaches.push(format!("{path}: the fix loses the comment {comment}")),
            }
        }
    }
    breaches
}

/// What `git apply` says against a patch, or how what it makes differs from the fix; nothing where there is no git.
pub(super) fn refused_patch(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
    patch: &str,
) -> Result<Option<String>> {
    if patch.is_empty() {
        return Ok(None);
    }
    let folder = tempfile::tempdir().context("making a temporary folder")?;
    write(folder.path(), before)?;
    let Some(output) = applied(folder.path(), patch) else {
        return Ok(None);
    };
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Ok(Some(format!("git apply refuses the patch: {}", why.trim())));
    }
    let is_same = tree(folder.path())? == *after;
    Ok((!is_same).then(|| "git apply makes other files of the patch than fix".to_string()))
}

/// Applies a patch in a folder that is in no repository.
fn applied(folder: &Path, patch: &str) -> Option<Output> {
    let mut child = Command::new("git")
        .current_dir(folder)
        .env("GIT_CEILING_DIRECTORIES", folder.parent()?)
        .args(["apply", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    let mut stdin = child.stdin.take()?;
    stdin.write_all(patch.as_bytes()).ok()?;
    drop(stdin);
    child.wait_with_output().ok()
}
