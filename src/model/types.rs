//! Light types: what the source itself shows of a value's type. Everything else is `Unknown`.

use std::rc::Rc;

use super::symbol::{ExprRef, SymbolId};
use crate::syntax::ast::{ChanDir, Name};

#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    Unknown,
    /// A predeclared type by its name, `error` and `any` included; untyped constants have their default type.
    Basic(Name),
    Nil,
    /// A defined type with its type arguments.
    Named(SymbolId, Rc<[Type]>),
    Param(SymbolId),
    Pointer(Rc<Type>),
    Slice(Rc<Type>),
    Array(Rc<Type>),
    Map(Rc<Type>, Rc<Type>),
    Chan(ChanDir, Rc<Type>),
    Func(Rc<FuncType>),
    /// A struct or interface type without a name: where it is written.
    Struct(ExprRef),
    Interface(ExprRef),
    Tuple(Rc<[Type]>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct FuncType {
    pub params: Vec<Type>,
    pub results: Vec<Type>,
    pub is_variadic: bool,
}

impl Type {
    pub fn is_unknown(&self) -> bool {
        matches!(self, Type::Unknown)
    }

    pub fn basic(name: &str) -> Type {
        Type::Basic(super::resolve::name(name))
    }

    pub fn pointer(to: Type) -> Type {
        Type::Pointer(Rc::new(to))
    }

    /// What a pointer points to; any other type is itself.
    pub fn pointee(&self) -> &Type {
        match self {
            Type::Pointer(to) => to,
            other => other,
        }
    }

    /// The type that a function with these results yields.
    pub(crate) fn of_results(results: &[Type]) -> Type {
        match results {
            [one] => one.clone(),
            several => Type::Tuple(several.into()),
        }
    }

    /// The type with each type parameter replaced by what `bindings` says.
    pub(crate) fn substitute(&self, bindings: &[(SymbolId, Type)]) -> Type {
        if bindings.is_empty() {
            return self.clone();
        }
        let inner = |ty: &Rc<Type>| Rc::new(ty.substitute(bindings));
        let all = |list: &[Type]| {
            list.iter()
                .map(|ty| ty.substitute(bindings))
                .collect::<Vec<_>>()
        };
        match self {
            Type::Param(symbol) => bindings
                .iter()
                .find(|(param, _)| param == symbol)
                .map_or_else(|| self.clone(), |(_, ty)| ty.clone()),
            Type::Named(symbol, args) => Type::Named(*symbol, all(args).into()),
            Type::Pointer(to) => Type::Pointer(inner(to)),
            Type::Slice(of) => Type::Slice(inner(of)),
            Type::Array(of) => Type::Array(inner(of)),
            Type::Map(key, value) => Type::Map(inner(key), inner(value)),
            Type::Chan(dir, of) => Type::Chan(*dir, inner(of)),
            Type::Func(func) => Type::Func(Rc::new(FuncType {
                params: all(&func.params),
                results: all(&func.results),
                is_variadic: func.is_variadic,
            })),
            Type::Tuple(list) => Type::Tuple(all(list).into()),
            _ => self.clone(),
        }
    }

    /// Binds the type parameters in `self` (a parameter's type) so that it fits `given` (the argument's type).
    pub(crate) fn unify(&self, given: &Type, bindings: &mut Vec<(SymbolId, Type)>) {
        match (self, given) {
            (Type::Param(symbol), given)
                if !given.is_unknown() && !bindings.iter().any(|(param, _)| param == symbol) =>
            {
                bindings.push((*symbol, given.clone()));
            }
            (Type::Named(a, wanted), Type::Named(b, found)) if a == b => {
                for (wanted, found) in wanted.iter().zip(found.iter()) {
                    wanted.unify(found, bindings);
                }
            }
            (Type::Pointer(a), Type::Pointer(b))
            | (Type::Slice(a), Type::Slice(b))
            | (Type::Array(a), Type::Array(b))
            | (Type::Chan(_, a), Type::Chan(_, b)) => a.unify(b, bindings),
            (Type::Map(key, value), Type::Map(found_key, found_value)) => {
                key.unify(found_key, bindings);
                value.unify(found_value, bindings);
            }
            (Type::Func(a), Type::Func(b)) => {
                for (a, b) in a
                    .params
                    .iter()
                    .zip(&b.params)
                    .chain(a.results.iter().zip(&b.results))
                {
                    a.unify(b, bindings);
                }
            }
            _ => {}
        }
    }
}
