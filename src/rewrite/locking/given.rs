//! What becomes of a slice or a map that a function is given: whether what it returns still refers to it.

use super::site::Site;
use crate::syntax::ast::*;

/// How the names of the functions of `slices` begin that only look at a slice.
const LOOKERS: &[&str] = &[
    "BinarySearch",
    "Compare",
    "Contains",
    "Equal",
    "Index",
    "IsSorted",
    "Max",
    "Min",
];

impl Site<'_, '_> {
    /// Whether `value`, which is `expr` or made of it, is assigned to what `expr` is, or is a part of, again:
    /// `x = append(x[:i], x[i+1:]...)`.
    pub(super) fn goes_back(&self, value: ExprId, expr: ExprId) -> bool {
        let Parent::Stmt(stmt) = self.ast.expr(value).parent else {
            return false;
        };
        let mut whole = expr;
        while let ExprKind::Paren(inner) | ExprKind::Slice { operand: inner, .. } =
            self.ast.expr(whole).kind
        {
            whole = inner;
        }
        match &self.stmt(stmt).kind {
            StmtKind::Assign {
                targets, values, ..
            } => match (targets.as_slice(), values.as_slice()) {
                (&[target], &[given]) if given == value => {
                    self.package.path_of(self.at(target)) == self.package.path_of(self.at(whole))
                        && self.text(self.ast.expr(target).range)
                            == self.text(self.ast.expr(whole).range)
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// `slices.Delete` and the like: what they return is what they were given, or new.
    pub(super) fn is_of_slices(&self, callee: ExprId) -> bool {
        let qualified = self.package.qualified(self.at(callee));
        qualified.is_some_and(|(path, _)| path == "slices")
    }

    /// Whether what a function returns refers to nothing that it was given: `slices.Clone` and `slices.Index`.
    pub(super) fn keeps_nothing(&self, callee: ExprId) -> bool {
        let qualified = self.package.qualified(self.at(callee));
        qualified.is_some_and(|(path, name)| match path.as_str() {
            "maps" | "bytes" => matches!(name.as_str(), "Clone" | "Equal"),
            "slices" => name == "Clone" || LOOKERS.iter().any(|word| name.starts_with(word)),
            "strings" => name == "Join",
            _ => false,
        })
    }

    /// The call that makes a slice of what `call`, `maps.Keys` or `maps.Values`, goes over: `slices.Sorted(maps.Keys(m))`.
    pub(super) fn collected(&self, callee: ExprId, call: ExprId) -> Option<ExprId> {
        if !self.is_function(callee, "maps", &["Keys", "Values"]) {
            return None;
        }
        let Parent::Expr(outer) = self.ast.expr(call).parent else {
            return None;
        };
        let ExprKind::Call { callee, .. } = self.ast.expr(outer).kind else {
            return None;
        };
        let makers = ["Collect", "Sorted", "SortedFunc", "SortedStableFunc"];
        self.is_function(callee, "slices", &makers).then_some(outer)
    }

    pub(super) fn is_function(&self, callee: ExprId, package: &str, names: &[&str]) -> bool {
        let qualified = self.package.qualified(self.at(callee));
        qualified.is_some_and(|(path, name)| path == package && names.contains(&name.as_str()))
    }
}
