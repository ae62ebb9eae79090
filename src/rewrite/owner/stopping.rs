//! A channel that is sent on by whoever calls: it stays open, and a `done` channel tells both sides of the end.

use super::Change;
use super::declared::statement_of;
use super::draft::Draft;
use super::global::is_global;
use super::home::Home;
use super::leaving::leave_loop;
use super::selects::{Answer, give_up_when};
use super::told::signals_beside;
use crate::finding::Import;
use crate::model::channels::{Channel, EarlyClose, Operation};
use crate::model::flow::ChanOpKind;
use crate::model::types::Type;
use crate::model::{FuncId, Package, SymbolId, SymbolKind};
use crate::rewrite::zero::zero_results;
use crate::source::Range;
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
            ChanOpKind::Range => range_until(&mut draft, channel, maker, operation, &done)?,
            // Among other cases, nobody waits for the close alone.
            _ if operation.select.is_some() && !operation.asks_ok => {}
            _ => return Err("a receive outside of a loop would wait for ever".to_string()),
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
        let done = self.expression(draft, channel, close)?;
        let range = draft.package.expr(close.at).range;
        draft.replace(close.at.decl, range, done);
        Ok(())
    }
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

/// Turns a loop over the channel into one that ends when it is over, once it has taken what was accepted before.
fn range_until(
    draft: &mut Draft,
    channel: &Channel,
    maker: SymbolId,
    range: &Operation,
    done: &str,
) -> Result<(), String> {
    let package = draft.package;
    let unclear = || "a loop over the channel has an unusual form".to_string();
    let decl = range.at.decl;
    let func = range.func.ok_or_else(unclear)?;
    let ast = package.ast(decl);
    let stmt = package.stmt_of(range.at).ok_or_else(unclear)?;
    let StmtKind::Range {
        targets,
        is_define,
        body,
        ..
    } = &ast.stmt(stmt).kind
    else {
        return Err(unclear());
    };
    let source = draft.source(decl);
    let start = ast.stmt(stmt).range.start;
    let open = ast.stmt(*body).range.start;
    let end = source.line_end(open);
    let behind = source.slice(Range::new(open + 1, end)).trim();
    if !behind.is_empty() && !behind.starts_with("//") {
        return Err(unclear());
    }
    let target = match targets.as_slice() {
        [] => None,
        [only] => Some(package.text(decl, ast.expr(*only).range)).filter(|name| *name != "_"),
        _ => return Err(unclear()),
    };
    let text = package.expr_text(range.at);
    let receive = match target {
        Some(target) => format!("{target} = <-{text}"),
        None => format!("<-{text}"),
    };
    let indentation = source.indentation(start).to_string();
    let leave = leave_loop(draft, func, stmt)?;
    let mut lines = Vec::new();
    if let Some(target) = target.filter(|_| *is_define) {
        lines.push(format!(
            "var {target} {}",
            element_text(package, maker, func)?
        ));
    }
    lines.push("select {".to_string());
    lines.push(format!("case {receive}:"));
    lines.push(format!("case <-{done}:"));
    if channel.capacity() == Some(0) {
        lines.push(format!("\t{leave}"));
    } else {
        lines.push("\t// What was accepted before the end is still taken.".to_string());
        lines.push("\tselect {".to_string());
        lines.push(format!("\tcase {receive}:"));
        lines.push("\tdefault:".to_string());
        lines.push(format!("\t\t{leave}"));
        lines.push("\t}".to_string());
    }
    lines.push("}".to_string());
    let mut inserted = String::new();
    for line in lines {
        inserted.push_str(&format!("{indentation}\t{line}\n"));
    }
    draft.replace(decl, Range::new(start, open), "for ".to_string());
    draft.insert(decl, end, inserted);
    Ok(())
}

/// The type of the channel's values, as the function can write it.
fn element_text(package: &Package, maker: SymbolId, func: FuncId) -> Result<String, String> {
    let unclear = || "the type of the channel's values cannot be written here".to_string();
    let ast = package.ast(maker.decl);
    let written = written_type(package, maker).ok_or_else(unclear)?;
    let ExprKind::ChanType { element, .. } = ast.expr(written).kind else {
        return Err(unclear());
    };
    let text = package.text(maker.decl, ast.expr(element).range);
    let is_same_file =
        package.file_of(maker.decl).source.id == package.file_of(func.decl).source.id;
    if text.contains('.') && !is_same_file {
        return Err(unclear());
    }
    let Some((holder, _)) = package.struct_of_field(maker) else {
        return Ok(text.to_string());
    };
    let spec = package.type_spec(holder).ok_or_else(unclear)?;
    let receiver = package
        .ast(func.decl)
        .funcs
        .first()
        .and_then(|func| func.receiver.as_ref());
    let receiver = receiver.map_or("", |field| package.text(func.decl, field.range));
    let names = spec.type_params.iter().flat_map(|field| &field.names);
    for name in names {
        let is_named_so = receiver
            .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .any(|word| word == &*name.name);
        if !is_named_so {
            return Err(unclear());
        }
    }
    Ok(text.to_string())
}

/// The type of a field or package variable, where its declaration writes it: before the value, or in its `make`.
fn written_type(package: &Package, maker: SymbolId) -> Option<ExprId> {
    if let Some((_, fields)) = package.struct_of_field(maker) {
        let range = package.symbol(maker).range;
        let field = fields.iter().find(|field| field.range.contains(range))?;
        return Some(field.ty);
    }
    let spec = package.value_spec(maker)?;
    if spec.ty.is_some() {
        return spec.ty;
    }
    match &package.ast(maker.decl).expr(*spec.values.first()?).kind {
        ExprKind::Call { args, .. } => args.first().copied(),
        _ => None,
    }
}
