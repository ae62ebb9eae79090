//! A close by the one goroutine that sends, or none where its one value waits in a buffer.

use super::closes::remove_close;
use super::group::run_inside;
use super::senders::Sender;
use super::{Change, Draft, Owner};
use crate::model::channels::{Closer, EarlyClose};
use crate::model::flow::{CallMode, ChanOpKind};
use crate::model::{ExprRef, FuncId, SymbolKind};
use crate::syntax::ast::*;

impl Owner<'_> {
    /// Where one goroutine sends one value and nobody waits for a close: a place for the value, and no close at all.
    pub(super) fn make_room(&mut self, closes: &[&EarlyClose]) -> Result<Option<Change>, String> {
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

    /// `defer close(ch)` first thing in the only goroutine that sends.
    pub(super) fn close_in_sender(&mut self) -> Result<(), String> {
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

    /// How a function that uses the channel names it.
    pub(super) fn name_in(&self, func: FuncId) -> Option<String> {
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
