//! The mutexes that are there already.

use super::Kind;
use super::names::stem_of;
use crate::model::accesses::VariableAccess;
use crate::model::path::Step;
use crate::model::types::Type;
use crate::model::{DeclId, ExprRef, Package, SymbolId, SymbolKind};
use crate::syntax::ast::{Decl, ExprId, ExprKind, Ident};

/// A mutex that variables can share.
#[derive(Clone, Debug)]
pub(super) struct Existing {
    pub symbol: SymbolId,
    pub kind: Kind,
    /// Whether it is embedded: then its struct is locked under its own name.
    pub is_embedded: bool,
    /// Whether it belongs to the struct that holds the variable's struct.
    pub is_outer: bool,
}

/// The fields and package variables of this package that are a mutex.
pub(super) fn mutexes_in(package: &Package) -> Vec<(SymbolId, Kind)> {
    let mut decls = package.decls_mentioning("Mutex");
    decls.extend(package.decls_mentioning("RWMutex"));
    decls.sort_unstable();
    decls.dedup();
    let mut found = Vec::new();
    for decl in decls {
        let ast = package.ast(decl);
        for expr in &ast.exprs {
            if let ExprKind::StructType { fields, .. } = &expr.kind {
                for field in fields {
                    found.extend(declared(package, decl, &field.names, field.ty));
                }
            }
        }
        if let Decl::Vars(specs) = &ast.decl {
            for spec in specs {
                let ty = spec.ty.into_iter();
                found.extend(ty.flat_map(|ty| declared(package, decl, &spec.names, ty)));
            }
        }
    }
    found
}

fn declared(package: &Package, decl: DeclId, names: &[Ident], ty: ExprId) -> Vec<(SymbolId, Kind)> {
    let Some(kind) = kind_of(package, ExprRef { decl, expr: ty }) else {
        return Vec::new();
    };
    let symbols = names.iter();
    symbols
        .filter_map(|name| package.symbol_declared_at(decl, name.range.start))
        .map(|symbol| (symbol, kind))
        .collect()
}

/// The mutex that a variable should share with its neighbours, if there is one. The error says why that cannot be told.
pub(super) fn mutex_for(package: &Package, variable: SymbolId) -> Result<Option<Existing>, String> {
    match package.symbol(variable).kind {
        SymbolKind::Field => match in_struct(package, variable)? {
            Some(found) => Ok(Some(found)),
            None => in_outer_struct(package, variable),
        },
        _ if package.is_local(variable) => in_function(package, variable),
        _ => Ok(in_group(package, variable)),
    }
}

/// The struct's mutex for this field, or for all that has none of its own.
fn in_struct(package: &Package, variable: SymbolId) -> Result<Option<Existing>, String> {
    let Some((ty, fields)) = package.struct_of_field(variable) else {
        return Ok(None);
    };
    let decl = variable.decl;
    let mut mutexes = Vec::new();
    for field in package.fields(&Type::Named(ty, [].into())) {
        let written = fields.iter().find(|written| {
            let range = package.symbol(field.symbol).range;
            written.range.contains(range)
        });
        let Some(written) = written else { continue };
        let at = ExprRef {
            decl,
            expr: written.ty,
        };
        if let Some(kind) = kind_of(package, at) {
            mutexes.push(Existing {
                symbol: field.symbol,
                kind,
                is_embedded: field.is_embedded,
                is_outer: false,
            });
        }
    }
    let names: Vec<String> = fields
        .iter()
        .flat_map(|field| &field.names)
        .map(|name| name.name.to_lowercase())
        .collect();
    if let Some(position) = held_among(package, variable, &mutexes) {
        return Ok(Some(mutexes.swap_remove(position)));
    }
    let own = package.symbol(variable).name.to_lowercase();
    choose(package, mutexes, &own, &names)
}

/// The mutex that some writes of a variable hold already, if that is only one.
fn held_among(package: &Package, variable: SymbolId, mutexes: &[Existing]) -> Option<usize> {
    let accesses = &package.accesses_of(variable).all;
    let is_held = |mutex: &Existing| {
        let mut writes = accesses.iter().filter(|access| access.writes());
        writes.any(|access| {
            let held = package.held_at(access.func, access.event);
            held.iter()
                .any(|(lock, _)| lock.target() == Some(mutex.symbol))
        })
    };
    let mut held = (0..mutexes.len()).filter(|&position| is_held(&mutexes[position]));
    let position = held.next()?;
    held.next().is_none().then_some(position)
}

