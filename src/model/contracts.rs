//! Contracts: functions that need a lock which their callers are to hold.

use super::accesses::VariableAccess;
use super::flow::{AccessKind, CallMode, Callee, EventKind};
use super::locks::{LockOp, Mode};
use super::package::Package;
use super::path::{AccessPath, Root, Step};
use super::resolve::name;
use super::symbol::*;
use super::types::Type;
use super::uses::{CallSite, is_exported};

/// How many callers must hold the lock where nothing else says that the function needs it.
const FEWEST: usize = 3;

/// Words of a comment that says that the caller holds the lock.
const HELD_WORDS: &[&str] = &["held", "hold", "locked"];

/// A lock that a function needs and does not take.
#[derive(Clone, Debug)]
pub struct Contract {
    /// The lock, by the name that it has in the function.
    pub lock: AccessPath,
    /// The mode in which it is enough to hold it.
    pub mode: Mode,
    pub source: ContractSource,
    /// The calls with the lock, and those certainly without it. Those of which neither is certain are in neither list.
    pub with: Vec<CallSite>,
    pub without: Vec<CallSite>,
}

/// What says that a function needs a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContractSource {
    /// It is called `…Locked`.
    Name,
    Comment,
    /// Nearly all its callers hold it, and it touches what the lock guards.
    Callers,
}

