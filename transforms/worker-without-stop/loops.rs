//! Loops of goroutines that wait on channels and never end.

use crate::model::flow::{CallMode, ChanOpKind, EventKind, Flow};
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
        let endless = flow
            .loops
            .iter()
            .filter(|each| !ends(flow, each.test, each.after));
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

/// Whether control comes out of a loop other than by the end of its channel: by a `return`, a jump, or a call that never
/// comes back.
fn ends(flow: &Flow, test: usize, after: usize) -> bool {
    let mut seen = vec![false; flow.blocks.len()];
    let mut work: Vec<usize> = Vec::new();
    let by_itself = |from: usize, to: usize| from == test && to == after;
    work.push(test);
    while let Some(block) = work.pop() {
        if std::mem::replace(&mut seen[block], true) {
            continue;
        }
        let data = &flow.blocks[block];
        if data.is_exit || data.successors.is_empty() || block == after {
            return true;
        }
        work.extend(data.successors.iter().filter(|&&to| !by_itself(block, to)));
    }
    false
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
    if is_ticker(package, channel) {
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

/// Whether a channel is a ticker's: `t.C`, `time.Tick(d)`.
pub(super) fn is_ticker(package: &Package, channel: ExprRef) -> bool {
    let decl = channel.decl;
    match &package.expr(channel).kind {
        ExprKind::Paren(inner) => is_ticker(package, ExprRef { decl, expr: *inner }),
        ExprKind::Call { callee, .. } => {
            let callee = ExprRef {
                decl,
                expr: *callee,
            };
            package
                .qualified(callee)
                .is_some_and(|(path, name)| path == "time" && name == "Tick")
        }
        ExprKind::Selector { operand, field } => {
            let operand = ExprRef {
                decl,
                expr: *operand,
            };
            let ty = package.type_of(operand);
            let is_time = matches!(ty.pointee(), Type::Named(symbol, _)
                if package.directory(symbol.decl.dir).import_path.as_deref() == Some("time")
                    && &*package.symbol(*symbol).name == "Ticker");
            is_time && &*field.name == "C"
        }
        _ => false,
    }
}
