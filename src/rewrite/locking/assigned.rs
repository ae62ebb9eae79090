//! Statements with calls that can't run under the lock: the calls first, what is left of the statement under it.
//!
//! ```go
//! s.conn = dial()             conn := dial()         s.mu.Lock(); s.conn = conn; s.mu.Unlock()
//! u := users[r.Header(name)]  key := r.Header(name)  mu.Lock(); u := users[key]; mu.Unlock()
//! ```

use super::Shape;
use super::inside::stays_inside;
use super::regions::Rewrite;
use super::site::Site;
use super::units::HandsOut;
use crate::model::types::Type;
use crate::source::Range;
use crate::syntax::ast::*;

/// So many calls of one statement are made before it.
const MOST_CALLS: usize = 2;

/// Makes the calls of a statement before it, and puts the rest of it under the lock.
pub(super) fn hold(
    rewrite: &mut Rewrite,
    site: &Site,
    stmt: StmtId,
    events: &[usize],
) -> Option<()> {
    let range = site.stmt(stmt).range;
    let evaluated = evaluated_by(site, stmt)?;
    let keeps = events.iter().all(|&event| {
        site.unit(event)
            .is_some_and(|unit| unit.hands_out == HandsOut::Copy)
    });
    if !keeps && !stays_inside(site, range) {
        return None;
    }
    if site.effects(range).locks.iter().next().is_some() && site.lock.symbol.is_none() {
        return None;
    }
    let mut calls = Vec::new();
    for &expr in &evaluated {
        find_calls(site, expr, &mut calls)?;
    }
    if calls.is_empty() || calls.len() > MOST_CALLS {
        return None;
    }
    let start = Range::new(range.start, range.start);
    let are_single = calls.iter().all(|&call| {
        let range = site.ast.expr(call).range;
        !matches!(site.package.type_of(site.at(call)), Type::Tuple(_))
            && !is_one_of_two(site, stmt, call)
            && !site.accesses_in(range)
    });
    if !are_single || !site.is_known_at(start) {
        return None;
    }
    let mut named = Vec::new();
    for call in calls {
        let wanted = name_for(site, stmt, call);
        let name = rewrite.names.fresh(site.package, site.func.decl, &wanted)?;
        named.push((site.ast.expr(call).range, name));
    }
    let mut lines: Vec<String> = Vec::new();
    for (range, name) in named {
        // Lines of a longer call keep their own indentation.
        lines.push(format!("{name} := {}", site.text(range)));
        rewrite.lines.replace(range, name)?;
    }
    lines.push(site.acquire());
    rewrite.lines.before(stmt, &lines)?;
    rewrite.lines.after(stmt, &[site.release()])?;
    rewrite.shape = Shape::Copies;
    Some(())
}

/// The expressions that a simple statement evaluates, in that order.
fn evaluated_by(site: &Site, stmt: StmtId) -> Option<Vec<ExprId>> {
    match &site.stmt(stmt).kind {
        StmtKind::Assign {
            targets, values, ..
        } => {
            let is_place =
                |target: &&ExprId| !matches!(site.ast.expr(**target).kind, ExprKind::Name(_));
            let places = targets.iter().filter(is_place);
            Some(places.chain(values).copied().collect())
        }
        StmtKind::IncDec { operand, .. } => Some(vec![*operand]),
        StmtKind::Expr(expr) => match &site.ast.expr(*expr).kind {
            ExprKind::Call { callee, args, .. } => {
                let builtin = site.package.builtin(site.at(*callee));
                (builtin == Some("delete")).then(|| args.clone())
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether a call gives all values of an assignment of several.
fn is_one_of_two(site: &Site, stmt: StmtId, call: ExprId) -> bool {
    match &site.stmt(stmt).kind {
        StmtKind::Assign {
            targets, values, ..
        } => targets.len() != values.len() && values.contains(&call),
        _ => false,
    }
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
        ExprKind::Receive(_) | ExprKind::Composite { .. } => {
            calls.push(expr);
            Some(())
        }
        ExprKind::Unary {
            operand,
            op: UnaryOp::Address,
        } => {
            let is_new = matches!(site.ast.expr(*operand).kind, ExprKind::Composite { .. });
            calls.push(expr);
            is_new.then_some(())
        }
        ExprKind::Paren(inner) | ExprKind::Star(inner) => find_calls(site, *inner, calls),
        ExprKind::Selector { operand, .. } => find_calls(site, *operand, calls),
        ExprKind::Unary { operand, .. } => find_calls(site, *operand, calls),
        ExprKind::Index { operand, indices } => {
            find_calls(site, *operand, calls)?;
            indices
                .iter()
                .try_for_each(|&index| find_calls(site, index, calls))
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

/// A name for what a call yields: that of the variable that gets it, of what is asked for (`token` for
/// `r.FormValue("token")`), or what it is for.
fn name_for(site: &Site, stmt: StmtId, call: ExprId) -> String {
    if let StmtKind::Assign {
        targets, values, ..
    } = &site.stmt(stmt).kind
        && let ([target], [value]) = (targets.as_slice(), values.as_slice())
        && *value == call
    {
        return target_name(site, *target);
    }
    asked_for(site, call).unwrap_or_else(|| match is_key(site, stmt, call) {
        true => "key".to_string(),
        false => "value".to_string(),
    })
}

fn target_name(site: &Site, target: ExprId) -> String {
    match &site.ast.expr(target).kind {
        ExprKind::Selector { field, .. } => field.name.to_string(),
        ExprKind::Name(name) => format!("new{}", super::names::capitalised(name)),
        _ => "value".to_string(),
    }
}

/// The text that is the only argument of a call, where that is a name.
fn asked_for(site: &Site, call: ExprId) -> Option<String> {
    let ExprKind::Call { args, .. } = &site.ast.expr(call).kind else {
        return None;
    };
    let &[arg] = args.as_slice() else {
        return None;
    };
    let ExprKind::Literal(Literal::String) = site.ast.expr(arg).kind else {
        return None;
    };
    let text = site.text(site.ast.expr(arg).range).trim_matches(['"', '`']);
    let is_name = text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.chars().all(|char| char.is_ascii_alphanumeric());
    is_name.then(|| text.to_string())
}

/// Whether a call is, or is in, the key of an element.
fn is_key(site: &Site, stmt: StmtId, call: ExprId) -> bool {
    let range = site.ast.expr(call).range;
    let outer = site.stmt(stmt).range;
    site.ast.exprs.iter().any(|expr| match &expr.kind {
        ExprKind::Index { indices, .. } if outer.contains(expr.range) => indices
            .iter()
            .any(|&index| site.ast.expr(index).range.contains(range)),
        ExprKind::Call { callee, args, .. } if outer.contains(expr.range) => {
            site.package.builtin(site.at(*callee)) == Some("delete")
                && args
                    .get(1)
                    .is_some_and(|&key| site.ast.expr(key).range.contains(range))
        }
        _ => false,
    })
}
