//! Calls of functions that need a lock, made without it.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::model::contracts::Contract;
use crate::model::flow::{CallMode, Callee, EventKind};
use crate::model::goroutines::{EntryKind, RootKind};
use crate::model::path::AccessPath;
use crate::model::uses::CallSite;
use crate::model::{FuncId, Package};
use crate::syntax::ast::FuncIndex;

/// A call without the lock.
pub(super) struct Call {
    /// The function that is called.
    pub func: FuncId,
    pub contract: Rc<Contract>,
    pub site: CallSite,
    /// The lock as the caller reaches it.
    pub lock: AccessPath,
}

/// All calls that are to be reported, in source order of the functions called.
pub(super) fn calls_without(package: &Package) -> Vec<Call> {
    let mut found: Vec<Call> = Vec::new();
    for func in called_under_locks(package) {
        let Some(contract) = package.contract_of(func).map(Rc::new) else {
            continue;
        };
        for site in &contract.without {
            let Some(lock) = package.path_in_caller(&contract.lock, site.call, func) else {
                continue;
            };
            if package.file_of(site.caller.decl).is_test
                || is_preparation(package, site.caller)
                || package.is_being_made(site.caller, &lock)
            {
                continue;
            }
            found.push(Call {
                func,
                contract: contract.clone(),
                site: *site,
                lock,
            });
        }
    }
    found
}

/// The functions that something calls while it holds a lock.
fn called_under_locks(package: &Package) -> BTreeSet<FuncId> {
    let decls = package.decls_mentioning_any(&["Lock", "RLock"]);
    let mut found = BTreeSet::new();
    for decl in decls {
        for func in package.funcs(decl) {
            for (index, event) in package.flow(func).events.iter().enumerate() {
                if let EventKind::Call {
                    callee: Callee::Func(callee),
                    ..
                } = event.kind
                    && callee.decl.dir == package.home().id
                    && callee.index == FuncIndex(0)
                    && !package.held_at(func, index).is_empty()
                {
                    found.insert(callee);
                }
            }
        }
    }
    found
}

/// Whether a function runs before anybody else uses its object, as its name and its callers' names say, or nothing in
/// sight runs it.
fn is_preparation(package: &Package, func: FuncId) -> bool {
    let roots = &package.roots_of(func).all;
    let starts = roots.iter().filter_map(|root| match root.kind {
        RootKind::Spawned { callee, .. } => Some((callee, true)),
        RootKind::Entry {
            kind: EntryKind::Test | EntryKind::ParallelTest,
            ..
        } => None,
        // Who gets a function as a value runs it.
        RootKind::Entry {
            func,
            kind: EntryKind::Unknown,
        } => (package.callers_of(func).is_value).then_some((func, false)),
        RootKind::Entry { func, .. } => Some((func, false)),
    });
    let starts: Vec<(FuncId, bool)> = starts.collect();
    let is_spawned = starts.iter().any(|(_, is_spawned)| *is_spawned);
    let prepares = |func: FuncId| package.is_called_preparing(func);
    !is_spawned && (prepares(func) || starts.iter().all(|(start, _)| prepares(*start)))
        || is_part_of_making(package, func, CALLS_UP)
}

/// So many calls up it is asked whether a function only runs while its object is made.
const CALLS_UP: u32 = 4;

/// Whether only functions that make objects lead to a function; a literal goes by the function around it.
fn is_part_of_making(package: &Package, func: FuncId, calls: u32) -> bool {
    let is_spawned = |func: FuncId| {
        let sites = &package.callers_of(func).sites;
        sites.iter().any(|site| site.mode == CallMode::Spawned)
    };
    if is_spawned(func) {
        return false;
    }
    let around = FuncId {
        decl: func.decl,
        index: FuncIndex(0),
    };
    let is_method = package.func(around).receiver.is_some();
    if !is_method && package.is_called_preparing(around) {
        return true;
    }
    let callers = package.callers_of(around);
    let sites = callers.sites.iter();
    let mut sites = sites
        .filter(|site| !package.file_of(site.caller.decl).is_test)
        .peekable();
    calls > 0
        && !callers.is_value
        && !is_spawned(around)
        && !package.is_open_to_others(around)
        && sites.peek().is_some()
        && sites.all(|site| is_part_of_making(package, site.caller, calls - 1))
}
