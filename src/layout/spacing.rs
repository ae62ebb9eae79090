//! Blanks around operators: gofmt prints `a*b + c`, and leaves out more of them the deeper an operator is nested.
//!
//! The rules are those of go/printer: how deep an expression is counts calls, indices and operands, and which operators
//! get blanks depends on that depth and on which precedences an expression mixes.

use crate::source::Range;
use crate::syntax::ast::{
    AssignOp, Ast, BinaryOp, ExprId, ExprKind, Parent, StmtId, StmtKind, UnaryOp,
};

/// White space on one line that gofmt writes otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Blank {
    pub(super) range: Range,
    pub(super) is_wanted: bool,
}

/// The white space around the operators of a declaration, in those expressions that `is_changed` holds of.
pub(super) fn blanks(text: &str, ast: &Ast, is_changed: impl Fn(Range) -> bool) -> Vec<Blank> {
    let mut spacing = Spacing {
        text,
        ast,
        blanks: Vec::new(),
    };
    for (expr, number) in ast.exprs.iter().zip(0..) {
        let depth = match expr.parent {
            Parent::Expr(_) => continue,
            Parent::Stmt(stmt) => depth_in(ast, stmt),
            Parent::Decl | Parent::Func(_) => 1,
        };
        if is_changed(expr.range) {
            spacing.expr(ExprId(number), depth);
        }
    }
    spacing.blanks.sort_by_key(|blank| blank.range.start);
    spacing.blanks
}

/// How deep a statement's own expressions are taken to be.
fn depth_in(ast: &Ast, stmt: StmtId) -> u32 {
    match &ast.stmt(stmt).kind {
        StmtKind::IncDec { .. } => 2,
        StmtKind::Assign {
            targets,
            values,
            op: AssignOp::Set | AssignOp::Define,
        } if targets.len() > 1 && values.len() > 1 => 2,
        _ => 1,
    }
}

struct Spacing<'a> {
    text: &'a str,
    ast: &'a Ast,
    blanks: Vec<Blank>,
}

/// Which operators an expression mixes.
#[derive(Clone, Copy, Default)]
struct Mix {
    sums: bool,
    products: bool,
    /// The precedence that needs blanks lest two tokens become one.
    blanks_from: u32,
}

