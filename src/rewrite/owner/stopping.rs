//! A channel that is sent on by whoever calls: it stays open, and a `done` channel tells both sides of the end.

use super::Change;
use super::declared::statement_of;
use super::draft::Draft;
use super::global::is_global;
use super::home::Home;
use super::receiving;
use super::selects::{Answer, give_up_when};
use super::told::signals_beside;
use crate::finding::Import;
use crate::model::channels::{Channel, EarlyClose, Operation};
use crate::model::flow::ChanOpKind;
use crate::model::goroutines::RootKind;
use crate::model::types::Type;
use crate::model::{FuncId, Package, SymbolId, SymbolKind};
use crate::rewrite::zero::zero_results;
use crate::syntax::ast::*;

/// What an error variable is called that says that it is over, in part.
const OVER: &[&str] = &[
    "closed", "stopped", "shutdown", "closing", "stopping", "done",
];

/// The change by which a `done` channel is closed in place of the field `early` closes; the error says why there is none.
pub fn stop_instead(package: &Package, early: &EarlyClose) -> Result<Change, String> {
    let [maker] = early.makers.as_slice() else {
        return Err("several channels are closed here".to_string());
    };
    let maker = *maker;
    let channel = package.channel_onward(maker);
    let is_shared = package.symbol(maker).kind == SymbolKind::Field || is_global(package, maker);
    if !is_shared || channel.symbols != [maker] {
        return Err("the channel goes by several names".to_string());
    }
    let is_made = channel
        .operations
        .iter()
        .any(|operation| operation.kind.is_make());
    if !is_made || !package.makers_of(maker).is_complete {
        return Err("where the channel is made is not in sight".to_string());
    }
    if channel.leaves_sight {
        return Err("code that is not in sight has the channel, too".to_string());
    }
    let closes: Vec<Operation> = channel.of_kind(ChanOpKind::Close).copied().collect();
    let all = package.early_closes();
    let is_early = |close: &Operation| all.iter().any(|early| early.close.at == close.at);
    if !closes.iter().all(is_early) {
        return Err("it is closed elsewhere, too".to_string());
    }
    let mut draft = Draft::new(package);
    let mut end = End::of(&mut draft, channel, maker, &closes)?;
    for close in &closes {
        end.replace_close(&mut draft, channel, close)?;
    }
    for operation in &channel.operations {
        let done = match operation.kind {
            ChanOpKind::Send | ChanOpKind::Receive | ChanOpKind::Range => {
                end.expression(&mut draft, channel, operation)?
            }
            _ => continue,
        };
        match operation.kind {
            ChanOpKind::Send => {
                let func = operation.func.ok_or("a send is in no function")?;
                let answer = Answer {
                    leaves: answer(&mut draft, func, operation, maker)?,
                    asks_first: channel.capacity() != Some(0),
                };
                give_up_when(&mut draft, operation, &done, &answer)?;
            }
            ChanOpKind::Range => {
                receiving::range_until(&mut draft, channel, maker, operation, &done)?
            }
            // Among other cases, nobody waits for the close alone.
            _ if operation.select.is_some() && !operation.asks_ok => {}
            _ => receiving::receive_until(&mut draft, channel, operation, &done)?,
        }
    }
    let name = package.symbol(maker).name;
    let (edits, imports) = draft.finish()?;
    Ok(Change {
        title: format!(
            "stop those who use {name} through a channel of its own, and leave {name} open"
        ),
        edits,
        imports,
    })
}

/// The channel that tells of the end.
pub(super) enum End {
    New(Home),
    /// A field that is closed beside the channel already.
    Old(SymbolId),
}

impl End {
    pub(super) fn of(
        draft: &mut Draft,
        channel: &Channel,
        maker: SymbolId,
        closes: &[Operation],
    ) -> Result<End, String> {
        let package = draft.package;
        let holder = package.struct_of_field(maker).map(|(ty, _)| ty);
        let is_beside = |symbol: &SymbolId| match package.is_local(maker) {
            true => is_variable_beside(package, channel, maker, *symbol),
            false if is_global(package, maker) => is_global(package, *symbol),
            false => {
                package.symbol(*symbol).kind == SymbolKind::Field
                    && package.struct_of_field(*symbol).map(|(ty, _)| ty) == holder
            }
        };
        let mut common = closes
            .first()
            .map(|close| signals_beside(package, close))
            .unwrap_or_default();
        common.retain(|symbol| {
            is_beside(symbol)
                && closes
                    .iter()
                    .all(|close| signals_beside(package, close).contains(symbol))
        });
        match common.first() {
            Some(&symbol) => Ok(End::Old(symbol)),
            None => Home::declare(draft, channel, maker, closes).map(End::New),
        }
    }

