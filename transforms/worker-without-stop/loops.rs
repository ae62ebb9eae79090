//! Loops of goroutines that wait on channels and never end.

use crate::model::flow::{CallMode, ChanOpKind, EventKind};
use crate::model::path::AccessPath;
use crate::model::structure::StmtRef;
use crate::model::types::Type;
use crate::model::uses::CallSite;
use crate::model::{ExprRef, FuncId, Package};
use crate::syntax::ast::*;

/// A loop of a goroutine's function that nothing ends.
pub(super) struct Worker {
    pub func: FuncId,
    /// The `go` statement.
    pub start: CallSite,
    pub stmt: StmtRef,
    /// A channel that it waits on.
    pub channel: ExprRef,
    pub path: AccessPath,
    pub waits: Waits,
}

/// How a loop waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waits {
    /// `for v := range c`
    Range,
    /// With a `select` in it.
    Select(StmtId),
    /// With a receive statement in it.
    Receive(StmtId),
}

/// The endless loops of the functions of a declaration that are started as goroutines.
pub(super) fn workers_in(package: &Package, decl: crate::model::DeclId) -> Vec<Worker> {
    let mut workers = Vec::new();
    for func in package.funcs(decl) {
        let flow = package.flow(func);
        let endless = flow.loops.iter().filter(|each| !flow.is_left(each));
        let waiting: Vec<_> = endless
            .filter_map(|each| {
                let stmt = StmtRef {
                    decl,
                    stmt: each.stmt,
                };
                let (channel, waits) = waits_of(package, func, stmt)?;
                Some((stmt, channel, waits))
            })
            .collect();
        // Few functions wait so, and who calls a function is dear to know.
        if waiting.is_empty() {
            continue;
        }
        let mut starts = package.callers_of(func).sites.iter().filter(|site| {
            site.mode == CallMode::Spawned && !package.file_of(site.call.decl).is_test
        });
        let Some(&start) = starts.next() else {
            continue;
        };
        workers.extend(waiting.into_iter().map(|(stmt, channel, waits)| Worker {
            func,
            start,
            stmt,
            channel,
            path: package.path_of(channel),
            waits,
        }));
    }
    workers
}

fn waits_of(package: &Package, func: FuncId, stmt: StmtRef) -> Option<(ExprRef, Waits)> {
    let decl = stmt.decl;
    match &package.stmt(stmt).kind {
        StmtKind::Range { operand, .. } => {
            let operand = ExprRef {
                decl,
                expr: *operand,
            };
            is_never_closed(package, operand).then_some((operand, Waits::Range))
        }
        StmtKind::For {
            condition: None,
            body,
            ..
        } => {
            let list = package.body_of(decl, *body);
            list.iter().find_map(|&inner| {
                let inner = StmtRef { decl, stmt: inner };
                if let StmtKind::Select { .. } = package.stmt(inner).kind {
                    let is_waiting = !package.has_default(inner)
                        && package.stops_of(inner).iter().all(|stop| !stop.is_context);
                    let channel = first_received(package, func, inner)?;
                    return is_waiting.then_some((channel, Waits::Select(inner.stmt)));
                }
                let channel = package.received_by(inner)?;
                Some((channel, Waits::Receive(inner.stmt)))
            })
        }
        _ => None,
    }
}

fn first_received(package: &Package, func: FuncId, select: StmtRef) -> Option<ExprRef> {
    package.flow(func).events.iter().find_map(|event| {
        let EventKind::Chan(op) = &event.kind else {
            return None;
        };
        let is_here = op.kind == ChanOpKind::Receive
            && op.select.is_some_and(|(stmt, _)| stmt == select.stmt);
        is_here.then_some(ExprRef {
            decl: select.decl,
            expr: op.channel,
        })
    })
}

/// Whether nobody ever closes a channel: a ticker's, or one of which all uses are in sight.
fn is_never_closed(package: &Package, channel: ExprRef) -> bool {
    if package.is_ticker(channel) {
        return true;
    }
    let Type::Chan(..) = package.underlying(&package.type_of(channel)) else {
        return false;
    };
    let Some(symbol) = package.path_of(channel).target() else {
        return false;
    };
    let known = package.channel(symbol);
    let is_made = known
        .operations
        .iter()
        .any(|operation| operation.kind.is_make());
    is_made && !known.may_be_closed_elsewhere && known.of_kind(ChanOpKind::Close).next().is_none()
}
