//! `chanfix.toml`: what it says, for which files, and what is shown of it.

mod support;

use std::fs;
use std::path::Path;

use support::project::Project;
use support::samples::{CHECKED_THEN_SENT, CLOSED_TWICE};

#[test]
fn the_nearest_settings_upwards_hold() {
    let project = Project::of(&[
        ("svc/a/server.go", CLOSED_TWICE),
        ("svc/b/feed.go", CHECKED_THEN_SENT),
        ("chanfix.toml", "ignore = [\"multi-site-close\"]\n"),
    ]);
    assert_eq!(project.found(""), ["svc/b/feed.go:14 check-then-send"]);
    assert!(project.found("svc/a").is_empty());
    project.write(
        "svc/a/chanfix.toml",
        "[severity]\nmulti-site-close = \"note\"\n",
    );
    assert_eq!(project.found("svc/a").len(), 1);
    assert!(
        project
            .run("svc/a --format json")
            .text()
            .contains("\"severity\": \"note\"")
    );
    assert_eq!(project.found("--no-config").len(), 2);
    assert_eq!(project.found("--config svc/a/chanfix.toml").len(), 2);
    assert_eq!(
        project.found("--select multi-site-close"),
        ["svc/a/server.go:20 multi-site-close"]
    );
}

#[test]
fn settings_say_where_how_and_whether() {
    let project = Project::of(&[
        ("a/server.go", CLOSED_TWICE),
        ("b/feed.go", CHECKED_THEN_SENT),
    ]);
    let with = |settings: &str| {
        project.write("chanfix.toml", settings);
        project.found("")
    };
    let (server, feed) = (
        "a/server.go:20 multi-site-close",
        "b/feed.go:14 check-then-send",
    );
    assert_eq!(with(""), [server, feed]);
    assert_eq!(with("select = [\"check-then-send\"]"), [feed]);
    assert_eq!(with("exclude = [\"a/\"]"), [feed]);
    assert_eq!(with("exclude = [\"server.go\"]"), [feed]);
    assert_eq!(
        with("[paths.\"b/**\"]\nignore = [\"check-then-send\"]"),
        [server]
    );
    assert_eq!(with("[paths.\"*.go\"]\nignore = [\"all\"]"), [""; 0]);
    with("[safety]\nmulti-site-close = \"shown\"\ncheck-then-send = \"shown\"");
    project.run("fix --unsafe-fixes");
    assert_eq!(project.text("a/server.go"), CLOSED_TWICE);
    with("unsafe-fixes = true\n[safety]\ncheck-then-send = \"shown\"");
    project.run("fix");
    assert_ne!(project.text("a/server.go"), CLOSED_TWICE);
    assert_eq!(project.text("b/feed.go"), CHECKED_THEN_SENT);
}

#[test]
fn wrong_settings_are_errors_that_help() {
    let project = Project::of(&[("server.go", CLOSED_TWICE)]);
    for (settings, says) in [
        (
            "\nselct = []",
            "line 2: there is no key `selct`; did you mean `select`?",
        ),
        (
            "ignore = [\"multisite-close\"]",
            "did you mean `multi-site-close`?",
        ),
    ] {
        project.write("chanfix.toml", settings);
        let run = project.run("");
        assert_eq!(run.code, Some(2));
        assert!(run.stderr.contains(says), "{}", run.stderr);
        assert_eq!(run.text(), "");
    }
    assert_eq!(project.run("--config missing.toml").code, Some(2));
}

#[test]
fn config_shows_what_is_in_force_and_whence() {
    let project = Project::of(&[
        ("p.go", "package p\n"),
        ("chanfix.toml", "prefer = \"mutex\"\n"),
    ]);
    let shown = project.run("config --select multi-site-close").text();
    for line in [
        "select = [\"multi-site-close\"]  # command line",
        "prefer = \"mutex\"               # chanfix.toml",
        "tests = true                   # default",
    ] {
        assert!(
            shown.lines().any(|shown| shown == line),
            "{line} in\n{shown}"
        );
    }
    // What is shown can be a settings file.
    project.write("chanfix.toml", &shown);
    assert!(
        project
            .run("config")
            .text()
            .contains("select = [\"multi-site-close\"]  # chanfix.toml")
    );
}

