//! What metavariables stand for in a match.

use std::collections::BTreeMap;

use crate::model::types::Type;
use crate::model::{DeclId, ExprRef, Package, SymbolId};
use crate::source::{Range, Span};
use crate::syntax::ast::{ExprId, Name, StmtId};

/// What one metavariable stands for.
#[derive(Clone, Debug)]
pub(super) struct Binding {
    pub(super) decl: DeclId,
    pub(super) what: Bound,
    /// The variable, field, function or type that it names, if it names one.
    pub(super) symbol: Option<SymbolId>,
    /// Whether it was bound by the first hunk, and stands for the same thing by whatever name here.
    pub(super) is_inherited: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Bound {
    Expr(ExprId),
    /// A name that is no expression: of a field, a parameter, a function.
    Ident(Name, Range),
    Stmt(StmtId),
    /// A type that is not written here.
    Type(Type),
}

pub(super) type Bindings = BTreeMap<Name, Binding>;

impl Binding {
    pub(super) fn expr(&self) -> Option<ExprRef> {
        match self.what {
            Bound::Expr(expr) => Some(ExprRef {
                decl: self.decl,
                expr,
            }),
            _ => None,
        }
    }

    pub(super) fn range(&self, package: &Package) -> Option<Range> {
        let ast = package.ast(self.decl);
        match self.what {
            Bound::Expr(expr) => Some(ast.expr(expr).range),
            Bound::Ident(_, range) => Some(range),
            Bound::Stmt(stmt) => Some(ast.stmt(stmt).range),
            Bound::Type(_) => None,
        }
    }

    pub(super) fn span(&self, package: &Package) -> Option<Span> {
        let range = self.range(package)?;
        Some(package.span(self.decl, range))
    }

    pub(super) fn text(&self, package: &Package) -> String {
        match (&self.what, self.range(package)) {
            (_, Some(range)) => package.text(self.decl, range).to_string(),
            (Bound::Type(ty), None) => package.type_text(ty),
            _ => String::new(),
        }
    }

    /// As a part of a message: on one line.
    pub(super) fn title(&self, package: &Package) -> String {
        let text = self.text(package);
        match text.split_once('\n') {
            Some((first, _)) => format!("{}…", first.trim_end()),
            None => text,
        }
    }
}
