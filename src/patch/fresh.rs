//! Names for what a change adds, that clash with nothing.

use super::binding::Bindings;
use super::declare::{FreshName, braced};
use super::pattern::{Pattern, Shape};
use crate::layout::tokens::TokenKind;
use crate::model::types::Type;
use crate::model::{DeclId, Package, SymbolId, SymbolKind};
use crate::syntax::ast::{Name, StmtKind};

/// How many names are tried.
const TRIES: u32 = 20;

/// The first of `mu`, `mu2`, … that clashes with nothing. A field or a name of the package is taken only where the
/// package uses it nowhere; a local name where its declaration does not.
pub(super) fn choose(
    package: &Package,
    fresh: &FreshName,
    bindings: &Bindings,
    afters: &[&Pattern],
    decls: &[DeclId],
) -> Option<String> {
    let wish = filled(package, &fresh.wish, bindings);
    let is_name = wish
        .chars()
        .all(|part| part.is_alphanumeric() || part == '_')
        && wish.starts_with(|first: char| first.is_alphabetic() || first == '_');
    if !is_name {
        return None;
    }
    let structs = struct_types(package, bindings);
    let is_member = afters.iter().any(|after| is_selected(after, fresh.name));
    let is_global = afters.iter().any(|after| is_global(after));
    let is_free = |name: &str| {
        if is_member && !structs.is_empty() {
            structs.iter().all(|&ty| package.is_free_member(ty, name))
        } else if is_member || is_global {
            package.is_free_in_package(name)
        } else {
            let here = decls.iter();
            here.copied()
                .all(|decl| !package.directory(decl.dir).mentions(decl, name))
        }
    };
    (1..=TRIES)
        .map(|number| match number {
            1 => wish.clone(),
            _ => format!("{wish}{number}"),
        })
        .find(|name| is_free(name))
}

/// A text with what is in braces replaced by what the metavariable stands for.
pub(super) fn filled(package: &Package, text: &str, bindings: &Bindings) -> String {
    let mut result = String::new();
    let mut copied = 0;
    for (open, name) in braced(text) {
        let Some(binding) = bindings.get(&Name::from(name)) else {
            continue;
        };
        result.push_str(text.get(copied..open).unwrap_or_default());
        result.push_str(&binding.title(package));
        copied = open + name.len() + 2;
    }
    result.push_str(text.get(copied..).unwrap_or_default());
    result
}

/// Whether a name is a field in the pattern: behind a dot, or in a struct's braces.
fn is_selected(after: &Pattern, name: Name) -> bool {
    let is_field_of_struct = || {
        matches!(&after.shape, Shape::Stmts(list)
            if list.iter().any(|&stmt| matches!(after.ast.stmt(stmt).kind, StmtKind::Types(_))))
    };
    (0..after.tokens.len()).any(|token| {
        after.word(token) == &*name
            && after
                .tokens
                .get(token)
                .is_some_and(|token| token.kind == TokenKind::Name)
            && (token > 0 && after.word(token - 1) == "." || is_field_of_struct())
    })
}

/// Whether the pattern may declare something of the package.
fn is_global(after: &Pattern) -> bool {
    matches!(&after.shape, Shape::Stmts(list)
        if list.iter().any(|&stmt| matches!(after.ast.stmt(stmt).kind, StmtKind::Vars(_) | StmtKind::Consts(_))))
}

/// The struct types that the metavariables name, and those of the values and fields that they stand for.
fn struct_types(package: &Package, bindings: &Bindings) -> Vec<SymbolId> {
    let is_struct = |ty: &Type| matches!(package.underlying(ty), Type::Struct(_));
    let own = |ty: &Type| match ty.pointee() {
        named @ Type::Named(symbol, _)
            if is_struct(named) && !package.world().is_standard(symbol.decl.dir) =>
        {
            Some(*symbol)
        }
        _ => None,
    };
    let mut types = Vec::new();
    for binding in bindings.values() {
        let of_field = binding
            .symbol
            .and_then(|symbol| package.struct_of_field(symbol))
            .map(|(ty, _)| ty);
        let itself = binding
            .symbol
            .filter(|&symbol| package.symbol(symbol).kind == SymbolKind::Type);
        let of_value = binding.expr().and_then(|at| own(&package.type_of(at)));
        types.extend(of_field.into_iter().chain(itself).chain(of_value));
    }
    types.sort();
    types.dedup();
    types
}
