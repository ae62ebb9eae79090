//! Whatever the input: no panic, no hang, no damage, and what can be done is done.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::binary::{BINARY, Run, chanfix, run};
use support::laws::Breaches;
use support::samples::{CLEAN, CLOSED_TWICE, GO_MOD, NOT_GO};
use support::tree::Tree;
use support::{corpus, golang, hostile, laws, mutate, samples};

/// More mutants than this are thinned out evenly, to keep the test quick.
const MUTANTS: usize = 4_000;

#[test]
fn spoilt_files_do_no_harm() {
    let mut mutants: Vec<String> = seeds()
        .iter()
        .flat_map(|seed| mutate::mutants(seed))
        .collect();
    mutants.sort();
    mutants.dedup();
    let step = mutants.len().div_ceil(MUTANTS).max(1);
    let mut tree = Tree::default();
    tree.add("go.mod", GO_MOD);
    for (number, mutant) in mutants.into_iter().step_by(step).enumerate() {
        tree.add(&format!("m{number}/mutant.go"), mutant);
    }

    let work = tempfile::tempdir().expect("a temporary folder can be made");
    tree.write(work.path());
    let check = chanfix(work.path(), &["check", "--format", "json", "."]);
    let Ok(report) = check.report() else {
        panic!("check: {:?}\non:\n{}", check.crash(), culprit(&tree));
    };
    for error in &report.errors {
        let file = format!("{}/mutant.go", error.path);
        let message = &error.message;
        assert!(
            !message.contains("internal error"),
            "{}",
            told(&tree, &file, message)
        );
    }
    assert_eq!(check.crash(), None, "check");
    let mut breaches = laws::edits_are_disjoint(&tree, &report.findings);
    breaches.extend(laws::same(&tree, &Tree::read(work.path()), "check wrote"));

    let fix = chanfix(
        work.path(),
        &["fix", "--unsafe-fixes", "--select", "all", "."],
    );
    assert!(fix.crash().is_none(), "fix: {:?}", fix.crash());
    let fixed = Tree::read(work.path());
    breaches.extend(laws::parses_no_worse(&tree, &fixed));
    chanfix(
        work.path(),
        &["fix", "--unsafe-fixes", "--select", "all", "."],
    );
    breaches.extend(laws::same(
        &fixed,
        &Tree::read(work.path()),
        "a second run changes more",
    ));
    let told: Vec<String> = breaches
        .iter()
        .map(|(path, what)| told(&tree, path, what))
        .collect();
    assert!(
        told.is_empty(),
        "{} breaches, the first of them:\n{}",
        told.len(),
        told[0]
    );
}

fn told(tree: &Tree, path: &str, what: &str) -> String {
    format!("{what}\nin:\n{}", tree.text(path).unwrap_or_default())
}

/// The source that is spoilt: all fixtures, the examples and the samples.
fn seeds() -> Vec<String> {
    let mut seeds: Vec<String> = [samples::CLOSED_TWICE, samples::CHECKED_THEN_SENT, CLEAN]
        .map(str::to_string)
        .into();
    let examples = Tree::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples"));
    seeds.extend(examples.sources().map(|(_, text)| text.to_string()));
    for fixture in corpus::transforms()
        .iter()
        .flat_map(|transform| &transform.fixtures)
    {
        seeds.extend(fixture.files.sources().map(|(_, text)| text.to_string()));
    }
    seeds
}

/// One file of a tree that makes `check` crash by itself.
fn culprit(tree: &Tree) -> String {
    let mut sources: Vec<(&str, &str)> = tree.sources().collect();
    while sources.len() > 1 {
        let half = sources.split_off(sources.len() / 2);
        let work = tempfile::tempdir().expect("a temporary folder can be made");
        let mut part = Tree::default();
        half.iter().for_each(|(path, text)| part.add(path, *text));
        part.write(work.path());
        if chanfix(work.path(), &["check", "."]).crash().is_some() {
            sources = half;
        }
    }
    sources
        .first()
        .map(|(_, text)| text.to_string())
        .unwrap_or_default()
}

