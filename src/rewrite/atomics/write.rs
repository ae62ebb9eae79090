//! The text of each atomic access, in place of the plain one.

use super::Refusal;
use super::draft::Draft;
use super::kind::Kind;
use super::style::{Form, Style};
use super::uses::{Use, UseKind};
use super::values;
use crate::finding::Import;
use crate::model::{DeclId, ExprRef, Package};
use crate::source::{Range, Span};
use crate::syntax::ast::*;

/// The edits for one variable while they are gathered.
pub(super) struct Writer<'p, 'w> {
    pub package: &'p Package<'w>,
    pub style: Style,
    pub draft: Draft,
    pub imports: Vec<Import>,
    /// The declarations in which a value got a new name.
    pub named_in: Vec<Span>,
}

/// What an addition adds.
#[derive(Clone, Copy)]
pub(super) struct Delta {
    /// `None` for one.
    pub value: Option<ExprId>,
    pub is_negative: bool,
}

impl<'p, 'w> Writer<'p, 'w> {
    pub(super) fn new(package: &'p Package<'w>, style: Style) -> Self {
        Writer {
            package,
            style,
            draft: Draft::default(),
            imports: Vec::new(),
            named_in: Vec::new(),
        }
    }

    /// The qualified name of an atomic function; its file imports the package.
    fn function(&mut self, decl: DeclId, operation: &str) -> Result<String, Refusal> {
        let function = self.style.function(self.package, decl, operation)?;
        self.imports.push(self.style.import(self.package, decl));
        Ok(function)
    }

    /// The declared type; its file imports the package.
    pub(super) fn type_text(&mut self, decl: DeclId) -> Result<String, Refusal> {
        if self.style.form == Form::Types {
            self.imports.push(self.style.import(self.package, decl));
        }
        self.style.type_text(self.package, decl)
    }

    pub(super) fn write(&mut self, found: &Use) -> Result<(), Refusal> {
        match found.kind {
            UseKind::Read => self.read(found.at),
            UseKind::Store { stmt, value } => self.store(found.at, stmt, value),
            UseKind::Add {
                stmt,
                value,
                is_negative,
            } => self.add(found.at, stmt, Delta { value, is_negative }),
            UseKind::Key { .. } | UseKind::Atomic => Ok(()),
        }
    }

    /// `x` becomes `x.Load()`.
    pub(super) fn read(&mut self, at: ExprRef) -> Result<(), Refusal> {
        if let Some(call) = values::conversion_to(self.package, at, self.style.kind) {
            // `int64(x)` takes what the atomic yields.
            let (outer, inner) = (self.package.expr(call).range, self.package.expr(at).range);
            let before = self.gap(at.decl, Range::new(outer.start, inner.start))?;
            let behind = self.gap(at.decl, Range::new(inner.end, outer.end))?;
            self.draft.replace(before, "");
            self.draft.replace(behind, "");
            return self.load(at, false);
        }
        self.load(at, values::needs_conversion(self.package, at))
    }

    fn load(&mut self, at: ExprRef, is_converted: bool) -> Result<(), Refusal> {
        let span = self.package.expr_span(at);
        match self.style.form {
            Form::Types => self.draft.wrap(span, "", ".Load()"),
            Form::Functions => {
                let function = self.function(at.decl, "Load")?;
                self.draft.wrap(span, &format!("{function}(&"), ")");
                if self.style.kind == Kind::Bool {
                    return self.as_bool(at);
                }
            }
        }
        if is_converted && self.style.kind.is_converted() {
            let open = format!("{}(", self.style.kind.source());
            self.draft.wrap(span, &open, ")");
        }
        Ok(())
    }

    /// A word that stands for a `bool`: `… == 1`, and for `!x` `… == 0`.
    fn as_bool(&mut self, at: ExprRef) -> Result<(), Refusal> {
        let ast = self.package.ast(at.decl);
        let span = self.package.expr_span(at);
        if let Parent::Expr(outer) = ast.expr(at.expr).parent {
            let outer_range = ast.expr(outer).range;
            match &ast.expr(outer).kind {
                ExprKind::Unary {
                    op: UnaryOp::Not, ..
                } if !is_compared(ast, outer) => {
                    let not = self.gap(at.decl, Range::new(outer_range.start, span.start))?;
                    self.draft.replace(not, "");
                    self.draft.wrap(span, "", " == 0");
                    return Ok(());
                }
                ExprKind::Unary { .. } => {
                    self.draft.wrap(span, "(", " == 1)");
                    return Ok(());
                }
                _ if is_compared(ast, at.expr) => {
                    self.draft.wrap(span, "(", " == 1)");
                    return Ok(());
                }
                _ => {}
            }
        }
        self.draft.wrap(span, "", " == 1");
        Ok(())
    }

    /// `x = e` becomes `x.Store(e)`.
    fn store(&mut self, at: ExprRef, stmt: StmtId, value: ExprId) -> Result<(), Refusal> {
        let package = self.package;
        let value = ExprRef {
            decl: at.decl,
            expr: value,
        };
        let (target, given) = (package.expr(at).range, package.expr(value).range);
        let equals = self.gap(at.decl, Range::new(target.end, given.start))?;
        let stmt_span = package.span(at.decl, package.ast(at.decl).stmt(stmt).range);
        match self.style.form {
            Form::Types => self.draft.replace(equals, ".Store("),
            Form::Functions => {
                let function = self.function(at.decl, "Store")?;
                self.draft.wrap(stmt_span, &format!("{function}(&"), "");
                self.draft.replace(equals, ", ");
                self.compact(value);
            }
        }
        self.value(value)?;
        self.draft.wrap(stmt_span, "", ")");
        Ok(())
    }

