//! Control flow: what a function does, in order, along every path.

use std::cell::OnceCell;

use super::locks::{LockOp, LockSet};
use super::path::AccessPath;
use super::symbol::*;
use crate::source::Range;
use crate::syntax::ast::*;

/// The control-flow graph of one function body. Literals inside it have graphs of their own.
#[derive(Debug, Default)]
pub struct Flow {
    /// Block 0 is the entry.
    pub blocks: Vec<Block>,
    pub events: Vec<Event>,
    pub loops: Vec<Loop>,
}

#[derive(Debug, Default)]
pub struct Block {
    /// Indices into `Flow::events`.
    pub events: std::ops::Range<usize>,
    pub successors: Vec<usize>,
    /// Whether the function ends here: at a return, or at the end of its body.
    pub is_exit: bool,
    /// The `return`, `break`, `continue` or `goto` that it ends with.
    pub leaves_by: Option<StmtId>,
    /// Locks certainly held at its end.
    pub held: LockSet,
    /// The blocks that control can come to from its end, one bit for each; once asked for.
    pub(super) behind: OnceCell<Box<[u64]>>,
}

/// A `for` statement: control comes from `test` to `after` where the loop ends by itself.
#[derive(Clone, Copy, Debug)]
pub struct Loop {
    pub stmt: StmtId,
    /// The block at whose end the loop goes on or ends.
    pub test: usize,
    /// The block behind the loop, where its `break`s lead, too.
    pub after: usize,
}

/// One step of a function.
#[derive(Debug)]
pub struct Event {
    pub kind: EventKind,
    pub range: Range,
    pub block: usize,
    /// The statement that it is part of.
    pub stmt: StmtId,
    /// Locks certainly held when it happens, what the callers hold not included.
    pub held: LockSet,
}

#[derive(Debug)]
pub enum EventKind {
    Access {
        path: AccessPath,
        kind: AccessKind,
    },
    Call {
        call: ExprId,
        callee: Callee,
        mode: CallMode,
    },
    Lock {
        path: AccessPath,
        op: LockOp,
        mode: CallMode,
    },
    /// Boxed: it is larger than the others, of which there are many more.
    Chan(Box<ChanOp>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessKind {
    Read,
    Write,
    /// `x++`, `x += e`, `x = append(x, e)`, `m[k] = v`.
    Update,
    Address,
    Atomic,
}

/// How a call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallMode {
    Now,
    /// `defer f()`: when the function ends.
    Deferred,
    /// `go f()`, and what starts a goroutine for its argument (`wg.Go(f)`).
    Spawned,
}

/// What a call calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callee {
    /// A declared function or method, of this package or another.
    Func(FuncId),
    Literal(FuncId),
    Builtin(&'static str),
    Conversion,
    InterfaceMethod(SymbolId),
    /// A variable, parameter or field that holds a function.
    Value(SymbolId),
    Unknown,
}

#[derive(Clone, Debug)]
pub struct ChanOp {
    /// The channel's expression.
    pub channel: ExprId,
    pub path: AccessPath,
    pub kind: ChanOpKind,
    pub mode: CallMode,
    /// The `select` and the clause of it that the operation belongs to.
    pub select: Option<(StmtId, StmtId)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChanOpKind {
    /// `capacity` is `None` where it is no constant.
    Make {
        capacity: Option<u64>,
    },
    Send,
    Receive,
    Range,
    Close,
    Len,
}

impl ChanOpKind {
    pub fn is_make(self) -> bool {
        matches!(self, ChanOpKind::Make { .. })
    }
}

impl Flow {
    /// Whether control comes out of a loop other than by the end of its channel: by a `return`, a jump, or a call that
    /// never comes back.
    pub fn is_left(&self, each: &Loop) -> bool {
        let mut seen = vec![false; self.blocks.len()];
        let mut work = vec![each.test];
        let by_itself = |from: usize, to: usize| from == each.test && to == each.after;
        while let Some(block) = work.pop() {
            if std::mem::replace(&mut seen[block], true) {
                continue;
            }
            let data = &self.blocks[block];
            if data.is_exit || data.successors.is_empty() || block == each.after {
                return true;
            }
            work.extend(data.successors.iter().filter(|&&to| !by_itself(block, to)));
        }
        false
    }

    /// Whether control can go on from the event `from` to the event `to`, without passing an event that `stops`.
    ///
    /// The event `from` itself counts as left behind, so `reaches(e, e, …)` asks whether `e` can happen again.
    pub fn reaches(&self, from: usize, to: usize, stops: impl Fn(&Event) -> bool) -> bool {
        let block = self.events[from].block;
        let mut seen = vec![false; self.blocks.len()];
        let mut work: Vec<(usize, usize)> = vec![(block, from + 1)];
        while let Some((block, start)) = work.pop() {
            let mut is_stopped = false;
            for index in start.max(self.blocks[block].events.start)..self.blocks[block].events.end {
                if index == to {
                    return true;
                }
                if stops(&self.events[index]) {
                    is_stopped = true;
                    break;
                }
            }
            if is_stopped {
                continue;
            }
            for &next in &self.blocks[block].successors {
                if !std::mem::replace(&mut seen[next], true) {
                    work.push((next, 0));
                }
            }
        }
        false
    }

    /// The blocks that control can come to from an event, its own included.
    pub fn reached_from(&self, event: usize) -> impl Iterator<Item = usize> {
        let mut seen = vec![false; self.blocks.len()];
        let mut work = vec![self.events[event].block];
        while let Some(block) = work.pop() {
            if !std::mem::replace(&mut seen[block], true) {
                work.extend(&self.blocks[block].successors);
            }
        }
        (0..seen.len()).filter(move |&block| seen[block])
    }

    /// Whether control can come to an end of the function from its start.
    pub fn returns(&self) -> bool {
        let mut seen = vec![false; self.blocks.len()];
        let mut work = vec![0];
        while let Some(block) = work.pop() {
            if std::mem::replace(&mut seen[block], true) {
                continue;
            }
            if self.blocks[block].is_exit {
                return true;
            }
            work.extend(&self.blocks[block].successors);
        }
        false
    }

    /// The event of a call, by the call's expression.
    pub fn call_event(&self, call: ExprId) -> Option<usize> {
        self.events.iter().position(
            |event| matches!(event.kind, EventKind::Call { call: this, .. } if this == call),
        )
    }
}
