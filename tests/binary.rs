//! The contract of the command line: exit codes, what goes to stdout, the JSON, and the same output in each run.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::binary::{BINARY, Run, chanfix, run};
use support::samples::{CHECKED_THEN_SENT, CLEAN, CLOSED_TWICE, GO_MOD, NOT_GO};
use support::tree::Tree;
use support::{corpus, patch};
use tempfile::TempDir;

/// A folder with these files in it.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut tree = Tree::default();
    files.iter().for_each(|(path, text)| tree.add(path, *text));
    tree.write(folder.path());
    folder
}

/// One finding of each transform, and a file that is clean.
fn buggy() -> TempDir {
    folder(&[
        ("go.mod", GO_MOD),
        ("server/server.go", CLOSED_TWICE),
        ("feed/feed.go", CHECKED_THEN_SENT),
        ("clean/clean.go", CLEAN),
    ])
}

/// Runs the binary with words that are separated by blanks.
fn words(dir: &Path, line: &str) -> Run {
    chanfix(dir, &line.split_whitespace().collect::<Vec<_>>())
}

fn rules(run: &Run) -> BTreeSet<String> {
    let report = run.report().unwrap_or_else(|problem| panic!("{problem}"));
    report
        .findings
        .into_iter()
        .map(|finding| finding.rule)
        .collect()
}

#[test]
fn exit_codes_say_how_it_went() {
    let buggy = buggy();
    for (line, code) in [
        ("", 1),
        ("check", 1),
        ("check .", 1),
        ("./...", 1),
        ("clean", 0),
        ("check clean/clean.go", 0),
        ("--dry-run --unsafe-fixes", 1),
        ("-n --unsafe-fixes server", 1),
        ("--diff clean", 0),
        ("fix clean", 0),
        ("list", 0),
        ("explain multi-site-close", 0),
        ("--help", 0),
        ("--version", 0),
        ("missing.go", 2),
        ("check server missing.go", 2),
        ("--no-such-option", 2),
        ("--format xml", 2),
        ("--select no-such-transform", 2),
        ("explain no-such-transform", 2),
        ("--jobs 0", 2),
    ] {
        let run = words(buggy.path(), line);
        assert_eq!(run.code, Some(code), "chanfix {line}: {}", run.stderr);
    }
    assert_eq!(words(buggy.path(), "fix --unsafe-fixes").code, Some(0));
    assert_eq!(
        words(buggy.path(), "").code,
        Some(0),
        "after the fix, nothing is left"
    );
}

#[test]
fn only_fix_writes() {
    let buggy = buggy();
    let before = Tree::read(buggy.path());
    for line in [
        "",
        "check --unsafe-fixes",
        "--dry-run --unsafe-fixes",
        "fix --dry-run --unsafe-fixes",
        "--format json",
    ] {
        words(buggy.path(), line);
        assert_eq!(Tree::read(buggy.path()), before, "chanfix {line}");
    }
    words(buggy.path(), "fix --unsafe-fixes server");
    let after = Tree::read(buggy.path());
    assert_ne!(
        after.text("server/server.go"),
        before.text("server/server.go")
    );
    assert_eq!(
        after.text("feed/feed.go"),
        before.text("feed/feed.go"),
        "only what was named is fixed"
    );
}

#[test]
fn types_are_declared_concurrent_by_option() {
    let text =
        "package store\n\ntype cache struct{ hits int }\n\nfunc (c *cache) hit() { c.hits++ }\n";
    let folder = folder(&[("go.mod", GO_MOD), ("store/store.go", text)]);
    let facts = |option: &str| words(folder.path(), &format!("{option} facts store/store.go"));
    let says = "several callers of it, as cache says by an option, many";
    for option in [
        "--assume-concurrent cache",
        "--assume-concurrent other,store.cache",
    ] {
        let run = facts(option);
        assert!(run.text().contains(says), "{option}: {}", run.text());
    }
    for option in ["", "--assume-concurrent other.cache", "--prefer mutex"] {
        let run = facts(option);
        assert_eq!(run.code, Some(0), "{option}: {}", run.stderr);
        assert!(!run.text().contains("several"), "{option}: {}", run.text());
    }
}

