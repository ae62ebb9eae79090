//! `sync.WaitGroup`: what counts up, what counts down, and who waits.

use super::flow::{CallMode, Callee, EventKind};
use super::package::Package;
use super::path::{AccessPath, Step};
use super::resolve::name;
use super::symbol::*;
use super::uses::CallSite;
use crate::syntax::ast::*;

/// How many calls down a `Done` is looked for.
const DEPTH: u32 = 3;

/// What a call does with a `sync.WaitGroup`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitGroupOp {
    Add,
    /// `wg.Done()`, `wg.Add(-1)`.
    Done,
    Wait,
}

/// A call of a method of a `sync.WaitGroup`.
#[derive(Clone, Debug)]
pub struct WaitGroupCall {
    pub op: WaitGroupOp,
    /// The group, by its origin where a local variable only names it.
    pub group: AccessPath,
    pub call: ExprRef,
    /// The index of the call among the events of the function's flow.
    pub event: usize,
    pub mode: CallMode,
}

impl Package<'_> {
    /// What a call does with a `WaitGroup`, and with which.
    pub fn wait_group_op(&self, call: ExprRef) -> Option<(WaitGroupOp, AccessPath)> {
        let here = |expr: ExprId| ExprRef {
            decl: call.decl,
            expr,
        };
        let ExprKind::Call { callee, args, .. } = &self.expr(call).kind else {
            return None;
        };
        let ExprKind::Selector { operand, field } = &self.expr(here(*callee)).kind else {
            return None;
        };
        let op = match (&*field.name, args.as_slice()) {
            ("Add", [delta]) if self.expr_text(here(*delta)).starts_with('-') => WaitGroupOp::Done,
            ("Add", [_]) => WaitGroupOp::Add,
            ("Done", []) => WaitGroupOp::Done,
            ("Wait", []) => WaitGroupOp::Wait,
            _ => return None,
        };
        let selection = self.selection(here(*callee))?;
        let directory = self.directory(selection.symbol.decl.dir);
        let is_wait_group = directory.import_path.as_deref() == Some("sync")
            && self
                .qualified_name(selection.symbol)
                .starts_with("WaitGroup.");
        if !is_wait_group {
            return None;
        }
        let mut path = self.path_of(here(*operand));
        path.steps
            .extend(selection.through.into_iter().map(Step::Field));
        Some((op, self.canonical(&path)))
    }

    /// This package's declarations that call this method of a `WaitGroup`, damaged ones left out.
    pub fn decls_calling_group(&self, method: &'static str) -> &[DeclId] {
        match self.group_calls.get(method) {
            Some(known) => known,
            None => {
                let mut decls = self.decls_mentioning(method);
                decls.retain(|&decl| self.calls_group(decl, method));
                self.group_calls.insert(method, decls)
            }
        }
    }

    fn calls_group(&self, decl: DeclId, method: &str) -> bool {
        let lowered = self.lowered(decl);
        let mut callees = lowered.named(name(method)).iter();
        callees.any(|&callee| {
            let Parent::Expr(call) = lowered.ast.expr(callee).parent else {
                return false;
            };
            self.wait_group_op(ExprRef { decl, expr: call }).is_some()
        })
    }

    /// The calls of a function itself, literals in it left out, in the order of its flow.
    pub fn wait_group_calls(&self, func: FuncId) -> Vec<WaitGroupCall> {
        let events = self.flow(func).events.iter().enumerate();
        let calls = events.filter_map(|(index, event)| {
            let EventKind::Call { call, callee, mode } = event.kind else {
                return None;
            };
            let Callee::Func(callee) = callee else {
                return None;
            };
            if !self.world().is_standard(callee.decl.dir) {
                return None;
            }
            let call = ExprRef {
                decl: func.decl,
                expr: call,
            };
            let (op, group) = self.wait_group_op(call)?;
            Some(WaitGroupCall {
                op,
                group,
                call,
                event: index,
                mode,
            })
        });
        calls.collect()
    }

    /// The groups that a function counts down once before it is over, itself or in a function that it calls, by the names
    /// that they have in it. What it does again and again counts something else than itself.
    pub fn groups_done_by(&self, func: FuncId) -> Vec<AccessPath> {
        self.done_within(func, DEPTH)
    }

    fn done_within(&self, func: FuncId, depth: u32) -> Vec<AccessPath> {
        let flow = self.flow(func);
        let is_once = |event: usize| !flow.leads_to(event, event);
        let own = self.wait_group_calls(func).into_iter();
        let mut found: Vec<AccessPath> = own
            .filter(|call| call.op == WaitGroupOp::Done && call.mode != CallMode::Spawned)
            .filter(|call| is_once(call.event))
            .map(|call| call.group)
            .collect();
        if depth == 0 {
            return found;
        }
        for (site, callee) in self.calls_in_sight(func) {
            if site.mode != CallMode::Spawned && is_once(site.event) {
                found.extend(self.done_by_call(&site, callee, depth - 1));
            }
        }
        found
    }

    /// The groups that the callee of a call counts down, by the names that they have in the caller.
    pub fn groups_done_at(&self, site: &CallSite, callee: FuncId) -> Vec<AccessPath> {
        self.done_by_call(site, callee, DEPTH)
    }

    fn done_by_call(&self, site: &CallSite, callee: FuncId, depth: u32) -> Vec<AccessPath> {
        let groups = self.done_within(callee, depth).into_iter();
        let outside = groups.filter_map(|group| self.path_in_caller(&group, site.call, callee));
        outside.map(|group| self.canonical(&group)).collect()
    }

    /// The calls of a function whose callees the package shows, and the callees.
    pub fn calls_in_sight(&self, func: FuncId) -> Vec<(CallSite, FuncId)> {
        let events = self.flow(func).events.iter().enumerate();
        let calls = events.filter_map(|(index, event)| {
            let EventKind::Call { call, callee, mode } = event.kind else {
                return None;
            };
            let (Callee::Func(callee) | Callee::Literal(callee)) = callee else {
                return None;
            };
            let site = CallSite {
                caller: func,
                event: index,
                call: ExprRef {
                    decl: func.decl,
                    expr: call,
                },
                mode,
            };
            let is_shown =
                !self.world().is_standard(callee.decl.dir) && self.func(callee).body.is_some();
            is_shown.then_some((site, callee))
        });
        calls.collect()
    }

    /// The calls that wait for a group, by the variable or field that it is, in this package.
    pub fn waits_for(&self, group: SymbolId) -> Vec<(FuncId, WaitGroupCall)> {
        let mut found = Vec::new();
        for &decl in self.decls_calling_group("Wait") {
            for func in self.funcs(decl) {
                let calls = self.wait_group_calls(func).into_iter();
                let waits = calls.filter(|call| {
                    call.op == WaitGroupOp::Wait && call.group.target() == Some(group)
                });
                found.extend(waits.map(|call| (func, call)));
            }
        }
        found
    }
}
