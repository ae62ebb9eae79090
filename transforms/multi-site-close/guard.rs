//! What keeps a close from running twice, if anything does.

use crate::model::flow::{AccessKind, Callee, EventKind};
use crate::model::locks::Mode;
use crate::model::path::AccessPath;
use crate::model::structure::Condition;
use crate::model::types::Type;
use crate::model::{DeclId, ExprRef, FuncId, Package, Resolution, SymbolKind};
use crate::syntax::ast::{AssignOp, ExprId, ExprKind, StmtId, StmtKind};

/// What stands before a close.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Guard {
    /// Nothing that a second run would be stopped by.
    None,
    /// `select { case <-c: default: close(c) }`: two goroutines can both find it open.
    Select { select: StmtId },
    /// `select { case <-other: return; default: }`: on one goroutine it may well be enough.
    Poll,
    /// `if c != nil { close(c); c = nil }`, without a lock.
    Nil { test: ExprRef },
    /// `if !closed { closed = true; close(c) }`, without a lock; `test` is the flag.
    Flag { test: ExprRef },
    /// Something that may well be right: a lock with a test, a `sync.Once`, an atomic swap, a condition that is not
    /// understood.
    Sound,
}

impl Guard {
    /// Both of two guards that stand one before the other.
    pub(super) fn and(self, other: Guard) -> Guard {
        match (self, other) {
            (Guard::None, other) => other,
            (guard, Guard::None) => guard,
            (Guard::Poll, other) if other.is_racy() => other,
            (guard, Guard::Poll) if guard.is_racy() => guard,
            (guard, other) if guard == other => guard,
            _ => Guard::Sound,
        }
    }

    /// Whether it holds on one goroutine, but not against another.
    pub(super) fn is_racy(&self) -> bool {
        matches!(
            self,
            Guard::Select { .. } | Guard::Poll | Guard::Nil { .. } | Guard::Flag { .. }
        )
    }
}

/// A close behind more conditions than these is not understood.
const MOST_CONDITIONS: usize = 40;

/// The guard of an event that closes `path`.
pub(super) fn guard_at(package: &Package, func: FuncId, event: usize, path: &AccessPath) -> Guard {
    let data = &package.flow(func).events[event];
    let mut guard = Guard::None;
    let conditions = package.conditions_of(func.decl, data.stmt);
    for (number, condition) in conditions.into_iter().enumerate() {
        guard = guard.and(guard_of(package, func, condition, path));
        if guard == Guard::Sound || number == MOST_CONDITIONS {
            return Guard::Sound;
        }
    }
    let is_once = || {
        let callers = &package.callers_of(func).sites;
        !callers.is_empty() && callers.iter().all(|site| package.is_once_do(site.call))
    };
    if is_once() {
        return Guard::Sound;
    }
    // A read lock lets others in at the same time.
    let is_locked = || {
        let held = package.held_at(func, event);
        package.is_called_locked(func) || held.iter().any(|(_, mode)| mode == Mode::Write)
    };
    if guard != Guard::None && is_locked() {
        Guard::Sound
    } else {
        guard
    }
}

fn guard_of(package: &Package, func: FuncId, condition: Condition, path: &AccessPath) -> Guard {
    let decl = func.decl;
    match condition {
        Condition::If { condition, .. } | Condition::Passed { condition, .. } => {
            guard_of_expression(
                package,
                func,
                ExprRef {
                    decl,
                    expr: condition,
                },
                path,
            )
        }
        Condition::Comm { select, case } => {
            let is_default = matches!(
                package.ast(decl).stmt(case).kind,
                StmtKind::Comm { comm: None, .. }
            );
            if is_default {
                guard_of_select(package, decl, select, path)
            } else {
                Guard::None
            }
        }
        Condition::PassedClauses { stmt } => guard_of_select(package, decl, stmt, path),
        Condition::Case { switch, .. } => match &package.ast(decl).stmt(switch).kind {
            StmtKind::Switch { tag: Some(tag), .. }
                if is_fixed(package, ExprRef { decl, expr: *tag }) =>
            {
                Guard::None
            }
            _ => Guard::Sound,
        },
        Condition::Loop { .. } => Guard::None,
    }
}

/// A select that asks whether the channel is closed already, and one that asks something else.
fn guard_of_select(package: &Package, decl: DeclId, select: StmtId, path: &AccessPath) -> Guard {
    let StmtKind::Select { cases } = &package.ast(decl).stmt(select).kind else {
        return Guard::Sound;
    };
    let mut asked = cases
        .iter()
        .filter_map(|&case| match &package.ast(decl).stmt(case).kind {
            StmtKind::Comm { comm, .. } => *comm,
            _ => None,
        })
        .map(|comm| received(package, decl, comm));
    let is_asked = |channel: &Option<ExprRef>| {
        channel.is_some_and(|channel| package.path_of(channel) == *path)
    };
    if asked.clone().any(|channel| is_asked(&channel)) {
        Guard::Select { select }
    } else if asked.all(|channel| channel.is_some()) {
        Guard::Poll
    } else {
        Guard::Sound
    }
}

