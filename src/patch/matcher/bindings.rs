//! What metavariables come to stand for, and whether a name is the one that they stand for.

use super::{Kind, Matcher};
use crate::model::{ExprRef, SymbolId};
use crate::patch::binding::{Binding, Bound};
use crate::patch::declare::Declarations;
use crate::patch::equality::{same_expr, same_field};
use crate::syntax::ast::*;

impl<'a> Matcher<'a, '_> {
    /// The metavariable that a name of the pattern is.
    pub(super) fn variable(&self, name: Name) -> Option<&'a Kind> {
        let declared: &'a Declarations = self.declared;
        declared.variable(name).map(|variable| &variable.kind)
    }

    /// Binds a metavariable to an expression, or compares it with what it stands for already.
    pub(super) fn bind_expr(&mut self, name: Name, expr: ExprId) -> bool {
        let at = self.at(expr);
        let is_same = match self.found.bindings.get(&name) {
            None => None,
            Some(bound) => Some(match bound.expr() {
                Some(known) => {
                    same_expr(self.package, known, at)
                        || bound.is_inherited
                            && known.decl != at.decl
                            && same_field(self.package, known, at)
                }
                None => match (&bound.what, self.symbol_of(at)) {
                    (Bound::Type(ty), _) => self.package.denoted(at).as_ref() == Some(ty),
                    (_, Some(symbol)) => bound.symbol == Some(symbol),
                    _ => false,
                },
            }),
        };
        if is_same == Some(false) {
            return false;
        }
        self.found.occurrences.push((name, expr));
        let is_first = self
            .found
            .bindings
            .get(&name)
            .is_none_or(|bound| bound.is_inherited);
        if is_first {
            let symbol = self.symbol_of(at);
            self.found.bindings.insert(
                name,
                Binding {
                    decl: self.decl,
                    what: Bound::Expr(expr),
                    symbol,
                    is_inherited: false,
                },
            );
        }
        true
    }

    /// Binds a metavariable to a name that is no expression.
    pub(super) fn bind_ident(
        &mut self,
        name: Name,
        ident: Ident,
        symbol: Option<SymbolId>,
    ) -> bool {
        if let Some(bound) = self.found.bindings.get(&name) {
            let is_same = match (bound.symbol, symbol) {
                (Some(known), Some(symbol)) => known == symbol,
                (None, None) => {
                    matches!(bound.what, Bound::Ident(known, _) if known == ident.name)
                }
                _ => false,
            };
            if !is_same || !bound.is_inherited {
                return is_same;
            }
        }
        self.found.bindings.insert(
            name,
            Binding {
                decl: self.decl,
                what: Bound::Ident(ident.name, ident.range),
                symbol,
                is_inherited: false,
            },
        );
        true
    }

    /// The variable, field, function or type that an expression names.
    pub(super) fn symbol_of(&self, at: ExprRef) -> Option<SymbolId> {
        self.package
            .path_of(at)
            .target()
            .or_else(|| self.package.named_symbol(at))
            .or_else(|| self.package.selection(at).map(|selection| selection.symbol))
    }

    /// A name of the pattern that is no expression, and one of the code.
    pub(super) fn ident(&mut self, wanted: Ident, found: Ident, symbol: Option<SymbolId>) -> bool {
        let fits = match self.variable(wanted.name) {
            Some(Kind::Statement | Kind::Type) => {
                matches!(self.variable(wanted.name), Some(Kind::Type))
                    && self.bind_ident(wanted.name, found, symbol)
            }
            Some(Kind::Typed(types)) => {
                symbol.is_some_and(|symbol| {
                    let ty = self.package.type_of_symbol(symbol);
                    self.fits_any(types, &ty)
                }) && self.bind_ident(wanted.name, found, symbol)
            }
            Some(_) => self.bind_ident(wanted.name, found, symbol),
            None => wanted.name == found.name,
        };
        if fits {
            self.note(wanted.range, found.range)
        } else {
            self.fail(wanted.range, found.range)
        }
    }

    /// The symbol that an identifier of the code declares.
    pub(super) fn declared_by(&self, ident: Ident) -> Option<SymbolId> {
        self.package
            .symbol_declared_at(self.decl, ident.range.start)
    }
}
