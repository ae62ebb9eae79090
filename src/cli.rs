//! The command line: words into [`Options`], or a message that says what is wrong with them.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::ValueParser;
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::model::{Guarding, Settings};

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Report findings; write nothing.
    Check,
    /// Print the patch that [`Command::Fix`] would apply with the same options; write nothing.
    Patch,
    /// Apply fixes to the files.
    Fix,
    /// Print the page of the transform of this name, which is known to exist.
    Explain(String),
    /// Print the name and the summary of each transform.
    List,
    /// Print the model's facts about [`Options::paths`].
    Facts,
    /// Make the folder of a new transform, from a pair of files if there is one.
    New {
        name: String,
        from: Option<(PathBuf, PathBuf)>,
    },
    /// Test the transforms in a folder; where none is given, those of the project.
    Test {
        folder: Option<PathBuf>,
        snapshots: Snapshots,
    },
    /// Tell why transforms find something at `FILE:LINE`, or why they don't.
    Why { place: String, name: Option<String> },
    /// Print the questions that patches can ask.
    Predicates,
}

/// Everything the command line says.
#[derive(Clone, Debug)]
pub struct Options {
    pub command: Command,
    /// Files, folders and `…/...` patterns as they were given; `.` where none was. For [`Command::Facts`], files.
    pub paths: Vec<PathBuf>,
    /// Which transforms run.
    pub selection: Selection,
    /// Whether unsafe fixes are applied, or shown in the patch, like safe ones.
    pub unsafe_fixes: bool,
    /// How findings are printed by [`Command::Check`] and [`Command::Fix`].
    pub format: Format,
    /// Hand this to [`crate::report::out::set_color`] before anything is printed.
    pub color: Color,
    /// How many threads to use; as many as there are cores where it is `None`.
    pub jobs: Option<NonZeroUsize>,
    /// Whether findings in `_test.go` files count.
    pub tests: bool,
    /// What the user says of the code, and of how to fix it.
    pub settings: Settings,
}

/// What happens to snapshots that differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Snapshots {
    /// They fail.
    Check,
    /// They are written anew.
    Update,
    /// The user is asked for each.
    Ask,
}

/// The transforms that `--select` and `--ignore` leave. The names in it are known to exist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these, [`ALL`] or [`DEFAULT`]; the default ones where it is empty.
    pub select: Vec<String>,
    /// Not these, even where they are selected.
    pub ignore: Vec<String>,
}

/// Stands for every transform in a selection.
const ALL: &str = "all";

/// Stands for those that run without being asked for.
const DEFAULT: &str = "default";

impl Selection {
    /// Whether it takes in the transform of this name, which runs without being asked for where it `is_default`.
    pub fn includes(&self, transform: &str, is_default: bool) -> bool {
        let says = |names: &[String], name: &str| names.iter().any(|named| named == name);
        let is_for_all = says(&self.select, ALL)
            || is_default && (self.select.is_empty() || says(&self.select, DEFAULT));
        (is_for_all || says(&self.select, transform)) && !says(&self.ignore, transform)
    }
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
}

/// When output is coloured; `Auto` is on a terminal, unless `NO_COLOR` is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

/// How a run ended, from good to bad: the worst of several is their maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing to report, or all that was asked for is done.
    Clean,
    /// There are findings, or a patch that is not empty.
    Findings,
    /// Something asked for could not be read, parsed or written.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        match outcome {
            Outcome::Clean => ExitCode::SUCCESS,
            Outcome::Findings => ExitCode::from(1),
            Outcome::Failed => ExitCode::from(2),
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  chanfix ./...                        report the bugs below this folder
  chanfix --dry-run svc | git apply    review the safe fixes as a patch, or apply it
  chanfix explain multi-site-close     what a bug is, and what its fix does

A folder that is called like a command is written with a dot: ./fix";

/// Finds concurrency bugs in Go code and fixes them
#[derive(Parser)]
#[command(name = "chanfix", version, after_help = EXAMPLES, disable_help_subcommand = true)]
#[command(
    override_usage = "chanfix [COMMAND] [OPTIONS] [PATHS]...",
    max_term_width = 100
)]
struct Line {
    #[command(subcommand)]
    word: Option<Word>,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Subcommand)]
