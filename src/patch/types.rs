//! Whether a type of the model is the one that a patch asks for.

use super::binding::{Binding, Bindings, Bound};
use super::declare::{Declarations, Kind};
use super::elision::is_elision;
use crate::model::types::Type;
use crate::model::{DeclId, Package};
use crate::syntax::ast::{Ast, ChanDir, ExprId, ExprKind, Field};

/// The question: does a type fit, with the metavariables bound as they are?
pub(super) struct Fit<'a, 'w> {
    pub(super) package: &'a Package<'w>,
    pub(super) declared: &'a Declarations,
    /// The declaration that is looked at, which new bindings are said to come from.
    pub(super) decl: DeclId,
}

impl Fit<'_, '_> {
    /// Whether `ty` is what the type expression `wanted` of `ast` says. A type by its name stands for pointers to it
    /// too, and `chan T` for a channel of any direction.
    pub(super) fn fits(
        &self,
        ast: &Ast,
        wanted: ExprId,
        ty: &Type,
        bindings: &mut Bindings,
    ) -> bool {
        if ty.is_unknown() {
            return false;
        }
        match &ast.expr(wanted).kind {
            ExprKind::Paren(inner) => self.fits(ast, *inner, ty, bindings),
            ExprKind::Name(name) => {
                if let Some(variable) = self.declared.variable(*name) {
                    return matches!(variable.kind, Kind::Type) && self.bind(*name, ty, bindings);
                }
                match &**name {
                    "byte" => ty.is_basic("uint8"),
                    "rune" => ty.is_basic("int32"),
                    "any" => ty.is_basic("any") || self.is_empty_interface(ty),
                    name => ty.is_basic(name),
                }
            }
            ExprKind::Selector { operand, field } => {
                let ExprKind::Name(package) = ast.expr(*operand).kind else {
                    return false;
                };
                let path = self.declared.packages.path(package);
                let Type::Named(symbol, _) = ty.pointee() else {
                    return false;
                };
                let directory = self.package.directory(symbol.decl.dir);
                path.is_some()
                    && directory.import_path.as_deref() == path
                    && self.package.symbol(*symbol).name == field.name
            }
            ExprKind::Index { operand, indices } => {
                let Type::Named(_, args) = ty.pointee() else {
                    return false;
                };
                let args = args.clone();
                self.fits(ast, *operand, ty, bindings)
                    && args.len() == indices.len()
                    && indices
                        .iter()
                        .zip(args.iter())
                        .all(|(&wanted, arg)| self.fits(ast, wanted, arg, bindings))
            }
            _ => self.fits_composed(ast, wanted, &self.package.underlying(ty), bindings),
        }
    }

    fn fits_composed(&self, ast: &Ast, wanted: ExprId, ty: &Type, bindings: &mut Bindings) -> bool {
        match (&ast.expr(wanted).kind, ty) {
            (ExprKind::Star(inner), Type::Pointer(to)) => match **to {
                Type::Pointer(_) => false,
                _ => self.fits(ast, *inner, to, bindings),
            },
            (ExprKind::SliceType(element), Type::Slice(of))
            | (ExprKind::ArrayType { element, .. }, Type::Array(of)) => {
                self.fits(ast, *element, of, bindings)
            }
            (ExprKind::ChanType { dir, element }, Type::Chan(found, of)) => {
                (dir == found || *dir == ChanDir::Both) && self.fits(ast, *element, of, bindings)
            }
            (ExprKind::MapType { key, value }, Type::Map(found_key, found_value)) => {
                self.fits(ast, *key, found_key, bindings)
                    && self.fits(ast, *value, found_value, bindings)
            }
            (ExprKind::FuncType(signature), Type::Func(func)) => {
                self.all_fit(ast, &signature.params, &func.params, bindings)
                    && self.all_fit(ast, &signature.results, &func.results, bindings)
            }
            (ExprKind::StructType { fields, .. }, Type::Struct(at)) => {
                let found = &self.package.expr(*at).kind;
                fields.is_empty()
                    && matches!(found, ExprKind::StructType { fields, .. } if fields.is_empty())
            }
            (ExprKind::InterfaceType { elements, .. }, ty) => {
                elements.is_empty() && (ty.is_basic("any") || self.is_empty_interface(ty))
            }
            _ => false,
        }
    }

    /// Whether parameters or results are as wanted; `...` stands for those that are left.
    fn all_fit(
        &self,
        ast: &Ast,
        wanted: &[Field],
        found: &[Type],
        bindings: &mut Bindings,
    ) -> bool {
        let each = wanted
            .iter()
            .flat_map(|field| std::iter::repeat_n(field.ty, field.names.len().max(1)));
        let mut found = found.iter();
        for ty in each {
            if matches!(ast.expr(ty).kind, ExprKind::Name(name) if is_elision(&name)) {
                return true;
            }
            let Some(next) = found.next() else {
                return false;
            };
            if !self.fits(ast, ty, next, bindings) {
                return false;
            }
        }
        found.next().is_none()
    }

    fn is_empty_interface(&self, ty: &Type) -> bool {
        let Type::Interface(at) = self.package.underlying(ty) else {
            return false;
        };
        matches!(&self.package.expr(at).kind, ExprKind::InterfaceType { elements, .. } if elements.is_empty())
    }

    fn bind(&self, name: crate::syntax::ast::Name, ty: &Type, bindings: &mut Bindings) -> bool {
        match bindings.get(&name) {
            Some(Binding {
                what: Bound::Type(known),
                ..
            }) => known == ty,
            Some(bound) => bound
                .expr()
                .and_then(|at| self.package.denoted(at))
                .is_some_and(|known| known == *ty),
            None => {
                let binding = Binding {
                    decl: self.decl,
                    what: Bound::Type(ty.clone()),
                    symbol: None,
                    is_inherited: false,
                };
                bindings.insert(name, binding);
                true
            }
        }
    }
}