    pub(super) fn expression(
        &mut self,
        draft: &mut Draft,
        channel: &Channel,
        operation: &Operation,
    ) -> Result<String, String> {
        match self {
            End::New(home) => home.expression(draft, channel, operation),
            End::Old(symbol) if draft.package.symbol(*symbol).kind == SymbolKind::Var => {
                Ok(draft.package.symbol(*symbol).name.to_string())
            }
            End::Old(symbol) => {
                let package = draft.package;
                let ExprKind::Selector { operand, .. } = package.expr(operation.at).kind else {
                    return Err("the channel goes by several names".to_string());
                };
                let ast = package.ast(operation.at.decl);
                let holder = package.text(operation.at.decl, ast.expr(operand).range);
                Ok(format!("{holder}.{}", package.symbol(*symbol).name))
            }
        }
    }

    pub(super) fn replace_close(
        &mut self,
        draft: &mut Draft,
        channel: &Channel,
        close: &Operation,
    ) -> Result<(), String> {
        if let End::Old(_) = self {
            return super::closes::remove_close(draft, close);
        }
        if is_made_by_many(draft.package, close) {
            return Err("several goroutines close it, which is a bug of its own".to_string());
        }
        let done = self.expression(draft, channel, close)?;
        let range = draft.package.expr(close.at).range;
        draft.replace(close.at.decl, range, done);
        Ok(())
    }
}

/// Whether each of several goroutines that one place starts makes the close.
fn is_made_by_many(package: &Package, close: &Operation) -> bool {
    let Some(func) = close.func else { return true };
    package.roots_of(func).all.iter().any(|root| {
        root.is_many && matches!(root.kind, RootKind::Spawned { callee, .. } if callee == func)
    })
}

/// Whether a local variable is declared in the same block as the channel's, and before all that is done with that.
fn is_variable_beside(
    package: &Package,
    channel: &Channel,
    maker: SymbolId,
    symbol: SymbolId,
) -> bool {
    let block = |variable: SymbolId| {
        let stmt = statement_of(package, variable)?;
        let (list, _) = package.siblings(variable.decl, stmt)?;
        list.first().copied()
    };
    let declared = package.symbol(symbol).range.end;
    let is_behind = |operation: &Operation| {
        operation.at.decl == maker.decl
            && (operation.kind.is_make() || declared < package.expr(operation.at).range.start)
    };
    symbol.decl == maker.decl
        && package.symbol(symbol).kind == SymbolKind::Var
        && channel.symbols == [maker]
        && channel.operations.iter().all(is_behind)
        && block(maker).is_some()
        && block(maker) == block(symbol)
}

/// What the function of a send returns when it is over; `None` where it just goes on to its end.
fn answer(
    draft: &mut Draft,
    func: FuncId,
    send: &Operation,
    maker: SymbolId,
) -> Result<Option<String>, String> {
    let package = draft.package;
    let data = package.func(func);
    if data.literal.is_some() || data.signature.results.is_empty() {
        let stmt = package.stmt_of(send.at);
        let is_last = stmt.is_some_and(|stmt| {
            let body = data.body.map(|body| package.body_of(func.decl, body));
            let outer = send.select.map_or(stmt, |case| case.select);
            body.and_then(|body| body.last()) == Some(&outer)
        });
        return Ok((!is_last).then(|| "return".to_string()));
    }
    let Type::Func(ty) = package.func_type_of(func) else {
        return Err("what a function returns is not clear".to_string());
    };
    if let [only] = ty.results.as_slice()
        && only.is_basic("bool")
    {
        return Ok(Some("return false".to_string()));
    }
    let is_error = ty.results.last().is_some_and(|ty| ty.is_basic("error"));
    let is_named = data
        .signature
        .results
        .iter()
        .any(|field| !field.names.is_empty());
    if !is_error || is_named {
        return Err(
            "what a function with results returns when it is over is not clear".to_string(),
        );
    }
    let zeros = zero_results(package, func).ok_or("what a function returns is not clear")?;
    let others = zeros.strip_suffix("nil").unwrap_or(&zeros);
    let error = error_text(draft, func, maker)?;
    Ok(Some(format!("return {others}{error}")))
}

/// The package's own error for the end, or a new one.
fn error_text(draft: &mut Draft, func: FuncId, maker: SymbolId) -> Result<String, String> {
    let package = draft.package;
    for decl in package.decls() {
        if !package
            .text(decl, package.home().outline(decl).range)
            .starts_with("var")
        {
            continue;
        }
        let ast = package.ast(decl);
        let Decl::Vars(specs) = &ast.decl else {
            continue;
        };
        for ident in specs.iter().flat_map(|spec| &spec.names) {
            let lower = ident.name.to_lowercase();
            if lower.starts_with("err") && OVER.iter().any(|word| lower.ends_with(word)) {
                return Ok(ident.name.to_string());
            }
        }
    }
    let file = package.file_of(func.decl).source.id;
    let errors = package
        .qualifier(file, "errors")
        .ok_or("the name errors is taken in this file")?;
    draft.import(Import {
        file,
        path: "errors".to_string(),
    });
    let holder = package
        .struct_of_field(maker)
        .map(|(ty, _)| package.symbol(ty).name);
    let holder = holder.unwrap_or(package.symbol(maker).name).to_lowercase();
    Ok(format!("{errors}.New(\"{holder} is stopped\")"))
}
