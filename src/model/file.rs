//! One file, cut into declarations, each parsed on demand.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::resolve::name;
use crate::cut::Outline;
use crate::source::SourceFile;
use crate::syntax::ast::{Ast, ExprId, ExprKind, Ident, Name};
use crate::syntax::parse::parse_declaration;
use crate::workspace::{Constraint, Version};

/// One file of a directory. What is known of it does not depend on the files beside it.
#[derive(Debug)]
pub struct File {
    pub source: SourceFile,
    pub outline: Outline,
    /// The name in its package clause.
    pub package: Name,
    pub is_test: bool,
    /// The language version that holds for it; `None` where nothing says.
    pub version: Option<Version>,
    /// When it is built.
    pub constraint: Constraint,
    imports: FxHashMap<Name, u32>,
    /// Its declarations, as far as somebody asked for them.
    parsed: Vec<OnceLock<Arc<Parsed>>>,
}

impl File {
    pub fn new(
        source: SourceFile,
        outline: Outline,
        is_test: bool,
        version: Option<Version>,
        constraint: Constraint,
    ) -> File {
        let package = name(outline.package.map_or("", |range| source.slice(range)));
        let imports = outline
            .imports
            .iter()
            .zip(0..)
            .filter_map(|(import, index)| {
                let local = match import.name {
                    Some(alias) => source.slice(alias),
                    None => default_import_name(unquoted(source.slice(import.path))),
                };
                (!matches!(local, "_" | "." | "C")).then(|| (name(local), index))
            });
        let imports = imports.collect();
        let parsed = outline.decls.iter().map(|_| OnceLock::new()).collect();
        File {
            source,
            outline,
            package,
            is_test,
            version,
            constraint,
            imports,
            parsed,
        }
    }

    /// The declaration with the number `decl` in the outline, parsed now if it was not before.
    pub(super) fn parsed(&self, decl: u32) -> &Arc<Parsed> {
        let number = decl as usize;
        self.parsed[number].get_or_init(|| {
            let ast = parse_declaration(&self.source.text, &self.outline.decls[number]);
            Arc::new(Parsed::new(ast))
        })
    }

    /// The import that goes by `name`.
    pub(super) fn import_named(&self, name: Name) -> Option<u32> {
        self.imports.get(&name).copied()
    }

    pub fn import_path(&self, import: u32) -> &str {
        self.outline
            .imports
            .get(import as usize)
            .map_or("", |spec| unquoted(self.source.slice(spec.path)))
    }

    /// The imports that have no name of their own, and their paths.
    pub(super) fn unaliased(&self) -> Vec<(u32, String)> {
        let imports = self.outline.imports.iter().zip(0..);
        imports
            .filter(|(import, _)| import.name.is_none())
            .map(|(_, index)| (index, self.import_path(index).to_string()))
            .collect()
    }

    /// Has an import go by another name.
    pub(super) fn rename_import(&mut self, import: u32, from: Name, to: Name) {
        if self.imports.get(&from) == Some(&import) {
            self.imports.remove(&from);
        }
        self.imports.entry(to).or_insert(import);
    }

    /// Whether an import of this file goes by `name`.
    pub fn imports_name(&self, name: Name) -> bool {
        self.imports.contains_key(&name)
    }

    /// The name under which this file imports `path`.
    pub fn qualifier(&self, path: &str) -> Option<Name> {
        self.imports
            .iter()
            .find(|(_, index)| self.import_path(**index) == path)
            .map(|(name, _)| *name)
    }
}

/// A declaration's syntax.
#[derive(Debug)]
pub struct Parsed {
    pub ast: Ast,
    /// The names and selectors of the declaration, those with the same (last) identifier together, in source order.
    named: Box<[ExprId]>,
}

impl Parsed {
    fn new(ast: Ast) -> Parsed {
        let ids = (0..ast.exprs.len() as u32).map(ExprId);
        let mut named: Box<[ExprId]> = ids.filter(|&id| identifier(&ast, id).is_some()).collect();
        named.sort_unstable_by_key(|&id| (identifier(&ast, id).map(place), id));
        Parsed { ast, named }
    }

    /// The expressions that are, or select, this name.
    pub fn named(&self, name: Name) -> &[ExprId] {
        let place_of = |id: &ExprId| identifier(&self.ast, *id).map(place);
        let wanted = Some(place(name));
        let first = self.named.partition_point(|id| place_of(id) < wanted);
        let rest = &self.named[first..];
        let count = rest.partition_point(|id| place_of(id) == wanted);
        &rest[..count]
    }
}

/// The name that an expression is, or selects.
fn identifier(ast: &Ast, id: ExprId) -> Option<Name> {
    match ast.expr(id).kind {
        ExprKind::Name(name)
        | ExprKind::Selector {
            field: Ident { name, .. },
            ..
        } => Some(name),
        _ => None,
    }
}

/// Where an interned name is kept: another place for each name, and always the same.
fn place(name: Name) -> usize {
    name.as_ptr().addr()
}

fn unquoted(path: &str) -> &str {
    path.trim_matches(['"', '`'])
}

/// The name that a package most likely has, from its path: `example.com/x/v2` is `x`, `gopkg.in/yaml.v3` is `yaml`.
pub(crate) fn default_import_name(path: &str) -> &str {
    let is_version = |part: &str| {
        part.strip_prefix('v')
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
    };
    let mut parts = path.rsplit('/');
    let mut last = parts.next().unwrap_or(path);
    if is_version(last) {
        last = parts.next().unwrap_or(last);
    }
    match last.rsplit_once('.') {
        Some((base, version)) if is_version(version) => base,
        _ => last,
    }
}
