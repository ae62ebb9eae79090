//! The declaration of a variable, with its new type.

use super::Refusal;
use super::fields;
use super::style::Form;
use super::values;
use super::write::Writer;
use crate::model::{ExprRef, SymbolId, SymbolKind};
use crate::source::{Range, SourceFile};
use crate::syntax::ast::*;

/// Declares the variable anew. The result is whether a reviewer must agree.
pub(super) fn declare(writer: &mut Writer, variable: SymbolId) -> Result<bool, Refusal> {
    let package = writer.package;
    let symbol = package.symbol(variable);
    match symbol.kind {
        SymbolKind::Field => fields::declare(writer, variable),
        SymbolKind::Var if !package.is_local(variable) => {
            package_variable(writer, variable).map(|()| false)
        }
        SymbolKind::Var => local(writer, variable).map(|()| false),
        _ => Err(Refusal::new(format!(
            "{} is part of a signature",
            symbol.name
        ))),
    }
}

fn package_variable(writer: &mut Writer, variable: SymbolId) -> Result<(), Refusal> {
    let package = writer.package;
    let symbol = package.symbol(variable);
    let file = package.file_of(variable.decl);
    let places = package
        .directory(variable.decl.dir)
        .places(file.package, symbol.name);
    if places.len() != 1 {
        return Err(Refusal::new(format!(
            "{} is declared more than once, behind build constraints",
            symbol.name
        )));
    }
    let Decl::Vars(specs) = &package.ast(variable.decl).decl else {
        return Err(unusual(writer, variable));
    };
    let decl = package
        .directory(variable.decl.dir)
        .outline(variable.decl)
        .range;
    let is_grouped = is_group(&file.source, decl);
    spec(writer, variable, specs, is_grouped, None)
}

fn unusual(writer: &Writer, variable: SymbolId) -> Refusal {
    let name = writer.package.symbol(variable).name;
    Refusal::new(format!("the declaration of {name} is unusual"))
}

/// Whether a `var` declaration has parentheses.
fn is_group(source: &SourceFile, range: Range) -> bool {
    let text = source.slice(range);
    text.strip_prefix("var")
        .is_some_and(|rest| rest.trim_start().starts_with('('))
}

/// `x` in `var x, y int`, `var x = 5`; `statement` is the local one.
fn spec(
    writer: &mut Writer,
    variable: SymbolId,
    specs: &[ValueSpec],
    is_grouped: bool,
    statement: Option<StmtId>,
) -> Result<(), Refusal> {
    let package = writer.package;
    let decl = variable.decl;
    let source = &package.file_of(decl).source;
    let range = package.symbol(variable).range;
    let name = package.symbol(variable).name;
    let spec = specs
        .iter()
        .find(|spec| spec.names.iter().any(|name| name.range == range))
        .ok_or_else(|| unusual(writer, variable))?;
    let ty = spec.ty.map(|ty| package.ast(decl).expr(ty).range);
    let text = writer.type_text(decl)?;
    match (spec.names.as_slice(), spec.values.as_slice(), ty) {
        ([_], [], Some(ty)) => {
            if source.slice(ty) != text {
                writer.draft.replace(ty.in_file(source.id), text);
            }
        }
        ([_], &[value], _) => {
            let value = ExprRef { decl, expr: value };
            let given = package.expr(value).range;
            let head = writer.gap(decl, Range::new(range.end, given.start))?;
            let whole = writer.gap(decl, Range::new(range.end, given.end))?;
            if values::is_zero(package, value) {
                writer.draft.replace(whole, format!(" {text}"));
            } else if writer.style.form == Form::Functions {
                writer.draft.replace(head, format!(" {text} = "));
                writer.value(value)?;
            } else if statement.is_some()
                && !is_grouped
                && stands_first(source, spec.range.start, "var")
            {
                let indentation = source.indentation(spec.range.start);
                let between = format!(" {text}\n{indentation}{name}.Store(");
                writer.draft.replace(head, between);
                writer.value(value)?;
                writer.draft.wrap(package.expr_span(value), "", ")");
            } else {
                return Err(Refusal::new(format!("{name} has a first value")));
            }
        }
        ([_, _, ..], [], Some(_)) => {
            let removed =
                without_name(&spec.names, range).ok_or_else(|| unusual(writer, variable))?;
            let removed = writer.gap(decl, removed)?;
            let keyword = if is_grouped { "" } else { "var " };
            let before = if is_grouped { "" } else { "var" };
            let line_end = source.line_end(spec.range.end);
            let rest = source.slice(Range::new(spec.range.end, line_end)).trim();
            if !stands_first(source, spec.range.start, before)
                || !(rest.is_empty() || rest.starts_with("//"))
                || !source
                    .slice(Range::new(spec.range.end, line_end))
                    .ends_with('\n')
            {
                return Err(unusual(writer, variable));
            }
            writer.draft.replace(removed, "");
            let indentation = source.indentation(spec.range.start);
            let at = line_beside(source, spec.range, &spec.names, range);
            let line = format!("{indentation}{keyword}{name} {text}\n");
            writer.draft.replace(at.in_file(source.id), line);
        }
        _ => return Err(unusual(writer, variable)),
    }
    Ok(())
}

