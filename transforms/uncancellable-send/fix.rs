//! Lets a send or receive give up when it is over.

use super::answer;
use super::evidence::Evidence;
use super::waits::Wait;
use crate::finding::{Edit, Fix, Import, Safety};
use crate::model::flow::{CallMode, ChanOpKind, EventKind};
use crate::model::locks::LockOp;
use crate::model::structure::StmtRef;
use crate::model::{ExprRef, Package, SymbolKind};
use crate::rewrite::labels;
use crate::rewrite::select::{End, receive_or_end, wait_or_end};
use crate::syntax::ast::*;

/// The fix, or why there is none.
pub(super) fn fix(package: &Package, wait: &Wait, evidence: &Evidence) -> Result<Fix, String> {
    if is_renewed(package, evidence) {
        return Err(format!("`{}` is made anew", evidence.over));
    }
    if holds_lock(package, wait) {
        return Err("a lock is held, and only released behind it".to_string());
    }
    let mut edits: Vec<Edit> = Vec::new();
    let mut imports = Vec::new();
    let lines = lines(package, wait, evidence, &mut edits, &mut imports)?;
    let mut done = vec![evidence.done()];
    done.extend(ends_beside(package, wait, evidence));
    let end = End { done, lines };
    let wrapped = match wait.kind {
        ChanOpKind::Range => receive_or_end(package, wait.stmt, &end),
        _ => wait_or_end(package, wait.stmt, &end),
    };
    edits.extend(wrapped.ok_or("what is received is used in a way that a case cannot have")?);
    let what = match wait.kind {
        ChanOpKind::Send => "sending",
        _ => "waiting",
    };
    Ok(Fix {
        title: format!(
            "stop {what} on `{}` when `{}` ends",
            package.path_text(&wait.path),
            evidence.over
        ),
        safety: Safety::Unsafe,
        edits,
        imports,
        about: vec![match package.is_ticker(wait.channel) {
            // All tickers have the same field.
            true => package.expr_span(wait.channel),
            false => package.symbol_span(wait.symbol),
        }],
    })
}

