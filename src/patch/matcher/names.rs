//! Matches names, by what they stand for: metavariables, packages and their members, fields and methods.

use std::sync::Arc;

use super::{Kind, Matcher};
use crate::model::symbol::Resolution;
use crate::model::types::Type;
use crate::patch::declare::TypePattern;
use crate::patch::types::Fit;
use crate::syntax::ast::*;

impl Matcher<'_, '_> {
    /// A name of the pattern: a metavariable, or a predeclared name.
    pub(super) fn name(&mut self, name: Name, found: ExprId) -> bool {
        let at = self.at(found);
        match self.variable(name) {
            Some(Kind::Expression | Kind::Type) => self.bind_expr(name, found),
            Some(Kind::Identifier) => {
                matches!(self.package.expr(at).kind, ExprKind::Name(name) if &*name != "_")
                    && self.package.imported_path(at).is_none()
                    && self.bind_expr(name, found)
            }
            Some(Kind::Typed(types)) => {
                let ty = self.package.type_of(at);
                self.fits_any(types, &ty) && self.bind_expr(name, found)
            }
            Some(Kind::Statement) => false,
            None => {
                let meaning = self.package.scopes(self.decl).resolution(found);
                let is_same =
                    matches!(self.package.expr(at).kind, ExprKind::Name(other) if other == name);
                is_same && matches!(meaning, Resolution::Universe | Resolution::Blank)
            }
        }
    }

    pub(super) fn fits_any(&mut self, types: &[Arc<TypePattern>], ty: &Type) -> bool {
        let fit = Fit {
            package: self.package,
            declared: self.declared,
            decl: self.decl,
        };
        types.iter().any(|wanted| {
            let mut bindings = self.found.bindings.clone();
            let fits = fit.fits(&wanted.ast, wanted.ty, ty, &mut bindings);
            if fits {
                self.found.bindings = bindings;
            }
            fits
        })
    }

    /// The import path that the first name of `sync.Once` stands for in the pattern.
    pub(super) fn package_named(&self, operand: ExprId) -> Option<&'static str> {
        let ExprKind::Name(name) = self.pattern.ast.expr(operand).kind else {
            return None;
        };
        if self.variable(name).is_some() {
            return None;
        }
        let path = self.declared.packages.path(name)?;
        Some(crate::model::resolve::name(path).as_ref())
    }

    /// Whether an expression names what a package exports: qualified, under whatever name the file imports it, or bare
    /// in the package itself.
    pub(super) fn member(
        &mut self,
        path: &str,
        (package, member): (ExprId, Ident),
        found: ExprId,
    ) -> bool {
        let at = self.at(found);
        match &self.package.expr(at).kind {
            ExprKind::Selector { operand, field } => {
                let operand = self.at(*operand);
                let is_it =
                    field.name == member.name && self.package.imported_path(operand) == Some(path);
                if is_it {
                    let name = self.pattern.ast.expr(package).range;
                    self.note(name, self.package.expr(operand).range);
                    self.note(member.range, field.range);
                }
                is_it
            }
            ExprKind::Name(name) => {
                let is_of_package = |decl: crate::model::DeclId| {
                    self.package.directory(decl.dir).import_path.as_deref() == Some(path)
                };
                *name == member.name
                    && matches!(
                        self.package.scopes(self.decl).resolution(found),
                        Resolution::Package(decl, _) if is_of_package(decl)
                    )
            }
            _ => false,
        }
    }

    /// `x.f`; where `f` is promoted, a metavariable of the embedded type stands for `x` too.
    pub(super) fn selector(
        &mut self,
        (wanted, wanted_field): (ExprId, Ident),
        (found, found_field): (ExprId, Ident),
        at: ExprId,
    ) -> bool {
        let selection = self.package.selection(self.at(at));
        let symbol = selection.as_ref().map(|selection| selection.symbol);
        let embedded = selection.and_then(|selection| selection.through.last().copied());
        let operand = match (embedded, &self.pattern.ast.expr(wanted).kind) {
            (Some(embedded), ExprKind::Name(name)) => {
                let ty = self.package.type_of_symbol(embedded);
                match self.variable(*name) {
                    Some(Kind::Typed(types)) if self.fits_any(types, &ty) => {
                        let ranges = (
                            self.pattern.ast.expr(wanted).range,
                            self.package.ast(self.decl).expr(found).range,
                        );
                        self.note(ranges.0, ranges.1) && self.bind_expr(*name, found)
                    }
                    _ => self.expr(wanted, found),
                }
            }
            _ => self.expr(wanted, found),
        };
        operand && self.ident(wanted_field, found_field, symbol)
    }

    pub(super) fn is_make(&self, callee: ExprId) -> bool {
        matches!(self.pattern.ast.expr(callee).kind, ExprKind::Name(name) if &*name == "make" && self.variable(name).is_none())
    }

    /// The arguments of a `make` without a length or capacity of nothing: `make(chan T, 0)` is `make(chan T)`.
    ///
    /// `found` is the callee where they are those of the code.
    pub(super) fn without_zero(&self, args: &[ExprId], found: Option<ExprId>) -> Vec<ExprId> {
        let [ty, capacity] = args else {
            return args.to_vec();
        };
        let (ast, text): (&Ast, &str) = match found {
            Some(_) => (
                self.package.ast(self.decl),
                &self.package.file_of(self.decl).source.text,
            ),
            None => (&self.pattern.ast, &self.pattern.text),
        };
        let is_zero = ast.expr(*capacity).range.of(text) == "0";
        let is_channel = match found {
            Some(_) => self
                .package
                .denoted(self.at(*ty))
                .is_some_and(|ty| matches!(self.package.underlying(&ty), Type::Chan(..))),
            None => true,
        };
        if is_zero && is_channel {
            vec![*ty]
        } else {
            args.to_vec()
        }
    }
}
