//! Lets a send or receive give up when it is over.

use super::evidence::Evidence;
use super::waits::Wait;
use crate::finding::{Edit, Fix, Safety};
use crate::model::flow::{CallMode, ChanOpKind, EventKind};
use crate::model::locks::LockOp;
use crate::model::structure::StmtRef;
use crate::model::{ExprRef, Package, SymbolKind};
use crate::rewrite::labels;
use crate::rewrite::select::{End, results_when_stopped, wait_or_end};
use crate::syntax::ast::*;

/// The fix, or why there is none.
pub(super) fn fix(package: &Package, wait: &Wait, evidence: &Evidence) -> Result<Fix, String> {
    if !package.is_case(wait.stmt) {
        return Err("what is received is used behind it".to_string());
    }
    if is_renewed(package, evidence) {
        return Err(format!("`{}` is made anew", evidence.over));
    }
    if holds_lock(package, wait) {
        return Err("a lock is held, and only released behind it".to_string());
    }
    let mut edits: Vec<Edit> = Vec::new();
    let lines = lines(package, wait, evidence, &mut edits)?;
    let end = End {
        done: evidence.done(),
        lines,
    };
    let wrapped =
        wait_or_end(package, wait.stmt, &end).ok_or("it shares its line with other code")?;
    edits.extend(wrapped);
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
        imports: Vec::new(),
        about: vec![package.span(wait.symbol.decl, package.symbol(wait.symbol).range)],
    })
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
    let known = evidence
        .clause
        .and_then(|clause| returned_by(package, wait, clause));
    if let Some(line) = known.filter(|line| line != "return") {
        return Ok(vec![line]);
    }
    let error = format!("{}.Err()", evidence.over);
    let error = evidence.is_context.then_some(error.as_str());
    let line = results_when_stopped(package, wait.func, error)
        .ok_or("what to return then is not known")?;
    // At the end of its function the clause leads out by itself.
    let is_last = outermost.is_none() && package.statements_behind(decl, wait.stmt.stmt).is_empty();
    Ok(match line == "return" && is_last {
        true => Vec::new(),
        false => vec![line],
    })
}

/// The `return` of the clause that leaves already, if it means the same at the wait.
fn returned_by(package: &Package, wait: &Wait, clause: StmtRef) -> Option<String> {
    let decl = clause.decl;
    let StmtKind::Comm { body, .. } = &package.stmt(clause).kind else {
        return None;
    };
    let [only] = body.as_slice() else {
        return None;
    };
    let stmt = StmtRef { decl, stmt: *only };
    let StmtKind::Return(values) = &package.stmt(stmt).kind else {
        return None;
    };
    let until = package.stmt(wait.stmt).range.start;
    let is_known = |at: ExprRef| match package.expr(at).kind {
        ExprKind::Name(_) => package.named_symbol(at).is_none_or(|symbol| {
            let data = package.symbol(symbol);
            let is_outer = matches!(
                data.kind,
                SymbolKind::Param | SymbolKind::Result | SymbolKind::Receiver
            );
            !package.is_local(symbol) || is_outer && data.range.end <= until
        }),
        ExprKind::Func(_) => false,
        _ => true,
    };
    let mut parts = values
        .iter()
        .flat_map(|&expr| package.expressions_in(ExprRef { decl, expr }));
    let text = package.text(decl, package.stmt(stmt).range);
    (parts.all(is_known) && !text.contains('\n')).then(|| text.to_string())
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
