//! The sibling that expects the lock, the call behind the unlock, or no second lock.

use super::again::Again;
use crate::finding::{Fix, Safety};
use crate::model::flow::{CallMode, EventKind};
use crate::model::lock_states::LockStep;
use crate::model::locks::Mode;
use crate::model::resolve::name;
use crate::model::{ExprRef, FuncId, Package, SymbolKind};
use crate::rewrite::lines::Lines;
use crate::rewrite::locking::released_before;
use crate::syntax::ast::*;

pub(super) fn fix(package: &Package, again: &Again) -> Result<Fix, &'static str> {
    let found = match again.links.len() {
        1 => without_second(package, again),
        2 => sibling(package, again)
            .or_else(|| behind_unlock(package, again))
            .or_else(|| at_the_end(package, again)),
        _ => behind_unlock(package, again).or_else(|| at_the_end(package, again)),
    };
    found.ok_or("who should do without the lock is for you to say")
}

fn finished(package: &Package, again: &Again, title: String, safety: Safety, lines: Lines) -> Fix {
    Fix {
        title,
        safety,
        edits: lines.into_edits(package, again.func.decl),
        imports: Vec::new(),
        about: vec![package.span(again.func.decl, package.func(again.func).range)],
    }
}

/// The pair of calls that takes the lock a second time goes.
fn without_second(package: &Package, again: &Again) -> Option<Fix> {
    if again.held == Mode::Read && again.mode == Mode::Write {
        return None;
    }
    let decl = again.func.decl;
    let flow = package.flow(again.func);
    let steps = package.lock_steps(again.func, &again.lock);
    let stmt = flow.events[again.event].stmt;
    let (list, position) = package.siblings(decl, stmt)?;
    let release = (again.event + 1..steps.len()).find(|&event| steps[event].is_some())?;
    let is_pair = matches!(steps[release], Some(LockStep::Release(mode)) if mode == again.mode);
    let behind = flow.events[release].stmt;
    let is_sibling = list.get(position + 1..)?.contains(&behind);
    let is_whole = |stmt: StmtId| matches!(package.ast(decl).stmt(stmt).kind, StmtKind::Expr(_));
    // The first lock must still be released afterwards.
    let is_covered = flow.events.iter().enumerate().any(|(number, event)| {
        matches!(&event.kind, EventKind::Lock { path, mode: CallMode::Deferred, .. } if *path == again.lock)
            && flow.reaches(number, again.event, |_| false)
    }) || (release + 1..steps.len()).any(|event| {
        matches!(steps[event], Some(LockStep::Release(_))) && flow.reaches(release, event, |_| false)
    });
    if !is_pair || !is_sibling || !is_covered || !is_whole(stmt) || !is_whole(behind) {
        return None;
    }
    let between = &list[position + 1..list.iter().position(|&other| other == behind)?];
    if between
        .iter()
        .any(|&inner| leaves_inside(package, again.func, inner))
    {
        return None;
    }
    let mut lines = Lines::new(package, decl);
    lines.remove(stmt)?;
    lines.remove(behind)?;
    let title = "do without the second lock".to_string();
    Some(finished(package, again, title, Safety::Safe, lines))
}

/// Whether a statement holds a `return` or a jump.
fn leaves_inside(package: &Package, func: FuncId, stmt: StmtId) -> bool {
    let ast = package.ast(func.decl);
    let range = ast.stmt(stmt).range;
    ast.stmts.iter().any(|inner| {
        range.contains(inner.range)
            && matches!(inner.kind, StmtKind::Return(_) | StmtKind::Branch { .. })
    })
}

/// The function of the same name that expects the lock to be held.
fn sibling(package: &Package, again: &Again) -> Option<Fix> {
    let decl = again.func.decl;
    let event = &package.flow(again.func).events[again.event];
    let EventKind::Call {
        call,
        mode: CallMode::Now,
        ..
    } = event.kind
    else {
        return None;
    };
    let ExprKind::Call { callee, .. } = package.ast(decl).expr(call).kind else {
        return None;
    };
    let at = ExprRef { decl, expr: callee };
    let called = again.links.get(1)?.0;
    let (field, operand) = match &package.expr(at).kind {
        ExprKind::Selector { operand, field } => (*field, *operand),
        _ => return None,
    };
    let ty = package.type_of(ExprRef {
        decl,
        expr: operand,
    });
    let known = package.func(called).name?.name;
    if known != field.name {
        return None;
    }
    let wanted = siblings_of(&field.name);
    let text = wanted.into_iter().find(|text| {
        let selection = package.member(ty.pointee(), name(text));
        // A field may have the name, too.
        let Some(method) = selection
            .map(|selection| selection.symbol)
            .filter(|&symbol| package.symbol(symbol).kind == SymbolKind::Method)
        else {
            return false;
        };
        let other = FuncId {
            decl: method.decl,
            index: FuncIndex(0),
        };
        let locks = &package.effects_of(other).locks;
        let takes_it = again
            .lock
            .target()
            .is_some_and(|lock| locks.contains(&lock));
        !takes_it && is_alike(package, called, other)
    })?;
    let mut lines = Lines::new(package, decl);
    lines.replace(field.range, text.clone())?;
    let title = format!("call {text}, which expects the lock");
    Some(finished(package, again, title, Safety::Safe, lines))
}

