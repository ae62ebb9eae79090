//! The `chanfix` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    chanfix::run::main()
}
