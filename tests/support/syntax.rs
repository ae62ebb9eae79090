//! Go syntax as the laws see it: how damaged a file is, and which comments it has.

use std::cell::Cell;

use tree_sitter::{Node, Parser, TreeCursor};

/// How many places of a file the grammar does not understand.
///
/// The grammar knows no `new(expression)`, so it gets a call of another name in its place.
pub fn damage(text: &str) -> usize {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_go::LANGUAGE.into())
        .expect("the grammar fits the library");
    let tree = parser
        .parse(text.replace("new(", "neu("), None)
        .expect("without a limit, parsing ends");
    if !tree.root_node().has_error() {
        return 0;
    }
    let count = Cell::new(0);
    visit(&mut tree.walk(), &|node| {
        if node.is_error() || node.is_missing() {
            count.set(count.get() + 1);
        }
    });
    count.get()
}

/// Calls `see` on each node, without recursion: input may be nested as deep as it likes.
fn visit(cursor: &mut TreeCursor, see: &dyn Fn(Node)) {
    loop {
        see(cursor.node());
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}

/// The comments of a file in source order, their white space made even.
pub fn comments(text: &str) -> Vec<String> {
    let mut comments = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest
                .get(2..)
                .and_then(|body| body.find("*/"))
                .map_or(rest.len(), |end| end + 4),
            '`' => rest[1..].find('`').map_or(rest.len(), |end| end + 2),
            '"' | '\'' => quoted_length(rest, first),
            other => other.len_utf8(),
        };
        let (token, behind) = rest.split_at(length);
        if token.starts_with("//") || token.starts_with("/*") {
            comments.push(token.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        rest = behind;
    }
    comments
}

/// The length of the string or rune literal at the start of `text`, up to the line's end at most.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (offset, char) in text.char_indices().skip(1) {
        match char {
            '\n' => return offset,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if char == quote => return offset + char.len_utf8(),
            _ => {}
        }
    }
    text.len()
}
