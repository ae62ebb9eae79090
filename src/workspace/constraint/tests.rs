use super::*;

fn line(expression: &str) -> Constraint {
    Constraint::of_file("x.go", &format!("//go:build {expression}\n\npackage x\n"))
}

fn named(name: &str) -> Constraint {
    Constraint::of_file(name, "package x\n")
}

fn excludes(left: &str, right: &str) -> bool {
    let answer = line(left).excludes(&line(right));
    assert_eq!(
        answer,
        line(right).excludes(&line(left)),
        "{left} and {right} must agree"
    );
    answer
}

#[test]
fn systems_exclude_each_other() {
    assert!(excludes("linux", "windows"));
    assert!(excludes("linux", "!unix"));
    assert!(excludes("windows", "unix"));
    assert!(excludes("linux || darwin", "windows || plan9"));
    assert!(excludes("amd64", "arm64 && linux"));
    assert!(excludes("gc", "gccgo"));
}

#[test]
fn systems_that_build_on_others_do_not() {
    assert!(!excludes("linux", "android"));
    assert!(!excludes("darwin", "ios"));
    assert!(!excludes("solaris", "illumos"));
    assert!(excludes("linux && !android", "android"));
}

#[test]
fn a_tag_excludes_its_negation_only() {
    assert!(excludes("race", "!race"));
    assert!(excludes(
        "cgo && (linux || darwin)",
        "!(cgo && (linux || darwin))"
    ));
    assert!(!excludes("race", "cgo"));
    assert!(!excludes("!linux", "!windows"));
    assert!(!excludes("race", "race"));
}

#[test]
fn releases_include_the_older_ones() {
    assert!(excludes("go1.22", "!go1.21"));
    assert!(excludes("go1.22", "!go1.22"));
    assert!(!excludes("go1.21", "!go1.22"));
    assert!(!excludes("go1.21 && linux", "go1.22"));
}

#[test]
fn too_many_tags_are_answered_with_perhaps() {
    let many: Vec<String> = (0..70).map(|number| format!("tag{number}")).collect();
    assert!(!excludes(
        &many.join(" && "),
        &format!("!tag1 && {}", many[2..].join(" && "))
    ));
}

#[test]
fn unconstrained_files_exclude_nothing() {
    assert!(!named("x.go").excludes(&line("linux")));
    assert!(!named("x.go").excludes(&named("y.go")));
}

#[test]
fn file_names_constrain() {
    assert!(named("poll_linux.go").excludes(&named("poll_windows.go")));
    assert!(named("poll_linux_test.go").excludes(&named("poll_windows_amd64_test.go")));
    assert!(named("a_linux_amd64.go").excludes(&named("a_linux_arm64.go")));
    assert!(named("poll_linux.go").excludes(&line("!linux")));
    assert!(!named("linux.go").excludes(&named("windows.go")));
    assert!(!named("a_unix.go").excludes(&named("a_windows.go")));
    assert!(!named("a_linux_fast.go").excludes(&named("a_windows.go")));
    assert!(named("a_linux.pb.go").excludes(&named("a_windows.go")));
}

#[test]
fn both_a_name_and_a_line_must_hold() {
    let both = Constraint::of_file("a_linux.go", "//go:build amd64\n\npackage a\n");
    assert!(both.excludes(&named("a_windows.go")));
    assert!(both.excludes(&line("arm64")));
}

#[test]
fn ignored_files_are_those_that_need_the_tag() {
    assert!(line("ignore").is_ignored());
    assert!(line("ignore && linux").is_ignored());
    assert!(named("_x.go").is_ignored() && named(".x.go").is_ignored());
    assert!(Constraint::of_file("x.go", "// +build ignore\n\npackage main\n").is_ignored());
    assert!(!line("ignore || linux").is_ignored());
    assert!(!line("!ignore").is_ignored());
    assert!(!named("x.go").is_ignored());
}

#[test]
fn the_line_is_found_below_comments() {
    for text in [
        "// Copyright\n\n//go:build linux\n\npackage x\n",
        "/* Copyright\n//go:build windows\n*/\n\n//go:build linux\npackage x\n",
        "\u{feff}//go:build linux\r\n\r\npackage x\r\n",
        "//go:build linux\n// +build windows\n\npackage x\n",
        "// +build linux\n\npackage x\n",
        "//+build linux\n\npackage x\n",
        "\t//go:build\tlinux\npackage x\n",
    ] {
        assert_eq!(
            *Constraint::of_file("x.go", text).expression(),
            Expression::tag("linux"),
            "{text}"
        );
    }
}

#[test]
fn lines_at_the_wrong_place_do_not_count() {
    for text in [
        "package x\n\n//go:build linux\n",
        "// +build linux\npackage x\n",
        "/* a */ package x\n//go:build linux\n",
        "/* a */\n\n// +build linux\n\npackage x\n",
        "//go:builds linux\n\npackage x\n",
        "// go:build linux\n\npackage x\n",
        "//go:build linux\n//go:build windows\n\npackage x\n",
        "//go:build &&\n\npackage x\n",
        "/* never closed\n//go:build linux\n",
        "",
    ] {
        assert_eq!(
            *Constraint::of_file("x.go", text).expression(),
            Expression::Always,
            "{text}"
        );
    }
}

#[test]
fn several_legacy_lines_must_all_hold() {
    let constraint = Constraint::of_file(
        "x.go",
        "// +build linux darwin\n// +build amd64\n\npackage x\n",
    );
    assert!(constraint.excludes(&line("windows")));
    assert!(constraint.excludes(&line("arm64")));
    assert!(!constraint.excludes(&line("darwin && amd64")));
}

#[test]
fn a_file_can_raise_and_lower_its_language_version() {
    let version = |expression: &str, module| line(expression).language_version(module);
    let module = Some(Version::new(1, 25));
    assert_eq!(version("go1.22", module), Some(Version::new(1, 22)));
    assert_eq!(version("go1.18", module), Some(Version::new(1, 21)));
    assert_eq!(version("go1.26", module), Some(Version::new(1, 26)));
    assert_eq!(version("linux", module), module);
    assert_eq!(version("!go1.22", module), module);
    assert_eq!(version("go1.23", None), Some(Version::new(1, 23)));
    assert_eq!(version("linux", None), None);
}

#[test]
fn the_oldest_toolchain_satisfies_go_mod_and_the_line() {
    let module = Some(Version::new(1, 18));
    assert_eq!(
        line("go1.19").oldest_toolchain(module),
        Some(Version::new(1, 19))
    );
    assert_eq!(line("go1.16").oldest_toolchain(module), module);
    assert_eq!(line("linux").oldest_toolchain(None), None);
}
