//! Parses one declaration at a time.

use std::cell::RefCell;

use tree_sitter::{Parser, Tree};

use super::ast::Ast;
use super::flat::Flat;
use super::kind::GRAMMAR;
use super::lower::{self, Lowered};
use super::mask::{self, Masked};
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

/// How often a declaration is parsed again because a block was taken for a literal, which may hide another one.
const ROUNDS: usize = 8;

fn parse_range(text: &str, range: Range) -> Ast {
    let Masked {
        text: mut masked,
        type_params,
    } = mask::declaration(range.of(text));
    let type_params = type_params
        .and_then(|text| tree_of(&text))
        .map(|tree| Flat::of(&tree, "", range.start));
    for _ in 0..ROUNDS {
        let Some(tree) = tree_of(&masked) else { break };
        let flat = Flat::of(&tree, range.of(text), range.start);
        let Lowered { ast, misread } = lower::lower(text, &flat, type_params.as_ref(), range.start);
        let ends = misread.iter().map(|end| (end - range.start) as usize);
        if misread.is_empty() {
            return ast;
        }
        if !mask::end_statements(&mut masked, ends) {
            let damaged = ast.damaged.into_iter().chain(misread).min();
            return Ast { damaged, ..ast };
        }
    }
    Ast {
        damaged: Some(range.start),
        ..Ast::default()
    }
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
