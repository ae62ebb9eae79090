//! Which races are worth a report.

use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, CallMode, EventKind};
use crate::model::locks::LockOp;
use crate::model::races::{Race, Strength};
use crate::model::{Package, SymbolId, SymbolKind};
use crate::syntax::ast::*;

/// Whether it is clear enough that two goroutines are at the variable, and that it is this transform's business.
pub(super) fn is_clear(package: &Package, race: &Race) -> bool {
    let accesses = &package.accesses_of(race.variable).all;
    let Some(write) = accesses.get(race.write) else {
        return false;
    };
    // Another package of the same directory reports its own.
    package.file_of(write.func.decl).package == package.name
        && !is_loop_variable(package, race.variable)
        && (race.strength >= Strength::Open || is_beside_own_lock(package, write))
}

/// Whether a method counts where it does not hold the lock of its receiver, though it takes it elsewhere: who locks
/// expects others.
fn is_beside_own_lock(package: &Package, write: &VariableAccess) -> bool {
    let is_of_receiver = write
        .path
        .root_symbol()
        .is_some_and(|root| package.symbol(root).kind == SymbolKind::Receiver);
    let flow = package.flow(write.func);
    let takes_lock = flow.events.iter().any(|event| {
        matches!(&event.kind, EventKind::Lock { path, op: LockOp::Acquire(_), mode: CallMode::Now }
            if path.root == write.path.root)
    });
    write.kind == AccessKind::Update
        && is_of_receiver
        && takes_lock
        && package.held_at(write.func, write.event).is_empty()
        && !package.is_called_locked(write.func)
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
