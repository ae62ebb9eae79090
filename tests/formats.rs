//! Each format, as the binary prints it for the fixtures of all transforms, against its published schema.

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::binary::{Run, chanfix};
use support::corpus;
use support::samples::{CHECKED_THEN_SENT, CLEAN, CLOSED_TWICE, NOT_GO};
use support::schema::{assert_valid, json};
use support::tree::Tree;
use tempfile::TempDir;

/// All fixtures, a file that is no Go, and an odd path.
fn everything() -> TempDir {
    let transforms = corpus::transforms();
    let mut tree = corpus::tree_of(transforms.iter().flat_map(|transform| &transform.fixtures));
    tree.add("odd, place: 100%/ü \"&.go", CLOSED_TWICE);
    tree.add("odd/bad.go", NOT_GO);
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    tree.write(work.path());
    work
}

fn printed(folder: &Path, format: &str) -> Run {
    chanfix(folder, &["--select", "all", "--format", format])
}

#[test]
fn json_formats_hold_to_their_schemas() {
    let work = everything();
    let names = [
        "json",
        "jsonl",
        "sarif",
        "rdjson",
        "rdjsonl",
        "gitlab",
        "concise",
        "github",
        "checkstyle",
        "markdown",
    ];
    let to_files = names.map(|name| format!("--format={name}=out/{name}"));
    fs::create_dir(work.path().join("out")).expect("the folder is ours");
    let mut arguments = vec!["--select", "all"];
    arguments.extend(to_files.iter().map(String::as_str));
    let run = chanfix(work.path(), &arguments);
    assert_eq!(run.code, Some(2), "one file is no Go: {}", run.stderr);
    assert_eq!(run.text(), "");
    let out = Tree::read(&work.path().join("out"));
    let of = |format: &str| out.text(format).expect("it is written").to_owned();
    let findings = json(&of("json"))["findings"].as_array().map_or(0, Vec::len);
    assert!(findings > 100, "{findings}");

    let sarif = json(&of("sarif"));
    assert_valid("sarif-2.1.0.json", &sarif);
    let run = &sarif["runs"][0];
    assert_eq!(run["results"].as_array().map(Vec::len), Some(findings));
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);

    let rdjson = json(&of("rdjson"));
    assert_valid("rdjson.json", &rdjson);
    let diagnostics = rdjson["diagnostics"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    assert_eq!(diagnostics.len(), findings);
    for suggestion in diagnostics
        .iter()
        .map(|diagnostic| &diagnostic["suggestions"])
    {
        assert!(
            suggestion.as_array().is_none_or(|all| all.len() == 1),
            "{suggestion}"
        );
    }

    let lines: Vec<Value> = of("rdjsonl").lines().map(json).collect();
    assert_eq!(lines.len(), findings);
    lines
        .iter()
        .for_each(|line| assert_valid("rdjsonl.json", line));

    let gitlab = json(&of("gitlab"));
    assert_valid("gitlab-codequality.json", &gitlab);
    assert_eq!(gitlab.as_array().map(Vec::len), Some(findings));

    assert_eq!(of("jsonl").lines().map(json).count(), findings);
    assert_eq!(of("concise").lines().count(), findings);
    assert_eq!(
        of("github")
            .lines()
            .filter(|line| line.starts_with("::"))
            .count(),
        findings
    );
    let checkstyle = of("checkstyle");
    let document = roxmltree::Document::parse(&checkstyle).expect("it is XML");
    let errors = document
        .descendants()
        .filter(|node| node.has_tag_name("error"));
    assert_eq!(errors.count(), findings);
    let markdown = of("markdown");
    assert!(markdown.len() <= 60 << 10, "{}", markdown.len());
    assert!(markdown.contains(&format!("{findings} findings in ")));
}

