//! chanfix finds concurrency bugs in Go source and rewrites the source so that they are gone.

pub mod source;
pub mod cut;
pub mod syntax;
pub mod finding;
pub mod go;

pub mod cli;
pub mod report;
pub mod run;
