//! Checks that every name of a hunk means something.

use std::collections::BTreeSet;

use super::declare::{Declarations, Kind, Variable};
use super::elision::is_elision;
use super::fault::{Fault, did_you_mean};
use super::hunk::Hunk;
use super::names::check_method;
use super::pattern::Pattern;
use super::read::Form;
use crate::model::is_predeclared;
use crate::source::Range;
use crate::syntax::ast::{
    AssignOp, Ast, ExprId, ExprKind, Field, Ident, Name, Parent, StmtKind, ValueSpec,
};

/// What a hunk names, it declares or inherits; what it adds, it binds.
pub(super) fn names(hunk: &Hunk, first: Option<&Hunk>) -> Result<(), Fault> {
    let (declared, before, after) = (&hunk.declared, &hunk.before, &hunk.after);
    for (name, range) in named(before) {
        if declared.is_fresh(name) {
            let message = format!("`{name}` is fresh: it can only be in lines that come");
            return Err(Fault::new(before.line_at(range.start), message));
        }
        expression_name(declared, before, name, range, "identifier")?;
    }
    for ident in declared_names(&before.ast) {
        let is_known = declared.variable(ident.name).is_some() || &*ident.name == "_";
        if !is_known && !is_elision(&ident.name) {
            return Err(unbound(
                declared,
                before,
                ident.name,
                ident.range,
                "identifier",
            ));
        }
    }
    let mut bound = bound_in(hunk);
    if let Some(first) = first {
        bound.extend(bound_in(first));
    }
    for (name, range) in named(after) {
        expression_name(declared, after, name, range, "fresh")?;
    }
    for ident in declared_names(&after.ast) {
        let is_known = declared.variable(ident.name).is_some()
            || declared.is_fresh(ident.name)
            || &*ident.name == "_"
            || is_elision(&ident.name);
        if !is_known {
            return Err(unbound(declared, after, ident.name, ident.range, "fresh"));
        }
    }
    for token in &after.tokens {
        let word = Name::from(token.range.of(&after.text));
        if declared.variable(word).is_some() && !bound.contains(&word) {
            let message = format!("`{word}` comes, but no line that stays or goes says what it is");
            return Err(Fault::new(after.line_at(token.range.start), message));
        }
    }
    kinds(hunk)
}

/// Every metavariable is bound by one of the hunks of a form.
pub(super) fn all_bound(form: &Form) -> Result<(), Fault> {
    let hunks = || std::iter::once(&form.first).chain(&form.each);
    let bound: BTreeSet<Name> = hunks().flat_map(bound_in).collect();
    let mut variables = hunks().flat_map(|hunk| &hunk.declared.variables);
    match variables.find(|variable| !bound.contains(&variable.name)) {
        None => Ok(()),
        Some(Variable { name, line, .. }) => Err(Fault::new(
            *line,
            format!("`{name}` is declared, but no line that stays or goes has it"),
        )),
    }
}

/// The metavariables that a hunk's pattern binds, those of the types of others among them.
fn bound_in(hunk: &Hunk) -> BTreeSet<Name> {
    let tokens = hunk.before.tokens.iter();
    let mut bound: BTreeSet<Name> = tokens
        .map(|token| Name::from(token.range.of(&hunk.before.text)))
        .filter(|name| hunk.declared.variable(*name).is_some())
        .collect();
    for variable in &hunk.declared.variables {
        if let Kind::Typed(types) = &variable.kind
            && bound.contains(&variable.name)
        {
            let names = types.iter().flat_map(|ty| &ty.ast.exprs);
            bound.extend(names.filter_map(|expr| match expr.kind {
                ExprKind::Name(name) => hunk.declared.variable(name).map(|known| known.name),
                _ => None,
            }));
        }
    }
    bound
}

/// The names in expressions of a pattern.
fn named(pattern: &Pattern) -> impl Iterator<Item = (Name, Range)> {
    let ast = &pattern.ast;
    let is_key = |expr: ExprId| match ast.expr(expr).parent {
        Parent::Expr(outer) => matches!(&ast.expr(outer).kind,
            ExprKind::Composite { elements, .. } if elements.iter().any(|element| element.key == Some(expr))),
        _ => false,
    };
    (0..ast.exprs.len() as u32)
        .map(ExprId)
        .filter_map(move |expr| match ast.expr(expr).kind {
            ExprKind::Name(name) if !is_key(expr) && !is_elision(&name) => {
                Some((name, ast.expr(expr).range))
            }
            _ => None,
        })
}

