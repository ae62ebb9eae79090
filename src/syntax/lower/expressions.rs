//! Lowers expressions, types included.
//!
//! tree-sitter-go parses one text as a type in one place and as a value in another (`x[i]`, `a.b`, `*p`). Both come out
//! here in one shape.

use super::Lowering;
use crate::source::Range;
use crate::syntax::ast::*;
use crate::syntax::flat::NodeId;
use crate::syntax::kind::{Kind, Part};

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

    /// Lowers an expression that is no link of a chain.
    pub(super) fn operand(&mut self, node: NodeId, parent: Parent) -> ExprId {
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
        let op = match self.operator(node) {
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
