//! Edits of tidy Go files must leave them as gofmt would: each file in `tests/layout` holds one, and the edits to try.
//!
//! Behind the source come sections, each an edit: a line `== what it does`, and then hunks, divided by blank lines, in
//! which lines that start with `-` stand in the source and are replaced by those that start with `+`.

use std::fs;
use std::path::Path;
use std::process::Command;

use chanfix::layout::{align, misaligned, respace};

struct Case {
    name: String,
    old: String,
    new: String,
}

#[test]
fn columns_are_those_of_gofmt() {
    let cases = cases();
    assert!(cases.len() > 30, "tests/layout was not read");
    for case in &cases {
        assert_eq!(misaligned(&case.old), Vec::<u32>::new(), "{}", case.name);
    }
    let Some(formatted) = gofmt(&cases) else {
        println!("gofmt is not on the PATH: columns were not compared with it");
        return;
    };
    let crlf = |text: &str| text.replace('\n', "\r\n");
    for (case, formatted) in cases.iter().zip(formatted) {
        let aligned = align(&case.old, &case.new);
        assert!(
            aligned == formatted,
            "{}:\n{aligned}\nbut gofmt has:\n{formatted}",
            case.name
        );
        let aligned = align(&crlf(&case.old), &crlf(&case.new));
        assert!(
            aligned == crlf(&formatted),
            "{} with CRLF line ends:\n{aligned}",
            case.name
        );
    }
}

/// Folders of the standard library that are full of arithmetic.
const FORMATTED: &[&str] = &[
    "fmt",
    "go/printer",
    "math",
    "math/big",
    "sort",
    "strconv",
    "time",
    "unicode/utf8",
];

#[test]
fn operators_are_spaced_as_gofmt_does() {
    let Ok(root) = Command::new("go").args(["env", "GOROOT"]).output() else {
        println!("go is not on the PATH: blanks were not compared with its sources");
        return;
    };
    let source = Path::new(String::from_utf8_lossy(&root.stdout).trim()).join("src");
    let mut count = 0;
    for folder in FORMATTED {
        for entry in fs::read_dir(source.join(folder))
            .into_iter()
            .flatten()
            .flatten()
        {
            let path = entry.path();
            if path.extension().is_none_or(|extension| extension != "go") {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a text file");
            let spaced = respace("", &text);
            let different = text
                .lines()
                .zip(spaced.lines())
                .find(|(old, new)| old != new);
            assert_eq!(different, None, "{}", path.display());
            count += 1;
        }
    }
    println!("{count} files");
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layout");
    let entries = fs::read_dir(&folder).expect("tests/layout can be read");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let text = fs::read_to_string(&path).expect("a text file");
        let mut sections = text.split("\n== ");
        let old = format!("{}\n", sections.next().unwrap_or_default().trim_end());
        cases.push(Case {
            name: format!("{file}: as it is"),
            old: old.clone(),
            new: old.clone(),
        });
        for section in sections {
            let (title, hunks) = section.split_once('\n').expect("hunks below the title");
            let name = format!("{file}: {title}");
            let new = hunks
                .trim_end()
                .split("\n\n")
                .fold(old.clone(), |text, hunk| patched(&text, hunk, &name));
            cases.push(Case {
                name,
                old: old.clone(),
                new,
            });
        }
    }
    cases
}

fn patched(text: &str, hunk: &str, name: &str) -> String {
    let side = |sign: char| {
        let lines = hunk.lines().filter_map(|line| line.strip_prefix(sign));
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    let (removed, added) = (side('-'), side('+'));
    let found = text.matches(&removed).count();
    assert_eq!(
        found, 1,
        "{name}: these lines must be there once:\n{removed}"
    );
    text.replacen(&removed, &added, 1)
}

/// What gofmt makes of the edited files; none without a gofmt.
fn gofmt(cases: &[Case]) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().expect("a folder for gofmt");
    let paths: Vec<_> = (0..cases.len())
        .map(|index| folder.path().join(format!("{index}.go")))
        .collect();
    for (path, case) in paths.iter().zip(cases) {
        fs::write(path, &case.new).expect("a file for gofmt");
    }
    let output = Command::new("gofmt").arg("-w").args(&paths).output().ok()?;
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(
        paths
            .iter()
            .map(|path| fs::read_to_string(path).expect("what gofmt wrote"))
            .collect(),
    )
}
