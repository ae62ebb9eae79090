//! Matches expressions: names by what they stand for, all else by its shape.

use super::Matcher;
use super::lists::{Elements, End};
use crate::patch::elision::is_elision;
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
}
