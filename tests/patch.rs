//! Patches are what `git apply` takes: each one here is applied with git, in a repository and outside one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use chanfix::finding::Safety;
use chanfix::report::Styling;
use chanfix::report::patch::{FileChange, Label, patch};
use chanfix::report::patch_root::PatchRoot;
use chanfix::source::Range;

/// A file's name and its text before and after.
type Case = (String, String, String);

fn case(name: &str, old: impl Into<String>, new: impl Into<String>) -> Case {
    (name.into(), old.into(), new.into())
}

/// Changes of all sorts, one to a file.
fn cases() -> Vec<Case> {
    let lines: Vec<String> = (1..=30).map(|line| format!("\tline{line}()\n")).collect();
    let long = lines.concat();
    let without_end = long.trim_end_matches('\n').to_owned();
    let crlf = long.replace('\n', "\r\n");
    let two_hunks = long
        .replace("line3()", "three()")
        .replace("line27()\n", "line27()\n\tmore()\n");
    vec![
        case(
            "added.go",
            &long,
            long.replace("line9()\n", "line9()\n\tnine()\n\tten()\n"),
        ),
        case("deleted.go", &long, long.replace("\tline9()\n", "")),
        case("first_line.go", &long, long.replace("line1()", "one()")),
        case("before_first_line.go", &long, format!("package p\n{long}")),
        case("last_line.go", &long, long.replace("line30()", "thirty()")),
        case("behind_last_line.go", &long, format!("{long}end()\n")),
        case("two_hunks.go", &long, &two_hunks),
        case("crlf.go", &crlf, two_hunks.replace('\n', "\r\n")),
        case("crlf_without_end.go", "a\r\nb", "a\r\nc\r\nb"),
        case("lone_returns.go", "a\rb\nc\r\n\rd\n", "a\rb\nC\r\n\rd\n"),
        case(
            "without_end.go",
            &without_end,
            without_end.replace("line30", "thirty"),
        ),
        case(
            "without_end_far_away.go",
            &without_end,
            without_end.replace("line2()", "two()"),
        ),
        case("end_lost.go", &long, &without_end),
        case("end_gained.go", &without_end, &long),
        case("filled.go", "", "package p\n"),
        case("filled_without_end.go", "", "package p"),
        case("emptied.go", "package p\n", ""),
        case("bom.go", "\u{feff}package p\n", "\u{feff}package q\n"),
        case(
            "signs.go",
            "--- a/x\n+++ b/x\n@@ -1 +1 @@\n\\ No newline\n",
            "-- a/x\n++ b/x\n@@ -1 +1 @@\n",
        ),
        case("sub/folder/deep.go", &long, &two_hunks),
        case("with blank/a b.go", &long, &two_hunks),
        case("tab\tquote\"back\\slash.go", &long, &two_hunks),
        case("größe/語.go", &long, &two_hunks),
        case("b/a/b.go", &long, &two_hunks),
    ]
}

fn write_all(folder: &Path, files: &[Case]) {
    for (name, old, _) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("files are in a folder"))
            .expect("a folder is made");
        fs::write(path, old).expect("a file is written");
    }
}

/// The patch that the command line would print for `given`, a folder below `folder`.
fn patch_of(folder: &Path, given: &str, files: &[Case]) -> (PatchRoot, String) {
    let given: PathBuf = folder.join(given);
    let root = PatchRoot::of(std::slice::from_ref(&given));
    let changes: Vec<FileChange<'_>> = (files.iter())
        .filter(|(name, ..)| folder.join(name).starts_with(&given))
        .map(|(name, old, new)| FileChange {
            name: root.name_of(&folder.join(name)),
            old,
            new,
            labels: vec![Label {
                transform: "some-bug",
                safety: Safety::Safe,
                range: Range::new(0, 1),
            }],
        })
        .collect();
    let text = patch(&changes, Styling::Plain);
    (root, text)
}

/// Runs git without the settings of whoever runs the tests.
fn git(folder: &Path, words: &[&str]) -> Output {
    let output = Command::new("git")
        .args(words)
        .current_dir(folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", folder.join("no-such-config"))
        .env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap_or(folder))
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .output()
        .expect("git runs");
    assert!(
        output.status.success(),
        "git {words:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// Applies the patch for `given` from its root and compares every file with what it should be.
fn apply_and_compare(folder: &Path, given: &str, files: &[Case]) {
    let (root, patch) = patch_of(folder, given, files);
    let patch_file = tempfile::NamedTempFile::new().expect("a temporary file");
    fs::write(patch_file.path(), &patch).expect("the patch is written");
    let path = patch_file
        .path()
        .to_str()
        .expect("temporary names are UTF-8");
    git(root.folder(), &["apply", "--check", path]);
    git(root.folder(), &["apply", path]);
    for (name, old, new) in files {
        let is_patched = folder.join(name).starts_with(folder.join(given));
        let found = fs::read_to_string(folder.join(name)).expect("a patch deletes no file");
        assert_eq!(
            &found,
            if is_patched { new } else { old },
            "{name:?} after\n{patch}"
        );
    }
}

#[test]
fn every_change_applies_in_a_repository() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    git(folder.path(), &["init", "--quiet"]);
    write_all(folder.path(), &cases());
    git(folder.path(), &["add", "--all"]);
    apply_and_compare(folder.path(), "", &cases());
}

#[test]
fn each_change_applies_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in cases() {
        let files = [file];
        write_all(folder.path(), &files);
        apply_and_compare(folder.path(), "", &files);
    }
}

#[test]
fn the_patch_of_a_folder_in_a_repository_applies_from_the_root() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    git(folder.path(), &["init", "--quiet"]);
    write_all(folder.path(), &cases());
    apply_and_compare(folder.path(), "sub/folder", &cases());
    let (_, patch) = patch_of(folder.path(), "sub/folder", &cases());
    assert!(
        patch.starts_with("diff --git a/sub/folder/deep.go b/sub/folder/deep.go\n"),
        "{patch}"
    );
}

#[test]
fn outside_a_repository_a_patch_applies_in_the_folder() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_all(folder.path(), &cases());
    apply_and_compare(folder.path(), "", &cases());
    write_all(folder.path(), &cases());
    apply_and_compare(folder.path(), "sub", &cases());
    let (_, patch) = patch_of(folder.path(), "sub", &cases());
    assert!(
        patch.starts_with("diff --git a/folder/deep.go b/folder/deep.go\n"),
        "{patch}"
    );
}

#[test]
fn headers_and_hunks_are_those_of_git_diff() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    git(folder.path(), &["init", "--quiet"]);
    write_all(folder.path(), &cases());
    git(
        folder.path(),
        &["-c", "core.autocrlf=false", "add", "--all"],
    );
    let (_, ours) = patch_of(folder.path(), "", &cases());
    for (name, _, new) in cases() {
        fs::write(folder.path().join(name), new).expect("a file is written");
    }
    let output = git(
        folder.path(),
        &["-c", "core.autocrlf=false", "diff", "--no-color"],
    );
    let theirs = String::from_utf8(output.stdout).expect("the patch is UTF-8");
    assert_eq!(without_remarks(&ours), without_remarks(&theirs));
}

/// A patch without hashes and without what stands behind the places of hunks.
fn without_remarks(patch: &str) -> String {
    let lines = patch.split('\n').filter(|line| !line.starts_with("index "));
    let lines = lines.map(|line| {
        match line
            .strip_prefix("@@ ")
            .and_then(|rest| rest.split_once(" @@"))
        {
            Some((place, _)) => format!("@@ {place} @@"),
            None => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}