/// How the function is named that does the same and expects the lock: `getLocked` for `Get`.
fn siblings_of(name: &str) -> Vec<String> {
    let mut chars = name.chars();
    let lower: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_lowercase)
        .chain(chars)
        .collect();
    let mut found = Vec::new();
    for stem in [name, lower.as_str()] {
        for ending in [
            "Locked", "NoLock", "WithLock", "LockHeld", "Unsafe", "_locked", "Unlocked",
        ] {
            found.push(format!("{stem}{ending}"));
        }
    }
    found.push(format!("_{lower}"));
    found.push(format!("_{name}"));
    found.push(format!("unsafe{name}"));
    if lower != name {
        found.push(lower);
    }
    found
}

/// Whether two functions have the same parameters and results.
fn is_alike(package: &Package, one: FuncId, other: FuncId) -> bool {
    let texts = |func: FuncId| {
        let signature = &package.func(func).signature;
        let types = |fields: &[Field]| -> Vec<String> {
            fields
                .iter()
                .flat_map(|field| {
                    let text = package
                        .text(func.decl, package.ast(func.decl).expr(field.ty).range)
                        .to_string();
                    vec![text; field.names.len().max(1)]
                })
                .collect()
        };
        (types(&signature.params), types(&signature.results))
    };
    texts(one) == texts(other)
}

/// The call comes behind the unlock that follows it.
fn behind_unlock(package: &Package, again: &Again) -> Option<Fix> {
    let decl = again.func.decl;
    let flow = package.flow(again.func);
    let stmt = flow.events[again.event].stmt;
    let ast = package.ast(decl);
    let StmtKind::Expr(call) = ast.stmt(stmt).kind else {
        return None;
    };
    if ast.expr(call).range != flow.events[again.event].range {
        return None;
    }
    let (list, position) = package.siblings(decl, stmt)?;
    let &next = list.get(position + 1)?;
    let steps = package.lock_steps(again.func, &again.lock);
    let release = (again.event + 1..steps.len()).find(|&event| steps[event].is_some())?;
    let is_next = flow.events[release].stmt == next
        && matches!(ast.stmt(next).kind, StmtKind::Expr(_))
        && matches!(steps[release], Some(LockStep::Release(mode)) if mode == again.held);
    let is_held_twice = flow.events[again.event].held.iter().count() > 1;
    if !is_next || is_held_twice || !args_are_plain(package, again, call) {
        return None;
    }
    let mut lines = Lines::new(package, decl);
    let text = package.text(decl, ast.stmt(next).range).to_string();
    lines.remove(next)?;
    lines.before(stmt, &[text])?;
    let title = "call it behind the unlock".to_string();
    Some(finished(package, again, title, Safety::Unsafe, lines))
}

/// The call that the function ends with comes behind an `Unlock` that was deferred.
fn at_the_end(package: &Package, again: &Again) -> Option<Fix> {
    let flow = package.flow(again.func);
    let event = &flow.events[again.event];
    let is_now = matches!(
        event.kind,
        EventKind::Call {
            mode: CallMode::Now,
            ..
        }
    );
    let is_held_twice = event.held.iter().count() > 1;
    let through = again.links.get(1..again.links.len() - 1)?;
    // What is called on the way may rely on the lock.
    let relies = through.iter().any(|(func, _)| {
        let own = Some(*func) != again.links.last().map(|(last, _)| *last);
        own && package.flow(*func).events.iter().any(
            |event| matches!(&event.kind, EventKind::Access { path, .. } if !path.steps.is_empty()),
        )
    });
    if !is_now || is_held_twice || relies {
        return None;
    }
    let lines = released_before(package, again.func, &again.lock, event.stmt, None)?;
    let title = "unlock before the last call".to_string();
    Some(finished(package, again, title, Safety::Unsafe, lines))
}

/// Whether the arguments need no lock: constants and local variables.
fn args_are_plain(package: &Package, again: &Again, call: ExprId) -> bool {
    let decl = again.func.decl;
    let ExprKind::Call { args, .. } = &package.ast(decl).expr(call).kind else {
        return false;
    };
    args.iter().all(|&arg| {
        matches!(
            package.ast(decl).expr(arg).kind,
            ExprKind::Name(_) | ExprKind::Literal(_)
        )
    })
}
