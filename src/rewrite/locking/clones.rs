//! Copies of slices and maps, for those who use them after the lock is released.

use super::names::Names;
use super::site::Site;
use crate::finding::Import;
use crate::model::types::Type;
use crate::model::{Package, SymbolKind, TypeSource};
use crate::syntax::ast::*;
use crate::workspace::Version;

/// How a copy is made: the value of `name := …`, and what comes behind it.
pub(super) struct Clone {
    pub value: String,
    /// Lines below the declaration, by the copy's name.
    pub fill: Option<Fill>,
    pub import: Option<Import>,
}

/// The loop that fills a copy where the file's Go has no `maps.Clone`.
pub(super) struct Fill {
    from: String,
    key: String,
    value: String,
    kind: FillKind,
}

enum FillKind {
    /// A map like the other.
    Map,
    /// The map's values, which are all that the statement uses.
    Values,
}

impl Fill {
    pub(super) fn lines(&self, name: &str) -> Vec<String> {
        let Fill {
            from, key, value, ..
        } = self;
        let (head, body) = match self.kind {
            FillKind::Map => (
                format!("for {key}, {value} := range {from} {{"),
                format!("\t{name}[{key}] = {value}"),
            ),
            FillKind::Values => (
                format!("for _, {value} := range {from} {{"),
                format!("\t{name} = append({name}, {value})"),
            ),
        };
        vec![head, body, "}".to_string()]
    }
}

/// A copy of the slice or map `expr` that `stmt` uses; `None` where Go's types can't be written there.
pub(super) fn clone_of(
    site: &Site,
    names: &mut Names,
    stmt: StmtId,
    expr: ExprId,
) -> Option<Clone> {
    if is_changed_in_place(site, expr) {
        return None;
    }
    let text = site.text(site.ast.expr(expr).range);
    let ty = site.package.type_of(site.at(expr));
    let package = match site.package.underlying(&ty) {
        Type::Slice(_) => "slices",
        Type::Map(..) => "maps",
        _ => return None,
    };
    if has_clone(site) {
        let qualifier = site.package.qualifier(site.source.id, package)?;
        let symbols = &site.package.scopes(site.func.decl).symbols;
        let is_shadowed = symbols.iter().any(|symbol| symbol.name == qualifier);
        return (!is_shadowed).then(|| Clone {
            value: format!("{qualifier}.Clone({text})"),
            fill: None,
            import: Some(Import {
                file: site.source.id,
                path: package.to_string(),
            }),
        });
    }
    match ty {
        Type::Slice(element) => {
            let element = plain_type_text(site.package, &element)?;
            Some(Clone {
                value: format!("append([]{element}(nil), {text}...)"),
                fill: None,
                import: None,
            })
        }
        _ if package == "maps" => map_by_hand(site, names, stmt, expr, text),
        _ => None,
    }
}

/// Whether the value is handed to a function that changes its elements, so that a copy would not do: `slices.Sort(s.items)`.
fn is_changed_in_place(site: &Site, expr: ExprId) -> bool {
    let Parent::Expr(outer) = site.ast.expr(expr).parent else {
        return false;
    };
    let ExprKind::Call { callee, .. } = site.ast.expr(outer).kind else {
        return false;
    };
    if let Some(builtin) = site.package.builtin(site.at(callee)) {
        return matches!(builtin, "copy" | "clear" | "delete");
    }
    let ExprKind::Selector { operand, field } = &site.ast.expr(callee).kind else {
        return false;
    };
    let changes = |name: &str| {
        [
            "Sort", "Reverse", "Stable", "Delete", "Insert", "Replace", "Compact", "Copy", "Slice",
        ]
        .iter()
        .any(|word| name.starts_with(word))
    };
    match site.package.imported_path(site.at(*operand)) {
        Some("slices" | "maps") => changes(&field.name),
        Some("sort") => !field.name.starts_with("Search") && !field.name.ends_with("Sorted"),
        _ => false,
    }
}

