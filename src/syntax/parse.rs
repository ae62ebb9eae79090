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

/// The syntax tree of the declaration in `range` of `text`.
pub fn parse_range(text: &str, range: Range) -> Ast {
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
    lower::lower(text, &flat, type_params.as_ref(), range)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::ast::{Decl, ExprKind};

    fn parse(text: &str) -> Ast {
        let outline = cut(text);
        parse_declaration(text, &outline.decls[0])
    }

    #[test]
    fn errors_are_found_where_they_are() {
        let text = "package p\n\nfunc f() {\n\ta()\n\tif {\n\t}\n}\n\nfunc g() {}\n";
        let outline = cut(text);
        let at = first_error(text, outline.decls[0].range).expect("an if has a condition");
        assert!(
            text[at as usize..].starts_with("if {"),
            "{}",
            &text[at as usize..]
        );
        assert_eq!(first_error(text, outline.decls[1].range), None);
        assert_eq!(errors_in_file(text), 1);
        assert_eq!(errors_in_file("package p\n\nfunc f() {}\n"), 0);
        assert_eq!(errors_in_file("package p\n\nfunc f() {}\n\n}\n"), 1);
    }

    #[test]
    fn what_go_rejects_is_damaged() {
        for declaration in [
            "func f() { go g }",
            "func f() { defer (g) }",
            "func f(a int, b.C)",
            "func f() {} var x int",
            "func f() { g(a<-b) }",
            "func f() { g(a\n) }",
            "func f() { if a {} b() }",
            "func (T) m[]() {}",
            "var x = y }",
        ] {
            let text = format!("package p\n\n{declaration}\n");
            let range = Range::new(11, text.len() as u32 - 1);
            assert!(first_error(&text, range).is_some(), "{declaration}");
        }
    }

    #[test]
    fn nesting_beyond_the_limit_is_damage() {
        for (open, close) in [
            ("(", ")"),
            ("f(", ")"),
            ("[]T{", "}"),
            ("func() { go ", "() }"),
            ("*", ""),
            ("<-", ""),
        ] {
            let text = format!(
                "package p\n\nvar x = {}y{}\n",
                open.repeat(10_000),
                close.repeat(10_000)
            );
            assert!(parse(&text).damaged.is_some(), "{open}");
        }
        for (open, close) in [
            ("{", "}"),
            ("if x {\n", "}\n"),
            ("switch {\ncase x:\n", "}\n"),
            ("L:\n", ""),
        ] {
            let text = format!(
                "package p\n\nfunc f() {{\n{}x(){}\n}}\n",
                open.repeat(10_000),
                close.repeat(10_000)
            );
            assert!(parse(&text).damaged.is_some(), "{open}");
        }
    }

    #[test]
    fn long_chains_are_no_nesting() {
        for (first, more) in [
            ("\"a\"", " + \"b\""),
            ("a", ".b"),
            ("a", ".b(1)[2]"),
            ("a", " || b"),
        ] {
            let text = format!("package p\n\nvar x = {first}{}\n", more.repeat(5_000));
            let ast = parse(&text);
            assert_eq!(ast.damaged, None, "{more}");
            let Decl::Vars(specs) = &ast.decl else {
                panic!("{more}")
            };
            assert!(!matches!(
                ast.expr(specs[0].values[0]).kind,
                ExprKind::Name(_)
            ));
        }
        let text = format!(
            "package p\n\nfunc f() {{\n\tif a {{\n\t}}{}\n}}\n",
            " else if b {\n\t}".repeat(5_000)
        );
        assert_eq!(parse(&text).damaged, None);
    }
}
