//! Whether a function keeps a lock on purpose, for somebody else to release.

use std::collections::BTreeSet;

use super::leaks::{Exit, Leak};
use super::taken::Taken;
use crate::model::flow::{AccessKind, CallMode, Callee, EventKind};
use crate::model::lock_states::LockStep;
use crate::model::locks::LockOp;
use crate::model::uses::is_exported;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::syntax::ast::*;

/// Words in the names of functions that return with a lock held.
const KEEPS: &[&str] = &[
    "lock",
    "locks",
    "rlock",
    "wlock",
    "locked",
    "locking",
    "mutex",
    "acquire",
    "begin",
    "enter",
    "hold",
    "reserve",
    "freeze",
    "pause",
    "suspend",
    "exclusive",
    "checkout",
    "borrow",
];

/// What a comment says of a function that returns with a lock held.
const SAYS_KEPT: &[&str] = &[
    "must unlock",
    "should unlock",
    "to unlock",
    "must release",
    "should release",
    "must be released",
    "must be unlocked",
    "responsible for",
    "is held",
    "lock held",
    "holds the lock",
    "holding the lock",
    "returns locked",
];

pub(super) fn is_handed_over(taken: &Taken, leaks: &[Leak]) -> bool {
    says_kept(taken)
        || is_given_away(taken)
        || caller_releases(taken)
        || others_may_release(taken, leaks)
}

fn says_kept(taken: &Taken) -> bool {
    let package = taken.package;
    let names = taken.ast.funcs.first().and_then(|func| func.name);
    let is_named = names.is_some_and(|ident| {
        words_of(&ident.name)
            .iter()
            .any(|word| KEEPS.contains(&word.as_str()))
    });
    let doc = package.doc(taken.func.decl).to_lowercase();
    is_named || SAYS_KEPT.iter().any(|words| doc.contains(words))
}

/// The words of a name in camel case, in lower case.
fn words_of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_lower = false;
    for char in name.chars() {
        if char == '_' {
            was_lower = true;
            continue;
        }
        match words.last_mut() {
            Some(word) if !(char.is_uppercase() && was_lower) => word.extend(char.to_lowercase()),
            _ => words.push(char.to_lowercase().collect()),
        }
        was_lower = char.is_lowercase();
    }
    words
}

/// Whether the function hands out the lock, its `Unlock`, or a literal that releases it.
fn is_given_away(taken: &Taken) -> bool {
    let package = taken.package;
    let decl = taken.func.decl;
    let is_addressed = taken.flow.events.iter().any(|event| {
        matches!(&event.kind, EventKind::Access { path, kind: AccessKind::Address } if *path == taken.lock)
    });
    let is_value = || {
        (0..taken.ast.exprs.len() as u32).map(ExprId).any(|expr| {
            let ExprKind::Selector { operand, field } = &taken.ast.expr(expr).kind else {
                return false;
            };
            let is_called = match taken.ast.expr(expr).parent {
                Parent::Expr(outer) => matches!(
                    taken.ast.expr(outer).kind,
                    ExprKind::Call { callee, .. } if callee == expr
                ),
                _ => false,
            };
            if is_called {
                return false;
            }
            let operand = ExprRef {
                decl,
                expr: *operand,
            };
            if matches!(LockOp::of_method(&field.name), Some(LockOp::Release(_))) {
                return taken.lock.begins_with(&package.path_of(operand));
            }
            match package.function_value(ExprRef { decl, expr }) {
                Some(Callee::Func(func)) => releases_unpaired(package, func, taken.lock.target()),
                _ => false,
            }
        })
    };
    let is_in_literal = || {
        package.funcs(decl).any(|literal| {
            is_inside(taken.ast, literal, taken.func)
                && releases_unpaired(package, literal, taken.lock.target())
                && !runs_in_sight(taken, literal)
        })
    };
    is_addressed || is_value() || is_in_literal()
}

/// Whether a function releases a lock of this field or variable that it does not hold.
fn releases_unpaired(package: &Package, func: FuncId, lock: Option<SymbolId>) -> bool {
    if package.world().is_standard(func.decl.dir) != package.world().is_standard(package.home().id)
    {
        return false;
    }
    package.flow(func).events.iter().any(|event| {
        matches!(&event.kind, EventKind::Lock { path, op: LockOp::Release(_), .. }
            if path.target() == lock && event.held.mode_of(path).is_none())
    })
}

/// Whether all that happens with a literal are calls by the function itself, which the lock's states account for.
fn runs_in_sight(taken: &Taken, literal: FuncId) -> bool {
    let callers = taken.package.callers_of(literal);
    let is_own = callers
        .sites
        .iter()
        .all(|site| site.caller == taken.func && site.mode != CallMode::Spawned);
    !callers.is_value && !callers.sites.is_empty() && is_own
}

fn is_inside(ast: &Ast, literal: FuncId, outer: FuncId) -> bool {
    let mut parent = ast.func(literal.index).parent;
    while let Some(around) = parent {
        if around == outer.index {
            return true;
        }
        parent = ast.func(around).parent;
    }
    false
}