    /// A value on its way into the variable.
    pub(super) fn value(&mut self, value: ExprRef) -> Result<(), Refusal> {
        let package = self.package;
        let span = package.expr_span(value);
        if self.style.kind == Kind::Bool && self.style.form == Form::Functions {
            let word = match values::bool_constant(package, value) {
                Some(true) => "1",
                Some(false) => "0",
                None => {
                    return Err(Refusal::new(
                        "a bool has no atomic functions, and not all that is stored is constant",
                    ));
                }
            };
            self.draft.replace(span, word);
        } else if self.style.kind.is_converted() && !values::is_untyped(package, value) {
            let open = format!("{}(", self.style.kind.word());
            self.draft.wrap(span, &open, ")");
        }
        Ok(())
    }

    /// `x++` becomes `x.Add(1)`.
    pub(super) fn add(&mut self, at: ExprRef, stmt: StmtId, delta: Delta) -> Result<(), Refusal> {
        let package = self.package;
        let stmt_range = package.ast(at.decl).stmt(stmt).range;
        let stmt_span = package.span(at.decl, stmt_range);
        if self.style.kind == Kind::Bool {
            return Err(Refusal::new("a bool is added to"));
        }
        let target = package.expr(at).range;
        let open = match self.style.form {
            Form::Types => ".Add(",
            Form::Functions => {
                let function = self.function(at.decl, "Add")?;
                self.draft.wrap(stmt_span, &format!("{function}(&"), "");
                ", "
            }
        };
        let Some(value) = delta.value else {
            let rest = self.gap(at.decl, Range::new(target.end, stmt_range.end))?;
            let one = match (delta.is_negative, self.style.kind.is_unsigned()) {
                (false, _) => "1".to_string(),
                (true, false) => "-1".to_string(),
                (true, true) => format!("^{}(0)", self.style.kind.word()),
            };
            self.draft.replace(rest, format!("{open}{one})"));
            return Ok(());
        };
        let value = ExprRef {
            decl: at.decl,
            expr: value,
        };
        let given = package.expr(value).range;
        if given.start < target.end {
            return Err(Refusal::new("the sum is written in an unusual way"));
        }
        let before = self.gap(at.decl, Range::new(target.end, given.start))?;
        let behind = self.gap(at.decl, Range::new(given.end, stmt_range.end))?;
        if self.style.form == Form::Functions {
            self.compact(value);
        }
        self.draft.replace(before, open);
        self.delta(value, delta.is_negative)?;
        self.draft.wrap(package.expr_span(value), "", ")");
        if behind.start < behind.end {
            self.draft.replace(behind, "");
        }
        Ok(())
    }

    fn delta(&mut self, value: ExprRef, is_negative: bool) -> Result<(), Refusal> {
        let package = self.package;
        let span = package.expr_span(value);
        if !is_negative {
            return self.value(value);
        }
        let word = self.style.kind.word();
        if self.style.kind.is_unsigned() && values::is_constant(package, value) {
            // The negative of a constant is no constant of an unsigned type.
            return match package.constant(value) {
                Some(0) | None => Err(Refusal::new("a constant is subtracted in an unusual way")),
                Some(constant) if matches!(package.expr(value).kind, ExprKind::Literal(_)) => {
                    self.draft
                        .replace(span, format!("^{word}({})", constant - 1));
                    Ok(())
                }
                Some(_) => {
                    let less = match self.style.form {
                        Form::Types => " - 1)",
                        Form::Functions => "-1)",
                    };
                    self.draft.wrap(span, &format!("^{word}("), less);
                    Ok(())
                }
            };
        }
        let is_converted = self.style.kind.is_converted() && !values::is_untyped(package, value);
        self.value(value)?;
        if is_converted || values::is_operand(package, value) {
            self.draft.wrap(span, "-", "");
        } else {
            self.draft.wrap(span, "-(", ")");
        }
        Ok(())
    }

    /// Takes the spaces around operators away, as gofmt does among several arguments.
    fn compact(&mut self, value: ExprRef) {
        let package = self.package;
        let here = |expr: ExprId| ExprRef {
            decl: value.decl,
            expr,
        };
        match &package.expr(value).kind {
            ExprKind::Binary { left, right, op } => {
                let is_tight = values::binds_tightly(*op);
                let between = Range::new(
                    package.expr(here(*left)).range.end,
                    package.expr(here(*right)).range.start,
                );
                let text = package.text(value.decl, between);
                if is_tight && !text.contains('\n') && !text.contains('/') {
                    let span = package.span(value.decl, between);
                    self.draft.replace(span, text.trim());
                }
                self.compact(here(*left));
                self.compact(here(*right));
            }
            ExprKind::Call { args, .. } if args.len() == 1 => {
                args.iter().for_each(|&arg| self.compact(here(arg)));
            }
            ExprKind::Unary { operand, .. } => self.compact(here(*operand)),
            _ => {}
        }
    }

    /// The span between two parts of a statement, which must hold no comment.
    pub(super) fn gap(&self, decl: DeclId, range: Range) -> Result<Span, Refusal> {
        let comments = &self.package.ast(decl).comments;
        if comments.iter().any(|&comment| range.contains(comment)) {
            return Err(Refusal::new("a comment stands inside of a statement"));
        }
        Ok(self.package.span(decl, range))
    }
}

/// Whether an expression is an operand of `==` or `!=`.
fn is_compared(ast: &Ast, expr: ExprId) -> bool {
    let Parent::Expr(outer) = ast.expr(expr).parent else {
        return false;
    };
    matches!(
        ast.expr(outer).kind,
        ExprKind::Binary {
            op: BinaryOp::Equal | BinaryOp::NotEqual,
            ..
        }
    )
}
