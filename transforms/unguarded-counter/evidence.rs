//! Which races are worth a report.

use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, CallMode, EventKind};
use crate::model::goroutines::{DeclarationKind, Origin};
use crate::model::locks::{LockOp, Mode};
use crate::model::races::{Race, Strength};
use crate::model::types::Type;
use crate::model::{Package, SymbolId, SymbolKind};
use crate::source::Span;
use crate::syntax::ast::*;

/// How deep a lock may lie in a struct.
const LOCK_DEPTH: u32 = 2;

/// Whether it is clear enough that two goroutines are at the variable, and that it is this transform's business.
pub(super) fn is_clear(package: &Package, race: &Race) -> bool {
    let accesses = &package.accesses_of(race.variable).all;
    let (Some(write), Some(other)) = (accesses.get(race.write), accesses.get(race.other)) else {
        return false;
    };
    // Another package of the same directory reports its own.
    package.file_of(write.func.decl).package == package.name
        && !is_loop_variable(package, race.variable)
        && !is_loading(package, write)
        && !is_started_elsewhere(package, race)
        && !is_after_delay(package, race)
        && !is_only_said(package, race)
        && !is_published(package, write, other)
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

/// Whether nothing but a comment says that goroutines share the object: a type without a lock that is safe to share is
/// mostly one that does not change, and its setters are for before.
fn is_only_said(package: &Package, race: &Race) -> bool {
    let is_said = |origin: Origin| match origin {
        Origin::Declared(declaration) => {
            declaration.kind == DeclarationKind::Doc
                && !package.holds_lock(&Type::Named(declaration.ty, [].into()), LOCK_DEPTH)
        }
        _ => false,
    };
    is_said(race.concurrency.first) || is_said(race.concurrency.second)
}

/// Whether an atomic store follows the write, and an atomic load of the same variable comes before the other access.
fn is_published(package: &Package, write: &VariableAccess, other: &VariableAccess) -> bool {
    let atomics = |access: &VariableAccess, is_wanted: &dyn Fn(usize) -> bool| -> Vec<SymbolId> {
        let events = package.flow(access.func).events.iter().enumerate();
        let found = events.filter_map(|(number, event)| match &event.kind {
            EventKind::Access {
                path,
                kind: AccessKind::Atomic,
            } if is_wanted(number) => path.target(),
            _ => None,
        });
        found.collect()
    };
    let stored = atomics(write, &|number| {
        package
            .flow(write.func)
            .reaches(write.event, number, |_| false)
    });
    let loaded = atomics(other, &|number| {
        package
            .flow(other.func)
            .reaches(number, other.event, |_| false)
    });
    stored.iter().any(|variable| loaded.contains(variable))
}

/// Whether one access races with itself only if two functions each start its goroutine: mostly they exclude each other.
fn is_started_elsewhere(package: &Package, race: &Race) -> bool {
    let (Origin::Spawned { at, is_repeated }, Origin::Spawned { at: other, .. }) =
        (race.concurrency.first, race.concurrency.second)
    else {
        return false;
    };
    let home = package.home();
    let around = |place: Span| {
        home.decls().find(|&decl| {
            home.file_of(decl).source.id == place.file
                && home.outline(decl).range.contains(place.range())
        })
    };
    race.write == race.other && !is_repeated && around(at) != around(other)
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