fn has_clone(site: &Site) -> bool {
    let version = site.package.file_of(site.func.decl).version;
    version.is_some_and(|version| version >= Version::new(1, 21))
}

fn map_by_hand(
    site: &Site,
    names: &mut Names,
    stmt: StmtId,
    expr: ExprId,
    text: &str,
) -> Option<Clone> {
    let (whole, element) = written_types(site, expr)?;
    let uses_values_only = match &site.stmt(stmt).kind {
        StmtKind::Range {
            targets, operand, ..
        } if *operand == expr => match targets.as_slice() {
            [key, _] => site.text(site.ast.expr(*key).range) == "_",
            _ => false,
        },
        _ => false,
    };
    let (value, kind) = match element.filter(|_| uses_values_only) {
        Some(element) => (
            format!("make([]{element}, 0, len({text}))"),
            FillKind::Values,
        ),
        None => (format!("make({whole}, len({text}))"), FillKind::Map),
    };
    let mut local = |wanted| names.fresh(site.package, site.func.decl, wanted);
    Some(Clone {
        value,
        fill: Some(Fill {
            from: text.to_string(),
            key: match kind {
                FillKind::Map => local("key")?,
                FillKind::Values => "_".to_string(),
            },
            value: local("value")?,
            kind,
        }),
        import: None,
    })
}

/// The type of a map as the function can write it, and that of its values: as its field or variable is declared, in
/// the same file.
fn written_types(site: &Site, expr: ExprId) -> Option<(String, Option<String>)> {
    let package = site.package;
    let ty = package.type_of(site.at(expr));
    let symbol = package.path_of(site.at(expr)).target()?;
    let declared = match package.symbol(symbol).ty {
        TypeSource::Declared(declared) => Some(declared),
        _ => None,
    };
    let is_same_file = package.file_of(symbol.decl).source.id == site.source.id;
    let is_own = matches!(
        package.symbol(symbol).kind,
        SymbolKind::Field | SymbolKind::Var
    ) && symbol.decl.dir == package.home().id;
    if let Some(declared) = declared.filter(|_| is_own && is_same_file) {
        let ast = package.ast(symbol.decl);
        let text = |expr: ExprId| package.text(symbol.decl, ast.expr(expr).range).to_string();
        let is_generic =
            matches!(&ty, Type::Map(key, value) if has_parameter(key) || has_parameter(value));
        let element = match ast.expr(declared).kind {
            ExprKind::MapType { value, .. } => Some(text(value)),
            _ => None,
        };
        let whole = text(declared);
        return (!is_generic && !whole.contains('\n')).then_some((whole, element));
    }
    let Type::Map(key, value) = &ty else {
        return Some((plain_type_text(package, &ty)?, None));
    };
    let (key, value) = (
        plain_type_text(package, key)?,
        plain_type_text(package, value)?,
    );
    Some((format!("map[{key}]{value}"), Some(value)))
}

fn has_parameter(ty: &Type) -> bool {
    match ty {
        Type::Param(_) => true,
        Type::Pointer(of) | Type::Slice(of) | Type::Array(of) | Type::Chan(_, of) => {
            has_parameter(of)
        }
        Type::Map(key, value) => has_parameter(key) || has_parameter(value),
        Type::Named(_, args) => args.iter().any(has_parameter),
        _ => false,
    }
}

/// A type that reads the same in all files of the package.
fn plain_type_text(package: &Package, ty: &Type) -> Option<String> {
    match ty {
        Type::Basic(name) => Some(name.to_string()),
        Type::Named(symbol, args) if args.is_empty() => {
            let is_here = symbol.decl.dir == package.home().id && !package.is_local(*symbol);
            is_here.then(|| package.symbol(*symbol).name.to_string())
        }
        Type::Pointer(to) => Some(format!("*{}", plain_type_text(package, to)?)),
        _ => None,
    }
}
