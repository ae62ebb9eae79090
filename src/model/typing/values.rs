//! The types of values: what operators, calls and selectors give.

use std::rc::Rc;

use crate::model::package::Package;
use crate::model::resolve::name;
use crate::model::symbol::*;
use crate::model::types::Type;
use crate::model::universe;
use crate::syntax::ast::*;

impl Package<'_> {
    pub(super) fn value_type(&self, at: ExprRef) -> Type {
        let here = |expr: ExprId| ExprRef {
            decl: at.decl,
            expr,
        };
        match &self.ast(at.decl).expr(at.expr).kind {
            ExprKind::Name(text) => match self.named_symbol(at) {
                Some(symbol) => self.type_of_symbol(symbol),
                None => match &**text {
                    "true" | "false" => Type::basic("bool"),
                    "nil" => Type::Nil,
                    "iota" => Type::basic("int"),
                    _ => Type::Unknown,
                },
            },
            ExprKind::Literal(literal) => Type::basic(match literal {
                Literal::Int => "int",
                Literal::Float => "float64",
                Literal::Imaginary => "complex128",
                Literal::Rune => "int32",
                Literal::String => "string",
            }),
            ExprKind::Composite { ty: Some(ty), .. } => {
                if let ExprKind::ArrayType {
                    length: None,
                    element,
                } = self.ast(at.decl).expr(*ty).kind
                {
                    return Type::Array(Rc::new(
                        self.denoted(here(element)).unwrap_or(Type::Unknown),
                    ));
                }
                self.denoted(here(*ty)).unwrap_or(Type::Unknown)
            }
            ExprKind::Composite { ty: None, .. } => self.elided_type(at),
            ExprKind::Func(index) => {
                let ast = self.ast(at.decl);
                self.func_type(at.decl, &ast.func(*index).signature)
            }
            ExprKind::Paren(inner) => self.type_of(here(*inner)),
            ExprKind::Selector { .. } => match self.selection(at) {
                Some(selection) => selection.ty,
                None => match self.named_symbol(at) {
                    Some(symbol) => self.type_of_symbol(symbol),
                    None => Type::Unknown,
                },
            },
            ExprKind::Index { operand, indices } => self.indexed(here(*operand), indices),
            ExprKind::Slice { operand, .. } => match self.type_of(here(*operand)) {
                Type::Array(of) => Type::Slice(of),
                Type::Pointer(to) => match self.underlying(&to) {
                    Type::Array(of) => Type::Slice(of),
                    _ => Type::Unknown,
                },
                other => other,
            },
            ExprKind::TypeAssert { ty: Some(ty), .. } => {
                self.denoted(here(*ty)).unwrap_or(Type::Unknown)
            }
            ExprKind::TypeAssert { ty: None, operand } => self.type_of(here(*operand)),
            ExprKind::Call { callee, args, .. } => self.call_type(here(*callee), args),
            ExprKind::Star(inner) => match self.underlying(&self.type_of(here(*inner))) {
                Type::Pointer(to) => (*to).clone(),
                _ => Type::Unknown,
            },
            ExprKind::Unary {
                op: UnaryOp::Address,
                operand,
            } => Type::pointer(self.type_of(here(*operand))),
            ExprKind::Unary { operand, .. } => self.type_of(here(*operand)),
            ExprKind::Receive(channel) => match self.underlying(&self.type_of(here(*channel))) {
                Type::Chan(_, of) => (*of).clone(),
                _ => Type::Unknown,
            },
            ExprKind::Binary { op, left, right } => match op {
                BinaryOp::Equal
                | BinaryOp::NotEqual
                | BinaryOp::Less
                | BinaryOp::LessEqual
                | BinaryOp::Greater
                | BinaryOp::GreaterEqual
                | BinaryOp::LogicalAnd
                | BinaryOp::LogicalOr => Type::basic("bool"),
                BinaryOp::ShiftLeft | BinaryOp::ShiftRight => self.type_of(here(*left)),
                _ => {
                    let is_literal =
                        matches!(self.ast(at.decl).expr(*left).kind, ExprKind::Literal(_));
                    self.type_of(here(if is_literal { *right } else { *left }))
                }
            },
            _ => Type::Unknown,
        }
    }

    /// The type of a composite literal that leaves its type out, from the literal around it.
    fn elided_type(&self, at: ExprRef) -> Type {
        let ast = self.ast(at.decl);
        let Parent::Expr(outer) = ast.expr(at.expr).parent else {
            return Type::Unknown;
        };
        let ExprKind::Composite { elements, .. } = &ast.expr(outer).kind else {
            return Type::Unknown;
        };
        let is_key = elements.iter().any(|element| element.key == Some(at.expr));
        match self.underlying(&self.type_of(ExprRef {
            decl: at.decl,
            expr: outer,
        })) {
            Type::Slice(of) | Type::Array(of) => of.pointee().clone(),
            Type::Map(key, value) => if is_key { key } else { value }.pointee().clone(),
            _ => Type::Unknown,
        }
    }

    fn indexed(&self, operand: ExprRef, indices: &[ExprId]) -> Type {
        let ty = self.type_of(operand);
        match self.underlying(&ty) {
            Type::Slice(of) | Type::Array(of) => (*of).clone(),
            Type::Map(_, value) => (*value).clone(),
            Type::Pointer(to) => match self.underlying(&to) {
                Type::Array(of) => (*of).clone(),
                _ => Type::Unknown,
            },
            Type::Basic(kind) if &*kind == "string" => Type::basic("uint8"),
            Type::Func(_) => {
                let args: Vec<Type> = indices
                    .iter()
                    .map(|&expr| {
                        self.denoted(ExprRef {
                            decl: operand.decl,
                            expr,
                        })
                        .unwrap_or(Type::Unknown)
                    })
                    .collect();
                let bindings = self
                    .type_params_of_callee(operand)
                    .into_iter()
                    .zip(args)
                    .collect::<Vec<_>>();
                ty.substitute(&bindings)
            }
            _ => Type::Unknown,
        }
    }

    fn type_params_of_callee(&self, callee: ExprRef) -> Vec<SymbolId> {
        let Some(symbol) = self.named_symbol(callee) else {
            return Vec::new();
        };
        if self.symbol(symbol).kind != SymbolKind::Func {
            return Vec::new();
        }
        let Some(func) = self.ast(symbol.decl).funcs.first() else {
            return Vec::new();
        };
        let names = func.type_params.iter().flat_map(|field| &field.names);
        names
            .filter_map(|name| self.symbol_declared_at(symbol.decl, name.range.start))
            .collect()
    }

    fn call_type(&self, callee: ExprRef, args: &[ExprId]) -> Type {
        let arg = |position: usize| {
            args.get(position).map(|&expr| ExprRef {
                decl: callee.decl,
                expr,
            })
        };
        if let Some(builtin) = self.builtin(callee) {
            return match builtin {
                "make" => arg(0)
                    .and_then(|ty| self.denoted(ty))
                    .unwrap_or(Type::Unknown),
                "new" => match arg(0) {
                    Some(ty) => Type::pointer(self.denoted(ty).unwrap_or_else(|| self.type_of(ty))),
                    None => Type::Unknown,
                },
                "append" | "min" | "max" => {
                    arg(0).map_or(Type::Unknown, |first| self.type_of(first))
                }
                "len" | "cap" | "copy" => Type::basic("int"),
                _ => Type::Tuple(Rc::new([])),
            };
        }
        if let Some(ty) = self.denoted(callee) {
            return ty;
        }
        let Type::Func(func) = self.underlying(&self.type_of(callee)) else {
            return Type::Unknown;
        };
        let results = Type::of_results(&func.results);
        let params = self.type_params_of_callee(callee);
        if params.is_empty() {
            return results;
        }
        let mut bindings = Vec::new();
        for (position, param) in func.params.iter().enumerate() {
            if let Some(given) = arg(position) {
                param.unify(&self.type_of(given), &mut bindings);
            }
        }
        results.substitute(&bindings)
    }

    /// The predeclared function that an expression names.
    pub fn builtin(&self, callee: ExprRef) -> Option<&'static str> {
        let mut callee = callee;
        while let ExprKind::Paren(inner) = self.ast(callee.decl).expr(callee.expr).kind {
            callee.expr = inner;
        }
        let ExprKind::Name(text) = self.ast(callee.decl).expr(callee.expr).kind else {
            return None;
        };
        let is_universe = self.scopes(callee.decl).resolution(callee.expr) == Resolution::Universe;
        (is_universe && universe::is_builtin_function(&text)).then(|| -> &'static str {
            let interned: &'static str = name(&text).as_ref();
            interned
        })
    }
}
