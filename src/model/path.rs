//! Access paths: which variable, and which of its fields, an expression reaches.

use smallvec::SmallVec;

use super::package::Package;
use super::symbol::*;
use super::types::Type;
use crate::syntax::ast::*;

/// Nobody writes longer paths; generated code does, and they are not followed to the end.
const LONGEST: u32 = 100;

/// Most paths have no more than two.
pub type Steps = SmallVec<[Step; 2]>;

/// `s.stats.hits` is `s`, then two fields; `m[k].n` is `m`, an element, a field.
///
/// Pointers are followed silently, and paths are compared as they are written: two paths that differ may still reach
/// the same variable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccessPath {
    pub root: Root,
    pub steps: Steps,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Root {
    /// A variable, parameter, receiver or package variable.
    Symbol(SymbolId),
    /// The value of this expression, which no variable names.
    Value(ExprRef),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    Field(SymbolId),
    Element,
    /// What a pointer variable points to, where it is read or written as a whole: `*p = v`.
    Pointee,
}

impl AccessPath {
    pub fn of_symbol(symbol: SymbolId) -> AccessPath {
        AccessPath {
            root: Root::Symbol(symbol),
            steps: Steps::new(),
        }
    }

    /// The variable or field that the path ends at; `None` for an element or an unnamed value.
    pub fn target(&self) -> Option<SymbolId> {
        match (self.steps.last(), self.root) {
            (Some(Step::Field(field)), _) => Some(*field),
            (Some(Step::Element | Step::Pointee), _) | (None, Root::Value(_)) => None,
            (None, Root::Symbol(symbol)) => Some(symbol),
        }
    }

    /// The variable or field that the path ends at or, at an element or a value, leads through last.
    pub fn variable(&self) -> Option<SymbolId> {
        let field = self.steps.iter().rev().find_map(|step| match step {
            Step::Field(field) => Some(*field),
            Step::Element | Step::Pointee => None,
        });
        field.or(self.root_symbol())
    }

    pub fn root_symbol(&self) -> Option<SymbolId> {
        match self.root {
            Root::Symbol(symbol) => Some(symbol),
            Root::Value(_) => None,
        }
    }

    /// The path without its last step: the struct that holds the field.
    pub fn holder(&self) -> Option<AccessPath> {
        let (_, steps) = self.steps.split_last()?;
        Some(AccessPath {
            root: self.root,
            steps: steps.into(),
        })
    }

    pub fn has_element(&self) -> bool {
        self.steps.contains(&Step::Element)
    }

    /// Whether the path is `prefix`, or goes on from it.
    pub fn begins_with(&self, prefix: &AccessPath) -> bool {
        self.root == prefix.root && self.steps.starts_with(&prefix.steps)
    }

    /// The path with the prefix `from` replaced by `to`; `None` if it does not begin with `from`.
    pub fn rebase(&self, from: &AccessPath, to: &AccessPath) -> Option<AccessPath> {
        let rest = self
            .steps
            .strip_prefix(from.steps.as_slice())
            .filter(|_| self.root == from.root)?;
        let steps = to.steps.iter().chain(rest).copied().collect();
        Some(AccessPath {
            root: to.root,
            steps,
        })
    }
}

