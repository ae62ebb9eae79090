//! Calls that wait for others to end, as far as can be told.

use crate::model::flow::{CallMode, Callee, ChanOpKind, Event, EventKind};
use crate::model::{ExprRef, FuncId, Package, SymbolId};
use crate::syntax::ast::{ExprId, ExprKind};

/// How many calls down a wait is looked for.
const DEPTH: u32 = 2;

/// What functions are called, in part, that may wait until a goroutine is done.
const ENDINGS: &[&str] = &[
    "stop",
    "shutdown",
    "close",
    "wait",
    "join",
    "drain",
    "finish",
    "terminate",
    "cleanup",
    "flush",
    "sync",
    "eventually",
    "teardown",
    "kill",
];

/// Of functions out of sight, these are taken to wait.
const UNKNOWN_ENDINGS: &[&str] = &["wait", "join", "stop", "shutdown", "eventually", "never"];

/// An event at which a function may wait for another goroutine.
#[derive(Clone, Copy, Debug)]
pub struct Pause {
    pub event: usize,
    pub kind: PauseKind,
    pub mode: CallMode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PauseKind {
    /// Until others have ended.
    Wait,
    /// For something on a channel.
    Receive,
}

impl Package<'_> {
    /// The events of a function that may tell it what others did.
    pub(in crate::model) fn pauses_of(&self, func: FuncId) -> &[Pause] {
        match self.pauses.get(&func) {
            Some(known) => known,
            None => self.pauses.insert(func, self.find_pauses(func)),
        }
    }

    fn find_pauses(&self, func: FuncId) -> Vec<Pause> {
        let events = self.flow(func).events.iter().enumerate();
        let pause = |(event, found): (usize, &Event)| {
            let (kind, mode) = match &found.kind {
                EventKind::Chan(op) => {
                    let is_receive = matches!(op.kind, ChanOpKind::Receive | ChanOpKind::Range);
                    is_receive.then_some((PauseKind::Receive, op.mode))
                }
                EventKind::Call { mode, .. } => self
                    .waits_within(func, found, DEPTH)
                    .then_some((PauseKind::Wait, *mode)),
                _ => None,
            }?;
            Some(Pause { event, kind, mode })
        };
        events.filter_map(pause).collect()
    }

    /// Whether a function waits for goroutines to end: `wg.Wait()`, `g.Wait()`, a function that does so, or one out of sight
    /// that sounds like it.
    pub(super) fn waits(&self, func: FuncId) -> bool {
        let mut pauses = self.pauses_of(func).iter();
        pauses.any(|pause| pause.kind == PauseKind::Wait)
    }

    fn waits_within(&self, func: FuncId, event: &Event, depth: u32) -> bool {
        let EventKind::Call { call, callee, mode } = event.kind else {
            return false;
        };
        if mode == CallMode::Spawned {
            return false;
        }
        match callee {
            Callee::Builtin(_) | Callee::Conversion => false,
            Callee::Func(callee) => self.is_waiting_function(callee, depth),
            Callee::Literal(callee) => self.has_wait(callee, depth),
            Callee::InterfaceMethod(_) | Callee::Value(_) | Callee::Unknown => {
                let name = self.called_name(func, call);
                name.is_some_and(|name| sounds_like(&name, UNKNOWN_ENDINGS))
            }
        }
    }

    fn is_waiting_function(&self, callee: FuncId, depth: u32) -> bool {
        let Some(ident) = self.func(callee).name else {
            return false;
        };
        let name = &*ident.name;
        if self.world().is_standard(callee.decl.dir) {
            let is_condition = || {
                let index = 0;
                let decl = callee.decl;
                self.qualified_name(SymbolId { decl, index }) == "Cond.Wait"
            };
            return name == "Wait" && !is_condition();
        }
        if name.starts_with("Wait") || name.starts_with("wait") {
            return true;
        }
        let may_wait = self
            .directory(callee.decl.dir)
            .mentions(callee.decl, "Wait")
            || sounds_like(name, ENDINGS);
        may_wait && depth > 0 && self.has_wait(callee, depth - 1)
    }

    /// Whether a function waits somewhere, be it on one of its ways only.
    fn has_wait(&self, func: FuncId, depth: u32) -> bool {
        let mut events = self.flow(func).events.iter();
        events.any(|event| self.waits_within(func, event, depth))
    }

    pub(super) fn called_name(&self, func: FuncId, call: ExprId) -> Option<String> {
        let at = |expr: ExprId| ExprRef {
            decl: func.decl,
            expr,
        };
        let ExprKind::Call { callee, .. } = &self.expr(at(call)).kind else {
            return None;
        };
        match &self.expr(at(*callee)).kind {
            ExprKind::Name(name) => Some(name.to_string()),
            ExprKind::Selector { field, .. } => Some(field.name.to_string()),
            _ => None,
        }
    }
}

fn sounds_like(name: &str, words: &[&str]) -> bool {
    let name = name.to_ascii_lowercase();
    words.iter().any(|word| name.contains(word))
}
