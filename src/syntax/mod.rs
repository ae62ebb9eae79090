//! Go syntax: the one place that knows tree-sitter's node kinds.

pub mod ast;