#[test]
fn hostile_files_are_survived() {
    let mut breaches = Breaches::new();
    for (name, bytes) in hostile::files() {
        let work = tempfile::tempdir().expect("a temporary folder can be made");
        let mut tree = Tree::default();
        tree.add("hostile.go", bytes);
        tree.add("good/good.go", CLOSED_TWICE);
        tree.write(work.path());
        let check = chanfix(work.path(), &["check", "--format", "json", "."]);
        breaches.extend(check.crash().map(|what| (name.clone(), what)));
        match check.report() {
            Ok(report)
                if report
                    .findings
                    .iter()
                    .any(|finding| finding.path == "good/good.go") => {}
            Ok(_) => breaches.push((
                name.clone(),
                "the good file beside it was not checked".to_string(),
            )),
            Err(problem) => breaches.push((name.clone(), problem)),
        }
        let fix = chanfix(
            work.path(),
            &["fix", "--unsafe-fixes", "--select", "all", "."],
        );
        breaches.extend(fix.crash().map(|what| (name.clone(), what)));
        let fixed = Tree::read(work.path());
        breaches.extend(laws::parses_no_worse(&tree, &fixed));
        if fixed.text("good/good.go") == Some(CLOSED_TWICE) {
            breaches.push((
                name.clone(),
                "the good file beside it was not fixed".to_string(),
            ));
        }
    }
    assert!(breaches.is_empty(), "{breaches:#?}");
}

/// Something that cannot be used, made in a folder, with the argument that names it.
struct Trouble {
    name: &'static str,
    argument: &'static str,
    make: fn(&Path),
}

const TROUBLES: [Trouble; 8] = [
    Trouble {
        name: "a missing path",
        argument: "missing.go",
        make: |_| {},
    },
    Trouble {
        name: "a missing folder",
        argument: "missing/...",
        make: |_| {},
    },
    Trouble {
        name: "a folder without Go files",
        argument: "bad",
        make: |work| write(work, "bad/readme.txt", b"no Go\n"),
    },
    Trouble {
        name: "a file that is no Go",
        argument: "bad",
        make: |work| write(work, "bad/bad.go", NOT_GO.as_bytes()),
    },
    Trouble {
        name: "a file that is not UTF-8",
        argument: "bad",
        make: |work| write(work, "bad/bad.go", b"package a\n\nvar b = \"\xff\xfe\"\n"),
    },
    Trouble {
        name: "a broken go.mod",
        argument: "bad",
        make: |work| {
            write(work, "bad/go.mod", b"modul {{{ bad\n");
            write(work, "bad/bad.go", CLEAN.as_bytes());
        },
    },
    Trouble {
        name: "a file of another name",
        argument: "bad.txt",
        make: |work| write(work, "bad.txt", b"no Go\n"),
    },
    Trouble {
        name: "a folder called like a file",
        argument: "bad.go",
        make: |work| write(work, "bad.go/readme.txt", b"no Go\n"),
    },
];

fn write(work: &Path, path: &str, bytes: &[u8]) {
    let mut tree = Tree::default();
    tree.add(path, bytes);
    tree.write(work);
}

#[test]
fn trouble_with_one_path_stops_no_other() {
    for Trouble {
        name,
        argument,
        make,
    } in TROUBLES
    {
        let work = work();
        make(work.path());
        let before = Tree::read(work.path());
        let run = fix(work.path(), &["good", argument]);
        assert_troubled(name, &run, argument.trim_end_matches("/..."));
        let after = Tree::read(work.path());
        assert_eq!(
            laws::same(&without_good(&before), &without_good(&after), name),
            []
        );
        assert_ne!(
            after.text("good/good.go"),
            Some(CLOSED_TWICE),
            "{name}: the other file is not done"
        );

        let check = chanfix(
            work.path(),
            &["check", "--format", "json", "good", argument],
        );
        let report = check
            .report()
            .unwrap_or_else(|problem| panic!("{name}: {problem}"));
        assert_eq!(check.code, Some(2), "{name}");
        assert!(!report.errors.is_empty(), "{name}: {report:?}");
    }
}

/// A folder with a file that can be fixed.
fn work() -> tempfile::TempDir {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    write(work.path(), "good/good.go", CLOSED_TWICE.as_bytes());
    work
}

