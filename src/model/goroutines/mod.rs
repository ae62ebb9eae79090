//! Goroutines: on which of them a function can run, and which accesses they can make at once.
//!
//! A function's chains of calls are followed up to whoever starts it all. Where two chains part, the order of events in
//! the function that both go through decides; where they come from different functions, it is what these are: handlers,
//! methods that may run at once, or whoever calls the package.

mod between;
mod callbacks;
mod chains;
mod clocks;
mod concurrency;
mod contracts;
mod declared;
mod entries;
mod evidence;
mod given;
mod handlers;
mod joins;
mod objects;
mod once;
mod order;
mod outliving;
mod renewal;
mod roots;
mod subject;
mod subtests;
mod waits;

pub use chains::{Chain, Chains};
pub(super) use contracts::may_be_contract;
pub use declared::{Declaration, DeclarationKind};
pub use entries::{Entry, EntryKind, HandlerKind};
pub use evidence::{Certainty, Concurrency, Origin};
pub use roots::{Root, RootKind, Roots};
pub(super) use subject::Trail;
pub(super) use waits::Pause;
