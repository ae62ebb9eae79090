//! Declares what functions, types and values name.

use super::{Resolver, embedded_name, value_type};
use crate::model::symbol::{Resolution, SymbolKind, TypeSource};
use crate::syntax::ast::*;

impl Resolver<'_> {
    pub(super) fn function(&mut self, index: FuncIndex) {
        let ast = self.ast;
        let func = ast.func(index);
        let outer = self.func.replace(index);
        self.open();
        if let Some(receiver) = &func.receiver {
            self.receiver(receiver);
        }
        self.type_params(&func.type_params);
        self.signature(&func.signature, true);
        if let Some(body) = func.body {
            self.statement(body);
        }
        self.close();
        self.func = outer;
    }

    /// `(s *Set[K])` declares `K` as well as `s`.
    pub(super) fn receiver(&mut self, receiver: &Field) {
        let mut ty = receiver.ty;
        loop {
            match &self.ast.expr(ty).kind {
                ExprKind::Paren(inner) | ExprKind::Star(inner) => ty = *inner,
                ExprKind::Index { operand, indices } => {
                    self.expression(*operand);
                    for &index in indices {
                        if let ExprKind::Name(name) = self.ast.expr(index).kind {
                            let range = self.ast.expr(index).range;
                            let symbol = self.declare(
                                Ident { name, range },
                                SymbolKind::TypeParam,
                                TypeSource::Unknown,
                            );
                            self.scopes.names[index.0 as usize] = Resolution::Local(symbol);
                        }
                    }
                    break;
                }
                _ => {
                    self.expression(ty);
                    break;
                }
            }
        }
        for &name in &receiver.names {
            self.declare(
                name,
                SymbolKind::Receiver,
                TypeSource::Declared(receiver.ty),
            );
        }
    }

    pub(super) fn type_params(&mut self, params: &[Field]) {
        for param in params {
            for &name in &param.names {
                self.declare(name, SymbolKind::TypeParam, TypeSource::Declared(param.ty));
            }
        }
        for param in params {
            self.expression(param.ty);
        }
    }

    /// Types are resolved before the names are declared: `func f(int int)` is Go.
    pub(super) fn signature(&mut self, signature: &Signature, declares: bool) {
        for field in signature.params.iter().chain(&signature.results) {
            self.expression(field.ty);
        }
        if !declares {
            return;
        }
        for field in &signature.params {
            let ty = if field.is_variadic {
                TypeSource::Variadic(field.ty)
            } else {
                TypeSource::Declared(field.ty)
            };
            for &name in &field.names {
                self.declare(name, SymbolKind::Param, ty);
            }
        }
        for field in &signature.results {
            for &name in &field.names {
                self.declare(name, SymbolKind::Result, TypeSource::Declared(field.ty));
            }
        }
    }

    pub(super) fn type_spec(&mut self, spec: &TypeSpec) {
        self.open();
        self.type_params(&spec.type_params);
        self.expression(spec.ty);
        self.close();
    }

    pub(super) fn value_symbols(&mut self, spec: &ValueSpec, kind: SymbolKind) -> Vec<u32> {
        spec.names
            .iter()
            .enumerate()
            .map(|(i, &name)| self.symbol(name, kind, value_type(spec, i)))
            .collect()
    }

    pub(super) fn value_spec_uses(&mut self, spec: &ValueSpec) {
        for &expr in spec.ty.iter().chain(&spec.values) {
            self.expression(expr);
        }
    }

    pub(super) fn local_values(&mut self, specs: &[ValueSpec], kind: SymbolKind) {
        for spec in specs {
            self.value_spec_uses(spec);
            for (i, &name) in spec.names.iter().enumerate() {
                self.declare(name, kind, value_type(spec, i));
            }
        }
    }

    pub(super) fn members(&mut self, fields: &[Field], kind: SymbolKind) {
        let outer = self.func.take();
        for field in fields {
            self.func = outer;
            self.expression(field.ty);
            self.func = None;
            for &name in &field.names {
                self.symbol(name, kind, TypeSource::Declared(field.ty));
            }
            if field.names.is_empty()
                && kind == SymbolKind::Field
                && let Some(name) = embedded_name(self.ast, field.ty)
            {
                self.symbol(name, kind, TypeSource::Declared(field.ty));
            }
        }
        self.func = outer;
    }
}
