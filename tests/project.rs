//! What a project decides about its findings: comments, settings, what changed, what is known.

mod support;

use std::path::Path;

use support::project::Project;
use support::samples::{CHECKED_THEN_SENT, CLOSED_TWICE};

const ABORT: &str = "func (s *Server) Abort() {\n\tclose(s.quit)\n}";

/// The server that closes twice, with something else in the place of its last method.
fn server(last_method: &str) -> String {
    assert!(CLOSED_TWICE.contains(ABORT));
    CLOSED_TWICE.replace(ABORT, last_method)
}

fn found(text: &str) -> Vec<String> {
    Project::of(&[("server.go", text)]).found("")
}

#[test]
fn comments_suppress_the_line_statement_or_declaration() {
    assert_eq!(found(CLOSED_TWICE), ["server.go:20 multi-site-close"]);
    for last_method in [
        "func (s *Server) Abort() {\n\tclose(s.quit) //chanfix:ignore multi-site-close only once\n}",
        "func (s *Server) Abort() {\n\t//chanfix:ignore multi-site-close only once\n\tclose(s.quit)\n}",
        "func (s *Server) Abort() {\n\t//chanfix:ignore multi-site-close only once\n\t// More.\n\tclose(s.quit)\n}",
        "func (s *Server) Abort() {\n\t//chanfix:ignore check-then-send,multi-site-close only once\n\tclose(s.quit)\n}",
        "func (s *Server) Abort() {\n\t//chanfix:ignore multi-site-close only once\n\tif s != nil {\n\t\tclose(s.quit)\n\t}\n}",
        "func (s *Server) Abort() {\n\tif s != nil { //chanfix:ignore multi-site-close only once\n\t\tclose(s.quit)\n\t}\n}",
        "// Abort ends it.\n//\n//chanfix:ignore multi-site-close only once\nfunc (s *Server) Abort() {\n\tclose(s.quit)\n}",
        "func (s *Server) Abort() { //chanfix:ignore multi-site-close only once\n\tclose(s.quit)\n}",
        "func (s *Server) Abort() {\n\tclose(s.quit) //nolint:errcheck,chanfix // only once\n}",
        "//chanfix:file-ignore all only once\n\nfunc (s *Server) Abort() {\n\tclose(s.quit)\n}",
    ] {
        let found = found(&server(last_method));
        let of_transforms: Vec<&String> = (found.iter())
            .filter(|found| !found.ends_with("unused-ignore"))
            .collect();
        assert!(of_transforms.is_empty(), "{last_method}: {found:?}");
    }
}

#[test]
fn comments_elsewhere_or_without_a_reason_suppress_nothing() {
    for last_method in [
        "func (s *Server) Abort() {\n\tclose(s.quit) //chanfix:ignore multi-site-close\n}",
        "func (s *Server) Abort() {\n\tclose(s.quit) //chanfix:ignore check-then-send only once\n}",
        "func (s *Server) Abort() {\n\t//chanfix:ignore multi-site-close only once\n\n\tclose(s.quit)\n}",
        "func (s *Server) Abort() {\n\t//chanfix:ignore multi-site-close only once\n\tprintln()\n\tclose(s.quit)\n}",
        "func (s *Server) Abort() {\n\t_ = `\n//chanfix:ignore multi-site-close only once\n`\n\tclose(s.quit)\n}",
        "func (s *Server) Abort() {\n\tclose(s.quit) //chanfix:ignore multi-site-clos only once\n}",
    ] {
        let found = found(&server(last_method));
        assert!(
            found
                .iter()
                .any(|found| found.ends_with("multi-site-close")),
            "{last_method}: {found:?}"
        );
    }
}

#[test]
fn what_is_suppressed_is_not_fixed() {
    let text = server(
        "func (s *Server) Abort() {\n\tclose(s.quit) //chanfix:ignore multi-site-close only once\n}",
    );
    let project = Project::of(&[("server.go", &text)]);
    assert_eq!(project.run("fix --unsafe-fixes").code, Some(0));
    assert_eq!(project.text("server.go"), text);
    assert_eq!(project.run("--dry-run --unsafe-fixes").text(), "");
}

