//! Transforms that are written as Go patches: the change is the rule.
//!
//! A `transform.patch` is read ([`read`]) into hunks, each a [`pattern::Pattern`] with declared metavariables, conditions
//! and a change of tokens. [`find`] looks for the pattern in a package, asks the model the conditions, and makes the
//! change. `transforms/README.md` describes the language.

mod condition;
mod declare;
mod elision;
mod fault;
mod fill;
mod kinds;
mod lines;

mod names;
mod pattern;
mod script;

pub mod predicates;

mod binding;
mod brackets;
mod equality;
mod matcher;
mod regions;
mod types;

mod change;
mod fresh;
mod margins;
mod rewrite;
mod visible;

mod check;
mod find;
mod hunk;
mod insertion;
mod read;
mod sites;

pub mod explain;
pub mod load;

pub use fault::Fault;
pub use read::{Patch, read};
