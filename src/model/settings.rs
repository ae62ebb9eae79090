//! What whoever runs chanfix says about the code, and about how it is to be fixed.

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings that hold for all packages.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Types whose methods run at once whoever calls them: `Cache`, `store.Cache` or `example.com/store.Cache`.
    pub assume_concurrent: Vec<String>,
    /// What guards a variable where both would do; `None` leaves the choice to the transform.
    pub prefer: Option<Guarding>,
}

/// What a shared variable can be guarded with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Guarding {
    Atomic,
    Mutex,
}
