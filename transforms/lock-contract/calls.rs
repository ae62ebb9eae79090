//! Calls of functions that need a lock, made without it.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::model::contracts::Contract;
use crate::model::flow::{Callee, EventKind};
use crate::model::goroutines::{EntryKind, RootKind};
use crate::model::path::AccessPath;
use crate::model::uses::CallSite;
use crate::model::{FuncId, Package};
use crate::syntax::ast::FuncIndex;

/// How the names of functions begin that run before anything else uses their object.
const BEFORE_USE: &[&str] = &[
    "init",
    "new",
    "make",
    "create",
    "open",
    "load",
    "restore",
    "recover",
    "setup",
    "start",
    "build",
    "parse",
    "configure",
];

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
                || lock.root_symbol().is_some_and(|root| {
                    root.decl == site.caller.decl && package.is_made_by_literal(root)
                })
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

/// Whether a function runs before anybody else uses its object, as its name says, or nothing in sight runs it.
fn is_preparation(package: &Package, func: FuncId) -> bool {
    // A literal goes by the name of the function around it.
    let prepares = |func: FuncId| {
        let funcs = &package.ast(func.decl).funcs;
        let name = funcs.first().and_then(|func| func.name);
        name.is_some_and(|ident| {
            let name = ident.name.to_lowercase();
            BEFORE_USE.iter().any(|word| name.starts_with(word))
        })
    };
    let roots = &package.roots_of(func).all;
    let starts = roots.iter().filter_map(|root| match root.kind {
        RootKind::Spawned { callee, .. } => Some((callee, true)),
        RootKind::Entry {
            kind: EntryKind::Test | EntryKind::ParallelTest | EntryKind::Unknown,
            ..
        } => None,
        RootKind::Entry { func, .. } => Some((func, false)),
    });
    let starts: Vec<(FuncId, bool)> = starts.collect();
    let is_spawned = starts.iter().any(|(_, is_spawned)| *is_spawned);
    !is_spawned && (prepares(func) || starts.iter().all(|(start, _)| prepares(*start)))
}
