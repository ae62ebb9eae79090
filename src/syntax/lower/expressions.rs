//! Lowers expressions, types included.
//!
//! tree-sitter-go parses one text as a type in one place and as a value in another (`x[i]`, `a.b`, `*p`), and binds the
//! prefix of a type closer than a suffix (`*T(x)`). Both come out here in the shapes that go/parser gives them.

use super::Lowering;
use crate::source::Range;
use crate::syntax::ast::*;
use crate::syntax::flat::NodeId;
use crate::syntax::kind::{Field, Kind};

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
    /// A prefix of the type in `node` that belongs around all of `node`.
    Prefix(Prefix),
}

#[derive(Clone, Copy)]
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
        while let Head::Node(node) = head
            && let Some(next) = self.descend(node, &mut parent)
        {
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

    /// Opens the links that `node` needs and returns its first operand; `None` if it has none to descend to.
    fn descend(&mut self, node: NodeId, parent: &mut Parent) -> Option<Head> {
        let field = match self.flat.kind(node) {
            Kind::BinaryExpression => Field::Left,
            Kind::CallExpression => Field::Function,
            Kind::SelectorExpression
            | Kind::IndexExpression
            | Kind::SliceExpression
            | Kind::TypeAssertionExpression => Field::Operand,
            Kind::QualifiedType => Field::Package,
            Kind::GenericType
            | Kind::TypeConversionExpression
            | Kind::TypeInstantiationExpression => Field::Type,
            Kind::LiteralElement => return self.flat.first(node).map(Head::Node),
            _ => return None,
        };
        let operand = self.flat.field(node, field)?;
        let range = self.flat.range(node);
        if field == Field::Type {
            return Some(self.descend_type(node, operand, parent));
        }
        self.open_link(node, LinkPart::Whole, range, parent);
        if let Some(arguments) = self.type_arguments(node) {
            let range = Range::new(range.start, self.flat.range(arguments).end);
            self.open_link(node, LinkPart::Instantiation, range, parent);
        }
        Some(Head::Node(operand))
    }

    /// As `descend`, for a suffix behind a type: `*T(x)` is `*(T(x))`, `<-chan T(x)` is `<-(chan T(x))`.
    fn descend_type(&mut self, node: NodeId, ty: NodeId, parent: &mut Parent) -> Head {
        let end = self.flat.range(node).end;
        let mut ty = ty;
        let mut has_arrow = false;
        loop {
            let prefix = match self.flat.kind(ty) {
                Kind::PointerType => Prefix::Star,
                Kind::NegatedType => Prefix::Tilde,
                Kind::ChannelType if self.starts_with_arrow(ty) => Prefix::Receive,
                _ => break,
            };
            let range = Range::new(self.flat.range(ty).start, end);
            self.open_link(node, LinkPart::Prefix(prefix), range, parent);
            if matches!(prefix, Prefix::Receive) {
                has_arrow = true;
                break;
            }
            let Some(inner) = self.flat.first(ty) else {
                break;
            };
            ty = inner;
        }
        let head = if has_arrow {
            Head::ChanWithoutArrow(ty)
        } else {
            Head::Node(ty)
        };
        let start = match head {
            Head::Node(ty) => self.flat.range(ty).start,
            Head::ChanWithoutArrow(ty) => self.chan_token(ty).start,
        };
        self.open_link(node, LinkPart::Whole, Range::new(start, end), parent);
        head
    }

    fn open_link(&mut self, node: NodeId, part: LinkPart, range: Range, parent: &mut Parent) {
        let id = self.reserve_expr(range, *parent);
        self.links.push(Link { node, id, part });
        *parent = Parent::Expr(id);
    }

    /// The type arguments of a call.
    fn type_arguments(&self, node: NodeId) -> Option<NodeId> {
        match self.flat.kind(node) {
            Kind::CallExpression => self.flat.field(node, Field::TypeArguments),
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
                let arguments = self.flat.field(node, Field::TypeArguments);
                let indices = arguments.map_or_else(Vec::new, |list| self.type_args(list, parent));
                return ExprKind::Index { operand, indices };
            }
            LinkPart::Whole => {}
        }
        match self.flat.kind(node) {
            Kind::BinaryExpression => {
                let op = self
                    .flat
                    .field(node, Field::Operator)
                    .and_then(|op| binary_op(self.flat.kind(op)));
                let right = self.flat.field(node, Field::Right);
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
                let field = self.flat.field(node, Field::Field);
                ExprKind::Selector {
                    operand,
                    field: self.ident_or_none(field, end),
                }
            }
            Kind::QualifiedType => {
                let name = self.flat.field(node, Field::Name);
                ExprKind::Selector {
                    operand,
                    field: self.ident_or_none(name, end),
                }
            }
            Kind::IndexExpression => {
                let index = self.flat.field(node, Field::Index);
                ExprKind::Index {
                    operand,
                    indices: vec![self.expr_or_none(index, end, parent)],
                }
            }
            Kind::GenericType => {
                let arguments = self.flat.field(node, Field::TypeArguments);
                let indices = arguments.map_or_else(Vec::new, |list| self.type_args(list, parent));
                ExprKind::Index { operand, indices }
            }
            Kind::TypeInstantiationExpression => {
                let arguments = self
                    .flat
                    .nodes(node)
                    .filter(|&child| !self.flat.has_field(child, Field::Type));
                let indices = arguments.map(|child| self.expr(child, parent)).collect();
                ExprKind::Index { operand, indices }
            }
            Kind::SliceExpression => {
                let bounds = [Field::Start, Field::End, Field::Capacity];
                let bounds = bounds.map(|bound| {
                    self.flat
                        .field(node, bound)
                        .map(|bound| self.expr(bound, parent))
                });
                ExprKind::Slice { operand, bounds }
            }
            Kind::TypeAssertionExpression => {
                let ty = self.flat.field(node, Field::Type);
                ExprKind::TypeAssert {
                    operand,
                    ty: Some(self.expr_or_none(ty, end, parent)),
                }
            }
            Kind::TypeConversionExpression => {
                let open = self.flat.child(node, Kind::OpenParen);
                let args_range =
                    Range::new(open.map_or(end, |open| self.flat.range(open).start), end);
                let arg = self.flat.field(node, Field::Operand);
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
        let Some(list) = self.flat.field(node, Field::Arguments) else {
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
                    .field(node, Field::Type)
                    .map(|ty| self.expr(ty, parent));
                let body = self.flat.field(node, Field::Body);
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
        let operand = self.flat.field(node, Field::Operand);
        let operand = self.expr_or_none(operand, range.end, parent);
        let op = match self
            .flat
            .field(node, Field::Operator)
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
                        .field(element, Field::Key)
                        .map(|key| self.expr(key, parent));
                    let value = self.flat.field(element, Field::Value);
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
            .field(node, Field::Body)
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
