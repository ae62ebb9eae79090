use super::*;

#[test]
fn folders_stand_for_all_below_them() {
    let tree = Tree::of(&["a.go", "b/b.go", "b/c/c.go", "b/notes.txt", "d/d_test.go"]);
    let all = ["a.go", "b/b.go", "b/c/c.go", "d/d_test.go"];
    for paths in [
        &[][..],
        &["."],
        &["./..."],
        &["..."],
        &[".", "b", "b/c/...", "a.go"],
    ] {
        assert_eq!(tree.requested(paths), all, "{paths:?}");
    }
    for path in ["b", "b/", "./b", "b/...", "b/c/..", "d/../b"] {
        assert_eq!(tree.requested(&[path]), ["b/b.go", "b/c/c.go"], "{path}");
    }
}

#[test]
fn what_go_passes_over_is_skipped() {
    let tree = Tree::of(&[
        "a.go",
        "_a.go",
        ".a.go",
        "vendor/x/x.go",
        "testdata/x.go",
        "_x/x.go",
        ".x/x.go",
        "b/vendor/x.go",
        "b/testdata/x.go",
        "vendored/v.go",
    ]);
    assert_eq!(tree.requested(&["."]), ["a.go", "vendored/v.go"]);
}

#[test]
fn what_is_named_is_never_skipped() {
    let tree = Tree::of(&[
        "a.go",
        "_a.go",
        "testdata/t.go",
        "testdata/u/u.go",
        "vendor/v/v.go",
        "_x/x.go",
        ".y/y.go",
    ]);
    assert_eq!(
        tree.requested(&["testdata"]),
        ["testdata/t.go", "testdata/u/u.go"]
    );
    assert_eq!(
        tree.requested(&["vendor/...", "_x", ".y"]),
        [".y/y.go", "_x/x.go", "vendor/v/v.go"]
    );
    assert_eq!(tree.requested(&["_a.go"]), ["_a.go"]);
}

#[test]
fn ignore_files_hold_below_what_is_named() {
    let tree = Tree::of(&[
        ".gitignore = out/\n*.gen.go\n",
        ".ignore = scratch\n",
        "a.go",
        "a.gen.go",
        "out/o.go",
        "out/deep/o.go",
        "scratch/s.go",
        "b/.gitignore = c.go",
        "b/b.go",
        "b/c.go",
    ]);
    tree.write(".git/HEAD", "ref: refs/heads/main\n");
    assert_eq!(tree.requested(&["."]), ["a.go", "b/b.go"]);
    assert_eq!(tree.requested(&["out"]), ["out/o.go", "out/deep/o.go"]);
    assert_eq!(
        tree.requested(&["a.gen.go", "b/c.go"]),
        ["a.gen.go", "b/c.go"]
    );
}

#[test]
fn a_named_folder_is_walked_where_a_pattern_hides_all_in_it() {
    let tree = Tree::of(&[".gitignore = out/**\n", "a.go", "out/o.go"]);
    tree.write(".git/HEAD", "ref: refs/heads/main\n");
    assert_eq!(tree.requested(&["."]), ["a.go"]);
    assert_eq!(tree.requested(&["out"]), ["out/o.go"]);
}

#[test]
fn a_directory_holds_what_git_ignores_but_go_builds() {
    let tree = Tree::of(&[".gitignore = b.go\n", "a.go", "b.go", "_c.go"]);
    tree.write(".git/HEAD", "ref: refs/heads/main\n");
    let workspace = tree.load(&["."]);
    assert_eq!(workspace.requested_files(), ["a.go"]);
    let files = &workspace.directory_shown_as(".").files;
    assert_eq!(
        files
            .iter()
            .map(|&file| workspace.display(file))
            .collect::<Vec<_>>(),
        ["a.go", "b.go"]
    );
}

#[test]
fn a_file_brings_its_directory_with_it() {
    let tree = Tree::of(&["b/a.go", "b/b.go", "b/b_test.go", "b/c/c.go"]);
    let workspace = tree.load(&["b/b.go"]);
    assert_eq!(workspace.requested_files(), ["b/b.go"]);
    assert_eq!(workspace.directory_shown_as("b").files.len(), 3);
    assert_eq!(workspace.shown(workspace.requested()), ["b"]);
}

#[test]
fn tests_can_be_left_out_unless_they_are_named() {
    let tree = Tree::of(&["a.go", "a_test.go", "b/b_test.go"]);
    let workspace = tree.load_with(&["."], false);
    assert_eq!(workspace.requested_files(), ["a.go"]);
    assert!(workspace.file_shown_as("a_test.go").is_test);
    assert_eq!(tree.load_with(&["b"], false).messages(), [""; 0]);
    assert_eq!(
        tree.load_with(&["a.go", "a_test.go"], false)
            .requested_files(),
        ["a.go", "a_test.go"]
    );
}

#[test]
fn what_is_wrong_with_one_path_does_not_stop_the_others() {
    let tree = Tree::of(&["a/a.go", "empty/notes.txt", "a/notes.txt"]);
    let workspace = tree.load(&["nowhere", "nowhere/...", "empty", "a/notes.txt", "a"]);
    assert_eq!(workspace.requested_files(), ["a/a.go"]);
    let messages = workspace.messages();
    let starts = [
        "a/notes.txt: is no Go file",
        "empty: no Go files in this folder",
        "nowhere: no such file or folder",
        "nowhere/...: no such file or folder",
    ];
    assert_eq!(messages.len(), starts.len(), "{messages:?}");
    for (message, start) in messages.iter().zip(starts) {
        assert!(message.starts_with(start), "{message}");
    }
}

#[test]
fn paths_outside_the_working_directory_are_shown_whole() {
    let tree = Tree::of(&["a/a.go"]);
    let other = Tree::of(&["b.go"]);
    let path = other.path("b.go").to_string_lossy().into_owned();
    assert_eq!(
        tree.requested(&["a", &path])
            .iter()
            .filter(|shown| **shown == path)
            .count(),
        1
    );
    let inside = tree.path("a").to_string_lossy().into_owned();
    assert_eq!(tree.requested(&[&inside]), ["a/a.go"]);
}

#[test]
fn numbers_follow_the_order_of_paths() {
    let tree = Tree::of(&["b/b.go", "a/z.go", "a/a.go", "a.go"]);
    let workspace = tree.load(&["b", ".", "a"]);
    let shown: Vec<String> = workspace
        .files
        .iter()
        .map(|file| workspace.display(file.id))
        .collect();
    assert_eq!(shown, ["a.go", "a/a.go", "a/z.go", "b/b.go"]);
    assert!(
        workspace
            .files
            .iter()
            .zip(0..)
            .all(|(file, number)| file.id == FileId(number))
    );
}

#[test]
fn vendored_files_are_never_edited() {
    let tree = Tree::of(&["go.mod = module a\n", "a.go", "vendor/v/v.go"]);
    let workspace = tree.load(&["vendor", "a.go"]);
    assert!(!workspace.is_editable(workspace.file_shown_as("vendor/v/v.go").id));
    assert!(workspace.is_editable(workspace.file_shown_as("a.go").id));
}
