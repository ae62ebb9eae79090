//! Closes that are taken away from those who only receive.

use super::draft::Draft;
use crate::model::channels::{Channel, Operation};
use crate::model::flow::{CallMode, Callee, ChanOpKind, EventKind};
use crate::model::structure::StmtRef;
use crate::model::{FuncId, Package};
use crate::syntax::ast::*;

/// Whether everything has been received that is ever sent when it comes to the close: it stands behind a loop over the
/// channel that nothing ends early.
pub fn is_drained(package: &Package, channel: &Channel, close: &Operation) -> bool {
    let (Some(func), Some(end)) = (close.func, package.event_of_operation(close)) else {
        return false;
    };
    let receives_of = |func: FuncId| {
        channel
            .operations
            .iter()
            .filter(move |operation| {
                matches!(operation.kind, ChanOpKind::Receive | ChanOpKind::Range)
                    && operation.func == Some(func)
            })
            .collect::<Vec<_>>()
    };
    let reads_all = |receives: &[&Operation]| {
        !receives.is_empty()
            && receives.iter().all(|receive| {
                let stmt = package.stmt_of(receive.at);
                receive.kind == ChanOpKind::Range
                    && stmt.is_some_and(|stmt| {
                        let decl = receive.at.decl;
                        !package.may_end_early(StmtRef { decl, stmt })
                    })
            })
    };
    let flow = package.flow(func);
    let own = receives_of(func);
    let is_behind = |event: usize| {
        close.mode == CallMode::Deferred
            || flow.reaches(event, end, |_| false) && !flow.reaches(end, event, |_| false)
    };
    if !own.is_empty() {
        let events = own
            .iter()
            .filter_map(|receive| package.event_of_operation(receive));
        // Within the loop itself the close says that it is enough.
        let is_outside = own.iter().all(|receive| {
            let around = package.stmt_of(receive.at).map(|stmt| {
                let decl = receive.at.decl;
                package.stmt(StmtRef { decl, stmt }).range
            });
            around.is_some_and(|range| !range.contains(package.expr(close.at).range))
        });
        return is_outside && reads_all(&own) && events.into_iter().all(is_behind);
    }
    flow.events.iter().enumerate().any(|(index, event)| {
        let EventKind::Call {
            callee: Callee::Func(callee) | Callee::Literal(callee),
            mode: CallMode::Now,
            ..
        } = event.kind
        else {
            return false;
        };
        is_behind(index) && reads_all(&receives_of(callee))
    })
}

/// Takes a close out, with the deferred function around it if that does nothing else.
pub fn remove_close(draft: &mut Draft, close: &Operation) -> Result<(), String> {
    let package = draft.package;
    let unclear = || "what the close is part of is not clear".to_string();
    let decl = close.at.decl;
    let ast = package.ast(decl);
    let mut stmt = package.stmt_of(close.at).ok_or_else(unclear)?;
    let func = close.func.ok_or_else(unclear)?;
    let is_all = package
        .func(func)
        .body
        .is_some_and(|body| package.body_of(decl, body) == [stmt]);
    if is_all
        && let Some(literal) = package.func(func).literal
        && let Parent::Expr(call) = ast.expr(literal).parent
        && let Parent::Stmt(outer) = ast.expr(call).parent
        && matches!(ast.stmt(outer).kind, StmtKind::Defer(_) | StmtKind::Expr(_))
    {
        stmt = outer;
    }
    if !matches!(ast.stmt(stmt).kind, StmtKind::Expr(_) | StmtKind::Defer(_)) {
        return Err(unclear());
    }
    package.siblings(decl, stmt).ok_or_else(unclear)?;
    draft.remove(decl, ast.stmt(stmt).range)
}
