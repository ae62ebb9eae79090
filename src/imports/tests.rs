use super::*;
use crate::cut::cut;
use crate::edit::apply;
use crate::source::Range;

fn added(text: &str, path: &str) -> String {
    let edit = add(text, &cut(text), path);
    let (range, inserted) = edit.unwrap_or((Range::new(0, 0), String::new()));
    apply(text, &[(range, &inserted)]).expect("one edit").text
}

/// `old` with `removed` taken out wherever it stands, and then the imports that nothing uses any more.
fn dropped(old: &str, removed: &str) -> String {
    let text = old.replace(removed, "");
    let edits = drop_unused(old, &cut(old), &text, &cut(&text));
    let edits: Vec<_> = edits
        .iter()
        .map(|(range, inserted)| (*range, inserted.as_str()))
        .collect();
    apply(&text, &edits).expect("disjoint edits").text
}

#[test]
fn names_follow_the_path() {
    let names = [
        ("sync", "sync"),
        ("sync/atomic", "atomic"),
        ("math/rand/v2", "rand"),
        ("gopkg.in/yaml.v3", "yaml"),
        ("example.com/yaml.v3", "yaml.v3"),
        ("example.com/v1", "v1"),
        ("v2", "v2"),
    ];
    for (path, name) in names {
        assert_eq!(default_name(path), name, "{path}");
    }
}

#[test]
fn the_qualifier_is_the_alias_or_the_default_name() {
    let text = "package p\n\nimport (\n\t_ \"a\"\n\t. \"b\"\n\tx \"c\"\n\t\"d\"\n\t_ \"e\"\n\ty \"e\"\n)\n";
    let names = ["a", "b", "c", "d", "e", "f"]
        .map(|path| qualifier(&cut(text), text, path).map(str::to_owned));
    assert_eq!(
        names,
        [
            None,
            None,
            Some("x".into()),
            Some("d".into()),
            Some("y".into()),
            None
        ]
    );
}

