//! The `sync.Once` beside a channel: where it is declared, under which name.

use super::closings::Channel;
use super::guarded::{can_share, once_of};
use crate::finding::{Edit, Import};
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::source::{Range, SourceFile, Span};
use crate::syntax::ast::{ExprKind, Field, StmtId, StmtKind};

/// From this many places on, a method closes the channel.
const METHOD_FROM: usize = 3;

/// The `sync.Once` and the edits that declare it.
pub(super) struct Once {
    pub name: String,
    /// The method that closes the channel, where many places do.
    pub method: Option<String>,
    pub edits: Vec<Edit>,
    pub imports: Vec<Import>,
}

impl Once {
    /// A `sync.Once` for the channel: the one that some of its closes go through already, or else a new one. The error
    /// says why there can be none.
    pub(super) fn of(package: &Package, channel: &Channel) -> Result<Once, String> {
        let mut shared = None;
        for site in &channel.sites {
            let Some(once) = once_of(package, site) else {
                continue;
            };
            let is_other = shared.is_some_and(|known| known != once);
            if is_other || !can_share(package, once, channel.symbol, site) {
                return Err(
                    "one of the closes is in a sync.Once that does something else, too".to_string(),
                );
            }
            shared = Some(once);
        }
        if let Some(once) = shared {
            return Ok(Once {
                name: package.symbol(once).name.to_string(),
                method: None,
                edits: Vec::new(),
                imports: Vec::new(),
            });
        }
        let no_place = || "there is no clear place for a sync.Once".to_string();
        let mut once = match package.symbol(channel.symbol).kind {
            SymbolKind::Field => field(package, channel.symbol),
            SymbolKind::Var if !package.is_local(channel.symbol) => {
                package_variable(package, channel.symbol).ok_or_else(no_place)
            }
            SymbolKind::Var | SymbolKind::Param => local(package, channel).ok_or_else(no_place),
            _ => Err(no_place()),
        }?;
        if channel.sites.len() >= METHOD_FROM {
            once.add_method(package, channel);
        }
        Ok(once)
    }

    fn new(at: Span, text: String, name: String) -> Once {
        let imports = vec![Import {
            file: at.file,
            path: "sync".to_string(),
        }];
        Once {
            name,
            method: None,
            edits: vec![Edit { span: at, text }],
            imports,
        }
    }

    /// Adds a method that closes the channel, behind the first method that does.
    fn add_method(&mut self, package: &Package, channel: &Channel) {
        if let Some((name, edit)) = method(package, channel, &self.name) {
            self.edits.push(edit);
            self.method = Some(name);
        }
    }
}

