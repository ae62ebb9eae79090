//! Expressions, in the order in which they are evaluated.

use super::*;

impl Builder<'_, '_> {
    pub(super) fn expression(&mut self, id: ExprId) {
        let ast = self.ast;
        let expr = ast.expr(id);
        match &expr.kind {
            ExprKind::Name(_) => self.access(id, AccessKind::Read),
            ExprKind::Selector { operand, .. } => {
                let is_method = self
                    .package
                    .selection(self.at(id))
                    .is_some_and(|selection| {
                        matches!(
                            self.package.symbol(selection.symbol).kind,
                            SymbolKind::Method | SymbolKind::InterfaceMethod
                        )
                    });
                if self.package.imported_path(self.at(*operand)).is_none() {
                    self.prefix(*operand);
                }
                if !is_method {
                    self.access(id, AccessKind::Read);
                }
            }
            ExprKind::Paren(inner) => self.expression(*inner),
            ExprKind::Star(inner) => {
                self.expression(*inner);
                self.access(id, AccessKind::Read);
            }
            ExprKind::TypeAssert { operand, .. } => self.expression(*operand),
            ExprKind::Unary {
                op: UnaryOp::Address,
                operand,
            } => {
                if matches!(ast.expr(*operand).kind, ExprKind::Composite { .. }) {
                    self.expression(*operand);
                } else {
                    self.operands(*operand);
                    self.access(*operand, AccessKind::Address);
                }
            }
            ExprKind::Unary { operand, .. } => self.expression(*operand),
            ExprKind::Receive(channel) => {
                self.expression(*channel);
                self.chan_op(*channel, ChanOpKind::Receive, CallMode::Now, expr.range);
            }
            ExprKind::Binary { op, left, right } => {
                self.expression(*left);
                if matches!(op, BinaryOp::LogicalAnd | BinaryOp::LogicalOr) {
                    let start = self.current;
                    self.branch(start);
                    self.expression(*right);
                    let (end, after) = (self.current, self.block());
                    self.edge(start, after);
                    self.edge(end, after);
                    self.current = after;
                } else {
                    self.expression(*right);
                }
            }
            ExprKind::Index { operand, indices } => {
                if self.package.denoted(self.at(id)).is_some() {
                    return;
                }
                self.prefix(*operand);
                for &index in indices {
                    self.expression(index);
                }
                self.access(id, AccessKind::Read);
            }
            ExprKind::Slice { operand, bounds } => {
                self.expression(*operand);
                for bound in bounds.iter().flatten() {
                    self.expression(*bound);
                }
            }
            ExprKind::Composite { elements, .. } => {
                for element in elements {
                    let field = element
                        .key
                        .and_then(|key| self.package.key_field(self.at(id), key));
                    if let (Some(key), None) = (element.key, field) {
                        self.expression(key);
                    }
                    self.expression(element.value);
                    if let Some(field) = field {
                        let root = Root::Value(self.at(id));
                        self.made(
                            &AccessPath {
                                root,
                                steps: Steps::from_elem(Step::Field(field), 1),
                            },
                            element.value,
                        );
                    }
                }
            }
            ExprKind::Call { .. } => self.call(id, CallMode::Now),
            _ => {}
        }
    }
}
