//! Assignments whose values come from calls that can't run under the lock: the value first, the assignment under it.

use super::Shape;
use super::regions::Rewrite;
use super::site::Site;
use super::units::HandsOut;
use crate::model::types::Type;
use crate::source::Range;
use crate::syntax::ast::*;

/// `s.conn = dial()` becomes `conn := dial()`, and `s.conn = conn` under the lock.
pub(super) fn hold(
    rewrite: &mut Rewrite,
    site: &Site,
    stmt: StmtId,
    events: &[usize],
) -> Option<()> {
    let StmtKind::Assign {
        targets,
        op,
        values,
    } = &site.stmt(stmt).kind
    else {
        return None;
    };
    let range = site.stmt(stmt).range;
    let writes = events.iter().any(|&event| {
        targets
            .iter()
            .any(|&target| site.ast.expr(target).range == site.event(event).range)
    });
    let keeps = events.iter().all(|&event| {
        site.unit(event)
            .is_some_and(|unit| unit.hands_out == HandsOut::Copy)
    });
    if !writes || !keeps || *op == AssignOp::Define || targets.len() != values.len() {
        return None;
    }
    if site.effects(range).locks.iter().next().is_some() && site.lock.symbol.is_none() {
        return None;
    }
    let mut calls = Vec::new();
    for (position, &value) in values.iter().enumerate() {
        find_calls(site, value, &mut calls)?;
        if calls.len() > 1 || position > 0 && !calls.is_empty() {
            return None;
        }
    }
    let &call = calls.first()?;
    let are_targets_plain = targets
        .iter()
        .all(|&target| site.is_harmless(site.ast.expr(target).range));
    let call_range = site.ast.expr(call).range;
    let is_single = !matches!(site.package.type_of(site.at(call)), Type::Tuple(_));
    let is_known = is_single && are_targets_plain && !site.accesses_in(call_range);
    if !is_known || !site.is_known_at(Range::new(range.start, range.start)) {
        return None;
    }
    let wanted = match values.as_slice() {
        [value] if *value == call => target_name(site, targets.first().copied()?),
        _ => "value".to_string(),
    };
    let name = rewrite.names.fresh(site.package, site.func.decl, &wanted)?;
    let value = site.text(call_range);
    let mut lines: Vec<String> = Vec::new();
    // Lines of a longer call keep their own indentation.
    lines.push(format!("{name} := {value}"));
    lines.push(site.acquire());
    rewrite.lines.before(stmt, &lines)?;
    rewrite.lines.replace(call_range, name)?;
    rewrite.lines.after(stmt, &[site.release()])?;
    rewrite.shape = Shape::Copies;
    Some(())
}

/// The outermost calls in an expression that can't run under the lock, none of which is skipped on some path.
fn find_calls(site: &Site, expr: ExprId, calls: &mut Vec<ExprId>) -> Option<()> {
    let range = site.ast.expr(expr).range;
    if site.is_harmless(range) {
        return Some(());
    }
    match &site.ast.expr(expr).kind {
        ExprKind::Call { callee, args, .. } => {
            let is_append = site.package.builtin(site.at(*callee)) == Some("append");
            if is_append {
                for &arg in args {
                    find_calls(site, arg, calls)?;
                }
                return Some(());
            }
            calls.push(expr);
            Some(())
        }
        ExprKind::Receive(_) => {
            calls.push(expr);
            Some(())
        }
        ExprKind::Paren(inner) | ExprKind::Star(inner) => find_calls(site, *inner, calls),
        ExprKind::Unary { operand, op } if *op != UnaryOp::Address => {
            find_calls(site, *operand, calls)
        }
        ExprKind::Binary { op, left, right }
            if !matches!(op, BinaryOp::LogicalAnd | BinaryOp::LogicalOr) =>
        {
            find_calls(site, *left, calls)?;
            find_calls(site, *right, calls)
        }
        _ => None,
    }
}

fn target_name(site: &Site, target: ExprId) -> String {
    match &site.ast.expr(target).kind {
        ExprKind::Selector { field, .. } => field.name.to_string(),
        ExprKind::Name(name) => format!("new{}", super::names::capitalised(name)),
        _ => "value".to_string(),
    }
}
