//! Lowers expressions, types included.
//!
//! tree-sitter-go parses one text as a type in one place and as a value in another (`x[i]`, `a.b`, `*p`), and binds the
//! prefix of a type closer than a suffix (`*T(x)`). Both come out here in the shapes that go/parser gives them.

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
    node: NodeId,
    id: ExprId,
    part: LinkPart,
}

#[derive(Clone, Copy)]
enum LinkPart {
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
enum Prefix {
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
    pub(super) fn expr(&mut self, node: NodeId, parent: Parent) -> ExprId {
        let range = self.flat.range(node);
        match self.nested(range.start, |lowering| lowering.chain(node, parent)) {
            Some(id) => id,
            None => self.reserve_expr(range, parent),
        }
    }

    /// The expression at `node`, or a `_` at `at` where the source has none.
    pub(super) fn expr_or_none(&mut self, node: Option<NodeId>, at: u32, parent: Parent) -> ExprId {
        match node {
            Some(node) => self.expr(node, parent),
            None => {
                self.damage(at);
                self.reserve_expr(Range::new(at, at), parent)
            }
        }
    }

    /// The expressions of an `expression_list`, or the one expression that stands for a list.
    pub(super) fn expr_list(&mut self, list: NodeId, parent: Parent) -> Vec<ExprId> {
        match self.flat.kind(list) {
            Kind::ExpressionList => self.exprs_below(list, parent),
            _ => vec![self.expr(list, parent)],
        }
    }

    pub(super) fn exprs_below(&mut self, node: NodeId, parent: Parent) -> Vec<ExprId> {
        self.flat
            .nodes(node)
            .map(|child| self.expr(child, parent))
            .collect()
    }

