//! Composite literals that give a field its first value.

use super::Refusal;
use super::declare::{stands_first, stands_on_own_lines, without};
use super::style::Form;
use super::uses::Use;
use super::values;
use super::write::Writer;
use crate::model::types::Type;
use crate::model::{ExprRef, Package, SymbolId};
use crate::rewrite::keys;
use crate::source::Range;
use crate::syntax::ast::*;

/// Takes the first value out of a literal; where it is not zero, it is stored behind `t := T{…}`.
pub(super) fn rewrite(
    writer: &mut Writer,
    key: &Use,
    literal: ExprId,
    uses: &[Use],
) -> Result<(), Refusal> {
    let package = writer.package;
    let decl = key.at.decl;
    let literal = ExprRef {
        decl,
        expr: literal,
    };
    let unusual = || Refusal::new(format!("{} is set in a literal", package.expr_text(key.at)));
    let ExprKind::Composite { elements, .. } = &package.expr(literal).kind else {
        return Err(unusual());
    };
    let position = elements
        .iter()
        .position(|element| element.key == Some(key.at.expr))
        .ok_or_else(unusual)?;
    let value = ExprRef {
        decl,
        expr: elements[position].value,
    };
    if writer.style.form == Form::Functions {
        return writer.value(value);
    }
    if is_used_inside(package, value, uses) {
        return Err(unusual());
    }
    if !values::is_zero(package, value) {
        store_behind(writer, package.expr_text(key.at), literal, value)?;
    }
    remove(writer, literal, position).ok_or_else(unusual)
}

/// Takes the first value out of the literals that list all fields without their names; what stays gets these.
pub(super) fn name_fields(
    writer: &mut Writer,
    variable: SymbolId,
    uses: &[Use],
) -> Result<(), Refusal> {
    let package = writer.package;
    let field = package.symbol(variable).name;
    let Some((ty, _)) = package.struct_of_field(variable) else {
        return Ok(());
    };
    let literals = package.unkeyed_literals(ty);
    let unusual = || Refusal::new(format!("{field} is set in a literal without field names"));
    if !literals.is_empty() && !package.uses_in_module(ty).is_complete {
        return Err(unusual());
    }
    for literal in literals {
        let decl = literal.decl;
        let elements = keys::named_elements(package, literal).ok_or_else(unusual)?;
        let position = elements.iter().position(|(name, _)| *name == field);
        let position = position.ok_or_else(unusual)?;
        for (number, &(name, expr)) in elements.iter().enumerate() {
            let value = ExprRef { decl, expr };
            let is_own = number == position;
            if is_own && writer.style.form == Form::Functions {
                writer.value(value)?;
            } else if is_own {
                if is_used_inside(package, value, uses) {
                    return Err(unusual());
                }
                if !values::is_zero(package, value) {
                    store_behind(writer, &field, literal, value)?;
                }
                remove(writer, literal, position).ok_or_else(unusual)?;
                continue;
            }
            let span = package.expr_span(value);
            writer.draft.wrap(span, &format!("{name}: "), "");
        }
    }
    Ok(())
}

fn is_used_inside(package: &Package, value: ExprRef, uses: &[Use]) -> bool {
    let given = package.expr(value).range;
    uses.iter()
        .any(|other| other.at.decl == value.decl && given.contains(package.expr(other.at).range))
}

/// Removes an element from a literal, with the line that it has to itself.
fn remove(writer: &mut Writer, literal: ExprRef, position: usize) -> Option<()> {
    let package = writer.package;
    let decl = literal.decl;
    let ExprKind::Composite {
        elements, braces, ..
    } = &package.expr(literal).kind
    else {
        return None;
    };
    let ast = package.ast(decl);
    let source = &package.file_of(decl).source;
    let ranges: Vec<Range> = elements
        .iter()
        .map(|element| {
            let start = element.key.unwrap_or(element.value);
            Range::new(
                ast.expr(start).range.start,
                ast.expr(element.value).range.end,
            )
        })
        .collect();
    let own = ranges.get(position).copied()?;
    let line = Range::new(source.line_start(own.start), source.line_end(own.end));
    let is_own_line = stands_first(source, own.start, "")
        && source.slice(Range::new(own.end, line.end)).trim() == ","
        && braces.start < line.start;
    let removed = if elements.len() == 1 {
        Range::new(braces.start + 1, braces.end.saturating_sub(1))
    } else if is_own_line {
        line
    } else {
        let removed = without(&ranges, position)?;
        if source.slice(removed).contains('\n') {
            return None;
        }
        removed
    };
    let removed = writer.gap(decl, removed).ok()?;
    writer.draft.replace(removed, "");
    Some(())
}

