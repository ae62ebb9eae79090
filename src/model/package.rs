//! A package as a transform sees it: names, types and facts, each computed when it is first asked for.

use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

use elsa::FrozenMap;
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::accesses::{Accesses, Touch};
use super::channels::{Channel, EarlyClose};
use super::directory::{Directory, Lowered};
use super::effects::Effects;
use super::escape::Escapes;
use super::file::File;
use super::flow::Flow;
use super::goroutines::{Chains, Declaration, Pause, Roots, Trail};
use super::guards::Guard;
use super::lock_chains::Taking;
use super::lock_states::LockStep;
use super::locks::LockSet;
use super::lookup::Selection;
use super::path::AccessPath;
use super::races::{Apart, Race};
use super::released::Released;
use super::resolve::Scopes;
use super::symbol::*;
use super::types::Type;
use super::uses::{CallSite, Callers, Uses};
use super::world::World;
use crate::cut::identifiers::Naming;
use crate::cut::words::{self, Word};
use crate::source::{FileId, Range, Span};
use crate::syntax::ast::*;

/// What has been computed for each key.
pub(super) type Memo<K, V> = FrozenMap<K, V, FxBuildHasher>;

/// All files of a directory that share a package clause, and what they reach in other packages.
pub struct Package<'w> {
    world: &'w World,
    home: Arc<Directory>,
    /// The name in the package clause.
    pub name: Name,
    foreign: Memo<DirId, Arc<Directory>>,
    pub(super) types: RefCell<FxHashMap<ExprRef, Type>>,
    entered: RefCell<FxHashSet<SymbolId>>,
    pub(super) flows: Memo<FuncId, Box<Flow>>,
    mentions: Memo<(DirId, Name, Naming), Vec<DeclId>>,
    pub(super) uses: Memo<SymbolId, Box<Uses>>,
    pub(super) module_uses: Memo<SymbolId, Box<Uses>>,
    pub(super) callers: Memo<FuncId, Box<Callers>>,
    pub(super) test_calls: Memo<FuncId, Vec<CallSite>>,
    pub(super) accesses: Memo<SymbolId, Box<Accesses>>,
    pub(super) touched: Memo<DeclId, Vec<Touch>>,
    pub(super) effects: Memo<FuncId, Box<Effects>>,
    pub(super) own_effects: Memo<FuncId, Box<Effects>>,
    pub(super) released: Memo<DirId, Box<Released>>,
    pub(super) lock_steps: Memo<(FuncId, AccessPath), Vec<Option<LockStep>>>,
    pub(super) takings: Memo<(FuncId, AccessPath), Box<Taking>>,
    /// The declarations that call a method of a `WaitGroup`.
    pub(super) group_calls: Memo<&'static str, Vec<DeclId>>,
    pub(super) races: OnceCell<Vec<Race>>,
    pub(super) apart: Apart,
    pub(super) escapes: Memo<SymbolId, Box<Escapes>>,
    /// Variables whose escapes are being looked for.
    pub(super) escaping: RefCell<FxHashSet<SymbolId>>,
    /// Whether the result of a function at a position is always a new object.
    pub(super) constructors: RefCell<FxHashMap<(FuncId, u32), bool>>,
    /// Whether a method changes its receiver without a lock.
    pub(super) mutators: RefCell<FxHashMap<FuncId, bool>>,
    /// Locks that every caller of a function holds.
    pub(super) caller_locks: RefCell<FxHashMap<FuncId, LockSet>>,
    /// What a call gives for the receiver and the parameters of the function that it calls.
    pub(super) call_bindings: Memo<(ExprRef, FuncId), Vec<(SymbolId, AccessPath)>>,
    pub(super) guards: Memo<SymbolId, Box<Option<Guard>>>,
    pub(super) chains: Memo<FuncId, Box<Chains>>,
    pub(super) roots: Memo<FuncId, Box<Roots>>,
    pub(super) pauses: Memo<FuncId, Vec<Pause>>,
    pub(super) channels: Memo<SymbolId, Box<Channel>>,
    /// Closes that do not wait for the senders.
    pub(super) early_closes: OnceCell<Vec<EarlyClose>>,
    /// Channels from where they are made on.
    pub(super) onward: Memo<SymbolId, Box<Channel>>,
    /// The chains that lead to a function which reaches a path, or what it holds.
    pub(super) trails: Memo<(FuncId, AccessPath, bool), Vec<Trail>>,
    pub(super) declarations: RefCell<FxHashMap<SymbolId, Option<Declaration>>>,
    /// Types whose values are handed to RPC servers.
    pub(super) registered: OnceCell<Vec<SymbolId>>,
    exports: RefCell<FxHashMap<(DirId, Name, Name), Option<SymbolId>>>,
    pub(super) assigned: RefCell<FxHashMap<SymbolId, bool>>,
    pub(super) members: RefCell<FxHashMap<(SymbolId, Name), Option<Selection>>>,
}

