//! How plainly the source shows that two accesses happen at once.

use std::collections::BTreeSet;

use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, CallMode, Callee, Event, EventKind};
use crate::model::goroutines::{
    Certainty, Concurrency, Declaration, DeclarationKind, Origin, RootKind,
};
use crate::model::locks::LockOp;
use crate::model::package::Package;
use crate::model::path::AccessPath;
use crate::model::symbol::*;
use crate::model::types::Type;
use crate::model::uses::is_exported;
use crate::syntax::ast::{ExprId, ExprKind};

/// How deep a lock may lie in a struct.
const LOCK_DEPTH: u32 = 2;

/// So many calls are followed from one method of an object to another.
const CALLS: u32 = 3;

/// How plainly the source shows that two accesses happen at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// It depends on how a type with a lock, or a package, is used.
    Weak,
    /// A goroutine is at what a function hands out that others call, or a method does without the lock of its type.
    Open,
    /// Both goroutines are in sight, or declared.
    Certain,
}

/// What a lock is called that is for all of its struct; compared in lower case.
const GENERAL: &[&str] = &[
    "mu", "mutex", "mtx", "lock", "l", "m", "mx", "rwmutex", "rwlock", "lk",
];

/// How the methods begin that are called once, before an object is shared; compared in lower case.
const STARTS: &[&str] = &[
    "start",
    "onstart",
    "init",
    "open",
    "setup",
    "run",
    "serve",
    "listen",
    "load",
    "configure",
    "with",
    "from",
    "new",
    "begin",
    "connect",
    "restore",
];

