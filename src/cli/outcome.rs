//! How a run ends.

use std::process::ExitCode;

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
