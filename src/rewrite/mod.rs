//! Rewrites that several transforms make.

pub mod locking;