fn fix(dir: &Path, paths: &[&str]) -> Run {
    chanfix(
        dir,
        &[&["fix", "--unsafe-fixes", "--select", "all"], paths].concat(),
    )
}

fn without_good(tree: &Tree) -> Tree {
    let mut tree = tree.clone();
    tree.0.remove("good/good.go");
    tree
}

fn assert_troubled(name: &str, run: &Run, path: &str) {
    assert_eq!(run.crash(), None, "{name}");
    assert_eq!(run.code, Some(2), "{name}: {}", run.stderr);
    assert!(
        run.stderr.contains(path),
        "{name}: the message does not name {path}: {}",
        run.stderr
    );
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_read_only_file_is_left_alone() {
        let work = work();
        write(work.path(), "bad/bad.go", CLOSED_TWICE.as_bytes());
        let bad = work.path().join("bad/bad.go");
        fs::set_permissions(&bad, fs::Permissions::from_mode(0o444)).expect("the file is ours");
        assert_troubled(
            "read-only",
            &fix(work.path(), &["good", "bad"]),
            "bad/bad.go",
        );
        let after = Tree::read(work.path());
        assert_eq!(after.text("bad/bad.go"), Some(CLOSED_TWICE));
        assert_ne!(after.text("good/good.go"), Some(CLOSED_TWICE));
    }

    #[test]
    fn an_unreadable_file_is_reported() {
        let work = work();
        write(work.path(), "bad/bad.go", CLOSED_TWICE.as_bytes());
        let bad = work.path().join("bad/bad.go");
        fs::set_permissions(&bad, fs::Permissions::from_mode(0o000)).expect("the file is ours");
        let mut command = Command::new(BINARY);
        if fs::read(&bad).is_ok() {
            // Root may read everything, so somebody else has to try. The binary must be where they can start it.
            let binary = work.path().join("chanfix");
            fs::copy(BINARY, &binary).expect("the binary can be copied");
            open_to_all(work.path());
            command = Command::new("setpriv");
            command
                .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
                .arg(binary);
            if !Command::new("setpriv")
                .arg("--version")
                .output()
                .is_ok_and(|output| output.status.success())
            {
                return golang::give_up(
                    "setpriv is missing, and root can read it",
                    "a file that can't be read",
                );
            }
        }
        command
            .args(["check", "good", "bad"])
            .current_dir(work.path());
        let run = run(&mut command);
        assert_troubled("unreadable", &run, "bad/bad.go");
        assert!(
            run.text().contains("good.go"),
            "the other file is still checked: {}",
            run.text()
        );
    }

    fn open_to_all(folder: &Path) {
        for folder in [
            folder.to_path_buf(),
            folder.join("good"),
            folder.join("bad"),
        ] {
            fs::set_permissions(&folder, fs::Permissions::from_mode(0o755))
                .expect("the folder is ours");
        }
    }

    #[test]
    fn a_fixed_file_keeps_its_mode() {
        let work = work();
        let good = work.path().join("good/good.go");
        fs::set_permissions(&good, fs::Permissions::from_mode(0o750)).expect("the file is ours");
        assert_eq!(fix(work.path(), &["good"]).code, Some(0));
        assert_ne!(
            fs::read_to_string(&good).ok().as_deref(),
            Some(CLOSED_TWICE)
        );
        let mode = fs::metadata(&good)
            .expect("the file is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o750);
    }

    #[test]
    fn links_stay_links() {
        let work = work();
        fs::create_dir(work.path().join("linked")).expect("the folder is ours");
        let link = work.path().join("linked/link.go");
        symlink("../good/good.go", &link).expect("the folder is ours");
        let run = fix(work.path(), &["linked/link.go"]);
        assert_eq!(run.crash(), None);
        assert!(link.is_symlink(), "the link has become a file");
        let target =
            fs::read_to_string(work.path().join("good/good.go")).expect("the file is there");
        assert_eq!(
            run.code == Some(0),
            target != CLOSED_TWICE,
            "exit {:?}: {}",
            run.code,
            run.stderr
        );
    }

    #[test]
    fn a_file_and_a_link_to_it_are_fixed_once() {
        let work = work();
        symlink("good.go", work.path().join("good/link.go")).expect("the folder is ours");
        symlink("good", work.path().join("again")).expect("the folder is ours");
        let expected = {
            let alone = self::work();
            fix(alone.path(), &["."]);
            Tree::read(alone.path())
        };
        let run = fix(work.path(), &["good/good.go", "again/good.go", "good", "."]);
        assert_eq!(run.crash(), None);
        let found =
            fs::read_to_string(work.path().join("good/good.go")).expect("the file is there");
        assert_eq!(Some(found.as_str()), expected.text("good/good.go"));
    }

    #[test]
    fn odd_things_in_a_folder_are_survived() {
        let work = work();
        symlink("nowhere.go", work.path().join("dangling.go")).expect("the folder is ours");
        symlink("self.go", work.path().join("self.go")).expect("the folder is ours");
        symlink(".", work.path().join("loop")).expect("the folder is ours");
        fs::create_dir(work.path().join("folder.go")).expect("the folder is ours");
        let pipe = Command::new("mkfifo")
            .arg(work.path().join("pipe.go"))
            .status();
        assert!(pipe.is_ok_and(|status| status.success()), "mkfifo");
        let run = fix(work.path(), &["."]);
        assert_eq!(run.crash(), None);
        let fixed =
            fs::read_to_string(work.path().join("good/good.go")).expect("the file is there");
        assert_ne!(fixed, CLOSED_TWICE, "{}", run.stderr);
    }

    #[test]
    fn what_cannot_be_written_whole_is_not_written() {
        let work = work();
        let long = format!(
            "{CLOSED_TWICE}\n{}",
            "// A line of a long file.\n".repeat(2_000)
        );
        write(work.path(), "bad/bad.go", long.as_bytes());
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$@\"", "sh", BINARY]);
        command
            .args(["fix", "--unsafe-fixes", "good", "bad"])
            .current_dir(work.path());
        let run = run(&mut command);
        assert_troubled("a limit on file sizes", &run, "bad/bad.go");
        assert_kept(work.path(), "bad/bad.go", &long);
        let good = fs::read_to_string(work.path().join("good/good.go")).expect("the file is there");
        assert_ne!(good, CLOSED_TWICE, "the other file is not done");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_loses_nothing() {
        let work = work();
        // A file system of its own, seen by this one shell and gone with it.
        let script = r#"
            mount -t tmpfs -o size=64k none "$1/disk" || exit 99
            cp -r "$1/good" "$1/disk/" || exit 99
            cat /dev/zero > "$1/disk/fill" 2> /dev/null
            "$2" fix --unsafe-fixes "$1/disk/good"
            code=$?
            cp -r "$1/disk/good" "$1/after"
            exit $code"#;
        fs::create_dir(work.path().join("disk")).expect("the folder is ours");
        let mut command = Command::new("unshare");
        command
            .args(["--map-root-user", "--mount", "sh", "-c", script, "sh"])
            .arg(work.path())
            .arg(BINARY);
        if !Command::new("unshare")
            .args(["--map-root-user", "--mount", "true"])
            .status()
            .is_ok_and(|status| status.success())
        {
            return golang::give_up("no file system may be mounted here", "a full disk");
        }
        let run = run(&mut command);
        if run.code == Some(99) {
            return golang::give_up("no file system may be mounted here", "a full disk");
        }
        assert_troubled("a full disk", &run, "good/good.go");
        assert_kept(work.path(), "after/good.go", CLOSED_TWICE);
    }

    /// The file is as it was, and nothing lies beside it.
    fn assert_kept(work: &Path, path: &str, text: &str) {
        let folder = work
            .join(path)
            .parent()
            .expect("a file is in a folder")
            .to_path_buf();
        let left: Vec<_> = Tree::read(&folder)
            .0
            .into_iter()
            .map(|(name, bytes)| (name, bytes.len()))
            .collect();
        assert_eq!(left.len(), 1, "{left:?}");
        assert!(
            fs::read_to_string(work.join(path)).is_ok_and(|now| now == text),
            "{path} has changed"
        );
    }
}
