//! What of a variable an access hands to its surroundings: a copy, or a reference to what the lock guards.

use super::in_place::{changes_elements_in_place, changes_in_place, is_only_replaced};
use super::inside::named_by;
use super::site::Site;
use crate::model::flow::{AccessKind, EventKind};
use crate::model::path::{AccessPath, Step};
use crate::model::types::Type;
use crate::model::{SymbolId, SymbolKind};
use crate::syntax::ast::*;

/// The largest expression around an access that still belongs to it: `len(s.items)` for `s.items`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub expr: ExprId,
    pub hands_out: HandsOut,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HandsOut {
    /// A value of its own, or the variable is written.
    Copy,
    /// A map, or a slice whose elements change: using it is using what the lock guards.
    Content,
    /// A pointer to the variable.
    Address,
    /// The variable is ranged over.
    Range,
}

impl Site<'_, '_> {
    /// The events that change what the variable's elements point to, through a local variable that got one: `h.count++`
    /// behind `h, ok := byPath[path]`.
    pub(super) fn changed_behind(&self) -> Vec<usize> {
        let mut locals: Vec<SymbolId> = Vec::new();
        for &event in &self.events {
            let unit = self.unit(event);
            let element =
                unit.filter(|unit| matches!(self.ast.expr(unit.expr).kind, ExprKind::Index { .. }));
            locals.extend(element.and_then(|unit| named_by(self, unit.expr)));
        }
        locals.retain(|&local| matches!(self.package.type_of_symbol(local), Type::Pointer(_)));
        let changes = |kind: &EventKind| match kind {
            EventKind::Access { path, kind } => {
                kind_writes(*kind)
                    && !path.steps.is_empty()
                    && path
                        .root_symbol()
                        .is_some_and(|root| locals.contains(&root))
            }
            _ => false,
        };
        let events = self.flow.events.iter().enumerate();
        events
            .filter(|(_, event)| !locals.is_empty() && changes(&event.kind))
            .map(|(number, _)| number)
            .collect()
    }

    pub(super) fn unit(&self, event: usize) -> Option<Unit> {
        let (path, kind) = match &self.event(event).kind {
            EventKind::Access { path, kind } => (path, kind),
            // A method that uses the variable: all of the call needs the lock.
            EventKind::Call { call, .. } => {
                return Some(Unit {
                    expr: *call,
                    hands_out: HandsOut::Copy,
                });
            }
            _ => return None,
        };
        let mut expr = self.expr_of(event)?;
        if kind_writes(*kind) {
            return Some(Unit {
                expr,
                hands_out: HandsOut::Copy,
            });
        }
        let mut is_content = self.refers_to_content(expr, path);
        while let Parent::Expr(outer) = self.ast.expr(expr).parent {
            match &self.ast.expr(outer).kind {
                ExprKind::Paren(_) => expr = outer,
                ExprKind::Index { operand, .. } if *operand == expr => {
                    expr = outer;
                    is_content = self.is_shared_element(expr, path);
                }
                ExprKind::Slice { operand, .. } if *operand == expr => {
                    expr = outer;
                    if self
                        .package
                        .underlying(&self.package.type_of(self.at(expr)))
                        == Type::basic("string")
                    {
                        is_content = false;
                    }
                }
                ExprKind::Unary {
                    op: UnaryOp::Address,
                    ..
                } => {
                    return Some(Unit {
                        expr: outer,
                        hands_out: HandsOut::Address,
                    });
                }
                ExprKind::Unary { .. } | ExprKind::Binary { .. } => {
                    is_content = false;
                    break;
                }
                ExprKind::Call { callee, args, .. } if args.contains(&expr) => {
                    match self.package.builtin(self.at(*callee)) {
                        Some("len" | "cap") => {
                            expr = outer;
                            is_content = false;
                        }
                        Some("delete" | "copy" | "clear") => is_content = false,
                        Some("append") if args.first() != Some(&expr) => is_content = false,
                        Some("append") if self.goes_back(outer, expr) => is_content = false,
                        Some(_) => {}
                        None if self.is_plain_conversion(outer) || self.keeps_nothing(*callee) => {
                            expr = outer;
                            is_content = false;
                        }
                        None if self.is_function(*callee, "maps", &["Copy"])
                            || args.first() == Some(&expr)
                                && self.package.changed_argument(self.at(outer)).is_some() =>
                        {
                            is_content = false;
                        }
                        None if self.is_of_slices(*callee) && self.goes_back(outer, expr) => {
                            is_content = false;
                        }
                        None => {
                            if let Some(collected) = self.collected(*callee, outer) {
                                expr = collected;
                                is_content = false;
                            }
                        }
                    }
                    break;
                }
                ExprKind::Selector { operand, .. } if *operand == expr => {
                    // A method of a value that is no pointer gets its address for the time of the call.
                    let is_method =
                        self.package
                            .selection(self.at(outer))
                            .is_some_and(|selection| {
                                self.package.symbol(selection.symbol).kind == SymbolKind::Method
                            });
                    if is_method
                        && *kind == AccessKind::Address
                        && let Parent::Expr(call) = self.ast.expr(outer).parent
                    {
                        return Some(Unit {
                            expr: call,
                            hands_out: HandsOut::Copy,
                        });
                    }
                    break;
                }
                _ => break,
            }
        }
        is_content = is_content && !self.goes_back(expr, expr);
        let is_ranged = matches!(
            self.ast.expr(expr).parent,
            Parent::Stmt(stmt) if matches!(self.stmt(stmt).kind, StmtKind::Range { operand, .. } if operand == expr)
        );
        let hands_out = match () {
            () if is_ranged => HandsOut::Range,
            () if is_content => HandsOut::Content,
            () if *kind == AccessKind::Address => HandsOut::Address,
            () => HandsOut::Copy,
        };
        Some(Unit { expr, hands_out })
    }

    /// Whether an element is a map, or a slice whose own elements change.
    fn is_shared_element(&self, expr: ExprId, path: &AccessPath) -> bool {
        let ty = self.package.type_of(self.at(expr));
        match self.package.underlying(&ty) {
            Type::Map(..) => true,
            Type::Slice(_) => path
                .variable()
                .is_none_or(|variable| changes_elements_in_place(self.package, variable)),
            _ => false,
        }
    }

    fn refers_to_content(&self, expr: ExprId, path: &AccessPath) -> bool {
        let ty = self.package.type_of(self.at(expr));
        match self.package.underlying(&ty) {
            Type::Map(..) if is_only_replaced(self.package, path) => false,
            Type::Map(..) => true,
            Type::Slice(_) => match path.steps.last() {
                Some(Step::Element) => self.is_shared_element(expr, path),
                Some(Step::Pointee) => true,
                _ => path
                    .target()
                    .is_none_or(|variable| changes_in_place(self.package, variable)),
            },
            _ => false,
        }
    }

    fn is_plain_conversion(&self, call: ExprId) -> bool {
        let ExprKind::Call { callee, .. } = &self.ast.expr(call).kind else {
            return false;
        };
        let ty = self.package.denoted(self.at(*callee));
        ty.is_some_and(|ty| matches!(self.package.underlying(&ty), Type::Basic(_)))
    }
}

pub(super) fn kind_writes(kind: AccessKind) -> bool {
    matches!(kind, AccessKind::Write | AccessKind::Update)
}
