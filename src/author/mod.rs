//! What helps people to write transforms: new ones, tests, and answers to "why?".

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::cli::{Outcome, Snapshots};
use crate::engine::Rule;
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

pub fn new(_name: &str, _from: Option<&(PathBuf, PathBuf)>) -> Result<Outcome> {
    Ok(Outcome::Clean)
}

pub fn test(_folder: Option<&Path>, _snapshots: Snapshots) -> Result<Outcome> {
    Ok(Outcome::Clean)
}

pub fn why(_place: &str, _name: Option<&str>, _rules: &[Rule]) -> Result<Outcome> {
    Ok(Outcome::Clean)
}