#[test]
fn an_import_is_added_in_its_place() {
    let cases = [
        // No import yet.
        ("package p\n", "package p\n\nimport \"sync\"\n"),
        ("package p", "package p\n\nimport \"sync\""),
        (
            "package p // c\n\nvar x int\n",
            "package p // c\n\nimport \"sync\"\n\nvar x int\n",
        ),
        (
            "package p\nvar x int\n",
            "package p\n\nimport \"sync\"\n\nvar x int\n",
        ),
        (
            "package p; var x int\n",
            "package p;\n\nimport \"sync\"\n\n var x int\n",
        ),
        (
            "package p\n\n// Doc.\nfunc f()\n",
            "package p\n\nimport \"sync\"\n\n// Doc.\nfunc f()\n",
        ),
        (
            "package p\r\n\r\nvar x int\r\n",
            "package p\r\n\r\nimport \"sync\"\r\n\r\nvar x int\r\n",
        ),
        // Into a group.
        (
            "package p\n\nimport (\n\t\"fmt\"\n\t\"time\"\n)\n",
            "package p\n\nimport (\n\t\"fmt\"\n\t\"sync\"\n\t\"time\"\n)\n",
        ),
        (
            "package p\n\nimport (\n\t\"fmt\" // c\n)\n",
            "package p\n\nimport (\n\t\"fmt\" // c\n\t\"sync\"\n)\n",
        ),
        (
            "package p\n\nimport (\n\t// c\n\t\"time\"\n)\n",
            "package p\n\nimport (\n\t\"sync\"\n\t// c\n\t\"time\"\n)\n",
        ),
        (
            "package p\n\nimport (\n\t\"fmt\"\n\t// c\n\t\"os\"\n\t\"time\"\n)\n",
            "package p\n\nimport (\n\t\"fmt\"\n\t// c\n\t\"os\"\n\t\"sync\"\n\t\"time\"\n)\n",
        ),
        (
            "package p\n\nimport (\n\tf \"fmt\"\n\n\t\"x.org/y\"\n)\n",
            "package p\n\nimport (\n\tf \"fmt\"\n\t\"sync\"\n\n\t\"x.org/y\"\n)\n",
        ),
        (
            "package p\n\nimport (\n\t\"x.org/y\"\n\n\t\"fmt\"\n)\n",
            "package p\n\nimport (\n\t\"x.org/y\"\n\n\t\"fmt\"\n\t\"sync\"\n)\n",
        ),
        (
            "package p\n\nimport (\n\t// c\n\t\"x.org/y\"\n)\n",
            "package p\n\nimport (\n\t\"sync\"\n\n\t// c\n\t\"x.org/y\"\n)\n",
        ),
        (
            "package p\n\nimport (\"fmt\")\n",
            "package p\n\nimport (\n\t\"sync\"\n\t\"fmt\")\n",
        ),
        (
            "package p\r\n\r\nimport (\r\n\t\"fmt\"\r\n)\r\n",
            "package p\r\n\r\nimport (\r\n\t\"fmt\"\r\n\t\"sync\"\r\n)\r\n",
        ),
        (
            "package p\n\nimport (\n\t\"x.org/y\"\n)\n\nimport (\n\t\"fmt\"\n)\n",
            "package p\n\nimport (\n\t\"x.org/y\"\n)\n\nimport (\n\t\"fmt\"\n\t\"sync\"\n)\n",
        ),
        // Beside lone ones.
        (
            "package p\n\nimport \"time\"\n",
            "package p\n\nimport (\n\t\"sync\"\n\t\"time\"\n)\n",
        ),
        (
            "package p\n\n// why\nimport f \"fmt\" // c\n\nvar x int\n",
            "package p\n\n// why\nimport (\n\tf \"fmt\" // c\n\t\"sync\"\n)\n\nvar x int\n",
        ),
        (
            "package p\n\nimport \"x.org/y\"\n",
            "package p\n\nimport (\n\t\"sync\"\n\n\t\"x.org/y\"\n)\n",
        ),
        (
            "package p\n\nimport \"fmt\"\nimport \"time\"\n",
            "package p\n\nimport \"fmt\"\nimport \"sync\"\nimport \"time\"\n",
        ),
        (
            "package p\n\n// c\nimport \"time\"\nimport \"x.org/y\"\n",
            "package p\n\nimport \"sync\"\n// c\nimport \"time\"\nimport \"x.org/y\"\n",
        ),
        // C is left alone.
        (
            "package p\n\n// #include <x.h>\nimport \"C\"\n",
            "package p\n\nimport \"sync\"\n\n// #include <x.h>\nimport \"C\"\n",
        ),
        (
            "package p\n\n// int x;\nimport \"C\"\n\nimport \"fmt\"\n",
            "package p\n\n// int x;\nimport \"C\"\n\nimport (\n\t\"fmt\"\n\t\"sync\"\n)\n",
        ),
    ];
    for (before, after) in cases {
        assert_eq!(added(before, "sync"), after, "{before}");
        assert_eq!(added(after, "sync"), after, "a second time");
    }
}

#[test]
fn a_module_s_package_joins_its_relatives() {
    let text = "package p\n\nimport (\n\t\"fmt\"\n\n\t\"b.org/x\"\n\n\t\"a.org/me/y\"\n)\n";
    let after = "package p\n\nimport (\n\t\"fmt\"\n\n\t\"b.org/x\"\n\n\t\"a.org/me/x\"\n\t\"a.org/me/y\"\n)\n";
    assert_eq!(added(text, "a.org/me/x"), after);
    let text = "package p\n\nimport (\n\t\"fmt\" // c\n)\n";
    assert_eq!(
        added(text, "a.org/x"),
        "package p\n\nimport (\n\t\"fmt\" // c\n\n\t\"a.org/x\"\n)\n"
    );
}

