//! What lines of words mean, and which are refused.

use std::num::NonZeroUsize;

use super::*;
use crate::model::Guarding;

const KNOWN: &[&str] = &["check-then-send", "multi-site-close"];

fn parsed(line: &str) -> Options {
    options_of(line.split(' '), KNOWN).unwrap_or_else(|error| panic!("{line}: {error}"))
}

fn refusal(line: &str) -> String {
    let error = options_of(line.split(' '), KNOWN).expect_err(line);
    assert_eq!(error.exit_code(), 2, "{line}");
    error.to_string()
}

fn paths(line: &str) -> Vec<String> {
    parsed(line)
        .paths
        .iter()
        .map(|path| path.display().to_string())
        .collect()
}

#[test]
fn the_grammar_is_sound() {
    command(KNOWN).debug_assert();
}

#[test]
fn check_is_the_default_and_here_the_default_path() {
    assert_eq!(parsed("chanfix").command, Command::Check);
    assert_eq!(paths("chanfix"), ["."]);
    assert_eq!(paths("chanfix fix"), ["."]);
    assert_eq!(paths("chanfix ./... a/..."), ["./...", "a/..."]);
    assert_eq!(parsed("chanfix ./...").command, Command::Check);
    assert_eq!(parsed("chanfix check x").command, Command::Check);
}

#[test]
fn dry_run_has_four_spellings_and_beats_fix() {
    for line in [
        "chanfix --dry-run examples",
        "chanfix -n examples",
        "chanfix -d examples",
        "chanfix --diff examples",
        "chanfix fix --dry-run examples",
        "chanfix --dry-run fix examples",
        "chanfix check examples -n",
    ] {
        assert_eq!(parsed(line).command, Command::Patch, "{line}");
        assert_eq!(paths(line), ["examples"], "{line}");
    }
    assert!(parsed("chanfix -n --unsafe-fixes").unsafe_fixes);
    assert!(refusal("chanfix -n --format json").contains("--dry-run prints a patch"));
}

#[test]
fn a_folder_called_like_a_command_is_reachable() {
    assert_eq!(parsed("chanfix ./fix").command, Command::Check);
    assert_eq!(paths("chanfix ./fix"), ["./fix"]);
    assert_eq!(paths("chanfix a fix"), ["a", "fix"]);
    assert_eq!(parsed("chanfix a fix").command, Command::Check);
    assert_eq!(paths("chanfix -- fix"), ["fix"]);
    assert!(refusal("chanfix a --jobs 2 fix").contains("before all paths"));
}

#[test]
fn flags_before_and_behind_the_command_add_up() {
    let options = parsed(
        "chanfix --ignore multi-site-close --jobs 1 fix --ignore check-then-send --jobs 3 x",
    );
    assert_eq!(
        options.selection.ignore,
        ["multi-site-close", "check-then-send"]
    );
    assert_eq!(options.jobs.map(NonZeroUsize::get), Some(3));
    assert!(!options.selection.includes("multi-site-close", true));
}

#[test]
fn selection_takes_lists_and_ignore_wins() {
    let options =
        parsed("chanfix --select multi-site-close,check-then-send --ignore check-then-send");
    assert!(options.selection.includes("multi-site-close", false));
    assert!(!options.selection.includes("check-then-send", true));
    assert!(!options.selection.includes("other", true));
    assert!(Selection::default().includes("other", true));
    assert!(!Selection::default().includes("other", false));
}

#[test]
fn all_and_default_stand_for_many() {
    let all = parsed("chanfix --select all --ignore multi-site-close").selection;
    assert!(all.includes("other", false));
    assert!(!all.includes("multi-site-close", true));
    let more = parsed("chanfix --select default,check-then-send").selection;
    assert!(more.includes("check-then-send", false));
    assert!(more.includes("other", true));
    assert!(!more.includes("other", false));
    refusal("chanfix explain all");
}