impl<'w> Package<'w> {
    pub fn new(world: &'w World, home: Arc<Directory>, name: Name) -> Package<'w> {
        Package {
            world,
            home,
            name,
            foreign: Memo::default(),
            types: RefCell::default(),
            entered: RefCell::default(),
            flows: Memo::default(),
            mentions: Memo::default(),
            uses: Memo::default(),
            module_uses: Memo::default(),
            callers: Memo::default(),
            test_calls: Memo::default(),
            accesses: Memo::default(),
            touched: Memo::default(),
            effects: Memo::default(),
            own_effects: Memo::default(),
            released: Memo::default(),
            lock_steps: Memo::default(),
            takings: Memo::default(),
            group_calls: Memo::default(),
            races: OnceCell::new(),
            apart: Apart::default(),
            escapes: Memo::default(),
            escaping: RefCell::default(),
            constructors: RefCell::default(),
            mutators: RefCell::default(),
            caller_locks: RefCell::default(),
            call_bindings: Memo::default(),
            guards: Memo::default(),
            chains: Memo::default(),
            roots: Memo::default(),
            pauses: Memo::default(),
            channels: Memo::default(),
            early_closes: OnceCell::new(),
            onward: Memo::default(),
            trails: Memo::default(),
            declarations: RefCell::default(),
            registered: OnceCell::new(),
            exports: RefCell::default(),
            assigned: RefCell::default(),
            members: RefCell::default(),
        }
    }

    /// The directory that the package is in.
    pub fn home(&self) -> &Directory {
        &self.home
    }

    pub fn world(&self) -> &'w World {
        self.world
    }

    /// Any directory that a symbol of the model comes from.
    pub fn directory(&self, id: DirId) -> &Directory {
        if id == self.home.id {
            return &self.home;
        }
        match self.foreign.get(&id) {
            Some(directory) => directory,
            None => self.foreign.insert(id, self.world.load(id)),
        }
    }

    /// The package-level symbol that `path` exports as `name`.
    pub fn exported(&self, from: DirId, path: &str, name: Name) -> Option<SymbolId> {
        let key = (from, Name::from(path), name);
        if let Some(&known) = self.exports.borrow().get(&key) {
            return known;
        }
        let found = self.find_exported(from, path, name);
        self.exports.borrow_mut().insert(key, found);
        found
    }

    fn find_exported(&self, from: DirId, path: &str, name: Name) -> Option<SymbolId> {
        let dir = self.world.directory_of_import(from, path)?;
        let directory = self.directory(dir);
        let package = directory.importable()?;
        let &(decl, index) = directory.places(package, name).first()?;
        self.sound_symbol(decl, index)
    }

    /// A declaration's symbol, if the declaration parses: the lexer names what the parser may not make sense of.
    pub(super) fn sound_symbol(&self, decl: DeclId, index: u32) -> Option<SymbolId> {
        let lowered = self.lowered(decl);
        let (ast, scopes) = (&lowered.ast, &lowered.scopes);
        let is_sound = ast.damaged.is_none() && (index as usize) < scopes.symbols.len();
        is_sound.then_some(SymbolId { decl, index })
    }

    pub fn lowered(&self, decl: DeclId) -> &Lowered {
        self.directory(decl.dir).lowered(decl)
    }

    pub fn ast(&self, decl: DeclId) -> &Ast {
        &self.lowered(decl).ast
    }

    pub fn scopes(&self, decl: DeclId) -> &Scopes {
        &self.lowered(decl).scopes
    }

    pub fn symbol(&self, id: SymbolId) -> &Symbol {
        &self.scopes(id.decl).symbols[id.index as usize]
    }

    pub fn symbol_declared_at(&self, decl: DeclId, offset: u32) -> Option<SymbolId> {
        self.scopes(decl)
            .declared_at
            .get(&offset)
            .map(|&index| SymbolId { decl, index })
    }

    pub fn file_of(&self, decl: DeclId) -> &File {
        self.directory(decl.dir).file_of(decl)
    }

    pub fn span(&self, decl: DeclId, range: Range) -> Span {
        range.in_file(self.file_of(decl).source.id)
    }

    /// The place where a symbol is declared.
    pub fn symbol_span(&self, symbol: SymbolId) -> Span {
        self.span(symbol.decl, self.symbol(symbol).range)
    }

    pub fn text(&self, decl: DeclId, range: Range) -> &str {
        self.file_of(decl).source.slice(range)
    }

    pub fn expr(&self, at: ExprRef) -> &Expr {
        self.ast(at.decl).expr(at.expr)
    }

    pub fn expr_text(&self, at: ExprRef) -> &str {
        self.text(at.decl, self.expr(at).range)
    }

    pub fn expr_span(&self, at: ExprRef) -> Span {
        self.span(at.decl, self.expr(at).range)
    }

    /// The comment before a declaration, as it is written.
    pub fn doc(&self, decl: DeclId) -> &str {
        let outline = self.directory(decl.dir).outline(decl);
        self.text(decl, Range::new(outline.doc_start, outline.range.start))
    }