/// A field on the line behind the channel's.
fn field(package: &Package, channel: SymbolId) -> Result<Once, String> {
    let no_place = || "there is no clear place for a sync.Once in the struct".to_string();
    let (ty, fields) = package.struct_of_field(channel).ok_or_else(no_place)?;
    if !package.may_hold_lock(ty) {
        return Err(format!(
            "values of {} may be copied, so it cannot hold a sync.Once",
            package.symbol(ty).name
        ));
    }
    let base = once_name(&package.symbol(channel).name);
    let candidates = [
        base.clone(),
        "closeOnce".to_string(),
        format!("{base}Close"),
    ];
    let name = candidates
        .into_iter()
        .find(|name| package.is_free_member(ty, name))
        .ok_or_else(no_place)?;
    let range = package.symbol(channel).range;
    let field = fields
        .iter()
        .find(|field| field.range.contains(range))
        .ok_or_else(no_place)?;
    let source = &package.file_of(channel.decl).source;
    let sync = package
        .qualifier(source.id, "sync")
        .ok_or_else(|| "the name sync is taken in this file".to_string())?;
    let declaration = format!("{name} {sync}.Once");
    let edit = if stands_on_own_lines(source, field.range) {
        let line_end = source.line_end(field.range.end);
        let indentation = source.indentation(field.range.start);
        Edit {
            span: Range::new(line_end, line_end).in_file(source.id),
            text: format!("{indentation}{declaration}\n"),
        }
    } else {
        spread_out(package, channel, fields, field, &declaration).ok_or_else(no_place)?
    };
    Ok(Once::new(edit.span, edit.text, name))
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

/// A struct on one line, written on several, with the new field.
fn spread_out(
    package: &Package,
    channel: SymbolId,
    fields: &[Field],
    field: &Field,
    declaration: &str,
) -> Option<Edit> {
    let decl = channel.decl;
    let source = &package.file_of(decl).source;
    let braces = package
        .ast(decl)
        .exprs
        .iter()
        .find_map(|expr| match &expr.kind {
            ExprKind::StructType { braces, .. } if braces.contains(field.range) => Some(*braces),
            _ => None,
        })?;
    let text = source.slice(braces);
    if text.contains('\n') || text.contains("/*") || fields.iter().any(|field| field.tag.is_some())
    {
        return None;
    }
    let indentation = source.indentation(braces.start);
    let mut lines = String::from("{\n");
    for each in fields {
        lines.push_str(&format!("{indentation}\t{}\n", source.slice(each.range)));
        if each.range == field.range {
            lines.push_str(&format!("{indentation}\t{declaration}\n"));
        }
    }
    lines.push_str(&format!("{indentation}}}"));
    let text = if source.slice(Range::new(braces.start.saturating_sub(1), braces.start)) == "t" {
        format!(" {lines}")
    } else {
        lines
    };
    Some(Edit {
        span: braces.in_file(source.id),
        text,
    })
}

fn package_variable(package: &Package, channel: SymbolId) -> Option<Once> {
    let base = once_name(&package.symbol(channel).name);
    let name = [base.clone(), format!("{base}Close")]
        .into_iter()
        .find(|name| package.is_free_in_package(name))?;
    let source = &package.file_of(channel.decl).source;
    let sync = package.qualifier(source.id, "sync")?;
    let spec = package.value_spec(channel)?;
    let decl = package
        .directory(channel.decl.dir)
        .outline(channel.decl)
        .range;
    let line_end = source.line_end(spec.range.end);
    let is_grouped = source
        .slice(decl)
        .trim_start_matches("var")
        .trim_start()
        .starts_with('(');
    let before = source
        .slice(Range::new(
            source.line_start(spec.range.start),
            spec.range.start,
        ))
        .trim();
    let behind = source.slice(Range::new(spec.range.end, line_end));
    let (text, keyword) = if is_grouped {
        let indentation = source.indentation(spec.range.start);
        (format!("{indentation}{name} {sync}.Once\n"), "")
    } else {
        (format!("var {name} {sync}.Once\n"), "var")
    };
    let at = Range::new(line_end, line_end).in_file(source.id);
    (before == keyword && ends_line(behind)).then(|| Once::new(at, text, name))
}

/// A variable behind the statement that declares the channel; for a parameter at the top of the function.
fn local(package: &Package, channel: &Channel) -> Option<Once> {
    let symbol = package.symbol(channel.symbol);
    let decl = channel.symbol.decl;
    let base = once_name(&symbol.name);
    let name = [base.clone(), format!("{base}Close")]
        .into_iter()
        .find(|name| {
            !package.directory(decl.dir).mentions(decl, name) && package.is_free_in_package(name)
        })?;
    let source = &package.file_of(decl).source;
    let sync = package.qualifier(source.id, "sync")?;
    let is_shadowed = package
        .scopes(decl)
        .symbols
        .iter()
        .any(|symbol| *symbol.name == *sync && symbol.func.is_some());
    if is_shadowed {
        return None;
    }
    let func = FuncId {
        decl,
        index: symbol.func?,
    };
    let (behind, indentation) = if symbol.kind == SymbolKind::Param {
        let body = package.ast(decl).stmt(package.func(func).body?).range;
        if !source.slice(body).contains('\n') {
            return None;
        }
        let indentation = format!("{}\t", source.indentation(body.start));
        (body.start + 1, indentation)
    } else {
        let statements = package.ast(decl).stmts.iter().zip(0..);
        let stmt = statements.into_iter().find_map(|(stmt, number)| {
            let declares = matches!(stmt.kind, StmtKind::Assign { .. } | StmtKind::Vars(_))
                && stmt.range.contains(symbol.range);
            declares.then_some(StmtId(number))
        })?;
        // Only in a list of statements there is a place behind it.
        package.siblings(decl, stmt)?;
        let range = package.ast(decl).stmt(stmt).range;
        (range.end, source.indentation(range.start).to_string())
    };
    let line_end = source.line_end(behind);
    let at = Range::new(line_end, line_end).in_file(source.id);
    ends_line(source.slice(Range::new(behind, line_end)))
        .then(|| Once::new(at, format!("{indentation}var {name} {sync}.Once\n"), name))
}

/// The name and the text of a method that closes the channel.
fn method(package: &Package, channel: &Channel, once: &str) -> Option<(String, Edit)> {
    let symbol = package.symbol(channel.symbol);
    if symbol.kind != SymbolKind::Field {
        return None;
    }
    let (ty, _) = package.struct_of_field(channel.symbol)?;
    let name = format!("close{}", capitalized(&symbol.name));
    if !package.is_free_member(ty, &name) {
        return None;
    }
    let beside = channel.sites.iter().map(|site| site.func.decl).find(|&decl| {
        let receiver = package.ast(decl).funcs.first().and_then(|func| func.receiver.as_ref());
        receiver.is_some_and(|field| {
            let at = ExprRef { decl, expr: field.ty };
            let receiver = package.denoted(at);
            field.names.len() == 1
                && receiver.is_some_and(
                    |receiver| matches!(&receiver, Type::Pointer(to) if matches!(**to, Type::Named(symbol, _) if symbol == ty)),
                )
        })
    })?;
    let receiver = package.ast(beside).funcs.first()?.receiver.as_ref()?;
    let receiver_text = package.text(beside, receiver.range);
    let receiver_name = receiver.names.first()?.name;
    let source = &package.file_of(beside).source;
    let end = package.directory(beside.dir).outline(beside).range.end;
    let text = format!(
        "\n\n// {name} closes {receiver_name}.{field}, however often it is called.\nfunc ({receiver_text}) {name}() {{\n\t{receiver_name}.{once}.Do(func() {{ close({receiver_name}.{field}) }})\n}}",
        field = symbol.name,
    );
    let edit = Edit {
        span: Range::new(end, end).in_file(source.id),
        text,
    };
    Some((name, edit))
}

/// `quit` gives `quitOnce`, `Done` gives `doneOnce`, `stopCh` gives `stopOnce`.
fn once_name(channel: &str) -> String {
    let stem = ["Chan", "Ch"]
        .iter()
        .find_map(|suffix| channel.strip_suffix(suffix))
        .filter(|stem| !stem.is_empty())
        .unwrap_or(channel);
    let mut letters = stem.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_lowercase().to_string())
        .unwrap_or_default();
    format!("{first}{}Once", letters.as_str())
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string())
        .unwrap_or_default();
    format!("{first}{}", letters.as_str())
}
