//! Lowers signatures, and what stands in the parentheses and braces of types.

use super::Lowering;
use crate::source::Range;
use crate::syntax::ast::*;
use crate::syntax::flat::NodeId;
use crate::syntax::kind::{Kind, Part};

impl Lowering<'_> {
    /// The signature of a function, literal, function type or interface method.
    pub(super) fn signature(&mut self, node: NodeId, parent: Parent) -> Signature {
        let end = self.flat.range(node).end;
        let params = self.flat.part(node, Part::Parameters);
        let result = self.flat.part(node, Part::Result);
        let params_range = params.map_or(Range::new(end, end), |params| self.flat.range(params));
        let params = params.map_or_else(Vec::new, |params| self.fields(params, parent));
        let results = match result {
            Some(list) if self.is(list, Kind::ParameterList) => self.fields(list, parent),
            Some(ty) => vec![self.unnamed(ty, parent)],
            None => Vec::new(),
        };
        let results_range = result.map(|result| self.flat.range(result));
        Signature {
            params,
            results,
            params_range,
            results_range,
        }
    }

    /// The fields of a parameter list or a type parameter list.
    ///
    /// Of a long list of names with one type, the grammar takes the first ones for types at times.
    pub(super) fn fields(&mut self, list: NodeId, parent: Parent) -> Vec<Field> {
        let flat = self.flat;
        let is_named = |param| flat.part(param, Part::Name).is_some();
        let has_names = flat.nodes(list).any(is_named);
        let mut fields = Vec::new();
        let mut waiting: Vec<NodeId> = Vec::new();
        for param in flat.nodes(list) {
            let name = flat
                .part(param, Part::Type)
                .filter(|&ty| flat.kind(ty) == Kind::TypeIdentifier);
            if let Some(name) = name.filter(|_| has_names && !is_named(param)) {
                waiting.push(name);
                continue;
            }
            if has_names && !is_named(param) {
                self.damage(flat.range(param).start);
            }
            let mut field = self.field(param, parent);
            if let Some(&first) = waiting.first() {
                field
                    .names
                    .splice(0..0, waiting.iter().map(|&name| self.ident(name)));
                field.range.start = flat.range(first).start;
                waiting.clear();
            }
            fields.push(field);
        }
        for name in waiting {
            self.damage(flat.range(name).start);
            fields.push(self.unnamed(name, parent));
        }
        fields
    }

    fn field(&mut self, node: NodeId, parent: Parent) -> Field {
        let range = self.flat.range(node);
        let names = self
            .flat
            .parts(node, Part::Name)
            .map(|name| self.ident(name))
            .collect();
        let ty = self.flat.part(node, Part::Type);
        Field {
            names,
            ty: self.expr_or_none(ty, range.end, parent),
            tag: None,
            is_variadic: self.is(node, Kind::VariadicParameterDeclaration),
            range,
        }
    }

    fn unnamed(&mut self, ty: NodeId, parent: Parent) -> Field {
        let range = self.flat.range(ty);
        Field {
            names: Vec::new(),
            ty: self.expr(ty, parent),
            tag: None,
            is_variadic: false,
            range,
        }
    }

    pub(super) fn struct_fields(&mut self, list: NodeId, parent: Parent) -> Vec<Field> {
        let flat = self.flat;
        let fields = flat
            .nodes(list)
            .filter(|&field| flat.kind(field) == Kind::FieldDeclaration);
        fields
            .map(|field| self.struct_field(field, parent))
            .collect()
    }

    fn struct_field(&mut self, node: NodeId, parent: Parent) -> Field {
        let range = self.flat.range(node);
        let names = self
            .flat
            .parts(node, Part::Name)
            .map(|name| self.ident(name))
            .collect();
        let ty = self.flat.part(node, Part::Type);
        let tag = self
            .flat
            .part(node, Part::Tag)
            .map(|tag| self.flat.range(tag));
        let ty = match (self.flat.child(node, Kind::Star), ty) {
            (Some(star), Some(embedded)) => {
                let range = Range::new(self.flat.range(star).start, self.flat.range(embedded).end);
                let id = self.reserve_expr(range, parent);
                let target = self.expr(embedded, Parent::Expr(id));
                self.set_expr(id, ExprKind::Star(target));
                id
            }
            _ => self.expr_or_none(ty, range.end, parent),
        };
        Field {
            names,
            ty,
            tag,
            is_variadic: false,
            range,
        }
    }

    pub(super) fn interface_elements(&mut self, node: NodeId, parent: Parent) -> Vec<Field> {
        let mut elements = Vec::new();
        for element in self.flat.nodes(node) {
            elements.push(match self.flat.kind(element) {
                Kind::MethodElem => self.method_element(element, parent),
                _ => self.unnamed(element, parent),
            });
        }
        elements
    }

    fn method_element(&mut self, node: NodeId, outer: Parent) -> Field {
        let range = self.flat.range(node);
        let name = self.flat.part(node, Part::Name);
        let name = self.ident_or_none(name, range.start);
        let params = self.flat.part(node, Part::Parameters);
        let start = params.map_or(range.end, |params| self.flat.range(params).start);
        let ty = self.reserve_expr(Range::new(start, range.end), outer);
        let signature = self.signature(node, Parent::Expr(ty));
        self.set_expr(ty, ExprKind::FuncType(Box::new(signature)));
        Field {
            names: vec![name],
            ty,
            tag: None,
            is_variadic: false,
            range,
        }
    }
}