#[test]
fn comments_that_suppress_nothing_are_found_and_removed() {
    let clean = "package p\n\nfunc f() {\n\tprintln(1) // one\n\tprintln(2)\n}\n";
    for (comment, text) in [
        (
            "//chanfix:ignore all no",
            clean.replace("(2)", "(2) //chanfix:ignore multi-site-close no"),
        ),
        (
            "a line",
            clean.replace(
                "\tprintln(2)",
                "\t//chanfix:ignore multi-site-close no\n\tprintln(2)",
            ),
        ),
        (
            "a doc",
            clean.replace("func f", "//chanfix:ignore multi-site-close no\nfunc f"),
        ),
        (
            "a file",
            clean.replace(
                "func f",
                "//chanfix:file-ignore multi-site-close no\n\nfunc f",
            ),
        ),
    ] {
        let project = Project::of(&[("p.go", &text)]);
        let found = project.found("");
        assert_eq!(found.len(), 1, "{comment}: {found:?}");
        assert!(found[0].ends_with(" unused-ignore"), "{comment}: {found:?}");
        assert_eq!(project.run("fix").code, Some(0));
        assert_eq!(project.text("p.go"), clean, "{comment}");
    }
    let documented = clean.replace("func f", "// f prints.\nfunc f");
    let text = documented.replace(
        "prints.\n",
        "prints.\n//\n//chanfix:ignore multi-site-close no\n",
    );
    let project = Project::of(&[("p.go", &text)]);
    project.run("fix");
    assert_eq!(project.text("p.go"), documented);
    // A transform that does not run cannot tell.
    let project = Project::of(&[("p.go", &text)]);
    assert!(project.found("--ignore multi-site-close").is_empty());
}

#[test]
fn some_names_go_and_the_others_stay() {
    let last = "func (s *Server) Abort() {\n\tclose(s.quit) //chanfix:ignore check-then-send,multi-site-close only once\n}";
    let project = Project::of(&[("server.go", &server(last))]);
    assert_eq!(project.found(""), ["server.go:20 unused-ignore"]);
    project.run("fix");
    assert_eq!(
        project.text("server.go"),
        server(&last.replace("check-then-send,", ""))
    );
    assert!(project.found("").is_empty());
}

#[test]
fn ignores_are_written_for_adoption() {
    let files = [
        ("a/server.go", CLOSED_TWICE),
        ("b/feed.go", CHECKED_THEN_SENT),
    ];
    let project = Project::of(&files);
    let dry_run = project.run("--dry-run --add-ignore=legacy");
    assert!(
        dry_run
            .text()
            .contains("+\t//chanfix:ignore multi-site-close legacy\n"),
        "{}",
        dry_run.text()
    );
    assert_eq!(
        project.text("a/server.go"),
        CLOSED_TWICE,
        "a dry run writes nothing"
    );
    assert_eq!(project.run("--add-ignore=legacy").code, Some(0));
    assert!(
        project
            .text("a/server.go")
            .contains("\t//chanfix:ignore multi-site-close legacy\n\tclose(s.quit)\n")
    );
    assert!(project.found("").is_empty());
    let written = project.tree();
    project.run("--add-ignore=legacy");
    assert!(project.tree() == written, "a second run changes nothing");
}

#[test]
fn only_what_changed_is_reported() {
    let project = Project::of(&[
        ("a/server.go", CLOSED_TWICE),
        ("b/feed.go", CHECKED_THEN_SENT),
    ]);
    project.commit();
    assert!(project.found("--since HEAD").is_empty());
    project.git("checkout --quiet -b change");
    let changed = CLOSED_TWICE.replace("\nfunc New", "\n// New makes one.\nfunc New");
    project.write("a/server.go", &changed);
    assert!(
        project.found("--since main").is_empty(),
        "the lines of the finding are as they were"
    );
    project.write(
        "a/server.go",
        &changed.replace(
            "Abort() {\n\tclose(s.quit)",
            "Abort() {\n\tclose(s.quit) // x",
        ),
    );
    project.write("c/feed.go", CHECKED_THEN_SENT);
    let both = [
        "a/server.go:21 multi-site-close",
        "c/feed.go:14 check-then-send",
    ];
    assert_eq!(project.found("--since main"), both);
    project.git("add a");
    assert_eq!(project.found("--staged"), both[..1]);
    let line = |text: &str| format!("// Package server.\n{text}");
    project.write("a/server.go", &line(&project.text("a/server.go")));
    assert_eq!(
        project.found("--staged"),
        ["a/server.go:22 multi-site-close"]
    );
    project.commit();
    assert_eq!(project.found("--since main").len(), 2);
    assert!(project.found("--since change").is_empty());
    for wrong in ["--since nonsense", "--since --all", "--diff missing.diff"] {
        assert_eq!(project.run(wrong).code, Some(2), "{wrong}");
    }
}

