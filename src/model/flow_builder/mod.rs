//! From a function's body to its control-flow graph.

use rustc_hash::FxHashMap;

use crate::model::flow::*;
use crate::model::locks::{LockOp, compute_held};
use crate::model::package::Package;
use crate::model::path::{AccessPath, Root, Step, Steps};
use crate::model::symbol::*;
use crate::model::types::Type;
use crate::source::Range;
use crate::syntax::ast::*;

impl Package<'_> {
    /// What a function does. A function without a body has an empty flow.
    pub fn flow(&self, func: FuncId) -> &Flow {
        if let Some(flow) = self.flows.get(&func) {
            return flow;
        }
        let flow = Builder::new(self, func.decl).build(func);
        self.flows.insert(func, Box::new(flow))
    }
}

mod accesses;
mod calls;
mod expressions;
mod leaving;
mod statements;

#[derive(Default)]
struct BlockDraft {
    events: Vec<Event>,
    successors: Vec<usize>,
    is_exit: bool,
    leaves_by: Option<StmtId>,
}

/// Where `break` and `continue` lead.
struct Target {
    label: Option<Name>,
    after: usize,
    /// `None` for `switch` and `select`.
    next: Option<usize>,
}

struct Builder<'p, 'w> {
    package: &'p Package<'w>,
    decl: DeclId,
    ast: &'p Ast,
    blocks: Vec<BlockDraft>,
    loops: Vec<Loop>,
    current: usize,
    stmt: StmtId,
    targets: Vec<Target>,
    /// The label of the statement that comes next.
    label: Option<Name>,
    labels: FxHashMap<Name, usize>,
    /// The `select` and clause whose communication is being read.
    select: Option<(StmtId, StmtId)>,
    /// Where `fallthrough` leads.
    fallthrough: Option<usize>,
}

impl<'p, 'w> Builder<'p, 'w> {
    fn new(package: &'p Package<'w>, decl: DeclId) -> Self {
        Builder {
            package,
            decl,
            ast: package.ast(decl),
            blocks: vec![BlockDraft::default()],
            loops: Vec::new(),
            current: 0,
            stmt: StmtId(0),
            targets: Vec::new(),
            label: None,
            labels: FxHashMap::default(),
            select: None,
            fallthrough: None,
        }
    }

    fn build(mut self, func: FuncId) -> Flow {
        if let Some(body) = self.ast.func(func.index).body {
            self.stmt = body;
            self.statement(body);
        }
        self.blocks[self.current].is_exit = true;
        // As much as is needed, for there are many flows and all are kept.
        let events = self.blocks.iter().map(|block| block.events.len()).sum();
        let mut flow = Flow {
            blocks: Vec::with_capacity(self.blocks.len()),
            events: Vec::with_capacity(events),
            loops: self.loops,
        };
        for (number, draft) in self.blocks.into_iter().enumerate() {
            let start = flow.events.len();
            flow.events
                .extend(draft.events.into_iter().map(|event| Event {
                    block: number,
                    ..event
                }));
            let events = start..flow.events.len();
            flow.blocks.push(Block {
                events,
                successors: draft.successors,
                is_exit: draft.is_exit,
                leaves_by: draft.leaves_by,
                held: Default::default(),
                behind: Default::default(),
            });
        }
        compute_held(&mut flow);
        flow
    }

    fn at(&self, expr: ExprId) -> ExprRef {
        ExprRef {
            decl: self.decl,
            expr,
        }
    }

    fn block(&mut self) -> usize {
        self.blocks.push(BlockDraft::default());
        self.blocks.len() - 1
    }

    fn edge(&mut self, from: usize, to: usize) {
        if !self.blocks[from].successors.contains(&to) {
            self.blocks[from].successors.push(to);
        }
    }

    /// Goes on in a new block that follows `from`.
    fn branch(&mut self, from: usize) {
        let block = self.block();
        self.edge(from, block);
        self.current = block;
    }

    /// Ends the current path: what follows is not reached from here.
    fn end_path(&mut self) {
        self.current = self.block();
    }

    fn event(&mut self, kind: EventKind, range: Range) {
        let event = Event {
            kind,
            range,
            block: 0,
            stmt: self.stmt,
            held: Default::default(),
        };
        self.blocks[self.current].events.push(event);
    }
}
