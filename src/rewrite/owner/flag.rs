//! A send under the lock and the flag that guard the close already.

use super::Change;
use super::draft::Draft;
use crate::model::channels::{CloseGuard, EarlyClose, Operation};
use crate::model::path::{AccessPath, Step};
use crate::model::{FuncId, Package, SymbolId};
use crate::source::Range;
use crate::syntax::ast::*;

/// Methods that only write to a log.
const SAYING: &[&str] = &[
    "Printf", "Println", "Print", "Debugf", "Infof", "Warnf", "Warningf", "Errorf", "Debug",
    "Info", "Warn", "Error",
];

/// The change that makes the sends which never wait under the lock that the close holds, where its flag is not set; the
/// error says why there is none.
pub fn send_under_flag(package: &Package, early: &EarlyClose) -> Result<Change, String> {
    let none = || "no flag under a lock says that the channel is closed".to_string();
    let guard = package.guard_of_close(&early.close).ok_or_else(none)?;
    let mut draft = Draft::new(package);
    for late in &early.sends {
        guard_send(&mut draft, &late.send, &guard)?;
    }
    let name = package.expr_text(early.close.at);
    let flag = package.symbol(guard.flag).name;
    let (edits, imports) = draft.finish()?;
    Ok(Change {
        title: format!("send on {name} only where {flag} is not set, under its lock"),
        edits,
        imports,
    })
}

fn guard_send(draft: &mut Draft, send: &Operation, guard: &CloseGuard) -> Result<(), String> {
    let package = draft.package;
    let unclear = || "a send has an unusual form".to_string();
    let case = send
        .select
        .filter(|case| case.has_default)
        .ok_or("a send that waits would hold the lock")?;
    let func = send.func.ok_or_else(unclear)?;
    if holds(package, func, guard.lock) {
        return Err("the lock may be held at the send already".to_string());
    }
    let decl = send.at.decl;
    let ast = package.ast(decl);
    let range = ast.stmt(case.select).range;
    let leaves = ast.stmts.iter().any(|stmt| {
        matches!(stmt.kind, StmtKind::Return(_) | StmtKind::Branch { .. })
            && range.contains(stmt.range)
    });
    let calls = ast.exprs.iter().any(|expr| match expr.kind {
        ExprKind::Call { callee, .. } if range.contains(expr.range) => {
            !matches!(&ast.expr(callee).kind, ExprKind::Selector { field, .. }
                if SAYING.contains(&&*field.name))
        }
        _ => false,
    });
    if leaves || calls {
        return Err("what is done where a send fails would run under the lock".to_string());
    }
    let ExprKind::Selector { operand, .. } = package.expr(send.at).kind else {
        return Err(unclear());
    };
    let holder = package.text(decl, ast.expr(operand).range);
    let source = draft.source(decl);
    let start = source.line_start(range.start);
    let end = source.line_end(range.end);
    let is_alone = source
        .slice(Range::new(start, range.start))
        .trim()
        .is_empty()
        && source.slice(Range::new(range.end, end)).trim().is_empty();
    if !is_alone {
        return Err(unclear());
    }
    let indentation = source.indentation(range.start).to_string();
    let (lock, flag) = (
        package.symbol(guard.lock).name,
        package.symbol(guard.flag).name,
    );
    draft.insert(
        decl,
        start,
        format!("{indentation}{holder}.{lock}.Lock()\n{indentation}if !{holder}.{flag} {{\n\t"),
    );
    let mut line = source.line_end(start);
    while line < end {
        if !source
            .slice(Range::new(line, source.line_end(line)))
            .trim()
            .is_empty()
        {
            draft.insert(decl, line, "\t".to_string());
        }
        line = source.line_end(line);
    }
    draft.insert(
        decl,
        end,
        format!("{indentation}}}\n{indentation}{holder}.{lock}.Unlock()\n"),
    );
    Ok(())
}

/// Whether a lock of this field may be held on a way to a function.
fn holds(package: &Package, func: FuncId, lock: SymbolId) -> bool {
    let is_it = |path: &AccessPath| path.steps.last() == Some(&Step::Field(lock));
    let chains = package.chains_of(func);
    !chains.is_complete
        || chains.all.iter().any(|chain| {
            chain.calls.iter().any(|site| {
                let event = &package.flow(site.caller).events[site.event];
                event.held.iter().any(|(path, _)| is_it(path))
            })
        })
}
