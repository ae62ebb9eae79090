//! Which type an expression or a symbol has.

mod values;

use std::rc::Rc;

use crate::model::package::Package;
use crate::model::symbol::*;
use crate::model::types::{FuncType, Type};
use crate::model::universe;
use crate::syntax::ast::*;

impl Package<'_> {
    /// The type of the value of an expression.
    pub fn type_of(&self, at: ExprRef) -> Type {
        if let Some(known) = self.types.borrow().get(&at) {
            return known.clone();
        }
        self.types.borrow_mut().insert(at, Type::Unknown);
        let ty = self.value_type(at);
        self.types.borrow_mut().insert(at, ty.clone());
        ty
    }

    /// The type that a type expression denotes; `None` if it denotes none, or one that is not known.
    pub fn denoted(&self, at: ExprRef) -> Option<Type> {
        let here = |expr: ExprId| ExprRef {
            decl: at.decl,
            expr,
        };
        let denoted = |expr: ExprId| self.denoted(here(expr)).map(Rc::new);
        let or_unknown = |expr: ExprId| denoted(expr).unwrap_or_else(|| Rc::new(Type::Unknown));
        Some(match &self.ast(at.decl).expr(at.expr).kind {
            ExprKind::Paren(inner) => return self.denoted(here(*inner)),
            ExprKind::Star(inner) => Type::Pointer(denoted(*inner)?),
            ExprKind::Name(_) | ExprKind::Selector { .. } => {
                let Some(symbol) = self.named_symbol(at) else {
                    return self.predeclared_type(at);
                };
                return self.type_named(symbol, &[]);
            }
            ExprKind::Index { operand, indices } => {
                let symbol = self.named_symbol(here(*operand))?;
                let args: Vec<Type> = indices
                    .iter()
                    .map(|&index| self.denoted(here(index)).unwrap_or(Type::Unknown))
                    .collect();
                return self.type_named(symbol, &args);
            }
            ExprKind::ArrayType { element, .. } => Type::Array(or_unknown(*element)),
            ExprKind::SliceType(element) => Type::Slice(or_unknown(*element)),
            ExprKind::MapType { key, value } => Type::Map(or_unknown(*key), or_unknown(*value)),
            ExprKind::ChanType { dir, element } => Type::Chan(*dir, or_unknown(*element)),
            ExprKind::FuncType(signature) => self.func_type(at.decl, signature),
            ExprKind::StructType { .. } => Type::Struct(at),
            ExprKind::InterfaceType { .. } => Type::Interface(at),
            _ => return None,
        })
    }

    fn predeclared_type(&self, at: ExprRef) -> Option<Type> {
        let ExprKind::Name(name) = self.ast(at.decl).expr(at.expr).kind else {
            return None;
        };
        let is_type = self.scopes(at.decl).resolution(at.expr) == Resolution::Universe
            && universe::is_basic_type(&name);
        is_type.then(|| match &*name {
            "byte" => Type::basic("uint8"),
            "rune" => Type::basic("int32"),
            _ => Type::Basic(name),
        })
    }

    /// The type that the symbol of a type stands for, aliases followed.
    fn type_named(&self, symbol: SymbolId, args: &[Type]) -> Option<Type> {
        match self.symbol(symbol).kind {
            SymbolKind::TypeParam => Some(Type::Param(symbol)),
            SymbolKind::Type => {
                let spec = self.type_spec(symbol)?;
                if !spec.is_alias {
                    return Some(Type::Named(symbol, args.into()));
                }
                let _guard = self.enter(symbol)?;
                let target = self.denoted(ExprRef {
                    decl: symbol.decl,
                    expr: spec.ty,
                })?;
                Some(target.substitute(&self.bindings(symbol, args)))
            }
            _ => None,
        }
    }

    /// The type parameters of a defined type, each with its argument.
    pub(crate) fn bindings(&self, symbol: SymbolId, args: &[Type]) -> Vec<(SymbolId, Type)> {
        let Some(spec) = self.type_spec(symbol) else {
            return Vec::new();
        };
        let names = spec.type_params.iter().flat_map(|field| &field.names);
        let params =
            names.filter_map(|name| self.symbol_declared_at(symbol.decl, name.range.start));
        params.zip(args.iter().cloned()).collect()
    }

    pub fn type_spec(&self, symbol: SymbolId) -> Option<&TypeSpec> {
        let start = self.symbol(symbol).range.start;
        let ast = self.ast(symbol.decl);
        if let Decl::Types(specs) = &ast.decl
            && let Some(spec) = specs.iter().find(|spec| spec.name.range.start == start)
        {
            return Some(spec);
        }
        ast.stmts.iter().find_map(|stmt| match &stmt.kind {
            StmtKind::Types(specs) => specs.iter().find(|spec| spec.name.range.start == start),
            _ => None,
        })
    }

    /// The type behind a defined type; any other type is itself.
    pub fn underlying(&self, ty: &Type) -> Type {
        let Type::Named(symbol, args) = ty else {
            return ty.clone();
        };
        let Some(spec) = self.type_spec(*symbol) else {
            return Type::Unknown;
        };
        let Some(_guard) = self.enter(*symbol) else {
            return Type::Unknown;
        };
        let target = self
            .denoted(ExprRef {
                decl: symbol.decl,
                expr: spec.ty,
            })
            .unwrap_or(Type::Unknown);
        self.underlying(&target.substitute(&self.bindings(*symbol, args)))
    }

    pub(crate) fn func_type(&self, decl: DeclId, signature: &Signature) -> Type {
        let types = |fields: &[Field]| -> Vec<Type> {
            fields
                .iter()
                .flat_map(|field| {
                    let ty = self
                        .denoted(ExprRef {
                            decl,
                            expr: field.ty,
                        })
                        .unwrap_or(Type::Unknown);
                    let ty = if field.is_variadic {
                        Type::Slice(Rc::new(ty))
                    } else {
                        ty
                    };
                    std::iter::repeat_n(ty, field.names.len().max(1))
                })
                .collect()
        };
        Type::Func(Rc::new(FuncType {
            params: types(&signature.params),
            results: types(&signature.results),
            is_variadic: signature
                .params
                .last()
                .is_some_and(|field| field.is_variadic),
        }))
    }

    /// The type of a function, declared or literal.
    pub fn func_type_of(&self, func: FuncId) -> Type {
        self.func_type(func.decl, &self.func(func).signature)
    }

    /// The type of what a symbol names: a variable's value, a function's signature.
    pub fn type_of_symbol(&self, symbol: SymbolId) -> Type {
        let decl = symbol.decl;
        let at = |expr: ExprId| ExprRef { decl, expr };
        let declared = |expr: ExprId| self.denoted(at(expr)).unwrap_or(Type::Unknown);
        let Some(_guard) = self.enter(symbol) else {
            return Type::Unknown;
        };
        match self.symbol(symbol).ty {
            TypeSource::Declared(expr) => self.denoted(at(expr)).unwrap_or_else(|| {
                let range = self.ast(decl).expr(expr).range;
                match self.symbol(symbol).kind {
                    // Where a type is embedded, it matters what it points to.
                    SymbolKind::Field | SymbolKind::Var
                        if !range.contains(self.symbol(symbol).range) =>
                    {
                        self.pointer_out_of_sight(at(expr))
                    }
                    _ => Type::Unknown,
                }
            }),
            TypeSource::Variadic(expr) => Type::Slice(Rc::new(declared(expr))),
            TypeSource::Value {
                value,
                position,
                count,
            } => {
                let ty = self.type_of(at(value));
                if count <= 1 {
                    ty
                } else {
                    self.part_of_tuple(at(value), &ty, position)
                }
            }
            TypeSource::RangeKey(operand) => self.range_types(at(operand)).0,
            TypeSource::RangeValue(operand) => self.range_types(at(operand)).1,
            TypeSource::SwitchCase(expr) => declared(expr),
            TypeSource::Func(index) => self.func_type(decl, &self.ast(decl).func(index).signature),
            TypeSource::Type(_) | TypeSource::Unknown => Type::Unknown,
        }
    }

    /// What is left to say of a type that is not known: that it is a pointer, if it is one.
    fn pointer_out_of_sight(&self, at: ExprRef) -> Type {
        match self.expr(at).kind {
            ExprKind::Paren(expr) => self.pointer_out_of_sight(ExprRef { expr, ..at }),
            ExprKind::Star(_) => Type::Pointer(Rc::new(Type::Unknown)),
            _ => Type::Unknown,
        }
    }

    fn part_of_tuple(&self, at: ExprRef, ty: &Type, position: u32) -> Type {
        if let Type::Tuple(parts) = ty {
            return parts
                .get(position as usize)
                .cloned()
                .unwrap_or(Type::Unknown);
        }
        // `v, ok := m[k]`, `<-c`, `x.(T)`.
        let mut expr = at.expr;
        while let ExprKind::Paren(inner) = self.ast(at.decl).expr(expr).kind {
            expr = inner;
        }
        let is_comma_ok = matches!(
            self.ast(at.decl).expr(expr).kind,
            ExprKind::Index { .. } | ExprKind::Receive(_) | ExprKind::TypeAssert { .. }
        );
        match position {
            0 if is_comma_ok => ty.clone(),
            1 if is_comma_ok => Type::basic("bool"),
            _ => Type::Unknown,
        }
    }

    fn range_types(&self, operand: ExprRef) -> (Type, Type) {
        let int = || Type::basic("int");
        match self.underlying(&self.type_of(operand)) {
            Type::Slice(of) | Type::Array(of) => (int(), (*of).clone()),
            Type::Pointer(to) => match self.underlying(&to) {
                Type::Array(of) => (int(), (*of).clone()),
                _ => (Type::Unknown, Type::Unknown),
            },
            Type::Map(key, value) => ((*key).clone(), (*value).clone()),
            Type::Chan(_, of) => ((*of).clone(), Type::Unknown),
            Type::Basic(kind) if &*kind == "string" => (int(), Type::basic("int32")),
            Type::Basic(kind) => (Type::Basic(kind), Type::Unknown),
            Type::Func(func) => match func.params.first() {
                Some(Type::Func(body)) => {
                    let part = |i: usize| body.params.get(i).cloned().unwrap_or(Type::Unknown);
                    (part(0), part(1))
                }
                _ => (Type::Unknown, Type::Unknown),
            },
            _ => (Type::Unknown, Type::Unknown),
        }
    }
}
