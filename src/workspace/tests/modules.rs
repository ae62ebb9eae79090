use super::*;

#[test]
fn the_module_is_found_above_the_path() {
    let tree = Tree::of(&[
        "go.mod = module example.com/m\n\ngo 1.22\n",
        "m.go",
        "a/b/b.go",
    ]);
    let workspace = tree.load(&["a/b"]);
    let directory = workspace.directory_shown_as("a/b");
    assert_eq!(directory.import_path.as_deref(), Some("example.com/m/a/b"));
    assert_eq!(workspace.version(directory.id), Some(Version::new(1, 22)));
    let module = workspace.module(directory.module.expect("a module"));
    assert_eq!(
        (module.path(), &module.root),
        (Some("example.com/m"), &tree.path(""))
    );
}

#[test]
fn nested_modules_are_walked_with_their_own_go_mod() {
    let tree = Tree::of(&[
        "go.mod = module m\ngo 1.25\n",
        "m.go",
        "n/go.mod = module other/n\ngo 1.20\n",
        "n/p/p.go",
    ]);
    let workspace = tree.load(&["."]);
    assert_eq!(workspace.requested_files(), ["m.go", "n/p/p.go"]);
    let nested = workspace.directory_shown_as("n/p");
    assert_eq!(nested.import_path.as_deref(), Some("other/n/p"));
    assert_eq!(workspace.version(nested.id), Some(Version::new(1, 20)));
    assert_eq!(
        workspace.directory_shown_as(".").import_path.as_deref(),
        Some("m")
    );
}

#[test]
fn outside_of_modules_nothing_is_known() {
    let tree = Tree::of(&["a.go"]);
    let workspace = tree.load(&["."]);
    let directory = workspace.directory_shown_as(".");
    // The folder for temporary files lies in no module.
    assert_eq!(
        (directory.module, directory.import_path.as_deref()),
        (None, None)
    );
    assert_eq!(workspace.version(directory.id), None);
}

#[test]
fn a_broken_go_mod_is_told_and_the_version_unknown() {
    let tree = Tree::of(&[
        "n/go.mod = module m\ngo 1.22\n<<<<<<< HEAD\n",
        "n/a/a.go",
        "n/b/b.go",
    ]);
    let workspace = tree.load(&["."]);
    assert_eq!(workspace.requested_files(), ["n/a/a.go", "n/b/b.go"]);
    let messages = workspace.messages();
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(
        messages[0].starts_with("n/go.mod:3: `<<<<<<< HEAD` is not understood"),
        "{messages:?}"
    );
    assert_eq!(
        workspace.version(workspace.directory_shown_as("n/a").id),
        None
    );
}

#[test]
fn an_unreadable_go_mod_is_told() {
    let tree = Tree::of(&["a.go"]);
    tree.write("go.mod", b"module m\n\xff\n");
    let workspace = tree.load(&["."]);
    assert!(
        workspace.messages()[0].starts_with("go.mod:2: is not UTF-8"),
        "{:?}",
        workspace.messages()
    );
    assert_eq!(
        workspace.version(workspace.directory_shown_as(".").id),
        None
    );
}

#[test]
fn windows_line_ends_in_go_mod_do_not_matter() {
    let tree = Tree::of(&["go.mod = module m\r\n\r\ngo 1.21 // why\r\n", "a.go"]);
    let workspace = tree.load(&["."]);
    assert_eq!(workspace.messages(), [""; 0]);
    let directory = workspace.directory_shown_as(".");
    assert_eq!(directory.import_path.as_deref(), Some("m"));
    assert_eq!(workspace.version(directory.id), Some(Version::new(1, 21)));
}

#[test]
fn folders_that_go_mod_ignores_are_skipped_unless_named() {
    let tree = Tree::of(&[
        "go.mod = module m\ngo 1.25\nignore ./out\n",
        "a.go",
        "out/o.go",
        "out/p/p.go",
    ]);
    assert_eq!(tree.requested(&["."]), ["a.go"]);
    assert_eq!(tree.requested(&["out"]), ["out/o.go", "out/p/p.go"]);
}

#[test]
fn all_packages_of_a_module_are_found() {
    let tree = Tree::of(&[
        "go.mod = module m\n",
        "m.go",
        "a/a.go",
        "a/b/b.go",
        "n/go.mod = module n\n",
        "n/n.go",
        "vendor/v/v.go",
        "testdata/t.go",
        "_x/x.go",
        ".gitignore = hidden\n",
        "hidden/h.go",
        "text/t.txt",
    ]);
    tree.write(".git/HEAD", "ref: refs/heads/main\n");
    let workspace = tree.load(&["a/b"]);
    let module = workspace
        .directory_shown_as("a/b")
        .module
        .expect("a module");
    let directories = workspace.directories_of_module(module);
    assert_eq!(workspace.shown(directories), [".", "a", "a/b", "hidden"]);
    assert_eq!(workspace.requested_files(), ["a/b/b.go"]);
    assert!(!workspace.file_shown_as("a/a.go").requested);
}

#[test]
fn requested_packages_count_though_the_walk_skips_them() {
    let tree = Tree::of(&["go.mod = module m\n", "m.go", "testdata/t.go"]);
    let workspace = tree.load(&["testdata"]);
    let module = workspace
        .directory_shown_as("testdata")
        .module
        .expect("a module");
    assert_eq!(
        workspace.shown(workspace.directories_of_module(module)),
        [".", "testdata"]
    );
}
