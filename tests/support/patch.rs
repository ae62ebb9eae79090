//! Patches as `--dry-run` prints them: cut into files, and applied by git.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// The part of a patch for each file, by the file's new path.
pub fn by_file(patch: &str) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut path = None;
    for line in patch.split_inclusive('\n') {
        if line.starts_with("diff --git ") {
            path = line
                .trim_end()
                .split_once(" b/")
                .map(|(_, path)| path.to_string());
        }
        if let Some(path) = &path {
            files.entry(path.clone()).or_default().push_str(line);
        }
    }
    files
}

/// Lets git apply a patch in a folder, whatever the user's own settings are.
pub fn apply(folder: &Path, patch: &[u8]) -> Result<(), String> {
    let mut git = git(folder)
        .args(["apply", "--whitespace=nowarn", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("git: {error}"))?;
    let mut input = git.stdin.take().expect("stdin is a pipe");
    // Git says on stderr why it did not read on.
    let _ = input.write_all(patch);
    drop(input);
    let output = git
        .wait_with_output()
        .map_err(|error| format!("git: {error}"))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

/// A git command that knows no repository above the folder and no settings of the user.
pub fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap_or(folder))
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE");
    git
}
