//! Accesses without the lock that guards their variable.

use std::collections::BTreeSet;

use super::belief::is_believable;
use super::copied_out::copied_out;
use super::doubts::is_doubtful;
use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, Callee, EventKind};
use crate::model::goroutines::{Certainty, Concurrency, EntryKind, RootKind};
use crate::model::guards::Guard;
use crate::model::path::{AccessPath, Root, Step};
use crate::model::{FuncId, Package, SymbolId, TypeSource};
use crate::syntax::ast::ExprKind;

/// So many accesses with the lock say plainly that it is needed, if hardly any goes without.
const PLAIN: usize = 5;

/// The accesses of one variable in one function that go without its lock.
pub(super) struct Bare<'p> {
    pub variable: SymbolId,
    pub guard: &'p Guard,
    pub func: FuncId,
    /// In source order, at least one.
    pub accesses: Vec<VariableAccess>,
    /// What makes one of them run beside one under the lock, where that is in sight.
    pub concurrency: Option<Concurrency>,
}

impl<'p> Bare<'p> {
    /// The access to be reported: a write if there is one.
    pub(super) fn first(&self) -> &VariableAccess {
        let write = self.accesses.iter().find(|access| access.writes());
        write.unwrap_or(&self.accesses[0])
    }

    pub(super) fn writes(&self) -> bool {
        self.accesses.iter().any(|access| access.writes())
    }

    /// Whether the access to be reported goes by a copy of a header, and not by the variable.
    pub(super) fn is_copied_out(&self, package: &Package) -> bool {
        let first = self.first();
        match &package.flow(first.func).events[first.event].kind {
            EventKind::Access { path, .. } => !path.begins_with(&first.path),
            _ => false,
        }
    }

    /// How many accesses hold the lock.
    pub(super) fn held(&self) -> usize {
        self.guard.held.len()
    }

    /// How many accesses in other functions go without it, too.
    pub(super) fn others(&self, package: &Package) -> usize {
        let all = &package.accesses_of(self.variable).all;
        let bare = self.guard.bare.iter();
        bare.filter(|&&index| all[index].func != self.func).count()
    }

    /// Whether the others are so many, and so much of one mind, that it needs no more evidence.
    pub(super) fn is_plain(&self, package: &Package) -> bool {
        self.held() >= PLAIN && self.others(package) * 10 <= self.held()
    }

    /// The lock as the function reaches it at an access.
    pub(super) fn lock_at(&self, package: &Package, access: &VariableAccess) -> Option<AccessPath> {
        self.guard.lock.path_for(package, &access.path)
    }
}

/// All bare accesses that are to be reported, by variable and function.
pub(super) fn bare_accesses<'p>(package: &'p Package) -> Vec<Bare<'p>> {
    let mut found = Vec::new();
    for variable in variables_under_locks(package) {
        let Some(guard) = package.guard_of(variable) else {
            continue;
        };
        let all = &package.accesses_of(variable).all;
        let funcs: BTreeSet<FuncId> = guard.bare.iter().map(|&index| all[index].func).collect();
        let mut accesses: Vec<VariableAccess> = all
            .iter()
            .filter(|access| funcs.contains(&access.func) && is_bare(package, guard, access))
            .cloned()
            .collect();
        accesses.extend(copied_out(package, variable, guard));
        accesses.sort_by_key(|access| (access.func, access.range));
        for accesses in accesses.chunk_by(|one, other| one.func == other.func) {
            found.extend(bare_in(package, variable, guard, accesses));
        }
    }
    found
}

fn bare_in<'p>(
    package: &'p Package,
    variable: SymbolId,
    guard: &'p Guard,
    accesses: &[VariableAccess],
) -> Option<Bare<'p>> {
    let func = accesses.first()?.func;
    let mut accesses = accesses.to_vec();
    accesses.dedup_by_key(|access| access.event);
    if package.file_of(func.decl).is_test || is_left_to_callers(package, guard, func) {
        return None;
    }
    let mut bare = Bare {
        variable,
        guard,
        func,
        accesses,
        concurrency: None,
    };
    bare.concurrency = concurrency(package, &bare);
    let is_shown = bare
        .concurrency
        .as_ref()
        .is_some_and(|found| found.certainty == Certainty::Certain);
    let is_alone = !is_shown && is_confined(package, &bare);
    (is_believable(package, &bare) && !is_alone && !is_doubtful(package, &bare)).then_some(bare)
}

/// Whether all writes, or all accesses where the bare one is a write, happen on the one goroutine that the function
/// runs on.
fn is_confined(package: &Package, bare: &Bare) -> bool {
    // An element is one of many: it belongs to a goroutine of its own.
    let is_elsewhere = |access: &VariableAccess| {
        let root = access.path.root_symbol();
        root.is_some_and(|root| !access.path.steps.is_empty() && is_element(package, root))
    };
    let Some(own) = goroutine_of(package, bare.func) else {
        return false;
    };
    if bare.accesses.iter().any(is_elsewhere) {
        return false;
    }
    let all = package.accesses_of(bare.variable).all.iter();
    let mut others = all.filter(|access| {
        let counts = access.writes() || bare.writes() && access.kind != AccessKind::Address;
        counts
            && access.func != bare.func
            && !package.file_of(access.func.decl).is_test
            && !package.is_owned(access.func, access.event, &access.path)
            && !package.is_being_made(access.func, &access.path)
    });
    others.all(|other| goroutine_of(package, other.func) == Some(own))
}