    pub fn file(&self, id: FileId) -> Option<&File> {
        self.home.file(id)
    }

    /// Declarations of this package (not of others in the same directory) that are sound.
    pub fn decls(&self) -> impl Iterator<Item = DeclId> {
        self.home
            .decls()
            .filter(|&decl| self.home.file_of(decl).package == self.name)
    }

    /// The declarations of a directory that may use a symbol.
    pub fn mentions_of(&self, dir: DirId, symbol: SymbolId) -> &[DeclId] {
        let naming = match self.symbol(symbol).kind {
            SymbolKind::Field | SymbolKind::Method | SymbolKind::InterfaceMethod => Naming::Member,
            _ if dir == symbol.decl.dir => Naming::Free,
            _ => Naming::Any,
        };
        self.mentions_as(dir, self.symbol(symbol).name, naming)
    }

    /// The declarations of a symbol's directory that may use it as another package does: those of the test package that
    /// imports it.
    pub(super) fn mentions_from_tests_outside(&self, symbol: SymbolId) -> Vec<DeclId> {
        let mentions = self.mentions_as(symbol.decl.dir, self.symbol(symbol).name, Naming::Any);
        let is_outside = |decl: &&DeclId| self.file_of(**decl).package != self.name;
        mentions.iter().filter(is_outside).copied().collect()
    }

    fn mentions_as(&self, dir: DirId, name: Name, naming: Naming) -> &[DeclId] {
        let key = (dir, name, naming);
        if let Some(known) = self.mentions.get(&key) {
            return known;
        }
        let found = self.directory(dir).naming(&name, naming).collect();
        self.mentions.insert(key, found)
    }

    /// This package's declarations whose text holds the word, damaged ones left out.
    pub fn decls_mentioning(&self, word: &str) -> Vec<DeclId> {
        self.decls_mentioning_any(&[word])
    }

    /// This package's declarations whose text holds one of the words, damaged ones left out.
    pub fn decls_mentioning_any(&self, words: &[&str]) -> Vec<DeclId> {
        sound(&self.home, self.mentioning_any(words).collect())
    }

    /// As [`Package::decls_mentioning_any`], of those that also hold one of these `others`.
    pub fn decls_mentioning_both(&self, words: &[&str], others: &[&str]) -> Vec<DeclId> {
        let mut found: Vec<DeclId> = self.mentioning_any(words).collect();
        let others: Vec<Word> = others.iter().map(|word| Word::new(word)).collect();
        found.retain(|&decl| others.iter().any(|word| self.home.holds(decl, word)));
        sound(&self.home, found)
    }

    fn mentioning_any(&self, words: &[&str]) -> impl Iterator<Item = DeclId> {
        let words: Vec<Word> = words.iter().map(|word| Word::new(word)).collect();
        let mentions = move |&decl: &DeclId| words.iter().any(|word| self.home.holds(decl, word));
        self.decls().filter(mentions)
    }

    /// This package's declarations that may call a predeclared function, damaged ones left out.
    pub fn decls_calling(&self, function: &str) -> Vec<DeclId> {
        let calls = |decl: DeclId| {
            let outline = self.home.outline(decl);
            outline.mentions.may_hold(function)
                && words::calls(
                    &self.home.file_of(decl).source.text,
                    outline.range,
                    function,
                )
        };
        let all = self.decls().filter(|&decl| calls(decl));
        all.filter(|&decl| self.ast(decl).damaged.is_none())
            .collect()
    }

    /// All functions of a declaration: the declared one and the literals.
    pub fn funcs(&self, decl: DeclId) -> impl Iterator<Item = FuncId> + use<> {
        let count = self.ast(decl).funcs.len() as u32;
        (0..count).map(move |index| FuncId {
            decl,
            index: FuncIndex(index),
        })
    }

    pub fn func(&self, id: FuncId) -> &Func {
        self.ast(id.decl).func(id.index)
    }

    /// Marks a symbol as being computed; `None` if it already is, so that definitions in a circle end.
    pub(super) fn enter(&self, symbol: SymbolId) -> Option<Entered<'_>> {
        let is_new = self.entered.borrow_mut().insert(symbol);
        is_new.then_some(Entered {
            set: &self.entered,
            symbol,
        })
    }
}

/// Lowers declarations, on all threads: the larger a package, the more it takes.
pub(super) fn lower(directory: &Directory, decls: &[DeclId]) {
    decls.par_iter().for_each(|&decl| {
        directory.lowered(decl);
    });
}

/// Those of the declarations that are not damaged.
fn sound(directory: &Directory, mut decls: Vec<DeclId>) -> Vec<DeclId> {
    lower(directory, &decls);
    decls.retain(|&decl| directory.lowered(decl).ast.damaged.is_none());
    decls
}

pub(super) struct Entered<'a> {
    set: &'a RefCell<FxHashSet<SymbolId>>,
    symbol: SymbolId,
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.set.borrow_mut().remove(&self.symbol);
    }
}
