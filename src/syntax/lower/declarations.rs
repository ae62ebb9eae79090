//! Lowers declarations, at the package level and in functions.

use super::Lowering;
use crate::source::Range;
use crate::syntax::ast::*;
use crate::syntax::flat::NodeId;
use crate::syntax::kind::{Kind, Part};

impl Lowering<'_> {
    /// Lowers the first declaration in the tree; it is damaged at `start` if there is none.
    pub(super) fn declaration(&mut self, start: u32) {
        let flat = self.flat;
        let declaration = flat.root().and_then(|root| {
            flat.nodes(root).find(|&node| {
                matches!(
                    flat.kind(node),
                    Kind::FunctionDeclaration
                        | Kind::MethodDeclaration
                        | Kind::TypeDeclaration
                        | Kind::VarDeclaration
                        | Kind::ConstDeclaration
                )
            })
        });
        let Some(node) = declaration else {
            return self.damage(start);
        };
        self.ast.decl = match flat.kind(node) {
            Kind::TypeDeclaration => Decl::Types(self.type_specs(node, Parent::Decl)),
            Kind::VarDeclaration => Decl::Vars(self.value_specs(node, Parent::Decl)),
            Kind::ConstDeclaration => Decl::Consts(self.value_specs(node, Parent::Decl)),
            _ => {
                self.function(node);
                Decl::Func
            }
        };
    }

    /// Makes room for a function whose parts are not lowered yet.
    pub(super) fn reserve_func(&mut self, range: Range, name: Option<Ident>) -> FuncIndex {
        let index = FuncIndex(self.ast.funcs.len() as u32);
        let nowhere = Range::new(range.end, range.end);
        let signature = Signature {
            params: Vec::new(),
            results: Vec::new(),
            params_range: nowhere,
            results_range: None,
        };
        self.ast.funcs.push(Func {
            name,
            receiver: None,
            type_params: Vec::new(),
            signature,
            body: None,
            range,
            parent: None,
            literal: None,
        });
        index
    }

    fn function(&mut self, node: NodeId) {
        let range = self.flat.range(node);
        let name = self.flat.part(node, Part::Name);
        let name = self.ident_or_none(name, range.start);
        let index = self.reserve_func(range, Some(name));
        let parent = Parent::Func(index);
        self.function = Some(index);
        let receiver = self.flat.part(node, Part::Receiver);
        let receiver = receiver.and_then(|list| self.fields(list, parent).into_iter().next());
        let type_params = self.type_params(node, parent);
        let signature = self.signature(node, parent);
        let body = self
            .flat
            .part(node, Part::Body)
            .map(|body| self.stmt(body, parent));
        let func = &mut self.ast.funcs[index.0 as usize];
        func.receiver = receiver;
        func.type_params = type_params;
        func.signature = signature;
        func.body = body;
    }

    fn type_params(&mut self, node: NodeId, parent: Parent) -> Vec<Field> {
        let list = self.flat.part(node, Part::TypeParameters);
        list.map_or_else(Vec::new, |list| self.fields(list, parent))
    }

    /// Gives the declared method the type parameters of the function that is in the tree now.
    pub(super) fn method_type_params(&mut self) {
        let function = self
            .flat
            .root()
            .and_then(|root| self.flat.child(root, Kind::FunctionDeclaration));
        let Some(function) = function else { return };
        let type_params = self.type_params(function, Parent::Func(FuncIndex(0)));
        if let Some(method) = self.ast.funcs.first_mut() {
            method.type_params = type_params;
        }
    }

    pub(super) fn type_specs(&mut self, node: NodeId, parent: Parent) -> Vec<TypeSpec> {
        let mut specs = Vec::new();
        for spec in self.flat.nodes(node) {
            let range = self.flat.range(spec);
            let name = self.flat.part(spec, Part::Name);
            let name = self.ident_or_none(name, range.start);
            let type_params = self.type_params(spec, parent);
            let ty = self.flat.part(spec, Part::Type);
            let ty = self.expr_or_none(ty, range.end, parent);
            specs.push(TypeSpec {
                name,
                type_params,
                is_alias: self.is(spec, Kind::TypeAlias),
                ty,
                range,
            });
        }
        specs
    }

    /// The specs of a `var` or `const` declaration.
    pub(super) fn value_specs(&mut self, node: NodeId, parent: Parent) -> Vec<ValueSpec> {
        let mut specs = Vec::new();
        for child in self.flat.nodes(node) {
            match self.flat.kind(child) {
                Kind::VarSpecList => specs.extend(self.value_specs(child, parent)),
                _ => specs.push(self.value_spec(child, parent)),
            }
        }
        specs
    }

    fn value_spec(&mut self, spec: NodeId, parent: Parent) -> ValueSpec {
        let names = self
            .flat
            .parts(spec, Part::Name)
            .map(|name| self.ident(name))
            .collect();
        let ty = self
            .flat
            .part(spec, Part::Type)
            .map(|ty| self.expr(ty, parent));
        let values = self.flat.part(spec, Part::Value);
        let values = values.map_or_else(Vec::new, |list| self.expr_list(list, parent));
        ValueSpec {
            names,
            ty,
            values,
            range: self.flat.range(spec),
        }
    }
}