#[test]
fn stdout_is_data_and_nothing_else() {
    let buggy = buggy();
    fs::write(buggy.path().join("bad.go"), NOT_GO).expect("the folder is ours");
    for line in ["clean", "--dry-run clean", "fix clean"] {
        let run = words(buggy.path(), line);
        assert_eq!(run.text(), "", "chanfix {line}");
    }
    for line in [
        "missing.go",
        "--no-such-option",
        "bad.go",
        "--dry-run missing.go",
    ] {
        let run = words(buggy.path(), line);
        assert_eq!(run.text(), "", "chanfix {line}");
        assert_ne!(run.stderr, "", "chanfix {line}");
    }
    let run = words(buggy.path(), "--dry-run --unsafe-fixes");
    assert_eq!(run.code, Some(2), "bad.go is no Go");
    assert!(run.stderr.contains("bad.go"), "{}", run.stderr);
    assert!(
        run.text()
            .starts_with("diff --git a/feed/feed.go b/feed/feed.go\n"),
        "{}",
        run.text()
    );
    patch::apply(buggy.path(), &run.stdout).expect("stdout is a patch");

    let run = words(buggy.path(), "check --format json");
    let report = run.report().unwrap_or_else(|problem| panic!("{problem}"));
    assert!(
        report.errors.iter().any(|error| error.path == "bad.go"),
        "{:?}",
        report.errors
    );
}

#[test]
fn a_patch_holds_for_the_root_of_the_repository() {
    let repository = folder(&[("sub/server/server.go", CLOSED_TWICE)]);
    let init = patch::git(repository.path())
        .args(["init", "--quiet"])
        .status();
    assert!(init.is_ok_and(|status| status.success()), "git init");
    let sub = repository.path().join("sub");
    let dry_run = words(&sub, "--dry-run --unsafe-fixes server");
    assert!(
        dry_run
            .text()
            .starts_with("diff --git a/sub/server/server.go "),
        "{}",
        dry_run.text()
    );
    patch::apply(repository.path(), &dry_run.stdout).expect("git takes the patch");
    let patched = fs::read_to_string(sub.join("server/server.go")).expect("the file is there");
    fs::write(sub.join("server/server.go"), CLOSED_TWICE).expect("the file is ours");
    words(&sub, "fix --unsafe-fixes server");
    assert_eq!(
        fs::read_to_string(sub.join("server/server.go")).expect("the file is there"),
        patched
    );
}

#[test]
fn select_and_ignore_choose_transforms() {
    let buggy = buggy();
    let rules = |line: &str| rules(&words(buggy.path(), &format!("check --format json {line}")));
    let set = |names: &[&str]| {
        names
            .iter()
            .map(|name| name.to_string())
            .collect::<BTreeSet<_>>()
    };
    let both = ["check-then-send", "multi-site-close"];
    assert!(rules("").is_superset(&set(&both)));
    assert_eq!(
        rules("--select multi-site-close"),
        set(&["multi-site-close"])
    );
    assert_eq!(
        rules("--select multi-site-close,check-then-send"),
        set(&both)
    );
    assert_eq!(
        rules("--select multi-site-close --ignore multi-site-close"),
        set(&[])
    );
    assert!(!rules("--ignore check-then-send").contains("check-then-send"));
}

#[test]
fn findings_in_tests_count_unless_told_otherwise() {
    let folder = folder(&[
        ("go.mod", GO_MOD),
        ("feed_test.go", CHECKED_THEN_SENT),
        ("clean.go", &CLEAN.replace("clean", "feed")),
    ]);
    assert_eq!(words(folder.path(), "check").code, Some(1));
    assert_eq!(words(folder.path(), "check --tests=yes").code, Some(1));
    assert_eq!(words(folder.path(), "check --tests=no").code, Some(0));
    words(folder.path(), "fix --tests=no --unsafe-fixes");
    let after = Tree::read(folder.path());
    assert_eq!(after.text("feed_test.go"), Some(CHECKED_THEN_SENT));
}

