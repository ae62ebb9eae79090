//! How plainly the source shows that two accesses happen at once.

use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, Callee, EventKind};
use crate::model::goroutines::{
    Certainty, Concurrency, Declaration, DeclarationKind, Origin, RootKind,
};
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
    pub(super) fn is_direct(&self, access: &VariableAccess) -> bool {
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
    pub(super) fn is_start(&self, func: FuncId) -> bool {
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
