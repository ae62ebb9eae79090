//! What each use of a variable does with it.

use super::Refusal;
use crate::model::{DeclId, ExprRef, Package, SymbolId};
use crate::syntax::ast::*;

/// One use, in a form that has an atomic counterpart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Use {
    pub at: ExprRef,
    pub kind: UseKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UseKind {
    Read,
    /// `x = value`.
    Store {
        stmt: StmtId,
        value: ExprId,
    },
    /// `x++`, `x += value`, `x = x + value`.
    Add {
        stmt: StmtId,
        /// `None` for one.
        value: Option<ExprId>,
        is_negative: bool,
    },
    /// The key of a composite literal.
    Key {
        literal: ExprId,
    },
    /// `&x` given to a function of `sync/atomic`.
    Atomic,
}

impl Use {
    /// The statement that writes the variable, if this use does.
    pub(super) fn writing_stmt(&self) -> Option<StmtId> {
        match self.kind {
            UseKind::Store { stmt, .. } | UseKind::Add { stmt, .. } => Some(stmt),
            _ => None,
        }
    }
}

/// All uses of a variable in its module; refused where they are not all known, or one of them has no counterpart.
pub(super) fn uses_of(package: &Package, variable: SymbolId) -> Result<Vec<Use>, Refusal> {
    let found = package.uses_in_module(variable);
    if !found.is_complete || has_unknown_key(package, variable) {
        let name = package.symbol(variable).name;
        return Err(Refusal::new(format!("not all uses of {name} are known")));
    }
    let mut certain = found.certain.clone();
    certain.sort_unstable();
    certain.dedup();
    classified(package, &certain)
}

/// What some uses of a variable do with it; refused where one of them has no counterpart.
pub(super) fn classified(package: &Package, found: &[ExprRef]) -> Result<Vec<Use>, Refusal> {
    let mut uses = Vec::new();
    for &at in found {
        uses.push(Use {
            at,
            kind: kind_of(package, at, at.expr)?,
        });
    }
    // The `x` on the right of `x = x + 1` goes with the assignment.
    let added: Vec<ExprRef> = uses
        .iter()
        .filter_map(|written| own_operand(package, written))
        .collect();
    uses.retain(|known| !added.contains(&known.at));
    Ok(uses)
}

/// Whether a literal of a type that is not known has the variable's name as a key.
fn has_unknown_key(package: &Package, variable: SymbolId) -> bool {
    let name = package.symbol(variable).name;
    let mut mentions = package.mentions_of(variable.decl.dir, variable).iter();
    mentions.any(|&decl| {
        let named = package.lowered(decl).named(name).iter();
        named
            .map(|&expr| ExprRef { decl, expr })
            .filter_map(|at| package.literal_of_key(at))
            .any(|literal| package.type_of(literal).is_unknown())
    })
}

/// What is done with the value of `expr`, which is the use at `at` or that in parentheses.
fn kind_of(package: &Package, at: ExprRef, expr: ExprId) -> Result<UseKind, Refusal> {
    let ast = package.ast(at.decl);
    let text = || package.expr_text(at);
    match ast.expr(expr).parent {
        Parent::Stmt(stmt) => written_by(package, at, expr, stmt),
        Parent::Expr(outer) => match &ast.expr(outer).kind {
            ExprKind::Paren(_) => match kind_of(package, at, outer)? {
                UseKind::Read => Ok(UseKind::Read),
                _ => Err(Refusal::new(format!(
                    "{} is written in parentheses",
                    text()
                ))),
            },
            ExprKind::Unary {
                op: UnaryOp::Address,
                ..
            } => match ast.expr(outer).parent {
                Parent::Expr(call) if is_first_of_atomic(package, at.decl, call, outer) => {
                    Ok(UseKind::Atomic)
                }
                _ => Err(Refusal::new(format!("the address of {} is taken", text()))),
            },
            ExprKind::Composite { elements, .. }
                if expr == at.expr && elements.iter().any(|element| element.key == Some(expr)) =>
            {
                let literal = ExprRef {
                    decl: at.decl,
                    expr: outer,
                };
                Ok(match package.key_field(literal, expr) {
                    Some(_) => UseKind::Key { literal: outer },
                    None => UseKind::Read,
                })
            }
            ExprKind::Selector { .. } => Err(Refusal::new(format!("{} has members", text()))),
            _ => Ok(UseKind::Read),
        },
        Parent::Decl => Ok(UseKind::Read),
        Parent::Func(_) => Err(Refusal::new(format!("{} stands in a signature", text()))),
    }
}

