//! The goroutine that waits for a channel which is made anew at each start keeps it in a variable of its own.

use super::Cleared;
use crate::finding::{Fix, Safety};
use crate::model::accesses::VariableAccess;
use crate::model::channels::Operation;
use crate::model::flow::CallMode;
use crate::model::uses::{CallSite, is_exported};
use crate::model::{DeclId, ExprRef, FuncId, Package, SymbolKind};
use crate::rewrite::owner::Draft;
use crate::syntax::ast::*;

/// The fix; the error says why there is none.
///
/// ```go
/// stop := make(chan struct{})
/// t.stop = stop
/// go t.run(stop)
/// ```
pub(super) fn fix(package: &Package, cleared: &Cleared) -> Result<Fix, String> {
    let name = package.symbol(cleared.variable).name;
    let unclear = || {
        format!(
            "{name} is made anew when it starts again: keep the channel in a variable of the goroutine that waits for it"
        )
    };
    let channel = package.channel(cleared.variable);
    let in_code = |operation: &&Operation| !package.file_of(operation.at.decl).is_test;
    let mut makes = channel
        .operations
        .iter()
        .filter(in_code)
        .filter(|it| it.kind.is_make());
    let (Some(make), None) = (makes.next(), makes.next()) else {
        return Err(unclear());
    };
    let maker = make.func.ok_or_else(unclear)?;
    let mut draft = Draft::new(package);
    keep(&mut draft, make, &name).ok_or_else(unclear)?;
    let accesses = &package.accesses_of(cleared.variable).all;
    let others = accesses.iter().filter(|access| {
        access.func != maker
            && access.func != cleared.func
            && !package.file_of(access.func.decl).is_test
    });
    let mut changed: Vec<FuncId> = Vec::new();
    for access in others {
        let started = started_by(package, access.func, maker, make).ok_or_else(unclear)?;
        let is_read = !access.writes() && ends_at(package, access, cleared);
        if !is_read {
            return Err(unclear());
        }
        if package.func(access.func).literal.is_none() && !changed.contains(&access.func) {
            changed.push(access.func);
            give(&mut draft, &started, access.func, cleared, &name).ok_or_else(unclear)?;
        }
        draft.replace(access.func.decl, access.range, name.to_string());
    }
    let (edits, imports) = draft.finish()?;
    Ok(Fix {
        title: format!("give the goroutine the {name} that it is started with"),
        safety: Safety::Unsafe,
        edits,
        imports,
        about: vec![package.symbol_span(cleared.variable)],
    })
}

/// Whether an access reads the variable itself, and no part of it.
fn ends_at(package: &Package, access: &VariableAccess, cleared: &Cleared) -> bool {
    let text = package.text(access.func.decl, access.range);
    access.path.target() == Some(cleared.variable)
        && text.ends_with(&*package.symbol(cleared.variable).name)
}

/// `t.stop = make(…)` becomes a variable that the field is given.
fn keep(draft: &mut Draft, make: &Operation, name: &str) -> Option<()> {
    let package = draft.package;
    let decl = make.at.decl;
    let ast = package.ast(decl);
    let Parent::Stmt(stmt) = ast.expr(make.at.expr).parent else {
        return None;
    };
    let StmtKind::Assign {
        targets,
        op: AssignOp::Set,
        values,
    } = &ast.stmt(stmt).kind
    else {
        return None;
    };
    let ([target], [_]) = (targets.as_slice(), values.as_slice()) else {
        return None;
    };
    package.siblings(decl, stmt)?;
    if !is_free(package, decl, name) {
        return None;
    }
    let source = draft.source(decl);
    let range = ast.stmt(stmt).range;
    let indentation = source.indentation(range.start).to_string();
    let target = ast.expr(*target).range;
    let text = source.slice(target).to_string();
    draft.replace(
        decl,
        crate::source::Range::new(target.start, package.expr(make.at).range.start),
        format!("{name} := "),
    );
    draft.insert(decl, range.end, format!("\n{indentation}{text} = {name}"));
    Some(())
}

/// Whether a declaration may have a new variable of this name.
fn is_free(package: &Package, decl: DeclId, name: &str) -> bool {
    let name = crate::model::resolve::name(name);
    let file = package.file_of(decl);
    let mut symbols = package.scopes(decl).symbols.iter();
    symbols.all(|symbol| symbol.name != name)
        && package.home().places(file.package, name).is_empty()
        && !file.imports_name(name)
}

/// The `go` statement of `maker`, behind the `make`, that alone runs the function.
fn started_by(
    package: &Package,
    func: FuncId,
    maker: FuncId,
    make: &Operation,
) -> Option<CallSite> {
    let callers = package.callers_of(func);
    let mut sites = callers
        .sites
        .iter()
        .filter(|site| !package.file_of(site.call.decl).is_test);
    let (site, other) = (sites.next()?, sites.next());
    let is_behind = package.expr(site.call).range.start > package.expr(make.at).range.end;
    let is_only = other.is_none() && !callers.is_value && callers.sites.len() == 1;
    (is_only && is_behind && site.caller == maker && site.mode == CallMode::Spawned)
        .then_some(*site)
}

/// Gives a function another parameter, and its only call the variable.
fn give(
    draft: &mut Draft,
    site: &CallSite,
    func: FuncId,
    cleared: &Cleared,
    name: &str,
) -> Option<()> {
    let package = draft.package;
    let data = package.func(func);
    let is_open = data.name.is_none_or(|name| is_exported(&name.name));
    let is_field = package.symbol(cleared.variable).kind == SymbolKind::Field;
    let is_variadic = data.signature.params.iter().any(|field| field.is_variadic);
    if is_open || !is_field || is_variadic || !is_free(package, func.decl, name) {
        return None;
    }
    let (_, fields) = package.struct_of_field(cleared.variable)?;
    let range = package.symbol(cleared.variable).range;
    let field = fields.iter().find(|field| field.range.contains(range))?;
    let ty = package.expr_text(ExprRef {
        decl: cleared.variable.decl,
        expr: field.ty,
    });
    let element = ty.strip_prefix("chan ").filter(|ty| !ty.contains('.'))?;
    let comma = if data.signature.params.is_empty() {
        ""
    } else {
        ", "
    };
    let end = data.signature.params_range.end - 1;
    draft.insert(func.decl, end, format!("{comma}{name} <-chan {element}"));
    let ExprKind::Call {
        args, args_range, ..
    } = &package.expr(site.call).kind
    else {
        return None;
    };
    let comma = if args.is_empty() { "" } else { ", " };
    draft.insert(site.call.decl, args_range.end - 1, format!("{comma}{name}"));
    Some(())
}
