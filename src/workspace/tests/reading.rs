use super::*;

fn read(tree: &Tree, name: &str) -> Result<String, String> {
    let workspace = tree.load(&[name]);
    let read = workspace.read(workspace.file_shown_as(name).id);
    read.map(|source| source.text)
        .map_err(|problem| problem.to_string())
}

#[test]
fn the_text_is_as_it_is_on_disk() {
    let tree = Tree::of(&[
        "crlf.go = package x\r\n",
        "bom.go = \u{feff}package x",
        "empty.go = ",
    ]);
    assert_eq!(read(&tree, "crlf.go").as_deref(), Ok("package x\r\n"));
    assert_eq!(read(&tree, "bom.go").as_deref(), Ok("\u{feff}package x"));
    assert_eq!(read(&tree, "empty.go").as_deref(), Ok(""));
}

#[test]
fn other_encodings_are_told_with_the_line() {
    let tree = Tree::of(&[]);
    tree.write("a.go", b"package x\n\n// caf\xe9\n");
    assert_eq!(
        read(&tree, "a.go").expect_err("no text"),
        "a.go:3: is not UTF-8 from this line on; the file is skipped"
    );
}

#[test]
fn huge_files_are_told() {
    let tree = Tree::of(&["a.go"]);
    let file = fs::OpenOptions::new()
        .write(true)
        .open(tree.path("a.go"))
        .expect("the file");
    // Where the disk knows no files with holes there is nothing to see here.
    if file.set_len(5 << 30).is_ok() {
        assert_eq!(
            read(&tree, "a.go").expect_err("no text"),
            "a.go: is larger than 4 GiB; the file is skipped"
        );
    }
}

#[test]
fn a_file_that_changes_between_two_readings_is_told() {
    let tree = Tree::of(&["a.go = package a // 1\n"]);
    let workspace = tree.load(&["."]);
    let file = workspace.file_shown_as("a.go").id;
    assert!(workspace.read(file).is_ok());
    assert!(workspace.read(file).is_ok());
    tree.write("a.go", "package a // 2\n");
    let told = workspace.read(file).expect_err("another text").to_string();
    assert_eq!(
        told,
        "a.go: changed while chanfix was at work; run chanfix again"
    );
}

#[test]
fn a_file_that_is_gone_is_told() {
    let tree = Tree::of(&["a.go"]);
    let workspace = tree.load(&["."]);
    fs::remove_file(tree.path("a.go")).expect("removed");
    let told = workspace
        .read(workspace.file_shown_as("a.go").id)
        .expect_err("no file")
        .to_string();
    assert!(told.starts_with("a.go: cannot be read: "), "{told}");
}
