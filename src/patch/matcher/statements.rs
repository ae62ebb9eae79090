//! Matches statements, `x++` with `x += 1` too, and lists of them with `...`.

use super::lists::{Elements, End};
use super::{Kind, Matcher};
use crate::patch::elision::is_clauses;
use crate::source::Range;
use crate::syntax::ast::*;

impl Matcher<'_, '_> {
    /// Whether the statements of the pattern are the first of `found`.
    pub(super) fn statement_run(&mut self, wanted: &[StmtId], found: &[StmtId]) -> bool {
        self.statements(wanted, found, End::Anywhere, Range::new(0, 0))
    }

    fn statements(&mut self, wanted: &[StmtId], found: &[StmtId], end: End, empty: Range) -> bool {
        let elements = Elements {
            elided: &|matcher: &Matcher, &stmt: &StmtId| matcher.elided_stmt(stmt),
            range: &|matcher: &Matcher, &stmt: &StmtId| {
                matcher.package.ast(matcher.decl).stmt(stmt).range
            },
            fits: &|matcher: &mut Matcher, &wanted: &StmtId, &found: &StmtId| {
                matcher.stmt(wanted, found)
            },
        };
        self.list(wanted, found, end, empty, &elements)
    }

    fn elided_stmt(&self, wanted: StmtId) -> Option<Range> {
        match self.pattern.ast.stmt(wanted).kind {
            StmtKind::Expr(expr) => self.elision(expr),
            _ => None,
        }
    }

    /// Where the `...` is that a clause of the pattern stands for, if it does.
    fn elided_clause(&self, wanted: StmtId) -> Option<Range> {
        let ast = &self.pattern.ast;
        let name = |expr: ExprId| match ast.expr(expr).kind {
            ExprKind::Name(name) => Some(name),
            ExprKind::Receive(inner) => match ast.expr(inner).kind {
                ExprKind::Name(name) => Some(name),
                _ => None,
            },
            _ => None,
        };
        let found = match &ast.stmt(wanted).kind {
            StmtKind::Case { values, .. } => name(*values.first()?)?,
            StmtKind::Comm {
                comm: Some(comm), ..
            } => match ast.stmt(*comm).kind {
                StmtKind::Expr(expr) => name(expr)?,
                _ => return None,
            },
            _ => return None,
        };
        is_clauses(&found).then_some(ast.stmt(wanted).range)
    }

    fn clauses(&mut self, wanted: &[StmtId], found: &[StmtId], empty: Range) -> bool {
        let elements = Elements {
            elided: &|matcher: &Matcher, &stmt: &StmtId| matcher.elided_clause(stmt),
            range: &|matcher: &Matcher, &stmt: &StmtId| {
                matcher.package.ast(matcher.decl).stmt(stmt).range
            },
            fits: &|matcher: &mut Matcher, &wanted: &StmtId, &found: &StmtId| {
                matcher.stmt(wanted, found)
            },
        };
        self.list(wanted, found, End::Here, empty, &elements)
    }

    pub(super) fn stmt(&mut self, wanted: StmtId, found: StmtId) -> bool {
        if !self.spend() {
            return false;
        }
        let range = self.pattern.ast.stmt(wanted).range;
        let code = self.package.ast(self.decl).stmt(found).range;
        self.note(range, code);
        let mark = self.found.matched.len();
        if self.same_kind(wanted, found) {
            return true;
        }
        self.found.matched.truncate(mark - 1);
        self.fail(range, code)
    }

