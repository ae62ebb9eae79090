//! What runs while a lock is held, anywhere in the package, and in which order locks are taken.

use crate::model::effects::Effects;
use crate::model::flow::{CallMode, EventKind};
use crate::model::locks::{LockOp, LockSet};
use crate::model::path::AccessPath;
use crate::model::{ExprRef, FuncId, Package, SymbolId};
use crate::syntax::ast::*;

/// Whether the function certainly never runs while `lock` is held, on whatever object: only then can it take the lock.
pub(super) fn runs_without(package: &Package, func: FuncId, lock: SymbolId) -> bool {
    let name = package.func(func).name.map(|ident| ident.name);
    // What is kept gets the object from who runs it: of others, it knows nothing.
    let holder = package.struct_of_field(lock).map(|(holder, _)| holder);
    let is_own = holder.is_some() && package.receiver_type(func) == holder;
    let is_value = is_used_as_value(package, func) || is_own && is_run_by_kept(package, func);
    let is_called_back = package.is_called_back(func);
    holders(package, lock).into_iter().all(|holder| {
        let effects = effects_under(package, holder, lock);
        let is_called = effects.calls.contains(&func)
            || name.is_some_and(|name| effects.unknown.contains(&name));
        // What is out of sight may call back at once.
        let may_call_back = is_called_back && !effects.unknown.is_empty();
        !(is_called || may_call_back || effects.calls_values && is_value)
    })
}

/// Whether `inner` may be taken while each lock of `held` is held: nothing takes them the other way round.
pub(super) fn may_nest(package: &Package, held: &LockSet, inner: SymbolId) -> bool {
    held.iter().all(|(outer, _)| {
        let Some(outer) = outer.target() else {
            return false;
        };
        outer != inner
            && holders(package, inner).into_iter().all(|holder| {
                let effects = effects_under(package, holder, inner);
                !effects.locks.contains(&outer)
            })
    })
}

/// The functions that take a lock themselves.
fn holders(package: &Package, lock: SymbolId) -> Vec<FuncId> {
    let uses = package.uses_of(lock).certain.iter();
    let mut funcs: Vec<FuncId> = uses.filter_map(|&at| package.enclosing_func(at)).collect();
    if is_embedded(package, lock) {
        funcs.extend(callers_of_promoted(package, lock));
    }
    funcs.sort();
    funcs.dedup();
    funcs
}

fn is_embedded(package: &Package, lock: SymbolId) -> bool {
    package.struct_of_field(lock).is_none_or(|(_, fields)| {
        let range = package.symbol(lock).range;
        !fields
            .iter()
            .any(|field| field.names.iter().any(|name| name.range == range))
    }) && matches!(&*package.symbol(lock).name, "Mutex" | "RWMutex" | "Locker")
}

/// Functions with `s.Lock()` where the lock is embedded: no expression names it.
fn callers_of_promoted(package: &Package, lock: SymbolId) -> Vec<FuncId> {
    let decls = package.decls_mentioning_any(&["Lock", "RLock"]);
    let funcs = decls.into_iter().flat_map(|decl| package.funcs(decl));
    funcs
        .filter(|&func| {
            package.flow(func).events.iter().any(|event| {
                matches!(&event.kind, EventKind::Lock { path, .. } if path.target() == Some(lock))
            })
        })
        .collect()
}

/// What a function may do while it holds `lock` by itself.
fn effects_under(package: &Package, holder: FuncId, lock: SymbolId) -> Effects {
    let mut all = Effects::default();
    let is_lock = |path: &AccessPath| path.target() == Some(lock);
    let flow = package.flow(holder);
    let releases_late = flow.events.iter().any(|event| {
        matches!(&event.kind, EventKind::Lock { path, op: LockOp::Release(_), mode: CallMode::Deferred } if is_lock(path))
    });
    for event in &flow.events {
        let is_held = event.held.iter().any(|(path, _)| is_lock(path));
        let is_deferred = matches!(
            event.kind,
            EventKind::Call {
                mode: CallMode::Deferred,
                ..
            }
        );
        let matters = matches!(event.kind, EventKind::Call { .. } | EventKind::Lock { .. });
        // What is deferred runs under the lock where the release is deferred, too.
        if matters && (is_held || is_deferred && releases_late) {
            let effects = package.effects_within(holder, event.range);
            all.locks.extend(
                effects
                    .locks
                    .iter()
                    .filter(|&&other| other != lock)
                    .copied(),
            );
            all.calls.extend(&effects.calls);
            all.unknown.extend(&effects.unknown);
            all.calls_values |= effects.calls_values;
        }
    }
    all
}

/// Whether others than those who name it in a call may run a function.
fn is_used_as_value(package: &Package, func: FuncId) -> bool {
    if package.func(func).literal.is_some() {
        return is_literal_handed_out(package, func);
    }
    let symbol = SymbolId {
        decl: func.decl,
        index: 0,
    };
    package
        .uses_of(symbol)
        .certain
        .iter()
        .any(|&at| !is_called_or_started(package, at))
}

/// Whether a literal that is kept somewhere calls a function: who runs what is kept runs it.
fn is_run_by_kept(package: &Package, func: FuncId) -> bool {
    let mut sites = package.callers_of(func).sites.iter();
    sites.any(|site| {
        site.mode != CallMode::Spawned
            && !package.file_of(site.caller.decl).is_test
            && (package.handed_on(site.caller))
                .is_some_and(|handed| handed.is_kept || is_assigned(package, site.caller))
    })
}

/// `op = func() {…}`: the variable is what becomes of it.
fn is_assigned(package: &Package, literal: FuncId) -> bool {
    let ast = package.ast(literal.decl);
    let expr = package.func(literal).literal;
    expr.is_some_and(|expr| matches!(ast.expr(expr).parent, Parent::Stmt(_)))
}

fn is_literal_handed_out(package: &Package, func: FuncId) -> bool {
    let Some(literal) = package.func(func).literal else {
        return false;
    };
    let at = ExprRef {
        decl: func.decl,
        expr: literal,
    };
    match package.only_variable_of(at) {
        Some(variable) => package
            .uses_of(variable)
            .certain
            .iter()
            .any(|&at| !is_called_or_started(package, at)),
        None => !is_called_or_started(package, at),
    }
}

/// Whether an expression is the callee of a call, or handed to what starts a goroutine with it.
fn is_called_or_started(package: &Package, at: ExprRef) -> bool {
    let ast = package.ast(at.decl);
    let mut expr = at.expr;
    while let Parent::Expr(outer) = ast.expr(expr).parent {
        match &ast.expr(outer).kind {
            ExprKind::Paren(_) | ExprKind::Index { .. } => expr = outer,
            ExprKind::Call { callee, .. } if *callee == expr => return true,
            ExprKind::Call { .. } => {
                let call = ExprRef {
                    decl: at.decl,
                    expr: outer,
                };
                return package
                    .functions_run_by(call)
                    .contains(&(expr, CallMode::Spawned));
            }
            _ => return false,
        }
    }
    false
}

/// Whether the code in `range` may run one of `funcs`.
pub(super) fn runs_any(effects: &Effects, funcs: &[FuncId]) -> bool {
    funcs.iter().any(|func| effects.calls.contains(func))
}
