//! Matches expressions: names by what they stand for, all else by its shape.

use std::sync::Arc;

use super::lists::{Elements, End};
use super::{Kind, Matcher};
use crate::model::symbol::Resolution;
use crate::model::types::Type;
use crate::patch::declare::TypePattern;
use crate::patch::elision::is_elision;
use crate::patch::types::Fit;
use crate::source::Range;
use crate::syntax::ast::*;

impl Matcher<'_, '_> {
    /// Whether an expression of the pattern fits one of the code; brackets around either do not matter.
    pub(super) fn expr(&mut self, wanted: ExprId, found: ExprId) -> bool {
        if !self.spend() {
            return false;
        }
        let pattern = &self.pattern.ast;
        let range = pattern.expr(wanted).range;
        let code = self.package.ast(self.decl).expr(found).range;
        if let ExprKind::Paren(inner) = pattern.expr(wanted).kind {
            return self.expr(inner, found);
        }
        let mut inside = found;
        while let ExprKind::Paren(inner) = self.package.ast(self.decl).expr(inside).kind {
            inside = inner;
        }
        if let ExprKind::Name(name) = pattern.expr(wanted).kind
            && is_elision(&name)
        {
            self.note_elision(range, code);
            return true;
        }
        // Outermost first: the parts come behind it.
        self.note(range, code);
        let mark = self.found.matched.len();
        if self.unbracketed(wanted, inside) {
            return true;
        }
        self.found.matched.truncate(mark - 1);
        self.fail(range, code)
    }

    fn unbracketed(&mut self, wanted: ExprId, found: ExprId) -> bool {
        let package = self.package;
        let pattern: &Ast = &self.pattern.ast;
        let ast = package.ast(self.decl);
        match (&pattern.expr(wanted).kind, &ast.expr(found).kind) {
            (ExprKind::Name(name), _) => self.name(*name, found),
            (ExprKind::Selector { operand, field }, kind) => {
                if let Some(path) = self.package_named(*operand) {
                    return self.member(path, (*operand, *field), found);
                }
                match kind {
                    ExprKind::Selector {
                        operand: found_operand,
                        field: found_field,
                    } => self.selector((*operand, *field), (*found_operand, *found_field), found),
                    _ => false,
                }
            }
            (ExprKind::Literal(wanted_kind), ExprKind::Literal(kind)) => {
                let number = |text: &str| text.replace('_', "").parse::<u64>().ok();
                let text = pattern.expr(wanted).range.of(&self.pattern.text);
                let code = package.expr_text(self.at(found));
                wanted_kind == kind
                    && (text == code || number(text).is_some() && number(text) == number(code))
            }
            (ExprKind::Func(wanted), ExprKind::Func(found)) => self.func(*wanted, *found),
            (
                ExprKind::Composite { ty, elements, .. },
                ExprKind::Composite {
                    ty: found_ty,
                    elements: found_elements,
                    braces,
                },
            ) => self.optional(*ty, *found_ty) && self.elements(elements, found_elements, *braces),
            (
                ExprKind::Call {
                    callee,
                    args,
                    is_spread,
                    ..
                },
                ExprKind::Call {
                    callee: found_callee,
                    args: found_args,
                    is_spread: found_spread,
                    args_range,
                },
            ) => {
                let is_open = args.iter().any(|&arg| self.elision(arg).is_some());
                if is_spread != found_spread && !is_open {
                    return false;
                }
                let (wanted, given) = match self.is_make(*callee) {
                    true => (
                        self.without_zero(args, None),
                        self.without_zero(found_args, Some(*found_callee)),
                    ),
                    false => (args.clone(), found_args.clone()),
                };
                let inside = Range::new(args_range.end - 1, args_range.end - 1);
                self.expr(*callee, *found_callee) && self.exprs(&wanted, &given, inside)
            }
            (
                ExprKind::Index { operand, indices },
                ExprKind::Index {
                    operand: other,
                    indices: others,
                },
            ) => {
                let code = ast.expr(found).range;
                let inside = Range::new(code.end - 1, code.end - 1);
                self.expr(*operand, *other) && self.exprs(indices, others, inside)
            }
            (
                ExprKind::Slice { operand, bounds },
                ExprKind::Slice {
                    operand: other,
                    bounds: others,
                },
            ) => {
                self.expr(*operand, *other)
                    && bounds
                        .iter()
                        .zip(others)
                        .all(|(&bound, &other)| self.optional(bound, other))
            }
            (
                ExprKind::TypeAssert { operand, ty },
                ExprKind::TypeAssert {
                    operand: other,
                    ty: other_ty,
                },
            ) => self.expr(*operand, *other) && self.optional(*ty, *other_ty),
            (ExprKind::Star(wanted), ExprKind::Star(found))
            | (ExprKind::Receive(wanted), ExprKind::Receive(found))
            | (ExprKind::SliceType(wanted), ExprKind::SliceType(found)) => {
                self.expr(*wanted, *found)
            }
            (
                ExprKind::Unary { op, operand },
                ExprKind::Unary {
                    op: other_op,
                    operand: other,
                },
            ) => op == other_op && self.expr(*operand, *other),
            (
                ExprKind::Binary { op, left, right },
                ExprKind::Binary {
                    op: other_op,
                    left: other_left,
                    right: other_right,
                },
            ) => op == other_op && self.expr(*left, *other_left) && self.expr(*right, *other_right),
            (
                ExprKind::ArrayType { length, element },
                ExprKind::ArrayType {
                    length: other_length,
                    element: other,
                },
            ) => self.optional(*length, *other_length) && self.expr(*element, *other),
            (
                ExprKind::MapType { key, value },
                ExprKind::MapType {
                    key: other_key,
                    value: other,
                },
            ) => self.expr(*key, *other_key) && self.expr(*value, *other),
            (
                ExprKind::ChanType { dir, element },
                ExprKind::ChanType {
                    dir: other_dir,
                    element: other,
                },
            ) => dir == other_dir && self.expr(*element, *other),
            (ExprKind::FuncType(wanted), ExprKind::FuncType(found)) => {
                self.signature(wanted, found)
            }
            (
                ExprKind::StructType { fields, .. },
                ExprKind::StructType {
                    fields: found,
                    braces,
                },
            ) => self.fields(fields, found, Range::new(braces.end - 1, braces.end - 1)),
            (
                ExprKind::InterfaceType { elements, .. },
                ExprKind::InterfaceType {
                    elements: found,
                    braces,
                },
            ) => self.fields(elements, found, Range::new(braces.end - 1, braces.end - 1)),
            _ => false,
        }
    }

