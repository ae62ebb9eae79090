//! The laws notice what breaks them: a law that can't be broken would prove nothing.

mod support;

use support::binary::{Edit, Finding, Fix};
use support::tree::Tree;
use support::variant::Variant;
use support::{hostile, laws, marks, patch, syntax};

const PATH: &str = "a.go";

fn tree(text: &str) -> Tree {
    let mut tree = Tree::default();
    tree.add(PATH, text);
    tree
}

fn finding(line: u32, message: &str, edits: &[(u32, usize, usize)]) -> Finding {
    let edit = |&(line, start, end): &(u32, usize, usize)| Edit {
        path: PATH.to_string(),
        line,
        start,
        end,
        text: String::new(),
    };
    Finding {
        rule: "rule".to_string(),
        path: PATH.to_string(),
        line,
        column: 1,
        end_line: line,
        end_column: 2,
        message: message.to_string(),
        fingerprint: String::new(),
        related: Vec::new(),
        fix: Some(Fix {
            title: "title".to_string(),
            safety: "unsafe".to_string(),
            edits: edits.iter().map(edit).collect(),
        }),
    }
}

#[test]
fn marks_match_findings_one_to_one() {
    let text = "package a\n\nf() // want \"closed here\" `and \"there\"`\ng() // wanted\nh() /* want \"three\" */ // why\n";
    let tree = tree(text);
    let [here, there, three] = [
        finding(3, "is closed here", &[]),
        finding(3, "and \"there\" too", &[]),
        finding(5, "all three", &[]),
    ];
    let count = |findings: &[&Finding]| {
        let findings: Vec<Finding> = findings.iter().map(|finding| (*finding).clone()).collect();
        marks::breaches(&tree, &findings).len()
    };
    assert_eq!(count(&[&there, &three, &here]), 0);
    assert_eq!(count(&[&here, &three]), 1, "one is not found");
    assert_eq!(
        count(&[&here, &here, &there, &three]),
        1,
        "one is found twice"
    );
    assert_eq!(
        count(&[&here, &there, &three, &finding(4, "closed here", &[])]),
        1,
        "one is on another line"
    );
}

#[test]
fn overlapping_edits_are_noticed() {
    let tree = tree("package a\n\nvar ä = 1\n");
    let breaches = |edits: &[(u32, usize, usize)]| {
        laws::edits_are_disjoint(&tree, &[finding(1, "", edits)]).len()
    };
    assert_eq!(breaches(&[(1, 0, 3), (1, 3, 5), (3, 11, 12)]), 0);
    assert_eq!(breaches(&[(1, 0, 3), (1, 2, 5)]), 1, "overlap");
    assert_eq!(
        breaches(&[(1, 3, 3), (1, 3, 3)]),
        1,
        "two insertions at one place"
    );
    assert_eq!(breaches(&[(3, 16, 17)]), 1, "inside a character");
    assert_eq!(breaches(&[(3, 20, 90)]), 1, "behind the end");
    assert_eq!(breaches(&[(2, 11, 12)]), 1, "on another line");
}

#[test]
fn new_syntax_errors_are_noticed() {
    let [good, bad] = [
        "package a\n\nfunc f() { x := new(1) }\n",
        "package a\n\nfunc f() { x := ) }\n",
    ]
    .map(tree);
    assert_eq!(laws::parses_no_worse(&good, &good), []);
    assert_eq!(laws::parses_no_worse(&bad, &good), []);
    assert_eq!(laws::parses_no_worse(&good, &bad).len(), 1);
}

#[test]
fn lost_comments_are_noticed() {
    let text = "package a // one\n\n/* two\n   lines */ var s = \"// no comment\" + `/* none */` + '\"' // one\n";
    assert_eq!(
        syntax::comments(text),
        ["// one", "/* two lines */", "// one"]
    );
    let [all, moved] = [text, "// one\npackage a // one\n/* two lines */\n"].map(tree);
    assert_eq!(laws::comments_are_kept(&all, &moved), []);
    assert_eq!(
        laws::comments_are_kept(&all, &tree("package a // one\n/* two lines */\n")).len(),
        1
    );
}

#[test]
fn unasked_unsafe_fixes_are_noticed() {
    let [before, after] = ["package a\n", "package b\n"].map(tree);
    let mut finding = finding(1, "", &[(1, 8, 9)]);
    assert_eq!(
        laws::unsafe_fixes_are_asked_for(&before, &after, &[finding.clone()]).len(),
        1
    );
    finding
        .fix
        .iter_mut()
        .for_each(|fix| fix.safety = "safe".to_string());
    assert_eq!(
        laws::unsafe_fixes_are_asked_for(&before, &after, &[finding]),
        []
    );
}

#[test]
fn differing_trees_are_noticed() {
    let [one, other] = ["package a\n", "package b\n"].map(tree);
    assert_eq!(laws::same(&one, &one, ""), []);
    assert_eq!(laws::same(&one, &other, "").len(), 1);
    assert_eq!(laws::same(&one, &Tree::default(), "").len(), 1);
    assert_eq!(laws::same(&Tree::default(), &one, "").len(), 1);
    let [found, lost] = [vec![finding(1, "here", &[])], vec![]];
    assert_eq!(laws::findings_agree(&found, &found), []);
    assert_eq!(laws::findings_agree(&found, &lost).len(), 1);
    assert_eq!(laws::findings_agree(&lost, &found).len(), 1);
}

#[test]
fn variants_differ_only_as_they_say() {
    let texts = Variant::ALL.map(|variant| variant.of(&tree("package a\n\nvar b int\n")));
    let [plain, crlf, unfinished, marked, generated] = texts
        .each_ref()
        .map(|tree| tree.text(PATH).unwrap_or_default());
    assert_eq!(plain, "package a\n\nvar b int\n");
    assert_eq!(crlf, "package a\r\n\r\nvar b int\r\n");
    assert_eq!(unfinished, "package a\n\nvar b int");
    assert_eq!(marked, "\u{feff}package a\n\nvar b int\n");
    assert!(
        generated.starts_with("// Code generated ") && generated.ends_with(plain),
        "{generated}"
    );
}

#[test]
fn nested_sources_are_go() {
    for (name, text) in hostile::deep(4) {
        let is_whole = !name.starts_with("unclosed");
        assert_eq!(syntax::damage(&text) == 0, is_whole, "{name}: {text}");
    }
}

#[test]
fn a_patch_is_cut_into_its_files() {
    let patch =
        "diff --git a/x.go b/x.go\n@@ one\ndiff --git a/d/y.go b/d/y.go\n@@ two\n+diff --git\n";
    let files = patch::by_file(patch);
    assert_eq!(files.keys().collect::<Vec<_>>(), ["d/y.go", "x.go"]);
    assert!(files["d/y.go"].ends_with("@@ two\n+diff --git\n"));
}