/// Whether a caller releases the lock after the call.
fn caller_releases(taken: &Taken) -> bool {
    let package = taken.package;
    let sites = package.callers_of(taken.func).sites.iter();
    let mut sites = sites.filter(|site| site.mode != CallMode::Spawned);
    sites.any(|site| {
        let lock = match package.func(taken.func).literal {
            Some(_) => Some(taken.lock.clone()),
            None => package.path_in_caller(&taken.lock, site.call, taken.func),
        };
        let Some(lock) = lock else {
            // The lock has no name there: it may be reached through what the function returns.
            return package.flow(site.caller).events.iter().any(|event| {
                matches!(&event.kind, EventKind::Lock { path, op: LockOp::Release(_), .. }
                    if path.target() == taken.lock.target())
            });
        };
        let around = Taken::new(package, site.caller, lock);
        let mut is_released = false;
        let block = around.event(site.event).block;
        around.walk(vec![(block, site.event + 1)], |event| {
            let is_write = matches!(around.event(event).kind, EventKind::Access { .. });
            is_released |= match around.steps[event] {
                Some(LockStep::Acquire(_)) | None => false,
                Some(_) => !is_write,
            };
            around.steps[event].is_none()
        });
        is_released
    })
}

/// Whether functions that may run after this one release the lock without having taken it.
fn others_may_release(taken: &Taken, leaks: &[Leak]) -> bool {
    let package = taken.package;
    let Some(symbol) = taken.lock.target() else {
        return true;
    };
    let releases_itself = taken.releases().next().is_some();
    if package.is_local(symbol) {
        // Nobody else can reach it, unless it is what a variable points to.
        let name = package.symbol(symbol).kind;
        let is_own = taken.is_standard() && name == crate::model::SymbolKind::Var;
        return !releases_itself && !is_own;
    }
    let callers = package.callers_of(taken.func);
    let is_open = package
        .func(taken.func)
        .name
        .is_none_or(|ident| is_exported(&ident.name))
        || callers.is_value
        || callers.sites.is_empty();
    if !releases_itself {
        let is_visible = is_exported(&package.symbol(symbol).name);
        return !taken.is_standard()
            || taken.is_test()
            || is_open && (is_visible || takers(package).contains(&symbol));
    }
    // Where the last way out keeps the lock and the others release it, success is what takes it.
    let last = last_return(taken);
    let keeps_last = leaks
        .iter()
        .any(|leak| matches!(leak.exit, Exit::End) || last == Some(leak.exit));
    is_open && keeps_last && takers(package).contains(&symbol)
}

/// The return that stands last in the function's body.
fn last_return(taken: &Taken) -> Option<Exit> {
    let body = taken.ast.func(taken.func.index).body?;
    let StmtKind::Block(list) = &taken.ast.stmt(body).kind else {
        return None;
    };
    Some(Exit::Return(*list.last()?))
}

/// The locks that some function of the package releases without having taken them, nor taking them again.
fn takers(package: &Package) -> BTreeSet<SymbolId> {
    let mut decls = package.decls_mentioning("Unlock");
    decls.extend(package.decls_mentioning("RUnlock"));
    let mut found = BTreeSet::new();
    for decl in decls {
        for func in package.funcs(decl) {
            let flow = package.flow(func);
            for (number, event) in flow.events.iter().enumerate() {
                let EventKind::Lock {
                    path,
                    op: LockOp::Release(_),
                    mode,
                } = &event.kind
                else {
                    continue;
                };
                let is_again = flow.events.iter().enumerate().any(|(later, event)| {
                    matches!(&event.kind, EventKind::Lock { path: again, op: LockOp::Acquire(_), .. } if again == path)
                        && flow.reaches(number, later, |_| false)
                });
                let is_local = package.func(func).literal.is_some() && *mode == CallMode::Now;
                if event.held.mode_of(path).is_none()
                    && !is_again
                    && !is_local
                    && !releases_elsewhere_taken(package, func, path)
                {
                    found.extend(path.target());
                }
            }
        }
    }
    found
}

/// Whether the function takes the lock too, on some paths.
fn releases_elsewhere_taken(
    package: &Package,
    func: FuncId,
    lock: &crate::model::path::AccessPath,
) -> bool {
    package.flow(func).events.iter().any(|event| {
        matches!(&event.kind, EventKind::Lock { path, op: LockOp::Acquire(_) | LockOp::Try, .. } if path == lock)
    })
}

/// Whether a lock is a variable of the declaration that is used in ways of its own: the function does nothing but lock and
/// unlock it, to show what comes of that, or another function of the declaration, which has not taken it, releases it.
pub(super) fn is_played_with(taken: &Taken) -> bool {
    let package = taken.package;
    let Some(root) = taken.lock.root_symbol() else {
        return false;
    };
    let is_variable = package.is_local(root)
        && package.symbol(root).kind == SymbolKind::Var
        && taken.lock.steps.is_empty();
    let only_locks = || {
        taken.flow.events.iter().all(|event| match &event.kind {
            EventKind::Lock { .. } => true,
            EventKind::Access { path, .. } => path.root_symbol() == Some(root),
            _ => false,
        })
    };
    let is_released_beside = || {
        package.funcs(taken.func.decl).any(|func| {
            let mut events = package.flow(func).events.iter();
            func != taken.func
                && events.any(|event| {
                    matches!(&event.kind, EventKind::Lock { path, op: LockOp::Release(_), .. }
                        if *path == taken.lock && event.held.mode_of(path).is_none())
                })
        })
    };
    is_variable && (only_locks() || is_released_beside())
}
