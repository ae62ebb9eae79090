//! chanfix finds concurrency bugs in Go source and rewrites the source so that they are gone.

pub mod source;
pub mod workspace;

pub mod cut;
pub mod syntax;

pub mod model;

pub mod edit;
pub mod finding;
pub mod fingerprint;
pub mod imports;
pub mod layout;

pub mod rewrite;

pub mod suppress;

pub mod engine;
pub mod patch;
#[path = "../transforms/patches.rs"]
pub mod patches;
#[path = "../transforms/mod.rs"]
pub mod transforms;

pub mod go;

pub mod channels;
pub mod facts;
pub mod nearest;
pub mod report;
pub mod write;

pub mod baseline;
pub mod scope;
pub mod settings;

pub mod author;
pub mod cli;
pub mod run;
