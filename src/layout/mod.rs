//! Go text laid out as gofmt does it.

pub mod tokens;
