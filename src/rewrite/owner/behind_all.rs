//! A close behind all senders: a `WaitGroup` counts them, and one goroutine waits for it.

use super::Owner;
use super::declared::statement_of;
use super::group::{count, wait_in};
use crate::model::channels::{Closer, EarlyClose, Operation};
use crate::model::flow::{CallMode, ChanOpKind};
use crate::model::structure::StmtRef;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::source::Range;
use crate::syntax::ast::*;

/// Where the function that waits for the senders receives, beside that wait.
enum Receives {
    Nowhere,
    /// The wait only comes when the loop over the channel has ended, which ends with the close.
    Before,
    Behind,
}

impl Owner<'_> {
    /// A WaitGroup for the senders, and a goroutine that waits for it and closes.
    pub(super) fn close_behind_all(&mut self, closes: &[&EarlyClose]) -> Result<(), String> {
        let package = self.draft.package;
        let starter = self.senders[0].site.caller;
        if self
            .senders
            .iter()
            .any(|sender| sender.site.caller != starter)
        {
            return Err("the senders are started by several functions".to_string());
        }
        let name = self
            .name_in(starter)
            .ok_or("who starts the senders does not name the channel")?;
        let unclear = || "there is no clear place to wait for the senders".to_string();
        let decl = starter.decl;
        let last = self
            .senders
            .iter()
            .filter_map(|sender| {
                let stmt = package.stmt_of(sender.site.call)?;
                self.outermost(decl, stmt)
            })
            .max_by_key(|&stmt| package.ast(decl).stmt(stmt).range.end)
            .ok_or_else(unclear)?;
        let beside = match package.is_local(self.maker) && self.maker.decl == decl {
            true => self.maker,
            false => self.variable_for_group(starter).ok_or_else(unclear)?,
        };
        let group = count(&mut self.draft, self.senders, beside)?;
        if let Some(wait) = wait_in(package, starter, &group.name).filter(|_| group.is_old) {
            let range = package.ast(decl).stmt(wait).range;
            match self.receives_beside(starter, range) {
                Receives::Before => {}
                Receives::Behind if self.channel.capacity() == Some(0) => {
                    let text = package.text(decl, range).to_string();
                    let indentation = self.draft.source(decl).indentation(range.start);
                    let text = format!(
                        "go func() {{\n{indentation}\t{text}\n{indentation}\tclose({name})\n{indentation}}}()"
                    );
                    self.draft.replace(decl, range, text);
                    return Ok(());
                }
                _ => return self.add_lines(decl, range, &[format!("close({name})")]),
            }
        }
        let range = package.ast(decl).stmt(last).range;
        if let Some(close) = self.deferred_in_goroutine(closes, starter) {
            let stmt = package.stmt_of(close.at).ok_or_else(unclear)?;
            let deferred = package.ast(decl).stmt(stmt).range;
            let indentation = self
                .draft
                .source(decl)
                .indentation(deferred.start)
                .to_string();
            let text = format!(
                "defer func() {{\n{indentation}\t{}.Wait()\n{indentation}\tclose({name})\n{indentation}}}()",
                group.name
            );
            self.draft.replace(decl, deferred, text);
            self.moved = Some(close.at);
            return Ok(());
        }
        if never_ends(package, decl, last) {
            return Err(unclear());
        }
        let starts = closes
            .iter()
            .find(|early| early.closer == Closer::Starter && early.close.func == Some(starter));
        let holds_all = starts.is_some() && self.holds_all();
        let lines = match holds_all {
            true => vec![format!("{}.Wait()", group.name), format!("close({name})")],
            false => vec![
                "go func() {".to_string(),
                format!("\t{}.Wait()", group.name),
                format!("\tclose({name})"),
                "}()".to_string(),
            ],
        };
        self.add_lines(decl, range, &lines)
    }

    /// The deferred close of a function that runs on goroutines of its own only, so that nobody waits for its end.
    fn deferred_in_goroutine(&self, closes: &[&EarlyClose], starter: FuncId) -> Option<Operation> {
        let package = self.draft.package;
        let roots = package.roots_of(starter);
        let is_goroutine = roots.is_complete
            && roots.all.iter().all(|root| {
                matches!(root.kind, crate::model::goroutines::RootKind::Spawned { callee, .. } if callee == starter)
            });
        let [early] = closes else { return None };
        let close = early.close;
        (is_goroutine
            && early.closer == Closer::Starter
            && close.func == Some(starter)
            && close.mode == CallMode::Deferred)
            .then_some(close)
    }

    /// Whether the buffer has a place for each value that is ever sent.
    fn holds_all(&self) -> bool {
        let package = self.draft.package;
        let mut sends = self.channel.of_kind(ChanOpKind::Send);
        let (Some(send), None, [sender]) = (sends.next(), sends.next(), self.senders) else {
            return false;
        };
        let is_once = send.func == Some(sender.callee)
            && package
                .stmt_of(send.at)
                .is_some_and(|stmt| package.loops_around(send.at.decl, stmt).is_empty());
        let decl = sender.site.call.decl;
        let stmt = package.stmt_of(sender.site.call);
        let loops = stmt
            .map(|stmt| package.loops_around(decl, stmt))
            .unwrap_or_default();
        let [only] = loops.as_slice() else {
            return false;
        };
        let bound = package.bound_of(decl, *only);
        let mut makes = self
            .channel
            .operations
            .iter()
            .filter(|operation| operation.kind.is_make());
        let (Some(make), None) = (makes.next(), makes.next()) else {
            return false;
        };
        let ExprKind::Call { args, .. } = &package.expr(make.at).kind else {
            return false;
        };
        let capacity = args.get(1).map(|&expr| {
            package.bound_text(ExprRef {
                decl: make.at.decl,
                expr,
            })
        });
        is_once && bound.is_some() && bound == capacity
    }

    /// Where a function that waits for the senders receives from the channel itself.
    fn receives_beside(&self, func: FuncId, wait: Range) -> Receives {
        let package = self.draft.package;
        let mut starts = self.channel.operations.iter().filter_map(|operation| {
            let receives = matches!(operation.kind, ChanOpKind::Receive | ChanOpKind::Range);
            (receives && operation.func == Some(func))
                .then(|| package.expr(operation.at).range.start)
        });
        match starts.next() {
            None => Receives::Nowhere,
            Some(first) if first < wait.start || starts.any(|start| start < wait.start) => {
                Receives::Before
            }
            Some(_) => Receives::Behind,
        }
    }

    /// Lines behind a statement, with its indentation.
    fn add_lines(
        &mut self,
        decl: crate::model::DeclId,
        behind: Range,
        lines: &[String],
    ) -> Result<(), String> {
        let source = self.draft.source(decl);
        let end = source.line_end(behind.end);
        let rest = source.slice(Range::new(behind.end, end)).trim();
        if !rest.is_empty() && !rest.starts_with("//") {
            return Err("there is no clear place to wait for the senders".to_string());
        }
        let indentation = source.indentation(behind.start).to_string();
        for line in lines {
            self.draft
                .insert(decl, end, format!("{indentation}{line}\n"));
        }
        Ok(())
    }

    /// The outermost loop around a statement that the channel is not made in, or the statement itself.
    fn outermost(&self, decl: crate::model::DeclId, stmt: StmtId) -> Option<StmtId> {
        let package = self.draft.package;
        let holds_make = |at: StmtId| {
            let range = package.stmt(StmtRef { decl, stmt: at }).range;
            self.channel.operations.iter().any(|operation| {
                operation.kind.is_make()
                    && operation.at.decl == decl
                    && range.contains(package.expr(operation.at).range)
            })
        };
        let loops = package.loops_around(decl, stmt);
        let outer = loops.into_iter().rfind(|&stmt| !holds_make(stmt));
        let found = outer.unwrap_or(stmt);
        // Within a branch the group would be waited for on that way only, which is right: it is started there only.
        package.siblings(decl, found).map(|_| found)
    }

    /// A local variable of the function that starts the senders, beside which a group can be declared.
    fn variable_for_group(&self, starter: FuncId) -> Option<SymbolId> {
        let package = self.draft.package;
        let scopes = package.scopes(starter.decl);
        let start = self
            .senders
            .iter()
            .map(|sender| package.expr(sender.site.call).range.start)
            .min()?;
        let all = scopes.symbols.iter().zip(0..);
        let mut candidates = all.filter(|(symbol, _)| {
            symbol.func == Some(starter.index)
                && matches!(symbol.kind, SymbolKind::Var | SymbolKind::Param)
                && symbol.range.end < start
        });
        candidates.find_map(|(symbol, index)| {
            let id = SymbolId {
                decl: starter.decl,
                index,
            };
            let is_at_top = symbol.kind == SymbolKind::Param
                || statement_of(package, id)
                    .is_some_and(|stmt| package.conditions_of(starter.decl, stmt).is_empty());
            is_at_top.then_some(id)
        })
    }
}

/// Whether nothing behind a loop is ever come to: it has no condition, and nothing breaks out of it.
fn never_ends(package: &Package, decl: crate::model::DeclId, stmt: StmtId) -> bool {
    let ast = package.ast(decl);
    let at = ast.stmt(stmt);
    matches!(
        at.kind,
        StmtKind::For {
            condition: None,
            ..
        }
    ) && !ast.stmts.iter().any(|inner| {
        matches!(
            inner.kind,
            StmtKind::Branch {
                kind: BranchKind::Break,
                ..
            }
        ) && at.range.contains(inner.range)
    })
}