#[test]
fn settings_add_up_and_the_last_preference_holds() {
    let options = parsed(
        "chanfix --assume-concurrent Cache,store.Set --prefer atomic fix --assume-concurrent Hub --prefer mutex",
    );
    let assumed = &options.settings.assume_concurrent;
    assert_eq!(*assumed, ["Cache", "store.Set", "Hub"]);
    assert_eq!(options.settings.prefer, Some(Guarding::Mutex));
    assert_eq!(parsed("chanfix").settings.prefer, None);
    refusal("chanfix --prefer channel");
}

#[test]
fn unknown_names_get_the_nearest_one() {
    for line in [
        "chanfix --select multi-site-clos",
        "chanfix fix --ignore multisite-close",
        "chanfix explain multi-close",
    ] {
        assert!(
            refusal(line).contains("did you mean 'multi-site-close'?"),
            "{}",
            refusal(line)
        );
    }
    assert!(refusal("chanfix explain zzz").contains("`chanfix list` shows all"));
}

#[test]
fn wrong_values_are_refused() {
    for line in [
        "chanfix --jobs 0",
        "chanfix --format xml",
        "chanfix --tests=maybe",
        "chanfix facts",
        "chanfix --nope",
    ] {
        refusal(line);
    }
    assert_eq!(parsed("chanfix --tests=no").tests, Some(false));
    assert_eq!(parsed("chanfix --tests yes").tests, Some(true));
}

#[test]
fn help_fits_on_one_screen() {
    let help = command(KNOWN).term_width(100).render_help().to_string();
    let lines = help.lines().count();
    assert!((24..=60).contains(&lines), "{lines} lines:\n{help}");
    assert_eq!(help.matches("\n  chanfix ").count(), 3, "{help}");
    let widest = help
        .lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    assert!(widest <= 100, "{widest}:\n{help}");
}

#[test]
fn explain_list_and_facts() {
    assert_eq!(
        parsed("chanfix explain check-then-send").command,
        Command::Explain("check-then-send".into())
    );
    assert_eq!(parsed("chanfix list").command, Command::List);
    assert_eq!(parsed("chanfix facts a.go b.go").command, Command::Facts);
    assert_eq!(paths("chanfix facts a.go b.go"), ["a.go", "b.go"]);
}

#[test]
fn a_diff_is_a_scope_where_it_is_a_file_and_a_dry_run_else() {
    let diff = Changes::Diff("pr.diff".into());
    for line in ["chanfix --diff pr.diff x", "chanfix --diff=pr.diff x"] {
        assert_eq!(parsed(line).command, Command::Check, "{line}");
        assert_eq!(parsed(line).changes, diff, "{line}");
        assert_eq!(paths(line), ["x"], "{line}");
    }
    assert_eq!(
        parsed("chanfix --diff -").changes,
        Changes::Diff("-".into())
    );
    assert_eq!(parsed("chanfix --diff").command, Command::Patch);
    assert_eq!(parsed("chanfix --diff p.go").command, Command::Patch);
    assert_eq!(
        parsed("chanfix fix --since main").changes,
        Changes::Since("main".into())
    );
    refusal("chanfix --since main --staged");
}

#[test]
fn a_review_needs_a_change() {
    let of = |line: &str| match parsed(line).command {
        Command::Review(review) => (review.service, parsed(line).changes),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        of("chanfix ci github-review --base origin/main"),
        (Service::Github, Changes::Since("origin/main".into()))
    );
    assert_eq!(
        of("chanfix ci gitlab-discussions --diff pr.diff svc"),
        (Service::Gitlab, Changes::Diff("pr.diff".into()))
    );
    refusal("chanfix ci github-review");
    refusal("chanfix ci github-review --base main --diff pr.diff");
}

#[test]
fn ignores_are_added_for_a_reason() {
    assert_eq!(
        parsed("chanfix --add-ignore=legacy").command,
        Command::AddIgnore {
            reason: "legacy".into(),
            is_dry_run: false
        }
    );
    assert!(matches!(
        parsed("chanfix fix -n --add-ignore legacy").command,
        Command::AddIgnore {
            is_dry_run: true,
            ..
        }
    ));
    refusal("chanfix --add-ignore=-");
    refusal("chanfix --add-ignore=x baseline write");
}
