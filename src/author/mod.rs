//! What helps people to write transforms: new ones, tests of them, and answers to "why?".

mod compiled;
mod derive;
mod fixtures;
mod laws;
pub mod marks;
mod new;
mod show;
mod snapshots;
mod testing;
mod trial;
mod why;

pub use new::new;
pub use testing::test;
pub use why::why;

use anyhow::Result;

use crate::cli::Outcome;
use crate::patch::predicates;
use crate::report::out;

/// Prints the questions that patches can ask.
pub fn predicates() -> Result<Outcome> {
    let width = predicates::ALL
        .iter()
        .map(|predicate| predicate.signature().len())
        .max()
        .unwrap_or(0);
    let lines = predicates::ALL
        .iter()
        .map(|predicate| format!("{:width$}  {}\n", predicate.signature(), predicate.means));
    out::write_stdout(&lines.collect::<String>())?;
    Ok(Outcome::Clean)
}
