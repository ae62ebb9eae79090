use super::*;

/// Where an import in the directory shown as `from` leads.
fn import<'workspace>(
    workspace: &'workspace Workspace,
    from: &str,
    path: &str,
) -> Option<&'workspace str> {
    let module = workspace.directory_shown_as(from).module.expect("a module");
    workspace
        .directory_of_import(module, path)
        .map(|directory| workspace.directory(directory).display.as_str())
}

#[test]
fn packages_of_the_module_are_found_when_they_are_needed() {
    let tree = Tree::of(&[
        "go.mod = module example.com/m\n",
        "m.go",
        "a/a.go",
        "b/b.go",
        "b/c/notes.txt",
    ]);
    let workspace = tree.load(&["a"]);
    assert_eq!(import(&workspace, "a", "example.com/m/b"), Some("b"));
    assert_eq!(import(&workspace, "a", "example.com/m"), Some("."));
    for missing in [
        "example.com/m/b/c",
        "example.com/m/x",
        "example.com/mb",
        "fmt",
        "",
        "example.com/m/../a",
        "./b",
    ] {
        assert_eq!(import(&workspace, "a", missing), None, "{missing}");
    }
    assert_eq!(import(&workspace, "a", "example.com/m/b"), Some("b"));
    let found = workspace.directory_shown_as("b");
    assert!(!found.requested);
    assert_eq!(workspace.display(found.files[0]), "b/b.go");
    assert_eq!(workspace.requested_files(), ["a/a.go"]);
}

#[test]
fn a_nested_module_hides_its_folders() {
    let tree = Tree::of(&[
        "go.mod = module m\n",
        "m.go",
        "n/go.mod = module m/n\n",
        "n/p/p.go",
    ]);
    let workspace = tree.load(&["."]);
    assert_eq!(import(&workspace, ".", "m/n/p"), None);
    assert_eq!(import(&workspace, "n/p", "m/n/p"), Some("n/p"));
    assert_eq!(import(&workspace, "n/p", "m"), None);
}

#[test]
fn local_replacements_lead_to_their_folders() {
    let tree = Tree::of(&[
        "a/go.mod = module a\nrequire (\n\tb v1.0.0\n\tc v1.0.0\n)\nreplace b => ../b\nreplace c v1.0.0 => ../c\nreplace d v1.0.0 => ../b\nreplace e => ../nowhere\n",
        "a/a.go",
        "b/go.mod = module b\n",
        "b/p/p.go",
        "c/go.mod = module fork/c\n",
        "c/c.go",
    ]);
    let workspace = tree.load(&["a"]);
    assert_eq!(import(&workspace, "a", "b/p"), Some("b/p"));
    assert_eq!(import(&workspace, "a", "c"), Some("c"));
    assert_eq!(import(&workspace, "a", "d/p"), None);
    assert_eq!(import(&workspace, "a", "e"), None);
    assert_eq!(import(&workspace, "b/p", "a"), None);
    assert_eq!(workspace.messages(), [""; 0]);
}

#[test]
fn a_longer_module_path_wins() {
    let tree = Tree::of(&[
        "go.mod = module m\nreplace m/n => ./other\n",
        "m.go",
        "n/n.go",
        "other/go.mod = module m/n\n",
        "other/o.go",
    ]);
    let workspace = tree.load(&["m.go"]);
    assert_eq!(import(&workspace, ".", "m/n"), Some("other"));
}

#[test]
fn modules_of_a_workspace_see_each_other() {
    let tree = Tree::of(&[
        "go.work = go 1.22\nuse (\n\t./a\n\t./b\n\t./gone\n)\nreplace d => ./d\n",
        "a/go.mod = module ex/a\n",
        "a/a.go",
        "b/go.mod = module ex/b\n",
        "b/b.go",
        "c/go.mod = module ex/c\n",
        "c/c.go",
        "d/go.mod = module d\n",
        "d/d.go",
    ]);
    let workspace = tree.load(&["a", "c"]);
    assert_eq!(import(&workspace, "a", "ex/b"), Some("b"));
    assert_eq!(import(&workspace, "a", "d"), Some("d"));
    assert_eq!(import(&workspace, "a", "ex/c"), None);
    assert_eq!(import(&workspace, "c", "ex/b"), None);
    assert_eq!(import(&workspace, "b", "ex/a"), Some("a"));
    let module = workspace.directory_shown_as("a").module.expect("a module");
    let siblings = workspace
        .siblings(module)
        .iter()
        .map(|&sibling| workspace.module(sibling).path());
    assert_eq!(siblings.collect::<Vec<_>>(), [Some("ex/b")]);
}

#[test]
fn a_broken_go_work_is_told_once() {
    let tree = Tree::of(&[
        "go.work = use (\n\t./a\n",
        "a/go.mod = module a\n",
        "a/a.go",
        "b/go.mod = module b\n",
        "b/b.go",
    ]);
    let workspace = tree.load(&["."]);
    assert_eq!(import(&workspace, "a", "x"), None);
    assert_eq!(import(&workspace, "b", "x"), None);
    assert_eq!(
        workspace.messages(),
        ["go.work:1: the block `use (` is never closed; add a line with `)`"]
    );
}

#[test]
fn the_standard_library_imports_itself_by_bare_paths() {
    let tree = Tree::of(&[
        "go.mod = module std\n\ngo 1.26\n",
        "net/http/h.go",
        "sync/s.go",
        "vendor/golang.org/x/y/y.go",
    ]);
    let workspace = tree.load(&["net"]);
    assert_eq!(
        workspace
            .directory_shown_as("net/http")
            .import_path
            .as_deref(),
        Some("net/http")
    );
    assert_eq!(import(&workspace, "net/http", "sync"), Some("sync"));
    assert_eq!(import(&workspace, "net/http", "golang.org/x/y"), None);
    assert_eq!(
        import(&workspace, "net/http", "vendor/golang.org/x/y"),
        None
    );
}

#[test]
fn threads_find_one_directory_each_time() {
    let files: Vec<String> = (0..40).map(|number| format!("p{number}/p.go")).collect();
    let mut names: Vec<&str> = files.iter().map(String::as_str).collect();
    names.extend(["go.mod = module m\n", "m.go"]);
    let tree = Tree::of(&names);
    let workspace = tree.load(&["m.go"]);
    let module = workspace.directory_shown_as(".").module.expect("a module");
    let find_all = |walks_first: bool| -> Vec<Option<DirId>> {
        if walks_first {
            workspace.directories_of_module(module);
        }
        (0..40)
            .map(|number| workspace.directory_of_import(module, &format!("m/p{number}")))
            .collect()
    };
    let find_all = &find_all;
    let found: Vec<Vec<Option<DirId>>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|number| scope.spawn(move || find_all(number == 1)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("no panic"))
            .collect()
    });
    assert!(
        found
            .iter()
            .all(|directories| *directories == found[0] && directories.iter().all(Option::is_some))
    );
    assert_eq!(workspace.files.len(), 41);
    assert!(
        workspace
            .files
            .iter()
            .zip(0..)
            .all(|(file, number)| file.id == FileId(number))
    );
    assert!(workspace.directories.iter().all(|directory| {
        directory
            .files
            .iter()
            .all(|&file| workspace.file(file).directory == directory.id)
    }));
}