#[test]
fn every_transform_is_listed_and_explained() {
    let nowhere = folder(&[]);
    let list = words(nowhere.path(), "list").text();
    for transform in corpus::transforms() {
        assert!(
            list.lines().any(|line| line.starts_with(&transform.name)),
            "{}:\n{list}",
            transform.name
        );
        let page = words(nowhere.path(), &format!("explain {}", transform.name)).text();
        let readme = fs::read_to_string(transform.folder.join("README.md"))
            .expect("a transform has its page");
        for line in readme.lines().filter(|line| line.len() > 20) {
            assert!(
                page.contains(line.trim()),
                "explain {} leaves out: {line}",
                transform.name
            );
        }
    }
}

#[test]
fn paths_are_spelled_in_several_ways() {
    let buggy = buggy();
    let findings = |line: &str| {
        let run = words(buggy.path(), &format!("check --format json {line}"));
        let report: Value = serde_json::from_slice(&run.stdout).expect("stdout is JSON");
        report["findings"].clone()
    };
    let all = findings("");
    for line in [
        ".",
        "./...",
        "server feed clean",
        "feed/... ./server/... clean",
        "server/server.go feed/feed.go",
        ". server",
    ] {
        assert_eq!(findings(line), all, "chanfix check {line}");
    }
    let here = buggy.path().display().to_string();
    assert_eq!(
        findings(&here),
        all,
        "an absolute path below the working directory"
    );
    let paths = all
        .as_array()
        .into_iter()
        .flatten()
        .map(|finding| finding["path"].as_str());
    assert_eq!(
        paths.collect::<BTreeSet<_>>(),
        BTreeSet::from([Some("feed/feed.go"), Some("server/server.go")])
    );
}

#[test]
fn json_has_the_keys_of_the_contract() {
    let buggy = buggy();
    fs::write(buggy.path().join("bad.go"), NOT_GO).expect("the folder is ours");
    let run = words(buggy.path(), "check --format json");
    let report: Value = serde_json::from_slice(&run.stdout).expect("stdout is JSON");
    let keys = |value: &Value| -> Vec<String> {
        let object = value
            .as_object()
            .unwrap_or_else(|| panic!("not an object: {value}"));
        object
            .keys()
            .cloned()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    };
    let items = |value: &Value| -> Vec<Value> {
        value
            .as_array()
            .unwrap_or_else(|| panic!("not an array: {value}"))
            .clone()
    };

    assert_eq!(
        keys(&report),
        ["errors", "findings", "schema_version", "summary", "tool"]
    );
    assert_eq!(report["schema_version"], "1");
    assert_eq!(keys(&report["tool"]), ["name", "version"]);
    assert_eq!(report["tool"]["name"], "chanfix");
    assert_eq!(report["tool"]["version"], env!("CARGO_PKG_VERSION"));
    for key in ["files", "findings", "fixes", "packages"] {
        assert!(
            !report["summary"][key].is_null(),
            "summary has no {key}: {}",
            report["summary"]
        );
    }
    assert_eq!(
        keys(&report["summary"]["fixes"]),
        ["safe", "shown", "unsafe"]
    );
    assert_eq!(
        report["summary"]["findings"],
        items(&report["findings"]).len()
    );
    assert_eq!(report["summary"]["files"], 4);

    for error in items(&report["errors"]) {
        assert!(
            error["path"].is_string() && error["message"].is_string(),
            "{error}"
        );
    }
    let finding_keys = [
        "column",
        "end_column",
        "end_line",
        "fingerprint",
        "fix",
        "line",
        "message",
        "path",
        "related",
        "rule",
        "severity",
    ];
    for finding in items(&report["findings"]) {
        for key in finding_keys {
            assert!(
                finding.get(key).is_some(),
                "a finding has no {key}: {finding}"
            );
        }
        assert!(
            ["error", "warning", "note"]
                .iter()
                .any(|severity| finding["severity"] == *severity),
            "{finding}"
        );
        assert!(
            finding["fingerprint"]
                .as_str()
                .is_some_and(|fingerprint| !fingerprint.is_empty()),
            "{finding}"
        );
        for related in items(&finding["related"]) {
            assert_eq!(keys(&related), ["column", "line", "message", "path"]);
        }
        for key in ["edits", "safety", "title"] {
            assert!(
                finding["fix"].get(key).is_some(),
                "a fix has no {key}: {finding}"
            );
        }
        assert!(
            ["safe", "unsafe", "shown"]
                .iter()
                .any(|safety| finding["fix"]["safety"] == *safety),
            "{finding}"
        );
        for edit in items(&finding["fix"]["edits"]) {
            assert_eq!(keys(&edit), ["end", "line", "path", "start", "text"]);
        }
    }
}

