//! A function, the accesses in it that need a lock, and what may stand under that lock.

use super::Lock;
use super::under;
use crate::model::effects::Effects;
use crate::model::flow::{AccessKind, CallMode, Callee, Event, EventKind, Flow};
use crate::model::path::AccessPath;
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package, SymbolId};
use crate::source::{Range, SourceFile};
use crate::syntax::ast::*;

/// Longer stretches are not put under a lock.
pub(super) const MOST_LINES: u32 = 12;

pub(super) struct Site<'a, 'w> {
    pub package: &'a Package<'w>,
    pub func: FuncId,
    pub ast: &'a Ast,
    pub source: &'a SourceFile,
    pub flow: &'a Flow,
    pub lock: &'a Lock<'a>,
    /// The accesses, as indices of the flow's events, in source order.
    pub events: Vec<usize>,
}

impl<'a, 'w> Site<'a, 'w> {
    pub(super) fn new(
        package: &'a Package<'w>,
        func: FuncId,
        events: &[usize],
        lock: &'a Lock<'a>,
    ) -> Option<Site<'a, 'w>> {
        let flow = package.flow(func);
        let mut events = events.to_vec();
        events.retain(|&event| event < flow.events.len());
        events.sort_by_key(|&event| flow.events[event].range);
        events.dedup();
        let site = Site {
            package,
            func,
            ast: package.ast(func.decl),
            source: &package.file_of(func.decl).source,
            flow,
            lock,
            events,
        };
        (!site.events.is_empty()).then_some(site)
    }

