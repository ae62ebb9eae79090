//! Go syntax: the one place that knows tree-sitter's node kinds.

pub mod ast;
mod dump;
mod flat;
mod kind;
mod lower;
mod mask;
pub mod parse;
pub(crate) mod recover;

pub use dump::dump;
