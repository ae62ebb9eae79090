//! Assignments and accesses: which path is read, written, or only followed.

use super::*;

impl Builder<'_, '_> {
    pub(super) fn assign(&mut self, targets: &[ExprId], op: AssignOp, values: &[ExprId]) {
        for &value in values {
            self.expression(value);
        }
        for &target in targets {
            self.operands(target);
        }
        for (position, &target) in targets.iter().enumerate() {
            if self.package.scopes(self.decl).resolution(target) == Resolution::Blank {
                continue;
            }
            let path = self.accessed(target);
            let value = (targets.len() == values.len()).then(|| values[position]);
            if let Some(value) = value {
                self.made(&path, value);
            }
            let is_append = value.is_some_and(|value| self.appends_to(value, &path));
            let kind = match op {
                AssignOp::Update(_) => AccessKind::Update,
                _ if is_append || path.steps.last() == Some(&Step::Element) => AccessKind::Update,
                _ => AccessKind::Write,
            };
            self.event(
                EventKind::Access { path, kind },
                self.ast.expr(target).range,
            );
        }
    }

    /// Whether `value` is `append(path, …)`.
    pub(super) fn appends_to(&self, value: ExprId, path: &AccessPath) -> bool {
        let ExprKind::Call { callee, args, .. } = &self.ast.expr(value).kind else {
            return false;
        };
        self.package.builtin(self.at(*callee)) == Some("append")
            && args
                .first()
                .is_some_and(|&first| self.package.path_of(self.at(first)) == *path)
    }

    /// Records `make(chan T, n)` assigned to `path`.
    pub(super) fn made(&mut self, path: &AccessPath, value: ExprId) {
        if let Some(capacity) = self.package.made_channel(self.at(value)) {
            let op = ChanOp {
                channel: value,
                path: path.clone(),
                kind: ChanOpKind::Make { capacity },
                mode: CallMode::Now,
                select: None,
            };
            self.event(EventKind::Chan(Box::new(op)), self.ast.expr(value).range);
        }
    }

    /// What evaluating the operands of an assignment's target does: `i` and `f()` in `f().x[i]`.
    pub(super) fn operands(&mut self, target: ExprId) {
        match &self.ast.expr(target).kind {
            ExprKind::Paren(inner) => self.operands(*inner),
            ExprKind::Star(inner) => self.expression(*inner),
            ExprKind::Selector { operand, .. } => self.prefix(*operand),
            ExprKind::Index { operand, indices } => {
                self.prefix(*operand);
                for &index in indices {
                    self.expression(index);
                }
            }
            _ => {}
        }
    }

    /// An operand on the way to something else: read only where it is followed, as a pointer, map or slice is.
    pub(super) fn prefix(&mut self, operand: ExprId) {
        let package = self.package;
        let ty = package.underlying(&package.type_of(self.at(operand)));
        let is_followed = matches!(
            ty,
            Type::Pointer(_)
                | Type::Map(..)
                | Type::Slice(_)
                | Type::Interface(_)
                | Type::Func(_)
                | Type::Unknown
        ) || ty.is_basic("error");
        match &self.ast.expr(operand).kind {
            ExprKind::Name(_) | ExprKind::Selector { .. } | ExprKind::Index { .. }
                if !is_followed =>
            {
                self.operands(operand)
            }
            ExprKind::Paren(inner) => self.prefix(*inner),
            _ => self.expression(operand),
        }
    }

    /// The path that reading or writing an expression reaches: `*p` is not `p`.
    pub(super) fn accessed(&self, expr: ExprId) -> AccessPath {
        let mut path = self.package.path_of(self.at(expr));
        if matches!(self.ast.expr(expr).kind, ExprKind::Star(_)) {
            path.steps.push(Step::Pointee);
        }
        path
    }

    pub(super) fn access(&mut self, expr: ExprId, kind: AccessKind) {
        let mut inner = expr;
        while let ExprKind::Paren(next) = self.ast.expr(inner).kind {
            inner = next;
        }
        let path = self.accessed(inner);
        let is_variable = match path.root_symbol() {
            Some(symbol) => !matches!(
                self.package.symbol(symbol).kind,
                SymbolKind::Func
                    | SymbolKind::Method
                    | SymbolKind::Type
                    | SymbolKind::Const
                    | SymbolKind::TypeParam
            ),
            None => !path.steps.is_empty(),
        };
        if is_variable {
            self.event(EventKind::Access { path, kind }, self.ast.expr(inner).range);
        }
    }
}
