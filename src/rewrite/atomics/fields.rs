//! Struct fields: their declaration, and whether their struct bears an atomic.

use super::Refusal;
use super::declare::{self, without_name};
use super::kind::Kind;
use super::style::Form;
use super::write::Writer;
use crate::model::types::Type;
use crate::model::uses::is_exported;
use crate::model::{DeclId, ExprRef, Package, SymbolId};
use crate::source::Range;
use crate::syntax::ast::*;

/// How many structs inside each other are looked at.
const DEPTH: u32 = 4;

/// Functions that read a struct by reflection, with the argument that they read.
const READERS: &[&str] = &[
    "Marshal",
    "MarshalIndent",
    "Unmarshal",
    "Encode",
    "Decode",
    "DeepEqual",
];

/// Says why a field comes first.
const ALIGNED: &str = "// Accessed atomically: first, to be aligned on 32-bit machines.";

/// A field in its struct type.
struct Declared<'p> {
    /// The struct type.
    ty: ExprRef,
    field: &'p Field,
    fields: &'p [Field],
    braces: Range,
}

/// Gives the field its new type. The result is whether a reviewer must agree.
pub(super) fn declare(writer: &mut Writer, symbol: SymbolId) -> Result<bool, Refusal> {
    let package = writer.package;
    let name = package.symbol(symbol).name;
    let declared = find(package, symbol)
        .ok_or_else(|| Refusal::new(format!("the declaration of {name} is unusual")))?;
    let changes_type = writer.style.form == Form::Types || writer.style.kind == Kind::Bool;
    if declared.field.tag.is_some() && changes_type {
        return Err(Refusal::new(format!(
            "{name} has a tag, so its type is part of a format"
        )));
    }
    let is_copied = !is_never_copied(package, symbol, declared.ty, DEPTH);
    if is_copied && (changes_type || writer.style.kind.is_converted()) {
        return Err(Refusal::new(format!(
            "the struct that holds {name} may be copied"
        )));
    }
    let reader = reader_of(package, symbol);
    if changes_type && is_exported(&name) && reader == Some(Reader::Format) {
        return Err(Refusal::new(format!("{name} is part of a format")));
    }
    let is_wide = writer.style.form == Form::Functions && writer.style.kind.is_wide();
    if is_wide && !is_aligned(package, &declared) {
        move_to_top(writer, symbol, &declared)?;
    } else {
        retype(writer, symbol, &declared)?;
    }
    Ok(is_copied || changes_type && reader == Some(Reader::Comparison))
}

fn find<'p>(package: &'p Package, symbol: SymbolId) -> Option<Declared<'p>> {
    let range = package.symbol(symbol).range;
    let exprs = package.ast(symbol.decl).exprs.iter().zip(0..);
    exprs.into_iter().find_map(|(expr, number)| {
        let ExprKind::StructType { fields, braces } = &expr.kind else {
            return None;
        };
        let declares = |field: &&Field| field.names.iter().any(|name| name.range == range);
        let field = fields.iter().find(declares)?;
        Some(Declared {
            ty: ExprRef {
                decl: symbol.decl,
                expr: ExprId(number),
            },
            field,
            fields,
            braces: *braces,
        })
    })
}

fn retype(writer: &mut Writer, symbol: SymbolId, declared: &Declared) -> Result<(), Refusal> {
    let package = writer.package;
    let source = &package.file_of(symbol.decl).source;
    let field = declared.field;
    let text = writer.type_text(symbol.decl)?;
    let ty = package.ast(symbol.decl).expr(field.ty).range;
    if field.names.len() == 1 {
        if source.slice(ty) != text {
            writer.draft.replace(ty.in_file(source.id), text);
        }
        return Ok(());
    }
    let (name, range) = (package.symbol(symbol).name, package.symbol(symbol).range);
    let removed = without_name(&field.names, range)
        .ok_or_else(|| Refusal::new(format!("the declaration of {name} is unusual")))?;
    let removed = writer.gap(symbol.decl, removed)?;
    writer.draft.replace(removed, "");
    if declare::stands_on_own_lines(source, field.range) {
        let indentation = source.indentation(field.range.start);
        let line = format!("{indentation}{name} {text}\n");
        let at = declare::line_beside(source, field.range, &field.names, range);
        writer.draft.replace(at.in_file(source.id), line);
    } else {
        let at = Range::new(field.range.end, field.range.end).in_file(source.id);
        writer.draft.replace(at, format!("; {name} {text}"));
    }
    Ok(())
}