    fn chain(&mut self, node: NodeId, parent: Parent) -> ExprId {
        let outer_links = self.links.len();
        let mut parent = parent;
        let mut head = Head::Node(node);
        // Where the suffixes that are being descended start, without the prefixes before them.
        let mut suffixes_start = None;
        while let Head::Node(node) = head {
            let is_suffix = is_suffix(self.flat.kind(node));
            if !is_suffix {
                suffixes_start = None;
            } else if suffixes_start.is_none() {
                suffixes_start = Some(self.open_prefixes(node, &mut parent));
            }
            let start = suffixes_start.unwrap_or(self.flat.range(node).start);
            let Some(next) = self.descend(node, start, &mut parent) else {
                break;
            };
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
            head = match part {
                LinkPart::Container if self.is_arrow_moved(ty, inner) => {
                    Head::ChanWithoutArrow(inner)
                }
                LinkPart::ChanWithoutArrow if self.is_arrow_moved(ty, inner) => {
                    Head::ChanWithoutArrow(inner)
                }
                _ => Head::Node(inner),
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

    /// What `link` is around its first operand.
    fn link(&mut self, link: Link, operand: ExprId) -> ExprKind {
        let Link { node, id, part } = link;
        let parent = Parent::Expr(id);
        let end = self.flat.range(node).end;
        match part {
            LinkPart::Prefix(Prefix::Star) => return ExprKind::Star(operand),
            LinkPart::Prefix(Prefix::Receive) => return ExprKind::Receive(operand),
            LinkPart::Prefix(Prefix::Tilde) => return ExprKind::Constraint(vec![operand]),
            LinkPart::Instantiation => {
                let arguments = self.flat.part(node, Part::TypeArguments);
                let indices = arguments.map_or_else(Vec::new, |list| self.type_args(list, parent));
                return ExprKind::Index { operand, indices };
            }
            LinkPart::Container => return self.container(node, operand, parent),
            LinkPart::ChanWithoutArrow => {
                return ExprKind::ChanType {
                    dir: self.chan_dir(node),
                    element: operand,
                };
            }
            LinkPart::Whole => {}
        }
        match self.flat.kind(node) {
            Kind::BinaryExpression => {
                let op = self
                    .flat
                    .part(node, Part::Operator)
                    .and_then(|op| binary_op(self.flat.kind(op)));
                let right = self.flat.part(node, Part::Right);
                let right = self.expr_or_none(right, end, parent);
                match op {
                    Some(op) => ExprKind::Binary {
                        op,
                        left: operand,
                        right,
                    },
                    None => {
                        self.damage(end);
                        ExprKind::Binary {
                            op: BinaryOp::Add,
                            left: operand,
                            right,
                        }
                    }
                }
            }
            Kind::SelectorExpression => {
                let field = self.flat.part(node, Part::Field);
                ExprKind::Selector {
                    operand,
                    field: self.ident_or_none(field, end),
                }
            }
            Kind::QualifiedType => {
                let name = self.flat.part(node, Part::Name);
                ExprKind::Selector {
                    operand,
                    field: self.ident_or_none(name, end),
                }
            }
            Kind::IndexExpression => {
                let index = self.flat.part(node, Part::Index);
                ExprKind::Index {
                    operand,
                    indices: vec![self.expr_or_none(index, end, parent)],
                }
            }
            Kind::GenericType => {
                let arguments = self.flat.part(node, Part::TypeArguments);
                let indices = arguments.map_or_else(Vec::new, |list| self.type_args(list, parent));
                ExprKind::Index { operand, indices }
            }
            Kind::TypeInstantiationExpression => {
                let arguments = self
                    .flat
                    .nodes(node)
                    .filter(|&child| !self.flat.plays(child, Part::Type));
                let indices = arguments.map(|child| self.expr(child, parent)).collect();
                ExprKind::Index { operand, indices }
            }
            Kind::SliceExpression => {
                let bounds = [Part::Start, Part::End, Part::Capacity];
                let bounds = bounds.map(|bound| {
                    self.flat
                        .part(node, bound)
                        .map(|bound| self.expr(bound, parent))
                });
                ExprKind::Slice { operand, bounds }
            }
            Kind::TypeAssertionExpression => {
                let ty = self.flat.part(node, Part::Type);
                ExprKind::TypeAssert {
                    operand,
                    ty: Some(self.expr_or_none(ty, end, parent)),
                }
            }
            Kind::TypeConversionExpression => {
                let open = self.flat.child(node, Kind::OpenParen);
                let args_range =
                    Range::new(open.map_or(end, |open| self.flat.range(open).start), end);
                let arg = self.flat.part(node, Part::Operand);
                let args = vec![self.expr_or_none(arg, end, parent)];
                ExprKind::Call {
                    callee: operand,
                    args,
                    is_spread: false,
                    args_range,
                }
            }
            _ => self.call(node, operand, parent),
        }
    }

    fn call(&mut self, node: NodeId, callee: ExprId, parent: Parent) -> ExprKind {
        let end = self.flat.range(node).end;
        let Some(list) = self.flat.part(node, Part::Arguments) else {
            self.damage(end);
            return ExprKind::Call {
                callee,
                args: Vec::new(),
                is_spread: false,
                args_range: Range::new(end, end),
            };
        };
        let mut is_spread = false;
        let mut args = Vec::new();
        for arg in self.flat.nodes(list) {
            let mut value = Some(arg);
            if self.is(arg, Kind::VariadicArgument) {
                is_spread = true;
                value = self.flat.first(arg);
            }
            args.push(self.expr_or_none(value, self.flat.range(arg).start, parent));
        }
        ExprKind::Call {
            callee,
            args,
            is_spread,
            args_range: self.flat.range(list),
        }
    }

    /// Lowers an expression that is no link of a chain.
    fn operand(&mut self, node: NodeId, parent: Parent) -> ExprId {
        let range = self.flat.range(node);
        let kind = match self.flat.kind(node) {
            Kind::TypeElem | Kind::TypeConstraint => return self.constraint(node, parent),
            Kind::ExpressionList | Kind::ExpressionStatement | Kind::VariadicArgument => {
                let only = self.flat.first(node);
                return self.expr_or_none(only, range.start, parent);
            }
            Kind::IntLiteral => ExprKind::Literal(Literal::Int),
            Kind::FloatLiteral => ExprKind::Literal(Literal::Float),
            Kind::ImaginaryLiteral => ExprKind::Literal(Literal::Imaginary),
            Kind::RuneLiteral => ExprKind::Literal(Literal::Rune),
            Kind::InterpretedStringLiteral | Kind::RawStringLiteral => {
                ExprKind::Literal(Literal::String)
            }
            Kind::Identifier
            | Kind::BlankIdentifier
            | Kind::FieldIdentifier
            | Kind::PackageIdentifier
            | Kind::TypeIdentifier
            | Kind::LabelName
            | Kind::Nil
            | Kind::True
            | Kind::False
            | Kind::Iota => ExprKind::Name(super::name_of(range.of(self.text))),
            _ => return self.compound(node, parent),
        };
        let id = self.reserve_expr(range, parent);
        self.set_expr(id, kind);
        id
    }

    /// Lowers an expression with parts.
    fn compound(&mut self, node: NodeId, outer: Parent) -> ExprId {
        let range = self.flat.range(node);
        let id = self.reserve_expr(range, outer);
        let parent = Parent::Expr(id);
        let kind = match self.flat.kind(node) {
            Kind::FuncLiteral => ExprKind::Func(self.func_literal(node, id)),
            Kind::CompositeLiteral => {
                let ty = self
                    .flat
                    .part(node, Part::Type)
                    .map(|ty| self.expr(ty, parent));
                let body = self.flat.part(node, Part::Body);
                let elements = body.map_or_else(Vec::new, |body| self.elements(body, parent));
                ExprKind::Composite {
                    ty,
                    elements,
                    braces: body.map_or(range, |body| self.flat.range(body)),
                }
            }
            Kind::LiteralValue => ExprKind::Composite {
                ty: None,
                elements: self.elements(node, parent),
                braces: range,
            },
            Kind::UnaryExpression => self.unary(node, parent),
            Kind::ParenthesizedExpression | Kind::ParenthesizedType => {
                let inner = self.flat.first(node);
                ExprKind::Paren(self.expr_or_none(inner, range.end, parent))
            }
            _ => self.type_expr(node, parent),
        };
        self.set_expr(id, kind);
        id
    }

    fn unary(&mut self, node: NodeId, parent: Parent) -> ExprKind {
        let range = self.flat.range(node);
        let operand = self.flat.part(node, Part::Operand);
        let operand = self.expr_or_none(operand, range.end, parent);
        let op = match self
            .flat
            .part(node, Part::Operator)
            .map(|op| self.flat.kind(op))
        {
            Some(Kind::Star) => return ExprKind::Star(operand),
            Some(Kind::Arrow) => return ExprKind::Receive(operand),
            Some(Kind::And) => UnaryOp::Address,
            Some(Kind::Not) => UnaryOp::Not,
            Some(Kind::Sub) => UnaryOp::Minus,
            Some(Kind::Add) => UnaryOp::Plus,
            Some(Kind::Xor) => UnaryOp::Complement,
            _ => {
                self.damage(range.start);
                UnaryOp::Plus
            }
        };
        ExprKind::Unary { op, operand }
    }

    /// The elements of a `{…}`.
    fn elements(&mut self, braces: NodeId, parent: Parent) -> Vec<Element> {
        let mut elements = Vec::new();
        for element in self.flat.nodes(braces) {
            let at = self.flat.range(element).start;
            elements.push(match self.flat.kind(element) {
                Kind::KeyedElement => {
                    let key = self
                        .flat
                        .part(element, Part::Key)
                        .map(|key| self.expr(key, parent));
                    let value = self.flat.part(element, Part::Value);
                    Element {
                        key,
                        value: self.expr_or_none(value, at, parent),
                    }
                }
                _ => Element {
                    key: None,
                    value: self.expr(element, parent),
                },
            });
        }
        elements
    }

    fn func_literal(&mut self, node: NodeId, literal: ExprId) -> FuncIndex {
        let outer = self.function;
        let index = self.reserve_func(self.flat.range(node), None);
        self.function = Some(index);
        let signature = self.signature(node, Parent::Func(index));
        let body = self
            .flat
            .part(node, Part::Body)
            .map(|body| self.stmt(body, Parent::Func(index)));
        let func = &mut self.ast.funcs[index.0 as usize];
        func.signature = signature;
        func.body = body;
        func.parent = outer;
        func.literal = Some(literal);
        self.function = outer;
        index
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

/// The operator that a token stands for.
pub(super) fn binary_op(token: Kind) -> Option<BinaryOp> {
    Some(match token {
        Kind::Add => BinaryOp::Add,
        Kind::Sub => BinaryOp::Sub,
        Kind::Star => BinaryOp::Mul,
        Kind::Div => BinaryOp::Div,
        Kind::Rem => BinaryOp::Rem,
        Kind::And => BinaryOp::And,
        Kind::Or => BinaryOp::Or,
        Kind::Xor => BinaryOp::Xor,
        Kind::AndNot => BinaryOp::AndNot,
        Kind::ShiftLeft => BinaryOp::ShiftLeft,
        Kind::ShiftRight => BinaryOp::ShiftRight,
        Kind::Equal => BinaryOp::Equal,
        Kind::NotEqual => BinaryOp::NotEqual,
        Kind::Less => BinaryOp::Less,
        Kind::LessEqual => BinaryOp::LessEqual,
        Kind::Greater => BinaryOp::Greater,
        Kind::GreaterEqual => BinaryOp::GreaterEqual,
        Kind::LogicalAnd => BinaryOp::LogicalAnd,
        Kind::LogicalOr => BinaryOp::LogicalOr,
        _ => return None,
    })
}
