//! Which races are worth a report.

use crate::model::races::{Race, Strength};
use crate::model::{Package, SymbolId};
use crate::syntax::ast::StmtKind;

/// Whether it is clear enough that two goroutines are at the variable, and that it is this transform's business.
pub(super) fn is_clear(package: &Package, race: &Race) -> bool {
    !is_loop_variable(package, race.variable) && race.strength >= Strength::Open
}

/// Whether `for x := …` declares the variable: each round has its own, and where it hasn't, that is another bug.
fn is_loop_variable(package: &Package, variable: SymbolId) -> bool {
    let ast = package.ast(variable.decl);
    let range = package.symbol(variable).range;
    package.is_local(variable)
        && ast.stmts.iter().any(|stmt| match stmt.kind {
            StmtKind::For {
                init: Some(init), ..
            } => ast.stmt(init).range.contains(range),
            _ => false,
        })
}