impl Package<'_> {
    /// The lock that a function leaves to its callers, if some hold it and it takes no such lock itself.
    pub fn contract_of(&self, func: FuncId) -> Option<Contract> {
        let source = self.contract_source(func)?;
        let callers = self.callers_of(func);
        let is_taken = |lock: &AccessPath| {
            lock.target()
                .is_none_or(|lock| self.effects_of(func).locks.contains(&lock))
        };
        let mut best: Option<Contract> = None;
        let locks = self.locks_in_reach(func, &callers.sites);
        let named = self.locks_named(func, &locks);
        for lock in &locks {
            if is_taken(lock) || !named.is_empty() && !named.contains(&lock) {
                continue;
            }
            let contract = self.contract_with(func, lock, &locks, source, &callers.sites);
            let is_better = best
                .as_ref()
                .is_none_or(|best| best.with.len() < contract.with.len());
            if is_better {
                best = Some(contract);
            }
        }
        best.filter(|contract| {
            let (with, without) = (contract.with.len(), contract.without.len());
            let touches = || self.touches_guarded(func, &contract.lock);
            match source {
                ContractSource::Name => {
                    with >= 1 && with * 2 > without && (with >= 2 || locks.len() == 1 || touches())
                }
                ContractSource::Comment => {
                    with >= 1 && with * 2 > without && (!named.is_empty() || touches())
                }
                ContractSource::Callers => {
                    with >= FEWEST
                        && with >= without * 3
                        && !callers.is_value
                        && self.changes_guarded(func, &contract.lock)
                }
            }
        })
    }

    fn contract_source(&self, func: FuncId) -> Option<ContractSource> {
        let ident = self.func(func).name?;
        let name = &*ident.name;
        if name.ends_with("Locked") && name.len() > "isLocked".len() {
            return Some(ContractSource::Name);
        }
        if self.is_called_locked(func) {
            let doc = self.doc(func.decl).to_lowercase();
            let says_held = HELD_WORDS.iter().any(|word| doc.contains(word));
            return says_held.then_some(ContractSource::Comment);
        }
        (!is_exported(name)).then_some(ContractSource::Callers)
    }

    /// The locks of the receiver and of the parameters, and the package's own that some caller holds.
    fn locks_in_reach(&self, func: FuncId, sites: &[CallSite]) -> Vec<AccessPath> {
        let params = (0..).map_while(|position| self.param_at(func, position));
        let roots: Vec<SymbolId> = self
            .receiver_of(func)
            .into_iter()
            .chain(params.take(8))
            .collect();
        let mut locks = Vec::new();
        for root in roots {
            let ty = self.type_of_symbol(root);
            let mut fields: Vec<Vec<SymbolId>> = Vec::new();
            for field in self.fields(ty.pointee()) {
                if self.is_lock_type(&field.ty) {
                    fields.push(vec![field.symbol]);
                } else if field.is_embedded {
                    let inner = self.fields(field.ty.pointee()).into_iter();
                    fields.extend(
                        inner
                            .filter(|inner| self.is_lock_type(&inner.ty))
                            .map(|inner| vec![field.symbol, inner.symbol]),
                    );
                }
            }
            locks.extend(fields.into_iter().map(|steps| AccessPath {
                root: Root::Symbol(root),
                steps: steps.into_iter().map(Step::Field).collect(),
            }));
        }
        for site in sites {
            for (lock, _) in self.held_at(site.caller, site.event).iter() {
                let is_package_variable =
                    lock.root_symbol().is_some_and(|root| !self.is_local(root));
                if is_package_variable && !locks.contains(lock) {
                    locks.push(lock.clone());
                }
            }
        }
        locks
    }

    /// Those of the locks that the function's comment calls by name.
    fn locks_named<'l>(&self, func: FuncId, locks: &'l [AccessPath]) -> Vec<&'l AccessPath> {
        let doc = self.doc(func.decl);
        let words: Vec<&str> = doc
            .split(|char: char| !char.is_alphanumeric() && char != '_')
            .collect();
        let is_named = |lock: &&AccessPath| {
            lock.target()
                .is_some_and(|lock| words.contains(&&*self.symbol(lock).name))
        };
        locks.iter().filter(is_named).collect()
    }

    fn is_lock_type(&self, ty: &Type) -> bool {
        let Type::Named(symbol, _) = ty.pointee() else {
            return false;
        };
        let import_path = self.directory(symbol.decl.dir).import_path.as_deref();
        let is_sync = import_path == Some("sync")
            && matches!(&*self.symbol(*symbol).name, "Mutex" | "RWMutex");
        is_sync
            || ["Lock", "Unlock"]
                .iter()
                .all(|method| self.member(ty, name(method)).is_some())
                && self.fields(ty.pointee()).len() <= 3
    }

    fn contract_with(
        &self,
        func: FuncId,
        lock: &AccessPath,
        locks: &[AccessPath],
        source: ContractSource,
        sites: &[CallSite],
    ) -> Contract {
        let mut contract = Contract {
            lock: lock.clone(),
            mode: Mode::Write,
            source,
            with: Vec::new(),
            without: Vec::new(),
        };
        for site in sites {
            let Some(lock) = self.path_in_caller(&contract.lock, site.call, func) else {
                continue;
            };
            match self.mode_at_call(site, &lock) {
                Some(mode) => {
                    if mode == Mode::Read {
                        contract.mode = Mode::Read;
                    }
                    contract.with.push(*site);
                }
                None => {
                    // Who holds another lock of the object may mean that one.
                    let holds_other = locks.iter().any(|other| {
                        self.path_in_caller(other, site.call, func)
                            .is_some_and(|other| self.mode_at_call(site, &other).is_some())
                    });
                    if !holds_other && self.is_certainly_without(site, &lock) {
                        contract.without.push(*site);
                    }
                }
            }
        }
        contract
    }

    fn mode_at_call(&self, site: &CallSite, lock: &AccessPath) -> Option<Mode> {
        match site.mode {
            CallMode::Now => self.held_at(site.caller, site.event).mode_of(lock),
            _ => None,
        }
    }

    /// Whether a call is made certainly without a lock: no path leads there with it, nobody who could call the caller is
    /// to hold it, and the object has been shared.
    fn is_certainly_without(&self, site: &CallSite, lock: &AccessPath) -> bool {
        let access = VariableAccess {
            func: site.caller,
            event: site.event,
            kind: AccessKind::Read,
            path: lock.clone(),
            is_content: false,
            range: self.flow(site.caller).events[site.event].range,
        };
        let is_deferred = site.mode == CallMode::Deferred;
        let is_alone = !self.is_owned(site.caller, site.event, lock)
            && !self.makes_object_of(site.caller, lock)
            && self.runs_bare(&access)
            && !self.is_protected_by_callers(site.caller, lock, lock);
        match site.mode {
            CallMode::Spawned => is_alone,
            _ => !is_deferred && is_alone && !self.may_be_held(site.caller, site.event, lock),
        }
    }

    /// Whether some path to an event leads over a place that takes the lock and none that gives it back.
    pub fn may_be_held(&self, func: FuncId, event: usize, lock: &AccessPath) -> bool {
        let flow = self.flow(func);
        let is_lock = |path: &AccessPath| path == lock || path.target() == lock.target();
        flow.events.iter().enumerate().any(|(index, taken)| {
            let takes = match &taken.kind {
                EventKind::Lock {
                    path,
                    op: LockOp::Acquire(_) | LockOp::Try,
                    mode: CallMode::Now,
                } => is_lock(path),
                EventKind::Call {
                    callee,
                    mode: CallMode::Now,
                    ..
                } => lock
                    .target()
                    .is_some_and(|lock| self.call_keeps_lock(*callee, lock)),
                _ => false,
            };
            takes
                && flow.reaches(index, event, |passed| {
                    matches!(&passed.kind,
                        EventKind::Lock { path, op: LockOp::Release(_), mode: CallMode::Now } if is_lock(path))
                })
        })
    }

    /// Whether what is called takes a lock and leaves it to its caller to release it; literals go by their variable, too.
    fn call_keeps_lock(&self, callee: Callee, lock: SymbolId) -> bool {
        match callee {
            Callee::Func(func) | Callee::Literal(func) => self.keeps_lock(func, lock),
            Callee::Value(variable) if self.is_local(variable) => (self.funcs(variable.decl))
                .any(|func| self.keeps_lock(func, lock) && self.is_only_value_of(func, variable)),
            _ => false,
        }
    }

    /// Whether a function takes a lock, under whatever condition, and leaves it to its caller to release it.
    fn keeps_lock(&self, func: FuncId, lock: SymbolId) -> bool {
        let directory = self.home();
        let mentions_lock = || {
            ["Lock", "RLock"]
                .iter()
                .any(|word| directory.mentions(func.decl, word))
        };
        if func.decl.dir != directory.id || !mentions_lock() {
            return false;
        }
        let ops = || {
            let events = self.flow(func).events.iter();
            events.filter_map(|event| match &event.kind {
                EventKind::Lock { path, op, .. } if path.target() == Some(lock) => Some(*op),
                _ => None,
            })
        };
        ops().any(|op| matches!(op, LockOp::Acquire(_)))
            && !ops().any(|op| matches!(op, LockOp::Release(_)))
    }

    /// Whether a function itself, or one that it calls, accesses a variable that the lock guards.
    fn touches_guarded(&self, func: FuncId, lock: &AccessPath) -> bool {
        let Some(lock) = lock.target() else {
            return false;
        };
        let calls = self.effects_of(func).calls.iter().copied();
        let calls = calls.filter(|&callee| callee != func).take(MOST_CALLEES);
        let mut fields: Vec<SymbolId> = Vec::new();
        for func in std::iter::once(func).chain(calls) {
            for event in &self.flow(func).events {
                if let EventKind::Access { path, .. } = &event.kind {
                    let steps = path.steps.iter().filter_map(|step| match step {
                        Step::Field(field) => Some(*field),
                        _ => None,
                    });
                    fields.extend(steps.chain(path.root_symbol()));
                }
            }
        }
        fields.sort();
        fields.dedup();
        fields
            .into_iter()
            .any(|variable| self.is_guarded_by(variable, lock))
    }

    /// Whether a function itself writes what the lock guards, or looks into a map that it guards.
    fn changes_guarded(&self, func: FuncId, lock: &AccessPath) -> bool {
        let Some(lock) = lock.target() else {
            return false;
        };
        self.flow(func).events.iter().any(|event| {
            let EventKind::Access { path, kind } = &event.kind else {
                return false;
            };
            let variable = path.steps.iter().rev().find_map(|step| match step {
                Step::Field(field) => Some(*field),
                _ => None,
            });
            let Some(variable) = variable.or(path.root_symbol()) else {
                return false;
            };
            let is_map = || {
                let ty = self.underlying(&self.type_of_symbol(variable));
                matches!(ty, Type::Map(..))
            };
            (matches!(kind, AccessKind::Write | AccessKind::Update) || is_map())
                && self.is_guarded_by(variable, lock)
        })
    }

    fn is_guarded_by(&self, variable: SymbolId, lock: SymbolId) -> bool {
        let is_here = variable.decl.dir == self.home().id;
        is_here
            && self
                .guard_of(variable)
                .is_some_and(|guard| guard.lock.symbol() == Some(lock))
    }
}

/// So many functions that a function may call are looked into.
const MOST_CALLEES: usize = 20;
