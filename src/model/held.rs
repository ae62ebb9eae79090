//! Locks that the callers of a function hold for it.

use super::flow::{CallMode, Callee, EventKind};
use super::locks::{LockOp, LockSet};
use super::ownership;
use super::package::Package;
use super::path::{AccessPath, Root};
use super::symbol::*;
use super::uses::{CallSite, is_exported};
use crate::syntax::ast::*;

/// How many calls up the callers are asked.
const DEPTH: u32 = 12;

/// Words with which comments name a lock.
const LOCK_WORDS: &[&str] = &["lock", "mutex", "mu ", "mu.", "mtx", ".mu"];

/// What a comment says of a lock that the caller is to hold.
const HELD_WORDS: &[&str] = &["held", "hold ", "holds ", "holding"];

/// What a comment says where nobody needs to hold it.
const NO_LOCK_WORDS: &[&str] = &[
    "not need lock",
    "no lock needed",
    "no need for lock",
    "no need to lock",
    "not need the lock",
    "without lock",
];

/// What turns it into the opposite.
const NOT_HELD_WORDS: &[&str] = &["not ", "n't", "without", "no lock", "never"];

impl Package<'_> {
    /// Locks certainly held at an event, those that every caller holds included.
    pub fn held_at(&self, func: FuncId, event: usize) -> LockSet {
        let mut held = self.held_by_callers(func);
        for (lock, mode) in self.flow(func).events[event].held.iter() {
            held.insert(lock.clone(), mode);
        }
        held
    }

    /// Whether a function says, by its name or in its comment, that its caller holds the lock, or that none is needed.
    pub fn is_called_locked(&self, func: FuncId) -> bool {
        let Some(ident) = self.func(func).name else {
            return false;
        };
        let name = &*ident.name;
        name.ends_with("Locked")
            || name.ends_with("NoLock")
            || name.ends_with("Unsafe")
            || name.starts_with("unsafe")
            || name.starts_with("Unsafe")
            || name.starts_with('_') && name.len() > 1
            || self
                .receiver_type(func)
                .is_some_and(|ty| self.symbol(ty).name.ends_with("Locked"))
            || self.says_called_locked(func.decl)
    }

    /// Whether a function's comment says that its caller does not hold the lock: `Lock MUST NOT be held`.
    pub fn says_lock_is_free(&self, func: FuncId) -> bool {
        let is_named = self.func(func).name.is_some();
        let text = self.doc_text(func.decl);
        let mut sentences = text.split(". ");
        is_named
            && sentences.any(|sentence| {
                let says_not = [
                    "must not be held",
                    "should not be held",
                    "not held on entry",
                ];
                sentence.contains("lock") && says_not.iter().any(|words| sentence.contains(words))
            })
    }

    /// A function's comment in small letters, on one line.
    fn doc_text(&self, decl: DeclId) -> String {
        let doc = self.doc(decl).to_lowercase();
        let lines = doc
            .lines()
            .map(|line| line.trim_start_matches(['/', ' ', '*']));
        lines.collect::<Vec<&str>>().join(" ")
    }

    fn says_called_locked(&self, decl: DeclId) -> bool {
        let text = self.doc_text(decl);
        let has = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
        text.split(". ").any(|sentence| {
            let sentence = format!("{} ", sentence.trim_end_matches('.'));
            let is_held = has(&sentence, LOCK_WORDS)
                && has(&sentence, HELD_WORDS)
                && !has(&sentence, NOT_HELD_WORDS);
            is_held || has(&sentence, NO_LOCK_WORDS)
        })
    }

    /// Locks that every caller of a function certainly holds when it runs, by the names that they have in it.
    pub fn held_by_callers(&self, func: FuncId) -> LockSet {
        self.asked_callers(func, &mut Vec::new()).0
    }

    /// With the position in `asked` of the outermost function that the answer left out because it is being asked
    /// about itself: such an answer is only good for the question of that function.
    fn asked_callers(&self, func: FuncId, asked: &mut Vec<FuncId>) -> (LockSet, usize) {
        let position = asked.len();
        if let Some(known) = self.caller_locks.borrow().get(&func) {
            return (known.clone(), position);
        }
        let is_open = self
            .func(func)
            .name
            .is_some_and(|ident| is_exported(&ident.name));
        if is_open || position as u32 >= DEPTH {
            return (LockSet::default(), position);
        }
        let callers = self.callers_of(func);
        let is_unknown = callers.is_value || callers.sites.is_empty();
        let is_spawned = |site: &CallSite| site.mode == CallMode::Spawned;
        if is_unknown || callers.sites.iter().any(is_spawned) {
            return (LockSet::default(), position);
        }
        asked.push(func);
        let mut common: Option<LockSet> = None;
        let mut outermost = position;
        for site in &callers.sites {
            if let Some(around) = asked.iter().position(|&asked| asked == site.caller) {
                outermost = outermost.min(around);
                continue;
            }
            let (above, left_out) = self.asked_callers(site.caller, asked);
            outermost = outermost.min(left_out);
            let mut here = LockSet::default();
            for (lock, mode) in self.held_at_call(site).iter().chain(above.iter()) {
                if let Some(lock) = self.path_in_callee(lock, site.call, func) {
                    here.insert(lock, mode);
                }
            }
            let joined = match common {
                Some(known) => known.join(&here),
                None => here,
            };
            let is_settled = joined.is_empty();
            common = Some(joined);
            if is_settled {
                outermost = position;
                break;
            }
        }
        asked.pop();
        let common = common.unwrap_or_default();
        if outermost >= position {
            self.caller_locks.borrow_mut().insert(func, common.clone());
        }
        (common, outermost)
    }

    /// The locks that a caller itself holds when the call runs.
    fn held_at_call(&self, site: &CallSite) -> LockSet {
        match site.mode {
            CallMode::Now => self.flow(site.caller).events[site.event].held.clone(),
            CallMode::Deferred => self.held_when_deferred(site.caller, site.event),
            CallMode::Spawned => LockSet::default(),
        }
    }

    /// Whether wherever a function is called the lock is held, or the object that it is about belongs to the caller
    /// alone; both by the paths that they have in the function.
    pub fn is_protected_by_callers(
        &self,
        func: FuncId,
        lock: &AccessPath,
        object: &AccessPath,
    ) -> bool {
        self.protected_within(func, lock, object, ownership::DEPTH)
    }

    fn protected_within(
        &self,
        func: FuncId,
        lock: &AccessPath,
        object: &AccessPath,
        depth: u32,
    ) -> bool {
        let is_open = self
            .func(func)
            .name
            .is_some_and(|ident| is_exported(&ident.name));
        let callers = self.callers_of(func);
        if depth == 0 || is_open || callers.is_value || callers.sites.is_empty() {
            return false;
        }
        // Who prepares the object needs no lock, but says nothing of the others.
        let prepares = |site: &&CallSite| {
            site.mode != CallMode::Spawned && self.is_called_preparing(site.caller)
        };
        let is_only_prepared = callers.sites.iter().all(|site| prepares(&site));
        let mut sites = callers.sites.iter();
        sites.all(|site| {
            if site.mode == CallMode::Spawned {
                return false;
            }
            if !is_only_prepared && prepares(&site) {
                return true;
            }
            let (Some(lock), Some(object)) = (
                self.argument_path(lock, site.call, func),
                self.argument_path(object, site.call, func),
            ) else {
                return false;
            };
            self.held_at_call(site).mode_of(&lock).is_some()
                || self.is_called_locked(site.caller)
                || self.is_protected_at(site, &lock, &object, depth)
                || self.protected_within(site.caller, &lock, &object, depth - 1)
        })
    }

    /// Whether the caller owns the object at a call. A literal that it hands on does not, but where it is run at once.
    fn is_protected_at(
        &self,
        site: &CallSite,
        lock: &AccessPath,
        object: &AccessPath,
        depth: u32,
    ) -> bool {
        let is_own = object.root_symbol().is_some_and(|root| {
            root.decl == site.caller.decl && self.symbol(root).func == Some(site.caller.index)
        });
        match self.handed_on(site.caller) {
            // A goroutine that the function starts which is given the literal holds nothing.
            Some(handed) if self.is_started(site.caller, handed) => false,
            Some(handed) if !is_own => {
                let held = self.held_at(handed.func, handed.event);
                held.mode_of(lock).is_some()
                    || !handed.is_kept
                        && self.owned_within(handed.func, handed.event, object, depth - 1)
            }
            _ => self.owned_within(site.caller, site.event, object, depth),
        }
    }

    /// The locks held when a deferred call runs: those held wherever the function ends, but for the ones that a later
    /// `defer` releases, because that runs before.
    pub fn held_when_deferred(&self, func: FuncId, event: usize) -> LockSet {
        let flow = self.flow(func);
        let mut common: Option<LockSet> = None;
        for block in flow
            .reached_from(event)
            .filter(|&block| flow.blocks[block].is_exit)
        {
            let held = flow.blocks[block].held.clone();
            common = Some(match common {
                Some(known) => known.join(&held),
                None => held,
            });
        }
        let mut held = common.unwrap_or_default();
        for (index, later) in flow.events.iter().enumerate() {
            if let EventKind::Lock {
                path,
                op: LockOp::Release(_),
                mode: CallMode::Deferred,
            } = &later.kind
                && flow.leads_to(event, index)
            {
                held.remove(path);
            }
        }
        held
    }

    /// A path of the caller as the callee writes it: package variables and captured variables are the same, what the
    /// receiver or an argument reaches goes by the receiver's or parameter's name.
    pub fn path_in_callee(
        &self,
        path: &AccessPath,
        call: ExprRef,
        callee: FuncId,
    ) -> Option<AccessPath> {
        let root = path.root_symbol()?;
        if !self.is_local(root) || self.func(callee).parent.is_some() && root.decl == callee.decl {
            return Some(path.clone());
        }
        self.bindings_of_call(call, callee)
            .iter()
            .find_map(|(param, arg)| path.rebase(arg, &AccessPath::of_symbol(*param)))
    }

    /// A path of the callee as the caller writes it.
    pub fn path_in_caller(
        &self,
        path: &AccessPath,
        call: ExprRef,
        callee: FuncId,
    ) -> Option<AccessPath> {
        self.argument_path(path, call, callee)
            .filter(|path| matches!(path.root, Root::Symbol(_)))
    }

    /// As [`Package::path_in_caller`], but also for what the call is given and no variable names.
    pub(super) fn argument_path(
        &self,
        path: &AccessPath,
        call: ExprRef,
        callee: FuncId,
    ) -> Option<AccessPath> {
        let root = path.root_symbol()?;
        let is_own = self.is_local(root)
            && root.decl == callee.decl
            && self.symbol(root).func == Some(callee.index);
        if !self.is_local(root) || !is_own && self.func(callee).literal.is_some() {
            return Some(path.clone());
        }
        let bindings = self.bindings_of_call(call, callee);
        let (_, arg) = bindings.iter().find(|(param, _)| *param == root)?;
        path.rebase(&AccessPath::of_symbol(root), arg)
    }

    /// Whether a call is one of the variable that holds a literal, and nothing else: `restore := func(…) {…}`.
    fn is_call_of_literal(&self, call: ExprRef, callee: FuncId) -> bool {
        let Callee::Value(variable) = self.callee(call) else {
            return false;
        };
        self.is_only_value_of(callee, variable)
    }

    /// The callee's receiver and parameters, each with the path of what the call gives for it.
    fn bindings_of_call(&self, call: ExprRef, callee: FuncId) -> &[(SymbolId, AccessPath)] {
        match self.call_bindings.get(&(call, callee)) {
            Some(known) => known,
            None => {
                let bindings = self.find_bindings_of_call(call, callee);
                self.call_bindings.insert((call, callee), bindings)
            }
        }
    }

    fn find_bindings_of_call(&self, call: ExprRef, callee: FuncId) -> Vec<(SymbolId, AccessPath)> {
        let mut bindings = Vec::new();
        let ExprKind::Call {
            callee: named,
            args,
            ..
        } = &self.expr(call).kind
        else {
            return bindings;
        };
        let here = |expr: ExprId| ExprRef {
            decl: call.decl,
            expr,
        };
        let is_this = |value: Option<Callee>| matches!(value, Some(Callee::Func(func) | Callee::Literal(func)) if func == callee);
        // `once.Do(s.stop)` runs `s.stop` without arguments.
        let passed = args
            .iter()
            .copied()
            .find(|&arg| is_this(self.function_value(here(arg))));
        let (named, args) = match passed {
            Some(arg) => (arg, &[][..]),
            None if is_this(Some(self.callee(call))) || self.is_call_of_literal(call, callee) => {
                (*named, args.as_slice())
            }
            None => return bindings,
        };
        let receiver = self
            .func(callee)
            .receiver
            .as_ref()
            .and_then(|field| field.names.first());
        if let Some(receiver) = receiver
            && let Some(symbol) = self.symbol_declared_at(callee.decl, receiver.range.start)
            && let ExprKind::Selector { operand, .. } = &self.expr(here(named)).kind
        {
            let mut path = self.path_of(here(*operand));
            if let Some(selection) = self.selection(here(named)) {
                path.steps
                    .extend(selection.through.into_iter().map(super::path::Step::Field));
            }
            bindings.push((symbol, path));
        }
        for (position, &arg) in args.iter().enumerate() {
            if let Some(param) = self.param_at(callee, position) {
                bindings.push((param, self.path_of(here(arg))));
            }
        }
        bindings
    }
}
