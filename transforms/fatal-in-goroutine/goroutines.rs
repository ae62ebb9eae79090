//! The goroutines that tests start.

use crate::model::flow::{CallMode, EventKind};
use crate::model::types::Type;
use crate::model::{DeclId, ExprRef, FuncId, Package, SymbolId};
use crate::source::Range;
use crate::syntax::ast::{ExprId, ExprKind, StmtKind};

/// Functions that run what they are given on a goroutine of its own.
const STARTERS: &[&str] = &["Go", "TryGo", "AfterFunc"];

/// A function that runs on a goroutine beside the test.
pub(super) struct Goroutine {
    pub func: FuncId,
    /// The `go` statement, or the call that starts it.
    pub start: (DeclId, Range),
    /// Whether other goroutines, perhaps the one of the test, run the function too.
    pub is_shared: bool,
}

/// The goroutines that a declaration starts, with functions in sight.
pub(super) fn goroutines(package: &Package, decl: DeclId) -> Vec<Goroutine> {
    let mut found = Vec::new();
    for func in package.funcs(decl) {
        for (site, callee) in package.calls_in_sight(func) {
            let event = &package.flow(func).events[site.event];
            let stmt = package.ast(decl).stmt(event.stmt);
            let start = match stmt.kind {
                StmtKind::Go(_) => stmt.range,
                _ if is_starter(package, site.call) => package.expr(site.call).range,
                _ => continue,
            };
            if site.mode != CallMode::Spawned || callee.decl.dir != decl.dir {
                continue;
            }
            let callers = package.callers_of(callee);
            let is_shared = callers.is_value
                || callers
                    .sites
                    .iter()
                    .any(|site| site.mode != CallMode::Spawned);
            found.push(Goroutine {
                func: callee,
                start: (decl, start),
                is_shared: is_shared && package.func(callee).literal.is_none()
                    || callers
                        .sites
                        .iter()
                        .any(|site| site.mode != CallMode::Spawned),
            });
        }
    }
    found
}

fn is_starter(package: &Package, call: ExprRef) -> bool {
    let ExprKind::Call { callee, .. } = &package.expr(call).kind else {
        return false;
    };
    matches!(&package.ast(call.decl).expr(*callee).kind,
        ExprKind::Selector { field, .. } if STARTERS.contains(&&*field.name))
}

/// The test, benchmark or the like that an expression names: a variable of a type of package `testing`.
pub(super) fn test_named(package: &Package, at: ExprRef) -> Option<SymbolId> {
    if !matches!(package.expr(at).kind, ExprKind::Name(_)) {
        return None;
    }
    let symbol = package.named_symbol(at)?;
    is_test(package, &package.type_of_symbol(symbol)).then_some(symbol)
}

fn is_test(package: &Package, ty: &Type) -> bool {
    let Type::Named(symbol, _) = ty.pointee() else {
        return false;
    };
    let path = package.directory(symbol.decl.dir).import_path.as_deref();
    path == Some("testing") && matches!(&*package.symbol(*symbol).name, "T" | "B" | "F" | "TB")
}

/// The calls in a function, and in the literals in it that it runs itself.
pub(super) fn calls_in(package: &Package, func: FuncId) -> Vec<ExprRef> {
    let ast = package.ast(func.decl);
    let range = package.func(func).range;
    let calls = ast.exprs.iter().zip(0..).filter(|(expr, _)| {
        matches!(expr.kind, ExprKind::Call { .. }) && range.contains(expr.range)
    });
    calls
        .map(|(_, number)| ExprRef {
            decl: func.decl,
            expr: ExprId(number),
        })
        .filter(|&call| runs_on(package, func, call))
        .collect()
}

/// Whether a call within a function's text is made by the function's own goroutine, as far as can be told.
fn runs_on(package: &Package, func: FuncId, call: ExprRef) -> bool {
    let Some(mut inner) = package.enclosing_func(call) else {
        return false;
    };
    while inner != func {
        let sites = &package.callers_of(inner).sites;
        if sites.iter().any(|site| site.mode == CallMode::Spawned) || is_subtest(package, inner) {
            return false;
        }
        let Some(parent) = package.func(inner).parent else {
            return false;
        };
        inner.index = parent;
    }
    true
}

/// Whether a literal is what `t.Run` runs, with a test of its own.
fn is_subtest(package: &Package, literal: FuncId) -> bool {
    package.callers_of(literal).sites.iter().any(|site| {
        let event = &package.flow(site.caller).events[site.event];
        let EventKind::Call { call, .. } = event.kind else {
            return false;
        };
        let ast = package.ast(site.caller.decl);
        let ExprKind::Call { callee, .. } = &ast.expr(call).kind else {
            return false;
        };
        matches!(&ast.expr(*callee).kind, ExprKind::Selector { field, .. } if &*field.name == "Run")
    })
}
