//! The literals that make values of a struct type.

use std::collections::BTreeSet;

use super::package::Package;
use super::symbol::*;
use super::types::Type;
use crate::syntax::ast::*;

impl Package<'_> {
    /// The literals in the module that list the fields of a struct type without their names: `T{1, 2}`, and elements of
    /// other literals that leave the type out, too.
    pub fn unkeyed_literals(&self, ty: SymbolId) -> Vec<ExprRef> {
        let decls = self.decls_making(ty);
        let mut found = Vec::new();
        for decl in decls {
            let ast = self.ast(decl);
            for (expr, number) in ast.exprs.iter().zip(0..) {
                let ExprKind::Composite { elements, .. } = &expr.kind else {
                    continue;
                };
                let literal = ExprRef {
                    decl,
                    expr: ExprId(number),
                };
                let is_unkeyed = elements.first().is_some_and(|first| first.key.is_none());
                if is_unkeyed
                    && matches!(self.type_of(literal), Type::Named(symbol, _) if symbol == ty)
                {
                    found.push(literal);
                }
            }
        }
        found
    }

    /// The declarations that may make values of a struct type: those that name it, or a list or map of it.
    fn decls_making(&self, ty: SymbolId) -> BTreeSet<DeclId> {
        let uses = &self.uses_in_module(ty).certain;
        let mut decls: BTreeSet<DeclId> = uses.iter().map(|at| at.decl).collect();
        for at in uses {
            let Decl::Types(specs) = &self.ast(at.decl).decl else {
                continue;
            };
            let ast = self.ast(at.decl);
            let range = ast.expr(at.expr).range;
            let list = specs.iter().find(|spec| {
                let written = ast.expr(spec.ty);
                written.range.contains(range)
                    && matches!(
                        written.kind,
                        ExprKind::SliceType(_)
                            | ExprKind::ArrayType { .. }
                            | ExprKind::MapType { .. }
                    )
            });
            if let Some(list) = list
                && let Some(list) = self.symbol_declared_at(at.decl, list.name.range.start)
            {
                let uses = &self.uses_in_module(list).certain;
                decls.extend(uses.iter().map(|at| at.decl));
            }
        }
        decls
    }
}