/// A name in an expression is a metavariable, new, predeclared, or a package before a dot.
fn expression_name(
    declared: &Declarations,
    pattern: &Pattern,
    name: Name,
    range: Range,
    kind: &str,
) -> Result<(), Fault> {
    if declared.variable(name).is_some()
        || declared.is_fresh(name)
        || is_predeclared(&name)
        || &*name == "_"
    {
        return Ok(());
    }
    let ast = &pattern.ast;
    let member = ast.exprs.iter().find_map(|expr| match &expr.kind {
        ExprKind::Selector { operand, field } if ast.expr(*operand).range == range => Some(*field),
        _ => None,
    });
    match member {
        Some(member) => {
            declared.check_package_member(name, member.name, pattern.line_at(range.start))
        }
        None => Err(unbound(declared, pattern, name, range, kind)),
    }
}

fn unbound(
    declared: &Declarations,
    pattern: &Pattern,
    name: Name,
    range: Range,
    kind: &str,
) -> Fault {
    let near = did_you_mean(&name, declared.names());
    let how = match kind {
        "fresh" => format!("`fresh {name}` declares a new name"),
        kind => format!("`var {name} {kind}` declares a metavariable"),
    };
    Fault::new(
        pattern.line_at(range.start),
        format!("`{name}` is declared nowhere{near}; {how}"),
    )
}

/// Variables, parameters and types that a pattern declares. Fields, methods, functions and labels go by their names.
fn declared_names(ast: &Ast) -> Vec<Ident> {
    let mut names = Vec::new();
    let fields = |list: &[Field]| -> Vec<Ident> {
        list.iter().flat_map(|field| field.names.clone()).collect()
    };
    for func in ast.funcs.iter() {
        let is_wrapper = func.name.is_some_and(|name| &*name.name == "_");
        if is_wrapper {
            continue;
        }
        names.extend(func.receiver.iter().flat_map(|field| field.names.clone()));
        names.extend(fields(&func.signature.params));
        names.extend(fields(&func.signature.results));
    }
    for stmt in &ast.stmts {
        match &stmt.kind {
            StmtKind::Vars(specs) | StmtKind::Consts(specs) => {
                names.extend(specs.iter().flat_map(|spec: &ValueSpec| spec.names.clone()));
            }
            StmtKind::Types(specs) => names.extend(specs.iter().map(|spec| spec.name)),
            StmtKind::TypeSwitch {
                binding: Some(binding),
                ..
            } => names.push(*binding),
            StmtKind::Assign {
                op: AssignOp::Define,
                ..
            } => {}
            _ => {}
        }
    }
    names
}

/// Metavariables stand where their kind can.
fn kinds(hunk: &Hunk) -> Result<(), Fault> {
    let ast = &hunk.before.ast;
    for expr in &ast.exprs {
        match &expr.kind {
            ExprKind::Name(name) => {
                let kind = hunk.declared.variable(*name).map(|variable| &variable.kind);
                let is_statement = matches!(expr.parent, Parent::Stmt(stmt)
                    if matches!(ast.stmt(stmt).kind, StmtKind::Expr(_)));
                if matches!(kind, Some(Kind::Statement)) && !is_statement {
                    let message =
                        format!("`{name}` is a statement, and stands in an expression here");
                    return Err(Fault::new(hunk.before.line_at(expr.range.start), message));
                }
            }
            ExprKind::Selector { operand, field } => {
                let ExprKind::Name(name) = ast.expr(*operand).kind else {
                    continue;
                };
                let variable = hunk.declared.variable(name);
                if let Some(Kind::Typed(types)) = variable.map(|variable| &variable.kind)
                    && hunk.declared.variable(field.name).is_none()
                {
                    method_exists(hunk, types, *field)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// A method of a type that chanfix knows whole.
fn method_exists(
    hunk: &Hunk,
    types: &[std::sync::Arc<super::declare::TypePattern>],
    method: Ident,
) -> Result<(), Fault> {
    let mut near = None;
    for ty in types {
        let mut named = &ty.ast.expr(ty.ty).kind;
        while let ExprKind::Star(inner) | ExprKind::Paren(inner) = named {
            named = &ty.ast.expr(*inner).kind;
        }
        let ExprKind::Selector { operand, field } = named else {
            return Ok(());
        };
        let ExprKind::Name(package) = ty.ast.expr(*operand).kind else {
            return Ok(());
        };
        let path = hunk.declared.packages.path(package).unwrap_or_default();
        match check_method(path, &field.name, &method.name) {
            Ok(()) => return Ok(()),
            Err(message) => near = Some((field.name, message)),
        }
    }
    let Some((ty, near)) = near else {
        return Ok(());
    };
    let message = format!("{ty} has no method `{}`{near}", method.name);
    Err(Fault::new(hunk.before.line_at(method.range.start), message))
}
