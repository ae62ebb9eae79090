//! The lock that the others hold, taken here too.

use std::collections::BTreeSet;

use super::bare::Bare;
use crate::finding::{Fix, Safety};
use crate::model::flow::{ChanOpKind, EventKind};
use crate::model::path::AccessPath;
use crate::model::{DeclId, FuncId, Package, SymbolId};
use crate::rewrite::locking::{Lock, Shape, call_accessor, hold, lock_text, mode_for};
use crate::syntax::ast::{ExprId, ExprKind};

pub(super) fn fix(package: &Package, bare: &Bare, all: &[Bare]) -> Option<Fix> {
    let path = common_lock(package, bare)?;
    if gives_word(package, bare) && is_waited_under(package, path.target()?) {
        return None;
    }
    // Others in the function that need the same lock come under it as well.
    let beside: Vec<&Bare> = all
        .iter()
        .filter(|other| {
            other.func == bare.func && common_lock(package, other).as_ref() == Some(&path)
        })
        .collect();
    let takers: BTreeSet<FuncId> = all
        .iter()
        .filter(|other| other.func != bare.func)
        .map(|other| other.func)
        .collect();
    let takers: Vec<FuncId> = takers.into_iter().collect();
    with_lock(package, &beside, &path, &takers)
        .or_else(|| with_lock(package, &[bare], &path, &takers))
}

fn with_lock(
    package: &Package,
    bares: &[&Bare],
    path: &AccessPath,
    takers: &[FuncId],
) -> Option<Fix> {
    let first = bares.first()?;
    let text = lock_text(package, path)?;
    let symbol = path.target()?;
    let writes = bares.iter().any(|bare| bare.writes());
    let events: Vec<usize> = bares
        .iter()
        .flat_map(|bare| bare.accesses.iter().map(|access| access.event))
        .collect();
    let lock = Lock {
        text: &text,
        path: Some(path),
        symbol: Some(symbol),
        mode: mode_for(package, symbol, writes),
        takers,
    };
    let held = call_accessor(package, first.func, &events, &lock)
        .or_else(|| hold(package, first.func, &events, &lock))?;
    let mut names: Vec<String> = bares
        .iter()
        .map(|bare| package.path_text(&bare.first().path))
        .collect();
    names.dedup();
    let what = names.join(" and ");
    let title = match held.shape {
        Shape::Body | Shape::Rest => format!("lock {text} in the whole function"),
        Shape::Copies => format!("copy {what} while {text} is locked"),
        Shape::Moved => format!("lock {text} for {what} too"),
        Shape::Accessor => format!("call the method that locks {text} and returns {what}"),
        Shape::Statements => match writes {
            true => format!("lock {text} while {what} is written"),
            false => format!("lock {text} while {what} is read"),
        },
    };
    // A literal that is made under the lock runs without it, for all that is in sight.
    let is_made_locked = package.handed_on(first.func).is_some_and(|handed| {
        let held = package.held_at(handed.func, handed.event);
        held.iter().any(|(lock, _)| lock.target() == Some(symbol))
    });
    let safety = match is_made_locked {
        true => held.safety.min(Safety::Unsafe),
        false => held.safety,
    };
    Some(Fix {
        title,
        safety,
        edits: held.edits,
        imports: held.imports,
        about: vec![package.span(first.func.decl, package.func(first.func).range)],
    })
}

/// Whether the function, or the one around it, says to others that it is done: who waits for that with the lock held
/// would wait for ever once the function takes it.
fn gives_word(package: &Package, bare: &Bare) -> bool {
    package.funcs(bare.func.decl).any(|func| {
        let mut events = package.flow(func).events.iter();
        events.any(|event| match &event.kind {
            EventKind::Chan(op) => matches!(op.kind, ChanOpKind::Send | ChanOpKind::Close),
            EventKind::Call { call, .. } => is_call_of(package, bare.func.decl, *call, "Done"),
            _ => false,
        })
    })
}

/// Whether some function waits, for a group or a channel, with the lock held.
fn is_waited_under(package: &Package, lock: SymbolId) -> bool {
    let uses = &package.uses_of(lock).certain;
    let decls: BTreeSet<DeclId> = uses.iter().map(|at| at.decl).collect();
    decls.into_iter().any(|decl| {
        package.funcs(decl).any(|func| {
            package.flow(func).events.iter().any(|event| {
                let waits = match &event.kind {
                    EventKind::Chan(op) => {
                        matches!(op.kind, ChanOpKind::Receive | ChanOpKind::Range)
                    }
                    EventKind::Call { call, .. } => is_call_of(package, decl, *call, "Wait"),
                    _ => false,
                };
                waits
                    && event
                        .held
                        .iter()
                        .any(|(held, _)| held.target() == Some(lock))
            })
        })
    })
}

fn is_call_of(package: &Package, decl: DeclId, call: ExprId, method: &str) -> bool {
    let ExprKind::Call { callee, .. } = &package.ast(decl).expr(call).kind else {
        return false;
    };
    match &package.ast(decl).expr(*callee).kind {
        ExprKind::Selector { field, .. } => &*field.name == method,
        _ => false,
    }
}

/// The one lock that all the accesses need, as the function reaches it.
fn common_lock(package: &Package, bare: &Bare) -> Option<AccessPath> {
    let mut paths = bare
        .accesses
        .iter()
        .map(|access| bare.lock_at(package, access));
    let first = paths.next()??;
    paths
        .all(|path| path.as_ref() == Some(&first))
        .then_some(first)
}