    pub(super) fn event(&self, index: usize) -> &'a Event {
        &self.flow.events[index]
    }

    pub(super) fn at(&self, expr: ExprId) -> ExprRef {
        ExprRef {
            decl: self.func.decl,
            expr,
        }
    }

    pub(super) fn stmt(&self, stmt: StmtId) -> &'a Stmt {
        self.ast.stmt(stmt)
    }

    pub(super) fn text(&self, range: Range) -> &'a str {
        self.source.slice(range)
    }

    /// `s.mu.Lock()`, and what undoes it.
    pub(super) fn acquire(&self) -> String {
        format!("{}.{}()", self.lock.text, self.lock.acquire())
    }

    pub(super) fn release(&self) -> String {
        format!("{}.{}()", self.lock.text, self.lock.release())
    }

    /// Whether the function can take the lock at all where it accesses: nobody who runs it has the lock already, and no
    /// other lock is held that is elsewhere taken after this one.
    pub(super) fn may_take(&self) -> bool {
        let Some(symbol) = self.lock.symbol else {
            return true;
        };
        let is_free = self.events.iter().all(|&event| {
            let held = self.package.held_at(self.func, event);
            under::may_nest(self.package, &held, symbol)
        });
        is_free && under::runs_without(self.package, self.func, symbol)
    }

    /// Whether another lock is held at one of the accesses.
    pub(super) fn is_nested(&self) -> bool {
        let mut events = self.events.iter();
        events.any(|&event| !self.package.held_at(self.func, event).is_empty())
    }

    pub(super) fn effects(&self, range: Range) -> Effects {
        self.package.effects_within(self.func, range)
    }

    /// Whether all that happens in `range` may happen under the lock.
    pub(super) fn is_harmless(&self, range: Range) -> bool {
        self.is_harmless_but(range, &[])
    }

    /// The same, the parts `except` left out.
    pub(super) fn is_harmless_but(&self, range: Range, except: &[Range]) -> bool {
        let effects = self.package.effects_but(self.func, range, except);
        effects.is_plain() && !under::runs_any(&effects, self.lock.takers)
    }

    /// Whether a loop in `range` waits for others to change what the lock guards: under the lock they never do.
    pub(super) fn waits_in_loop(&self, range: Range) -> bool {
        let writes_in = |body: Range| {
            self.events.iter().any(|&event| {
                matches!(&self.event(event).kind, EventKind::Access { kind, .. } if super::units::kind_writes(*kind))
                    && body.contains(self.event(event).range)
            })
        };
        // What the loop calls may change it.
        let calls_in = |body: Range| {
            self.flow.events.iter().any(|event| {
                matches!(event.kind, EventKind::Call { callee: Callee::Func(callee) | Callee::Literal(callee), .. }
                    if callee.decl.dir == self.func.decl.dir && body.contains(event.range))
            })
        };
        self.ast.stmts.iter().any(|stmt| match stmt.kind {
            StmtKind::For {
                condition: Some(condition),
                ..
            } => {
                range.contains(stmt.range)
                    && self.accesses_in(self.ast.expr(condition).range)
                    && !writes_in(stmt.range)
                    && !calls_in(stmt.range)
            }
            _ => false,
        })
    }

    /// Whether the lock, as it is written, means at the start of `range` what it means at the accesses.
    pub(super) fn is_known_at(&self, range: Range) -> bool {
        let Some(root) = self.root() else {
            return true;
        };
        let symbol = self.package.symbol(root);
        let is_declared_before = !self.package.is_local(root)
            || root.decl == self.func.decl && symbol.range.end <= range.start;
        let is_changed = self.flow.events.iter().any(|event| {
            let changes = matches!(
                &event.kind,
                EventKind::Access { path, kind: AccessKind::Write | AccessKind::Update | AccessKind::Address }
                    if self.changes_lock(path)
            );
            changes && range.contains(event.range)
        });
        is_declared_before && !is_changed && !self.is_tested_from(root, range.start)
    }

    /// Whether the code from `start` on asks if a variable is nil: its lock cannot be taken before that.
    fn is_tested_from(&self, root: SymbolId, start: u32) -> bool {
        let is_nil = |expr: ExprId| self.package.type_of(self.at(expr)) == Type::Nil;
        let is_root = |expr: ExprId| self.package.named_symbol(self.at(expr)) == Some(root);
        self.ast.exprs.iter().any(|expr| match expr.kind {
            ExprKind::Binary {
                op: BinaryOp::Equal | BinaryOp::NotEqual,
                left,
                right,
            } => {
                expr.range.start >= start
                    && (is_nil(left) && is_root(right) || is_root(left) && is_nil(right))
            }
            _ => false,
        })
    }

    /// Whether writing `path` makes the lock's text mean another lock.
    fn changes_lock(&self, path: &AccessPath) -> bool {
        match self.lock.path {
            Some(lock) => lock.begins_with(path) && lock.steps.len() > path.steps.len(),
            None => path.steps.is_empty() && path.root_symbol() == self.root(),
        }
    }

    /// The variable that the lock's text begins with, where the accesses go by it too.
    pub(super) fn root(&self) -> Option<SymbolId> {
        if let Some(path) = self.lock.path {
            return path.root_symbol();
        }
        let first = self.lock.text.split('.').next()?;
        self.events
            .iter()
            .find_map(|&event| match &self.event(event).kind {
                EventKind::Access { path, .. } => path
                    .root_symbol()
                    .filter(|&root| *self.package.symbol(root).name == *first),
                _ => None,
            })
    }

    /// The expression of an access.
    pub(super) fn expr_of(&self, event: usize) -> Option<ExprId> {
        let range = self.event(event).range;
        let mut exprs = self.ast.exprs.iter().zip(0..);
        exprs
            .find(|(expr, _)| expr.range == range)
            .map(|(_, number)| ExprId(number))
    }

    pub(super) fn lines_of(&self, range: Range) -> u32 {
        let line = |offset: u32| self.source.position(offset).line;
        line(range.end) - line(range.start) + 1
    }

    /// The statement of a list that holds a statement, and the position there; the list is the innermost.
    pub(super) fn listed(&self, stmt: StmtId) -> Option<StmtId> {
        let mut stmt = stmt;
        loop {
            if matches!(self.stmt(stmt).parent, Parent::Func(_)) {
                return None;
            }
            if self.package.siblings(self.func.decl, stmt).is_some() {
                return Some(stmt);
            }
            stmt = self.package.parent_stmt(self.func.decl, stmt)?;
        }
    }

    /// Whether control may leave `range` other than at its end: `return`, `goto`, a label, `break` and `continue` of what
    /// is around it, `panic`.
    pub(super) fn may_leave(&self, range: Range) -> bool {
        !self.returns_in(range).is_empty() || self.may_jump(range)
    }

    /// The function's own `return`s in `range`.
    pub(super) fn returns_in(&self, range: Range) -> Vec<StmtId> {
        let stmts = self.ast.stmts.iter().zip(0..);
        let returns = stmts.filter(|(stmt, number)| {
            matches!(stmt.kind, StmtKind::Return(_))
                && range.contains(stmt.range)
                && self.is_own(StmtId(*number))
        });
        returns.map(|(_, number)| StmtId(number)).collect()
    }

    /// Whether control may leave `range` by something else than a `return`.
    pub(super) fn may_jump(&self, range: Range) -> bool {
        let jumps = self.ast.stmts.iter().zip(0..).any(|(stmt, number)| {
            range.contains(stmt.range)
                && match &stmt.kind {
                    StmtKind::Labeled { .. } | StmtKind::Defer(_) => self.is_own(StmtId(number)),
                    StmtKind::Branch { kind, label } => {
                        self.is_own(StmtId(number))
                            && (label.is_some()
                                || *kind == BranchKind::Goto
                                || !self.is_within_target(StmtId(number), *kind, range))
                    }
                    _ => false,
                }
        });
        jumps || self.never_comes_back(range)
    }

    /// Whether `range` calls what does not come back: it panics, and who recovers finds the lock taken.
    fn never_comes_back(&self, range: Range) -> bool {
        let calls = self
            .flow
            .events
            .iter()
            .filter(|event| range.contains(event.range));
        let mut callees = calls.filter_map(|event| match event.kind {
            EventKind::Call {
                callee,
                mode: CallMode::Now,
                ..
            } => Some(callee),
            _ => None,
        });
        callees.any(|callee| match callee {
            Callee::Builtin(name) => name == "panic",
            Callee::Func(func) => {
                let is_here = func.decl.dir == self.package.home().id;
                is_here
                    && self.package.func(func).body.is_some()
                    && !self.package.flow(func).returns()
            }
            _ => false,
        })
    }

    /// Whether a statement belongs to the function itself, not to a literal in it.
    pub(super) fn is_own(&self, stmt: StmtId) -> bool {
        let mut parent = self.stmt(stmt).parent;
        loop {
            parent = match parent {
                Parent::Decl => return false,
                Parent::Func(index) => return index == self.func.index,
                Parent::Expr(expr) => self.ast.expr(expr).parent,
                Parent::Stmt(stmt) => self.ast.stmt(stmt).parent,
            };
        }
    }

    /// Whether what a `break` or `continue` refers to lies in `range`, too.
    fn is_within_target(&self, branch: StmtId, kind: BranchKind, range: Range) -> bool {
        let mut stmt = branch;
        while let Some(outer) = self.package.parent_stmt(self.func.decl, stmt) {
            let is_target = match self.stmt(outer).kind {
                StmtKind::For { .. } | StmtKind::Range { .. } => kind != BranchKind::Fallthrough,
                StmtKind::Switch { .. } | StmtKind::TypeSwitch { .. } => {
                    matches!(kind, BranchKind::Break | BranchKind::Fallthrough)
                }
                StmtKind::Select { .. } => kind == BranchKind::Break,
                _ => false,
            };
            if is_target {
                return range.contains(self.stmt(outer).range);
            }
            stmt = outer;
        }
        false
    }

    /// Whether any of the accesses lies in `range`.
    pub(super) fn accesses_in(&self, range: Range) -> bool {
        let mut events = self.events.iter();
        events.any(|&event| range.contains(self.event(event).range))
    }
}
