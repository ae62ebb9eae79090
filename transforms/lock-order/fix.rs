//! Two locks that are taken one after the other, swapped.

use super::orders::Order;
use crate::finding::{Fix, Safety};
use crate::model::Package;
use crate::rewrite::lines::Lines;
use crate::syntax::ast::*;

/// `b.Lock()` and `a.Lock()` the other way round, with the `defer`s that go with them.
pub(super) fn swap(package: &Package, order: &Order) -> Option<Fix> {
    if order.links.len() != 1 {
        return None;
    }
    let decl = order.func.decl;
    let flow = package.flow(order.func);
    let (first, second) = (
        flow.events[order.first_event].stmt,
        flow.events[order.event].stmt,
    );
    let ast = package.ast(decl);
    let (list, position) = package.siblings(decl, first)?;
    let is_defer = |stmt: Option<&StmtId>| {
        stmt.is_some_and(|&stmt| {
            matches!(ast.stmt(stmt).kind, StmtKind::Defer(_))
                && package
                    .text(decl, ast.stmt(stmt).range)
                    .ends_with("Unlock()")
        })
    };
    let is_plain = |stmt: StmtId| matches!(ast.stmt(stmt).kind, StmtKind::Expr(_));
    let pairs = match list.get(position + 1) {
        Some(&next) if next == second => vec![(first, second)],
        Some(&between)
            if is_defer(Some(&between))
                && list.get(position + 2) == Some(&second)
                && is_defer(list.get(position + 3)) =>
        {
            vec![(first, second), (between, *list.get(position + 3)?)]
        }
        _ => return None,
    };
    if !is_plain(first) || !is_plain(second) {
        return None;
    }
    let mut lines = Lines::new(package, decl);
    for (one, other) in pairs {
        let (one, other) = (ast.stmt(one).range, ast.stmt(other).range);
        lines.replace(one, package.text(decl, other).to_string())?;
        lines.replace(other, package.text(decl, one).to_string())?;
    }
    Some(Fix {
        title: format!("lock {} before {}", order.second_text, order.first_text),
        safety: Safety::Safe,
        edits: lines.into_edits(package, decl),
        imports: Vec::new(),
        about: vec![package.span(decl, package.func(order.func).range)],
    })
}
