//! The channel stays in its variable, and is closed once.

use super::{Cleared, kept};
use crate::finding::{Fix, Safety};
use crate::model::channels::Operation;
use crate::model::flow::{CallMode, ChanOpKind, EventKind};
use crate::model::path::Root;
use crate::model::{ExprRef, Package, SymbolId, SymbolKind};
use crate::rewrite::beside::{self, Side};
use crate::rewrite::once::once_name;
use crate::rewrite::owner::Draft;
use crate::syntax::ast::*;

/// The fix; the error says why there is none.
pub(super) fn fix(package: &Package, cleared: &Cleared) -> Result<Fix, String> {
    let unclear = || "what the close is part of is not clear".to_string();
    let decl = cleared.func.decl;
    let ast = package.ast(decl);
    let name = package.symbol(cleared.variable).name;
    if is_renewed(package, cleared) {
        return kept::fix(package, cleared);
    }
    check(package, cleared)?;
    let EventKind::Chan(op) = &package.flow(cleared.func).events[cleared.close].kind else {
        return Err(unclear());
    };
    if op.mode != CallMode::Now {
        return Err(unclear());
    }
    let channel = ExprRef {
        decl,
        expr: op.channel,
    };
    let mut draft = Draft::new(package);
    package.siblings(decl, cleared.stmt).ok_or_else(unclear)?;
    draft.remove(decl, ast.stmt(cleared.stmt).range)?;
    let mut title = format!("leave {name} set");
    if needs_once(package, cleared) {
        let names = vec![once_name(&name), format!("{}Close", once_name(&name))];
        let declared = beside::declare(package, cleared.variable, "Once", &names, Side::Below)?;
        draft.take(declared.edit);
        for key in declared.keys {
            draft.take(key);
        }
        draft.import(declared.import);
        let holder = match package.expr(channel).kind {
            ExprKind::Selector { operand, .. }
                if package.symbol(cleared.variable).kind == SymbolKind::Field =>
            {
                format!("{}.", package.text(decl, ast.expr(operand).range))
            }
            _ => String::new(),
        };
        let Parent::Expr(call) = ast.expr(channel.expr).parent else {
            return Err(unclear());
        };
        let text = package.expr_text(channel);
        let once = declared.name;
        draft.replace(
            decl,
            ast.expr(call).range,
            format!("{holder}{once}.Do(func() {{ close({text}) }})"),
        );
        title.push_str(", and close it through a sync.Once");
    }
    let (edits, imports) = draft.finish()?;
    Ok(Fix {
        title,
        safety: Safety::Unsafe,
        edits,
        imports,
        about: vec![package.span(
            cleared.variable.decl,
            package.symbol(cleared.variable).range,
        )],
    })
}

/// Whether nobody else relies on the nil, and the variable has one channel in its life.
fn check(package: &Package, cleared: &Cleared) -> Result<(), String> {
    let name = package.symbol(cleared.variable).name;
    let channel = package.channel(cleared.variable);
    let closes: Vec<&Operation> = channel.of_kind(ChanOpKind::Close).collect();
    if closes.len() > 1 {
        return Err(format!("{name} is closed elsewhere, too"));
    }
    let is_compared_elsewhere = package.uses_of(cleared.variable).certain.iter().any(|&at| {
        let is_compared = matches!(package.expr(at).parent, Parent::Expr(outer)
            if matches!(package.ast(at.decl).expr(outer).kind, ExprKind::Binary { .. }));
        is_compared && package.enclosing_func(at) != Some(cleared.func)
    });
    match is_compared_elsewhere {
        true => Err("other functions ask whether the channel is nil".to_string()),
        false => Ok(()),
    }
}

/// Whether the variable gets another channel when it starts again.
fn is_renewed(package: &Package, cleared: &Cleared) -> bool {
    let channel = package.channel(cleared.variable);
    let mut makes = channel
        .operations
        .iter()
        .filter(|operation| operation.kind.is_make());
    makes.any(|make| is_made_again(package, make, cleared.variable))
}

/// Whether a `make` is for a variable that may have had a channel before: it is assigned by a method, or by any function
/// where the variable is the package's.
fn is_made_again(package: &Package, make: &Operation, variable: SymbolId) -> bool {
    let ast = package.ast(make.at.decl);
    let Parent::Stmt(stmt) = ast.expr(make.at.expr).parent else {
        return false;
    };
    let StmtKind::Assign { targets, op, .. } = &ast.stmt(stmt).kind else {
        return false;
    };
    let of_receiver = targets.iter().any(|&expr| {
        let at = ExprRef {
            decl: make.at.decl,
            expr,
        };
        match package.path_of(at).root {
            Root::Symbol(root) => package.symbol(root).kind == SymbolKind::Receiver,
            Root::Value(_) => false,
        }
    });
    let is_field = package.symbol(variable).kind == SymbolKind::Field;
    match is_field {
        true => of_receiver,
        false => *op != AssignOp::Define,
    }
}

/// Whether the close can be come to twice: not that of a function's own variable.
fn needs_once(package: &Package, cleared: &Cleared) -> bool {
    let is_own = package.symbol(cleared.variable).func == Some(cleared.func.index)
        && package.is_local(cleared.variable);
    let callers = &package.callers_of(cleared.func).sites;
    let is_once = !callers.is_empty() && callers.iter().all(|site| package.is_once_do(site.call));
    let flow = package.flow(cleared.func);
    let is_repeated = flow.reaches(cleared.close, cleared.close, |_| false);
    !is_once && (!is_own || is_repeated)
}
