//! Go text laid out as gofmt does it: columns aligned and operators spaced again after an edit, and blocks moved in or out.

mod align;
mod columns;
mod gaps;
mod indent;
mod page;
mod parse;
mod respace;
pub(crate) mod spacing;
pub mod tokens;

pub use align::{align, misaligned};
pub use indent::reindent;
pub use respace::respace;
