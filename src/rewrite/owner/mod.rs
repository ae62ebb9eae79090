//! Gives the close of a channel to those who send on it: the goroutine that sends closes when it returns, or one that has
//! waited for all of them; who wanted no more says so through a `done` channel, on which every send selects.

mod closes;
mod context;
mod draft;
mod flag;
mod global;
mod group;
mod home;
mod leaving;
mod selects;
mod senders;
mod stopping;
mod told;

pub use draft::Draft;
pub use flag::send_under_flag;
pub use home::Home;
pub use leaving::way_out;
pub use selects::{Answer, give_up_when};
use stopping::End;
pub use stopping::stop_instead;

use closes::{is_drained, remove_close};
use context::ends_of_context;
use group::{Group, count, run_inside, wait_in};
use senders::{Sender, senders_of};
use told::is_told_already;

use crate::finding::{Edit, Import};
use crate::model::channels::{Channel, Closer, EarlyClose, Operation};
use crate::model::flow::{CallMode, ChanOpKind};
use crate::model::structure::StmtRef;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::source::Range;
use crate::syntax::ast::*;

/// A change of who closes a channel.
pub struct Change {
    /// What it does, as the title of a fix.
    pub title: String,
    pub edits: Vec<Edit>,
    pub imports: Vec<Import>,
}

/// The change that gives the channel of `early` to its senders; the error says why there is none.
pub fn give_to_senders(package: &Package, early: &EarlyClose) -> Result<Change, String> {
    let [maker] = early.makers.as_slice() else {
        return Err("several channels are closed here".to_string());
    };
    let maker = *maker;
    let channel = package.channel_onward(maker);
    let is_made = channel
        .operations
        .iter()
        .any(|operation| operation.kind.is_make());
    if !is_made {
        return Err("where the channel is made is not in sight".to_string());
    }
    if channel.may_be_closed_elsewhere {
        return Err("code that is not in sight has the channel, too".to_string());
    }
    if let Some(change) = stay_open(package, channel, maker)? {
        return Ok(change);
    }
    let senders = senders_of(package, channel, maker)?;
    let all = package.early_closes().iter();
    let closes: Vec<&EarlyClose> = all.filter(|other| other.makers.contains(&maker)).collect();
    if closes.iter().any(|other| other.makers.len() > 1) {
        return Err("several channels are closed at one place".to_string());
    }
    let is_early = |close: &Operation| closes.iter().any(|early| early.close.at == close.at);
    let is_by_sender = |close: &Operation| senders.iter().any(|it| Some(it.callee) == close.func);
    let mut others = channel
        .of_kind(ChanOpKind::Close)
        .filter(|close| !is_early(close))
        .peekable();
    let has_owner = others.peek().is_some();
    if !others.all(is_by_sender) {
        return Err("it is closed elsewhere, too".to_string());
    }
    let mut owner = Owner {
        draft: Draft::new(package),
        channel,
        maker,
        senders: &senders,
        has_owner,
        moved: None,
    };
    let is_one = matches!(senders.as_slice(), [only] if !only.is_repeated);
    if is_one && let Some(change) = owner.make_room(&closes)? {
        return Ok(change);
    }
    let wants_no_more: Vec<Operation> = closes
        .iter()
        .filter(|early| {
            early.closer != Closer::Starter
                && !is_drained(package, channel, &early.close)
                && !is_told_already(package, channel, &early.close)
        })
        .map(|early| early.close)
        .collect();
    if !wants_no_more.is_empty() {
        owner.tell(&wants_no_more)?;
    }
    let is_asked = wants_no_more.len() < closes.len() || owner.is_close_noticed();
    if !has_owner && is_asked {
        match is_one {
            true => owner.close_in_sender()?,
            false => owner.close_behind_all(&closes)?,
        }
    }
    for early in &closes {
        let is_told = wants_no_more.iter().any(|close| close.at == early.close.at);
        if !is_told && owner.moved != Some(early.close.at) {
            remove_close(&mut owner.draft, &early.close)?;
        }
    }
    let name = package.symbol(maker).name;
    let title = match (is_asked && !has_owner, wants_no_more.is_empty()) {
        (true, true) => format!("close {name} where it is sent on"),
        (true, false) => format!("tell the senders to stop, and close {name} where it is sent on"),
        (false, true) => format!("leave {name} to those who send on it"),
        (false, false) => format!("tell those who send on {name} to stop instead of closing it"),
    };
    let (edits, imports) = owner.draft.finish()?;
    Ok(Change {
        title,
        edits,
        imports,
    })
}

