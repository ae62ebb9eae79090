//! What findings have in common that are about one thing in one function.

use super::package::Package;
use super::path::{AccessPath, Root, Step};
use super::symbol::*;
use crate::source::{Range, Span};

impl Package<'_> {
    /// What findings about `path` in a function and its literals have in common: the function, and each variable and field
    /// on the way.
    pub fn cause_in(&self, decl: DeclId, path: &AccessPath) -> Vec<Span> {
        let root = match path.root {
            Root::Symbol(symbol) => self.symbol_span(symbol),
            Root::Value(value) => self.expr_span(value),
        };
        let fields = path.steps.iter().filter_map(|step| match step {
            Step::Field(field) => Some(self.symbol_span(*field)),
            Step::Element | Step::Pointee => None,
        });
        let mut cause = vec![self.begin_of(decl), root];
        cause.extend(fields);
        cause
    }

    /// What findings about variables that are declared together have in common where they are in one function: the
    /// function, and the struct.
    pub fn cause_beside(&self, decl: DeclId, variable: SymbolId) -> Vec<Span> {
        let mut cause = vec![self.begin_of(decl)];
        let holder = self.struct_of_field(variable);
        cause.extend(holder.map(|(holder, _)| self.symbol_span(holder)));
        cause
    }

    /// The beginning of a declaration.
    fn begin_of(&self, decl: DeclId) -> Span {
        let start = self.directory(decl.dir).outline(decl).range.start;
        self.span(decl, Range::new(start, start))
    }
}
