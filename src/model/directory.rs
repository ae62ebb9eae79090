//! The `.go` files of one directory: cut into declarations, their names indexed, each declaration lowered on demand.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::file::{File, Parsed};
use super::resolve::{self, Outside, Scopes, name};
use super::symbol::{DeclId, DirId, Resolution};
use crate::cut::identifiers::{Naming, Posting, hash_of, identifiers};
use crate::cut::words::Word;
use crate::cut::{DeclKind, DeclOutline};
use crate::source::FileId;
use crate::syntax::ast::Name;

/// A declaration, parsed and resolved.
#[derive(Debug)]
pub struct Lowered {
    parsed: Arc<Parsed>,
    pub scopes: Scopes,
}

impl Deref for Lowered {
    type Target = Parsed;

    fn deref(&self) -> &Parsed {
        &self.parsed
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
    pub files: Vec<Arc<File>>,
    declarations: Vec<Declaration>,
    index: OnceLock<Index>,
    /// Which identifiers stand in which declarations, sorted.
    postings: OnceLock<Vec<Posting>>,
}

impl Directory {
    pub fn new(id: DirId, import_path: Option<String>, files: Vec<Arc<File>>) -> Directory {
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
            postings: OnceLock::new(),
        }
    }

    pub fn file_of(&self, decl: DeclId) -> &File {
        &self.files[self.declarations[decl.index as usize].file as usize]
    }

    pub fn file(&self, id: FileId) -> Option<&File> {
        let mut files = self.files.iter();
        files.find(|file| file.source.id == id).map(Arc::as_ref)
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
        let declaration = &self.declarations[decl.index as usize];
        declaration.lowered.get_or_init(|| {
            let file = &self.files[declaration.file as usize];
            let parsed = file.parsed(declaration.outline).clone();
            let outside = FileScope {
                directory: self,
                file,
            };
            let scopes = resolve::resolve(&parsed.ast, &outside);
            Lowered { parsed, scopes }
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
        self.holds(decl, &Word::new(identifier))
    }

    /// Whether `decl` holds a word that many declarations are asked for.
    pub fn holds(&self, decl: DeclId, word: &Word) -> bool {
        word.is_in(&self.file_of(decl).source.text, self.outline(decl))
    }

    /// The declarations, in their order, in which `name` stands as `naming` says; a few others may be among them.
    pub(super) fn naming(&self, name: &str, naming: Naming) -> impl Iterator<Item = DeclId> {
        let hash = hash_of(name);
        let all = self.postings();
        let first = all.partition_point(|posting| posting.hash() < hash);
        let same = all[first..].iter();
        let dir = self.id;
        same.take_while(move |posting| posting.hash() == hash)
            .filter(move |posting| posting.stands(naming))
            .map(move |posting| DeclId {
                dir,
                index: posting.decl(),
            })
    }

    fn postings(&self) -> &[Posting] {
        self.postings.get_or_init(|| {
            let decls: Vec<DeclId> = self.decls().collect();
            let each = decls.into_par_iter().flat_map_iter(|decl| {
                let text = &self.file_of(decl).source.text;
                let found = identifiers(text, self.outline(decl).range).into_iter();
                found.map(move |identifier| Posting::new(identifier, decl.index))
            });
            let mut all: Vec<Posting> = each.collect();
            all.sort_unstable();
            all.shrink_to_fit();
            all
        })
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
        self.file.import_named(name).map(Resolution::Import)
    }
}