    pub(super) fn optional(&mut self, wanted: Option<ExprId>, found: Option<ExprId>) -> bool {
        match (wanted, found) {
            (None, None) => true,
            (Some(wanted), Some(found)) => self.expr(wanted, found),
            (Some(wanted), None) if self.elision(wanted).is_some() => true,
            _ => false,
        }
    }

    /// Where the `...` is that an expression of the pattern stands for, if it does.
    pub(super) fn elision(&self, wanted: ExprId) -> Option<Range> {
        let expr = self.pattern.ast.expr(wanted);
        matches!(expr.kind, ExprKind::Name(name) if is_elision(&name)).then_some(expr.range)
    }

    pub(super) fn exprs(&mut self, wanted: &[ExprId], found: &[ExprId], empty: Range) -> bool {
        let elements = Elements {
            elided: &|matcher: &Matcher, &expr: &ExprId| matcher.elision(expr),
            range: &|matcher: &Matcher, &expr: &ExprId| {
                matcher.package.ast(matcher.decl).expr(expr).range
            },
            fits: &|matcher: &mut Matcher, &wanted: &ExprId, &found: &ExprId| {
                matcher.expr(wanted, found)
            },
        };
        self.list(wanted, found, End::Here, empty, &elements)
    }

    fn elements(&mut self, wanted: &[Element], found: &[Element], braces: Range) -> bool {
        let elements = Elements {
            elided: &|matcher: &Matcher, element: &Element| {
                matcher
                    .elision(element.value)
                    .filter(|_| element.key.is_none())
            },
            range: &|matcher: &Matcher, element: &Element| {
                let ast = matcher.package.ast(matcher.decl);
                let value = ast.expr(element.value).range;
                let start = element
                    .key
                    .map_or(value.start, |key| ast.expr(key).range.start);
                Range::new(start, value.end)
            },
            fits: &|matcher: &mut Matcher, wanted: &Element, found: &Element| {
                let keys = match (wanted.key, found.key) {
                    (Some(wanted), Some(found)) => matcher.key(wanted, found),
                    (None, None) => true,
                    _ => false,
                };
                keys && matcher.expr(wanted.value, found.value)
            },
        };
        let empty = Range::new(braces.end - 1, braces.end - 1);
        self.list(wanted, found, End::Here, empty, &elements)
    }

    /// The key of a literal's element: the name of a field, or any expression.
    fn key(&mut self, wanted: ExprId, found: ExprId) -> bool {
        let (pattern, ast) = (&self.pattern.ast, self.package.ast(self.decl));
        let literal = self.package.literal_of_key(self.at(found));
        let field = literal.and_then(|literal| self.package.key_field(literal, found));
        if let (Some(field), ExprKind::Name(wanted_name), ExprKind::Name(name)) =
            (field, &pattern.expr(wanted).kind, &ast.expr(found).kind)
        {
            let wanted = Ident {
                name: *wanted_name,
                range: pattern.expr(wanted).range,
            };
            let found = Ident {
                name: *name,
                range: ast.expr(found).range,
            };
            return self.ident(wanted, found, Some(field));
        }
        self.expr(wanted, found)
    }

