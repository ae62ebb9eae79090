//! Formats in the hands of a program that reads them: reviewdog.

mod support;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use support::golang;
use support::project::Project;
use support::samples::{CHECKED_THEN_SENT, CLOSED_TWICE};

/// reviewdog, where it is on the PATH or `CHANFIX_REVIEWDOG` names it.
fn reviewdog() -> Option<Command> {
    let named = std::env::var_os("CHANFIX_REVIEWDOG").unwrap_or_else(|| "reviewdog".into());
    let answers = Command::new(&named).arg("-version").output();
    if answers.is_ok_and(|output| output.status.success()) {
        return Some(Command::new(named));
    }
    golang::say(
        "reviewdog is not on the PATH (go install github.com/reviewdog/reviewdog/cmd/reviewdog@v0.20.2)",
        "what reviewdog makes of the formats",
    );
    None
}

/// What reviewdog says of `text`, a report of `format`, with all findings let through.
fn read(mut reviewdog: Command, folder: &Path, format: &[&str], text: &str) -> String {
    let mut child = reviewdog
        .current_dir(folder)
        .args(["-name=chanfix", "-reporter=local", "-filter-mode=nofilter"])
        .args(format)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("reviewdog starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    stdin.write_all(text.as_bytes()).expect("reviewdog reads");
    drop(stdin);
    let output = child.wait_with_output().expect("reviewdog ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{format:?}: {stderr}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn reviewdog_reads_each_format_that_is_for_it() {
    let project = Project::of(&[
        ("a/server.go", CLOSED_TWICE),
        ("b/feed.go", CHECKED_THEN_SENT),
    ]);
    project.commit();
    for (format, options) in [
        ("rdjson", &["-f=rdjson"][..]),
        ("rdjsonl", &["-f=rdjsonl"]),
        ("checkstyle", &["-f=checkstyle"]),
        ("sarif", &["-f=sarif"]),
        ("concise", &["-efm=%f:%l:%c: %m"]),
    ] {
        let Some(reviewdog) = reviewdog() else {
            return;
        };
        let printed = project.run(&format!("--format {format}")).text();
        let said = read(reviewdog, project.path(), options, &printed);
        for place in ["a/server.go", "b/feed.go"] {
            assert!(said.contains(place), "{format}: {place} in\n{said}");
        }
        if matches!(format, "checkstyle" | "concise") {
            assert!(said.contains("b/feed.go:14:"), "{format}: {said}");
        }
    }
}

#[test]
fn reviewdog_takes_the_patch_as_a_suggestion() {
    let Some(reviewdog) = reviewdog() else {
        return;
    };
    let project = Project::of(&[("a/server.go", CLOSED_TWICE)]);
    project.commit();
    let patch = project.run("--dry-run --unsafe-fixes").text();
    let options = ["-f=diff", "-f.diff.strip=1"];
    let said = read(reviewdog, project.path(), &options, &patch);
    assert!(said.contains("a/server.go:"), "{said}");
    assert!(said.contains("Once.Do("), "{said}");
}