#[test]
fn an_import_without_a_use_is_dropped() {
    let cases = [
        (
            "package p\n\nimport (\n\t\"fmt\"\n\t\"sync\" // c\n)\n\nvar m \u{1}sync.Mutex\u{1}\nvar f = fmt.Sprint\n",
            "package p\n\nimport (\n\t\"fmt\"\n)\n\nvar m \nvar f = fmt.Sprint\n",
        ),
        // Its name in strings, comments and behind a dot is no use.
        (
            "package p\n\nimport \"sync\"\n\nvar m \u{1}sync.Mutex\u{1} // sync.Map\nvar s = \"sync.\" + x.sync.y\n",
            "package p\n\nvar m  // sync.Map\nvar s = \"sync.\" + x.sync.y\n",
        ),
        // A group of its own goes with one of its blank lines.
        (
            "package p\n\nimport (\n\t\"sync\"\n\n\t\"x.org/y\"\n)\n\nvar m \u{1}sync.Mutex\u{1}\n",
            "package p\n\nimport (\n\t\"x.org/y\"\n)\n\nvar m \n",
        ),
        (
            "package p\n\nimport (\n\t\"x.org/y\"\n\n\t\"sync\"\n)\n\nvar m \u{1}sync.Mutex\u{1}\n",
            "package p\n\nimport (\n\t\"x.org/y\"\n)\n\nvar m \n",
        ),
        (
            "package p\n\nimport (\n\t\"a\"\n\n\t\"sync\"\n\n\t\"b\"\n)\n\nvar m \u{1}sync.Mutex\u{1}\n",
            "package p\n\nimport (\n\t\"a\"\n\n\t\"b\"\n)\n\nvar m \n",
        ),
        // The whole declaration.
        (
            "package p\n\nimport (\n\t\"sync\"\n\n\ta \"sync/atomic\"\n)\n\nvar m \u{1}sync.Mutex + a.Int64\u{1}\n",
            "package p\n\nvar m \n",
        ),
        (
            "package p\n\nimport \"a\"\nimport \"sync\"\n\nvar m \u{1}sync.M\u{1}\n",
            "package p\n\nimport \"a\"\n\nvar m \n",
        ),
        (
            "package p\n\nimport (\"a\"; \"sync\")\n\nvar m \u{1}sync.M\u{1}\n",
            "package p\n\nimport (\"a\"; )\n\nvar m \n",
        ),
        (
            "package p\r\n\r\nimport (\r\n\t\"a\"\r\n\r\n\t\"sync\"\r\n)\r\n\r\nvar m \u{1}sync.M\u{1}\r\n",
            "package p\r\n\r\nimport (\r\n\t\"a\"\r\n)\r\n\r\nvar m \r\n",
        ),
        // A comment above it stays.
        (
            "package p\n\nimport (\n\t// c\n\t\"sync\"\n)\n\nvar m \u{1}sync.M\u{1}\n",
            "package p\n\nimport (\n\t// c\n)\n\nvar m \n",
        ),
        (
            "package p\n\nimport \"x.org/y\"\n\nvar m \u{1}y.M\u{1}\n",
            "package p\n\nvar m \n",
        ),
    ];
    for (old, after) in cases {
        let removed = old.split('\u{1}').nth(1).expect("two marks");
        assert_eq!(dropped(&old.replace('\u{1}', ""), removed), after, "{old}");
    }
}

#[test]
fn an_import_that_may_be_needed_stays() {
    let kept = [
        // Still used.
        "package p\n\nimport \"sync\"\n\nvar m, n \u{1}sync.M\u{1} sync.N\n",
        // Imported for its effects, or for all its names.
        "package p\n\nimport _ \"sync\"\n\nvar m \u{1}sync.M\u{1}\n",
        "package p\n\nimport . \"sync\"\n\nvar m \u{1}sync.M\u{1}\n",
        "package p\n\nimport \"C\"\n\nvar m \u{1}C.M\u{1}\n",
        // Unused before too.
        "package p\n\nimport \"sync\"\n\nvar m \u{1}atomic.M\u{1}\n",
        // A variable of the name that the path suggests: the package may have another name.
        "package p\n\nimport \"x.org/y\"\n\nfunc f(y T) { \u{1}y.M\u{1}; z.N }\n",
    ];
    for old in kept {
        let removed = old.split('\u{1}').nth(1).expect("two marks");
        let old = old.replace('\u{1}', "");
        assert_eq!(dropped(&old, removed), old.replace(removed, ""));
    }
}
