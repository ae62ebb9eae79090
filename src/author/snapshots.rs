//! Snapshots: what users see of each fixture, kept beside it.

use std::fs;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use similar::TextDiff;

use super::fixtures::entries;
use crate::cli::Snapshots;
use crate::report::out;

const FOLDER: &str = "snapshots";

/// Holds what is shown of a case against its snapshot; what is wrong, if anything is.
pub(super) fn compare(
    transform: &Path,
    case: &str,
    shown: &str,
    mode: Snapshots,
) -> Result<Option<String>> {
    let path = transform.join(FOLDER).join(format!("{case}.snap"));
    let kept = fs::read_to_string(&path).ok();
    if kept.as_deref() == Some(shown) {
        return Ok(None);
    }
    let difference = difference(kept.as_deref().unwrap_or_default(), shown);
    let is_accepted = match mode {
        Snapshots::Update => true,
        Snapshots::Ask => asked(case, &difference)?,
        Snapshots::Check => false,
    };
    if is_accepted {
        let folder = transform.join(FOLDER);
        fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        fs::write(&path, shown).with_context(|| format!("writing {}", path.display()))?;
        return Ok(None);
    }
    let what = match kept {
        Some(_) => "differs from its snapshot",
        None => "has no snapshot",
    };
    Ok(Some(format!(
        "{what}; if it is right, `chanfix test -u` accepts it:\n{difference}"
    )))
}

/// Snapshots without a fixture; removed where snapshots are accepted.
pub(super) fn orphans(transform: &Path, cases: &[String], mode: Snapshots) -> Result<Vec<String>> {
    let mut orphans = Vec::new();
    for path in entries(&transform.join(FOLDER)) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        if !cases.iter().any(|case| *case == name) {
            remove_or_tell(&path, mode, &mut orphans)?;
        }
    }
    Ok(orphans)
}

fn remove_or_tell(path: &PathBuf, mode: Snapshots, orphans: &mut Vec<String>) -> Result<()> {
    if mode == Snapshots::Update {
        return fs::remove_file(path).with_context(|| format!("removing {}", path.display()));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    orphans.push(format!(
        "{FOLDER}/{name} has no fixture; `chanfix test -u` removes it"
    ));
    Ok(())
}

pub(super) fn difference(kept: &str, shown: &str) -> String {
    let diff = TextDiff::from_lines(kept, shown);
    let mut unified = diff.unified_diff();
    unified.context_radius(3).header("kept", "now").to_string()
}

fn asked(case: &str, difference: &str) -> Result<bool> {
    out::write_stdout(&format!("{case}:\n{difference}accept? [y/N] "))?;
    io::stdout().flush().context("asking")?;
    let mut answer = String::new();
    io::stdin()
        .lock()
        .read_line(&mut answer)
        .context("reading the answer")?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