/// Whether a 64-bit word at the field's place is aligned on 32-bit machines, in a struct that is allocated by itself.
fn is_aligned(package: &Package, declared: &Declared) -> bool {
    let mut before = declared
        .fields
        .iter()
        .take_while(|field| field.range != declared.field.range);
    before.all(|field| is_wide_field(package, declared, field))
        && declared.field.names.len() == 1
        && is_allocated_alone(package, declared.ty)
}

fn is_wide_field(package: &Package, declared: &Declared, field: &Field) -> bool {
    let ty = package.denoted(ExprRef {
        decl: declared.ty.decl,
        expr: field.ty,
    });
    ty.is_some_and(|ty| {
        ["int64", "uint64", "float64"]
            .iter()
            .any(|name| ty.is_basic(name))
    })
}

/// Moves the field to the top of its struct, where it is aligned.
fn move_to_top(writer: &mut Writer, symbol: SymbolId, declared: &Declared) -> Result<(), Refusal> {
    let package = writer.package;
    let source = &package.file_of(symbol.decl).source;
    let name = package.symbol(symbol).name;
    let range = declared.field.range;
    let line = Range::new(source.line_start(range.start), source.line_end(range.end));
    let above = Range::new(source.line_start(line.start.saturating_sub(1)), line.start);
    let is_documented = {
        let above = source.slice(above).trim();
        above.starts_with("//") || above.ends_with("*/")
    };
    let open_end = source.line_end(declared.braces.start);
    let head = source.slice(Range::new(declared.braces.start + 1, open_end));
    let is_movable = declared.field.names.len() == 1
        && declare::stands_on_own_lines(source, range)
        && !is_documented
        && head.trim().is_empty();
    if !is_movable || !is_allocated_alone(package, declared.ty) {
        return Err(Refusal::new(format!(
            "{name} may not be aligned to 64 bits on 32-bit machines"
        )));
    }
    let indentation = source.indentation(range.start);
    let text = writer.type_text(symbol.decl)?;
    let behind = source.slice(Range::new(range.end, line.end));
    let moved = format!("{indentation}{name} {text}{behind}");
    // Behind those that were moved here before, which have the comment.
    let wide = declared
        .fields
        .iter()
        .take_while(|field| is_wide_field(package, declared, field));
    let last = wide.last().filter(|_| {
        let first = source.slice(Range::new(open_end, source.line_end(open_end)));
        first.trim().starts_with("//") && first.contains("atomic")
    });
    let (top, comment) = match last {
        Some(last) => (source.line_end(last.range.end), String::new()),
        None => (open_end, format!("{indentation}{ALIGNED}\n")),
    };
    let at = Range::new(top, top).in_file(source.id);
    writer.draft.replace(at, comment + &moved);
    writer.draft.replace(line.in_file(source.id), "");
    Ok(())
}

/// Whether all values of a struct type begin where an allocation does: no other struct, array or slice holds them.
fn is_allocated_alone(package: &Package, ty: ExprRef) -> bool {
    let Some(symbol) = defined_by(package, ty) else {
        return false;
    };
    let uses = package.uses_in_module(symbol);
    uses.is_complete
        && uses.certain.iter().all(|&at| {
            let ast = package.ast(at.decl);
            match ast.expr(at.expr).parent {
                Parent::Expr(outer) => !matches!(
                    ast.expr(outer).kind,
                    ExprKind::StructType { .. }
                        | ExprKind::SliceType(_)
                        | ExprKind::ArrayType { .. }
                        | ExprKind::Index { .. }
                ),
                _ => true,
            }
        })
}

/// The type that a struct type is the definition of.
fn defined_by(package: &Package, ty: ExprRef) -> Option<SymbolId> {
    let ast = package.ast(ty.decl);
    let specs = match ast.expr(ty.expr).parent {
        Parent::Decl => match &ast.decl {
            Decl::Types(specs) => specs,
            _ => return None,
        },
        Parent::Stmt(stmt) => match &ast.stmt(stmt).kind {
            StmtKind::Types(specs) => specs,
            _ => return None,
        },
        _ => return None,
    };
    let spec = specs.iter().find(|spec| spec.ty == ty.expr)?;
    package.symbol_declared_at(ty.decl, spec.name.range.start)
}

