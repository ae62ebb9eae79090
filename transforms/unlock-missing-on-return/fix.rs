//! The lock, released on the way out: before it, or deferred where it is taken.

use super::leaks::{Exit, Leak};
use super::taken::Taken;
use super::values;
use crate::finding::{Fix, Safety};
use crate::model::flow::{CallMode, Callee, EventKind};
use crate::model::lock_states::{LockState, LockStep};
use crate::model::locks::Mode;
use crate::rewrite::lines::Lines;
use crate::rewrite::locking::{Names, Style};
use crate::source::Range;
use crate::syntax::ast::*;

pub(super) fn fix(taken: &Taken, leaks: &[Leak]) -> Result<Fix, &'static str> {
    let deferred = prefers_defer(taken, leaks)
        .then(|| deferred(taken))
        .flatten();
    match deferred {
        Some(fix) => Ok(fix),
        None => inserted(taken, leaks),
    }
}

fn finished(taken: &Taken, title: String, lines: Lines) -> Fix {
    // Where nothing releases it, somebody out of sight might.
    let is_plain = taken.releases().next().is_some() || taken.is_standard();
    Fix {
        title,
        safety: match is_plain {
            true => Safety::Safe,
            false => Safety::Unsafe,
        },
        edits: lines.into_edits(taken.package, taken.func.decl),
        imports: Vec::new(),
        about: vec![taken.span(taken.ast.func(taken.func.index).range)],
    }
}

/// Whether `defer` is what the function itself would do: it holds the lock to its end.
fn prefers_defer(taken: &Taken, leaks: &[Leak]) -> bool {
    let releases = taken.releases().count();
    let is_in_list =
        |leak: &Leak| matches!(leak.exit, Exit::Return(_) | Exit::End | Exit::Panic(_));
    let all_panic = leaks.iter().all(|leak| matches!(leak.exit, Exit::Panic(_)));
    let needs = leaks.iter().any(|leak| needs_lock(taken, leak));
    let style = Style::of(taken.package, taken.func.decl);
    leaks.iter().all(is_in_list)
        && !all_panic
        && (releases == 0 || releases == 1 && (needs || leaks.len() > 1 || style.defers))
}

fn needs_lock(taken: &Taken, leak: &Leak) -> bool {
    matches!(leak.exit, Exit::Return(_)) && values::need_lock(taken, leak.range)
}

/// `defer mu.Unlock()` behind the only `mu.Lock()`, instead of the releases at the function's end.
fn deferred(taken: &Taken) -> Option<Fix> {
    let mut acquires = taken.acquires();
    let (acquire, mode) = acquires.next()?;
    if acquires.next().is_some() {
        return None;
    }
    let decl = taken.func.decl;
    let body = taken.ast.func(taken.func.index).body?;
    let StmtKind::Block(top) = &taken.ast.stmt(body).kind else {
        return None;
    };
    let stmt = taken.event(acquire).stmt;
    top.contains(&stmt).then_some(())?;
    let is_known = runs_deferred_safely(taken, acquire)?;
    if taken.steps.contains(&Some(LockStep::Lose)) {
        return None;
    }
    let text = taken.release_text(mode)?;
    let style = Style::of(taken.package, decl);
    let mut lines = Lines::new(taken.package, decl);
    let mut calls = vec![format!("defer {text}")];
    let (list, position) = taken.package.siblings(decl, stmt)?;
    let is_last = position + 1 == list.len();
    let end = taken.ast.stmt(stmt).range.end;
    let source = &taken.package.file_of(decl).source;
    let line_end = source.line_end(end);
    let next = source.slice(Range::new(line_end, source.line_end(line_end)));
    if style.is_apart && !is_last && !next.trim().is_empty() {
        calls.push(String::new());
    }
    lines.after(stmt, &calls)?;
    for (release, _) in taken.releases() {
        if taken
            .state_before(release)
            .is_none_or(|state| !state.is_held())
        {
            return None;
        }
        lines.remove(trailing(taken, release)?)?;
    }
    let title = format!("defer {text}");
    let fix = finished(taken, title, lines);
    Some(match is_known {
        true => fix,
        false => Fix {
            safety: Safety::Unsafe,
            ..fix
        },
    })
}

/// Whether all that is deferred behind `acquire`, which then runs under the lock, is known not to mind; `None` where
/// it takes the lock itself, or could be anything.
fn runs_deferred_safely(taken: &Taken, acquire: usize) -> Option<bool> {
    let lock = taken.lock.target()?;
    let mut is_known = true;
    for (number, event) in taken.flow.events.iter().enumerate() {
        let EventKind::Call {
            mode: CallMode::Deferred,
            callee,
            ..
        } = event.kind
        else {
            continue;
        };
        if matches!(callee, Callee::Builtin(_)) || !taken.flow.reaches(acquire, number, |_| false) {
            continue;
        }
        match taken.package.called_function(callee) {
            Some(func) => {
                let effects = taken.package.effects_of(func);
                if effects.locks.contains(&lock) || effects.calls_values {
                    return None;
                }
                is_known &= effects.is_plain();
            }
            None if matches!(callee, Callee::Value(_)) => return None,
            None => is_known = false,
        }
    }
    Some(is_known)
}

