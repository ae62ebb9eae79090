//! Whether a function can leave with results outstanding: the paths from where senders start to where it ends.

use std::collections::{HashMap, HashSet};

use super::early::is_early;
use crate::model::flow::{CallMode, Callee, EventKind, Flow};
use crate::model::structure::StmtRef;
use crate::model::{ExprRef, FuncId, Package};
use crate::source::{Range, Span};
use crate::syntax::ast::*;

/// What an event adds to the results outstanding.
#[derive(Clone, Copy, Debug)]
pub(super) enum Adds {
    More(u64),
    /// Rounds of one loop do not add up: each receives what it starts, or waits for the one before.
    AtMost(u64),
}

/// What events of a function mean for a channel.
pub(super) struct Scene<'p, 'w> {
    pub package: &'p Package<'w>,
    pub func: FuncId,
    /// What is sent later because of an event.
    pub adds: HashMap<usize, Adds>,
    /// Events that receive one.
    pub takes: HashSet<usize>,
    /// Events that tell that no more is to come.
    pub ends: HashSet<usize>,
    /// Where the channel is made; another one is meant from there on.
    pub make: Option<usize>,
    pub capacity: u64,
}

/// Where a function leaves although something is still to be sent.
pub(super) struct Leave {
    pub span: Span,
}

impl Scene<'_, '_> {
    fn flow(&self) -> &Flow {
        self.package.flow(self.func)
    }

    fn range(&self, stmt: StmtId) -> Range {
        let decl = self.func.decl;
        self.package.stmt(StmtRef { decl, stmt }).range
    }

    /// A way out of the function, from behind the event `from`, with more outstanding than there is room for.
    pub(super) fn leave(&self, from: usize, outstanding: u64) -> Option<Leave> {
        let flow = self.flow();
        let most = self.most();
        let mut seen = HashSet::new();
        let mut work = vec![(flow.events[from].block, from + 1, outstanding)];
        while let Some((block, start, mut outstanding)) = work.pop() {
            let data = &flow.blocks[block];
            let mut is_renewed = false;
            for index in start.max(data.events.start)..data.events.end {
                match self.adds.get(&index) {
                    Some(&Adds::More(more)) => outstanding = (outstanding + more).min(most),
                    Some(&Adds::AtMost(all)) => outstanding = outstanding.max(all),
                    None => {}
                }
                if self.takes.contains(&index) {
                    outstanding = outstanding.saturating_sub(1);
                }
                if self.ends.contains(&index) || self.waits(index) {
                    outstanding = 0;
                }
                is_renewed |= self.make == Some(index);
            }
            if is_renewed {
                continue;
            }
            if data.is_exit && outstanding > self.capacity && self.counts(data.leaves_by) {
                return Some(self.leave_at(data.leaves_by));
            }
            for &next in &data.successors {
                let outstanding = self.behind(block, next, outstanding);
                if seen.insert((next, outstanding)) {
                    work.push((next, 0, outstanding));
                }
            }
        }
        None
    }

    /// More than this makes no difference.
    fn most(&self) -> u64 {
        let takes = self.takes.len() as u64;
        let adds = self.adds.values().map(|&adds| match adds {
            Adds::More(count) | Adds::AtMost(count) => count,
        });
        self.capacity + takes + adds.sum::<u64>() + 1
    }

    /// What is outstanding once control has gone from one block to another.
    fn behind(&self, block: usize, next: usize, outstanding: u64) -> u64 {
        let flow = self.flow();
        for each in self.receiving_loops() {
            let ends = each.test == block && each.after == next;
            if ends {
                return 0;
            }
            if let Some(by) = flow.blocks[block].leaves_by
                && self.range(each.stmt).contains(self.range(by))
                && self.jumps_out(by, each.stmt)
                && !self.is_early(by, each.stmt)
            {
                return 0;
            }
        }
        outstanding
    }

    fn jumps_out(&self, by: StmtId, around: StmtId) -> bool {
        let ast = self.package.ast(self.func.decl);
        let StmtKind::Branch { kind, label } = &ast.stmt(by).kind else {
            return false;
        };
        match (kind, label) {
            (BranchKind::Break, None) => {
                self.package.break_target(self.func.decl, by) == Some(around)
            }
            (BranchKind::Break | BranchKind::Continue, Some(label)) => {
                let Parent::Stmt(outer) = ast.stmt(around).parent else {
                    return true;
                };
                let is_own = matches!(ast.stmt(outer).kind, StmtKind::Labeled { label: own, .. } if own.name == label.name);
                !is_own || *kind == BranchKind::Break
            }
            (BranchKind::Goto, _) => true,
            _ => false,
        }
    }

    /// The loops that receive again and again.
    fn receiving_loops(&self) -> impl Iterator<Item = &crate::model::flow::Loop> {
        let flow = self.flow();
        let make = self.make.map(|make| flow.events[make].range);
        flow.loops.iter().filter(move |each| {
            let range = self.range(each.stmt);
            let receives = self
                .takes
                .iter()
                .any(|&take| range.contains(flow.events[take].range));
            receives && !make.is_some_and(|make| range.contains(make))
        })
    }

    /// Whether leaving by a statement means that results are given up.
    fn counts(&self, by: Option<StmtId>) -> bool {
        let Some(by) = by else {
            return true;
        };
        let range = self.range(by);
        self.receiving_loops()
            .filter(|each| self.range(each.stmt).contains(range))
            .all(|each| self.is_early(by, each.stmt))
    }

    fn is_early(&self, by: StmtId, around: StmtId) -> bool {
        let flow = self.flow();
        let receives_result = |clause: StmtId| {
            self.takes.iter().any(|&take| {
                matches!(&flow.events[take].kind, EventKind::Chan(op)
                    if op.select.is_some_and(|(_, case)| case == clause))
            })
        };
        is_early(self.package, self.func.decl, by, around, &receives_result)
    }

    /// Whether an event waits until goroutines are done.
    fn waits(&self, index: usize) -> bool {
        let EventKind::Call {
            call,
            callee: Callee::Func(_) | Callee::InterfaceMethod(_) | Callee::Unknown,
            mode: CallMode::Now,
        } = self.flow().events[index].kind
        else {
            return false;
        };
        let decl = self.func.decl;
        let ExprKind::Call { callee, .. } = self.package.expr(ExprRef { decl, expr: call }).kind
        else {
            return false;
        };
        let ast = self.package.ast(decl);
        matches!(&ast.expr(callee).kind, ExprKind::Selector { field, .. } if &*field.name == "Wait")
    }

    fn leave_at(&self, by: Option<StmtId>) -> Leave {
        let decl = self.func.decl;
        let range = match by {
            Some(by) => self.range(by),
            None => {
                let end = self.package.func(self.func).range.end;
                Range::new(end.saturating_sub(1), end)
            }
        };
        Leave {
            span: self.package.span(decl, range),
        }
    }
}
