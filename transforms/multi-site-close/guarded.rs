//! Closes that are guarded well: by a `sync.Once`, or by a lock and a flag. The other closes of the channel can use the
//! same.

use super::closings::Site;
use crate::model::flow::{AccessKind, EventKind};
use crate::model::locks::{LockOp, Mode};
use crate::model::path::{AccessPath, Step};
use crate::model::structure::Condition;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::syntax::ast::{ExprId, ExprKind, UnaryOp};

/// `if !s.closed { s.closed = true; close(s.done) }` under `s.mu`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FlagGuard {
    /// The steps from the struct to the lock.
    pub lock: Vec<Step>,
    /// What stands between the struct and `Lock()`: `mu.`, or nothing where the mutex is embedded.
    pub lock_text: String,
    pub flag: SymbolId,
}

/// The lock and the flag that let a close happen once.
pub(super) fn flag_guard(package: &Package, site: &Site) -> Option<FlagGuard> {
    let holder = package.path_of(site.channel).holder()?;
    let flow = package.flow(site.func);
    let event = &flow.events[site.event];
    let (lock, _) = event
        .held
        .iter()
        .find(|(lock, mode)| *mode == Mode::Write && lock.begins_with(&holder))?;
    let flag = package
        .conditions_of(site.func.decl, event.stmt)
        .into_iter()
        .find_map(|condition| {
            let (Condition::If { condition, .. } | Condition::Passed { condition, .. }) = condition
            else {
                return None;
            };
            tested_flag(package, site.func, condition, &holder)
        })?;
    let is_set = flow.events.iter().any(|event| {
        matches!(&event.kind, EventKind::Access { path, kind: AccessKind::Write } if *path == flag)
            && event.held.mode_of(lock) == Some(Mode::Write)
    });
    let lock_text = lock_text(package, site, lock)?;
    is_set.then_some(())?;
    Some(FlagGuard {
        lock: lock.steps[holder.steps.len()..].to_vec(),
        lock_text,
        flag: flag.target()?,
    })
}

/// The bool field of `holder` that a condition tests alone.
fn tested_flag(
    package: &Package,
    func: FuncId,
    condition: ExprId,
    holder: &AccessPath,
) -> Option<AccessPath> {
    let at = ExprRef {
        decl: func.decl,
        expr: condition,
    };
    let at = match package.expr(at).kind {
        ExprKind::Unary {
            op: UnaryOp::Not,
            operand,
        } => ExprRef {
            decl: func.decl,
            expr: operand,
        },
        _ => at,
    };
    let path = package.path_of(at);
    let is_flag = path.holder().as_ref() == Some(holder) && package.type_of(at).is_basic("bool");
    is_flag.then_some(path)
}

fn lock_text(package: &Package, site: &Site, lock: &AccessPath) -> Option<String> {
    let operand = holder_text(package, site.channel)?;
    package.flow(site.func).events.iter().find_map(|event| {
        let EventKind::Lock {
            path,
            op: LockOp::Acquire(Mode::Write),
            ..
        } = &event.kind
        else {
            return None;
        };
        let text = package.text(site.func.decl, event.range);
        let rest = text.strip_prefix(operand.as_str())?;
        (path == lock).then_some(rest.strip_suffix("Lock()")?.to_string())
    })
}

/// `s.` for `s.done`, nothing for `done`; `None` where evaluating it can do something.
pub(super) fn holder_text(package: &Package, channel: ExprRef) -> Option<String> {
    match &package.expr(channel).kind {
        ExprKind::Name(_) => Some(String::new()),
        ExprKind::Selector { operand, .. } => {
            let operand = ExprRef {
                decl: channel.decl,
                expr: *operand,
            };
            let has_effects = package.expressions_in(operand).iter().any(|&at| {
                matches!(
                    package.expr(at).kind,
                    ExprKind::Call { .. } | ExprKind::Receive(_) | ExprKind::Func(_)
                )
            });
            (!has_effects).then(|| format!("{}.", package.expr_text(operand)))
        }
        _ => None,
    }
}

/// The `sync.Once` that lets a close happen once.
pub(super) fn once_of(package: &Package, site: &Site) -> Option<SymbolId> {
    let callers = package.callers_of(site.func);
    let mut onces = callers.sites.iter().map(|caller| {
        if !package.is_once_do(caller.call) {
            return None;
        }
        let ExprKind::Call { callee, .. } = package.expr(caller.call).kind else {
            return None;
        };
        match package.ast(caller.call.decl).expr(callee).kind {
            ExprKind::Selector { operand, .. } => package
                .path_of(ExprRef {
                    decl: caller.call.decl,
                    expr: operand,
                })
                .target(),
            _ => None,
        }
    });
    let first = onces.next()??;
    onces.all(|once| once == Some(first)).then_some(first)
}

/// Whether a `sync.Once` lies beside the channel, and does nothing at this site but close it.
pub(super) fn can_share(package: &Package, once: SymbolId, channel: SymbolId, site: &Site) -> bool {
    let (one, other) = (package.symbol(once), package.symbol(channel));
    let is_beside = match (one.kind, other.kind) {
        (SymbolKind::Field, SymbolKind::Field) => {
            let struct_of = |field| package.struct_of_field(field).map(|(ty, _)| ty);
            struct_of(once).is_some() && struct_of(once) == struct_of(channel)
        }
        (SymbolKind::Var, SymbolKind::Var) => {
            once.decl.dir == channel.decl.dir
                && (one.func.is_none() && other.func.is_none()
                    || once.decl == channel.decl && one.func == other.func)
        }
        _ => false,
    };
    let func = package.func(site.func);
    let body = func
        .body
        .map(|body| package.body_of(site.func.decl, body))
        .unwrap_or_default();
    is_beside && body == [package.flow(site.func).events[site.event].stmt]
}

/// Whether something certainly keeps the close from running twice, other than a condition that is not understood.
pub(super) fn is_guarded_well(package: &Package, site: &Site) -> bool {
    once_of(package, site).is_some() || flag_guard(package, site).is_some()
}
