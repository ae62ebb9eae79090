//! Statements: blocks and the edges between them.

use super::*;

impl Builder<'_, '_> {
    pub(super) fn statements(&mut self, list: &[StmtId]) {
        for &stmt in list {
            self.statement(stmt);
        }
    }

    pub(super) fn statement(&mut self, id: StmtId) {
        let outer = std::mem::replace(&mut self.stmt, id);
        self.statement_inside(id);
        self.stmt = outer;
    }

    pub(super) fn statement_inside(&mut self, id: StmtId) {
        let ast = self.ast;
        let stmt = ast.stmt(id);
        let label = self.label.take();
        match &stmt.kind {
            StmtKind::Empty | StmtKind::Types(_) | StmtKind::Consts(_) => {}
            StmtKind::Block(list) => self.statements(list),
            StmtKind::Expr(expr) => {
                self.expression(*expr);
                if self.never_returns(*expr) {
                    self.end_path();
                }
            }
            StmtKind::Send { channel, value } => {
                self.expression(*channel);
                self.expression(*value);
                self.chan_op(*channel, ChanOpKind::Send, CallMode::Now, stmt.range);
            }
            StmtKind::IncDec { operand, .. } => {
                self.operands(*operand);
                self.access(*operand, AccessKind::Update);
            }
            StmtKind::Assign {
                targets,
                op,
                values,
            } => self.assign(targets, *op, values),
            StmtKind::Go(call) => self.call_statement(*call, CallMode::Spawned),
            StmtKind::Defer(call) => self.call_statement(*call, CallMode::Deferred),
            StmtKind::Return(values) => {
                for &value in values {
                    self.expression(value);
                }
                let block = &mut self.blocks[self.current];
                block.is_exit = true;
                block.leaves_by = Some(id);
                self.end_path();
            }
            StmtKind::Branch { kind, label } => self.jump(*kind, label.map(|label| label.name)),
            StmtKind::If {
                init,
                condition,
                then,
                otherwise,
            } => {
                self.optional(*init);
                self.expression(*condition);
                let start = self.current;
                self.branch(start);
                self.statement(*then);
                let then_end = self.current;
                let after = self.block();
                self.edge(then_end, after);
                match otherwise {
                    Some(otherwise) => {
                        self.branch(start);
                        self.statement(*otherwise);
                        self.edge(self.current, after);
                    }
                    None => self.edge(start, after),
                }
                self.current = after;
            }
            StmtKind::Switch { init, tag, cases } => {
                self.optional(*init);
                if let Some(tag) = tag {
                    self.expression(*tag);
                }
                self.cases(cases, label);
            }
            StmtKind::TypeSwitch {
                init,
                subject,
                cases,
                ..
            } => {
                self.optional(*init);
                self.expression(*subject);
                self.cases(cases, label);
            }
            StmtKind::Select { cases } => self.select(id, cases, label),
            StmtKind::For {
                init,
                condition,
                post,
                body,
            } => {
                self.optional(*init);
                let head = self.block();
                self.edge(self.current, head);
                self.current = head;
                if let Some(condition) = condition {
                    self.expression(*condition);
                }
                let (test, after, next) = (self.current, self.block(), self.block());
                if condition.is_some() {
                    self.edge(test, after);
                }
                self.loops.push(Loop {
                    stmt: id,
                    test,
                    after,
                });
                self.loop_body(
                    test,
                    *body,
                    Target {
                        label,
                        after,
                        next: Some(next),
                    },
                );
                self.current = next;
                self.optional(*post);
                self.edge(self.current, head);
                self.current = after;
            }
            StmtKind::Range {
                targets,
                is_define,
                operand,
                body,
            } => {
                self.expression(*operand);
                let head = self.block();
                self.edge(self.current, head);
                self.current = head;
                if matches!(
                    self.package
                        .underlying(&self.package.type_of(self.at(*operand))),
                    Type::Chan(..)
                ) {
                    self.chan_op(
                        *operand,
                        ChanOpKind::Range,
                        CallMode::Now,
                        ast.expr(*operand).range,
                    );
                }
                for &target in targets {
                    if !is_define {
                        self.operands(target);
                    }
                    self.access(target, AccessKind::Write);
                }
                let (test, after) = (self.current, self.block());
                self.edge(test, after);
                self.loops.push(Loop {
                    stmt: id,
                    test,
                    after,
                });
                self.loop_body(
                    test,
                    *body,
                    Target {
                        label,
                        after,
                        next: Some(head),
                    },
                );
                self.current = after;
            }
            StmtKind::Labeled { label, stmt } => {
                let block = self.label_block(label.name);
                self.edge(self.current, block);
                self.current = block;
                self.label = Some(label.name);
                self.statement(*stmt);
                self.label = None;
            }
            StmtKind::Vars(specs) => {
                for spec in specs {
                    for &value in &spec.values {
                        self.expression(value);
                    }
                    for (position, name) in spec.names.iter().enumerate() {
                        let Some(symbol) =
                            self.package.symbol_declared_at(self.decl, name.range.start)
                        else {
                            continue;
                        };
                        let path = AccessPath::of_symbol(symbol);
                        if let Some(&value) = spec.values.get(position) {
                            self.made(&path, value);
                        }
                        self.event(
                            EventKind::Access {
                                path,
                                kind: AccessKind::Write,
                            },
                            name.range,
                        );
                    }
                }
            }
            StmtKind::Case { body, .. } | StmtKind::Comm { body, .. } => self.statements(body),
        }
    }

    pub(super) fn optional(&mut self, stmt: Option<StmtId>) {
        if let Some(stmt) = stmt {
            self.statement(stmt);
        }
    }

    pub(super) fn loop_body(&mut self, test: usize, body: StmtId, target: Target) {
        let next = target.next;
        self.targets.push(target);
        self.branch(test);
        self.statement(body);
        self.targets.pop();
        if let Some(next) = next {
            self.edge(self.current, next);
        }
    }

    pub(super) fn cases(&mut self, cases: &[StmtId], label: Option<Name>) {
        let (start, after) = (self.current, self.block());
        let starts: Vec<usize> = cases.iter().map(|_| self.block()).collect();
        self.targets.push(Target {
            label,
            after,
            next: None,
        });
        let outer = self.fallthrough;
        let mut has_default = false;
        for (position, &case) in cases.iter().enumerate() {
            let StmtKind::Case {
                values,
                is_default,
                body,
            } = &self.ast.stmt(case).kind
            else {
                continue;
            };
            has_default |= *is_default;
            self.edge(start, starts[position]);
            self.current = starts[position];
            self.fallthrough = starts.get(position + 1).copied();
            for &value in values {
                self.expression(value);
            }
            self.statements(body);
            self.edge(self.current, after);
        }
        if !has_default {
            self.edge(start, after);
        }
        self.fallthrough = outer;
        self.targets.pop();
        self.current = after;
    }

    pub(super) fn select(&mut self, select: StmtId, cases: &[StmtId], label: Option<Name>) {
        let (start, after) = (self.current, self.block());
        self.targets.push(Target {
            label,
            after,
            next: None,
        });
        for &case in cases {
            let StmtKind::Comm { comm, body } = &self.ast.stmt(case).kind else {
                continue;
            };
            self.branch(start);
            if let Some(comm) = comm {
                let outer = self.select.replace((select, case));
                self.statement(*comm);
                self.select = outer;
            }
            self.statements(body);
            self.edge(self.current, after);
        }
        self.targets.pop();
        self.current = after;
    }
}
