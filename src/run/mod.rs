//! What the command line asks for, done.

use std::process::ExitCode;

use anyhow::{Context, Result};

mod baseline;
mod channels;
mod config;
mod look;
mod printing;
mod review;
mod showing;
mod writing;

use crate::author;
use crate::cli::{self, Command, Options, Outcome};
use crate::engine::Rule;
use crate::patch::load::{self, Loaded};
use crate::report::{Styling, full, out};
use crate::suppress;

/// Deep nesting in the source is walked by recursion: threads get this much stack, in bytes.
const STACK: usize = 256 << 20;

/// Does what the command line asks for.
pub fn main() -> ExitCode {
    let Loaded { rules, problems } = load::for_command(std::env::args_os());
    let rules: Vec<Rule> = rules.into_iter().chain([suppress::rule()]).collect();
    let names: Vec<&'static str> = rules.iter().map(|rule| rule.name).collect();
    let options = cli::options_of(std::env::args_os(), &names).unwrap_or_else(|error| {
        // A name may be unknown because of these.
        if error.use_stderr() {
            out::write_stderr(&full::problems(&problems, Styling::of_stderr()));
        }
        error.exit()
    });
    out::set_color(options.color);
    // A fault is told as a problem of its folder, by who catches it.
    std::panic::set_hook(Box::new(|_| ()));
    let outcome = run(&options, &rules, &names).unwrap_or_else(|error| {
        out::write_stderr(&format!("error: {error:#}\n"));
        Outcome::Failed
    });
    // `chanfix test` has told what is wrong with what it tests.
    let is_told = matches!(options.command, Command::Test { .. }) && outcome != Outcome::Clean;
    if problems.is_empty() || is_told {
        return outcome.into();
    }
    out::write_stderr(&full::problems(&problems, Styling::of_stderr()));
    Outcome::Failed.into()
}

fn run(options: &Options, rules: &[Rule], names: &[&'static str]) -> Result<Outcome> {
    match &options.command {
        Command::List => showing::list(rules),
        Command::Explain(name) => showing::explain(name, rules),
        Command::Config => config::config(options, names),
        Command::Schema => showing::schema(),
        Command::Completions(shell) => showing::completions(*shell, names),
        Command::Man => showing::manual(names),
        Command::Predicates => author::predicates(),
        Command::New { name, from } => author::new(name, from.as_ref()),
        Command::Test { .. }
        | Command::Why { .. }
        | Command::Check
        | Command::Patch
        | Command::Fix
        | Command::AddIgnore { .. }
        | Command::Baseline(_)
        | Command::Review(_)
        | Command::Channels
        | Command::Facts => {
            let threads = options.jobs.map_or(0, |jobs| jobs.get());
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .stack_size(STACK)
                .build();
            pool.context("starting threads")?
                .install(|| match &options.command {
                    Command::Test { folder, snapshots } => {
                        author::test(folder.as_deref(), *snapshots)
                    }
                    Command::Why { place, name } => author::why(place, name.as_deref(), rules),
                    _ => look::look(options.clone(), rules, names),
                })
        }
    }
}