/// The statement of a release behind which the function only ends.
fn trailing(taken: &Taken, release: usize) -> Option<StmtId> {
    let stmt = taken.event(release).stmt;
    let (list, position) = taken.package.siblings(taken.func.decl, stmt)?;
    let body = taken.ast.func(taken.func.index).body?;
    let ends = match list.get(position + 1) {
        None => taken.package.body_of(taken.func.decl, body).last() == Some(&stmt),
        Some(&next) => {
            let next = taken.ast.stmt(next);
            matches!(next.kind, StmtKind::Return(_)) && values::is_callless(taken, next.range)
        }
    };
    ends.then_some(stmt)
}

/// The release, put on each way out.
fn inserted(taken: &Taken, leaks: &[Leak]) -> Result<Fix, &'static str> {
    let unclear = "the fix would not be sound there";
    let mut lines = Lines::new(taken.package, taken.func.decl);
    let mut names = Names::default();
    let mut released = String::new();
    for leak in leaks {
        let mode = mode_at(taken, leak).ok_or("it is locked in different ways")?;
        let text = taken
            .release_text(mode)
            .ok_or("how to unlock it is not in sight")?;
        released.clone_from(&text);
        match leak.exit {
            Exit::Return(stmt) if needs_lock(taken, leak) => {
                copied(taken, stmt, &mut lines, &mut names, text)?;
            }
            Exit::Return(stmt) | Exit::Panic(stmt) | Exit::Jump(stmt) => {
                lines.before(stmt, &[text]).ok_or(unclear)?;
                lines.open_end(stmt).ok_or(unclear)?;
            }
            Exit::Behind(stmt) => lines.after(stmt, &[text]).ok_or(unclear)?,
            Exit::End => {
                let body = taken.ast.func(taken.func.index).body;
                let last = body
                    .and_then(|body| taken.package.body_of(taken.func.decl, body).last().copied());
                lines.after(last.ok_or(unclear)?, &[text]).ok_or(unclear)?;
            }
        }
    }
    let place = match leaks {
        [leak] => match leak.exit {
            Exit::Return(_) => "before the return",
            Exit::Panic(_) => "before the panic",
            Exit::Jump(_) => "before the jump",
            Exit::Behind(_) => "at the end of the block",
            Exit::End => "at the end of the function",
        },
        _ => "on each way out",
    };
    Ok(finished(taken, format!("call {released} {place}"), lines))
}

fn mode_at(taken: &Taken, leak: &Leak) -> Option<Mode> {
    let mut modes = leak.acquires.iter().filter_map(|&acquire| {
        taken
            .acquires()
            .find(|(event, _)| *event == acquire)
            .map(|(_, mode)| mode)
    });
    let first = modes.next()?;
    modes.all(|mode| mode == first).then_some(first)
}

/// The values of a `return` that need the lock are copied before it is released.
fn copied(
    taken: &Taken,
    stmt: StmtId,
    lines: &mut Lines,
    names: &mut Names,
    release: String,
) -> Result<(), &'static str> {
    let StmtKind::Return(values) = &taken.ast.stmt(stmt).kind else {
        return Err("the fix would not be sound there");
    };
    let results = &taken.ast.func(taken.func.index).signature.results;
    let results: usize = results.iter().map(|field| field.names.len().max(1)).sum();
    if results != values.len() {
        return Err("what it returns is computed under the lock");
    }
    let mut before = Vec::new();
    for &value in values {
        let range = taken.ast.expr(value).range;
        if !values::need_lock(taken, range) {
            continue;
        }
        let text = taken.package.text(taken.func.decl, range);
        if text.contains('\n') {
            return Err("what it returns is computed under the lock");
        }
        let name = names
            .fresh(taken.package, taken.func.decl, &name_for(taken, value))
            .or_else(|| names.fresh(taken.package, taken.func.decl, "result"))
            .ok_or("what it returns is computed under the lock")?;
        before.push(format!("{name} := {text}"));
        lines
            .replace(range, name)
            .ok_or("the fix would not be sound there")?;
    }
    before.push(release);
    lines
        .before(stmt, &before)
        .and_then(|()| lines.open_end(stmt))
        .ok_or("the fix would not be sound there")
}

/// A name for a copy: the field's for a field, else `result`.
fn name_for(taken: &Taken, value: ExprId) -> String {
    let mut value = value;
    loop {
        match &taken.ast.expr(value).kind {
            ExprKind::Selector { field, .. } => return field.name.to_string(),
            ExprKind::Paren(inner) | ExprKind::Star(inner) => value = *inner,
            _ => return "result".to_string(),
        }
    }
}

/// Whether the lock is held, in a mode that is known, before an event.
pub(super) fn held_mode(taken: &Taken, event: usize) -> Option<Mode> {
    match taken.state_before(event)? {
        LockState::Held(mode) => mode,
        _ => None,
    }
}
