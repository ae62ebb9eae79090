//! Accesses that belong to different states of their object, as the conditions around them say.

use super::accesses::VariableAccess;
use super::package::Package;
use super::structure::Condition;
use super::symbol::*;
use crate::syntax::ast::*;

/// That a field has a value, as a condition says: a constant's name, `true` or `false`.
struct State {
    field: SymbolId,
    /// Where it is read.
    read: ExprRef,
    values: Vec<String>,
}

impl Package<'_> {
    /// Whether two accesses are made in different states of their object, which the first has read under a lock:
    ///
    /// ```go
    /// if n.state != starting { // the write is behind this
    ///     return errStarted
    /// }
    /// …
    /// case running: // the read is in here
    /// ```
    pub fn are_of_different_states(&self, one: &VariableAccess, other: &VariableAccess) -> bool {
        let others = self.states_at(other);
        !others.is_empty()
            && self.states_at(one).iter().any(|state| {
                others.iter().any(|other| {
                    state.field == other.field
                        && self.is_read_locked(one.func, state)
                        && state
                            .values
                            .iter()
                            .all(|value| !other.values.contains(value))
                })
            })
    }

    fn is_read_locked(&self, func: FuncId, state: &State) -> bool {
        let range = self.expr(state.read).range;
        let events = self.flow(func).events.iter().enumerate();
        state.read.decl == func.decl
            && events
                .filter(|(_, event)| event.range == range)
                .any(|(number, _)| !self.held_at(func, number).is_empty())
    }

    fn states_at(&self, access: &VariableAccess) -> Vec<State> {
        let FuncId { decl, .. } = access.func;
        let stmt = self.flow(access.func).events[access.event].stmt;
        let conditions = self.conditions_of(decl, stmt).into_iter();
        let states = conditions.filter_map(|condition| match condition {
            Condition::If {
                condition, in_then, ..
            } => self.state_if(
                ExprRef {
                    decl,
                    expr: condition,
                },
                in_then,
            ),
            Condition::Passed { stmt, condition } => match self.ast(decl).stmt(stmt).kind {
                StmtKind::If {
                    otherwise: None, ..
                } => self.state_if(
                    ExprRef {
                        decl,
                        expr: condition,
                    },
                    false,
                ),
                _ => None,
            },
            Condition::Case { switch, case } => self.state_in_case(decl, switch, case),
            _ => None,
        });
        states.collect()
    }

    /// What a condition says of a field where it holds, or where it does not.
    fn state_if(&self, condition: ExprRef, holds: bool) -> Option<State> {
        let here = |expr: ExprId| ExprRef {
            decl: condition.decl,
            expr,
        };
        match &self.expr(condition).kind {
            ExprKind::Paren(inner) => self.state_if(here(*inner), holds),
            ExprKind::Unary {
                op: UnaryOp::Not,
                operand,
            } => self.state_if(here(*operand), !holds),
            ExprKind::Binary {
                op: op @ (BinaryOp::Equal | BinaryOp::NotEqual),
                left,
                right,
            } if (*op == BinaryOp::Equal) == holds => {
                self.state(here(*left), vec![self.named_constant(here(*right))?])
            }
            ExprKind::Name(_) | ExprKind::Selector { .. } => {
                self.state(condition, vec![holds.to_string()])
            }
            _ => None,
        }
    }

    fn state_in_case(&self, decl: DeclId, switch: StmtId, case: StmtId) -> Option<State> {
        let ast = self.ast(decl);
        let StmtKind::Switch { tag: Some(tag), .. } = ast.stmt(switch).kind else {
            return None;
        };
        let StmtKind::Case { values, .. } = &ast.stmt(case).kind else {
            return None;
        };
        let constants = values
            .iter()
            .map(|&expr| self.named_constant(ExprRef { decl, expr }));
        let values: Vec<String> = constants.collect::<Option<_>>()?;
        if values.is_empty() {
            return None;
        }
        self.state(ExprRef { decl, expr: tag }, values)
    }

    /// That the field which an expression reads, itself or through a local variable that got it, has one of some values.
    fn state(&self, at: ExprRef, values: Vec<String>) -> Option<State> {
        let read = match self.named_symbol(at) {
            Some(symbol) => self.only_value(symbol)?,
            None => at,
        };
        let field = self.path_of(read).target()?;
        (self.symbol(field).kind == SymbolKind::Field).then_some(State {
            field,
            read,
            values,
        })
    }

    fn named_constant(&self, at: ExprRef) -> Option<String> {
        let symbol = self.named_symbol(at)?;
        (self.symbol(symbol).kind == SymbolKind::Const).then(|| self.expr_text(at).to_string())
    }
}