impl Package<'_> {
    /// The strength of the evidence for a write and another access.
    pub(super) fn strength_of(
        &self,
        write: &VariableAccess,
        other: &VariableAccess,
        concurrency: &Concurrency,
    ) -> Strength {
        let is_test = self.file_of(write.func.decl).is_test;
        let origins = [concurrency.first, concurrency.second];
        let is_handler = |origin| matches!(origin, Origin::Handler { .. });
        let is_said = origins
            .iter()
            .any(|origin| kind_of(*origin) == Some(DeclarationKind::Doc));
        match concurrency.certainty {
            // A test's own server gets the requests that the test makes, mostly one after the other.
            Certainty::Certain if is_test && origins.into_iter().any(is_handler) => Strength::Weak,
            Certainty::Certain if is_said && !self.is_use_of_shared(write, other, concurrency) => {
                Strength::Weak
            }
            Certainty::Certain => Strength::Certain,
            Certainty::Open => self.strength_of_open(write, other, concurrency),
            Certainty::Implied => self.strength_of_implied(write, other),
        }
    }

    /// A goroutine, and whoever calls the package.
    fn strength_of_open(
        &self,
        write: &VariableAccess,
        other: &VariableAccess,
        concurrency: &Concurrency,
    ) -> Strength {
        let (first, second) = (concurrency.first, concurrency.second);
        let is_spawned = |origin| matches!(origin, Origin::Spawned { .. });
        let is_called = matches!(second, Origin::Caller { .. } | Origin::Declared(_));
        let is_clear = match (is_spawned(first), is_spawned(second)) {
            (true, _) => {
                is_called
                    && !self.is_start(other.func)
                    && (is_said(second)
                        || !self.hands_itself_on(write)
                            && !self.runs_on_goroutine_of(other.func, write.func))
            }
            (false, true) => self.forgets_lock(write, other),
            (false, false) => {
                let is_handler = |origin| matches!(origin, Origin::Handler { .. });
                (is_handler(first) || is_handler(second)) && self.forgets_lock(write, other)
            }
        };
        match is_clear {
            true => Strength::Open,
            false => Strength::Weak,
        }
    }

    /// Two methods of a type that holds a lock.
    fn strength_of_implied(&self, write: &VariableAccess, other: &VariableAccess) -> Strength {
        let is_same = write.func == other.func && write.event == other.event
            || self.runs_only_within(other.func, write.func, CALLS);
        let is_clear = self.counts_beside_own_lock(write)
            || !is_same
                && (self.forgets_lock(write, other)
                    && !self.is_start(other.func)
                    && !self.is_mostly_bare(write)
                    || self.is_only_one_bare(write));
        match is_clear {
            true => Strength::Open,
            false => Strength::Weak,
        }
    }

    /// Whether a function is only called, as far as others cannot, by another one, directly or through functions that are.
    fn runs_only_within(&self, func: FuncId, outer: FuncId, depth: u32) -> bool {
        depth > 0
            && !self.is_open_to_others(func)
            && self.is_only_called(func, |site| {
                site.caller == outer || self.runs_only_within(site.caller, outer, depth - 1)
            })
    }

    /// Whether a method holds a lock of its object to change a variable, and the other access, with which the object is in
    /// use already, does not.
    fn forgets_lock(&self, write: &VariableAccess, other: &VariableAccess) -> bool {
        let held = self.held_at(write.func, write.event);
        let lock = held.iter().find_map(|(lock, _)| {
            let is_own = lock.root == write.path.root;
            lock.target().filter(|_| is_own)
        });
        let Some(lock) = lock else {
            return false;
        };
        self.held_at(other.func, other.event).is_empty()
            && !self.is_start(write.func)
            && !self.clears(write)
            && !self.sets_up(write)
            && !self.passes_lock(other, lock)
    }

    /// Whether more functions use a variable without any lock than with one: the lock is for something less.
    fn is_mostly_bare(&self, write: &VariableAccess) -> bool {
        let Some(variable) = write.path.target() else {
            return false;
        };
        let all = self.accesses_of(variable).all.iter();
        let shared = all.filter(|access| self.is_shared_access(variable, access));
        let (mut held, mut bare) = (BTreeSet::new(), BTreeSet::new());
        for access in shared {
            match self.held_at(access.func, access.event).is_empty() {
                true => bare.insert(access.func),
                false => held.insert(access.func),
            };
        }
        bare.len() > held.len()
    }

    /// Whether a write by a method is the only access that does not hold a lock of its object.
    fn is_only_one_bare(&self, write: &VariableAccess) -> bool {
        let Some(target) = write.path.target() else {
            return false;
        };
        let mut others =
            self.accesses_of(target).all.iter().filter(|access| {
                access.func != write.func && self.is_shared_access(target, access)
            });
        let is_held = |access: &VariableAccess| {
            let held = self.held_at(access.func, access.event);
            held.iter().any(|(lock, _)| {
                let is_general = lock.target().is_some_and(|lock| self.is_for_all(lock));
                lock.root == access.path.root && is_general
            })
        };
        let mut count = 0;
        let is_all = others.all(|access| {
            count += 1;
            is_held(access)
        });
        count > 0
            && is_all
            && self.is_direct(write)
            && !self.is_start(write.func)
            && !self.sets_up(write)
            && self.held_at(write.func, write.event).is_empty()
            && !self.starts_goroutines(write.func)
    }

    fn starts_goroutines(&self, func: FuncId) -> bool {
        let mut events = self.flow(func).events.iter();
        events.any(|event| {
            matches!(
                event.kind,
                EventKind::Call {
                    mode: CallMode::Spawned,
                    ..
                }
            )
        })
    }

    /// Whether a method counts where it does not hold the lock of its receiver, though it takes it elsewhere: that says that
    /// others do the same at once.
    fn counts_beside_own_lock(&self, write: &VariableAccess) -> bool {
        let ty = write
            .path
            .target()
            .map(|target| self.type_of_symbol(target));
        let is_number = ty.is_some_and(|ty| is_number(&self.underlying(&ty)));
        write.kind == AccessKind::Update
            && is_number
            && !write.is_content
            && self.takes_own_lock(write)
            && self.held_at(write.func, write.event).is_empty()
            && !self.is_called_locked(write.func)
            && !self.is_start(write.func)
    }

    /// Whether the function of an access takes the lock of its receiver, the one for all that has none of its own.
    fn takes_own_lock(&self, access: &VariableAccess) -> bool {
        let is_of_receiver = access
            .path
            .root_symbol()
            .is_some_and(|root| self.symbol(root).kind == SymbolKind::Receiver);
        is_of_receiver
            && self
                .flow(access.func)
                .events
                .iter()
                .any(|event| match &event.kind {
                    EventKind::Lock {
                        path,
                        op: LockOp::Acquire(_),
                        mode: CallMode::Now,
                    } => {
                        path.root == access.path.root
                            && path.target().is_some_and(|lock| self.is_for_all(lock))
                    }
                    _ => false,
                })
    }

    /// Whether a lock's name does not say what it is for.
    fn is_for_all(&self, lock: SymbolId) -> bool {
        let name = self.symbol(lock).name.to_lowercase();
        GENERAL.contains(&&*name)
    }

    /// Whether a function goes through a critical section of a lock before an access: what it learns there may tell that
    /// nobody changes the variable any more.
    fn passes_lock(&self, access: &VariableAccess, lock: SymbolId) -> bool {
        let flow = self.flow(access.func);
        let outer = self.func(access.func).parent;
        let is_around = outer.is_some_and(|index| {
            let decl = access.func.decl;
            self.effects_of(FuncId { decl, index })
                .locks
                .contains(&lock)
        });
        let takes = |event: &Event| match &event.kind {
            EventKind::Lock {
                path,
                mode: CallMode::Now,
                ..
            } => path.target() == Some(lock),
            EventKind::Call {
                callee: Callee::Func(callee) | Callee::Literal(callee),
                mode: CallMode::Now,
                ..
            } => {
                callee.decl.dir == access.func.decl.dir
                    && self.effects_of(*callee).locks.contains(&lock)
            }
            _ => false,
        };
        is_around || !flow.is_reached(access.event, |_, event| takes(event))
    }

    /// Whether a goroutine gives the object to code out of sight, which then calls it on that goroutine.
    fn hands_itself_on(&self, write: &VariableAccess) -> bool {
        let Some(root) = write.path.root_symbol() else {
            return false;
        };
        let decl = write.func.decl;
        let is_object =
            |&expr: &ExprId| self.path_of(ExprRef { decl, expr }) == AccessPath::of_symbol(root);
        self.flow(write.func).events.iter().any(|event| {
            let EventKind::Call { call, callee, .. } = event.kind else {
                return false;
            };
            let is_out_of_sight =
                !matches!(callee, Callee::Func(callee) if callee.decl.dir == decl.dir);
            let ExprKind::Call { args, .. } = &self.ast(decl).expr(call).kind else {
                return false;
            };
            is_out_of_sight && args.iter().any(is_object)
        })
    }

    /// Whether an access sets its variable back to nothing.
    fn clears(&self, write: &VariableAccess) -> bool {
        write.kind == AccessKind::Write && self.is_reset(write)
    }

    /// Whether a function also runs on a goroutine that runs another: then that may be all that calls it.
    fn runs_on_goroutine_of(&self, func: FuncId, other: FuncId) -> bool {
        let starts = |func: FuncId| {
            let roots = self.roots_of(func).all.iter();
            roots.filter_map(|root| match root.kind {
                RootKind::Spawned { site, .. } => Some((site.caller, site.event)),
                RootKind::Entry { .. } => None,
            })
        };
        let known: Vec<(FuncId, usize)> = starts(other).collect();
        starts(func).any(|start| known.contains(&start))
    }

    /// Whether two uses by methods of a type that is said to be shared show that it is not: they count, or are what
    /// its callers call. A type without a lock that is safe to share is mostly one that does not change, and its setters
    /// are for before: what they set are numbers and flags.
    fn is_use_of_shared(
        &self,
        write: &VariableAccess,
        other: &VariableAccess,
        concurrency: &Concurrency,
    ) -> bool {
        let has_lock = |origin| match origin {
            Origin::Declared(declaration) => {
                let ty = Type::Named(declaration.ty, [].into());
                self.holds_lock(&ty, LOCK_DEPTH)
            }
            _ => true,
        };
        let is_called = |access: &VariableAccess, origin| {
            !matches!(origin, Origin::Declared(_))
                || (self.is_direct(access) || self.is_helper(access)) && !self.is_start(access.func)
        };
        let changes = write.kind == AccessKind::Update || write.is_content;
        let (first, second) = (concurrency.first, concurrency.second);
        let is_locked = has_lock(first) && has_lock(second);
        let is_setting = write.path.target().is_some_and(|target| {
            matches!(
                self.underlying(&self.type_of_symbol(target)),
                Type::Basic(name) if &*name != "string"
            )
        });
        changes && !self.is_start(write.func) && (is_locked || self.is_direct(write))
            || (is_locked || !is_setting) && is_called(write, first) && is_called(other, second)
    }

    /// Whether an exported method makes an access to its receiver itself.
    fn is_direct(&self, access: &VariableAccess) -> bool {
        let name = self.func(access.func).name;
        let is_of_receiver = access
            .path
            .root_symbol()
            .is_some_and(|root| self.symbol(root).kind == SymbolKind::Receiver);
        is_of_receiver && name.is_some_and(|ident| is_exported(&ident.name))
    }

    /// Whether an unexported method makes an access to its receiver, for an exported one that calls it on its own.
    fn is_helper(&self, access: &VariableAccess) -> bool {
        let Some(receiver) = self.receiver_of(access.func) else {
            return false;
        };
        let own = AccessPath::of_symbol(receiver);
        let mut sites = self.callers_of(access.func).sites.iter();
        access.path.root_symbol() == Some(receiver)
            && sites.any(|site| {
                let name = self.func(site.caller).name;
                let outer = self.path_in_caller(&own, site.call, access.func);
                name.is_some_and(|ident| is_exported(&ident.name))
                    && !self.is_start(site.caller)
                    && outer.is_some()
                    && outer == self.receiver_of(site.caller).map(AccessPath::of_symbol)
            })
    }

    /// Whether a method makes its object ready: it is called `Start`, or returns its receiver.
    fn is_start(&self, func: FuncId) -> bool {
        let Some(ident) = self.func(func).name else {
            return false;
        };
        let name = ident.name.to_lowercase();
        let returns_receiver = || {
            self.receiver_of(func).is_some_and(|receiver| {
                let returned = self.returned_values(func, 0);
                let is_it = |at| self.path_of(at) == AccessPath::of_symbol(receiver);
                returned
                    .into_iter()
                    .flatten()
                    .any(|(value, _)| is_it(value))
            })
        };
        STARTS.iter().any(|start| name.starts_with(start)) || returns_receiver()
    }
}

fn is_number(ty: &Type) -> bool {
    let Type::Basic(name) = ty else {
        return false;
    };
    ["int", "uint", "float"]
        .iter()
        .any(|kind| name.starts_with(kind))
}

/// Whether it is whoever calls the package, or the methods of a type that somebody said are called at once.
fn is_said(origin: Origin) -> bool {
    matches!(origin, Origin::Caller { .. })
        || kind_of(origin).is_some_and(DeclarationKind::is_certain)
}

fn kind_of(origin: Origin) -> Option<DeclarationKind> {
    match origin {
        Origin::Declared(Declaration { kind, .. }) => Some(kind),
        _ => None,
    }
}
