//! Lowers types, signatures and fields.

use super::Lowering;
use crate::source::Range;
use crate::syntax::ast::*;
use crate::syntax::flat::NodeId;
use crate::syntax::kind::{Kind, Part};

impl Lowering<'_> {
    /// What the type at `node` is; `parent` is its own expression.
    pub(super) fn type_expr(&mut self, node: NodeId, parent: Parent) -> ExprKind {
        let range = self.flat.range(node);
        let end = range.end;
        let element = self.flat.part(node, Part::Element);
        match self.flat.kind(node) {
            Kind::PointerType => {
                let target = self.flat.first(node);
                ExprKind::Star(self.expr_or_none(target, end, parent))
            }
            Kind::ArrayType => {
                let length = self.flat.part(node, Part::Length);
                let length = Some(self.expr_or_none(length, end, parent));
                ExprKind::ArrayType {
                    length,
                    element: self.expr_or_none(element, end, parent),
                }
            }
            Kind::ImplicitLengthArrayType => ExprKind::ArrayType {
                length: None,
                element: self.expr_or_none(element, end, parent),
            },
            Kind::SliceType => ExprKind::SliceType(self.expr_or_none(element, end, parent)),
            Kind::MapType => {
                let key = self.flat.part(node, Part::Key);
                let key = self.expr_or_none(key, end, parent);
                let value = self.flat.part(node, Part::Value);
                ExprKind::MapType {
                    key,
                    value: self.expr_or_none(value, end, parent),
                }
            }
            Kind::ChannelType if self.starts_with_arrow(node) => {
                let element = self.flat.part(node, Part::Value);
                ExprKind::ChanType {
                    dir: ChanDir::Receive,
                    element: self.expr_or_none(element, end, parent),
                }
            }
            Kind::ChannelType => self.chan(node, parent),
            Kind::FunctionType => ExprKind::FuncType(Box::new(self.signature(node, parent))),
            Kind::StructType => {
                let list = self.flat.child(node, Kind::FieldDeclarationList);
                let fields = list.map_or_else(Vec::new, |list| self.struct_fields(list, parent));
                ExprKind::StructType {
                    fields,
                    braces: list.map_or(range, |list| self.flat.range(list)),
                }
            }
            Kind::InterfaceType => {
                let open = self
                    .flat
                    .child(node, Kind::OpenBrace)
                    .map_or(end, |open| self.flat.range(open).start);
                ExprKind::InterfaceType {
                    elements: self.interface_elements(node, parent),
                    braces: Range::new(open, end),
                }
            }
            Kind::NegatedType => {
                let inner = self.flat.first(node);
                ExprKind::Constraint(vec![self.expr_or_none(inner, end, parent)])
            }
            _ => {
                self.damage(range.start);
                ExprKind::Name(self.nameless)
            }
        }
    }

    pub(super) fn starts_with_arrow(&self, chan: NodeId) -> bool {
        self.flat
            .children(chan)
            .next()
            .is_some_and(|first| self.is(first, Kind::Arrow))
    }

    /// Where the `chan` of a channel type stands.
    pub(super) fn chan_token(&self, node: NodeId) -> Range {
        self.flat
            .range(self.flat.child(node, Kind::Chan).unwrap_or(node))
    }

    /// A `<-chan T` as `chan T`: the arrow belongs to what is around it.
    pub(super) fn chan_without_arrow(&mut self, node: NodeId, outer: Parent) -> ExprId {
        let range = Range::new(self.chan_token(node).start, self.flat.range(node).end);
        let id = self.reserve_expr(range, outer);
        let lowered = self.nested(range.start, |lowering| {
            lowering.chan(node, Parent::Expr(id))
        });
        if let Some(kind) = lowered {
            self.set_expr(id, kind);
        }
        id
    }

    /// A channel type from its `chan` on.
    fn chan(&mut self, node: NodeId, parent: Parent) -> ExprKind {
        let dir = self.chan_dir(node);
        let element = match self.flat.part(node, Part::Value) {
            Some(element) if self.is_arrow_moved(node, element) => {
                self.chan_without_arrow(element, parent)
            }
            element => self.expr_or_none(element, self.flat.range(node).end, parent),
        };
        ExprKind::ChanType { dir, element }
    }

    /// The direction of a channel type, arrows before its `chan` not counted.
    pub(super) fn chan_dir(&self, node: NodeId) -> ChanDir {
        let element = self.flat.part(node, Part::Value);
        if self.has_arrow_behind(node)
            || element.is_some_and(|element| self.is_arrow_moved(node, element))
        {
            ChanDir::Send
        } else {
            ChanDir::Both
        }
    }

    /// Whether the arrow that the grammar gave to `element` is that of the channel type `node` around it.
    ///
    /// In Go the arrow of `chan <-chan T` belongs to the left `chan`; the grammar gives it to the right one.
    pub(super) fn is_arrow_moved(&self, node: NodeId, element: NodeId) -> bool {
        self.is(node, Kind::ChannelType)
            && self.is(element, Kind::ChannelType)
            && !self.has_arrow_behind(node)
            && self.starts_with_arrow(element)
            && !self.starts_with_arrow(node)
    }

    fn has_arrow_behind(&self, node: NodeId) -> bool {
        let mut behind = self
            .flat
            .children(node)
            .skip_while(|&token| !self.is(token, Kind::Chan))
            .skip(1);
        behind
            .next()
            .is_some_and(|token| self.is(token, Kind::Arrow))
    }

    /// A type that ends with the type `last`.
    pub(super) fn container(&mut self, node: NodeId, last: ExprId, parent: Parent) -> ExprKind {
        let end = self.flat.range(node).end;
        match self.flat.kind(node) {
            Kind::PointerType => ExprKind::Star(last),
            Kind::SliceType => ExprKind::SliceType(last),
            Kind::ArrayType => {
                let length = self.flat.part(node, Part::Length);
                let length = Some(self.expr_or_none(length, end, parent));
                ExprKind::ArrayType {
                    length,
                    element: last,
                }
            }
            Kind::MapType => {
                let key = self.flat.part(node, Part::Key);
                ExprKind::MapType {
                    key: self.expr_or_none(key, end, parent),
                    value: last,
                }
            }
            Kind::ChannelType if self.starts_with_arrow(node) => ExprKind::ChanType {
                dir: ChanDir::Receive,
                element: last,
            },
            Kind::ChannelType => ExprKind::ChanType {
                dir: self.chan_dir(node),
                element: last,
            },
            _ => {
                let params = self.flat.part(node, Part::Parameters);
                let params_range =
                    params.map_or(Range::new(end, end), |params| self.flat.range(params));
                let params = params.map_or_else(Vec::new, |params| self.fields(params, parent));
                let range = self.ast.expr(last).range;
                let results = vec![Field {
                    names: Vec::new(),
                    ty: last,
                    tag: None,
                    is_variadic: false,
                    range,
                }];
                let results_range = Some(range);
                ExprKind::FuncType(Box::new(Signature {
                    params,
                    results,
                    params_range,
                    results_range,
                }))
            }
        }
    }

    /// The arguments in a `[…]` behind a name.
    ///
    /// Only a constraint can be a union, so `|` is an operator here.
    pub(super) fn type_args(&mut self, list: NodeId, parent: Parent) -> Vec<ExprId> {
        self.flat
            .nodes(list)
            .map(|element| self.type_arg(element, parent))
            .collect()
    }

    fn type_arg(&mut self, element: NodeId, outer: Parent) -> ExprId {
        let terms: Vec<NodeId> = match self.flat.kind(element) {
            Kind::TypeElem => self.flat.nodes(element).collect(),
            _ => vec![element],
        };
        let start = self.flat.range(element).start;
        let Some((&first, others)) = terms.split_first() else {
            return self.expr_or_none(None, start, outer);
        };
        let mut parent = outer;
        let mut ids = Vec::new();
        for &other in others.iter().rev() {
            let id = self.reserve_expr(Range::new(start, self.flat.range(other).end), parent);
            parent = Parent::Expr(id);
            ids.push(id);
        }
        let mut left = self.expr(first, parent);
        for (&other, &id) in others.iter().zip(ids.iter().rev()) {
            let right = self.expr(other, Parent::Expr(id));
            self.set_expr(
                id,
                ExprKind::Binary {
                    op: BinaryOp::Or,
                    left,
                    right,
                },
            );
            left = id;
        }
        left
    }

    /// A constraint: the union of what it lists.
    pub(super) fn constraint(&mut self, node: NodeId, outer: Parent) -> ExprId {
        let mut terms = self.flat.nodes(node);
        let (first, second) = (terms.next(), terms.next());
        let range = self.flat.range(node);
        if second.is_none() {
            return self.expr_or_none(first, range.start, outer);
        }
        let id = self.reserve_expr(range, outer);
        let terms = self.exprs_below(node, Parent::Expr(id));
        self.set_expr(id, ExprKind::Constraint(terms));
        id
    }

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
        fields.extend(waiting.into_iter().map(|name| self.unnamed(name, parent)));
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

    fn struct_fields(&mut self, list: NodeId, parent: Parent) -> Vec<Field> {
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

    fn interface_elements(&mut self, node: NodeId, parent: Parent) -> Vec<Field> {
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
