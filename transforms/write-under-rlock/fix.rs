//! Locks a region for writing instead of reading, where nothing inside needs the lock again or waits.

use std::collections::HashSet;

use super::region::{Op, Region};
use crate::finding::{Edit, Fix, Safety};
use crate::model::flow::{CallMode, Callee, ChanOpKind, Event, EventKind};
use crate::model::locks::LockOp;
use crate::model::path::AccessPath;
use crate::model::{ExprRef, FuncId, Package, SymbolId};
use crate::syntax::ast::{ExprKind, StmtKind};

/// How many calls deep the callees and callers are asked.
const DEPTH: u32 = 5;

/// Packages whose functions come back at once and call nothing of ours.
const QUICK: &[&str] = &[
    "bytes",
    "container/heap",
    "container/list",
    "errors",
    "maps",
    "math",
    "slices",
    "strconv",
    "strings",
    "sync/atomic",
    "time",
    "unicode",
];

/// The fix, or why there is none.
pub(super) fn fix(
    package: &Package,
    func: FuncId,
    lock: &AccessPath,
    region: &Region,
) -> Result<Fix, String> {
    let symbol = lock.target().ok_or("the lock has no name")?;
    let text = package.path_text(lock);
    if is_held_by_callers(package, func, symbol, DEPTH) {
        return Err(format!("a caller holds {text} already"));
    }
    let mut hazards = Hazards {
        package,
        lock: symbol,
        visited: HashSet::from([func]),
        is_certain: true,
    };
    for &event in &region.inside {
        hazards.check(func, event, DEPTH)?;
    }
    let mut edits = Vec::new();
    for op in &region.ops {
        edits.push(renamed(package, *op).ok_or("its calls are written in an unusual way")?);
    }
    edits.sort();
    edits.dedup();
    Ok(Fix {
        title: format!("lock {text} for writing"),
        safety: if hazards.is_certain {
            Safety::Safe
        } else {
            Safety::Unsafe
        },
        edits,
        imports: Vec::new(),
        about: vec![package.symbol_span(symbol)],
    })
}

/// `RLock` becomes `Lock`, `RUnlock` becomes `Unlock`.
fn renamed(package: &Package, op: Op) -> Option<Edit> {
    let decl = op.func.decl;
    let ast = package.ast(decl);
    let range = package.flow(op.func).events.get(op.event)?.range;
    let field = ast.exprs.iter().find_map(|expr| {
        let ExprKind::Call { callee, .. } = &expr.kind else {
            return None;
        };
        match &ast.expr(*callee).kind {
            ExprKind::Selector { field, .. } if expr.range == range => Some(*field),
            _ => None,
        }
    })?;
    let text = match &*field.name {
        "RLock" => "Lock",
        "RUnlock" => "Unlock",
        _ => return None,
    };
    Some(Edit {
        span: package.span(decl, field.range),
        text: text.to_string(),
    })
}

/// Whether some caller may hold the lock, of this object or another of its kind.
fn is_held_by_callers(package: &Package, func: FuncId, lock: SymbolId, depth: u32) -> bool {
    let callers = package.callers_of(func);
    callers.sites.iter().any(|site| {
        let Some(event) = package.flow(site.caller).events.get(site.event) else {
            return false;
        };
        site.mode != CallMode::Spawned
            && (event
                .held
                .iter()
                .any(|(path, _)| path.target() == Some(lock))
                || depth > 0 && is_held_by_callers(package, site.caller, lock, depth - 1))
    })
}

/// Looks for what must not happen under a write lock.
struct Hazards<'p, 'w> {
    package: &'p Package<'w>,
    lock: SymbolId,
    visited: HashSet<FuncId>,
    /// Whether all that is called is in sight.
    is_certain: bool,
}

impl Hazards<'_, '_> {
    fn check(&mut self, func: FuncId, event: usize, depth: u32) -> Result<(), String> {
        let package = self.package;
        let Some(event) = package.flow(func).events.get(event) else {
            return Ok(());
        };
        match &event.kind {
            EventKind::Lock { path, op, .. } if path.target() == Some(self.lock) => match op {
                LockOp::Acquire(_) | LockOp::Try => Err(format!(
                    "{} is locked again in between",
                    package.path_text(path)
                )),
                LockOp::Release(_) => Ok(()),
            },
            EventKind::Lock {
                op: LockOp::Acquire(_),
                ..
            } => {
                // The order of two locks is for a reviewer to judge.
                self.is_certain = false;
                Ok(())
            }
            EventKind::Chan(op)
                if op.mode == CallMode::Now
                    && matches!(
                        op.kind,
                        ChanOpKind::Send | ChanOpKind::Receive | ChanOpKind::Range
                    )
                    && !is_in_poll(package, func, event) =>
            {
                Err("it waits for a channel in between".to_string())
            }
            EventKind::Call { call, callee, mode } if *mode != CallMode::Spawned => {
                let call = ExprRef {
                    decl: func.decl,
                    expr: *call,
                };
                self.check_call(call, *callee, depth)
            }
            _ => Ok(()),
        }
    }

    fn check_call(&mut self, call: ExprRef, callee: Callee, depth: u32) -> Result<(), String> {
        let package = self.package;
        match callee {
            Callee::Builtin(_) | Callee::Conversion => Ok(()),
            Callee::Func(callee) | Callee::Literal(callee)
                if callee.decl.dir == package.home().id =>
            {
                if !self.visited.insert(callee) {
                    return Ok(());
                }
                if depth == 0 || package.ast(callee.decl).damaged.is_some() {
                    self.is_certain = false;
                    return Ok(());
                }
                for event in 0..package.flow(callee).events.len() {
                    self.check(callee, event, depth - 1)?;
                }
                Ok(())
            }
            Callee::Value(symbol) => {
                Err(format!("{} may lock it again", package.symbol(symbol).name))
            }
            _ => self.check_foreign(call),
        }
    }

    /// A call of what is not in sight.
    fn check_foreign(&mut self, call: ExprRef) -> Result<(), String> {
        let package = self.package;
        let ExprKind::Call { callee, .. } = &package.expr(call).kind else {
            return Ok(());
        };
        let callee = ExprRef {
            decl: call.decl,
            expr: *callee,
        };
        let qualified = package.qualified(callee);
        let name = qualified
            .as_ref()
            .map_or_else(|| package.expr_text(callee), |(_, name)| name.as_str());
        let name = name.rsplit('.').next().unwrap_or("");
        if matches!(name, "Wait" | "Sleep") {
            return Err(format!("it calls {name} in between"));
        }
        let is_quick = qualified.is_some_and(|(path, _)| QUICK.contains(&path.as_str()));
        self.is_certain &= is_quick;
        Ok(())
    }
}

/// Whether a channel operation belongs to a `select` with a `default`.
fn is_in_poll(package: &Package, func: FuncId, event: &Event) -> bool {
    let EventKind::Chan(op) = &event.kind else {
        return false;
    };
    let ast = package.ast(func.decl);
    let Some((select, _)) = op.select else {
        return false;
    };
    let StmtKind::Select { cases } = &ast.stmt(select).kind else {
        return false;
    };
    cases
        .iter()
        .any(|&case| matches!(ast.stmt(case).kind, StmtKind::Comm { comm: None, .. }))
}
