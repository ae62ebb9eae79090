//! Which races are worth a report.

use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, CallMode, EventKind};
use crate::model::goroutines::Origin;
use crate::model::locks::{LockOp, Mode};
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
        && !is_loading(package, write)
        && !is_started_elsewhere(race)
        && !is_after_delay(package, race)
        && (race.strength >= Strength::Open || is_beside_own_lock(package, write))
}

/// Whether a method counts where it does not hold the lock of its receiver, though it takes it for reading elsewhere: that
/// lets others do the same at once.
fn is_beside_own_lock(package: &Package, write: &VariableAccess) -> bool {
    let is_of_receiver = write
        .path
        .root_symbol()
        .is_some_and(|root| package.symbol(root).kind == SymbolKind::Receiver);
    let flow = package.flow(write.func);
    let takes_lock = flow.events.iter().any(|event| {
        matches!(&event.kind, EventKind::Lock { path, op: LockOp::Acquire(Mode::Read), mode: CallMode::Now }
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

/// Whether a write fills an object that nobody uses until it is loaded.
fn is_loading(package: &Package, write: &VariableAccess) -> bool {
    let name = package.func(write.func).name;
    name.is_some_and(|ident| {
        ["Unmarshal", "GobDecode", "Scan"]
            .iter()
            .any(|word| ident.name.starts_with(word))
    })
}

/// Whether one access races with itself only if two functions each start its goroutine: mostly they exclude each other.
fn is_started_elsewhere(race: &Race) -> bool {
    let (Origin::Spawned { at, is_repeated }, Origin::Spawned { at: other, .. }) =
        (race.concurrency.first, race.concurrency.second)
    else {
        return false;
    };
    race.write == race.other && at != other && !is_repeated
}

/// Whether a test goes on while a timer runs: it waits for what the timer does in ways of its own.
fn is_after_delay(package: &Package, race: &Race) -> bool {
    let is_timer = |origin: Origin| match origin {
        Origin::Spawned { at, .. } => package.file(at.file).is_some_and(|file| {
            file.is_test && file.source.slice(at.range()).starts_with("time.AfterFunc")
        }),
        _ => false,
    };
    is_timer(race.concurrency.first) || is_timer(race.concurrency.second)
}
