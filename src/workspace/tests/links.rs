#![cfg(unix)]

use super::*;

use std::os::unix::fs::symlink;

impl Tree {
    fn link(&self, link: &str, target: &str) {
        symlink(target, self.path(link)).expect("a link");
    }
}

#[test]
fn a_link_and_its_target_are_one_file_to_edit() {
    let tree = Tree::of(&["a/a.go", "b/b.go"]);
    tree.link("b/a.go", "../a/a.go");
    let workspace = tree.load(&["."]);
    assert_eq!(workspace.requested_files(), ["a/a.go", "b/b.go"]);
    let link = workspace.file_shown_as("b/a.go");
    assert_eq!(
        link.duplicate_of,
        Some(workspace.file_shown_as("a/a.go").id)
    );
    assert!(!workspace.is_editable(link.id));
    assert_eq!(
        workspace.read(link.id).expect("the text").text,
        "package x\n"
    );
}

#[test]
fn a_target_that_sorts_behind_its_link_owns_it_too() {
    let tree = Tree::of(&["a/own.go", "b/b.go"]);
    tree.link("a/b.go", "../b/b.go");
    assert_eq!(tree.requested(&["."]), ["a/own.go", "b/b.go"]);
}

#[test]
fn a_link_alone_stands_for_its_target() {
    let tree = Tree::of(&["a/a.go", "b/b.go"]);
    tree.link("b/a.go", "../a/a.go");
    let workspace = tree.load(&["b"]);
    assert_eq!(workspace.requested_files(), ["b/a.go", "b/b.go"]);
    assert!(workspace.is_editable(workspace.file_shown_as("b/a.go").id));
}

#[test]
fn a_target_that_is_found_later_gives_way_to_its_link() {
    let tree = Tree::of(&["go.mod = module m\n", "a/a.go", "b/b.go"]);
    tree.link("b/a.go", "../a/a.go");
    let workspace = tree.load(&["b"]);
    let module = workspace.directory_shown_as("b").module.expect("a module");
    workspace
        .directory_of_import(module, "m/a")
        .expect("the package");
    let target = workspace.file_shown_as("a/a.go");
    assert_eq!(
        target.duplicate_of,
        Some(workspace.file_shown_as("b/a.go").id)
    );
}

#[test]
fn asking_for_a_link_asks_for_the_file_beside_it() {
    let tree = Tree::of(&["a.go"]);
    tree.link("b.go", "a.go");
    assert_eq!(tree.requested(&["b.go"]), ["a.go"]);
}

#[test]
fn two_links_to_one_outside_file_are_one() {
    let outside = Tree::of(&["o.go"]);
    let tree = Tree::of(&[]);
    let target = outside.path("o.go");
    tree.link("a.go", &target.to_string_lossy());
    tree.link("b.go", &target.to_string_lossy());
    assert_eq!(tree.requested(&["."]), ["a.go"]);
}

#[test]
fn links_to_folders_are_not_followed() {
    let tree = Tree::of(&["a/a.go"]);
    tree.link("a/up", "..");
    tree.link("a/self.go", "self.go");
    tree.link("b", "a");
    tree.link("folder.go", "a");
    let workspace = tree.load(&["."]);
    assert_eq!(workspace.requested_files(), ["a/a.go", "a/self.go"]);
    let told = workspace
        .read(workspace.file_shown_as("a/self.go").id)
        .expect_err("a cycle");
    assert!(
        told.to_string().starts_with("a/self.go: cannot be read: "),
        "{told}"
    );
}

#[test]
fn a_link_to_a_folder_can_be_named() {
    let tree = Tree::of(&["a/a.go"]);
    tree.link("b", "a");
    assert_eq!(tree.requested(&["b", "a"]), ["a/a.go"]);
    assert_eq!(tree.requested(&["b/a.go"]), ["a/a.go"]);
}

#[test]
fn a_working_directory_behind_a_link_makes_no_difference() {
    let tree = Tree::of(&["a/a.go"]);
    tree.link("b", "a");
    let workspace = load(
        &[],
        &Options {
            exclude: ignore::gitignore::Gitignore::empty(),
            tests: true,
            base: tree.path("b"),
        },
    );
    assert_eq!(workspace.requested_files(), ["a.go"]);
}
