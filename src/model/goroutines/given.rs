//! What a new object was given: a path that leads through one of its pointers leads to what others share.

use crate::model::flow::Callee;
use crate::model::path::{AccessPath, Root, Step};
use crate::model::types::Type;
use crate::model::{ExprRef, Package, SymbolId, SymbolKind, TypeSource};
use crate::syntax::ast::*;

/// How many objects are looked through, one after the other, and how many calls that make one.
const MOST: u32 = 3;

impl Package<'_> {
    /// The path by its origin, also where it leads through a pointer that a new object was given.
    ///
    /// ```go
    /// c := &conn{server: s}
    /// go c.serve() // its c.server.hits is s.hits
    /// ```
    pub(super) fn by_origin(&self, path: &AccessPath) -> AccessPath {
        let mut path = self.canonical(path);
        for _ in 0..MOST {
            let Some(given) = self.given(&path) else {
                break;
            };
            path = self.canonical(&given);
        }
        path
    }

    fn given(&self, path: &AccessPath) -> Option<AccessPath> {
        let (&Step::Field(field), rest) = path.steps.split_first()? else {
            return None;
        };
        if rest.is_empty() || !self.is_given_once(field) {
            return None;
        }
        let value = match path.root {
            Root::Symbol(symbol) => self.only_value(symbol)?,
            Root::Value(value) => value,
        };
        let mut given = self.given_by(value, field, MOST)?;
        given.steps.extend_from_slice(rest);
        matches!(given.root, Root::Symbol(_)).then_some(given)
    }

    /// Whether a field holds a pointer, and gets it when its object is made.
    pub(super) fn is_given_once(&self, field: SymbolId) -> bool {
        let is_pointer = matches!(
            self.underlying(&self.type_of_symbol(field)),
            Type::Pointer(_)
        );
        let is_home = field.decl.dir == self.home().id;
        let mut accesses = match is_pointer && is_home {
            true => self.accesses_of(field).all.iter(),
            false => return false,
        };
        accesses.all(|access| !access.writes() || access.is_content)
    }

    /// The value of a local variable that never gets another one.
    pub(in crate::model) fn only_value(&self, symbol: SymbolId) -> Option<ExprRef> {
        let TypeSource::Value {
            value,
            count: 0..=1,
            ..
        } = self.symbol(symbol).ty
        else {
            return None;
        };
        let is_only = self.symbol(symbol).kind == SymbolKind::Var
            && self.is_local(symbol)
            && !self.is_reassigned(symbol);
        is_only.then_some(ExprRef {
            decl: symbol.decl,
            expr: value,
        })
    }

    /// What the field of a new object is given by the expression that makes it, as its function writes it.
    fn given_by(&self, value: ExprRef, field: SymbolId, calls: u32) -> Option<AccessPath> {
        let here = |expr: ExprId| ExprRef {
            decl: value.decl,
            expr,
        };
        match &self.expr(value).kind {
            ExprKind::Paren(inner)
            | ExprKind::Unary {
                op: UnaryOp::Address,
                operand: inner,
            } => self.given_by(here(*inner), field, calls),
            ExprKind::Name(_) => {
                let made = self.only_value(self.named_symbol(value)?)?;
                self.given_by(made, field, calls.checked_sub(1)?)
            }
            ExprKind::Composite { elements, .. } => {
                let by_name = elements.iter().find(|element| {
                    element
                        .key
                        .is_some_and(|key| self.key_field(value, key) == Some(field))
                });
                let by_place = || {
                    let fields = self.fields(&self.type_of(value));
                    let place = fields.iter().position(|other| other.symbol == field)?;
                    elements.get(place).filter(|element| element.key.is_none())
                };
                let element = by_name.or_else(by_place)?;
                Some(self.path_of(here(element.value)))
            }
            ExprKind::Call { .. } => {
                let Callee::Func(callee) = self.callee(value) else {
                    return None;
                };
                if callee.decl.dir != self.home().id {
                    return None;
                }
                let mut made = self.returned_values(callee, 0).into_iter();
                let made = match (made.next()??, made.next()) {
                    ((made, 0), None) => made,
                    _ => return None,
                };
                let inner = self.given_by(made, field, calls.checked_sub(1)?)?;
                self.argument_path(&inner, value, callee)
            }
            _ => None,
        }
    }
}