#[test]
fn edits_in_json_are_the_fix() {
    for (name, text) in [("server.go", CLOSED_TWICE), ("feed.go", CHECKED_THEN_SENT)] {
        let folder = folder(&[(name, text)]);
        let report = words(folder.path(), "check --format json")
            .report()
            .unwrap_or_else(|problem| panic!("{problem}"));
        let [finding] = report.findings.as_slice() else {
            panic!("{name}: {:?}", report.findings)
        };
        let mut edits = finding
            .fix
            .as_ref()
            .map(|fix| fix.edits.clone())
            .unwrap_or_default();
        edits.sort_by_key(|edit| std::cmp::Reverse((edit.start, edit.end)));
        let mut edited = text.to_string();
        edits
            .iter()
            .for_each(|edit| edited.replace_range(edit.start..edit.end, &edit.text));
        words(folder.path(), "fix --unsafe-fixes");
        assert_eq!(Tree::read(folder.path()).text(name), Some(edited.as_str()));
    }
}

#[test]
fn fingerprints_outlive_a_moved_line() {
    let fingerprint = |text: &str| {
        let folder = folder(&[("server.go", text)]);
        let report = words(folder.path(), "check --format json")
            .report()
            .unwrap_or_else(|problem| panic!("{problem}"));
        report
            .findings
            .into_iter()
            .map(|finding| finding.fingerprint)
            .collect::<Vec<_>>()
    };
    let moved = CLOSED_TWICE.replace("\nfunc New", "\n// New makes one.\nfunc New");
    assert_eq!(fingerprint(CLOSED_TWICE), fingerprint(&moved));
}

