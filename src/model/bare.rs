//! Accesses that go without the lock that guards their variable.

use std::collections::{BTreeMap, BTreeSet};

use super::accesses::VariableAccess;
use super::goroutines::Concurrency;
use super::guards::{Evidence, Guard};
use super::package::Package;
use super::symbol::*;
use super::types::Type;
use crate::cut::DeclKind;
use crate::syntax::ast::*;

/// How many structs inside each other are looked at.
const DEPTH: u32 = 2;

/// Locks by the last word of their type, wherever it comes from.
const LOCK_TYPES: &[&str] = &["Mutex", "RWMutex"];

/// An access without the lock that others hold.
#[derive(Clone, Debug)]
pub struct BareAccess<'p> {
    pub variable: SymbolId,
    pub guard: &'p Guard,
    /// The access itself; a write where the function has one.
    pub access: &'p VariableAccess,
    /// An access that shows what the lock is for: with the lock, and a write if this one is a read.
    pub witness: &'p VariableAccess,
    /// What shows that the two can happen at once, where the source shows it.
    pub concurrency: Option<Concurrency>,
}

impl Package<'_> {
    /// The accesses in this package that go without the lock of their variable: one for each variable and function.
    pub fn bare_accesses(&self) -> Vec<BareAccess<'_>> {
        let variables = self.variables_beside_locks();
        let found: Vec<BareAccess> = variables
            .into_iter()
            .filter_map(|variable| Some((variable, self.guard_of(variable)?)))
            .flat_map(|(variable, guard)| self.bare_accesses_of(variable, guard))
            .collect();
        found
    }

    fn bare_accesses_of<'p>(&'p self, variable: SymbolId, guard: &'p Guard) -> Vec<BareAccess<'p>> {
        let accesses = &self.accesses_of(variable).all;
        let mut by_func: BTreeMap<FuncId, &VariableAccess> = BTreeMap::new();
        for &bare in &guard.bare {
            let access = &accesses[bare];
            let first = by_func.entry(access.func).or_insert(access);
            if access.writes() && !first.writes() {
                *first = access;
            }
        }
        let held: Vec<&VariableAccess> = guard.held.iter().map(|&held| &accesses[held]).collect();
        by_func
            .into_values()
            .filter_map(|access| {
                let is_witness = |held: &&&VariableAccess| access.writes() || held.writes();
                let witnesses: Vec<_> = held.iter().filter(is_witness).collect();
                let concurrent = witnesses
                    .iter()
                    .find_map(|held| Some((**held, self.concurrency(access, held)?)));
                let (witness, concurrency) = match concurrent {
                    Some((witness, concurrency)) => (witness, Some(concurrency)),
                    None => (*witnesses.first().copied()?, None),
                };
                if concurrency.is_none() && guard.evidence == Evidence::Writes {
                    return None;
                }
                Some(BareAccess {
                    variable,
                    guard,
                    access,
                    witness,
                    concurrency,
                })
            })
            .collect()
    }

    /// The variables that a lock of this package is near to: fields of structs that hold one, those of structs that
    /// these hold by value, package variables beside a package's lock, and locals of functions that declare one.
    fn variables_beside_locks(&self) -> Vec<SymbolId> {
        let mut found = BTreeSet::new();
        let mut has_package_lock = false;
        for decl in self.decls_holding_locks() {
            match &self.ast(decl).decl {
                Decl::Types(_) => self.add_fields_of(decl, &mut found),
                Decl::Vars(specs) => {
                    has_package_lock |= specs.iter().any(|spec| self.declares_lock(decl, spec));
                }
                Decl::Func => self.add_locals_of(decl, &mut found),
                _ => {}
            }
        }
        if has_package_lock {
            self.add_package_variables(&mut found);
        }
        found.into_iter().collect()
    }

    fn decls_holding_locks(&self) -> BTreeSet<DeclId> {
        let mentioning = |word: &&str| self.decls_mentioning(word);
        LOCK_TYPES.iter().flat_map(mentioning).collect()
    }

    fn add_fields_of(&self, decl: DeclId, found: &mut BTreeSet<SymbolId>) {
        let symbols = self.scopes(decl).symbols.len() as u32;
        for index in 0..symbols {
            let symbol = SymbolId { decl, index };
            if self.symbol(symbol).kind != SymbolKind::Type {
                continue;
            }
            let ty = Type::Named(symbol, [].into());
            let fields = self.fields(&ty);
            if fields.iter().any(|field| self.is_lock(field.symbol)) {
                self.add_fields(&ty, DEPTH, found);
            }
        }
    }

    fn add_fields(&self, ty: &Type, depth: u32, found: &mut BTreeSet<SymbolId>) {
        for field in self.fields(ty) {
            if self.is_lock(field.symbol) || field.symbol.decl.dir != self.home().id {
                continue;
            }
            found.insert(field.symbol);
            let held = match &field.ty {
                Type::Map(_, held) | Type::Slice(held) | Type::Array(held) => held,
                ty => ty,
            };
            if depth > 0 && matches!(held, Type::Named(..) | Type::Struct(_)) {
                self.add_fields(held, depth - 1, found);
            }
        }
    }

    fn add_locals_of(&self, decl: DeclId, found: &mut BTreeSet<SymbolId>) {
        let symbols = self.scopes(decl).symbols.len() as u32;
        let symbols = (0..symbols).map(|index| SymbolId { decl, index });
        let is_local_lock = |&symbol: &SymbolId| {
            self.symbol(symbol).kind == SymbolKind::Var && self.is_lock(symbol)
        };
        let locks: Vec<SymbolId> = symbols.clone().filter(is_local_lock).collect();
        if locks.is_empty() {
            return;
        }
        found.extend(symbols.filter(|symbol| {
            self.symbol(*symbol).kind == SymbolKind::Var && !locks.contains(symbol)
        }));
    }

    fn add_package_variables(&self, found: &mut BTreeSet<SymbolId>) {
        let directory = self.home();
        for decl in self.decls() {
            if directory.outline(decl).kind != DeclKind::Var || directory.file_of(decl).is_test {
                continue;
            }
            if self.ast(decl).damaged.is_some() {
                continue;
            }
            let symbols = self.scopes(decl).symbols.len() as u32;
            found.extend(
                (0..symbols)
                    .map(|index| SymbolId { decl, index })
                    .filter(|&symbol| {
                        let Symbol { kind, func, .. } = self.symbol(symbol);
                        *kind == SymbolKind::Var && func.is_none() && !self.is_lock(symbol)
                    }),
            );
        }
    }

    fn declares_lock(&self, decl: DeclId, spec: &ValueSpec) -> bool {
        spec.names
            .iter()
            .filter_map(|name| self.symbol_declared_at(decl, name.range.start))
            .any(|symbol| self.is_lock(symbol))
    }

    /// Whether a variable is a lock, by the name of its type.
    fn is_lock(&self, variable: SymbolId) -> bool {
        // An embedded lock has the name of its type.
        if LOCK_TYPES.contains(&&*self.symbol(variable).name) {
            return true;
        }
        let ast = self.ast(variable.decl);
        let mut ty = match self.symbol(variable).ty {
            TypeSource::Declared(ty) => ty,
            TypeSource::Value { value, .. } => match &ast.expr(value).kind {
                ExprKind::Composite { ty: Some(ty), .. } => *ty,
                _ => return false,
            },
            _ => return false,
        };
        loop {
            let name = match &ast.expr(ty).kind {
                ExprKind::Star(inner) | ExprKind::Paren(inner) => {
                    ty = *inner;
                    continue;
                }
                ExprKind::Selector { field, .. } => field.name,
                ExprKind::Name(name) => *name,
                _ => return false,
            };
            return LOCK_TYPES.contains(&&*name);
        }
    }
}
