//! What the source means: names, types, accesses, locks, goroutines and channels.

pub mod symbol;
mod universe;

pub mod resolve;

pub mod directory;
pub mod file;
mod import_names;
pub mod settings;
pub mod world;

pub mod package;

mod type_text;
pub mod types;
mod typing;

pub mod lookup;
pub mod path;

pub mod lock_chains;
pub mod lock_states;
pub mod locks;
mod released;

pub mod flow;
mod flow_builder;
mod wrappers;

pub mod accesses;
pub mod escape;
pub mod guards;

mod causes;
pub mod contracts;
mod fresh;
mod making;
mod mutation;
pub mod ownership;

pub mod calls;
pub mod effects;
mod exits;
mod handed_on;
pub mod held;
mod runners;
pub mod starts;
mod states;
pub mod stops;
pub mod structure;
pub mod uses;

pub mod goroutines;
mod phases;
pub mod races;
mod settled;

pub mod channels;
mod literals;
pub mod structs;
pub mod wait_groups;

pub use directory::Directory;
pub use package::Package;
pub use settings::{Guarding, Settings};
pub use symbol::*;
pub(crate) use universe::is_predeclared;
pub use world::World;
