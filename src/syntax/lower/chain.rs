//! Finds the order in which an expression's operators and suffixes apply, and lowers what they apply to first.
//!
//! tree-sitter-go binds the prefix of a type closer than a suffix behind it (`*T(x)`), and a suffix less close than what
//! comes before its type (`[]T[K]`). Both come out here as go/parser has them.

use super::Lowering;
use crate::source::Range;
use crate::syntax::ast::*;
use crate::syntax::flat::NodeId;
use crate::syntax::kind::{Kind, Part};

/// An expression whose first operand is lowered before the rest of it.
///
/// Such expressions nest as deep as a chain of `+` or of method calls is long, so they are not lowered by recursion.
#[derive(Clone, Copy)]
pub(super) struct Link {
    pub(super) node: NodeId,
    pub(super) id: ExprId,
    pub(super) part: LinkPart,
}

#[derive(Clone, Copy)]
pub(super) enum LinkPart {
    /// The node with all its parts.
    Whole,
    /// The callee of a call with type arguments: the function and these.
    Instantiation,
    /// The prefix that the grammar gave to a type, but that belongs around the suffixes behind it.
    Prefix(Prefix),
    /// A type that ends with the type that a suffix belongs to.
    Container,
    /// The same for a `<-chan T` whose arrow is a prefix.
    ChanWithoutArrow,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Prefix {
    Star,
    Receive,
    Tilde,
}

/// What is at the left end of a chain.
#[derive(Clone, Copy)]
enum Head {
    Node(NodeId),
    /// A `<-chan T` whose arrow is a prefix of the chain.
    ChanWithoutArrow(NodeId),
}

impl Lowering<'_> {
    pub(super) fn chain(&mut self, node: NodeId, parent: Parent) -> ExprId {
        let outer_links = self.links.len();
        let mut parent = parent;
        let mut head = Head::Node(node);
        // Where the suffixes that are being descended start, without the prefixes before them.
        let mut suffixes_start = None;
        while let Head::Node(node) = head {
            let kind = self.flat.kind(node);
            if !is_suffix(kind) {
                suffixes_start = None;
            } else if suffixes_start.is_none() {
                suffixes_start = Some(self.open_prefixes(node, &mut parent));
            }
            let start = suffixes_start.unwrap_or(self.flat.range(node).start);
            let Some(next) = self.descend(node, start, &mut parent) else {
                break;
            };
            if is_suffix_of_type(kind) {
                suffixes_start = None;
            }
            head = next;
        }
        let mut id = match head {
            Head::Node(node) => self.operand(node, parent),
            Head::ChanWithoutArrow(node) => self.chan_without_arrow(node, parent),
        };
        while self.links.len() > outer_links
            && let Some(link) = self.links.pop()
        {
            let kind = self.link(link, id);
            self.set_expr(link.id, kind);
            id = link.id;
        }
        id
    }

    /// Opens the prefixes that the grammar gave to the type at the bottom of the suffixes of `top`, and returns where what
    /// the suffixes belong to starts.
    ///
    /// `*T(x).f` is `*((T(x)).f)`, `<-chan T(x)` is `<-(chan T(x))`.
    fn open_prefixes(&mut self, top: NodeId, parent: &mut Parent) -> u32 {
        let end = self.flat.range(top).end;
        let mut bottom = top;
        loop {
            let kind = self.flat.kind(bottom);
            let Some(operand) = first_operand(kind).and_then(|part| self.flat.part(bottom, part))
            else {
                return self.flat.range(top).start;
            };
            bottom = operand;
            if is_suffix_of_type(kind) {
                break;
            }
            if !is_suffix(self.flat.kind(bottom)) {
                return self.flat.range(top).start;
            }
        }
        while let Some((prefix, inner)) = self.prefix(bottom) {
            let range = Range::new(self.flat.range(bottom).start, end);
            self.open_link(top, LinkPart::Prefix(prefix), range, parent);
            if prefix == Prefix::Receive {
                return self.chan_token(bottom).start;
            }
            bottom = inner;
        }
        self.flat.range(bottom).start
    }

    /// The prefix of a type, and the type behind it; for an arrow, the type itself.
    fn prefix(&self, ty: NodeId) -> Option<(Prefix, NodeId)> {
        match self.flat.kind(ty) {
            Kind::PointerType => Some((Prefix::Star, self.flat.first(ty)?)),
            Kind::NegatedType => Some((Prefix::Tilde, self.flat.first(ty)?)),
            Kind::ChannelType if self.starts_with_arrow(ty) => Some((Prefix::Receive, ty)),
            _ => None,
        }
    }

