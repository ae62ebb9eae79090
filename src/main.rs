//! The `chanfix` binary.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Trees and facts are many small allocations, most of which threads make and drop on their own.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    chanfix::run::main()
}