/// Whether no value of the struct type is copied: an atomic must not be.
fn is_never_copied(package: &Package, field: SymbolId, ty: ExprRef, depth: u32) -> bool {
    if depth == 0 {
        return false;
    }
    if defined_by(package, ty).is_some() {
        return package
            .struct_of_field(field)
            .is_some_and(|(ty, _)| package.is_never_copied(ty));
    }
    // A struct without a name is as good as what it is the type of.
    let ast = package.ast(ty.decl);
    let names: Vec<Ident> = match ast.expr(ty.expr).parent {
        Parent::Expr(outer) => {
            let ExprKind::StructType { fields, .. } = &ast.expr(outer).kind else {
                return false;
            };
            let outer = ExprRef {
                decl: ty.decl,
                expr: outer,
            };
            let Some(holder) = fields.iter().find(|field| field.ty == ty.expr) else {
                return false;
            };
            let first = holder
                .names
                .first()
                .and_then(|name| package.symbol_declared_at(ty.decl, name.range.start));
            if !first.is_some_and(|first| is_never_copied(package, first, outer, depth - 1)) {
                return false;
            }
            holder.names.clone()
        }
        Parent::Decl => match &ast.decl {
            Decl::Vars(specs) => names_of(specs, ty.expr),
            _ => return false,
        },
        Parent::Stmt(stmt) => match &ast.stmt(stmt).kind {
            StmtKind::Vars(specs) => names_of(specs, ty.expr),
            _ => return false,
        },
        Parent::Func(_) => return false,
    };
    !names.is_empty()
        && names.iter().all(|name| {
            let symbol = package.symbol_declared_at(ty.decl, name.range.start);
            symbol.is_some_and(|symbol| is_only_selected_from(package, symbol))
        })
}

/// The names that specs declare with the type `ty` and without a value.
fn names_of(specs: &[ValueSpec], ty: ExprId) -> Vec<Ident> {
    let mut declaring = specs
        .iter()
        .filter(|spec| spec.ty == Some(ty) && spec.values.is_empty());
    declaring
        .next()
        .map(|spec| spec.names.clone())
        .unwrap_or_default()
}

fn is_only_selected_from(package: &Package, symbol: SymbolId) -> bool {
    let uses = package.uses_in_module(symbol);
    uses.is_complete
        && uses.certain.iter().all(|&at| {
            let ast = package.ast(at.decl);
            let Parent::Expr(outer) = ast.expr(at.expr).parent else {
                return false;
            };
            matches!(ast.expr(outer).kind, ExprKind::Selector { .. })
        })
}

/// What reads the fields of a struct without naming them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    Format,
    Comparison,
}

/// Whether values of the field's struct are given to something that looks into them.
fn reader_of(package: &Package, field: SymbolId) -> Option<Reader> {
    let (ty, _) = package.struct_of_field(field)?;
    let mut found = None;
    for &word in READERS {
        for decl in package.decls_mentioning(word) {
            let is_comparison = word == "DeepEqual";
            if is_given(package, decl, word, ty) {
                found = match is_comparison {
                    true => found.or(Some(Reader::Comparison)),
                    false => Some(Reader::Format),
                };
            }
        }
    }
    found
}

/// Whether a call of something named `word` gets a value of the type, or a pointer to one.
fn is_given(package: &Package, decl: DeclId, word: &str, ty: SymbolId) -> bool {
    let is_this = |ty_of: Type| matches!(ty_of.pointee(), Type::Named(symbol, _) if *symbol == ty);
    package.ast(decl).exprs.iter().any(|expr| {
        let ExprKind::Call { callee, args, .. } = &expr.kind else {
            return false;
        };
        let is_named = match &package.ast(decl).expr(*callee).kind {
            ExprKind::Selector { field, .. } => &*field.name == word,
            _ => false,
        };
        is_named
            && args
                .iter()
                .any(|&arg| is_this(package.type_of(ExprRef { decl, expr: arg })))
    })
}