/// What else ends the `select` in which the wait stands, in the same way as the end found.
fn ends_beside(package: &Package, wait: &Wait, evidence: &Evidence) -> Vec<String> {
    let Some(clause) = evidence.clause.filter(|_| evidence.is_here) else {
        return Vec::new();
    };
    let decl = clause.decl;
    let select = package
        .parent_stmt(decl, clause.stmt)
        .map(|stmt| StmtRef { decl, stmt });
    let is_around = |select: &StmtRef| {
        let range = package.stmt(*select).range;
        range.contains(package.stmt(wait.stmt).range)
    };
    let Some(select) = select.filter(is_around) else {
        return Vec::new();
    };
    let body_of = |clause: StmtRef| match &package.stmt(clause).kind {
        StmtKind::Comm { body, .. } => body
            .iter()
            .map(|&stmt| package.text(decl, package.ast(decl).stmt(stmt).range))
            .collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    let stops = package.stops_of(select).into_iter();
    stops
        .filter(|stop| stop.clause != clause && body_of(stop.clause) == body_of(clause))
        .filter_map(|stop| package.received_by_clause(stop.clause))
        .map(|channel| package.expr_text(channel).to_string())
        .collect()
}

/// Whether a method assigns the field that tells the end: then it cannot be read without a lock.
fn is_renewed(package: &Package, evidence: &Evidence) -> bool {
    let symbol = evidence.symbol;
    if package.symbol(symbol).kind != SymbolKind::Field {
        return false;
    }
    package.uses_of(symbol).certain.iter().any(|&at| {
        let is_method = package.enclosing_func(at).is_some_and(|func| {
            package
                .ast(func.decl)
                .funcs
                .first()
                .is_some_and(|func| func.receiver.is_some())
        });
        is_method && package.is_assigned(at)
    })
}

/// Whether a lock is held that nothing deferred releases.
fn holds_lock(package: &Package, wait: &Wait) -> bool {
    let flow = package.flow(wait.func);
    flow.events[wait.event].held.iter().any(|(lock, _)| {
        !flow.events.iter().any(|event| {
            matches!(&event.kind, EventKind::Lock { path, mode: CallMode::Deferred, .. } if path == lock)
        })
    })
}

/// What follows once it is over.
fn lines(
    package: &Package,
    wait: &Wait,
    evidence: &Evidence,
    edits: &mut Vec<Edit>,
    imports: &mut Vec<Import>,
) -> Result<Vec<String>, String> {
    let decl = wait.func.decl;
    let loops = package.loops_around(decl, wait.stmt.stmt);
    let outermost = loops.last().map(|&stmt| StmtRef { decl, stmt });
    match releases_behind(package, wait, outermost) {
        Behind::Nothing => {}
        Behind::InLoop => {
            return Err("what follows in the loop must run for each value".to_string());
        }
        Behind::Later => {
            let Some(outermost) = outermost else {
                return Ok(Vec::new());
            };
            if closes_early(package, wait, outermost) {
                return Err(
                    "a channel is closed behind the loop, on which others may still send"
                        .to_string(),
                );
            }
            let label = labels::label(package, outermost, &["loop"], &[])
                .ok_or("the loop cannot be left by a label")?;
            edits.extend(label.edit);
            return Ok(vec![format!("break {}", label.name)]);
        }
    }
    let line = answer::when_over(package, wait, evidence, imports)
        .ok_or("what to return then is not known")?;
    // At the end of its function the clause leads out by itself, and before a statement that leaves in the same way.
    let is_last = outermost.is_none() && package.statements_behind(decl, wait.stmt.stmt).is_empty();
    let next = package
        .siblings(decl, wait.stmt.stmt)
        .and_then(|(list, position)| list.get(position + 1));
    let is_next =
        next.is_some_and(|&next| package.text(decl, package.ast(decl).stmt(next).range) == line);
    Ok(match line == "return" && is_last || is_next {
        true => Vec::new(),
        false => vec![line],
    })
}

/// What must run behind a send, whether the value was taken or not: unlocks, `Done`, closes, tokens given back.
enum Behind {
    Nothing,
    InLoop,
    Later,
}

fn releases_behind(package: &Package, wait: &Wait, outermost: Option<StmtRef>) -> Behind {
    let flow = package.flow(wait.func);
    let end = package.stmt(wait.stmt).range.end;
    let is_send = wait.kind == ChanOpKind::Send;
    let loop_end = outermost.map_or(end, |stmt| package.stmt(stmt).range.end);
    let mut behind = Behind::Nothing;
    for (index, event) in flow.events.iter().enumerate() {
        if event.range.start < end || !flow.reaches(wait.event, index, |_| false) {
            continue;
        }
        let releases = match &event.kind {
            EventKind::Lock { op, mode, .. } => {
                *mode == CallMode::Now && matches!(op, LockOp::Release(_))
            }
            EventKind::Call {
                call,
                mode: CallMode::Now,
                ..
            } => is_release(
                package,
                ExprRef {
                    decl: wait.func.decl,
                    expr: *call,
                },
            ),
            EventKind::Chan(op) if op.mode == CallMode::Now => {
                op.select.is_none()
                    && match op.kind {
                        ChanOpKind::Close => true,
                        ChanOpKind::Send => op.path != wait.path,
                        // Outside of a loop it is the answer, which will not come.
                        ChanOpKind::Receive => op.path != wait.path && event.range.start < loop_end,
                        _ => false,
                    }
            }
            _ => false,
        };
        if !releases {
            continue;
        }
        if event.range.start < loop_end {
            // What is locked for a value that did not come is not locked yet.
            if !is_send && !matches!(event.kind, EventKind::Call { .. }) {
                continue;
            }
            return Behind::InLoop;
        }
        behind = Behind::Later;
    }
    behind
}

/// Whether a loop is followed by the close of a channel on which other functions send, too: they may not have ended when
/// the loop is left early.
fn closes_early(package: &Package, wait: &Wait, outermost: StmtRef) -> bool {
    let end = package.stmt(outermost).range.end;
    let mut events = package.flow(wait.func).events.iter();
    events.any(|event| {
        let EventKind::Chan(op) = &event.kind else {
            return false;
        };
        let closed = op.path.target();
        op.kind == ChanOpKind::Close
            && event.range.start >= end
            && closed.is_some_and(|closed| {
                let channel = package.channel_onward(closed);
                channel
                    .of_kind(ChanOpKind::Send)
                    .any(|send| send.func != Some(wait.func))
            })
    })
}

/// A call of a method that gives something back.
fn is_release(package: &Package, call: ExprRef) -> bool {
    let ExprKind::Call { callee, args, .. } = &package.expr(call).kind else {
        return false;
    };
    let callee = ExprRef {
        decl: call.decl,
        expr: *callee,
    };
    let name = match &package.expr(callee).kind {
        ExprKind::Selector { field, .. } => field.name,
        ExprKind::Name(name) => *name,
        _ => return false,
    };
    let names = [
        "Done", "Close", "Stop", "Release", "Unlock", "RUnlock", "cancel",
    ];
    args.is_empty() && names.contains(&&*name)
}