/// Where no send ever waits, and nobody waits for the close: no close at all.
fn stay_open(
    package: &Package,
    channel: &Channel,
    maker: SymbolId,
) -> Result<Option<Change>, String> {
    let may_wait = |send: &Operation| !send.select.is_some_and(|case| case.has_default);
    let is_noticed =
        |operation: &Operation| operation.kind == ChanOpKind::Range || operation.asks_ok;
    if channel.of_kind(ChanOpKind::Send).any(may_wait)
        || channel.operations.iter().any(is_noticed)
        || channel.leaves_sight
    {
        return Ok(None);
    }
    let mut draft = Draft::new(package);
    for close in channel.of_kind(ChanOpKind::Close) {
        remove_close(&mut draft, close)?;
    }
    let (edits, imports) = draft.finish()?;
    let name = package.symbol(maker).name;
    Ok(Some(Change {
        title: format!("leave {name} open, as nobody waits for its end"),
        edits,
        imports,
    }))
}

/// Where the function that waits for the senders receives, beside that wait.
enum Receives {
    Nowhere,
    /// The wait only comes when the loop over the channel has ended, which ends with the close.
    Before,
    Behind,
}

struct Owner<'a> {
    draft: Draft<'a>,
    channel: &'a Channel,
    maker: SymbolId,
    senders: &'a [Sender],
    /// Whether a sender closes the channel already.
    has_owner: bool,
    /// A close that stays where it is.
    moved: Option<ExprRef>,
}

