//! Changes that several transforms make, each worked out for a variable or a lock that it is given.

pub mod atomics;
pub mod beside;
pub(crate) mod keys;
pub mod labels;
pub(crate) mod lines;
pub mod locking;
pub mod mutex;
pub mod once;
pub(crate) mod outward;
pub mod own_variable;
pub mod owner;
pub mod room;
pub mod select;
pub mod zero;
