//! From the grammar's words to options.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::flags::{Answer, Flags, ReviewFlags};
use super::line::{BaselineWord, CiWord, Line, Word};
use super::options::{BaselineAction, Changes, Command, Options, Review, Service, Snapshots};
use super::output::{Color, Format, Output};
use super::selection::Selection;
use crate::model::Settings;

/// Writes `--diff FILE` as `--diff=FILE` where the word behind it can only be a diff: `--diff` alone asks for a dry run,
/// and what follows it then is a path.
pub(super) fn with_diff_joined(words: Vec<OsString>) -> Vec<OsString> {
    let mut joined: Vec<OsString> = Vec::with_capacity(words.len());
    for word in words {
        match joined.last_mut() {
            Some(last) if *last == "--diff" && is_diff(&word) => {
                last.push("=");
                last.push(&word);
            }
            _ => joined.push(word),
        }
    }
    joined
}

/// Whether a word is `-` or names a file that is no Go file.
fn is_diff(word: &OsString) -> bool {
    let path = Path::new(word);
    let extension = path.extension().and_then(|extension| extension.to_str());
    word == "-"
        || matches!(extension, Some("diff" | "patch"))
        || extension != Some("go") && path.is_file()
}

/// The options, or why the words do not go together.
pub(super) fn resolve(line: Line) -> Result<Options, String> {
    let Line { word, flags: front } = line;
    if word.is_some() && !front.paths.is_empty() {
        // `chanfix ./a --jobs 2 fix` can mean the folder `fix` or the command that writes: do not guess.
        return Err(
            "a command comes before all paths; write ./NAME for a folder that is called like one"
                .into(),
        );
    }
    let (command, flags) = match word {
        None => (Command::Check, front),
        Some(Word::Check(flags)) => (Command::Check, front.then(flags)),
        Some(Word::Fix(flags)) => (Command::Fix, front.then(flags)),
        Some(Word::Baseline(BaselineWord::Write(flags))) => {
            (Command::Baseline(BaselineAction::Write), front.then(flags))
        }
        Some(Word::Baseline(BaselineWord::Prune(flags))) => {
            (Command::Baseline(BaselineAction::Prune), front.then(flags))
        }
        Some(Word::Ci(CiWord::GithubReview(review))) => review_of(Service::Github, review, front)?,
        Some(Word::Ci(CiWord::GitlabDiscussions(review))) => {
            review_of(Service::Gitlab, review, front)?
        }
        Some(Word::Config { schema: true, .. }) => (Command::Schema, front),
        Some(Word::Config { flags, .. }) => (Command::Config, front.then(flags)),
        Some(Word::Explain { name }) => (Command::Explain(name), front),
        Some(Word::List) => (Command::List, front),
        Some(Word::Channels(flags)) => (Command::Channels, front.then(flags)),
        Some(Word::New { called, from }) => {
            let mut files = from.unwrap_or_default().into_iter();
            let from = files.next().zip(files.next());
            (Command::New { name: called, from }, front)
        }
        Some(Word::Test {
            folder,
            update,
            interactive,
            check: _,
        }) => {
            let snapshots = match (update, interactive) {
                (true, _) => Snapshots::Update,
                (_, true) => Snapshots::Ask,
                _ => Snapshots::Check,
            };
            (Command::Test { folder, snapshots }, front)
        }
        Some(Word::Why { place, name }) => (Command::Why { place, name }, front),
        Some(Word::Predicates) => (Command::Predicates, front),
        Some(Word::Completions { shell }) => (Command::Completions(shell), front),
        Some(Word::Man) => (Command::Man, front),
        Some(Word::Facts { files }) => {
            let flags = Flags {
                paths: files,
                ..front
            };
            (Command::Facts, flags)
        }
    };
    options(command, flags)
}

fn review_of(
    service: Service,
    review: ReviewFlags,
    front: Flags,
) -> Result<(Command, Flags), String> {
    let mut flags = front.then(review.flags);
    match (&review.base, &flags.diff) {
        (Some(_), Some(_)) | (None, None | Some(None)) => {
            return Err("give the change as --base REV or as --diff FILE".into());
        }
        _ => {}
    }
    flags.since = review.base.or(flags.since);
    let review = Review {
        service,
        existing: review.existing,
        commit: review.commit,
    };
    Ok((Command::Review(review), flags))
}

fn options(command: Command, flags: Flags) -> Result<Options, String> {
    let is_dry_run = flags.dry_run || flags.diff == Some(None);
    let is_about_findings = matches!(command, Command::Check | Command::Fix);
    let command = match (command, flags.add_ignore) {
        (Command::Check | Command::Fix, Some(reason)) => {
            if !reason.chars().any(char::is_alphanumeric) {
                return Err("--add-ignore needs a reason: why are the findings accepted?".into());
            }
            Command::AddIgnore { reason, is_dry_run }
        }
        (Command::Check | Command::Fix, None) if is_dry_run => Command::Patch,
        (command, None) => command,
        (_, Some(_)) => return Err("--add-ignore is for check and fix".into()),
    };
    Ok(Options {
        command,
        outputs: outputs(flags.format, is_dry_run && is_about_findings)?,
        paths: if flags.paths.is_empty() {
            vec![PathBuf::from(".")]
        } else {
            flags.paths
        },
        selection: Selection {
            select: flags.select,
            ignore: flags.ignore,
        },
        transforms: flags.transforms,
        unsafe_fixes: flags.unsafe_fixes,
        changes: match (flags.since, flags.diff.flatten()) {
            (Some(rev), _) => Changes::Since(rev),
            (None, Some(file)) => Changes::Diff(file),
            (None, None) if flags.staged => Changes::Staged,
            (None, None) => Changes::Any,
        },
        baseline: flags.baseline,
        config: flags.config,
        reads_config: !flags.no_config,
        statistics: flags.statistics,
        quiet: flags.quiet,
        pager: !flags.no_pager,
        color: flags.color.unwrap_or(Color::Auto),
        jobs: flags.jobs,
        tests: flags.tests.map(|answer| answer == Answer::Yes),
        settings: Settings {
            assume_concurrent: flags.assume_concurrent,
            prefer: flags.prefer,
        },
    })
}

/// What goes where; the patch of a dry run goes to stdout, and nothing else there.
fn outputs(mut outputs: Vec<Output>, is_dry_run: bool) -> Result<Vec<Output>, String> {
    let stdout = |format| Output { format, path: None };
    if is_dry_run && !outputs.contains(&stdout(Format::Patch)) {
        outputs.push(stdout(Format::Patch));
    }
    outputs.dedup();
    let on_stdout = outputs.iter().filter(|output| output.path.is_none());
    match (on_stdout.count(), is_dry_run) {
        (0 | 1, _) => {}
        (_, true) => {
            return Err(
                "--dry-run prints a patch to stdout; another format needs a path, as in json=FILE \
                 (the edits as JSON are in `chanfix check --format json`)"
                    .into(),
            );
        }
        (_, false) => {
            return Err(
                "only one format can go to stdout; give the others a path, as in sarif=FILE".into(),
            );
        }
    }
    if outputs.is_empty() {
        outputs.push(Output::usual());
    }
    Ok(outputs)
}
