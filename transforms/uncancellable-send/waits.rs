//! Sends and receives that wait with no way out.

use crate::model::flow::{CallMode, ChanOpKind, EventKind};
use crate::model::path::{AccessPath, Root};
use crate::model::structure::{Condition, StmtRef};
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind, TypeSource};
use crate::syntax::ast::ExprKind;

/// A send or receive that is no case of a `select`.
pub(super) struct Wait {
    pub func: FuncId,
    pub event: usize,
    pub stmt: StmtRef,
    pub channel: ExprRef,
    pub path: AccessPath,
    /// The variable or field that holds the channel.
    pub symbol: SymbolId,
    pub kind: ChanOpKind,
}

pub(super) fn waits_in(package: &Package, func: FuncId) -> Vec<Wait> {
    let events = package.flow(func).events.iter().enumerate();
    events
        .filter_map(|(event, data)| {
            let EventKind::Chan(op) = &data.kind else {
                return None;
            };
            let waits = match op.kind {
                ChanOpKind::Send | ChanOpKind::Receive => true,
                ChanOpKind::Range => package.is_ticker(ExprRef {
                    decl: func.decl,
                    expr: op.channel,
                }),
                _ => false,
            };
            if !waits || op.select.is_some() || op.mode != CallMode::Now {
                return None;
            }
            Some(Wait {
                func,
                event,
                stmt: StmtRef {
                    decl: func.decl,
                    stmt: data.stmt,
                },
                channel: ExprRef {
                    decl: func.decl,
                    expr: op.channel,
                },
                path: op.path.clone(),
                symbol: op.path.target()?,
                kind: op.kind,
            })
        })
        .collect()
}

impl Wait {
    /// Whether it happens again and again.
    pub fn is_repeated(&self, package: &Package) -> bool {
        let flow = package.flow(self.func);
        flow.reaches(self.event, self.event, |_| false)
    }

    /// Whether the channel is a part of something that was handed over, such as a request with a channel for its answer.
    pub fn is_of_message(&self, package: &Package) -> bool {
        let Root::Symbol(root) = self.path.root else {
            return true;
        };
        let data = package.symbol(root);
        let is_held =
            matches!(data.kind, SymbolKind::Param | SymbolKind::Var) && package.is_local(root);
        is_held && (!self.path.steps.is_empty() || is_received(package, data.ty, root))
    }

    /// Whether it is only done where there is a channel: `if s.hook != nil { s.hook <- v }`.
    pub fn is_optional(&self, package: &Package) -> bool {
        let decl = self.func.decl;
        package
            .conditions_of(decl, self.stmt.stmt)
            .into_iter()
            .any(|condition| {
                let (Condition::If { condition, .. } | Condition::Passed { condition, .. }) =
                    condition
                else {
                    return false;
                };
                let at = ExprRef {
                    decl,
                    expr: condition,
                };
                package
                    .expressions_in(at)
                    .into_iter()
                    .any(|part| package.path_of(part).target() == Some(self.symbol))
            })
    }

    /// Whether it is in a method or in a literal: else it may run once in the life of the process.
    pub fn is_in_method(&self, package: &Package) -> bool {
        let func = package.func(self.func);
        func.receiver.is_some() || func.literal.is_some()
    }

    /// Whether it is in the body of a clause of a `select`.
    pub fn is_in_clause(&self, package: &Package) -> bool {
        package
            .conditions_of(self.func.decl, self.stmt.stmt)
            .iter()
            .any(|condition| matches!(condition, Condition::Comm { .. }))
    }
}

/// Whether a variable's value was received.
fn is_received(package: &Package, ty: TypeSource, variable: SymbolId) -> bool {
    match ty {
        TypeSource::Value { value, .. } => {
            let value = ExprRef {
                decl: variable.decl,
                expr: value,
            };
            matches!(package.expr(value).kind, ExprKind::Receive(_))
        }
        TypeSource::RangeKey(operand) => {
            let operand = ExprRef {
                decl: variable.decl,
                expr: operand,
            };
            matches!(
                package.underlying(&package.type_of(operand)),
                Type::Chan(..)
            )
        }
        _ => false,
    }
}
