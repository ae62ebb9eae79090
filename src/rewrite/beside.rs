//! A new variable of package `sync` beside the one that it belongs to: the next field, the next variable, the next
//! statement.

use super::keys;
use crate::finding::{Edit, Import};
use crate::model::resolve::name;
use crate::model::types::Type;
use crate::model::{FuncId, Package, SymbolId, SymbolKind};
use crate::source::{Range, SourceFile};
use crate::syntax::ast::{ExprKind, Field, Parent, StmtId, StmtKind, ValueSpec};

/// On which side of what is there already the new line goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Above it and its comment.
    Above,
    Below,
}

/// A new variable, and what declares it.
#[derive(Clone, Debug)]
pub struct Declared {
    pub name: String,
    pub edit: Edit,
    /// Those that name the fields in literals which list them without, as they must with one more.
    pub keys: Vec<Edit>,
    pub import: Import,
}

/// Declares a `sync.<ty>` beside a field, package variable, local variable, parameter or result, under the first of
/// `names` that is free. The error says why there can be none.
pub fn declare(
    package: &Package,
    beside: SymbolId,
    ty: &str,
    names: &[String],
    side: Side,
) -> Result<Declared, String> {
    let place = Place {
        package,
        beside,
        side,
        source: &package.file_of(beside.decl).source,
    };
    let is_local = package.is_local(beside);
    match package.symbol(beside).kind {
        SymbolKind::Field => place.field(ty, names),
        SymbolKind::Var if !is_local => place.package_variable(ty, names),
        SymbolKind::Var | SymbolKind::Param | SymbolKind::Result if is_local => {
            place.local(ty, names)
        }
        _ => Err(no_place(ty)),
    }
}

/// Whether a struct type can get a field of this name: it has no such field or method, and nothing that embeds it is
/// meant by one.
pub fn is_free_field(package: &Package, ty: SymbolId, wanted: &str) -> bool {
    package.is_free_member(ty, wanted)
        || package
            .member(&Type::Named(ty, [].into()), name(wanted))
            .is_none()
            && !is_embedded(package, ty)
}

fn is_embedded(package: &Package, ty: SymbolId) -> bool {
    let uses = package.uses_of(ty);
    let is_embedding = |field: &Field, range: Range| {
        let ends = field.range.start <= range.start && range.end <= field.range.end;
        field.names.is_empty() && ends
    };
    !uses.is_complete
        || uses.certain.iter().any(|&at| {
            let ast = package.ast(at.decl);
            let range = ast.expr(at.expr).range;
            ast.exprs.iter().any(|expr| match &expr.kind {
                ExprKind::StructType { fields, .. } => {
                    fields.iter().any(|field| is_embedding(field, range))
                }
                _ => false,
            })
        })
}

fn no_place(ty: &str) -> String {
    format!("there is no clear place for a sync.{ty}")
}

struct Place<'a> {
    package: &'a Package<'a>,
    beside: SymbolId,
    side: Side,
    source: &'a SourceFile,
}

