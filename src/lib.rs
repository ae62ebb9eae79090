//! chanfix finds concurrency bugs in Go source and rewrites the source so that they are gone.

pub mod cut;
pub mod finding;
pub mod go;
pub mod source;
pub mod syntax;
