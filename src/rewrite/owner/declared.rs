//! Declares a channel that tells the end: as a variable, at the callers, or as a field.

use super::draft::Draft;
use super::home::{MADE, NAMES, calls_of};
use crate::model::channels::{Channel, Operation};
use crate::model::flow::Callee;
use crate::model::types::Type;
use crate::model::{DeclId, ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::rewrite::beside::is_free_field;
use crate::source::Range;
use crate::syntax::ast::*;

/// A name that means nothing yet where the `done` channel is to be used.
pub(super) fn free_name(
    package: &Package,
    channel: &Channel,
    maker: SymbolId,
) -> Result<String, String> {
    let decls: Vec<DeclId> = channel
        .operations
        .iter()
        .map(|operation| operation.at.decl)
        .chain(channel.symbols.iter().map(|symbol| symbol.decl))
        .collect();
    let is_field = package.symbol(maker).kind == SymbolKind::Field;
    let holder = package.struct_of_field(maker).map(|(ty, _)| ty);
    let is_free = |name: &&&str| match is_field {
        true => holder.is_some_and(|ty| is_free_field(package, ty, name)),
        false => decls
            .iter()
            .all(|&decl| !package.directory(decl.dir).mentions(decl, name)),
    };
    let found = NAMES.iter().find(is_free);
    Ok(found
        .ok_or("all names for a channel that tells the end are taken")?
        .to_string())
}

/// The statement that gives a local variable its first value, where it stands on lines of its own in a list.
pub fn statement_of(package: &Package, variable: SymbolId) -> Option<StmtId> {
    let ast = package.ast(variable.decl);
    let range = package.symbol(variable).range;
    let stmt = ast.stmts.iter().zip(0..).find_map(|(stmt, number)| {
        let declares = matches!(stmt.kind, StmtKind::Assign { .. } | StmtKind::Vars(_))
            && stmt.range.contains(range);
        declares.then_some(StmtId(number))
    })?;
    package.siblings(variable.decl, stmt)?;
    if let Parent::Stmt(outer) = ast.stmt(stmt).parent
        && matches!(ast.stmt(outer).kind, StmtKind::Labeled { .. })
    {
        return None;
    }
    Some(stmt)
}

pub(super) fn declare_variable(
    draft: &mut Draft,
    maker: SymbolId,
    name: &str,
) -> Result<(), String> {
    let package = draft.package;
    let no_place = || "there is no clear place for a done channel".to_string();
    let decl = maker.decl;
    let ast = package.ast(decl);
    let source = draft.source(decl);
    let stmt = ast.stmt(statement_of(package, maker).ok_or_else(no_place)?);
    let symbol = package.symbol(maker).range;
    if let StmtKind::Vars(specs) = &stmt.kind
        && source
            .slice(stmt.range)
            .trim_start_matches("var")
            .trim_start()
            .starts_with('(')
    {
        let spec = specs
            .iter()
            .find(|spec| spec.range.contains(symbol))
            .ok_or_else(no_place)?;
        let indentation = source.indentation(spec.range.start).to_string();
        let end = source.line_end(spec.range.end);
        draft.insert(decl, end, format!("{indentation}{name} = {MADE}\n"));
        return Ok(());
    }
    let start = source.line_start(stmt.range.start);
    let before = source.slice(Range::new(start, stmt.range.start));
    let end = source.line_end(stmt.range.end);
    let behind = source.slice(Range::new(stmt.range.end, end)).trim();
    if !before.trim().is_empty() || !(behind.is_empty() || behind.starts_with("//")) {
        return Err(no_place());
    }
    draft.insert(decl, end, format!("{before}{name} := {MADE}\n"));
    Ok(())
}

/// Declares the channel before the statement that calls the function which makes the other one, and passes it.
pub(super) fn declare_at_caller(
    draft: &mut Draft,
    variable: SymbolId,
    maker: FuncId,
    name: &str,
) -> Result<(), String> {
    let package = draft.package;
    let unclear =
        || "the channel is made by a function whose callers are not all in sight".to_string();
    let decl = variable.decl;
    let source = draft.source(decl);
    let stmt = statement_of(package, variable).ok_or_else(unclear)?;
    let start = source.line_start(package.ast(decl).stmt(stmt).range.start);
    let indentation = source.indentation(start).to_string();
    draft.insert(decl, start, format!("{indentation}{name} := {MADE}\n"));
    let signature = &package.func(maker).signature;
    if signature
        .params
        .iter()
        .any(|field| field.is_variadic || field.names.is_empty())
    {
        return Err(unclear());
    }
    let comma = if signature.params.is_empty() {
        ""
    } else {
        ", "
    };
    let close = signature.params_range.end - 1;
    draft.insert(
        maker.decl,
        close,
        format!("{comma}{name} <-chan struct{{}}"),
    );
    let stmt_range = package.ast(decl).stmt(stmt).range;
    for call in calls_of(package, maker)? {
        let ExprKind::Call {
            args, args_range, ..
        } = &package.expr(call).kind
        else {
            return Err(unclear());
        };
        let is_this = call.decl == decl && stmt_range.contains(package.expr(call).range);
        let given = if is_this { name } else { "nil" };
        let comma = if args.is_empty() { "" } else { ", " };
        draft.insert(call.decl, args_range.end - 1, format!("{comma}{given}"));
    }
    Ok(())
}

/// A field beside the channel's, made wherever that is made.
pub(super) fn declare_field(
    draft: &mut Draft,
    channel: &Channel,
    maker: SymbolId,
    name: &str,
) -> Result<(), String> {
    let package = draft.package;
    let no_place = || "there is no clear place for a done channel in the struct".to_string();
    let (holder, fields) = package.struct_of_field(maker).ok_or_else(no_place)?;
    let symbol = package.symbol(maker).range;
    let field = fields
        .iter()
        .find(|field| field.range.contains(symbol))
        .ok_or_else(no_place)?;
    if has_unkeyed_literals(package, holder) {
        return Err(format!(
            "values of {} are written without field names",
            package.symbol(holder).name
        ));
    }
    let source = draft.source(maker.decl);
    let start = source.line_start(field.range.start);
    let end = source.line_end(field.range.end);
    let before = source.slice(Range::new(start, field.range.start));
    let behind = source.slice(Range::new(field.range.end, end)).trim();
    if !before.trim().is_empty() || !(behind.is_empty() || behind.starts_with("//")) {
        return Err(no_place());
    }
    draft.insert(maker.decl, end, format!("{before}{name} chan struct{{}}\n"));
    let is_mentioned = |make: &Operation| {
        let decl = make.at.decl;
        package.directory(decl.dir).id == package.home().id
    };
    for make in channel
        .operations
        .iter()
        .filter(|operation| operation.kind.is_make())
    {
        if !is_mentioned(make) {
            return Err("another package makes the channel, too".to_string());
        }
        if make.symbol == maker {
            make_beside(draft, make, name)?;
        } else {
            return Err(
                "the channel is made for a variable before it comes to the field".to_string(),
            );
        }
    }
    Ok(())
}

/// Makes the `done` channel where the other one is made: the next element of a literal, the next statement.
pub(super) fn make_beside(draft: &mut Draft, make: &Operation, field: &str) -> Result<(), String> {
    let package = draft.package;
    let unclear = || "one of the places that make the channel is unusual".to_string();
    let decl = make.at.decl;
    let ast = package.ast(decl);
    let source = draft.source(decl);
    let made = ast.expr(make.at.expr).range;
    match ast.expr(make.at.expr).parent {
        Parent::Expr(literal) if matches!(ast.expr(literal).kind, ExprKind::Composite { .. }) => {
            let end = source.line_end(made.end);
            let behind = source.slice(Range::new(made.end, end)).trim();
            if behind == "," || behind.starts_with(", //") || behind.starts_with(",//") {
                let indentation = source.indentation(made.start).to_string();
                draft.insert(decl, end, format!("{indentation}{field}: {MADE},\n"));
            } else {
                draft.insert(decl, made.end, format!(", {field}: {MADE}"));
            }
            Ok(())
        }
        Parent::Stmt(stmt) => {
            let StmtKind::Assign {
                targets, values, ..
            } = &ast.stmt(stmt).kind
            else {
                return Err(unclear());
            };
            let ([target], [_]) = (targets.as_slice(), values.as_slice()) else {
                return Err(unclear());
            };
            let ExprKind::Selector { operand, .. } = ast.expr(*target).kind else {
                return Err(unclear());
            };
            let holder = package.text(decl, ast.expr(operand).range);
            let range = ast.stmt(stmt).range;
            package.siblings(decl, stmt).ok_or_else(unclear)?;
            let start = source.line_start(range.start);
            let before = source.slice(Range::new(start, range.start));
            if !before.trim().is_empty() {
                return Err(unclear());
            }
            let end = source.line_end(range.end);
            draft.insert(decl, end, format!("{before}{holder}.{field} = {MADE}\n"));
            Ok(())
        }
        _ => Err(unclear()),
    }
}

/// Whether a value of the struct type is written without the names of its fields, or it may be.
pub(super) fn has_unkeyed_literals(package: &Package, ty: SymbolId) -> bool {
    let uses = package.uses_in_module(ty);
    !uses.is_complete
        || uses.certain.iter().any(|at| {
            let exprs = &package.ast(at.decl).exprs;
            exprs.iter().zip(0..).any(|(expr, number)| {
                let ExprKind::Composite { elements, .. } = &expr.kind else {
                    return false;
                };
                let literal = ExprRef {
                    decl: at.decl,
                    expr: ExprId(number),
                };
                elements.iter().any(|element| element.key.is_none())
                    && matches!(package.type_of(literal), Type::Named(symbol, _) if symbol == ty)
            })
        })
}

/// Whether a call's callee is a method of this name of a type of package `sync`.
pub fn is_sync_method(package: &Package, call: ExprRef, wanted: &str) -> bool {
    let Callee::Func(func) = package.callee(call) else {
        return false;
    };
    let symbol = SymbolId {
        decl: func.decl,
        index: 0,
    };
    let path = package.directory(func.decl.dir).import_path.as_deref();
    path == Some("sync") && package.qualified_name(symbol) == wanted
}