#[test]
fn a_related_place_on_a_changed_line_counts() {
    let project = Project::of(&[("server.go", CLOSED_TWICE)]);
    let stop = CLOSED_TWICE
        .lines()
        .position(|line| line.contains("close"))
        .expect("it closes")
        + 1;
    let diff =
        format!("--- a/server.go\n+++ b/server.go\n@@ -{stop} +{stop} @@\n-x\n+\tclose(s.quit)\n");
    project.write("pr.diff", &diff);
    assert_eq!(project.found("--diff pr.diff").len(), 1);
    project.write("pr.diff", &diff.replace(&format!("+{stop} "), "+1 "));
    assert!(project.found("--diff=pr.diff").is_empty());
}

#[test]
fn only_what_changed_is_fixed() {
    let project = Project::of(&[
        ("a/server.go", CLOSED_TWICE),
        ("b/feed.go", CHECKED_THEN_SENT),
    ]);
    project.commit();
    project.write(
        "a/server.go",
        &CLOSED_TWICE.replace(
            "Abort() {\n\tclose(s.quit)",
            "Abort() {\n\tclose(s.quit) // x",
        ),
    );
    project.run("fix --since HEAD --unsafe-fixes");
    assert!(project.text("a/server.go").contains("sync.Once"));
    assert_eq!(project.text("b/feed.go"), CHECKED_THEN_SENT);
}

#[test]
fn known_findings_are_not_reported() {
    let project = Project::of(&[
        ("a/server.go", CLOSED_TWICE),
        ("b/feed.go", CHECKED_THEN_SENT),
    ]);
    assert_eq!(
        project.run("baseline write --baseline known.json").code,
        Some(0)
    );
    assert!(project.found("--baseline known.json").is_empty());
    project.write(
        "a/server.go",
        &CLOSED_TWICE.replace("\nfunc New", "\n// New makes one.\nfunc New"),
    );
    assert!(
        project.found("--baseline known.json").is_empty(),
        "a line moved"
    );
    project.write("c/feed.go", CHECKED_THEN_SENT);
    assert_eq!(
        project.found("--baseline known.json"),
        ["c/feed.go:14 check-then-send"]
    );
    project.write("chanfix.toml", "baseline = \"known.json\"\n");
    assert_eq!(project.found("").len(), 1);
    project.run("fix --unsafe-fixes");
    assert_eq!(
        project.text("b/feed.go"),
        CHECKED_THEN_SENT,
        "what is known is not fixed"
    );
    assert_ne!(project.text("c/feed.go"), CHECKED_THEN_SENT);

    let count = || project.text("known.json").matches("fingerprint").count();
    assert_eq!(count(), 2);
    project.run("baseline prune c");
    assert_eq!(count(), 2, "only what was looked at can be gone");
    project.run("fix --no-config --unsafe-fixes a");
    project.run("baseline prune");
    assert_eq!(count(), 1);
    assert!(project.text("known.json").contains("b/feed.go"));
    assert_eq!(project.run("--baseline missing.json").code, Some(2));
}

#[test]
fn fingerprints_do_not_depend_on_the_working_directory() {
    let project = Project::of(&[("svc/server.go", CLOSED_TWICE)]);
    project.commit();
    let fingerprint = |folder: &Path| {
        let run = support::binary::chanfix(folder, &["--format", "json"]);
        run.report()
            .unwrap_or_else(|problem| panic!("{problem}"))
            .findings[0]
            .fingerprint
            .clone()
    };
    assert_eq!(
        fingerprint(project.path()),
        fingerprint(&project.path().join("svc"))
    );
}
