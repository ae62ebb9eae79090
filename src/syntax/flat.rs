//! tree-sitter's tree as one array in source order, without the tokens that say nothing and with the file's offsets.
//!
//! It is made without recursion, so that it does not matter how deep the source nests, and it is a quarter of the size of
//! what tree-sitter keeps.

use tree_sitter::Tree;

use super::kind::{GRAMMAR, Kind, Part};
use crate::source::Range;

/// A node of a [`Flat`], by its place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NodeId(u32);

#[derive(Debug)]
struct Node {
    kind: Kind,
    part: Part,
    range: Range,
    /// Behind the last node below this one.
    next: u32,
}

#[derive(Debug, Default)]
pub(super) struct Flat {
    nodes: Vec<Node>,
    /// In source order.
    pub(super) comments: Vec<Range>,
    /// Where the parser found the first thing that is no Go.
    pub(super) error: Option<u32>,
}

impl Flat {
    /// Flattens the tree of `text` as the parser saw it; `text` starts at `base` in its file.
    pub(super) fn of(tree: &Tree, text: &str, base: u32) -> Flat {
        let mut flat = Flat {
            nodes: Vec::with_capacity(text.len() / 3),
            ..Flat::default()
        };
        let grammar = &*GRAMMAR;
        // The parser sees one newline more than there is.
        let end = base + text.len() as u32;
        let offset = |byte: usize| (base + byte as u32).min(end);
        let has_error = tree.root_node().has_error();
        let mut cursor = tree.walk();
        let mut open = Vec::new();
        loop {
            let node = cursor.node();
            let kind = grammar.kind(node.kind_id());
            if has_error && (node.is_error() || node.is_missing()) {
                flat.error.get_or_insert(offset(node.start_byte()));
            }
            let range = match kind {
                Kind::Other => Range::new(base, base),
                _ => Range::new(offset(node.start_byte()), offset(node.end_byte())),
            };
            match kind {
                Kind::Other => {}
                Kind::Comment => flat.comments.push(without_return(range, text, base)),
                _ => {
                    open.push(flat.nodes.len());
                    flat.nodes.push(Node {
                        kind,
                        part: grammar.part(cursor.field_id()),
                        range,
                        next: 0,
                    });
                    if !is_leaf(kind) && cursor.goto_first_child() {
                        continue;
                    }
                    flat.close(&mut open);
                }
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return flat;
                }
                flat.close(&mut open);
            }
        }
    }

    fn close(&mut self, open: &mut Vec<usize>) {
        let next = self.nodes.len() as u32;
        if let Some(node) = open.pop().and_then(|node| self.nodes.get_mut(node)) {
            node.next = next;
        }
    }

    pub(super) fn root(&self) -> Option<NodeId> {
        (!self.nodes.is_empty()).then_some(NodeId(0))
    }

    pub(super) fn kind(&self, node: NodeId) -> Kind {
        self.nodes[node.0 as usize].kind
    }

    pub(super) fn range(&self, node: NodeId) -> Range {
        self.nodes[node.0 as usize].range
    }

    pub(super) fn plays(&self, node: NodeId, part: Part) -> bool {
        self.nodes[node.0 as usize].part == part
    }

    /// The nodes and tokens directly below `node`.
    pub(super) fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + use<'_> {
        let end = self.nodes[node.0 as usize].next;
        let mut next = node.0 + 1;
        std::iter::from_fn(move || {
            let child = NodeId(next);
            (next < end).then(|| {
                next = self.nodes[next as usize].next;
                child
            })
        })
    }

    /// The nodes directly below `node`, without the tokens.
    pub(super) fn nodes(&self, node: NodeId) -> impl Iterator<Item = NodeId> + use<'_> {
        self.children(node)
            .filter(move |&child| !self.kind(child).is_token())
    }

    /// The first node directly below `node`, tokens not counted.
    pub(super) fn first(&self, node: NodeId) -> Option<NodeId> {
        self.nodes(node).next()
    }

    /// The first node or token below `node` that plays the part `part`.
    pub(super) fn part(&self, node: NodeId, part: Part) -> Option<NodeId> {
        self.children(node).find(|&child| self.plays(child, part))
    }

    /// The nodes below `node` that play the part `part`, without the tokens.
    pub(super) fn parts(&self, node: NodeId, part: Part) -> impl Iterator<Item = NodeId> + use<'_> {
        self.nodes(node)
            .filter(move |&child| self.plays(child, part))
    }

    /// The first node or token of a kind below `node`.
    pub(super) fn child(&self, node: NodeId, kind: Kind) -> Option<NodeId> {
        self.children(node).find(|&child| self.kind(child) == kind)
    }
}

/// Whether there is nothing, or nothing of interest, below a node of this kind.
fn is_leaf(kind: Kind) -> bool {
    kind.is_token() || kind.is_name_or_literal()
}

/// A comment without the `\r` of the line's end, which tree-sitter counts to it.
fn without_return(range: Range, text: &str, base: u32) -> Range {
    let inside = Range::new(range.start - base, range.end - base);
    let has_return = inside.of(text).ends_with('\r');
    Range::new(range.start, range.end - u32::from(has_return))
}
