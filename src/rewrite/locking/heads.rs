//! The expressions that a statement evaluates before anything else of it runs.

use super::site::Site;
use crate::source::Range;
use crate::syntax::ast::*;

/// An expression at the head of a statement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    pub expr: ExprId,
    /// Whether others are evaluated before, and may make it unneeded: the condition of an `else if`, a `case`.
    pub is_later: bool,
}

/// The heads of a statement; `None` where what it evaluates first is evaluated again, as a loop's condition is.
pub(super) fn heads(site: &Site, stmt: StmtId) -> Option<Vec<Head>> {
    let first = |expr: &ExprId| Head {
        expr: *expr,
        is_later: false,
    };
    let mut before = Vec::new();
    if let Some(init) = init_of(site, stmt)
        && let StmtKind::Assign {
            targets, values, ..
        } = &site.stmt(init).kind
    {
        before.extend(values.iter().chain(targets).map(first));
    }
    let own = match &site.stmt(stmt).kind {
        StmtKind::Expr(expr) | StmtKind::Go(expr) | StmtKind::Defer(expr) => vec![first(expr)],
        StmtKind::Send { channel, value } => vec![first(channel), first(value)],
        StmtKind::Return(values) => values.iter().map(first).collect(),
        StmtKind::Assign {
            targets, values, ..
        } => values.iter().chain(targets).map(first).collect(),
        StmtKind::Vars(specs) => specs
            .iter()
            .flat_map(|spec| &spec.values)
            .map(first)
            .collect(),
        StmtKind::If { .. } => {
            let mut heads = Vec::new();
            let mut next = Some(stmt);
            while let Some(stmt) = next
                && let StmtKind::If {
                    condition,
                    otherwise,
                    ..
                } = &site.stmt(stmt).kind
            {
                heads.push(Head {
                    expr: *condition,
                    is_later: !heads.is_empty(),
                });
                next = *otherwise;
            }
            heads
        }
        StmtKind::Switch { tag, cases, .. } => {
            let mut heads: Vec<Head> = tag.iter().map(first).collect();
            for &case in cases {
                if let StmtKind::Case { values, .. } = &site.stmt(case).kind {
                    heads.extend(values.iter().map(|&expr| Head {
                        expr,
                        is_later: true,
                    }));
                }
            }
            heads
        }
        StmtKind::TypeSwitch { subject, .. } => vec![first(subject)],
        StmtKind::Range { operand, .. } => vec![first(operand)],
        _ => return None,
    };
    before.extend(own);
    Some(before)
}

/// The statement before the condition of an `if` or the tag of a `switch`.
pub(super) fn init_of(site: &Site, stmt: StmtId) -> Option<StmtId> {
    match &site.stmt(stmt).kind {
        StmtKind::If { init, .. }
        | StmtKind::Switch { init, .. }
        | StmtKind::TypeSwitch { init, .. } => *init,
        _ => None,
    }
}

impl Site<'_, '_> {
    /// Where `&&` or `||` may skip an expression in `head`: the smallest expression around it that nothing skips.
    pub(super) fn skipped_in(&self, expr: ExprId, head: ExprId) -> Option<ExprId> {
        let mut inner = expr;
        let mut outermost = None;
        while inner != head
            && let Parent::Expr(outer) = self.ast.expr(inner).parent
        {
            if let ExprKind::Binary {
                op: BinaryOp::LogicalAnd | BinaryOp::LogicalOr,
                right,
                ..
            } = &self.ast.expr(outer).kind
                && *right == inner
            {
                outermost = Some(outer);
            }
            inner = outer;
        }
        outermost
    }

    /// Whether the text in `range` names any of `names`.
    pub(super) fn names_any(&self, range: Range, names: &[&str]) -> bool {
        self.ast.exprs.iter().any(|expr| {
            range.contains(expr.range)
                && matches!(&expr.kind, ExprKind::Name(name) if names.contains(&&**name))
        })
    }
}