impl Package<'_> {
    /// The path that an expression reaches.
    pub fn path_of(&self, at: ExprRef) -> AccessPath {
        self.path_within(at, LONGEST)
    }

    fn path_within(&self, at: ExprRef, steps: u32) -> AccessPath {
        let here = |expr: &ExprId| ExprRef {
            decl: at.decl,
            expr: *expr,
        };
        let unnamed = AccessPath {
            root: Root::Value(at),
            steps: Steps::new(),
        };
        if steps == 0 {
            return unnamed;
        }
        match &self.expr(at).kind {
            ExprKind::Name(_) => self.named_symbol(at).map_or(unnamed, AccessPath::of_symbol),
            ExprKind::Paren(inner)
            | ExprKind::Star(inner)
            | ExprKind::Unary {
                op: UnaryOp::Address,
                operand: inner,
            } => self.path_within(here(inner), steps - 1),
            ExprKind::Selector { operand, .. } => {
                if let Some(symbol) = self.named_symbol(at) {
                    return AccessPath::of_symbol(symbol);
                }
                let Some(selection) = self.selection(at) else {
                    return unnamed;
                };
                if self.symbol(selection.symbol).kind != SymbolKind::Field {
                    return unnamed;
                }
                let mut path = self.path_within(here(operand), steps - 1);
                path.steps
                    .extend(selection.through.into_iter().map(Step::Field));
                path.steps.push(Step::Field(selection.symbol));
                path
            }
            ExprKind::Index { operand, .. } => {
                let mut path = self.path_within(here(operand), steps - 1);
                path.steps.push(Step::Element);
                path
            }
            _ => unnamed,
        }
    }

    /// The path by its origin, where it begins with a local variable that only ever names one place:
    /// `r.hits` after `r := c.route` is `c.route.hits`.
    pub fn canonical(&self, path: &AccessPath) -> AccessPath {
        let mut path = path.clone();
        // Nobody aliases aliases further.
        for _ in 0..4 {
            let Some(origin) = path.root_symbol().and_then(|root| self.origin(root)) else {
                break;
            };
            let steps = origin.steps.into_iter().chain(path.steps).collect();
            path = AccessPath {
                root: origin.root,
                steps,
            };
        }
        path
    }

    /// The place that a local variable names all its life: `c.route` for `r := c.route`.
    fn origin(&self, symbol: SymbolId) -> Option<AccessPath> {
        let Symbol {
            kind: SymbolKind::Var,
            ty:
                TypeSource::Value {
                    value,
                    count: 0..=1,
                    ..
                },
            ..
        } = *self.symbol(symbol)
        else {
            return None;
        };
        let at = ExprRef {
            decl: symbol.decl,
            expr: value,
        };
        let is_place = matches!(
            self.expr(at).kind,
            ExprKind::Selector { .. } | ExprKind::Name(_)
        ) || matches!(self.expr(at).kind, ExprKind::Unary { op: UnaryOp::Address, operand }
            if matches!(self.ast(at.decl).expr(operand).kind, ExprKind::Selector { .. }));
        if !is_place || !self.is_local(symbol) || self.is_reassigned(symbol) {
            return None;
        }
        let is_reference = matches!(
            self.underlying(&self.type_of_symbol(symbol)),
            Type::Pointer(_) | Type::Map(..) | Type::Interface(_)
        );
        let path = self.path_of(at);
        (is_reference && path.root_symbol().is_some_and(|root| root != symbol)).then_some(path)
    }

    /// The path as a Go developer would write it, for messages.
    pub fn path_text(&self, path: &AccessPath) -> String {
        let mut text = match path.root {
            Root::Symbol(symbol) => self.symbol(symbol).name.to_string(),
            Root::Value(at) => self.value_text(at),
        };
        for step in &path.steps {
            match step {
                Step::Field(field) => {
                    text.push('.');
                    text.push_str(&self.symbol(*field).name);
                }
                Step::Element => text.push_str("[…]"),
                Step::Pointee => text.insert(0, '*'),
            }
        }
        text
    }

    /// A value without a name: a literal by its type, anything longer than a line by its first.
    fn value_text(&self, at: ExprRef) -> String {
        match &self.expr(at).kind {
            ExprKind::Composite { ty: Some(ty), .. } => {
                format!(
                    "{}{{…}}",
                    self.expr_text(ExprRef {
                        decl: at.decl,
                        expr: *ty
                    })
                )
            }
            _ => {
                let text = self.expr_text(at);
                match text.split_once('\n') {
                    Some((first, _)) => format!("{first}…"),
                    None => text.to_string(),
                }
            }
        }
    }
}
