//! `chanfix.toml`: what a project says of its findings, once for all who run chanfix there.

mod apply;
mod file;
mod policy;
mod read;

pub use apply::{InForce, Origin, apply};
pub use file::{PathSettings, SettingsFile};
pub use policy::{exclude, nested, policy};
pub use read::{Loaded, load, nearest_file, read, schema, transforms_in};