/// The mutex of the struct around the variable's, where that is only used as a part of it: `s.mu` for `s.stats.hits`.
fn in_outer_struct(package: &Package, variable: SymbolId) -> Result<Option<Existing>, String> {
    let accesses = &package.accesses_of(variable).all;
    let outer_of = |access: &VariableAccess| {
        let [.., Step::Field(outer), Step::Field(_)] = access.path.steps.as_slice() else {
            return None;
        };
        let is_value = matches!(
            package.underlying(&package.type_of_symbol(*outer)),
            Type::Struct(_)
        );
        is_value.then_some(*outer)
    };
    let Some(outer) = accesses.first().and_then(outer_of) else {
        return Ok(None);
    };
    if !accesses
        .iter()
        .all(|access| outer_of(access) == Some(outer))
    {
        return Ok(None);
    }
    let found = in_struct(package, outer)?;
    Ok(found.map(|existing| Existing {
        is_outer: true,
        ..existing
    }))
}

/// The one named for the variable `own`; else the only one that is not named for another of `names`.
fn choose(
    package: &Package,
    mut mutexes: Vec<Existing>,
    own: &str,
    names: &[String],
) -> Result<Option<Existing>, String> {
    let stem = |mutex: &Existing| stem_of(&package.symbol(mutex.symbol).name);
    let is_own = |mutex: &Existing| !mutex.is_embedded && stem(mutex) == own;
    if let Some(position) = mutexes.iter().position(is_own) {
        return Ok(Some(mutexes.swap_remove(position)));
    }
    let is_general = |mutex: &Existing| {
        let stem = stem(mutex);
        let name = package.symbol(mutex.symbol).name.to_lowercase();
        let is_other = |other: &String| *other != name && other.contains(&stem);
        mutex.is_embedded || stem.is_empty() || !names.iter().any(is_other)
    };
    mutexes.retain(is_general);
    match mutexes.len() {
        0 => Ok(None),
        1 => Ok(mutexes.pop()),
        // Where each has its own purpose, so has a new one.
        _ if mutexes.iter().all(|mutex| !stem(mutex).is_empty()) => Ok(None),
        _ => Err("there are several mutexes, and which one it needs cannot be told".to_string()),
    }
}

/// The mutex of the function that declares the variable.
fn in_function(package: &Package, variable: SymbolId) -> Result<Option<Existing>, String> {
    let func = package.symbol(variable).func;
    let symbols = &package.scopes(variable.decl).symbols;
    let mut mutexes = Vec::new();
    for (symbol, index) in symbols.iter().zip(0..) {
        let id = SymbolId {
            decl: variable.decl,
            index,
        };
        if symbol.func != func || symbol.kind != SymbolKind::Var {
            continue;
        }
        if let Some(kind) = kind_of_type(package, &package.type_of_symbol(id)) {
            mutexes.push(Existing {
                symbol: id,
                kind,
                is_embedded: false,
                is_outer: false,
            });
        }
    }
    if let Some(position) = held_among(package, variable, &mutexes) {
        return Ok(Some(mutexes.swap_remove(position)));
    }
    let own = package.symbol(variable).name.to_lowercase();
    choose(package, mutexes, &own, &[])
}

/// The mutex in the `var` block of a package variable, or that is named for it.
fn in_group(package: &Package, variable: SymbolId) -> Option<Existing> {
    let own = package.symbol(variable).name.to_lowercase();
    let all = mutexes_in(package).into_iter();
    let mut mutexes: Vec<Existing> = all
        .filter(|(symbol, _)| package.symbol(*symbol).kind == SymbolKind::Var)
        .map(|(symbol, kind)| Existing {
            symbol,
            kind,
            is_embedded: false,
            is_outer: false,
        })
        .collect();
    if let Some(position) = held_among(package, variable, &mutexes) {
        return Some(mutexes.swap_remove(position));
    }
    let stem = |mutex: &Existing| stem_of(&package.symbol(mutex.symbol).name);
    if let Some(position) = mutexes.iter().position(|mutex| stem(mutex) == own) {
        return Some(mutexes.swap_remove(position));
    }
    mutexes.retain(|mutex| mutex.symbol.decl == variable.decl && stem(mutex).is_empty());
    match mutexes.len() {
        1 => mutexes.pop(),
        _ => None,
    }
}

/// Which mutex a type expression denotes: a `sync.Mutex` or `sync.RWMutex`, one like it, or a pointer to one.
fn kind_of(package: &Package, ty: ExprRef) -> Option<Kind> {
    match package.denoted(ty) {
        Some(found) if !found.is_unknown() => kind_of_type(package, &found),
        _ => {
            let text = package.expr_text(ty);
            kind_by_name(text.rsplit('.').next()?)
        }
    }
}

fn kind_of_type(package: &Package, ty: &Type) -> Option<Kind> {
    let Type::Named(symbol, _) = ty.pointee() else {
        return None;
    };
    kind_by_name(&package.symbol(*symbol).name)
}

/// Wrappers go by the same names.
fn kind_by_name(name: &str) -> Option<Kind> {
    match name {
        "Mutex" => Some(Kind::Mutex),
        "RWMutex" => Some(Kind::RwMutex),
        _ => None,
    }
}