enum Word {
    /// Report the bugs in PATHS; this is what happens where no command is given
    Check(Flags),
    /// Apply the safe fixes to the files
    Fix(Flags),
    /// Print a transform's page: the bug, an example, the fix, its limits
    Explain {
        /// The transform's name, as findings show it
        name: String,
    },
    /// List all transforms
    List,
    /// Make the folder of a new transform, to be written as a Go patch
    New {
        name: String,
        /// Derive the patch from a file before and after the change
        #[arg(long, num_args = 2, value_names = ["BEFORE.go", "AFTER.go"])]
        from: Option<Vec<PathBuf>>,
    },
    /// Test your transforms: fixtures, laws, snapshots, proofs
    Test {
        /// A transform or a folder of them [default: .chanfix/transforms]
        folder: Option<PathBuf>,
        /// Accept all snapshots as they are now
        #[arg(short, long)]
        update: bool,
        /// Ask for each snapshot that differs
        #[arg(short, long, conflicts_with = "update")]
        interactive: bool,
        /// Fail where a snapshot differs; so it is without -u or -i
        #[arg(long, conflicts_with_all = ["update", "interactive"])]
        check: bool,
    },
    /// Tell why there is a finding on a line, or what is missing for one
    Why {
        #[arg(value_name = "FILE:LINE")]
        place: String,
        /// The transform that is meant
        name: Option<String>,
    },
    /// List the questions that a patch can ask with `where`
    Predicates,
    /// Print what the model knows about files, one fact per line
    Facts {
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
    },
}

