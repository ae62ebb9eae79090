//! Lowers the operators and suffixes around an operand.

use super::Lowering;
use super::chain::{Link, LinkPart, Prefix};
use crate::source::Range;
use crate::syntax::ast::*;
use crate::syntax::flat::NodeId;
use crate::syntax::kind::{Kind, Part};

impl Lowering<'_> {
    /// What `link` is around its first operand.
    pub(super) fn link(&mut self, link: Link, operand: ExprId) -> ExprKind {
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
                let op = self.operator(node).and_then(binary_op);
                let right = self.flat.part(node, Part::Right);
                let right = self.expr_or_none(right, end, parent);
                if op.is_none() {
                    self.damage(end);
                }
                ExprKind::Binary {
                    op: op.unwrap_or(BinaryOp::Add),
                    left: operand,
                    right,
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

    /// The operator of an expression; `None` if Go reads a longer token there.
    ///
    /// Where `<-` cannot stand, the grammar makes `<` and `-` of it.
    pub(super) fn operator(&self, node: NodeId) -> Option<Kind> {
        let operator = self.flat.part(node, Part::Operator)?;
        let kind = self.flat.kind(operator);
        let next = self
            .text
            .as_bytes()
            .get(self.flat.range(operator).end as usize)?;
        let is_longer = match kind {
            Kind::Less | Kind::Sub => *next == b'-',
            Kind::Add => *next == b'+',
            Kind::And => matches!(next, b'&' | b'^'),
            _ => false,
        };
        (!is_longer).then_some(kind)
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