    fn same_kind(&mut self, wanted: StmtId, found: StmtId) -> bool {
        let package = self.package;
        let pattern: &Ast = &self.pattern.ast;
        let ast = package.ast(self.decl);
        let range = ast.stmt(found).range;
        let inside = Range::new(range.end.saturating_sub(1), range.end.saturating_sub(1));
        let end = Range::new(range.end, range.end);
        match (&pattern.stmt(wanted).kind, &ast.stmt(found).kind) {
            (StmtKind::Expr(expr), kind) => {
                if let ExprKind::Name(name) = pattern.expr(*expr).kind
                    && matches!(self.variable(name), Some(Kind::Statement))
                {
                    return self.bind_stmt(name, found);
                }
                match kind {
                    StmtKind::Expr(found) => self.expr(*expr, *found),
                    _ => false,
                }
            }
            (StmtKind::Empty, StmtKind::Empty) => true,
            (StmtKind::Block(list), StmtKind::Block(found)) => {
                self.statements(list, found, End::Here, inside)
            }
            (
                StmtKind::Send { channel, value },
                StmtKind::Send {
                    channel: other,
                    value: other_value,
                },
            ) => self.expr(*channel, *other) && self.expr(*value, *other_value),
            (
                StmtKind::IncDec { .. } | StmtKind::Assign { .. },
                kind @ (StmtKind::IncDec { .. } | StmtKind::Assign { .. }),
            ) => self.assignment(wanted, kind, end),
            (StmtKind::Go(call), StmtKind::Go(found))
            | (StmtKind::Defer(call), StmtKind::Defer(found)) => self.expr(*call, *found),
            (StmtKind::Return(values), StmtKind::Return(found)) => self.exprs(values, found, end),
            (
                StmtKind::Branch { kind, label },
                StmtKind::Branch {
                    kind: other,
                    label: found,
                },
            ) => kind == other && self.label(*label, *found),
            (
                StmtKind::If {
                    init,
                    condition,
                    then,
                    otherwise,
                },
                StmtKind::If {
                    init: other_init,
                    condition: other_condition,
                    then: other_then,
                    otherwise: other_otherwise,
                },
            ) => {
                let is_any_head = self.elision(*condition).is_some() && init.is_none();
                (is_any_head || self.optional_stmt(*init, *other_init))
                    && self.expr(*condition, *other_condition)
                    && self.stmt(*then, *other_then)
                    && self.optional_stmt(*otherwise, *other_otherwise)
            }
            (
                StmtKind::Switch { init, tag, cases },
                StmtKind::Switch {
                    init: other_init,
                    tag: other_tag,
                    cases: other_cases,
                },
            ) => {
                let is_any_head =
                    init.is_none() && tag.is_some_and(|tag| self.elision(tag).is_some());
                (is_any_head || self.optional_stmt(*init, *other_init))
                    && self.optional(*tag, *other_tag)
                    && self.clauses(cases, other_cases, inside)
            }
            (
                StmtKind::TypeSwitch {
                    init,
                    binding,
                    subject,
                    cases,
                },
                StmtKind::TypeSwitch {
                    init: other_init,
                    binding: other_binding,
                    subject: other_subject,
                    cases: other_cases,
                },
            ) => {
                let bindings = match (binding, other_binding) {
                    (Some(wanted), Some(found)) => {
                        let symbol = self.declared_by(*found);
                        self.ident(*wanted, *found, symbol)
                    }
                    (None, None) => true,
                    _ => false,
                };
                bindings
                    && self.optional_stmt(*init, *other_init)
                    && self.expr(*subject, *other_subject)
                    && self.clauses(cases, other_cases, inside)
            }
            (StmtKind::Select { cases }, StmtKind::Select { cases: found }) => {
                self.clauses(cases, found, inside)
            }
            (
                StmtKind::For {
                    init,
                    condition,
                    post,
                    body,
                },
                kind,
            ) => {
                let is_any_head =
                    condition.is_some_and(|condition| self.elision(condition).is_some());
                match kind {
                    StmtKind::For {
                        init: other_init,
                        condition: other_condition,
                        post: other_post,
                        body: other_body,
                    } => {
                        (is_any_head
                            || self.optional_stmt(*init, *other_init)
                                && self.optional(*condition, *other_condition)
                                && self.optional_stmt(*post, *other_post))
                            && self.stmt(*body, *other_body)
                    }
                    StmtKind::Range {
                        body: other_body, ..
                    } => is_any_head && self.stmt(*body, *other_body),
                    _ => false,
                }
            }
            (
                StmtKind::Range {
                    targets,
                    is_define,
                    operand,
                    body,
                },
                StmtKind::Range {
                    targets: other_targets,
                    is_define: other_define,
                    operand: other_operand,
                    body: other_body,
                },
            ) => {
                is_define == other_define
                    && self.exprs(targets, other_targets, end)
                    && self.expr(*operand, *other_operand)
                    && self.stmt(*body, *other_body)
            }
            (
                StmtKind::Labeled { label, stmt },
                StmtKind::Labeled {
                    label: other,
                    stmt: found,
                },
            ) => self.label(Some(*label), Some(*other)) && self.stmt(*stmt, *found),
            (StmtKind::Vars(specs), StmtKind::Vars(found))
            | (StmtKind::Consts(specs), StmtKind::Consts(found)) => {
                match (specs.as_slice(), found.as_slice()) {
                    ([wanted], [found]) => self.value_spec(wanted, found),
                    _ => false,
                }
            }
            (StmtKind::Types(specs), StmtKind::Types(found)) => {
                match (specs.as_slice(), found.as_slice()) {
                    ([wanted], [found]) => self.type_spec(wanted, found),
                    _ => false,
                }
            }
            (
                StmtKind::Case {
                    values,
                    is_default,
                    body,
                },
                StmtKind::Case {
                    values: other_values,
                    is_default: other_default,
                    body: other_body,
                },
            ) => {
                is_default == other_default
                    && self.exprs(values, other_values, end)
                    && self.statements(body, other_body, End::Here, end)
            }
            (
                StmtKind::Comm { comm, body },
                StmtKind::Comm {
                    comm: other_comm,
                    body: other_body,
                },
            ) => {
                self.optional_stmt(*comm, *other_comm)
                    && self.statements(body, other_body, End::Here, end)
            }
            _ => false,
        }
    }
}