#[test]
fn nothing_found_is_valid_too() {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    fs::write(work.path().join("clean.go"), CLEAN).expect("the folder is ours");
    let of = |format: &str| {
        let run = printed(work.path(), format);
        assert_eq!(run.code, Some(0), "{format}: {}", run.stderr);
        run.text()
    };
    assert_valid("sarif-2.1.0.json", &json(&of("sarif")));
    assert_valid("rdjson.json", &json(&of("rdjson")));
    assert_valid("gitlab-codequality.json", &json(&of("gitlab")));
    for empty in [
        "rdjsonl", "jsonl", "concise", "full", "text", "github", "patch",
    ] {
        assert_eq!(of(empty), "", "{empty}");
    }
    assert_eq!(of("markdown"), "## chanfix\n\nno findings in 1 file\n");
}

/// Puts the suggestion of a diagnostic in, as reviewdog and its readers do.
fn suggested(text: &str, diagnostic: &Value) -> String {
    let suggestion = &diagnostic["suggestions"][0];
    let line = |end: &str| {
        suggestion["range"][end]["line"]
            .as_u64()
            .expect("it has lines") as usize
    };
    let mut lines: Vec<&str> = text.split('\n').collect();
    let new = suggestion["text"].as_str().expect("it has a text");
    lines.splice(line("start") - 1..line("end"), [new]);
    lines.join("\n")
}

#[test]
fn a_suggestion_is_the_fix() {
    for (name, text) in [("server.go", CLOSED_TWICE), ("feed.go", CHECKED_THEN_SENT)] {
        let work = tempfile::tempdir().expect("a temporary folder can be made");
        fs::write(work.path().join(name), text).expect("the folder is ours");
        let rdjson = json(&printed(work.path(), "rdjson").text());
        let suggested = suggested(text, &rdjson["diagnostics"][0]);
        chanfix(work.path(), &["fix", "--unsafe-fixes"]);
        assert_eq!(Tree::read(work.path()).text(name), Some(suggested.as_str()));
    }
}

#[test]
fn several_formats_go_to_several_places() {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    fs::write(work.path().join("server.go"), CLOSED_TWICE).expect("the folder is ours");
    let arguments = [
        "--format",
        "concise",
        "--format",
        "sarif=out.sarif",
        "--format",
        "patch=out.patch",
        "--format",
        "json=out.json",
        "--unsafe-fixes",
    ];
    let run = chanfix(work.path(), &arguments);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.text().starts_with("server.go:"), "{}", run.text());
    let tree = Tree::read(work.path());
    let of = |name: &str| {
        tree.text(name)
            .unwrap_or_else(|| panic!("{name} is missing"))
            .to_owned()
    };
    assert_valid("sarif-2.1.0.json", &json(&of("out.sarif")));
    assert_eq!(json(&of("out.json"))["summary"]["findings"], 1);
    let dry_run = chanfix(work.path(), &["--dry-run", "--unsafe-fixes"]);
    assert_eq!(of("out.patch"), dry_run.text());
    assert_eq!(of("server.go"), CLOSED_TWICE, "the source is as it was");

    for wrong in [
        &["--format", "json", "--format", "sarif"][..],
        &["--format", "sarif="],
        &["--format", "sarif=missing/out.sarif"],
        &["--dry-run", "--format", "json"],
    ] {
        assert_eq!(chanfix(work.path(), wrong).code, Some(2), "{wrong:?}");
    }
    let unknown = chanfix(work.path(), &["--format", "serif"]);
    assert!(
        unknown.stderr.contains("did you mean 'sarif'?"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn paths_start_where_their_readers_look() {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let mut tree = Tree::default();
    tree.add("svc/server/server.go", CLOSED_TWICE);
    tree.write(work.path());
    fs::create_dir(work.path().join(".git")).expect("the folder is ours");
    let of = |format: &str| printed(&work.path().join("svc"), format).text();
    // Code scanning, annotations and code quality know only the repository.
    let sarif = json(&of("sarif"));
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "svc/server/server.go");
    assert!(
        of("github").contains(" file=svc/server/server.go,line="),
        "{}",
        of("github")
    );
    assert_eq!(
        json(&of("gitlab"))[0]["location"]["path"],
        "svc/server/server.go"
    );
    // Who runs the tool, and reviewdog, know the working directory.
    assert!(of("concise").starts_with("server/server.go:"));
    let rdjson = json(&of("rdjson"));
    assert_eq!(
        rdjson["diagnostics"][0]["location"]["path"],
        "server/server.go"
    );
}