#[derive(Args)]
struct Flags {
    /// Files, folders, ./... or dir/... [default: .]
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// Print the patch that fix would apply
    #[arg(short = 'n', long, visible_short_alias = 'd', visible_alias = "diff")]
    dry_run: bool,
    /// Include fixes that a reviewer must agree to
    #[arg(long)]
    unsafe_fixes: bool,
    /// Run only these transforms, separated by commas; also `all`, `default`
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    select: Vec<String>,
    /// Do not run these transforms
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Take in the transforms in this folder, beside those in .chanfix/transforms
    #[arg(long, value_name = "DIR", global = true)]
    transforms: Vec<PathBuf>,
    /// How to print findings [default: text]
    #[arg(long, value_name = "text|json", hide_possible_values = true)]
    format: Option<Format>,
    /// Colour the output: auto, always or never [default: auto]
    #[arg(long, value_name = "WHEN", hide_possible_values = true)]
    color: Option<Color>,
    /// Use N threads [default: one for each core]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Whether to report bugs in _test.go files [default: yes]
    #[arg(long, value_name = "yes|no", hide_possible_values = true)]
    tests: Option<Answer>,
    /// Take it that goroutines share these types, separated by commas
    #[arg(long, value_name = "TYPES", value_delimiter = ',')]
    assume_concurrent: Vec<String>,
    /// How to guard a variable where both would do
    #[arg(long, value_name = "atomic|mutex", hide_possible_values = true)]
    prefer: Option<Guarding>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Answer {
    Yes,
    No,
}

/// The options that this process was started with; ends the process where they are wrong (exit code 2) or ask for help
/// or the version (0). `known` are the names of all transforms.
pub fn options(known: &[&'static str]) -> Options {
    options_of(std::env::args_os(), known).unwrap_or_else(|error| error.exit())
}

/// The options that `words` say, the program's name first.
pub fn options_of<W>(
    words: impl IntoIterator<Item = W>,
    known: &[&'static str],
) -> Result<Options, clap::Error>
where
    W: Into<OsString> + Clone,
{
    let mut command = command(known);
    let matches = command.try_get_matches_from_mut(words)?;
    let line = Line::from_arg_matches(&matches)?;
    resolve(line).map_err(|message| command.error(ErrorKind::ArgumentConflict, message))
}

/// The grammar, with a parser for names that knows the transforms.
fn command(known: &[&'static str]) -> clap::Command {
    let name: ValueParser = ValueParser::from(transform_name(known));
    let selected: Vec<&'static str> = known.iter().copied().chain([ALL, DEFAULT]).collect();
    let selected: ValueParser = ValueParser::from(transform_name(&selected));
    let with_names = |command: clap::Command| {
        command
            .mut_arg("select", |argument| argument.value_parser(selected.clone()))
            .mut_arg("ignore", |argument| argument.value_parser(name.clone()))
    };
    with_names(Line::command())
        .mut_subcommand("check", with_names)
        .mut_subcommand("fix", with_names)
        .mut_subcommand("why", |why| {
            why.mut_arg("name", |argument| argument.value_parser(name.clone()))
        })
        .mut_subcommand("explain", |explain| {
            explain.mut_arg("name", |argument| argument.value_parser(name.clone()))
        })
}

/// A parser that accepts the names in `known` and says for others which one may be meant.
fn transform_name(
    known: &[&'static str],
) -> impl Fn(&str) -> Result<String, String> + Clone + Send + Sync + 'static {
    let known = known.to_vec();
    move |text| {
        let name = text.trim();
        if known.contains(&name) {
            return Ok(name.to_owned());
        }
        Err(match nearest(name, &known) {
            Some(near) => format!("no transform has this name; did you mean '{near}'?"),
            None => "no transform has this name; `chanfix list` shows all".to_owned(),
        })
    }
}

/// The name that `name` is most likely a slip of, if one is near enough.
fn nearest(name: &str, known: &[&'static str]) -> Option<&'static str> {
    let likeness = |candidate: &str| strsim::jaro_winkler(name, candidate);
    known
        .iter()
        .copied()
        .filter(|candidate| likeness(candidate) > 0.75)
        .max_by(|left, right| likeness(left).total_cmp(&likeness(right)))
}

fn resolve(line: Line) -> Result<Options, String> {
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
        Some(Word::Explain { name }) => (Command::Explain(name), front),
        Some(Word::List) => (Command::List, front),
        Some(Word::New { name, from }) => {
            let mut files = from.unwrap_or_default().into_iter();
            let from = files.next().zip(files.next());
            (Command::New { name, from }, front)
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
        Some(Word::Facts { files }) => (
            Command::Facts,
            Flags {
                paths: files,
                ..front
            },
        ),
    };
    let format = flags.format.unwrap_or(Format::Text);
    let acts_on_paths = matches!(command, Command::Check | Command::Fix);
    if flags.dry_run && acts_on_paths && format == Format::Json {
        return Err(
            "--dry-run prints a patch; the edits as JSON are in `chanfix check --format json`"
                .into(),
        );
    }
    Ok(Options {
        command: if flags.dry_run && acts_on_paths {
            Command::Patch
        } else {
            command
        },
        paths: if flags.paths.is_empty() {
            vec![PathBuf::from(".")]
        } else {
            flags.paths
        },
        selection: Selection {
            select: flags.select,
            ignore: flags.ignore,
        },
        unsafe_fixes: flags.unsafe_fixes,
        format,
        color: flags.color.unwrap_or(Color::Auto),
        jobs: flags.jobs,
        tests: flags.tests != Some(Answer::No),
        settings: Settings {
            assume_concurrent: flags.assume_concurrent,
            prefer: flags.prefer,
        },
    })
}

impl Flags {
    /// What these flags, which stand before the command, and `later`, which stand behind it, say together.
    fn then(mut self, later: Flags) -> Flags {
        self.select.extend(later.select);
        self.ignore.extend(later.ignore);
        self.assume_concurrent.extend(later.assume_concurrent);
        Flags {
            paths: later.paths,
            dry_run: self.dry_run || later.dry_run,
            unsafe_fixes: self.unsafe_fixes || later.unsafe_fixes,
            select: self.select,
            ignore: self.ignore,
            format: later.format.or(self.format),
            color: later.color.or(self.color),
            jobs: later.jobs.or(self.jobs),
            tests: later.tests.or(self.tests),
            assume_concurrent: self.assume_concurrent,
            transforms: self.transforms,
            prefer: later.prefer.or(self.prefer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert!(!parsed("chanfix --tests=no").tests);
        assert!(parsed("chanfix --tests yes").tests);
    }

    #[test]
    fn help_fits_on_one_screen() {
        let help = command(KNOWN).term_width(100).render_help().to_string();
        let lines = help.lines().count();
        assert!((24..=40).contains(&lines), "{lines} lines:\n{help}");
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
}
