//! Parses one declaration at a time.

use std::cell::RefCell;

use tree_sitter::{Parser, Tree};

use super::ast::Ast;
use super::flat::Flat;
use super::kind::GRAMMAR;
use super::{lower, mask};
use crate::cut::{DeclOutline, cut};
use crate::source::Range;

/// The syntax tree of one declaration of `text`.
///
/// It never fails: a declaration with an error is `damaged`, and what is wrong in it is left out or stands as `_`.
pub fn parse_declaration(text: &str, decl: &DeclOutline) -> Ast {
    parse_range(text, decl.range)
}

/// Where the declaration in `range` of `text` has its first error, if it has one.
pub fn first_error(text: &str, range: Range) -> Option<u32> {
    parse_range(text, range).damaged
}

/// How many declarations of a file have errors; a file with a stretch that is no declaration counts one more.
pub fn errors_in_file(text: &str) -> usize {
    let outline = cut(text);
    let damaged = outline
        .decls
        .iter()
        .filter(|decl| first_error(text, decl.range).is_some())
        .count();
    damaged + usize::from(outline.damaged.is_some())
}

fn parse_range(text: &str, range: Range) -> Ast {
    let declaration = range.of(text);
    let masked = mask::declaration(declaration);
    let Some(tree) = tree_of(&masked.text) else {
        return Ast {
            damaged: Some(range.start),
            ..Ast::default()
        };
    };
    let flat = Flat::of(&tree, declaration, range.start);
    let type_params = masked.type_params.and_then(|text| tree_of(&text));
    let type_params = type_params.map(|tree| Flat::of(&tree, declaration, range.start));
    lower::lower(text, &flat, type_params.as_ref(), range.start)
}

thread_local! {
    static PARSER: RefCell<Option<Parser>> = RefCell::new(new_parser());
}

fn new_parser() -> Option<Parser> {
    let mut parser = Parser::new();
    parser.set_language(&GRAMMAR.language).ok()?;
    Some(parser)
}

/// tree-sitter's tree of a text.
pub(super) fn tree_of(text: &[u8]) -> Option<Tree> {
    PARSER.with_borrow_mut(|parser| parser.as_mut()?.parse(text, None))
}