    /// Opens the links that `node` needs, which starts at `start` without its prefixes, and returns its first operand;
    /// `None` if it has none to descend to.
    fn descend(&mut self, node: NodeId, start: u32, parent: &mut Parent) -> Option<Head> {
        let kind = self.flat.kind(node);
        if kind == Kind::LiteralElement {
            return self.flat.first(node).map(Head::Node);
        }
        let operand = self.flat.part(node, first_operand(kind)?)?;
        let end = self.flat.range(node).end;
        if is_suffix_of_type(kind) {
            return Some(self.descend_type(node, operand, parent));
        }
        self.open_link(node, LinkPart::Whole, Range::new(start, end), parent);
        if let Some(arguments) = self.type_arguments(node) {
            let range = Range::new(start, self.flat.range(arguments).end);
            self.open_link(node, LinkPart::Instantiation, range, parent);
        }
        Some(Head::Node(operand))
    }

    /// As `descend`, for a suffix behind a type whose prefixes are open: `[]T[K]` is `[](T[K])`.
    fn descend_type(&mut self, node: NodeId, ty: NodeId, parent: &mut Parent) -> Head {
        let end = self.flat.range(node).end;
        let mut head = Head::Node(ty);
        while let Head::Node(ty) = head
            && let Some((prefix, inner)) = self.prefix(ty)
        {
            head = match prefix {
                Prefix::Receive => Head::ChanWithoutArrow(inner),
                _ => Head::Node(inner),
            };
        }
        while self.flat.kind(node) != Kind::TypeConversionExpression
            && let Some(inner) = self.last_type(head)
        {
            let (ty, part) = match head {
                Head::Node(ty) => (ty, LinkPart::Container),
                Head::ChanWithoutArrow(ty) => (ty, LinkPart::ChanWithoutArrow),
            };
            self.open_link(ty, part, Range::new(self.head_start(head), end), parent);
            head = match self.is_arrow_moved(ty, inner) {
                true => Head::ChanWithoutArrow(inner),
                false => Head::Node(inner),
            };
        }
        self.open_link(
            node,
            LinkPart::Whole,
            Range::new(self.head_start(head), end),
            parent,
        );
        head
    }

    fn head_start(&self, head: Head) -> u32 {
        match head {
            Head::Node(node) => self.flat.range(node).start,
            Head::ChanWithoutArrow(node) => self.chan_token(node).start,
        }
    }

    /// The type that a type ends with.
    fn last_type(&self, head: Head) -> Option<NodeId> {
        let (Head::Node(ty) | Head::ChanWithoutArrow(ty)) = head;
        match self.flat.kind(ty) {
            Kind::PointerType => self.flat.first(ty),
            Kind::SliceType | Kind::ArrayType => self.flat.part(ty, Part::Element),
            Kind::MapType | Kind::ChannelType => self.flat.part(ty, Part::Value),
            Kind::FunctionType => self
                .flat
                .part(ty, Part::Result)
                .filter(|&result| !self.is(result, Kind::ParameterList)),
            _ => None,
        }
    }

    fn open_link(&mut self, node: NodeId, part: LinkPart, range: Range, parent: &mut Parent) {
        let id = self.reserve_expr(range, *parent);
        self.links.push(Link { node, id, part });
        *parent = Parent::Expr(id);
    }

    /// The type arguments of a call.
    fn type_arguments(&self, node: NodeId) -> Option<NodeId> {
        match self.flat.kind(node) {
            Kind::CallExpression => self.flat.part(node, Part::TypeArguments),
            _ => None,
        }
    }
}

/// The part of an expression that is the first operand of a link.
fn first_operand(kind: Kind) -> Option<Part> {
    match kind {
        Kind::BinaryExpression => Some(Part::Left),
        Kind::CallExpression => Some(Part::Function),
        Kind::SelectorExpression
        | Kind::IndexExpression
        | Kind::SliceExpression
        | Kind::TypeAssertionExpression => Some(Part::Operand),
        Kind::QualifiedType => Some(Part::Package),
        kind if is_suffix_of_type(kind) => Some(Part::Type),
        _ => None,
    }
}

/// Whether an expression is a suffix behind its first operand.
fn is_suffix(kind: Kind) -> bool {
    kind != Kind::BinaryExpression && first_operand(kind).is_some()
}

/// Whether an expression is a suffix behind what the grammar parsed as a type.
fn is_suffix_of_type(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::GenericType | Kind::TypeConversionExpression | Kind::TypeInstantiationExpression
    )
}
