//! What gofmt puts between two tokens, as far as columns depend on it.

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Break {
    /// Columns go on in the next line.
    Line,
    /// All columns end here. gofmt prints a form feed.
    Section,
}

/// The white space in front of a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gap {
    /// How many columns end here.
    pub(super) tabs: u8,
    /// The line break that the syntax asks for. Where it asks for none, the source may still have one.
    pub(super) line_break: Option<Break>,
    /// Whether the token closes an indented list, so that comments in front of it belong to the list.
    pub(super) is_closing: bool,
    /// Whether it lies in a declaration that could not be read.
    pub(super) is_unknown: bool,
}
