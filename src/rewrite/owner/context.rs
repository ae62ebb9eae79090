//! A context that ends anyway when the receiver returns: then the senders need no other word.

use crate::model::channels::Operation;
use crate::model::flow::{CallMode, EventKind};
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::syntax::ast::*;

/// The functions of package `context` that return a context and what ends it.
const ENDED: &[&str] = &["WithCancel", "WithTimeout", "WithDeadline"];

/// For each send how its function names the end of a context (`ctx.Done()`) that the function of all `closes` ends with a
/// deferred call; `None` where a close is not followed by the return, or a send does not see the context.
pub fn ends_of_context(
    package: &Package,
    closes: &[Operation],
    sends: &[Operation],
) -> Option<Vec<String>> {
    let func = closes.first()?.func?;
    let is_last =
        |close: &Operation| close.func == Some(func) && is_followed_by_return(package, close);
    if !closes.iter().all(is_last) {
        return None;
    }
    let context = deferred_context(package, func)?;
    let name = package.symbol(context).name;
    let symbols = &package.scopes(func.decl).symbols;
    let is_only = symbols.iter().filter(|symbol| symbol.name == name).count() == 1;
    let ends = sends.iter().map(|send| {
        let sender = send.func?;
        if send.at.decl == func.decl {
            return is_only.then(|| format!("{name}.Done()"));
        }
        let param = context_param(package, sender)?;
        let position = package.param_position(sender, param)?;
        let callers = package.callers_of(sender);
        let is_given = callers.sites.iter().all(|site| {
            let ExprKind::Call { args, .. } = &package.expr(site.call).kind else {
                return false;
            };
            args.get(position).is_some_and(|&expr| {
                let decl = site.call.decl;
                package.path_of(ExprRef { decl, expr }).target() == Some(context)
            })
        });
        (is_given && !callers.is_value && !callers.sites.is_empty())
            .then(|| format!("{}.Done()", package.symbol(param).name))
    });
    ends.collect()
}

/// Whether a close is deferred, or the next statement returns.
fn is_followed_by_return(package: &Package, close: &Operation) -> bool {
    if close.mode == CallMode::Deferred {
        return true;
    }
    let decl = close.at.decl;
    let next = package.stmt_of(close.at).and_then(|stmt| {
        let (list, position) = package.siblings(decl, stmt)?;
        list.get(position + 1).copied()
    });
    next.is_some_and(|next| matches!(package.ast(decl).stmt(next).kind, StmtKind::Return(_)))
}

/// The context that a function makes and ends with a deferred call.
fn deferred_context(package: &Package, func: FuncId) -> Option<SymbolId> {
    let decl = func.decl;
    let ast = package.ast(decl);
    package.flow(func).events.iter().find_map(|event| {
        let EventKind::Call {
            call,
            mode: CallMode::Deferred,
            ..
        } = event.kind
        else {
            return None;
        };
        let ExprKind::Call { callee, .. } = ast.expr(call).kind else {
            return None;
        };
        let cancel = package.named_symbol(ExprRef { decl, expr: callee })?;
        ast.stmts.iter().find_map(|stmt| {
            let StmtKind::Assign {
                targets, values, ..
            } = &stmt.kind
            else {
                return None;
            };
            let ([context, ends], [made]) = (targets.as_slice(), values.as_slice()) else {
                return None;
            };
            let symbol = |expr: ExprId| {
                let at = ExprRef { decl, expr };
                let start = ast.expr(expr).range.start;
                package
                    .symbol_declared_at(decl, start)
                    .or_else(|| package.named_symbol(at))
            };
            let ExprKind::Call { callee, .. } = ast.expr(*made).kind else {
                return None;
            };
            let (path, name) = package.qualified(ExprRef { decl, expr: callee })?;
            let is_made = path == "context" && ENDED.contains(&name.as_str());
            (is_made && symbol(*ends) == Some(cancel))
                .then(|| symbol(*context))
                .flatten()
        })
    })
}

/// The parameter of a function that is a context.
fn context_param(package: &Package, func: FuncId) -> Option<SymbolId> {
    let scopes = package.scopes(func.decl);
    scopes.symbols.iter().zip(0..).find_map(|(symbol, index)| {
        let id = SymbolId {
            decl: func.decl,
            index,
        };
        let is_param = symbol.kind == SymbolKind::Param && symbol.func == Some(func.index);
        (is_param && package.type_text(&package.type_of_symbol(id)) == "context.Context")
            .then_some(id)
    })
}
