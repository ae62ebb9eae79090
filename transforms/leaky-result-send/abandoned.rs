//! Results that somebody else receives, who may give up: a caller that was handed the channel, or a method of the object
//! that holds it.

use std::collections::{HashMap, HashSet};

use super::leaves::{Leave, Scene};
use super::makes::Made;
use super::senders::Sender;
use crate::model::channels::{Channel, Operation};
use crate::model::flow::{CallMode, ChanOpKind, EventKind};
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package};
use crate::syntax::ast::*;

/// Where a receiver leaves without the only result that is sent.
pub(super) fn leave(
    package: &Package,
    made: &Made,
    channel: &Channel,
    senders: &[Sender],
) -> Option<Leave> {
    let [sender] = senders else {
        return None;
    };
    if sender.repeats.is_some() || sender.sends != Some(1) || made.capacity > 0 {
        return None;
    }
    let receives =
        |operation: &&Operation| matches!(operation.kind, ChanOpKind::Receive | ChanOpKind::Range);
    let remote: Vec<&Operation> = channel
        .operations
        .iter()
        .filter(receives)
        .filter(|operation| operation.func != Some(made.func))
        .collect();
    let mut funcs: Vec<FuncId> = remote
        .iter()
        .filter_map(|operation| operation.func)
        .collect();
    funcs.sort();
    funcs.dedup();
    let given_up = funcs.into_iter().find_map(|func| {
        let own: Vec<&Operation> = remote
            .iter()
            .copied()
            .filter(|operation| operation.func == Some(func))
            .collect();
        given_up_in(package, func, &own)
    });
    given_up
        .or_else(|| by_callers(package, made, channel))
        .or_else(|| with_context(package, made, channel))
}

/// The `return` that gives the channel to callers which stop waiting when a context ends.
fn with_context(package: &Package, made: &Made, channel: &Channel) -> Option<Leave> {
    let func = package.func(made.func);
    let takes_context = func.signature.params.iter().any(|field| {
        let ty = package.denoted(ExprRef {
            decl: made.func.decl,
            expr: field.ty,
        });
        ty.is_some_and(|ty| is_context(package, &ty))
    });
    let returned = returned_at(package, made, channel).filter(|_| takes_context)?;
    Some(Leave {
        span: package.expr_span(returned),
    })
}

fn is_context(package: &Package, ty: &Type) -> bool {
    match ty {
        Type::Named(symbol, _) => {
            let path = &package.directory(symbol.decl.dir).import_path;
            path.as_deref() == Some("context") && &*package.symbol(*symbol).name == "Context"
        }
        _ => false,
    }
}

/// Where the function that makes the channel returns it.
fn returned_at(package: &Package, made: &Made, channel: &Channel) -> Option<ExprRef> {
    let mut uses = channel
        .symbols
        .iter()
        .flat_map(|&symbol| &package.uses_of(symbol).certain);
    uses.find(|&&at| {
        package.enclosing_func(at) == Some(made.func)
            && matches!(package.expr(at).parent, Parent::Stmt(stmt)
                if matches!(package.ast(at.decl).stmt(stmt).kind, StmtKind::Return(_)))
    })
    .copied()
}

/// Where a function leaves by another clause of the `select` in which it receives.
pub(super) fn given_up_in(
    package: &Package,
    func: FuncId,
    receives: &[&Operation],
) -> Option<Leave> {
    let takes: HashSet<usize> = receives
        .iter()
        .filter_map(|operation| package.event_of_operation(operation))
        .collect();
    let scene = scene(package, func, takes);
    receives.iter().find_map(|operation| {
        let case = operation.select.filter(|case| !case.has_default)?;
        leave_by_other(&scene, case.select, case.clause)
    })
}

fn scene<'p, 'w>(package: &'p Package<'w>, func: FuncId, takes: HashSet<usize>) -> Scene<'p, 'w> {
    Scene {
        package,
        func,
        adds: HashMap::new(),
        takes,
        ends: HashSet::new(),
        make: None,
        capacity: 0,
    }
}

/// A way out of the function that begins with another clause of a `select`.
fn leave_by_other(scene: &Scene, select: StmtId, clause: StmtId) -> Option<Leave> {
    let flow = scene.package.flow(scene.func);
    let mut clauses = flow.events.iter().enumerate().filter(|(_, event)| {
        matches!(&event.kind, EventKind::Chan(op)
            if op.kind == ChanOpKind::Receive
                && op.select.is_some_and(|(of, case)| of == select && case != clause))
    });
    clauses.find_map(|(event, _)| scene.leave(event, 1))
}

/// Where callers leave that receive from the call itself: `case v := <-fetch():`.
fn by_callers(package: &Package, made: &Made, channel: &Channel) -> Option<Leave> {
    returned_at(package, made, channel)?;
    let callers = package.callers_of(made.func);
    let mut sites = callers
        .sites
        .iter()
        .filter(|site| site.mode == CallMode::Now && !package.file_of(site.call.decl).is_test);
    sites
        .find_map(|site| {
            let flow = package.flow(site.caller);
            let decl = site.call.decl;
            let (event, select, clause) =
                flow.events.iter().enumerate().find_map(|(index, event)| {
                    let EventKind::Chan(op) = &event.kind else {
                        return None;
                    };
                    let (select, clause) = op.select?;
                    let mut operand = op.channel;
                    while let ExprKind::Paren(inner) = package.ast(decl).expr(operand).kind {
                        operand = inner;
                    }
                    (op.kind == ChanOpKind::Receive && operand == site.call.expr)
                        .then_some((index, select, clause))
                })?;
            let stmt = package.parent_stmt(decl, clause)?;
            let StmtKind::Select { cases } = &package.ast(decl).stmt(stmt).kind else {
                return None;
            };
            let has_default = cases.iter().any(|&case| {
                matches!(
                    package.ast(decl).stmt(case).kind,
                    StmtKind::Comm { comm: None, .. }
                )
            });
            let scene = scene(package, site.caller, HashSet::from([event]));
            match has_default {
                true => None,
                false => leave_by_other(&scene, select, clause),
            }
        })
        .or_else(|| held_and_dropped(package, made, channel))
}

/// Where a caller leaves between the call and the receive.
fn held_and_dropped(package: &Package, made: &Made, channel: &Channel) -> Option<Leave> {
    let callers = package.callers_of(made.func);
    callers.sites.iter().find_map(|site| {
        if site.mode != CallMode::Now || package.file_of(site.call.decl).is_test {
            return None;
        }
        let holder = package.only_variable_of(ExprRef {
            decl: site.call.decl,
            expr: site.call.expr,
        })?;
        let own = channel
            .operations
            .iter()
            .filter(|operation| operation.symbol == holder);
        let mut takes = HashSet::new();
        for operation in own {
            let receives = matches!(operation.kind, ChanOpKind::Receive | ChanOpKind::Range);
            if operation.func != Some(site.caller) || !receives {
                return None;
            }
            takes.insert(package.event_of_operation(operation)?);
        }
        // What it is handed to may receive as well.
        let is_only_received = package.uses_of(holder).certain.len() == takes.len();
        if takes.is_empty() || !is_only_received {
            return None;
        }
        scene(package, site.caller, takes).leave(site.event, 1)
    })
}
