//! Cuts a file into package clause, imports and top-level declarations, without parsing any of them.

pub mod identifiers;
mod lexer;
mod mentions;
mod outline;
pub mod words;

#[cfg(test)]
mod tests;

use crate::source::Range;
use crate::syntax;

/// The outline of a Go file.
///
/// A file in which the lexer loses its way is parsed as a whole, and what the parser could recognise is its outline;
/// `damaged` says so.
pub fn cut(text: &str) -> Outline {
    match outline::read(text) {
        Ok(outline) => outline,
        Err(outline::Lost { at }) => {
            let outline = syntax::recover::outline(text, outline::head(text));
            Outline {
                damaged: outline.damaged.or(Some(at)),
                ..outline
            }
        }
    }
}

/// What `range` of `text` mentions, however little sense it makes.
pub(crate) fn mentions_of(text: &str, range: Range) -> Mentions {
    outline::mentions(text, range)
}

/// Calls `note` with the end of each token behind which the line's end is a semicolon, until something makes no sense.
pub(crate) fn for_each_line_end(text: &str, note: impl FnMut(usize)) {
    lexer::for_each_line_end(text, note);
}

/// Calls `note` with the range of each comment, from its first byte to the last before the line's end.
pub(crate) fn for_each_comment(text: &str, mut note: impl FnMut(Range)) {
    lexer::for_each_comment(text, |start, end| {
        note(Range::new(start as u32, end as u32))
    });
}

/// The offset behind the bracket that closes the one at `open`; `None` if there is none, or no bracket at `open`.
pub(crate) fn group_end(text: &str, open: usize) -> Option<usize> {
    lexer::group_end(text, open)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclKind {
    Func,
    Type,
    Var,
    Const,
}

/// One import spec.
#[derive(Clone, Debug)]
pub struct ImportSpec {
    /// The name before the path: an alias, `_` or `.`.
    pub name: Option<Range>,
    /// The quoted path, quotes included.
    pub path: Range,
    /// From the name (or the path) to the path's end.
    pub range: Range,
    /// The import declaration that holds it.
    pub decl: Range,
}

/// One top-level declaration.
#[derive(Clone, Debug)]
pub struct DeclOutline {
    pub kind: DeclKind,
    /// From the keyword to the last token, comments around it not included.
    pub range: Range,
    /// Where its doc comment starts (the comment lines directly above), else `range.start`.
    pub doc_start: u32,
    /// The names it declares at package level (for a group, all of them). A method's own name for a method.
    pub names: Vec<Range>,
    /// The name of the receiver's type, for a method.
    pub receiver: Option<Range>,
    pub mentions: Mentions,
}

/// Which identifiers a declaration may hold: a filter that can say "perhaps" wrongly, but never "no" wrongly.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    pub bits: [u64; 8],
    /// The tokens that matter to concurrency, whether or not they are identifiers.
    pub tokens: Tokens,
}

/// Keyword and operator tokens that a declaration holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    pub has_go: bool,
    pub has_select: bool,
    pub has_arrow: bool,
    pub has_chan: bool,
    pub has_defer: bool,
    /// A `func` besides the one that the declaration begins with.
    pub has_func: bool,
}

/// A file, cut.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The name in the package clause.
    pub package: Option<Range>,
    pub imports: Vec<ImportSpec>,
    pub decls: Vec<DeclOutline>,
    /// Whether a line before the package clause says `// Code generated … DO NOT EDIT.`
    pub is_generated: bool,
    /// The text behind `//go:build` in the file's head.
    pub constraint: Option<Range>,
    /// Where the first thing is that is no Go declaration.
    pub damaged: Option<u32>,
}
