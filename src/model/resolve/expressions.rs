//! Resolves the identifiers of expressions and types.

use super::Resolver;
use crate::model::symbol::SymbolKind;
use crate::syntax::ast::*;

impl Resolver<'_> {
    pub(super) fn expressions(&mut self, list: &[ExprId]) {
        for &expr in list {
            self.expression(expr);
        }
    }

    pub(super) fn expression(&mut self, id: ExprId) {
        let ast = self.ast;
        match &ast.expr(id).kind {
            ExprKind::Name(name) => self.scopes.names[id.0 as usize] = self.find(*name),
            ExprKind::Literal(_) => {}
            ExprKind::Composite { ty, elements, .. } => {
                self.expressions(ty.as_slice());
                for element in elements {
                    self.expressions(element.key.as_slice());
                    self.expression(element.value);
                }
            }
            ExprKind::Func(index) => self.function(*index),
            ExprKind::Paren(inner)
            | ExprKind::Star(inner)
            | ExprKind::Receive(inner)
            | ExprKind::SliceType(inner)
            | ExprKind::Unary { operand: inner, .. }
            | ExprKind::Selector { operand: inner, .. }
            | ExprKind::ChanType { element: inner, .. } => self.expression(*inner),
            ExprKind::Index { operand, indices } => {
                self.expression(*operand);
                self.expressions(indices);
            }
            ExprKind::Slice { operand, bounds } => {
                self.expression(*operand);
                for bound in bounds.iter().flatten() {
                    self.expression(*bound);
                }
            }
            ExprKind::TypeAssert { operand, ty } => {
                self.expression(*operand);
                self.expressions(ty.as_slice());
            }
            ExprKind::Call { callee, args, .. } => {
                self.expression(*callee);
                self.expressions(args);
            }
            ExprKind::Binary { left, right, .. } => {
                self.expression(*left);
                self.expression(*right);
            }
            ExprKind::ArrayType { length, element } => {
                self.expressions(length.as_slice());
                self.expression(*element);
            }
            ExprKind::MapType { key, value } => {
                self.expression(*key);
                self.expression(*value);
            }
            ExprKind::FuncType(signature) => self.signature(signature, false),
            ExprKind::StructType { fields, .. } => self.members(fields, SymbolKind::Field),
            ExprKind::InterfaceType { elements, .. } => {
                self.members(elements, SymbolKind::InterfaceMethod)
            }
            ExprKind::Constraint(terms) => self.expressions(terms),
        }
    }
}
