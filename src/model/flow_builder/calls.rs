//! Calls: of functions, builtins, locks and channel operations.

use super::*;

impl Builder<'_, '_> {
    /// `go f(x)` and `defer f(x)`: operands now, the call later.
    pub(super) fn call_statement(&mut self, call: ExprId, mode: CallMode) {
        let mut call = call;
        while let ExprKind::Paren(inner) = self.ast.expr(call).kind {
            call = inner;
        }
        self.call(call, mode);
    }

    pub(super) fn call(&mut self, id: ExprId, mode: CallMode) {
        let ast = self.ast;
        let ExprKind::Call { callee, args, .. } = &ast.expr(id).kind else {
            return self.expression(id);
        };
        let range = ast.expr(id).range;
        let kind = self.package.callee(self.at(id));
        if let Some((op, path)) = self.lock_op(id, kind) {
            if let ExprKind::Selector { operand, .. } = &ast.expr(*callee).kind {
                self.prefix(*operand);
            }
            self.event(EventKind::Lock { path, op, mode }, range);
            return;
        }
        match kind {
            Callee::Builtin(builtin) => {
                let is_type_first = matches!(builtin, "make" | "new");
                for &arg in args.iter().skip(usize::from(is_type_first)) {
                    self.expression(arg);
                }
                match (builtin, args.first()) {
                    ("close", Some(&channel)) => {
                        self.chan_op(channel, ChanOpKind::Close, mode, range)
                    }
                    ("len" | "cap", Some(&channel)) if self.is_channel(channel) => {
                        self.chan_op(channel, ChanOpKind::Len, mode, range);
                    }
                    ("delete" | "clear" | "copy", Some(&changed)) => {
                        self.access(changed, AccessKind::Update)
                    }
                    _ => {}
                }
            }
            Callee::Conversion => {
                for &arg in args {
                    self.expression(arg);
                }
                return;
            }
            _ => {
                self.expression(*callee);
                self.receiver(*callee);
                let is_atomic = self.package.is_atomic_function(self.at(*callee));
                for (position, &arg) in args.iter().enumerate() {
                    match &ast.expr(arg).kind {
                        ExprKind::Unary {
                            op: UnaryOp::Address,
                            operand,
                        } if is_atomic && position == 0 => {
                            self.operands(*operand);
                            self.access(*operand, AccessKind::Atomic);
                        }
                        _ => self.expression(arg),
                    }
                }
            }
        }
        self.event(
            EventKind::Call {
                call: id,
                callee: kind,
                mode,
            },
            range,
        );
        for (arg, runs) in self.package.functions_run_by(self.at(id)) {
            if mode == CallMode::Now
                && let Some(callee) = self.package.function_value(self.at(arg))
            {
                self.event(
                    EventKind::Call {
                        call: id,
                        callee,
                        mode: runs,
                    },
                    ast.expr(arg).range,
                );
            }
        }
    }

    /// The lock operation that a call is: of a lock, or of a function that does only that.
    pub(super) fn lock_op(&self, call: ExprId, callee: Callee) -> Option<(LockOp, AccessPath)> {
        if let Callee::Func(func) = callee
            && let Some((op, path)) = self.package.wrapped_lock_op(func)
            && let Some(path) = self.package.path_in_caller(&path, self.at(call), func)
        {
            return Some((op, path));
        }
        self.package.lock_op(self.at(call))
    }

    /// What a method call does with a receiver that is no pointer: `x.n.Add(1)` reaches `x.n` itself.
    pub(super) fn receiver(&mut self, callee: ExprId) {
        let ExprKind::Selector { operand, .. } = &self.ast.expr(callee).kind else {
            return;
        };
        let Some(selection) = self.package.selection(self.at(callee)) else {
            return;
        };
        let is_pointer = matches!(self.package.type_of(self.at(*operand)), Type::Pointer(_));
        if self.package.symbol(selection.symbol).kind != SymbolKind::Method
            || is_pointer && selection.through.is_empty()
        {
            return;
        }
        let directory = self.package.directory(selection.symbol.decl.dir);
        let kind = match directory.import_path.as_deref() {
            Some("sync/atomic") => AccessKind::Atomic,
            _ => AccessKind::Address,
        };
        let mut path = self.package.path_of(self.at(*operand));
        path.steps
            .extend(selection.through.into_iter().map(Step::Field));
        if path.root_symbol().is_some() || !path.steps.is_empty() {
            self.event(
                EventKind::Access { path, kind },
                self.ast.expr(*operand).range,
            );
        }
    }

    pub(super) fn is_channel(&self, expr: ExprId) -> bool {
        matches!(
            self.package
                .underlying(&self.package.type_of(self.at(expr))),
            Type::Chan(..)
        )
    }

    pub(super) fn chan_op(
        &mut self,
        channel: ExprId,
        kind: ChanOpKind,
        mode: CallMode,
        range: Range,
    ) {
        let path = self.package.path_of(self.at(channel));
        let op = ChanOp {
            channel,
            path,
            kind,
            mode,
            select: self.select,
        };
        self.event(EventKind::Chan(Box::new(op)), range);
    }
}
