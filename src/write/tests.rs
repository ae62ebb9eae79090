use super::*;

use tempfile::TempDir;

fn folder_with(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

fn names(folder: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).expect("the folder").flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("the file")
}

fn message(result: Result<()>) -> String {
    format!("{:#}", result.expect_err("an error"))
}

#[test]
fn a_file_gets_its_new_text() {
    let folder = folder_with(&[("a.go", "old\r\n")]);
    let path = folder.path().join("a.go");
    replace(&path, "old\r\n", "new").expect("written");
    assert_eq!(text(&path), "new");
    assert_eq!(names(&folder), ["a.go"]);
}

#[test]
fn a_file_that_changed_is_left_alone() {
    let folder = folder_with(&[("a.go", "theirs")]);
    let path = folder.path().join("a.go");
    let told = message(replace(&path, "old", "new"));
    assert!(
        told.contains("a.go was not written: it changed since it was read; run chanfix again"),
        "{told}"
    );
    assert_eq!(text(&path), "theirs");
    assert_eq!(names(&folder), ["a.go"]);
}

#[test]
fn a_missing_file_is_told() {
    let folder = folder_with(&[]);
    let told = message(replace(&folder.path().join("a.go"), "old", "new"));
    assert!(
        told.contains("a.go was not written: it cannot be found"),
        "{told}"
    );
    assert_eq!(names(&folder), [""; 0]);
}

#[cfg(unix)]
#[test]
fn modes_are_kept() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder_with(&[("a.go", "old")]);
    let path = folder.path().join("a.go");
    for mode in [0o640, 0o755, 0o666, 0o600] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("a mode");
        replace(&path, "old", "old").expect("written");
        assert_eq!(
            fs::metadata(&path).expect("metadata").permissions().mode() & 0o7777,
            mode
        );
    }
}

#[test]
fn a_read_only_file_is_left_alone() {
    let folder = folder_with(&[("a.go", "old")]);
    let path = folder.path().join("a.go");
    let mut permissions = fs::metadata(&path).expect("metadata").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("a mode");
    let told = message(replace(&path, "old", "new"));
    assert!(
        told.contains("a.go was not written: it is read-only; make it writable"),
        "{told}"
    );
    assert_eq!(text(&path), "old");
    assert_eq!(names(&folder), ["a.go"]);
}

#[cfg(unix)]
#[test]
fn links_stay_and_their_target_is_replaced() {
    let folder = folder_with(&[("a.go", "old")]);
    let link = folder.path().join("link.go");
    std::os::unix::fs::symlink("a.go", &link).expect("a link");
    replace(&link, "old", "new").expect("written");
    assert!(fs::symlink_metadata(&link).expect("metadata").is_symlink());
    assert_eq!(text(&folder.path().join("a.go")), "new");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("/dev/full");
    let error = fill(&full, "new").expect_err("no space");
    let told = format!("{:#}", explain(error, Path::new("folder")));
    assert!(
        told.contains("there is no space left for it in folder"),
        "{told}"
    );
}

#[test]
fn several_files_are_written_together() {
    let folder = folder_with(&[("a.go", "a"), ("b.go", "b")]);
    let (a, b) = (folder.path().join("a.go"), folder.path().join("b.go"));
    let replacements = [
        Replacement {
            path: &a,
            old_text: "a",
            new_text: "A",
        },
        Replacement {
            path: &b,
            old_text: "b",
            new_text: "B",
        },
    ];
    replace_all(&replacements).expect("written");
    assert_eq!((text(&a), text(&b)), ("A".to_string(), "B".to_string()));
    assert_eq!(names(&folder), ["a.go", "b.go"]);
}

#[test]
fn one_changed_file_stops_all() {
    let folder = folder_with(&[("a.go", "a"), ("b.go", "theirs")]);
    let (a, b) = (folder.path().join("a.go"), folder.path().join("b.go"));
    let replacements = [
        Replacement {
            path: &a,
            old_text: "a",
            new_text: "A",
        },
        Replacement {
            path: &b,
            old_text: "b",
            new_text: "B",
        },
    ];
    assert!(message(replace_all(&replacements)).contains("b.go was not written: it changed"));
    assert_eq!(
        (text(&a), text(&b)),
        ("a".to_string(), "theirs".to_string())
    );
    assert_eq!(names(&folder), ["a.go", "b.go"]);
}

#[test]
fn a_failed_rename_takes_back_those_before_it() {
    let folder = folder_with(&[("a.go", "a"), ("b.go", "b"), ("c.go", "c")]);
    let path = |name: &str| folder.path().join(name);
    let (a, b, c) = (path("a.go"), path("b.go"), path("c.go"));
    let prepared = prepare_all(&[
        Replacement {
            path: &a,
            old_text: "a",
            new_text: "A",
        },
        Replacement {
            path: &b,
            old_text: "b",
            new_text: "B",
        },
        Replacement {
            path: &c,
            old_text: "c",
            new_text: "C",
        },
    ]);
    // Nothing can be renamed over a folder.
    fs::remove_file(&c).expect("removed");
    fs::create_dir(&c).expect("a folder");
    let told = message(commit(prepared.expect("prepared")));
    assert!(
        told.contains("nothing was written") && told.contains("c.go cannot be replaced"),
        "{told}"
    );
    assert_eq!((text(&a), text(&b)), ("a".to_string(), "b".to_string()));
    assert_eq!(names(&folder), ["a.go", "b.go", "c.go"]);
}

#[cfg(unix)]
#[test]
fn one_file_under_two_names_is_not_replaced_twice() {
    let folder = folder_with(&[("a.go", "a")]);
    let (a, link) = (folder.path().join("a.go"), folder.path().join("link.go"));
    std::os::unix::fs::symlink("a.go", &link).expect("a link");
    let replacements = [
        Replacement {
            path: &a,
            old_text: "a",
            new_text: "A",
        },
        Replacement {
            path: &link,
            old_text: "a",
            new_text: "B",
        },
    ];
    assert!(
        message(replace_all(&replacements))
            .contains("link.go was not written: it is to be replaced twice")
    );
    assert_eq!(text(&a), "a");
}
