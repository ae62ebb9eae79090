//! What the tests share: running the built binary, trees of files, fixtures, the laws, and Go where there is one.
#![allow(dead_code, reason = "each test crate uses a part of this")]

pub mod binary;
pub mod compiled;
pub mod corpus;
pub mod golang;
pub mod hostile;
pub mod laws;
pub mod marks;
pub mod mutate;
pub mod patch;
pub mod project;
pub mod proving;
pub mod random_patch;
pub mod samples;
pub mod schema;
pub mod syntax;
pub mod tree;
pub mod trial;
pub mod variant;