fn is_first_of_atomic(package: &Package, decl: DeclId, call: ExprId, arg: ExprId) -> bool {
    let ExprKind::Call { callee, args, .. } = &package.ast(decl).expr(call).kind else {
        return false;
    };
    args.first() == Some(&arg)
        && package.is_atomic_function(ExprRef {
            decl,
            expr: *callee,
        })
}

fn written_by(
    package: &Package,
    at: ExprRef,
    expr: ExprId,
    stmt: StmtId,
) -> Result<UseKind, Refusal> {
    let ast = package.ast(at.decl);
    let text = || package.expr_text(at);
    match &ast.stmt(stmt).kind {
        StmtKind::IncDec { is_increment, .. } => Ok(UseKind::Add {
            stmt,
            value: None,
            is_negative: !is_increment,
        }),
        StmtKind::Range { targets, .. } if targets.contains(&expr) => {
            Err(Refusal::new(format!("a range loop assigns to {}", text())))
        }
        StmtKind::Assign {
            targets,
            op,
            values,
        } if targets.contains(&expr) => {
            let (&[_], &[value]) = (targets.as_slice(), values.as_slice()) else {
                return Err(Refusal::new(format!(
                    "{} is assigned together with others",
                    text()
                )));
            };
            let is_comm = package.parent_stmt(at.decl, stmt).is_some_and(|outer| {
                matches!(ast.stmt(outer).kind, StmtKind::Comm { comm: Some(comm), .. } if comm == stmt)
            });
            if is_comm {
                return Err(Refusal::new(format!(
                    "{} is received into by a select",
                    text()
                )));
            }
            match op {
                AssignOp::Set => {
                    Ok(sum(package, at, stmt, value).unwrap_or(UseKind::Store { stmt, value }))
                }
                AssignOp::Update(op @ (BinaryOp::Add | BinaryOp::Sub)) => Ok(UseKind::Add {
                    stmt,
                    value: Some(value),
                    is_negative: *op == BinaryOp::Sub,
                }),
                AssignOp::Update(_) => Err(Refusal::new(format!(
                    "no atomic operation does what is done with {}",
                    text()
                ))),
                AssignOp::Define => Err(Refusal::new(format!("{} is declared again", text()))),
            }
        }
        _ => Ok(UseKind::Read),
    }
}

/// `x = x + value`, `x = value + x`, `x = x - value`.
fn sum(package: &Package, at: ExprRef, stmt: StmtId, whole: ExprId) -> Option<UseKind> {
    let (op, own, value) = operands(package, at, whole)?;
    let is_own = |expr: ExprRef| package.path_of(expr) == package.path_of(at);
    let value_at = ExprRef {
        decl: at.decl,
        expr: value,
    };
    let is_mixed = package.expressions_in(value_at).into_iter().any(is_own);
    (is_own(own) && !is_mixed).then_some(UseKind::Add {
        stmt,
        value: Some(value),
        is_negative: op == BinaryOp::Sub,
    })
}

/// The operator of a sum, its operand that is the variable, and the other.
fn operands(package: &Package, at: ExprRef, whole: ExprId) -> Option<(BinaryOp, ExprRef, ExprId)> {
    let ExprKind::Binary { op, left, right } = package.ast(at.decl).expr(whole).kind else {
        return None;
    };
    let here = |expr: ExprId| ExprRef {
        decl: at.decl,
        expr,
    };
    let is_same = |expr: ExprId| package.expr_text(here(expr)) == package.expr_text(at);
    match op {
        BinaryOp::Add | BinaryOp::Sub if is_same(left) => Some((op, here(left), right)),
        BinaryOp::Add if is_same(right) => Some((op, here(right), left)),
        _ => None,
    }
}

/// The variable on the right of `x = x + 1`.
fn own_operand(package: &Package, written: &Use) -> Option<ExprRef> {
    let UseKind::Add {
        stmt,
        value: Some(_),
        ..
    } = written.kind
    else {
        return None;
    };
    let StmtKind::Assign {
        op: AssignOp::Set,
        values,
        ..
    } = &package.ast(written.at.decl).stmt(stmt).kind
    else {
        return None;
    };
    let (_, own, _) = operands(package, written.at, *values.first()?)?;
    Some(own)
}
