//! Where control goes on: jumps, and calls that never come back.

use super::*;

impl Builder<'_, '_> {
    pub(super) fn label_block(&mut self, label: Name) -> usize {
        if let Some(&block) = self.labels.get(&label) {
            return block;
        }
        let block = self.block();
        self.labels.insert(label, block);
        block
    }

    pub(super) fn jump(&mut self, kind: BranchKind, label: Option<Name>) {
        let wanted = |target: &&Target| label.is_none() || target.label == label;
        let to = match kind {
            BranchKind::Break => self
                .targets
                .iter()
                .rev()
                .find(wanted)
                .map(|target| target.after),
            BranchKind::Continue => self
                .targets
                .iter()
                .rev()
                .filter(|target| target.next.is_some())
                .find(wanted)
                .and_then(|t| t.next),
            BranchKind::Goto => label.map(|label| self.label_block(label)),
            BranchKind::Fallthrough => self.fallthrough,
        };
        if let Some(to) = to {
            self.edge(self.current, to);
        }
        self.blocks[self.current].leaves_by = Some(self.stmt);
        self.end_path();
    }

    pub(super) fn never_returns(&self, expr: ExprId) -> bool {
        let ExprKind::Call { callee, .. } = &self.ast.expr(expr).kind else {
            return false;
        };
        if self.package.builtin(self.at(*callee)) == Some("panic") {
            return true;
        }
        let (operand, field) = match &self.ast.expr(*callee).kind {
            ExprKind::Selector { operand, field } => (operand, field),
            ExprKind::Name(name) => return self.ends_elsewhere(*callee, name),
            _ => return false,
        };
        let path = self.package.imported_path(self.at(*operand)).unwrap_or("");
        match (path, &*field.name) {
            ("os", "Exit") | ("runtime", "Goexit") => true,
            ("log", "Fatal" | "Fatalf" | "Fatalln" | "Panic" | "Panicf" | "Panicln") => true,
            _ if self.ends_elsewhere(*callee, &field.name) => true,
            // `t.Fatal`, `logger.Fatalf`: by these names they end the goroutine or the process.
            ("", "Fatal" | "Fatalf" | "FailNow" | "Skip" | "Skipf" | "SkipNow") => true,
            _ => false,
        }
    }

    /// Whether a function that is in sight, and sounds like it, never comes back.
    pub(super) fn ends_elsewhere(&self, callee: ExprId, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        let sounds_final = ["fatal", "exit", "panic", "abort", "die"]
            .iter()
            .any(|word| name.contains(word));
        match self.package.function_value(self.at(callee)) {
            Some(Callee::Func(func)) if sounds_final && func.decl != self.decl => {
                // Functions that call each other must not be followed for ever.
                let Some(_guard) = self.package.enter(SymbolId {
                    decl: func.decl,
                    index: 0,
                }) else {
                    return false;
                };
                self.package.func(func).body.is_some() && !self.package.flow(func).returns()
            }
            _ => false,
        }
    }
}