impl Spacing<'_> {
    fn expr(&mut self, id: ExprId, depth: u32) {
        let ast = self.ast;
        match &ast.expr(id).kind {
            ExprKind::Binary { .. } => self.binary(id, self.cutoff(id, depth), depth),
            ExprKind::Paren(inner) => {
                let is_twice = matches!(ast.expr(*inner).kind, ExprKind::Paren(_));
                self.expr(*inner, if is_twice { depth } else { depth.max(2) - 1 });
            }
            ExprKind::Unary { operand, .. } | ExprKind::Receive(operand) => {
                self.expr(*operand, depth);
            }
            ExprKind::Star(operand) => self.expr(*operand, 1),
            ExprKind::Selector { operand, .. } | ExprKind::TypeAssert { operand, .. } => {
                self.expr(*operand, depth);
            }
            ExprKind::Index { operand, indices } => {
                self.expr(*operand, 1);
                indices
                    .iter()
                    .for_each(|&index| self.expr(index, depth + 1));
            }
            ExprKind::Slice { operand, bounds } => {
                self.expr(*operand, 1);
                self.colons(bounds, depth);
                let bounds = bounds.iter().flatten();
                bounds.for_each(|&bound| self.expr(bound, depth + 1));
            }
            ExprKind::Call { callee, args, .. } => {
                let depth = depth + u32::from(args.len() > 1);
                self.expr(*callee, depth);
                args.iter().for_each(|&arg| self.expr(arg, depth));
            }
            ExprKind::Composite { ty, elements, .. } => {
                if let Some(ty) = ty {
                    self.expr(*ty, depth);
                }
                for element in elements {
                    if let Some(key) = element.key {
                        self.expr(key, 1);
                    }
                    self.expr(element.value, 1);
                }
            }
            ExprKind::ArrayType {
                length: Some(length),
                ..
            } => self.expr(*length, 1),
            // What is in a function's body is the body's, and types hold no operators.
            _ => {}
        }
    }

    fn binary(&mut self, id: ExprId, cutoff: u32, depth: u32) {
        let ExprKind::Binary { op, left, right } = self.ast.expr(id).kind else {
            return;
        };
        let own = precedence(op);
        self.operator(left, right, own < cutoff);
        match self.precedence_of(left) {
            Some(same) if same == own => {
                self.binary(left, self.cutoff(left, depth), depth);
            }
            _ => self.expr(left, depth + 1),
        }
        self.expr(right, depth + 1);
    }

    /// The precedence from which on operators stand without blanks.
    fn cutoff(&self, id: ExprId, depth: u32) -> u32 {
        let mix = self.mix(id);
        if mix.blanks_from > 0 {
            return mix.blanks_from + 1;
        }
        match (mix.sums && mix.products, depth) {
            (true, 1) => 5,
            (false, 1) => 6,
            _ => 4,
        }
    }

    fn mix(&self, id: ExprId) -> Mix {
        let ExprKind::Binary { op, left, right } = self.ast.expr(id).kind else {
            return Mix::default();
        };
        let own = precedence(op);
        let mut mix = Mix {
            sums: own == 4,
            products: own == 5,
            blanks_from: 0,
        };
        if self.precedence_of(left).is_some_and(|left| left >= own) {
            mix.add(self.mix(left));
        }
        if self.precedence_of(right).is_some_and(|right| right > own) {
            mix.add(self.mix(right));
        }
        let clash = match (op, &self.ast.expr(right).kind) {
            (BinaryOp::Div, ExprKind::Star(_)) => 5,
            (
                BinaryOp::And,
                ExprKind::Unary {
                    op: UnaryOp::Address | UnaryOp::Complement,
                    ..
                },
            ) => 5,
            (
                BinaryOp::Add,
                ExprKind::Unary {
                    op: UnaryOp::Plus, ..
                },
            )
            | (
                BinaryOp::Sub,
                ExprKind::Unary {
                    op: UnaryOp::Minus, ..
                },
            ) => 4,
            _ => 0,
        };
        mix.blanks_from = mix.blanks_from.max(clash);
        mix
    }

    fn precedence_of(&self, id: ExprId) -> Option<u32> {
        match self.ast.expr(id).kind {
            ExprKind::Binary { op, .. } => Some(precedence(op)),
            _ => None,
        }
    }

    /// The white space before and behind the operator between two operands.
    fn operator(&mut self, left: ExprId, right: ExprId, is_wanted: bool) {
        let (start, end) = (
            self.ast.expr(left).range.end,
            self.ast.expr(right).range.start,
        );
        self.around(start, end, is_wanted);
    }

    /// The white space around the colons of a slice expression.
    fn colons(&mut self, bounds: &[Option<ExprId>; 3], depth: u32) {
        let given = || bounds.iter().flatten();
        let is_binary = |bound: &ExprId| self.precedence_of(*bound).is_some();
        let is_wanted = depth <= 1 && given().count() > 1 && given().any(is_binary);
        for pair in bounds.windows(2) {
            if let [Some(left), Some(right)] = *pair {
                self.operator(left, right, is_wanted);
            }
        }
    }

    /// The white space on both sides of the one token between two places; a line break stays.
    fn around(&mut self, start: u32, end: u32, is_wanted: bool) {
        let between = Range::new(start, end).of(self.text);
        let token = between.trim();
        if token.is_empty()
            || token.contains(char::is_whitespace)
            || token.contains("/*")
            || token.contains("//")
        {
            return;
        }
        let before = (between.len() - between.trim_start().len()) as u32;
        let behind = (between.len() - between.trim_end().len()) as u32;
        for range in [
            Range::new(start, start + before),
            Range::new(end - behind, end),
        ] {
            let white = range.of(self.text);
            let is_right = if is_wanted {
                white == " "
            } else {
                white.is_empty()
            };
            if !is_right && !white.contains(['\n', '\r']) {
                self.blanks.push(Blank { range, is_wanted });
            }
        }
    }
}

impl Mix {
    fn add(&mut self, other: Mix) {
        self.sums |= other.sums;
        self.products |= other.products;
        self.blanks_from = self.blanks_from.max(other.blanks_from);
    }
}

/// How tightly an operator binds, from 1 to 5, as the Go specification counts.
pub(crate) fn precedence(op: BinaryOp) -> u32 {
    use BinaryOp::*;
    match op {
        LogicalOr => 1,
        LogicalAnd => 2,
        Equal | NotEqual | Less | LessEqual | Greater | GreaterEqual => 3,
        Add | Sub | Or | Xor => 4,
        Mul | Div | Rem | ShiftLeft | ShiftRight | And | AndNot => 5,
    }
}
