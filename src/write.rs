//! Writing texts back: whole files by rename, several of them together or none.

use std::collections::HashSet;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use tempfile::NamedTempFile;

/// A new text for a file.
#[derive(Clone, Copy, Debug)]
pub struct Replacement<'text> {
    /// Of a link, the file at its end is replaced and the link stays.
    pub path: &'text Path,
    /// What the file must still hold.
    pub old_text: &'text str,
    pub new_text: &'text str,
}

/// Replaces what a file holds, or leaves it as it was and says why.
pub fn replace(path: &Path, old_text: &str, new_text: &str) -> Result<()> {
    replace_all(&[Replacement {
        path,
        old_text,
        new_text,
    }])
}

/// Replaces what several files hold, or leaves all of them as they were and says why.
///
/// Nothing is touched until every new text is on the disk and every file is seen to be unchanged. Modes are kept, and the
/// owner where that is allowed; of a file with several hard links, only the given name gets the new text.
pub fn replace_all(replacements: &[Replacement<'_>]) -> Result<()> {
    let prepared = prepare_all(replacements)?;
    for replacement in &prepared {
        replacement.check_unchanged()?;
    }
    commit(prepared)
}

/// A replacement that only needs renames.
struct Prepared<'text> {
    target: PathBuf,
    old_text: &'text str,
    new: NamedTempFile,
    /// The old text, to go back without needing space on the disk; only where there are other files.
    old: Option<NamedTempFile>,
}

fn prepare_all<'text>(replacements: &[Replacement<'text>]) -> Result<Vec<Prepared<'text>>> {
    let mut targets = HashSet::new();
    let mut prepared = Vec::with_capacity(replacements.len());
    for replacement in replacements {
        let shown = replacement.path.display();
        let with_way_back = replacements.len() > 1;
        let ready = prepare(replacement, with_way_back)
            .with_context(|| format!("{shown} was not written"))?;
        ensure!(
            targets.insert(ready.target.clone()),
            "{shown} was not written: it is to be replaced twice at once"
        );
        prepared.push(ready);
    }
    Ok(prepared)
}

fn prepare<'text>(
    replacement: &Replacement<'text>,
    with_way_back: bool,
) -> Result<Prepared<'text>> {
    let target = replacement
        .path
        .canonicalize()
        .context("it cannot be found")?;
    let metadata = fs::metadata(&target).context("it cannot be read")?;
    ensure!(metadata.is_file(), "it is no regular file");
    // A rename would get around the file's own protection.
    let is_protected = metadata.permissions().readonly()
        || OpenOptions::new()
            .write(true)
            .open(&target)
            .is_err_and(|error| error.kind() == ErrorKind::PermissionDenied);
    ensure!(
        !is_protected,
        "it is read-only; make it writable and run chanfix again"
    );
    let new = text_beside(&target, &metadata, replacement.new_text)?;
    let old = match with_way_back {
        true => Some(text_beside(&target, &metadata, replacement.old_text)?),
        false => None,
    };
    Ok(Prepared {
        target,
        old_text: replacement.old_text,
        new,
        old,
    })
}

/// A file with `text` in the folder of `target`, that has its mode and vanishes when it is dropped.
fn text_beside(target: &Path, metadata: &Metadata, text: &str) -> Result<NamedTempFile> {
    let folder = target.parent().context("it is in no folder")?;
    // Go's tools pass over names that begin with a dot.
    let file = tempfile::Builder::new()
        .prefix(".chanfix-")
        .suffix(".tmp")
        .tempfile_in(folder);
    let file = file.with_context(|| format!("no file can be created in {}", folder.display()))?;
    fill(file.as_file(), text).map_err(|error| explain(error, folder))?;
    keep_owner(file.path(), metadata);
    file.as_file()
        .set_permissions(metadata.permissions())
        .context("its mode cannot be kept")?;
    Ok(file)
}

fn fill(mut file: &File, text: &str) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    // Some file systems tell only now that there is no space, and a rename must not overtake the text.
    file.sync_all()
}

fn explain(error: io::Error, folder: &Path) -> anyhow::Error {
    let folder = folder.display();
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => anyhow::Error::new(error).context(
            format!("there is no space left for it in {folder}; make some and run chanfix again"),
        ),
        _ => {
            anyhow::Error::new(error).context(format!("the new text cannot be stored in {folder}"))
        }
    }
}

/// Another owner is kept where the user may give files away, else the file becomes the user's, as editors do it.
#[cfg(unix)]
fn keep_owner(path: &Path, metadata: &Metadata) {
    use std::os::unix::fs::{MetadataExt, chown};
    chown(path, Some(metadata.uid()), Some(metadata.gid())).ok();
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &Metadata) {}

impl Prepared<'_> {
    fn check_unchanged(&self) -> Result<()> {
        let shown = self.target.display();
        let text = fs::read(&self.target)
            .with_context(|| format!("{shown} was not written: it cannot be read"))?;
        ensure!(
            text == self.old_text.as_bytes(),
            "{shown} was not written: it changed since it was read; run chanfix again"
        );
        Ok(())
    }
}

/// Renames all new texts into place; if one cannot be, the ones before it are taken back.
fn commit(prepared: Vec<Prepared<'_>>) -> Result<()> {
    let mut done = Vec::new();
    for Prepared {
        target, new, old, ..
    } in prepared
    {
        if let Err(error) = new.persist(&target) {
            let failure = anyhow::Error::new(error.error)
                .context(format!("{} cannot be replaced", target.display()));
            return match take_back(done) {
                Ok(()) => Err(failure.context("nothing was written")),
                Err(stuck) => Err(failure.context(stuck)),
            };
        }
        done.push((target, old));
    }
    Ok(())
}

fn take_back(done: Vec<(PathBuf, Option<NamedTempFile>)>) -> Result<()> {
    let mut stuck = Vec::new();
    for (target, old) in done.into_iter().rev() {
        if old.is_none_or(|old| old.persist(&target).is_err()) {
            stuck.push(target.display().to_string());
        }
    }
    if !stuck.is_empty() {
        bail!(
            "only a part was written, and could not be taken back: {}",
            stuck.join(", ")
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests;
