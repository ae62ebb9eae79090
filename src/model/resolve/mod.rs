//! Scopes: what each identifier of a declaration means, by the rules of the Go specification.

mod declarations;
mod expressions;
mod statements;

use internment::Intern;
use rustc_hash::FxHashMap;

use crate::model::symbol::{Resolution, Symbol, SymbolKind, TypeSource};
use crate::model::universe;
use crate::syntax::ast::*;

/// Names that a declaration finds outside itself.
pub(crate) trait Outside {
    fn package_level(&self, name: Name) -> Option<Resolution>;
    fn import(&self, name: Name) -> Option<Resolution>;
}

/// The symbols of one declaration and the meaning of its identifiers.
#[derive(Debug, Default)]
pub struct Scopes {
    pub symbols: Vec<Symbol>,
    /// By `ExprId`; `Unresolved` for what is no identifier.
    pub names: Vec<Resolution>,
    /// The symbol declared by the identifier that starts at this offset.
    pub declared_at: FxHashMap<u32, u32>,
    /// Labels that `break`, `continue` and `goto` name, by the offset of the identifier.
    pub labels: FxHashMap<u32, u32>,
    /// The functions' own symbols: receivers, parameters and results, by function.
    pub type_switch_bindings: FxHashMap<u32, Vec<u32>>,
}

impl Scopes {
    pub fn resolution(&self, expr: ExprId) -> Resolution {
        self.names
            .get(expr.0 as usize)
            .copied()
            .unwrap_or(Resolution::Unresolved)
    }
}

pub(crate) fn resolve(ast: &Ast, outside: &dyn Outside) -> Scopes {
    let mut resolver = Resolver {
        ast,
        outside,
        scopes: Scopes {
            names: vec![Resolution::Unresolved; ast.exprs.len()],
            ..Scopes::default()
        },
        visible: FxHashMap::default(),
        frames: vec![Vec::new()],
        func: None,
    };
    resolver.declaration();
    resolver.scopes
}

struct Resolver<'a> {
    ast: &'a Ast,
    outside: &'a dyn Outside,
    scopes: Scopes,
    /// For each name the symbols that it stood for, innermost last.
    visible: FxHashMap<Name, Vec<u32>>,
    /// The names that each open scope declares.
    frames: Vec<Vec<Name>>,
    func: Option<FuncIndex>,
}

impl Resolver<'_> {
    fn declaration(&mut self) {
        let ast = self.ast;
        match &ast.decl {
            Decl::None => {}
            Decl::Func => {
                if let Some(func) = ast.funcs.first() {
                    if let Some(name) = func.name {
                        let kind = if func.receiver.is_some() {
                            SymbolKind::Method
                        } else {
                            SymbolKind::Func
                        };
                        self.symbol(name, kind, TypeSource::Func(FuncIndex(0)));
                    }
                    self.function(FuncIndex(0));
                }
            }
            Decl::Types(specs) => {
                for spec in specs {
                    self.symbol(spec.name, SymbolKind::Type, TypeSource::Type(spec.ty));
                }
                for spec in specs {
                    self.type_spec(spec);
                }
            }
            Decl::Vars(specs) => {
                for spec in specs {
                    self.value_symbols(spec, SymbolKind::Var);
                }
                for spec in specs {
                    self.value_spec_uses(spec);
                }
            }
            Decl::Consts(specs) => {
                for spec in specs {
                    self.value_symbols(spec, SymbolKind::Const);
                }
                for spec in specs {
                    self.value_spec_uses(spec);
                }
            }
        }
    }

    fn symbol(&mut self, ident: Ident, kind: SymbolKind, ty: TypeSource) -> u32 {
        let index = self.scopes.symbols.len() as u32;
        self.scopes.symbols.push(Symbol {
            name: ident.name,
            kind,
            range: ident.range,
            func: self.func,
            ty,
        });
        self.scopes.declared_at.insert(ident.range.start, index);
        index
    }

    /// Declares a name in the innermost scope; `_` gets a symbol that no name finds.
    fn declare(&mut self, ident: Ident, kind: SymbolKind, ty: TypeSource) -> u32 {
        let index = self.symbol(ident, kind, ty);
        if &*ident.name != "_" {
            self.visible.entry(ident.name).or_default().push(index);
            if let Some(frame) = self.frames.last_mut() {
                frame.push(ident.name);
            }
        }
        index
    }

    fn open(&mut self) {
        self.frames.push(Vec::new());
    }

    fn close(&mut self) {
        for name in self.frames.pop().unwrap_or_default() {
            if let Some(symbols) = self.visible.get_mut(&name) {
                symbols.pop();
            }
        }
    }

    fn find(&self, name: Name) -> Resolution {
        if &*name == "_" {
            return Resolution::Blank;
        }
        if let Some(&index) = self.visible.get(&name).and_then(|symbols| symbols.last()) {
            return Resolution::Local(index);
        }
        self.outside
            .import(name)
            .or_else(|| self.outside.package_level(name))
            .or_else(|| universe::is_predeclared(&name).then_some(Resolution::Universe))
            .unwrap_or(Resolution::Unresolved)
    }

    /// Parameters share the scope of the function's body: `err := …` at its top level assigns to a result `err`.
    fn is_parameter_of_body(&self, name: Name) -> bool {
        let Some(func) = self.func else { return false };
        let Some(&index) = self.visible.get(&name).and_then(|symbols| symbols.last()) else {
            return false;
        };
        let symbol = &self.scopes.symbols[index as usize];
        let is_parameter = matches!(
            symbol.kind,
            SymbolKind::Param | SymbolKind::Result | SymbolKind::Receiver
        );
        is_parameter
            && symbol.func == Some(func)
            && self.frames.len() >= 2
            && self.frames[self.frames.len() - 2].contains(&name)
    }
}

fn value_type(spec: &ValueSpec, position: usize) -> TypeSource {
    if let Some(ty) = spec.ty {
        TypeSource::Declared(ty)
    } else if spec.values.len() == spec.names.len() {
        TypeSource::Value {
            value: spec.values[position],
            position: 0,
            count: 1,
        }
    } else if let [value] = spec.values.as_slice() {
        TypeSource::Value {
            value: *value,
            position: position as u32,
            count: spec.names.len() as u32,
        }
    } else {
        TypeSource::Unknown
    }
}

/// The name of an embedded field: the last identifier of its type.
pub(crate) fn embedded_name(ast: &Ast, ty: ExprId) -> Option<Ident> {
    match &ast.expr(ty).kind {
        ExprKind::Name(name) => Some(Ident {
            name: *name,
            range: ast.expr(ty).range,
        }),
        ExprKind::Selector { field, .. } => Some(*field),
        ExprKind::Star(inner) | ExprKind::Paren(inner) => embedded_name(ast, *inner),
        ExprKind::Index { operand, .. } => embedded_name(ast, *operand),
        _ => None,
    }
}

/// Interns a name.
pub fn name(text: &str) -> Name {
    Intern::from(text)
}