fn local(writer: &mut Writer, variable: SymbolId) -> Result<(), Refusal> {
    let package = writer.package;
    let decl = variable.decl;
    let range = package.symbol(variable).range;
    let ast = package.ast(decl);
    let declares = |stmt: &Stmt| match &stmt.kind {
        StmtKind::Vars(specs) => specs
            .iter()
            .any(|spec| spec.names.iter().any(|name| name.range == range)),
        StmtKind::Assign {
            targets,
            op: AssignOp::Define,
            ..
        } => targets
            .iter()
            .any(|&target| ast.expr(target).range == range),
        _ => false,
    };
    let stmt = ast
        .stmts
        .iter()
        .position(declares)
        .map(|number| StmtId(number as u32))
        .ok_or_else(|| unusual(writer, variable))?;
    if package.siblings(decl, stmt).is_none() {
        return Err(unusual(writer, variable));
    }
    match &ast.stmt(stmt).kind {
        StmtKind::Vars(specs) => {
            let source = &package.file_of(decl).source;
            let is_grouped = is_group(source, ast.stmt(stmt).range);
            spec(writer, variable, specs, is_grouped, Some(stmt))
        }
        StmtKind::Assign {
            targets, values, ..
        } => define(writer, variable, stmt, targets, values),
        _ => Err(unusual(writer, variable)),
    }
}

/// `x := 0`, `x, y := 0, f()`.
fn define(
    writer: &mut Writer,
    variable: SymbolId,
    stmt: StmtId,
    targets: &[ExprId],
    given: &[ExprId],
) -> Result<(), Refusal> {
    let package = writer.package;
    let decl = variable.decl;
    let ast = package.ast(decl);
    let source = &package.file_of(decl).source;
    let symbol = package.symbol(variable);
    let range = ast.stmt(stmt).range;
    let position = targets
        .iter()
        .position(|&target| ast.expr(target).range == symbol.range);
    let (Some(position), true) = (position, targets.len() == given.len()) else {
        return Err(unusual(writer, variable));
    };
    let value = ExprRef {
        decl,
        expr: given[position],
    };
    let text = writer.type_text(decl)?;
    let is_zero = values::is_zero(package, value);
    if writer.style.form == Form::Functions {
        if is_zero && targets.len() == 1 {
            let whole = writer.gap(decl, range)?;
            writer
                .draft
                .replace(whole, format!("var {} {text}", symbol.name));
        } else if writer.style.kind.source() != text {
            writer.value(value)?;
            if values::is_untyped(package, value) || values::bool_constant(package, value).is_some()
            {
                let open = format!("{text}(");
                writer.draft.wrap(package.expr_span(value), &open, ")");
            }
        }
        return Ok(());
    }
    if !stands_first(source, range.start, "") {
        return Err(unusual(writer, variable));
    }
    let indentation = source.indentation(range.start);
    let declaration = format!("var {} {text}", symbol.name);
    let given_range = package.expr(value).range;
    if targets.len() > 1 {
        let declares_more = targets.iter().enumerate().any(|(other, &target)| {
            other != position
                && package
                    .symbol_declared_at(decl, ast.expr(target).range.start)
                    .is_some_and(|symbol| &*package.symbol(symbol).name != "_")
        });
        let ranges = |list: &[ExprId]| -> Vec<Range> {
            list.iter().map(|&expr| ast.expr(expr).range).collect()
        };
        let (Some(name), Some(first), true) = (
            without(&ranges(targets), position),
            without(&ranges(given), position),
            is_zero && declares_more,
        ) else {
            return Err(unusual(writer, variable));
        };
        let start = Range::new(range.start, range.start);
        let [name, first] = [writer.gap(decl, name)?, writer.gap(decl, first)?];
        // An insertion at the edge of a deletion goes before it.
        let line = format!("{declaration}\n{indentation}");
        writer.draft.replace(start.in_file(source.id), line);
        writer.draft.replace(name, "");
        writer.draft.replace(first, "");
    } else if is_zero {
        let whole = writer.gap(decl, range)?;
        writer.draft.replace(whole, declaration);
    } else {
        let head = writer.gap(decl, Range::new(range.start, given_range.start))?;
        let text = format!("{declaration}\n{indentation}{}.Store(", symbol.name);
        writer.draft.replace(head, text);
        writer.value(value)?;
        writer.draft.wrap(package.expr_span(value), "", ")");
    }
    Ok(())
}

/// Where a name of a list gets a line of its own: above the others if it is the first, else below.
pub(super) fn line_beside(source: &SourceFile, list: Range, names: &[Ident], name: Range) -> Range {
    let is_first = names.first().is_some_and(|first| first.range == name);
    let at = match is_first {
        true => source.line_start(list.start),
        false => source.line_end(list.end),
    };
    Range::new(at, at)
}

/// What to delete of a list of names so that the one at `range` is gone.
pub(super) fn without_name(names: &[Ident], range: Range) -> Option<Range> {
    let ranges: Vec<Range> = names.iter().map(|name| name.range).collect();
    let position = ranges.iter().position(|&known| known == range)?;
    without(&ranges, position)
}

/// What to delete of a list with commas so that one part of it is gone.
pub(super) fn without(parts: &[Range], position: usize) -> Option<Range> {
    let part = parts.get(position)?;
    match parts.get(position + 1) {
        Some(next) => Some(Range::new(part.start, next.start)),
        None => {
            let before = parts.get(position.checked_sub(1)?)?;
            Some(Range::new(before.end, part.end))
        }
    }
}

/// Whether nothing but a comment shares the lines of `range`.
pub(super) fn stands_on_own_lines(source: &SourceFile, range: Range) -> bool {
    let behind = source.slice(Range::new(range.end, source.line_end(range.end)));
    let rest = behind.trim();
    stands_first(source, range.start, "")
        && behind.ends_with('\n')
        && (rest.is_empty() || rest.starts_with("//"))
}

/// Whether a line begins with `word`, or else white space, up to `offset`.
pub(super) fn stands_first(source: &SourceFile, offset: u32, word: &str) -> bool {
    source
        .slice(Range::new(source.line_start(offset), offset))
        .trim()
        == word
}