    /// A name of the pattern: a metavariable, or a predeclared name.
    fn name(&mut self, name: Name, found: ExprId) -> bool {
        let at = self.at(found);
        match self.variable(name) {
            Some(Kind::Expression | Kind::Type) => self.bind_expr(name, found),
            Some(Kind::Identifier) => {
                matches!(self.package.expr(at).kind, ExprKind::Name(name) if &*name != "_")
                    && self.package.imported_path(at).is_none()
                    && self.bind_expr(name, found)
            }
            Some(Kind::Typed(types)) => {
                let ty = self.package.type_of(at);
                self.fits_any(types, &ty) && self.bind_expr(name, found)
            }
            Some(Kind::Statement) => false,
            None => {
                let meaning = self.package.scopes(self.decl).resolution(found);
                let is_same =
                    matches!(self.package.expr(at).kind, ExprKind::Name(other) if other == name);
                is_same && matches!(meaning, Resolution::Universe | Resolution::Blank)
            }
        }
    }

    pub(super) fn fits_any(&mut self, types: &[Arc<TypePattern>], ty: &Type) -> bool {
        let fit = Fit {
            package: self.package,
            declared: self.declared,
            decl: self.decl,
        };
        types.iter().any(|wanted| {
            let mut bindings = self.found.bindings.clone();
            let fits = fit.fits(&wanted.ast, wanted.ty, ty, &mut bindings);
            if fits {
                self.found.bindings = bindings;
            }
            fits
        })
    }

    /// The import path that the first name of `sync.Once` stands for in the pattern.
    fn package_named(&self, operand: ExprId) -> Option<&'static str> {
        let ExprKind::Name(name) = self.pattern.ast.expr(operand).kind else {
            return None;
        };
        if self.variable(name).is_some() {
            return None;
        }
        let path = self.declared.packages.path(name)?;
        Some(crate::model::resolve::name(path).as_ref())
    }

    /// Whether an expression names what a package exports: qualified, under whatever name the file imports it, or bare
    /// in the package itself.
    fn member(&mut self, path: &str, (package, member): (ExprId, Ident), found: ExprId) -> bool {
        let at = self.at(found);
        match &self.package.expr(at).kind {
            ExprKind::Selector { operand, field } => {
                let operand = self.at(*operand);
                let is_it =
                    field.name == member.name && self.package.imported_path(operand) == Some(path);
                if is_it {
                    let name = self.pattern.ast.expr(package).range;
                    self.note(name, self.package.expr(operand).range);
                    self.note(member.range, field.range);
                }
                is_it
            }
            ExprKind::Name(name) => {
                let is_of_package = |decl: crate::model::DeclId| {
                    self.package.directory(decl.dir).import_path.as_deref() == Some(path)
                };
                *name == member.name
                    && matches!(
                        self.package.scopes(self.decl).resolution(found),
                        Resolution::Package(decl, _) if is_of_package(decl)
                    )
            }
            _ => false,
        }
    }

    /// `x.f`; where `f` is promoted, a metavariable of the embedded type stands for `x` too.
    fn selector(
        &mut self,
        (wanted, wanted_field): (ExprId, Ident),
        (found, found_field): (ExprId, Ident),
        at: ExprId,
    ) -> bool {
        let selection = self.package.selection(self.at(at));
        let symbol = selection.as_ref().map(|selection| selection.symbol);
        let embedded = selection.and_then(|selection| selection.through.last().copied());
        let operand = match (embedded, &self.pattern.ast.expr(wanted).kind) {
            (Some(embedded), ExprKind::Name(name)) => {
                let ty = self.package.type_of_symbol(embedded);
                match self.variable(*name) {
                    Some(Kind::Typed(types)) if self.fits_any(types, &ty) => {
                        let ranges = (
                            self.pattern.ast.expr(wanted).range,
                            self.package.ast(self.decl).expr(found).range,
                        );
                        self.note(ranges.0, ranges.1) && self.bind_expr(*name, found)
                    }
                    _ => self.expr(wanted, found),
                }
            }
            _ => self.expr(wanted, found),
        };
        operand && self.ident(wanted_field, found_field, symbol)
    }

    fn is_make(&self, callee: ExprId) -> bool {
        matches!(self.pattern.ast.expr(callee).kind, ExprKind::Name(name) if &*name == "make" && self.variable(name).is_none())
    }

    /// The arguments of a `make` without a length or capacity of nothing: `make(chan T, 0)` is `make(chan T)`.
    ///
    /// `found` is the callee where they are those of the code.
    fn without_zero(&self, args: &[ExprId], found: Option<ExprId>) -> Vec<ExprId> {
        let [ty, capacity] = args else {
            return args.to_vec();
        };
        let (ast, text): (&Ast, &str) = match found {
            Some(_) => (
                self.package.ast(self.decl),
                &self.package.file_of(self.decl).source.text,
            ),
            None => (&self.pattern.ast, &self.pattern.text),
        };
        let is_zero = ast.expr(*capacity).range.of(text) == "0";
        let is_channel = match found {
            Some(_) => self
                .package
                .denoted(self.at(*ty))
                .is_some_and(|ty| matches!(self.package.underlying(&ty), Type::Chan(..))),
            None => true,
        };
        if is_zero && is_channel {
            vec![*ty]
        } else {
            args.to_vec()
        }
    }
}
