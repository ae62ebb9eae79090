//! Calls that end the goroutine that makes them.

use super::goroutines::{Goroutine, calls_in, test_named};
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind, TypeSource};
use crate::source::Range;
use crate::syntax::ast::{ExprId, ExprKind};

/// A call that ends the goroutine.
pub(super) struct Ending {
    pub call: ExprRef,
    /// What is called, as it is written.
    pub callee: Range,
    pub kind: EndingKind,
}

pub(super) enum EndingKind {
    /// `t.Fatal(…)`: the method's name.
    Method(Range),
    /// `require.NoError(t, …)`: the package's name in the file, and its path.
    Require(Range, String),
    /// `r.NoError(…)` with `r := require.New(t)`: the name of `r`, the path of its package, and the test.
    Requirements(Range, String, SymbolId),
}

/// The calls that end a goroutine, on a test that is not its own.
pub(super) fn endings(package: &Package, goroutine: &Goroutine) -> Vec<Ending> {
    let func = goroutine.func;
    if goroutine.is_shared {
        // Its own goroutine may be that of the test: the one who starts it is to blame.
        return Vec::new();
    }
    let calls = calls_in(package, func).into_iter();
    calls
        .filter_map(|call| {
            let (test, ending) = ending(package, call)?;
            is_foreign(package, func, test).then_some(ending)
        })
        .collect()
}

/// Whether a test is not one that a literal in the goroutine was given.
fn is_foreign(package: &Package, func: FuncId, test: SymbolId) -> bool {
    let symbol = package.symbol(test);
    let is_inside = test.decl == func.decl && package.func(func).range.contains(symbol.range);
    !is_inside || symbol.kind == SymbolKind::Param && symbol.func == Some(func.index)
}

/// How a call ends the goroutine that makes it, and which test it is told to end.
fn ending(package: &Package, call: ExprRef) -> Option<(SymbolId, Ending)> {
    let ExprKind::Call { callee, args, .. } = &package.expr(call).kind else {
        return None;
    };
    let here = |expr: ExprId| ExprRef {
        decl: call.decl,
        expr,
    };
    let range = package.expr(here(*callee)).range;
    let ending = |kind: EndingKind| Ending {
        call,
        callee: range,
        kind,
    };
    if let ExprKind::Selector { operand, field } = &package.expr(here(*callee)).kind {
        let name = package.expr(here(*operand)).range;
        if let Some(path) = package.imported_path(here(*operand)) {
            let test = args
                .iter()
                .find_map(|&arg| test_named(package, here(arg)))?;
            let is_require = path.ends_with("testify/require") && &*field.name != "New";
            return is_require.then(|| (test, ending(EndingKind::Require(name, path.to_string()))));
        }
        if let Some(test) = test_named(package, here(*operand)) {
            let is_final = matches!(
                &*field.name,
                "Fatal" | "Fatalf" | "FailNow" | "Skip" | "Skipf" | "SkipNow"
            );
            return is_final.then(|| (test, ending(EndingKind::Method(field.range))));
        }
        if let Some((path, test)) = requirements(package, here(*operand)) {
            return Some((test, ending(EndingKind::Requirements(name, path, test))));
        }
    }
    None
}

/// For a variable made by `require.New(t)`: the package's path, and the test.
fn requirements(package: &Package, at: ExprRef) -> Option<(String, SymbolId)> {
    let variable = package.named_symbol(at)?;
    let TypeSource::Value { value, .. } = package.symbol(variable).ty else {
        return None;
    };
    let here = |expr: ExprId| ExprRef {
        decl: variable.decl,
        expr,
    };
    let ExprKind::Call { callee, args, .. } = &package.expr(here(value)).kind else {
        return None;
    };
    let ExprKind::Selector { operand, field } = &package.expr(here(*callee)).kind else {
        return None;
    };
    let path = package.imported_path(here(*operand))?;
    let is_new = path.ends_with("testify/require") && &*field.name == "New";
    let test = test_named(package, here(*args.first()?))?;
    is_new.then(|| (path.to_string(), test))
}