#[test]
fn each_file_has_the_nearest_settings() {
    let project = Project::of(&[
        ("svc/a/server.go", CLOSED_TWICE),
        ("svc/b/server.go", CLOSED_TWICE),
        (
            "svc/b/feed.go",
            &CHECKED_THEN_SENT.replace("package feed", "package server"),
        ),
        ("chanfix.toml", "ignore = [\"check-then-send\"]\n"),
        (
            "svc/b/chanfix.toml",
            "select = [\"check-then-send\"]\n[severity]\ncheck-then-send = \"note\"\n",
        ),
    ]);
    let outer = "svc/a/server.go:20 multi-site-close";
    let inner = "svc/b/feed.go:14 check-then-send";
    // It is the file that counts, not where chanfix is started or what it is given.
    assert_eq!(project.found(""), [outer, inner]);
    assert_eq!(project.found("svc"), [outer, inner]);
    assert_eq!(
        project.found("svc/b/feed.go svc/a/server.go"),
        [outer, inner]
    );
    assert_eq!(project.found("svc/b"), [inner]);
    assert!(
        project
            .run("--format json")
            .text()
            .contains("\"severity\": \"note\"")
    );
    // One file for all, or none.
    let found = |line: &str| project.found(line).len();
    assert_eq!(
        (found("--config chanfix.toml"), found("--no-config")),
        (2, 3)
    );
    project.run("fix --unsafe-fixes");
    assert_ne!(project.text("svc/a/server.go"), CLOSED_TWICE);
    assert_eq!(project.text("svc/b/server.go"), CLOSED_TWICE);

    let shown = project.run("config").text();
    assert!(
        shown.contains("svc/b/chanfix.toml says what is reported below it"),
        "{shown}"
    );
    let shown = project.run("config svc/b").text();
    assert!(
        shown.contains("severity.check-then-send = \"note\""),
        "{shown}"
    );
    project.write("svc/b/chanfix.toml", "exclude = [\"*.go\"]\n");
    assert!(project.found("").is_empty());
    project.write("svc/b/chanfix.toml", "selct = []\n");
    let run = project.run("");
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("did you mean `select`?"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_path_can_select() {
    let project = Project::of(&[
        ("a/server.go", CLOSED_TWICE),
        ("b/server.go", CLOSED_TWICE),
        (
            "b/feed.go",
            &CHECKED_THEN_SENT.replace("package feed", "package server"),
        ),
    ]);
    let with = |settings: &str, line: &str| {
        project.write("chanfix.toml", settings);
        project.found(line)
    };
    let (a, b) = (
        "a/server.go:20 multi-site-close",
        "b/server.go:20 multi-site-close",
    );
    let feed = "b/feed.go:14 check-then-send";
    let settings =
        "select = [\"multi-site-close\"]\n[paths.\"b/**\"]\nselect = [\"check-then-send\"]\n";
    assert_eq!(with(settings, ""), [a, feed]);
    // What the command line selects stands in the place of all that the file selects.
    assert_eq!(with(settings, "--select multi-site-close"), [a, b]);
    let several = "[paths.\"b/**\"]\nselect = [\"check-then-send\"]\n\
                   [paths.\"server.go\"]\nselect = [\"default\"]\nignore = [\"multi-site-close\"]\n";
    assert_eq!(with(several, ""), [feed]);
}

#[test]
fn settings_name_folders_of_transforms() {
    let patch = "# Say it with print.\nsafety: safe\n@@\n@@\n-println()\n+print()\n";
    let project = Project::of(&[
        ("svc/p.go", "package p\n\nfunc f() {\n\tprintln()\n}\n"),
        ("tools/rules/plain-print/transform.patch", patch),
        (
            "chanfix.toml",
            "transforms = [\"tools/rules\"]\n[severity]\nplain-print = \"note\"\n",
        ),
    ]);
    let found = ["svc/p.go:4 plain-print"];
    assert_eq!(project.found(""), found);
    assert!(project.run("list").text().contains("plain-print"));
    assert!(
        project
            .run("explain plain-print")
            .text()
            .contains("Say it with print")
    );
    let inside = support::binary::chanfix(&project.path().join("svc"), &["--format", "concise"]);
    assert!(
        inside.text().contains(" plain-print "),
        "{}{}",
        inside.text(),
        inside.stderr
    );
    let shown = project.run("config --transforms tools").text();
    assert!(
        shown
            .contains("transforms = [\"tools\", \"tools/rules\"]  # chanfix.toml and command line"),
        "{shown}"
    );
    let tested = project.run("test").text();
    assert!(tested.starts_with("plain-print\n"), "{tested}");
    assert!(project.found("--no-config").is_empty());
    project.write("other.toml", "");
    assert!(project.found("--config other.toml").is_empty());
    assert_eq!(project.found("--config=chanfix.toml"), found);

    project.write("chanfix.toml", "transforms = [\"tools/missing\"]\n");
    let run = project.run("");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("tools/missing"), "{}", run.stderr);
}

/// With this variable set, the schema is brought up to date instead.
const WRITE: &str = "CHANFIX_WRITE_README";

#[test]
fn the_published_schema_is_that_of_the_settings() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/chanfix.schema.json");
    let schema = Project::of(&[]).run("config --schema").text();
    if std::env::var_os(WRITE).is_some() {
        fs::write(&path, &schema).expect("the schema can be written");
    }
    let published = fs::read_to_string(&path).expect("the schema is there");
    assert!(
        published == schema,
        "{WRITE}=1 brings {} up to date",
        path.display()
    );
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).expect("it is JSON"))
        .expect("it is a schema");
    let valid = |settings: &str| {
        let settings: toml::Table = toml::from_str(settings).expect("it is TOML");
        validator.is_valid(&serde_json::to_value(settings).expect("it is JSON too"))
    };
    assert!(valid(
        "select = [\"all\"]\nprefer = \"atomic\"\ntransforms = [\"rules\"]\n[paths.\"x/**\"]\nignore = [\"all\"]\n[safety]\nx = \"shown\""
    ));
    assert!(!valid("selct = []"));
    assert!(!valid("[safety]\nx = \"maybe\""));
}

/// Two fields that one function uses without their lock; `%` stands for a comment.
const UNLOCKED_TWICE: &str = "package svc

import \"sync\"

type Pool struct {
	mu    sync.Mutex
	size  int
	names []string
}

func (p *Pool) Add(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.size++
	p.names = append(p.names, name)
}

func (p *Pool) Drop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.size--
	p.names = p.names[1:]
}

func (p *Pool) Last() (int, string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.size, p.names[0]
}

func (p *Pool) Reset() {
	p.size = 0 %
	println(\"reset\")
	p.names = nil
}
";

#[test]
fn places_of_one_cause_are_told_as_one_and_suppressed_one_by_one() {
    let with = |comment: &str| {
        let project = Project::of(&[("pool.go", &UNLOCKED_TWICE.replace('%', comment))]);
        let told = project.run("--format json").text();
        (project.found(""), told.contains("(and 1 more place)"))
    };
    assert_eq!(
        with(""),
        (vec!["pool.go:32 missing-lock".to_string()], true)
    );
    let comment = "//chanfix:ignore missing-lock nobody else is there yet";
    assert_eq!(
        with(comment),
        (vec!["pool.go:34 missing-lock".to_string()], false)
    );
}