impl Place<'_> {
    fn declared(&self, name: String, range: Range, text: String) -> Declared {
        Declared {
            name,
            edit: Edit {
                span: range.in_file(self.source.id),
                text,
            },
            keys: Vec::new(),
            import: Import {
                file: self.source.id,
                path: "sync".to_string(),
            },
        }
    }

    fn qualifier(&self) -> Result<String, String> {
        let taken = || "the name sync is taken in this file".to_string();
        let name = self.package.qualifier(self.source.id, "sync");
        Ok(name.ok_or_else(taken)?.to_string())
    }

    /// A field on a line of its own.
    fn field(&self, ty: &str, names: &[String]) -> Result<Declared, String> {
        let package = self.package;
        let no_place = || format!("{} in the struct", no_place(ty));
        let (holder, fields) = package.struct_of_field(self.beside).ok_or_else(no_place)?;
        if !package.is_never_copied(holder) {
            return Err(format!(
                "values of {} may be copied, so it cannot hold a sync.{ty}",
                package.symbol(holder).name
            ));
        }
        let mut free = names
            .iter()
            .filter(|name| is_free_field(package, holder, name));
        let name = free.next().ok_or_else(no_place)?.clone();
        let range = package.symbol(self.beside).range;
        let field = fields
            .iter()
            .find(|field| field.range.contains(range))
            .ok_or_else(no_place)?;
        let declaration = format!("{name} {}.{ty}", self.qualifier()?);
        let keys = keys::name_fields(package, holder)?;
        let declared = |range, text| Declared {
            keys,
            ..self.declared(name, range, text)
        };
        if stands_on_own_lines(self.source, field.range) {
            let (at, _) = self.line_beside(field.range).ok_or_else(no_place)?;
            let indentation = self.source.indentation(field.range.start);
            let text = format!("{indentation}{declaration}\n");
            return Ok(declared(Range::new(at, at), text));
        }
        let (range, text) = self
            .spread_out(fields, field, &declaration)
            .ok_or_else(no_place)?;
        Ok(declared(range, text))
    }

    /// A struct on one line, written on several, with the new field.
    fn spread_out(
        &self,
        fields: &[Field],
        field: &Field,
        declaration: &str,
    ) -> Option<(Range, String)> {
        let exprs = &self.package.ast(self.beside.decl).exprs;
        let braces = exprs.iter().find_map(|expr| match &expr.kind {
            ExprKind::StructType { braces, .. } if braces.contains(field.range) => Some(*braces),
            _ => None,
        })?;
        let text = self.source.slice(braces);
        if text.contains(['\n']) || text.contains("/*") || fields.iter().any(|f| f.tag.is_some()) {
            return None;
        }
        let indentation = self.source.indentation(braces.start);
        let mut lines = String::from("{\n");
        for each in fields {
            let old = self.source.slice(each.range);
            let is_here = each.range == field.range;
            if is_here && self.side == Side::Above {
                lines.push_str(&format!("{indentation}\t{declaration}\n"));
            }
            lines.push_str(&format!("{indentation}\t{old}\n"));
            if is_here && self.side == Side::Below {
                lines.push_str(&format!("{indentation}\t{declaration}\n"));
            }
        }
        lines.push_str(&format!("{indentation}}}"));
        let before = Range::new(braces.start.saturating_sub(1), braces.start);
        let is_tight = self.source.slice(before) == "t";
        Some((braces, if is_tight { format!(" {lines}") } else { lines }))
    }

    fn package_variable(&self, ty: &str, names: &[String]) -> Result<Declared, String> {
        let package = self.package;
        let no_place = || no_place(ty);
        let mut free = names.iter().filter(|name| package.is_free_in_package(name));
        let name = free.next().ok_or_else(no_place)?.clone();
        let sync = self.qualifier()?;
        let spec = package.value_spec(self.beside).ok_or_else(no_place)?;
        let directory = package.directory(self.beside.decl.dir);
        let range = directory.outline(self.beside.decl).range;
        let (at, text) = self
            .beside_spec(spec, range, &format!("{name} {sync}.{ty}"))
            .ok_or_else(no_place)?;
        Ok(self.declared(name, Range::new(at, at), text))
    }

    /// The line beside a spec of the `var` declaration at `range`.
    fn beside_spec(&self, spec: &ValueSpec, range: Range, new: &str) -> Option<(u32, String)> {
        let source = self.source;
        let rest = source.slice(range).strip_prefix("var")?;
        let is_grouped = rest.trim_start().starts_with('(');
        let start = source.line_start(spec.range.start);
        let before = source.slice(Range::new(start, spec.range.start)).trim();
        let behind = Range::new(spec.range.end, source.line_end(spec.range.end));
        let keyword = if is_grouped { "" } else { "var" };
        if before != keyword || !ends_line(source.slice(behind)) {
            return None;
        }
        let (at, has_comment) = self.line_beside(spec.range)?;
        let indentation = source.indentation(spec.range.start);
        let text = if is_grouped {
            format!("{indentation}{new}\n")
        } else {
            // A comment above belongs to what follows it.
            let gap = if has_comment { "\n" } else { "" };
            format!("{indentation}var {new}\n{gap}")
        };
        Some((at, text))
    }

    /// A statement beside the one that declares the variable; for a parameter at the top of the function.
    fn local(&self, ty: &str, names: &[String]) -> Result<Declared, String> {
        let package = self.package;
        let symbol = package.symbol(self.beside);
        let decl = self.beside.decl;
        let no_place = || no_place(ty);
        let is_free = |name: &&String| !package.directory(decl.dir).mentions(decl, name);
        let name = names.iter().find(is_free).ok_or_else(no_place)?.clone();
        let sync = self.qualifier()?;
        let scopes = package.scopes(decl);
        let mut locals = scopes.symbols.iter().filter(|symbol| symbol.func.is_some());
        if locals.any(|symbol| *symbol.name == *sync) {
            return Err(format!("the name {sync} is taken in this function"));
        }
        let new = format!("{name} {sync}.{ty}");
        let (at, text) = if symbol.kind == SymbolKind::Var {
            self.beside_statement(&new)
        } else {
            self.at_top(&new)
        }
        .ok_or_else(no_place)?;
        Ok(self.declared(name, Range::new(at, at), text))
    }

    fn beside_statement(&self, new: &str) -> Option<(u32, String)> {
        let ast = self.package.ast(self.beside.decl);
        let range = self.package.symbol(self.beside).range;
        let mut statements = ast.stmts.iter().zip(0..);
        let stmt = statements.find_map(|(stmt, number)| {
            let declares = matches!(stmt.kind, StmtKind::Assign { .. } | StmtKind::Vars(_))
                && stmt.range.contains(range);
            declares.then_some(StmtId(number))
        })?;
        // Only in a list of statements there is a place beside it, and a label belongs to its statement.
        self.package.siblings(self.beside.decl, stmt)?;
        if let Parent::Stmt(outer) = ast.stmt(stmt).parent
            && matches!(ast.stmt(outer).kind, StmtKind::Labeled { .. })
        {
            return None;
        }
        let stmt = ast.stmt(stmt);
        if let StmtKind::Vars(specs) = &stmt.kind {
            let mut specs = specs.iter();
            let spec = specs.find(|spec| spec.range.contains(range))?;
            let (at, text) = self.beside_spec(spec, stmt.range, new)?;
            return Some((at, text.replace("\n\n", "\n")));
        }
        let (at, _) = stands_on_own_lines(self.source, stmt.range)
            .then(|| self.line_beside(stmt.range))
            .flatten()?;
        let indentation = self.source.indentation(stmt.range.start);
        Some((at, format!("{indentation}var {new}\n")))
    }

    fn at_top(&self, new: &str) -> Option<(u32, String)> {
        let package = self.package;
        let func = FuncId {
            decl: self.beside.decl,
            index: package.symbol(self.beside).func?,
        };
        let ast = package.ast(self.beside.decl);
        let body = ast.stmt(package.func(func).body?).range;
        let line_end = self.source.line_end(body.start);
        let behind = self.source.slice(Range::new(body.start + 1, line_end));
        if !self.source.slice(body).contains('\n') || !ends_line(behind) {
            return None;
        }
        let indentation = self.source.indentation(body.start);
        Some((line_end, format!("{indentation}\tvar {new}\n")))
    }

    /// Where a line beside `range` starts, and whether that is above a comment; `None` within a comment that cannot be
    /// told from the code above it.
    fn line_beside(&self, range: Range) -> Option<(u32, bool)> {
        let source = self.source;
        if self.side == Side::Below {
            return Some((source.line_end(range.end), false));
        }
        let first = source.line_start(range.start);
        let mut start = first;
        while start > 0 {
            let above = source.line_start(start - 1);
            let line = source.slice(Range::new(above, start)).trim();
            if line.ends_with("*/") {
                return None;
            }
            if !line.starts_with("//") {
                break;
            }
            start = above;
        }
        Some((start, start < first))
    }
}

/// Whether nothing but a comment shares the lines of `range`.
fn stands_on_own_lines(source: &SourceFile, range: Range) -> bool {
    let before = Range::new(source.line_start(range.start), range.start);
    let behind = Range::new(range.end, source.line_end(range.end));
    source.slice(before).trim().is_empty() && ends_line(source.slice(behind))
}

fn ends_line(rest: &str) -> bool {
    let rest = rest.trim();
    rest.is_empty() || rest.starts_with("//")
}
