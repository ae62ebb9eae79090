//! Whether a channel's buffer has room for all that is ever sent.

use super::sends::Send;
use crate::model::channels::Channel;
use crate::model::flow::{CallMode, ChanOpKind, Event, EventKind};
use crate::model::path::Root;
use crate::model::{DeclId, ExprRef, FuncId, Package, SymbolKind};
use crate::syntax::ast::*;

/// Whether the buffer takes all that is ever sent: its size is computed, or no more sends run than it has places.
pub(super) fn has_room_for_all(package: &Package, send: &Send, channel: &Channel) -> bool {
    if !channel.is_buffered() {
        return false;
    }
    let Some(capacity) = channel.capacity() else {
        return true;
    };
    if is_of_message(package, send) || package.file_of(send.decl).is_test {
        return true;
    }
    let mut senders: Vec<FuncId> = Vec::new();
    for operation in channel.of_kind(ChanOpKind::Send) {
        match package.enclosing_func(operation.at) {
            Some(func) if !senders.contains(&func) => senders.push(func),
            Some(_) => {}
            None => return false,
        }
    }
    let mut makes = channel
        .operations
        .iter()
        .filter(|operation| operation.kind.is_make());
    let is_received = channel.of_kind(ChanOpKind::Receive).next().is_some();
    makes.all(|make| {
        let counts = senders
            .iter()
            .filter(|&&func| !leaves_with_send(package, func, channel, make.at))
            .map(|&func| sends_for_each_make(package, func, channel, make.at));
        let sum = counts.sum::<Option<u64>>();
        sum.is_some_and(|sum| sum <= capacity + u64::from(is_received))
    })
}

/// Whether the function that makes the channel sends on it only to leave, so that nothing else runs that sends.
fn leaves_with_send(package: &Package, func: FuncId, channel: &Channel, make: ExprRef) -> bool {
    let flow = package.flow(func);
    let mut sends = event_of(package, func, channel, ChanOpKind::Send).into_iter();
    package.enclosing_func(make) == Some(func)
        && sends.all(|send| {
            !flow.events.iter().enumerate().any(|(index, event)| {
                let starts = matches!(
                    event.kind,
                    EventKind::Call {
                        mode: CallMode::Spawned,
                        ..
                    }
                );
                starts && flow.reaches(send, index, |_| false)
            })
        })
}

/// How many sends a function makes at most on a channel made at `make`; `None` where there is no limit.
fn sends_for_each_make(
    package: &Package,
    func: FuncId,
    channel: &Channel,
    make: ExprRef,
) -> Option<u64> {
    let flow = package.flow(func);
    let sends: Vec<usize> = event_of(package, func, channel, ChanOpKind::Send);
    let is_made = |event: &Event| matches!(&event.kind, EventKind::Chan(op) if op.kind.is_make());
    let is_last = |&send: &usize| {
        let mut others = sends.iter();
        others.all(|&other| !flow.reaches(send, other, is_made))
    };
    if !sends.iter().all(is_last) {
        return None;
    }
    runs_for_each_make(package, func, make)
}

/// How often a function runs at most for each run of `make`.
pub(super) fn runs_for_each_make(package: &Package, func: FuncId, make: ExprRef) -> Option<u64> {
    if package.enclosing_func(make) == Some(func) {
        return Some(1);
    }
    let is_once = |at: ExprRef| at.decl == make.decl && !is_repeated(package, at, make);
    match package.func(func).literal {
        Some(literal) => {
            let at = ExprRef {
                decl: func.decl,
                expr: literal,
            };
            (runs_where_it_stands(package, func.decl, literal) && is_once(at)).then_some(1)
        }
        None => {
            let is_test = |decl: DeclId| package.file_of(decl).is_test;
            let mut sites = package.callers_of(func).sites.clone();
            sites.retain(|site| is_test(make.decl) || !is_test(site.call.decl));
            let is_known = !sites.is_empty() && sites.iter().all(|site| is_once(site.call));
            is_known.then_some(sites.len() as u64)
        }
    }
}

/// The events of a function that do this with the channel.
pub(super) fn event_of(
    package: &Package,
    func: FuncId,
    channel: &Channel,
    kind: ChanOpKind,
) -> Vec<usize> {
    let operands: Vec<ExprRef> = channel
        .of_kind(kind)
        .map(|operation| operation.at)
        .collect();
    let events = package.flow(func).events.iter().enumerate();
    let is_here = |event: &Event| match &event.kind {
        EventKind::Chan(op) => {
            op.kind == kind
                && operands.contains(&ExprRef {
                    decl: func.decl,
                    expr: op.channel,
                })
        }
        _ => false,
    };
    events
        .filter(|(_, event)| is_here(event))
        .map(|(index, _)| index)
        .collect()
}

/// Whether the channel is a field of something that is not the method's receiver: a message that carries a channel for
/// its one answer.
fn is_of_message(package: &Package, send: &Send) -> bool {
    let Root::Symbol(root) = send.path.root else {
        return false;
    };
    !send.path.steps.is_empty()
        && matches!(
            package.symbol(root).kind,
            SymbolKind::Param | SymbolKind::Var
        )
        && package.symbol(root).func.is_some()
}

/// Whether `at` can run more than once for one run of `make`: it is in a loop that `make` is not in, or in a function
/// literal of which it can't be seen that it runs once.
fn is_repeated(package: &Package, at: ExprRef, make: ExprRef) -> bool {
    let made = package.expr(make).range;
    let ast = package.ast(at.decl);
    let mut parent = ast.expr(at.expr).parent;
    loop {
        parent = match parent {
            Parent::Decl => return false,
            Parent::Expr(expr) => ast.expr(expr).parent,
            Parent::Stmt(stmt) => {
                let stmt = ast.stmt(stmt);
                let is_loop = matches!(stmt.kind, StmtKind::For { .. } | StmtKind::Range { .. });
                if is_loop && !stmt.range.contains(made) {
                    return true;
                }
                stmt.parent
            }
            Parent::Func(index) => {
                let func = ast.func(index);
                let Some(literal) = func.literal.filter(|_| !func.range.contains(made)) else {
                    return false;
                };
                if !runs_where_it_stands(package, at.decl, literal) {
                    return true;
                }
                ast.expr(literal).parent
            }
        };
    }
}

/// Whether a literal is called at once, or given to something that runs it once.
fn runs_where_it_stands(package: &Package, decl: DeclId, literal: ExprId) -> bool {
    let ast = package.ast(decl);
    let Parent::Expr(call) = ast.expr(literal).parent else {
        return false;
    };
    let ExprKind::Call { callee, .. } = &ast.expr(call).kind else {
        return false;
    };
    *callee == literal
        || package
            .functions_run_by(ExprRef { decl, expr: call })
            .iter()
            .any(|&(argument, mode)| argument == literal && mode == CallMode::Spawned)
}
