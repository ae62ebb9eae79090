//! Matches functions, parameters, fields and the specs of declarations.

use super::lists::{Elements, End};
use super::{Matcher, SymbolId};
use crate::patch::elision::is_elision;
use crate::source::Range;
use crate::syntax::ast::*;

impl Matcher<'_, '_> {
    /// A function, declared or literal. A receiver by value fits one by pointer.
    pub(super) fn func(&mut self, wanted: FuncIndex, found: FuncIndex) -> bool {
        let (pattern, ast) = (&self.pattern.ast, self.package.ast(self.decl));
        let (wanted, found) = (pattern.func(wanted), ast.func(found));
        self.note(wanted.range, found.range);
        let receiver = match (&wanted.receiver, &found.receiver) {
            (Some(wanted), Some(found)) => self.receiver(wanted, found),
            (None, None) => true,
            _ => false,
        };
        let name = match (wanted.name, found.name) {
            (Some(wanted), Some(found)) => {
                let symbol = SymbolId {
                    decl: self.decl,
                    index: 0,
                };
                self.ident(wanted, found, Some(symbol))
            }
            (None, None) => true,
            _ => false,
        };
        let body = |matcher: &mut Self| match (wanted.body, found.body) {
            (Some(wanted), Some(found)) => matcher.stmt(wanted, found),
            (None, _) => true,
            _ => false,
        };
        receiver && name && self.signature(&wanted.signature, &found.signature) && body(self)
    }

    fn receiver(&mut self, wanted: &Field, found: &Field) -> bool {
        let (pattern, ast) = (&self.pattern.ast, self.package.ast(self.decl));
        let without_star = |ast: &Ast, ty: ExprId| match ast.expr(ty).kind {
            ExprKind::Star(inner) => inner,
            _ => ty,
        };
        let wanted_ty = without_star(pattern, wanted.ty);
        let mut found_ty = without_star(ast, found.ty);
        if let ExprKind::Index { operand, .. } = ast.expr(found_ty).kind
            && !matches!(pattern.expr(wanted_ty).kind, ExprKind::Index { .. })
        {
            // The type parameters of a generic receiver do not matter.
            found_ty = operand;
        }
        let names = match (wanted.names.first(), found.names.first()) {
            (Some(&wanted), Some(&found)) => {
                let symbol = self.declared_by(found);
                self.ident(wanted, found, symbol)
            }
            (None, _) => true,
            (Some(_), None) => false,
        };
        self.note(wanted.range, found.range);
        names && self.expr(wanted_ty, found_ty)
    }

    pub(super) fn signature(&mut self, wanted: &Signature, found: &Signature) -> bool {
        let end = found.params_range.end - 1;
        let behind = found.params_range.end;
        self.fields(&wanted.params, &found.params, Range::new(end, end))
            && self.fields(
                &wanted.results,
                &found.results,
                found
                    .results_range
                    .map_or(Range::new(behind, behind), |range| {
                        Range::new(range.end, range.end)
                    }),
            )
    }

    /// Parameters, results or struct fields. `a, b int` is `a int, b int`.
    pub(super) fn fields(&mut self, wanted: &[Field], found: &[Field], empty: Range) -> bool {
        let (wanted, found) = (single(wanted), single(found));
        let elements = Elements {
            elided: &|matcher: &Matcher, one: &One| {
                let expr = matcher.pattern.ast.expr(one.field.ty);
                let is_elided = matches!(expr.kind, ExprKind::Name(name) if is_elision(&name));
                let is_nameless = one.name.is_none_or(|name| &*name.name == "_");
                (is_elided && is_nameless).then_some(one.field.range)
            },
            range: &|_: &Matcher, one: &One| one.range(),
            fits: &|matcher: &mut Matcher, wanted: &One, found: &One| matcher.field(wanted, found),
        };
        self.list(&wanted, &found, End::Here, empty, &elements)
    }

    fn field(&mut self, wanted: &One, found: &One) -> bool {
        if wanted.field.is_variadic != found.field.is_variadic {
            return false;
        }
        self.note(wanted.range(), found.range());
        let name = match (wanted.name, found.name) {
            (Some(wanted), Some(found)) => {
                let symbol = self.declared_by(found);
                self.ident(wanted, found, symbol)
            }
            (None, None) => true,
            _ => false,
        };
        name && self.expr(wanted.field.ty, found.field.ty)
    }

    pub(super) fn type_spec(&mut self, wanted: &TypeSpec, found: &TypeSpec) -> bool {
        self.note(wanted.range, found.range);
        let symbol = self.declared_by(found.name);
        wanted.is_alias == found.is_alias
            && self.ident(wanted.name, found.name, symbol)
            && (wanted.type_params.is_empty()
                || self.fields(&wanted.type_params, &found.type_params, found.range))
            && self.expr(wanted.ty, found.ty)
    }

    pub(super) fn value_spec(&mut self, wanted: &ValueSpec, found: &ValueSpec) -> bool {
        self.note(wanted.range, found.range);
        if wanted.names.len() != found.names.len() {
            return false;
        }
        let names = wanted
            .names
            .iter()
            .zip(&found.names)
            .all(|(&wanted, &found)| {
                let symbol = self.declared_by(found);
                self.ident(wanted, found, symbol)
            });
        let end = Range::new(found.range.end, found.range.end);
        names
            && self.optional(wanted.ty, found.ty)
            && self.exprs(&wanted.values, &found.values, end)
    }
}

/// A field, and one of its names.
struct One<'f> {
    field: &'f Field,
    name: Option<Ident>,
    is_only: bool,
}

impl One<'_> {
    fn range(&self) -> Range {
        match self.name {
            Some(name) if !self.is_only => name.range,
            _ => self.field.range,
        }
    }
}

fn single(fields: &[Field]) -> Vec<One<'_>> {
    let mut all = Vec::new();
    for field in fields {
        let is_only = field.names.len() <= 1;
        let names: Vec<Option<Ident>> = match field.names.as_slice() {
            [] => vec![None],
            names => names.iter().copied().map(Some).collect(),
        };
        all.extend(names.into_iter().map(|name| One {
            field,
            name,
            is_only,
        }));
    }
    all
}
