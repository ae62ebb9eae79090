//! Changes that several transforms make.

pub mod beside;
pub mod mutex;
