//! The whole test under a mutex, where a `sync.Once` would not do: the first try can fail, or the variable is set back.

use super::Lazy;
use crate::finding::{Edit, Fix, Safety};
use crate::model::flow::EventKind;
use crate::model::path::Root;
use crate::model::{FuncId, Package, SymbolId, SymbolKind};
use crate::rewrite::mutex::{self, Guarded};
use crate::source::Range;
use crate::syntax::ast::StmtKind;

/// Puts all accesses of what the `if` sets, and of what it tests, under one mutex.
pub(super) fn fix(package: &Package, lazy: &Lazy) -> Result<Fix, String> {
    let mut variables: Vec<SymbolId> = lazy.races.iter().map(|race| race.variable).collect();
    variables.push(lazy.init.tested);
    variables.sort_unstable();
    variables.dedup();
    let &first = variables.first().ok_or("there is nothing to guard")?;
    let all = variables
        .iter()
        .flat_map(|&variable| &package.accesses_of(variable).all);
    let funcs: Vec<FuncId> = all.map(|access| access.func).collect();
    let guarded = mutex::guard_variables(package, &variables, &funcs)
        .or_else(|reason| hold_function(package, lazy, &variables).ok_or(reason))?;
    let name = package.symbol(first).name;
    let title = match guarded.declares {
        Some(kind) => format!("test and set {name} under a sync.{}", kind.name()),
        None => format!("test and set {name} under {}", guarded.lock),
    };
    Ok(Fix {
        title,
        safety: guarded.safety.min(Safety::Unsafe),
        edits: guarded.edits,
        imports: guarded.imports,
        about: mutex::about(package, &variables),
    })
}

/// A new mutex that the function with the `if` holds from its beginning to its end, and that the others take for what they
/// do with the variables.
///
/// What makes the value may be anything: if it came back to the function, it would come back without end already. The
/// others it must not call.
fn hold_function(package: &Package, lazy: &Lazy, variables: &[SymbolId]) -> Option<Guarded> {
    let func = lazy.init.func;
    let &first = variables.first()?;
    if !mutex::needs_new(package, first) || !is_plain_around(package, lazy) {
        return None;
    }
    let check = package.ast(func.decl).stmt(lazy.init.check).range;
    let called = package.effects_within(func, check).calls;
    let mut accesses = variables
        .iter()
        .flat_map(|&variable| &package.accesses_of(variable).all);
    if accesses.any(|access| access.func != func && called.contains(&access.func)) {
        return None;
    }
    let guarded = mutex::guard_others(package, variables, func).ok()?;
    let access = package
        .accesses_of(first)
        .all
        .iter()
        .find(|access| access.func == func)?;
    let text = match (package.symbol(first).kind, access.path.holder()) {
        (SymbolKind::Field, Some(holder))
            if matches!(holder.root, Root::Symbol(_)) && !holder.has_element() =>
        {
            format!("{}.{}", package.path_text(&holder), guarded.lock)
        }
        (SymbolKind::Field, _) => return None,
        _ => guarded.lock.clone(),
    };
    let source = &package.file_of(func.decl).source;
    let body = package.func(func).body?;
    let top = package.ast(func.decl).stmt(body).range.start;
    let line_end = source.line_end(top);
    let is_clear = source
        .slice(Range::new(top + 1, line_end))
        .trim()
        .is_empty();
    let indentation = source.indentation(top);
    let lines = format!("{indentation}\t{text}.Lock()\n{indentation}\tdefer {text}.Unlock()\n");
    let at = Range::new(line_end, line_end).in_file(source.id);
    let mut edits = guarded.edits;
    edits.push(Edit {
        span: at,
        text: lines,
    });
    is_clear.then_some(Guarded { edits, ..guarded })
}

/// Whether the `if` stands in the body of a declared function that takes no lock, and nothing beside it waits or calls
/// what is not in sight.
fn is_plain_around(package: &Package, lazy: &Lazy) -> bool {
    let func = lazy.init.func;
    let data = package.func(func);
    let (Some(body), None) = (data.body, data.literal) else {
        return false;
    };
    let ast = package.ast(func.decl);
    let list = package.body_of(func.decl, body);
    let is_busy = package
        .flow(func)
        .events
        .iter()
        .any(|event| matches!(event.kind, EventKind::Lock { .. } | EventKind::Chan(_)));
    let is_plain = |range: Range| {
        let effects = package.effects_within(func, range);
        effects.is_plain() && !effects.calls.contains(&func)
    };
    !is_busy
        && list.contains(&lazy.init.check)
        && list.iter().all(|&stmt| {
            let range = ast.stmt(stmt).range;
            let is_go = matches!(ast.stmt(stmt).kind, StmtKind::Go(_));
            stmt == lazy.init.check || !is_go && is_plain(range)
        })
}
