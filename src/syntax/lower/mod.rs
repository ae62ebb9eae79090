//! Turns the parser's tree into the [`Ast`]: one shape for each construct, however the grammar parsed it.

mod chain;
mod declarations;
mod expressions;
mod fields;
mod links;
mod statements;
mod types;

#[cfg(test)]
mod tests;

use std::cell::RefCell;

use super::ast::*;
use super::flat::{Flat, NodeId};
use super::kind::Kind;
use crate::source::Range;

/// How deep statements and expressions may nest. What reads the tree may recurse over it.
const NESTING_LIMIT: u32 = 600;

/// Grow the stack when less than this is left of it: enough for what one level needs without optimisation.
const STACK_LEFT: usize = 64 * 1024;
const STACK_GROWTH: usize = 1024 * 1024;

/// Lowers the declaration in `range` of the file, which `flat` holds.
///
/// `type_params` holds those of a method, parsed as those of a function.
pub(super) fn lower(text: &str, flat: &Flat, type_params: Option<&Flat>, range: Range) -> Ast {
    let mut lowering = Lowering {
        text,
        flat,
        ast: Ast {
            comments: flat.comments.clone(),
            damaged: flat.error,
            ..Ast::default()
        },
        function: None,
        nameless: name_of("_"),
        depth: 0,
        links: Vec::new(),
    };
    lowering.declaration(range);
    if let Some(flat) = type_params {
        lowering.flat = flat;
        flat.error.into_iter().for_each(|at| lowering.damage(at));
        lowering.method_type_params();
    }
    // There are many of them, and all are kept.
    lowering.ast.exprs.shrink_to_fit();
    lowering.ast.stmts.shrink_to_fit();
    lowering.ast
}

struct Lowering<'text> {
    /// The file.
    text: &'text str,
    flat: &'text Flat,
    ast: Ast,
    /// The innermost function around.
    function: Option<FuncIndex>,
    /// Stands for what has no name and for what is not lowered yet.
    nameless: Name,
    depth: u32,
    /// The operators and suffixes whose first operand is being lowered, outermost first.
    links: Vec<chain::Link>,
}

impl Lowering<'_> {
    fn damage(&mut self, at: u32) {
        self.ast.damaged = Some(self.ast.damaged.map_or(at, |first| first.min(at)));
    }

    /// Runs `lower` one level deeper, or not at all if that is too deep.
    fn nested<T>(&mut self, at: u32, lower: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= NESTING_LIMIT {
            self.damage(at);
            return None;
        }
        self.depth += 1;
        let lowered = stacker::maybe_grow(STACK_LEFT, STACK_GROWTH, || lower(self));
        self.depth -= 1;
        Some(lowered)
    }

    /// Makes room for an expression whose parts are not lowered yet.
    fn reserve_expr(&mut self, range: Range, parent: Parent) -> ExprId {
        let id = ExprId(self.ast.exprs.len() as u32);
        self.ast.exprs.push(Expr {
            kind: ExprKind::Name(self.nameless),
            range,
            parent,
        });
        id
    }

    fn set_expr(&mut self, id: ExprId, kind: ExprKind) {
        self.ast.exprs[id.0 as usize].kind = kind;
    }

    /// Makes room for a statement whose parts are not lowered yet.
    fn reserve_stmt(&mut self, range: Range, parent: Parent) -> StmtId {
        let id = StmtId(self.ast.stmts.len() as u32);
        self.ast.stmts.push(Stmt {
            kind: StmtKind::Empty,
            range,
            parent,
        });
        id
    }

    fn set_stmt(&mut self, id: StmtId, kind: StmtKind) {
        self.ast.stmts[id.0 as usize].kind = kind;
    }

    fn ident(&self, node: NodeId) -> Ident {
        let range = self.flat.range(node);
        Ident {
            name: name_of(range.of(self.text)),
            range,
        }
    }

    /// An identifier where the source has none.
    fn no_ident(&mut self, at: u32) -> Ident {
        self.damage(at);
        Ident {
            name: self.nameless,
            range: Range::new(at, at),
        }
    }

    fn ident_or_none(&mut self, node: Option<NodeId>, at: u32) -> Ident {
        match node {
            Some(node) => self.ident(node),
            None => self.no_ident(at),
        }
    }

    fn is(&self, node: NodeId, kind: Kind) -> bool {
        self.flat.kind(node) == kind
    }
}

/// How many names a thread remembers.
const REMEMBERED: usize = 4096;

thread_local! {
    /// Names that this thread interned lately, by hash: interning takes a lock.
    static NAMES: RefCell<Vec<Option<Name>>> = RefCell::new(vec![None; REMEMBERED]);
}

fn name_of(text: &str) -> Name {
    NAMES.with_borrow_mut(|names| {
        let slot = &mut names[slot_of(text)];
        match slot {
            Some(name) if **name == *text => *name,
            _ => *slot.insert(Name::from(text)),
        }
    })
}

fn slot_of(text: &str) -> usize {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for &byte in text.as_bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    (hash >> 20) as usize % REMEMBERED
}
