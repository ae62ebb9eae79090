//! From options to an exit code.

use std::process::ExitCode;

use crate::cli::{self, Outcome};
use crate::report::out;

/// Does what the command line asks for.
pub fn main() -> ExitCode {
    let options = cli::options(&[]);
    out::set_color(options.color);
    Outcome::Clean.into()
}
