//! The `.go` files of one directory: cut into declarations, their names indexed, each declaration lowered on demand.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::resolve::{self, Outside, Scopes, name};
use super::symbol::{DeclId, DirId, Resolution};
use crate::cut::words::{Naming, Word};
use crate::cut::{DeclKind, DeclOutline, Outline};
use crate::source::{FileId, SourceFile};
use crate::syntax::ast::{Ast, ExprId, ExprKind, Ident, Name};
use crate::syntax::parse::parse_declaration;
use crate::workspace::{Constraint, Version};

/// One file of a directory.
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
        File {
            source,
            outline,
            package,
            is_test,
            version,
            constraint,
            imports,
        }
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

/// A declaration, parsed and resolved.
#[derive(Debug)]
pub struct Lowered {
    pub ast: Ast,
    pub scopes: Scopes,
    /// The names and selectors of the declaration by their (last) identifier, in source order.
    by_name: FxHashMap<Name, Vec<ExprId>>,
}

impl Lowered {
    fn new(ast: Ast, scopes: Scopes) -> Lowered {
        let mut by_name: FxHashMap<Name, Vec<ExprId>> = FxHashMap::default();
        for (expr, number) in ast.exprs.iter().zip(0..) {
            if let ExprKind::Name(name)
            | ExprKind::Selector {
                field: Ident { name, .. },
                ..
            } = expr.kind
            {
                by_name.entry(name).or_default().push(ExprId(number));
            }
        }
        Lowered {
            ast,
            scopes,
            by_name,
        }
    }

    /// The expressions that are, or select, this name.
    pub fn named(&self, name: Name) -> &[ExprId] {
        self.by_name.get(&name).map_or(&[], Vec::as_slice)
    }
}

#[derive(Debug)]
struct Declaration {
    file: u32,
    outline: u32,
    lowered: OnceLock<Lowered>,
}

/// Where a package-level name is declared: the declaration and the symbol's index in it.
pub type Place = (DeclId, u32);

#[derive(Debug, Default)]
struct Index {
    /// By package clause and name; several where files behind build constraints declare it again.
    names: FxHashMap<(Name, Name), Vec<Place>>,
    /// Method declarations by package clause and the receiver's type name.
    methods: FxHashMap<(Name, Name), Vec<DeclId>>,
}

#[derive(Debug)]
pub struct Directory {
    pub id: DirId,
    pub import_path: Option<String>,
    pub files: Vec<File>,
    declarations: Vec<Declaration>,
    index: OnceLock<Index>,
}

impl Directory {
    pub fn new(id: DirId, import_path: Option<String>, files: Vec<File>) -> Directory {
        let declarations = files.iter().zip(0..).flat_map(|(file, number)| {
            (0..file.outline.decls.len() as u32).map(move |outline| Declaration {
                file: number,
                outline,
                lowered: OnceLock::new(),
            })
        });
        let declarations = declarations.collect();
        Directory {
            id,
            import_path,
            files,
            declarations,
            index: OnceLock::new(),
        }
    }

    pub fn file_of(&self, decl: DeclId) -> &File {
        &self.files[self.declarations[decl.index as usize].file as usize]
    }

    pub fn file(&self, id: FileId) -> Option<&File> {
        self.files.iter().find(|file| file.source.id == id)
    }

    pub fn outline(&self, decl: DeclId) -> &DeclOutline {
        let declaration = &self.declarations[decl.index as usize];
        &self.files[declaration.file as usize].outline.decls[declaration.outline as usize]
    }

    pub fn decls(&self) -> impl Iterator<Item = DeclId> {
        let dir = self.id;
        (0..self.declarations.len() as u32).map(move |index| DeclId { dir, index })
    }

    /// The declaration, parsed and resolved now if it was not before.
    pub fn lowered(&self, decl: DeclId) -> &Lowered {
        self.declarations[decl.index as usize]
            .lowered
            .get_or_init(|| {
                let file = self.file_of(decl);
                let ast = parse_declaration(&file.source.text, self.outline(decl));
                let scopes = resolve::resolve(
                    &ast,
                    &FileScope {
                        directory: self,
                        file,
                    },
                );
                Lowered::new(ast, scopes)
            })
    }

    /// Declarations that were asked for and turned out to hold a syntax error.
    pub fn damaged(&self) -> impl Iterator<Item = DeclId> {
        self.decls().filter(|decl| {
            let lowered = self.declarations[decl.index as usize].lowered.get();
            lowered.is_some_and(|lowered| lowered.ast.damaged.is_some())
        })
    }

    /// Whether the text of `decl` holds `identifier` as a whole word.
    pub fn mentions(&self, decl: DeclId, identifier: &str) -> bool {
        self.mentions_as(decl, identifier, Naming::Any)
    }

    pub fn mentions_as(&self, decl: DeclId, identifier: &str, naming: Naming) -> bool {
        self.holds(decl, &Word::new(identifier, naming))
    }

    /// Whether `decl` holds a word that many declarations are asked for.
    pub fn holds(&self, decl: DeclId, word: &Word) -> bool {
        word.is_in(&self.file_of(decl).source.text, self.outline(decl))
    }

    pub fn places(&self, package: Name, name: Name) -> &[Place] {
        self.index()
            .names
            .get(&(package, name))
            .map_or(&[], Vec::as_slice)
    }

    pub fn methods(&self, package: Name, receiver: Name) -> &[DeclId] {
        self.index()
            .methods
            .get(&(package, receiver))
            .map_or(&[], Vec::as_slice)
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let mut index = Index::default();
            for decl in self.decls() {
                let (file, outline) = (self.file_of(decl), self.outline(decl));
                let text = |range| name(file.source.slice(range));
                if let (DeclKind::Func, Some(receiver)) = (outline.kind, outline.receiver) {
                    index
                        .methods
                        .entry((file.package, text(receiver)))
                        .or_default()
                        .push(decl);
                    continue;
                }
                for (position, &range) in outline.names.iter().enumerate() {
                    let key = (file.package, text(range));
                    index
                        .names
                        .entry(key)
                        .or_default()
                        .push((decl, position as u32));
                }
            }
            index
        })
    }

    /// The package that others import: the one that is no test and no program that is never built.
    pub fn importable(&self) -> Option<Name> {
        let candidates = self
            .files
            .iter()
            .filter(|file| !file.is_test && !file.constraint.is_ignored());
        candidates
            .map(|file| file.package)
            .find(|package| !package.is_empty())
    }
}

/// What the declarations of one file see outside themselves.
struct FileScope<'a> {
    directory: &'a Directory,
    file: &'a File,
}

impl Outside for FileScope<'_> {
    fn package_level(&self, name: Name) -> Option<Resolution> {
        let places = self.directory.places(self.file.package, name);
        let here = places
            .iter()
            .find(|(decl, _)| std::ptr::eq(self.directory.file_of(*decl), self.file));
        let &(decl, index) = here.or(places.first())?;
        Some(Resolution::Package(decl, index))
    }

    fn import(&self, name: Name) -> Option<Resolution> {
        self.file
            .imports
            .get(&name)
            .map(|&index| Resolution::Import(index))
    }
}
