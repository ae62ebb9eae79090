//! Patches: what is wrong with them is told with its line and the nearest right thing, and no text makes reading or
//! matching fail in any other way.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use chanfix::engine::{Part, Policy, Rule, survey};
use chanfix::finding::Severity;
use chanfix::model::World;
use chanfix::patch::{self, Patch, load};
use chanfix::workspace::{self, Options};
use support::binary::chanfix;
use support::mutate::{self, Dice};
use support::random_patch;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_in(folder: &Path, name: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut work = vec![folder.to_path_buf()];
    while let Some(folder) = work.pop() {
        for entry in folder.read_dir().into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                work.push(path);
            } else if path.to_string_lossy().ends_with(name) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// `# error: 5: text` in the first line says what is wrong, and where.
#[test]
fn wrong_patches_are_refused_with_line_and_reason() {
    let files = files_in(&root().join("tests/patches/wrong"), ".patch");
    assert!(files.len() > 20, "only {} wrong patches", files.len());
    let mut breaches = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("the file is there");
        let name = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let wanted = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("# error: "))
            .unwrap_or("1: ");
        match patch::read(&without_first_comment(&text)) {
            Ok(_) => breaches.push(format!("{name}: is read")),
            Err(fault) => {
                let told = format!("{}: {}", fault.line, fault.message);
                if !told.starts_with(wanted) {
                    breaches.push(format!("{name}: {told}\n    wanted: {wanted}"));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// The line that says what is wrong stays, without its text, so that the others keep their numbers.
fn without_first_comment(text: &str) -> String {
    match text.strip_prefix("# error: ") {
        Some(rest) => format!("#\n{}", rest.split_once('\n').map_or("", |(_, rest)| rest)),
        None => text.to_string(),
    }
}

#[test]
fn built_in_patches_are_read() {
    for file in files_in(&root().join("transforms"), "transform.patch") {
        let text = fs::read_to_string(&file).expect("the file is there");
        if let Err(fault) = patch::read(&text) {
            panic!("{}: {fault}", file.display());
        }
        let name = file.parent().and_then(Path::file_name).unwrap_or_default();
        let name = name.to_string_lossy();
        let is_taken_in = chanfix::patches::PATCHES
            .iter()
            .any(|built_in| built_in.name == name);
        assert!(is_taken_in, "{name} is missing in transforms/patches.rs");
    }
    assert_eq!(
        load::built_in().len(),
        load::built_in()
            .iter()
            .map(|rule| rule.name)
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    );
}

/// Patches cut off anywhere, with lines dropped and shuffled, are read or refused; those that are read find what they
/// find, and nothing panics.
#[test]
fn damaged_patches_are_read_or_refused() {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = work.path();
    fs::write(folder.join("go.mod"), "module m.test\n\ngo 1.22\n").expect("is writable");
    fs::copy(
        root().join("tests/patches/sample.go.txt"),
        folder.join("sample.go"),
    )
    .expect("is writable");
    let options = Options {
        tests: true,
        base: folder.to_path_buf(),
        exclude: ignore::gitignore::Gitignore::empty(),
    };
    let world = World::new(workspace::load(&[folder.to_path_buf()], &options));
    let mut sources = files_in(&root().join("transforms"), "transform.patch");
    sources.extend(files_in(&root().join("tests/patches"), ".patch"));
    let mut read = 0;
    for file in sources {
        let text = fs::read_to_string(&file).expect("the file is there");
        for mutant in mutants(&text) {
            if let Ok(patch) = patch::read(&mutant) {
                read += 1;
                // Matching takes longer than reading: a part of them is enough.
                if read % 7 == 0 {
                    look(&world, patch, &mutant);
                }
            }
        }
    }
    assert!(read > 100, "only {read} mutants are patches");
    let mut read = 0;
    let mut dice = Dice(11);
    for _ in 0..4000 {
        let text = random_patch::random(&mut dice);
        if let Ok(patch) = patch::read(&text) {
            read += 1;
            look(&world, patch, &text);
        }
    }
    assert!(read > 20, "only {read} random texts are patches");
}

/// How often a patch is cut off.
const CUTS: usize = 150;

fn mutants(text: &str) -> Vec<String> {
    let mut mutants = mutate::mutants(text);
    // Long patches repeat themselves.
    let step = text.len().div_ceil(CUTS).max(1);
    for (at, _) in text.char_indices().step_by(step) {
        mutants.push(text[..at].to_string());
    }
    let lines: Vec<&str> = text.lines().collect();
    for left_out in 0..lines.len() {
        let kept = lines
            .iter()
            .enumerate()
            .filter(|(line, _)| *line != left_out);
        mutants.push(kept.map(|(_, line)| format!("{line}\n")).collect());
    }
    let mut dice = Dice(7);
    for _ in 0..40 {
        let mut shuffled = lines.clone();
        for _ in 0..3 {
            let (one, other) = (dice.below(lines.len()), dice.below(lines.len()));
            shuffled.swap(one, other);
        }
        mutants.push(shuffled.join("\n"));
        let mut marked: Vec<String> = lines.iter().map(ToString::to_string).collect();
        let line = dice.below(marked.len());
        let mark = ["+", "-", " ", "*", "...", "\t", "@@", "@ each @"][dice.below(8)];
        marked[line].insert_str(0, mark);
        mutants.push(marked.join("\n"));
    }
    mutants
}

fn look(world: &World, patch: Patch, text: &str) {
    let rule = Rule {
        name: "mutant",
        summary: "",
        page: "",
        severity: Severity::Warning,
        is_default: true,
        parts: vec![Part::Patch {
            name: "mutant",
            patch: Box::new(patch),
        }],
    };
    survey(
        world,
        world.workspace.requested(),
        &[&rule],
        &Policy::default(),
        &|| (),
    );
    let faults: Vec<String> = world.problems().iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{faults:?}\n{text}");
}

/// With this variable set, the table and the patches in `transforms/README.md` are brought up to date instead.
const WRITE: &str = "CHANFIX_WRITE_README";

#[test]
fn the_page_on_patches_is_up_to_date() {
    let path = root().join("transforms/README.md");
    let page = fs::read_to_string(&path).expect("there is a page");
    let real = with_patches(&with_table(&page));
    if std::env::var_os(WRITE).is_some() {
        fs::write(&path, &real).expect("the page can be written");
    }
    assert!(
        real == page || std::env::var_os(WRITE).is_some(),
        "{WRITE}=1 brings this up to date:\n{}",
        similar::TextDiff::from_lines(&page, &real)
            .unified_diff()
            .header("transforms/README.md", "the code")
    );
    for block in real.split("```diff\n").skip(1) {
        let patch = block.split("```").next().unwrap_or_default();
        if let Err(fault) = patch::read(patch) {
            panic!("a patch of the page: {fault}\n{patch}");
        }
    }
}

/// The page with the table of predicates that the code has.
fn with_table(page: &str) -> String {
    let marker = "<!-- predicates -->\n";
    let (before, rest) = page.split_once(marker).expect("the page has the table");
    let after = rest.find("\n## ").map_or("", |at| &rest[at..]);
    let rows: String = patch::predicates::ALL
        .iter()
        .map(|predicate| format!("| `{}` | {} |\n", predicate.signature(), predicate.means))
        .collect();
    format!("{before}{marker}\n| question | holds where, or gives |\n|---|---|\n{rows}{after}")
}

/// The page with the patch of the transform in each block behind `<!-- patch: NAME -->`.
fn with_patches(page: &str) -> String {
    let mut real = String::new();
    let mut rest = page;
    while let Some((before, behind)) = rest.split_once("<!-- patch: ") {
        let (name, behind) = behind.split_once(" -->\n").expect("the marker is closed");
        let body = behind.strip_prefix("```diff\n").expect("a block follows");
        let end = body.find("```").expect("the block is closed");
        let patch = fs::read_to_string(root().join(format!("transforms/{name}/transform.patch")))
            .expect("there is such a patch");
        real.push_str(&format!("{before}<!-- patch: {name} -->\n```diff\n{patch}"));
        rest = &body[end..];
    }
    real.push_str(rest);
    real
}

/// The language's own fixtures, each a transform, tested as a project would.
#[test]
fn the_language_keeps_its_word() {
    let folder = root().join("tests/patches/language");
    let accepts = std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always");
    let mode = if accepts { "-u" } else { "--check" };
    let folder = folder.to_string_lossy();
    let run = chanfix(root(), &["test", mode, &folder]);
    assert_eq!(run.code, Some(0), "{}{}", run.text(), run.stderr);
}

/// A project's transforms take part in everything, wherever in the project one stands.
#[test]
fn a_project_s_transforms_run_like_the_built_in_ones() {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let write = |path: &str, text: &str| {
        let path = work.path().join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("is writable");
        fs::write(path, text).expect("is writable");
    };
    let patch = "# {x} is printed.\n@@\nvar x expression\n@@\n-println(x)\n+print(x)\n";
    write("go.mod", "module own.test\n\ngo 1.26\n");
    write("svc/svc.go", "package svc\n\nfunc f() {\n\tprintln(1)\n}\n");
    write(".chanfix/transforms/no-println/transform.patch", patch);
    write(
        "more/no-print/transform.patch",
        &patch.replace("println", "panic"),
    );

    let list = chanfix(work.path(), &["list"]);
    assert!(list.text().contains("no-println"), "{}", list.text());
    let below = chanfix(&work.path().join("svc"), &["check", "."]);
    assert!(below.text().contains("no-println"), "{}", below.text());
    let explained = chanfix(work.path(), &["explain", "no-println"]);
    assert!(
        explained.text().contains("is printed"),
        "{}",
        explained.text()
    );
    let ignored = chanfix(work.path(), &["--ignore", "no-println", "."]);
    assert_eq!(ignored.code, Some(0), "{}", ignored.stderr);
    let more = chanfix(work.path(), &["--transforms", "more", "list"]);
    assert!(more.text().contains("no-print "), "{}", more.text());
    let why = chanfix(work.path(), &["why", "svc/svc.go:4", "no-println"]);
    assert!(why.text().contains("x is `1`"), "{}", why.text());
    let fixed = chanfix(work.path(), &["fix", "--unsafe-fixes", "."]);
    assert_eq!(fixed.code, Some(0), "{}", fixed.stderr);
    let text = fs::read_to_string(work.path().join("svc/svc.go")).expect("is there");
    assert!(text.contains("\tprint(1)\n"), "{text}");

    write(
        ".chanfix/transforms/broken/transform.patch",
        "# Why.\n@@\nvar x expresion\n@@\n-println(x)\n",
    );
    let broken = chanfix(work.path(), &["check", "."]);
    assert_eq!(broken.code, Some(2), "{}", broken.stderr);
    let place = ".chanfix/transforms/broken/transform.patch:3: ";
    assert!(broken.stderr.contains(place), "{}", broken.stderr);
}