/// Whether a local variable got its value from a map, a slice or a channel.
fn is_element(package: &Package, symbol: SymbolId) -> bool {
    match package.symbol(symbol).ty {
        TypeSource::Value { value, .. } => matches!(
            package.ast(symbol.decl).expr(value).kind,
            ExprKind::Index { .. } | ExprKind::Receive(_)
        ),
        TypeSource::RangeKey(_) | TypeSource::RangeValue(_) => true,
        _ => false,
    }
}

/// The one function at which everything begins that leads to a function: what a `go` statement runs, or what others call
/// and is not known to run beside itself.
fn goroutine_of(package: &Package, func: FuncId) -> Option<FuncId> {
    let mut starts = BTreeSet::new();
    let mut sites = BTreeSet::new();
    for root in &package.roots_of(func).all {
        // Holding a lock says that some method runs beside others, not that this one runs beside itself.
        let is_own = |kind| match kind {
            EntryKind::Declared(declaration) => !declaration.kind.is_certain(),
            _ => false,
        };
        match root.kind {
            // Each constructor's goroutine has an object of its own.
            RootKind::Spawned { callee, site }
                if !root.is_many || package.is_called_preparing(site.caller) =>
            {
                sites.insert((site.caller, site.event));
                starts.insert(package.run_by(callee))
            }
            // Tests run it in ways of their own, and who is not in sight is nobody.
            RootKind::Entry {
                kind: EntryKind::Test | EntryKind::ParallelTest | EntryKind::Unknown,
                ..
            } => continue,
            // What prepares the object is over when the goroutine runs.
            RootKind::Entry { func, .. } if package.is_called_preparing(func) => continue,
            RootKind::Entry { func, kind } if !root.is_many || is_own(kind) => starts.insert(func),
            _ => return None,
        };
    }
    // One object's function may run on as many goroutines as are started for it; each constructor starts its own.
    let callers: BTreeSet<FuncId> = sites.iter().map(|&(caller, _)| caller).collect();
    let is_own = |&caller: &FuncId| package.is_called_preparing(caller);
    if callers.len() < sites.len() || sites.len() > 1 && !callers.iter().all(is_own) {
        return None;
    }
    // Who calls another start is no start of its own.
    let calls_other = |&start: &FuncId| {
        package.flow(start).events.iter().any(|event| {
            matches!(event.kind, EventKind::Call { callee: Callee::Func(callee), .. }
                if callee != start && starts.contains(&callee))
        })
    };
    let mut starts = starts.iter().copied().filter(|start| !calls_other(start));
    match (starts.next(), starts.next()) {
        (Some(start), None) => Some(start),
        _ => None,
    }
}

/// Whether nearly all callers hold the lock for the function: the one that does not is to be blamed.
fn is_left_to_callers(package: &Package, guard: &Guard, func: FuncId) -> bool {
    package
        .contract_of(func)
        .is_some_and(|contract| contract.lock.target() == guard.lock.symbol())
}

fn is_bare(package: &Package, guard: &Guard, access: &VariableAccess) -> bool {
    let is_plain = !matches!(access.kind, AccessKind::Atomic | AccessKind::Address);
    let Some(lock) = guard.lock.path_for(package, &access.path) else {
        return false;
    };
    is_plain
        && package
            .held_at(access.func, access.event)
            .mode_of(&lock)
            .is_none()
        && !package.may_be_held(access.func, access.event, &lock)
        && package.runs_bare(access)
}

/// The evidence that one of the accesses can run at once with one under the lock.
fn concurrency(package: &Package, bare: &Bare) -> Option<Concurrency> {
    let all = &package.accesses_of(bare.variable).all;
    let mut best: Option<Concurrency> = None;
    for access in &bare.accesses {
        for &held in &bare.guard.held {
            let held = &all[held];
            if !access.writes() && !held.writes() {
                continue;
            }
            if let Some(found) = package.concurrency(access, held)
                && best
                    .as_ref()
                    .is_none_or(|best| best.certainty < found.certainty)
            {
                best = Some(found);
            }
        }
    }
    best
}

/// Fields and variables that are accessed somewhere with a lock held.
fn variables_under_locks(package: &Package) -> BTreeSet<SymbolId> {
    let decls = package.decls_mentioning_any(&["Lock", "RLock"]);
    let mut found = BTreeSet::new();
    for decl in decls {
        for func in package.funcs(decl) {
            for event in &package.flow(func).events {
                if let EventKind::Access { path, .. } = &event.kind
                    && !event.held.is_empty()
                {
                    found.extend(variables_on(path));
                }
            }
        }
    }
    found.retain(|variable| variable.decl.dir == package.home().id);
    found
}

fn variables_on(path: &AccessPath) -> impl Iterator<Item = SymbolId> {
    let fields = path.steps.iter().filter_map(|step| match step {
        Step::Field(field) => Some(*field),
        _ => None,
    });
    let root = match path.root {
        Root::Symbol(symbol) => Some(symbol),
        Root::Value(_) => None,
    };
    fields.chain(root)
}
