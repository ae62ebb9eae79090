//! Checks and what is done upon them, which must not be taken apart.

use super::regions::leaves_if_it_holds;
use super::site::Site;
use crate::model::SymbolId;
use crate::model::flow::EventKind;
use crate::syntax::ast::*;

/// Whether a variable is read at one access and written at a later one: taken apart, both would be free of the race and
/// another goroutine could still come between. To make a value twice that was missing does no harm; it counts only for
/// who `counts_fills`.
pub(super) fn acts_on_what_it_checked(site: &Site, counts_fills: bool) -> bool {
    let target = |event: usize| -> Option<(SymbolId, bool)> {
        match &site.event(event).kind {
            EventKind::Access { path, kind } => {
                let writes = super::units::kind_writes(*kind);
                path.variable().map(|symbol| (symbol, writes))
            }
            _ => None,
        }
    };
    site.events.iter().enumerate().any(|(position, &read)| {
        let Some((variable, false)) = target(read) else {
            return false;
        };
        let stmt = site.listed(site.event(read).stmt);
        site.events[position..].iter().any(|&write| {
            target(write) == Some((variable, true))
                && site.listed(site.event(write).stmt) != stmt
                && (counts_fills || !is_fill(site, read, write))
        })
    })
}

/// Whether a function leaves with an element that it finds, and else stores one: `if v, ok := m[k]; ok { return v }`,
/// `m[k] = make(k)`.
fn is_fill(site: &Site, read: usize, write: usize) -> bool {
    let finds = |stmt: StmtId| match &site.stmt(stmt).kind {
        StmtKind::Assign {
            targets,
            op: AssignOp::Define,
            ..
        } => targets.first().is_some_and(
            |&target| matches!(&site.ast.expr(target).kind, ExprKind::Name(name) if &**name != "_"),
        ),
        _ => false,
    };
    let init = site.event(read).stmt;
    let check = match site.listed(init) {
        Some(outer) if outer != init => Some(outer),
        Some(_) => site
            .package
            .siblings(site.func.decl, init)
            .and_then(|(list, position)| list.get(position + 1).copied()),
        None => None,
    };
    let stores = match &site.stmt(site.event(write).stmt).kind {
        StmtKind::Assign {
            targets,
            op: AssignOp::Set,
            values,
        } => {
            let is_element =
                |&target: &ExprId| matches!(site.ast.expr(target).kind, ExprKind::Index { .. });
            let reads = |&value: &ExprId| site.accesses_in(site.ast.expr(value).range);
            targets.iter().all(is_element) && !values.iter().any(reads)
        }
        _ => false,
    };
    stores && finds(init) && check.is_some_and(|check| leaves_if_it_holds(site, check))
}

/// Whether a check is copied of what the function uses under the lock later on: another goroutine can come between.
pub(super) fn is_torn(site: &Site, stmt: StmtId, checked: &[usize]) -> bool {
    let Some(lock) = site.lock.path else {
        return false;
    };
    let path_of = |event: usize| match &site.event(event).kind {
        EventKind::Access { path, .. } => Some(path),
        _ => None,
    };
    let is_if = matches!(site.stmt(stmt).kind, StmtKind::If { .. });
    is_if
        && checked.iter().any(|&read| {
            let Some(path) = path_of(read) else {
                return false;
            };
            (0..site.flow.events.len()).any(|event| {
                path_of(event).is_some_and(|other| other.begins_with(path))
                    && site.event(event).held.mode_of(lock).is_some()
                    && site.flow.reaches(read, event, |_| false)
            })
        })
}