/// `t.hits.Store(1)` on the line behind `t := &T{…}`.
fn store_behind(
    writer: &mut Writer,
    field: &str,
    literal: ExprRef,
    value: ExprRef,
) -> Result<(), Refusal> {
    let package = writer.package;
    let decl = literal.decl;
    let ast = package.ast(decl);
    let source = &package.file_of(decl).source;
    let unusual = || Refusal::new(format!("{field} is set in a literal"));
    let mut parent = package.expr(literal).parent;
    let mut whole = literal.expr;
    while let Parent::Expr(outer) = parent {
        let is_address = matches!(
            ast.expr(outer).kind,
            ExprKind::Unary {
                op: UnaryOp::Address,
                ..
            } | ExprKind::Paren(_)
        );
        if !is_address {
            return Err(unusual());
        }
        (whole, parent) = (outer, ast.expr(outer).parent);
    }
    let Parent::Stmt(stmt) = parent else {
        return Err(unusual());
    };
    let holder = match &ast.stmt(stmt).kind {
        StmtKind::Assign {
            targets,
            op: AssignOp::Define | AssignOp::Set,
            values: given,
        } if given.as_slice() == [whole] => match targets.as_slice() {
            &[target] if matches!(ast.expr(target).kind, ExprKind::Name(_)) => {
                Holder::Variable(source.slice(ast.expr(target).range).to_string())
            }
            _ => return Err(unusual()),
        },
        StmtKind::Return(given) if given.as_slice() == [whole] => {
            Holder::Returned(free_name(package, literal).ok_or_else(unusual)?)
        }
        _ => return Err(unusual()),
    };
    let range = ast.stmt(stmt).range;
    let is_simple = values::is_constant(package, value)
        || values::bool_constant(package, value).is_some()
        || matches!(package.expr(value).kind, ExprKind::Name(_));
    let is_plain =
        is_simple && package.siblings(decl, stmt).is_some() && stands_on_own_lines(source, range);
    if !is_plain {
        return Err(unusual());
    }
    let text = package.expr_text(value);
    let text = if writer.style.kind.is_converted() && !values::is_untyped(package, value) {
        format!("{}({text})", writer.style.kind.word())
    } else {
        text.to_string()
    };
    let (indentation, line_end) = (source.indentation(range.start), source.line_end(range.end));
    let (name, last) = match &holder {
        Holder::Variable(name) => (name, String::new()),
        Holder::Returned(name) => {
            let start = ast.expr(whole).range.start;
            let keyword = writer.gap(decl, Range::new(range.start, start))?;
            writer.draft.replace(keyword, format!("{name} := "));
            (name, format!("{indentation}return {name}\n"))
        }
    };
    writer.draft.replace(
        Range::new(line_end, line_end).in_file(source.id),
        format!("{indentation}{name}.{field}.Store({text})\n{last}"),
    );
    Ok(())
}

/// What holds the value of a literal.
enum Holder {
    /// `t := &T{…}`
    Variable(String),
    /// `return &T{…}`, which gets a variable of this name.
    Returned(String),
}

/// A name for a variable of the literal's type: its first letter, or the whole of it.
fn free_name(package: &Package, literal: ExprRef) -> Option<String> {
    let Type::Named(ty, _) = package.type_of(literal) else {
        return None;
    };
    let ty = package.symbol(ty).name.to_lowercase();
    let letter = ty.chars().next()?.to_string();
    let directory = package.directory(literal.decl.dir);
    [letter, ty]
        .into_iter()
        .find(|name| !directory.mentions(literal.decl, name))
}