/// The channel that a clause's communication receives from.
pub(super) fn received(package: &Package, decl: DeclId, comm: StmtId) -> Option<ExprRef> {
    let value = match &package.ast(decl).stmt(comm).kind {
        StmtKind::Expr(value) => *value,
        StmtKind::Assign { values, .. } => *values.first()?,
        _ => return None,
    };
    match package.ast(decl).expr(value).kind {
        ExprKind::Receive(channel) => Some(ExprRef {
            decl,
            expr: channel,
        }),
        _ => None,
    }
}

/// What a condition says about earlier closes.
fn guard_of_expression(
    package: &Package,
    func: FuncId,
    condition: ExprRef,
    path: &AccessPath,
) -> Guard {
    let of = |expr: ExprId| {
        let at = ExprRef {
            decl: condition.decl,
            expr,
        };
        guard_of_expression(package, func, at, path)
    };
    if package.type_of(condition).is_basic("error") {
        return Guard::None;
    }
    match &package.expr(condition).kind {
        ExprKind::Paren(inner) => of(*inner),
        ExprKind::Unary { operand, .. } => of(*operand),
        ExprKind::Binary { left, right, .. } => of(*left).and(of(*right)),
        ExprKind::Call { callee, .. } => {
            let callee = ExprRef {
                decl: condition.decl,
                expr: *callee,
            };
            if knows_nothing(package, callee) {
                Guard::None
            } else {
                Guard::Sound
            }
        }
        ExprKind::Name(_) | ExprKind::Selector { .. } => {
            guard_of_variable(package, func, condition, path)
        }
        ExprKind::Literal(_) => Guard::None,
        _ => Guard::Sound,
    }
}

/// Whether a function cannot tell whether the channel is closed: one that the caller gives, and most of the standard
/// library.
fn knows_nothing(package: &Package, callee: ExprRef) -> bool {
    if let Some("len" | "cap") = package.builtin(callee) {
        return true;
    }
    match package.function_value(callee) {
        Some(Callee::Value(symbol)) => package.symbol(symbol).kind == SymbolKind::Param,
        Some(Callee::Func(func)) if package.world().is_standard(func.decl.dir) => {
            let path = package.directory(func.decl.dir).import_path.as_deref();
            !matches!(path, Some("sync" | "sync/atomic" | "context"))
        }
        _ => false,
    }
}

/// What a test of a variable says: nothing if it cannot change between two runs.
fn guard_of_variable(package: &Package, func: FuncId, at: ExprRef, path: &AccessPath) -> Guard {
    let tested = package.path_of(at);
    if tested == *path {
        let becomes_nil = package
            .flow(func)
            .events
            .iter()
            .any(|event| matches!(&event.kind, EventKind::Access { path, kind: AccessKind::Write } if *path == tested));
        return if becomes_nil {
            Guard::Nil { test: at }
        } else {
            Guard::None
        };
    }
    if is_fixed(package, at) {
        return Guard::None;
    }
    let is_set_here = package
        .flow(func)
        .events
        .iter()
        .any(|event| match &event.kind {
            EventKind::Access {
                path,
                kind: AccessKind::Write | AccessKind::Update,
            } => *path == tested,
            _ => false,
        });
    let is_bool = package.type_of(at).is_basic("bool");
    let is_shared = tested.root_symbol().is_some_and(|root| {
        !tested.steps.is_empty()
            || !package.is_local(root)
            || root.decl == func.decl && package.symbol(root).func != Some(func.index)
    });
    if is_set_here && is_bool && is_shared {
        Guard::Flag { test: at }
    } else {
        Guard::Sound
    }
}

/// Whether a test of the expression gives no answer about earlier closes: constants, `nil`, errors, and parameters that
/// nothing assigns to.
fn is_fixed(package: &Package, at: ExprRef) -> bool {
    if is_error(package, at) {
        return true;
    }
    match package.scopes(at.decl).resolution(at.expr) {
        Resolution::Universe => return true,
        Resolution::Import(_) => return true,
        _ => {}
    }
    let Some(symbol) = package.named_symbol(at) else {
        return false;
    };
    match package.symbol(symbol).kind {
        SymbolKind::Const | SymbolKind::Type | SymbolKind::Func => true,
        SymbolKind::Param | SymbolKind::Receiver => !package.is_reassigned(symbol),
        _ => false,
    }
}

fn is_error(package: &Package, at: ExprRef) -> bool {
    // Where the function that yields it is not in sight, its name tells.
    match package.type_of(at) {
        Type::Unknown => matches!(package.expr_text(at), "err" | "error"),
        ty => ty.is_basic("error"),
    }
}

/// `c = nil` for the channel that is closed, in the same list of statements behind the close.
pub(super) fn nil_assignment(
    package: &Package,
    decl: DeclId,
    close: StmtId,
    path: &AccessPath,
) -> Option<StmtId> {
    let (list, position) = package.siblings(decl, close)?;
    list[position + 1..].iter().copied().find(|&stmt| {
        let StmtKind::Assign {
            targets,
            op: AssignOp::Set,
            values,
        } = &package.ast(decl).stmt(stmt).kind
        else {
            return false;
        };
        let is_nil = |value: &ExprId| package.type_of(ExprRef { decl, expr: *value }) == Type::Nil;
        matches!((targets.as_slice(), values.as_slice()), ([target], [value])
            if is_nil(value) && package.path_of(ExprRef { decl, expr: *target }) == *path)
    })
}