#[test]
fn output_is_the_same_in_each_run() {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let transforms = corpus::transforms();
    let mut tree = corpus::tree_of(transforms.iter().flat_map(|transform| &transform.fixtures));
    tree.add("server/server.go", CLOSED_TWICE);
    tree.add("feed/feed.go", CHECKED_THEN_SENT);
    tree.write(work.path());
    let mut paths: Vec<String> = tree.sources().map(|(path, _)| path.to_string()).collect();
    let turned = {
        let middle = paths.len() / 2;
        paths.rotate_left(middle);
        paths.reverse();
        paths.join(" ")
    };
    for line in ["check --format json", "check", "--dry-run --unsafe-fixes"] {
        let first = words(work.path(), line).text();
        assert_ne!(first, "", "chanfix {line}");
        for more in ["", "--jobs 1", "--jobs 2", "--jobs 7"] {
            assert!(
                words(work.path(), &format!("{line} {more}")).text() == first,
                "chanfix {line} {more}"
            );
        }
        assert!(
            words(work.path(), &format!("{line} {turned}")).text() == first,
            "chanfix {line}, the files in another order"
        );
    }
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let buggy = buggy();
    let has_colour = |run: &Run| run.text().contains('\u{1b}');
    assert!(
        !has_colour(&words(buggy.path(), "check")),
        "a pipe is no terminal"
    );
    assert!(!has_colour(&words(buggy.path(), "check --color never")));
    assert!(has_colour(&words(buggy.path(), "check --color always")));
    assert!(
        !has_colour(&words(buggy.path(), "check --format json --color always")),
        "JSON has no colours"
    );
    // `run` removes NO_COLOR, so it is set by a shell.
    let mut command = Command::new("env");
    command
        .args(["NO_COLOR=1", BINARY, "check"])
        .current_dir(buggy.path());
    assert!(!has_colour(&run(&mut command)));
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    let folder = folder(&[]);
    let mut tree = Tree::default();
    // More output than a pipe holds.
    (0..400).for_each(|number| tree.add(&format!("p{number}/server.go"), CLOSED_TWICE));
    tree.write(folder.path());
    for line in ["check", "check --format json", "--dry-run --unsafe-fixes"] {
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("'{BINARY}' {line} | head -n 1")])
            .current_dir(folder.path());
        let run = run(&mut command);
        assert_ne!(run.text(), "", "chanfix {line}");
        assert_eq!(run.stderr, "", "chanfix {line}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let buggy = buggy();
    for line in [
        "check",
        "check --format json",
        "--dry-run --unsafe-fixes",
        "list",
    ] {
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("'{BINARY}' {line} > /dev/full")])
            .current_dir(buggy.path());
        let run = run(&mut command);
        assert_eq!(run.code, Some(2), "chanfix {line}: {}", run.stderr);
        assert_eq!(run.crash(), None, "chanfix {line}");
    }
}

#[test]
fn quiet_leaves_stderr_to_errors() {
    let buggy = buggy();
    for line in ["-q", "--quiet --dry-run", "-q fix", "-q --add-ignore=known"] {
        let run = words(buggy.path(), line);
        assert_eq!(run.stderr, "", "chanfix {line}");
    }
    let run = words(buggy.path(), "-q missing.go");
    assert_ne!(run.stderr, "");
}

#[test]
fn statistics_count_instead_of_showing() {
    let buggy = buggy();
    let run = words(buggy.path(), "--statistics");
    assert_eq!(run.code, Some(1));
    let lines: Vec<Vec<String>> = (run.text().lines())
        .map(|line| line.split_whitespace().map(str::to_owned).collect())
        .collect();
    assert_eq!(lines.len(), 2, "{}", run.text());
    assert!(
        lines
            .iter()
            .any(|words| words[..2] == ["1", "multi-site-close"]),
        "{}",
        run.text()
    );
}

#[test]
fn completions_and_the_manual_know_all_options() {
    let nowhere = folder(&[]);
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = words(nowhere.path(), &format!("completions {shell}")).text();
        for word in ["multi-site-close", "assume-concurrent", "github-review"] {
            // PowerShell's completions hold no values.
            let is_there =
                script.contains(word) || shell == "powershell" && word == "multi-site-close";
            assert!(is_there, "{shell}: {word}");
        }
    }
    assert_eq!(words(nowhere.path(), "completions csh").code, Some(2));
    let manual = words(nowhere.path(), "man").text();
    for option in [
        "dry\\-run",
        "assume\\-concurrent",
        "no\\-pager",
        "add\\-ignore",
    ] {
        assert!(manual.contains(option), "{option}");
    }
}

#[test]
fn a_patch_is_not_paged_into_a_pipe() {
    let buggy = buggy();
    let mut command = Command::new("env");
    command
        .args(["PAGER=touch paged", BINARY, "--dry-run", "--unsafe-fixes"])
        .current_dir(buggy.path());
    assert!(run(&mut command).text().starts_with("diff --git "));
    assert!(!buggy.path().join("paged").exists());
}
