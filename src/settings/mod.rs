//! `chanfix.toml`: what a project says of its findings, once for all who run chanfix there.

mod apply;
mod file;
mod read;

pub use apply::{InForce, Origin, apply, exclude, policy};
pub use file::{PathSettings, SettingsFile};
pub use read::{Loaded, load, nearest_file, read, schema};
