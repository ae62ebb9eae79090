//! What names and selectors stand for: fields, promoted fields, methods, other packages' names.

use super::package::Package;
use super::symbol::*;
use super::types::Type;
use crate::syntax::ast::*;

/// What `x.f` selects.
#[derive(Clone, Debug)]
pub struct Selection {
    pub symbol: SymbolId,
    /// The type of the field, or of the method as a function.
    pub ty: Type,
    /// The embedded fields on the way, outermost first.
    pub through: Vec<SymbolId>,
}

impl Package<'_> {
    /// The symbol that a name, or a name of another package, stands for.
    pub fn named_symbol(&self, at: ExprRef) -> Option<SymbolId> {
        match &self.expr(at).kind {
            ExprKind::Paren(inner) => self.named_symbol(ExprRef {
                decl: at.decl,
                expr: *inner,
            }),
            ExprKind::Name(_) => match self.scopes(at.decl).resolution(at.expr) {
                Resolution::Local(index) => Some(SymbolId {
                    decl: at.decl,
                    index,
                }),
                Resolution::Package(decl, index) => self.sound_symbol(decl, index),
                _ => None,
            },
            ExprKind::Selector { operand, field } => {
                let path = self.imported_path(ExprRef {
                    decl: at.decl,
                    expr: *operand,
                })?;
                self.exported(at.decl.dir, path, field.name)
            }
            _ => None,
        }
    }

    /// The import path that an identifier stands for, if it names a package.
    pub fn imported_path(&self, at: ExprRef) -> Option<&str> {
        match self.scopes(at.decl).resolution(at.expr) {
            Resolution::Import(index) => Some(self.file_of(at.decl).import_path(index)),
            _ => None,
        }
    }

    /// What a selector on a value selects.
    pub fn selection(&self, at: ExprRef) -> Option<Selection> {
        let ExprKind::Selector { operand, field } = &self.expr(at).kind else {
            return None;
        };
        let operand = ExprRef {
            decl: at.decl,
            expr: *operand,
        };
        if self.imported_path(operand).is_some() {
            return None;
        }
        let ty = self.type_of(operand);
        if !ty.is_unknown() {
            return self.member(&ty, field.name);
        }
        // A method expression, `T.m` or `(*T).m`.
        self.denoted(operand)
            .and_then(|ty| self.member(&ty, field.name))
    }

    /// The field or method `name` of a type, promoted ones included, by the rule of the shallowest depth.
    pub fn member(&self, ty: &Type, name: Name) -> Option<Selection> {
        let key = match ty.pointee() {
            Type::Named(symbol, args) if args.is_empty() => (*symbol, name),
            _ => return self.find_member(ty, name),
        };
        if let Some(known) = self.members.borrow().get(&key) {
            return known.clone();
        }
        let found = self.find_member(ty, name);
        self.members.borrow_mut().insert(key, found.clone());
        found
    }

    fn find_member(&self, ty: &Type, name: Name) -> Option<Selection> {
        let mut level = vec![(ty.pointee().clone(), Vec::new())];
        let mut seen: Vec<SymbolId> = Vec::new();
        while !level.is_empty() {
            let mut found: Vec<Selection> = Vec::new();
            let mut deeper = Vec::new();
            for (ty, through) in level {
                if let Type::Named(symbol, _) = &ty {
                    if seen.contains(symbol) {
                        continue;
                    }
                    seen.push(*symbol);
                }
                let direct = self
                    .method(&ty, name)
                    .or_else(|| self.interface_method(&ty, name));
                if let Some((symbol, ty)) = direct {
                    found.push(Selection {
                        symbol,
                        ty,
                        through,
                    });
                    continue;
                }
                for field in self.fields(&ty) {
                    if self.symbol(field.symbol).name == name {
                        found.push(Selection {
                            symbol: field.symbol,
                            ty: field.ty,
                            through: through.clone(),
                        });
                    } else if field.is_embedded {
                        let mut through = through.clone();
                        through.push(field.symbol);
                        deeper.push((field.ty.pointee().clone(), through));
                    }
                }
            }
            match found.len() {
                0 => level = deeper,
                1 => return found.pop(),
                _ => return None,
            }
        }
        None
    }

    /// The method `name` declared on a defined type itself.
    fn method(&self, ty: &Type, name: Name) -> Option<(SymbolId, Type)> {
        let Type::Named(symbol, args) = ty else {
            return None;
        };
        let directory = self.directory(symbol.decl.dir);
        let receiver = self.symbol(*symbol);
        if receiver.func.is_some() {
            return None;
        }
        let methods = directory.methods(self.file_of(symbol.decl).package, receiver.name);
        let decl = methods.iter().copied().find(|&decl| {
            let outline = directory.outline(decl);
            outline
                .names
                .first()
                .is_some_and(|range| directory.file_of(decl).source.slice(*range) == &*name)
        })?;
        let method = SymbolId { decl, index: 0 };
        let func = self.ast(decl).funcs.first()?;
        let ty = self.func_type(decl, &func.signature);
        let params = func
            .receiver
            .as_ref()
            .map(|field| self.receiver_type_params(decl, field.ty))
            .unwrap_or_default();
        let bindings: Vec<_> = params.into_iter().zip(args.iter().cloned()).collect();
        (self.scopes(decl).symbols.first()?.kind == SymbolKind::Method)
            .then(|| (method, ty.substitute(&bindings)))
    }

    fn receiver_type_params(&self, decl: DeclId, ty: ExprId) -> Vec<SymbolId> {
        let ast = self.ast(decl);
        match &ast.expr(ty).kind {
            ExprKind::Paren(inner) | ExprKind::Star(inner) => {
                self.receiver_type_params(decl, *inner)
            }
            ExprKind::Index { indices, .. } => indices
                .iter()
                .filter_map(|&index| self.symbol_declared_at(decl, ast.expr(index).range.start))
                .collect(),
            _ => Vec::new(),
        }
    }

    fn interface_method(&self, ty: &Type, name: Name) -> Option<(SymbolId, Type)> {
        let bindings = self.bindings_of(ty);
        let Type::Interface(at) = self.underlying(ty) else {
            return None;
        };
        let ExprKind::InterfaceType { elements, .. } = &self.expr(at).kind else {
            return None;
        };
        for element in elements {
            if let Some(ident) = element.names.first() {
                if ident.name == name {
                    let symbol = self.symbol_declared_at(at.decl, ident.range.start)?;
                    let ty = self
                        .denoted(ExprRef {
                            decl: at.decl,
                            expr: element.ty,
                        })
                        .unwrap_or(Type::Unknown);
                    return Some((symbol, ty.substitute(&bindings)));
                }
            } else if let Some(embedded @ Type::Named(..)) = self.denoted(ExprRef {
                decl: at.decl,
                expr: element.ty,
            }) && embedded != *ty
                && let Some(found) = self.interface_method(&embedded.substitute(&bindings), name)
            {
                return Some(found);
            }
        }
        None
    }

    fn bindings_of(&self, ty: &Type) -> Vec<(SymbolId, Type)> {
        match ty {
            Type::Named(symbol, args) => self.bindings(*symbol, args),
            _ => Vec::new(),
        }
    }

    /// The fields of a struct type, embedded ones under the name of their type.
    pub fn fields(&self, ty: &Type) -> Vec<StructField> {
        let bindings = self.bindings_of(ty);
        let Type::Struct(at) = self.underlying(ty) else {
            return Vec::new();
        };
        let ExprKind::StructType { fields, .. } = &self.expr(at).kind else {
            return Vec::new();
        };
        let ast = self.ast(at.decl);
        let mut all = Vec::new();
        for field in fields {
            let ty = self
                .denoted(ExprRef {
                    decl: at.decl,
                    expr: field.ty,
                })
                .unwrap_or(Type::Unknown);
            let ty = ty.substitute(&bindings);
            let is_embedded = field.names.is_empty();
            let embedded = is_embedded
                .then(|| super::resolve::embedded_name(ast, field.ty))
                .flatten();
            for ident in field.names.iter().chain(&embedded) {
                if let Some(symbol) = self.symbol_declared_at(at.decl, ident.range.start) {
                    all.push(StructField {
                        symbol,
                        ty: ty.clone(),
                        is_embedded,
                    });
                }
            }
        }
        all
    }

    /// The struct's own field that a key of a composite literal names.
    pub fn key_field(&self, literal: ExprRef, key: ExprId) -> Option<SymbolId> {
        let ExprKind::Name(name) = self.ast(literal.decl).expr(key).kind else {
            return None;
        };
        let ty = self.type_of(literal);
        self.fields(&ty)
            .into_iter()
            .find(|field| self.symbol(field.symbol).name == name)
            .map(|field| field.symbol)
    }
}

#[derive(Clone, Debug)]
pub struct StructField {
    pub symbol: SymbolId,
    pub ty: Type,
    pub is_embedded: bool,
}