impl Owner<'_> {
    /// Where one goroutine sends one value and nobody waits for a close: a place for the value, and no close at all.
    fn make_room(&mut self, closes: &[&EarlyClose]) -> Result<Option<Change>, String> {
        let package = self.draft.package;
        let is_told = closes.iter().any(|early| early.closer == Closer::Starter);
        if is_told || self.has_owner || self.is_close_noticed() {
            return Ok(None);
        }
        let mut sends = self.channel.of_kind(ChanOpKind::Send);
        let (Some(send), None) = (sends.next(), sends.next()) else {
            return Ok(None);
        };
        let stmt = package.stmt_of(send.at);
        let is_once = stmt.is_some_and(|stmt| package.loops_around(send.at.decl, stmt).is_empty());
        let mut makes =
            self.channel
                .operations
                .iter()
                .filter_map(|operation| match operation.kind {
                    ChanOpKind::Make { capacity } => Some((operation.at, capacity)),
                    _ => None,
                });
        let (Some((make, capacity)), None) = (makes.next(), makes.next()) else {
            return Ok(None);
        };
        let measures = self.channel.of_kind(ChanOpKind::Len).next().is_some();
        let is_local = package.is_local(self.maker) && send.select.is_none();
        if !is_once || !is_local || measures || send.func != Some(self.senders[0].callee) {
            return Ok(None);
        }
        match capacity {
            Some(0) => {
                let ExprKind::Call { args_range, .. } = package.expr(make).kind else {
                    return Ok(None);
                };
                self.draft
                    .insert(make.decl, args_range.end - 1, ", 1".to_string());
            }
            Some(_) => {}
            None => return Ok(None),
        }
        for early in closes {
            remove_close(&mut self.draft, &early.close)?;
        }
        let name = package.symbol(self.maker).name;
        let package = self.draft.package;
        let draft = std::mem::replace(&mut self.draft, Draft::new(package));
        let (edits, imports) = draft.finish()?;
        Ok(Some(Change {
            title: format!("let the one value of {name} wait in a buffer, and do not close it"),
            edits,
            imports,
        }))
    }

    /// Whether a receiver waits for the close: it ranges over the channel, or asks `ok`.
    fn is_close_noticed(&self) -> bool {
        self.channel
            .operations
            .iter()
            .any(|operation| operation.kind == ChanOpKind::Range || operation.asks_ok)
    }

    /// Turns the closes that say "enough" into closes of a `done` channel, on which all sends select.
    fn tell(&mut self, closes: &[Operation]) -> Result<(), String> {
        let sends: Vec<Operation> = self.channel.of_kind(ChanOpKind::Send).copied().collect();
        if let Some(ends) = ends_of_context(self.draft.package, closes, &sends) {
            for (send, end) in sends.iter().zip(ends) {
                give_up_when(&mut self.draft, send, &end, &Answer::default())?;
            }
            for close in closes {
                remove_close(&mut self.draft, close)?;
            }
            return Ok(());
        }
        let may_wait = |send: &Operation| !send.select.is_some_and(|case| case.has_default);
        if !sends.iter().any(may_wait) {
            // Who never waits need not be told.
            for close in closes {
                remove_close(&mut self.draft, close)?;
            }
            return Ok(());
        }
        let mut end = End::of(&mut self.draft, self.channel, self.maker, closes)?;
        for close in closes {
            end.replace_close(&mut self.draft, self.channel, close)?;
        }
        for send in &sends {
            let done = end.expression(&mut self.draft, self.channel, send)?;
            give_up_when(&mut self.draft, send, &done, &Answer::default())?;
        }
        Ok(())
    }

    /// `defer close(ch)` first thing in the only goroutine that sends.
    fn close_in_sender(&mut self) -> Result<(), String> {
        let package = self.draft.package;
        let sender = self.senders[0];
        let is_only_here = package.func(sender.callee).literal.is_some() || {
            let callers = package.callers_of(sender.callee);
            callers.sites.len() == 1 && !callers.is_value
        };
        let is_method_of_holder = package.symbol(self.maker).kind == SymbolKind::Field;
        if is_only_here && let Some(name) = self.name_in(sender.callee) {
            self.draft
                .lead(sender.callee, format!("defer close({name})"));
            return Ok(());
        }
        if let Some(inner) = self.only_sending_function(sender.callee)
            && let Some(name) = self.name_in(inner)
        {
            self.draft.lead(inner, format!("defer close({name})"));
            return Ok(());
        }
        let name = match is_method_of_holder {
            true => None,
            false => self.argument_of(&sender),
        };
        let name = name.ok_or("the goroutine that sends does not name the channel")?;
        let is_go = package.stmt_of(sender.site.call).is_some_and(|stmt| {
            let decl = sender.site.call.decl;
            matches!(package.ast(decl).stmt(stmt).kind, StmtKind::Go(_))
        });
        if !is_go {
            return Err("a goroutine is started in an unusual way".to_string());
        }
        run_inside(&mut self.draft, &sender, &format!("defer close({name})"))
    }

    /// The function that makes all sends, where the goroutine calls it once and nobody else does.
    fn only_sending_function(&self, goroutine: FuncId) -> Option<FuncId> {
        let package = self.draft.package;
        let mut sends = self.channel.of_kind(ChanOpKind::Send);
        let func = sends.next()?.func?;
        let callers = package.callers_of(func);
        let [site] = callers.sites.as_slice() else {
            return None;
        };
        let stmt = package.stmt_of(site.call)?;
        let is_once = package.loops_around(site.call.decl, stmt).is_empty();
        (is_once
            && !callers.is_value
            && site.caller == goroutine
            && site.mode == CallMode::Now
            && sends.all(|send| send.func == Some(func)))
        .then_some(func)
    }

    /// A WaitGroup for the senders, and a goroutine that waits for it and closes.
    fn close_behind_all(&mut self, closes: &[&EarlyClose]) -> Result<(), String> {
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
        let holds_all = starts.is_some() && self.holds_all(&group);
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
    fn holds_all(&self, _group: &Group) -> bool {
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
                || home::statement_of(package, id)
                    .is_some_and(|stmt| package.conditions_of(starter.decl, stmt).is_empty());
            is_at_top.then_some(id)
        })
    }

    /// How a function that uses the channel names it.
    fn name_in(&self, func: FuncId) -> Option<String> {
        let package = self.draft.package;
        let used = self
            .channel
            .operations
            .iter()
            .find(|operation| operation.func == Some(func) && !operation.kind.is_make());
        if let Some(used) = used {
            return Some(package.expr_text(used.at).to_string());
        }
        let symbol = package.symbol(self.maker);
        if symbol.kind != SymbolKind::Field {
            // A name that nothing else in the declaration has.
            let scopes = package.scopes(func.decl);
            let same = scopes
                .symbols
                .iter()
                .filter(|other| other.name == symbol.name);
            return (func.decl == self.maker.decl && same.count() == 1)
                .then(|| symbol.name.to_string());
        }
        let receiver = package.func(func).receiver.as_ref()?.names.first()?;
        let (holder, _) = package.struct_of_field(self.maker)?;
        (package.receiver_type(func) == Some(holder))
            .then(|| format!("{}.{}", receiver.name, symbol.name))
    }

    /// How the start of a goroutine names the channel that it passes.
    fn argument_of(&self, sender: &Sender) -> Option<String> {
        let package = self.draft.package;
        let decl = sender.site.call.decl;
        let ExprKind::Call { args, .. } = &package.expr(sender.site.call).kind else {
            return None;
        };
        args.iter().find_map(|&expr| {
            let at = ExprRef { decl, expr };
            let target = package.path_of(at).target()?;
            self.channel
                .symbols
                .contains(&target)
                .then(|| package.expr_text(at).to_string())
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
