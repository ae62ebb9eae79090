//! Resolves the identifiers of statements.

use super::Resolver;
use crate::model::symbol::{Resolution, SymbolKind, TypeSource};
use crate::syntax::ast::*;

impl Resolver<'_> {
    pub(super) fn statements(&mut self, list: &[StmtId]) {
        for &stmt in list {
            self.statement(stmt);
        }
    }

    pub(super) fn scoped(&mut self, list: &[StmtId]) {
        self.open();
        self.statements(list);
        self.close();
    }

    pub(super) fn statement(&mut self, id: StmtId) {
        let ast = self.ast;
        match &ast.stmt(id).kind {
            StmtKind::Empty => {}
            StmtKind::Block(list) => self.scoped(list),
            StmtKind::Expr(expr) | StmtKind::Go(expr) | StmtKind::Defer(expr) => {
                self.expression(*expr)
            }
            StmtKind::Send { channel, value } => {
                self.expression(*channel);
                self.expression(*value);
            }
            StmtKind::IncDec { operand, .. } => self.expression(*operand),
            StmtKind::Assign {
                targets,
                op,
                values,
            } => {
                self.expressions(values);
                if *op == AssignOp::Define {
                    self.define(targets, values);
                } else {
                    self.expressions(targets);
                }
            }
            StmtKind::Return(values) => self.expressions(values),
            StmtKind::Branch { label, .. } => {
                if let Some(label) = label {
                    self.scopes.labels.insert(label.range.start, 0);
                }
            }
            StmtKind::If {
                init,
                condition,
                then,
                otherwise,
            } => {
                self.open();
                self.optional(*init);
                self.expression(*condition);
                self.statement(*then);
                self.optional(*otherwise);
                self.close();
            }
            StmtKind::Switch { init, tag, cases } => {
                self.open();
                self.optional(*init);
                self.expressions(tag.as_slice());
                self.statements(cases);
                self.close();
            }
            StmtKind::TypeSwitch {
                init,
                binding,
                subject,
                cases,
            } => {
                self.open();
                self.optional(*init);
                self.expression(*subject);
                for &case in cases {
                    self.type_switch_case(case, *binding, *subject);
                }
                self.close();
            }
            StmtKind::Select { cases } => self.statements(cases),
            StmtKind::For {
                init,
                condition,
                post,
                body,
            } => {
                self.open();
                self.optional(*init);
                self.expressions(condition.as_slice());
                self.optional(*post);
                self.statement(*body);
                self.close();
            }
            StmtKind::Range {
                targets,
                is_define,
                operand,
                body,
            } => {
                self.expression(*operand);
                self.open();
                if *is_define {
                    for (i, &target) in targets.iter().enumerate() {
                        let ty = if i == 0 {
                            TypeSource::RangeKey(*operand)
                        } else {
                            TypeSource::RangeValue(*operand)
                        };
                        self.define_one(target, ty);
                    }
                } else {
                    self.expressions(targets);
                }
                self.statement(*body);
                self.close();
            }
            StmtKind::Labeled { label, stmt } => {
                self.symbol(*label, SymbolKind::Label, TypeSource::Unknown);
                self.statement(*stmt);
            }
            StmtKind::Vars(specs) => self.local_values(specs, SymbolKind::Var),
            StmtKind::Consts(specs) => self.local_values(specs, SymbolKind::Const),
            StmtKind::Types(specs) => {
                for spec in specs {
                    self.declare(spec.name, SymbolKind::Type, TypeSource::Type(spec.ty));
                    self.type_spec(spec);
                }
            }
            StmtKind::Case { values, body, .. } => {
                self.expressions(values);
                self.scoped(body);
            }
            StmtKind::Comm { comm, body } => {
                self.open();
                self.optional(*comm);
                self.scoped(body);
                self.close();
            }
        }
    }

    fn optional(&mut self, stmt: Option<StmtId>) {
        if let Some(stmt) = stmt {
            self.statement(stmt);
        }
    }

    fn type_switch_case(&mut self, case: StmtId, binding: Option<Ident>, subject: ExprId) {
        let ast = self.ast;
        let StmtKind::Case { values, body, .. } = &ast.stmt(case).kind else {
            return;
        };
        self.expressions(values);
        self.open();
        if let Some(binding) = binding {
            let ty = match values.as_slice() {
                [one] => TypeSource::SwitchCase(*one),
                _ => TypeSource::Value {
                    value: subject,
                    position: 0,
                    count: 1,
                },
            };
            let symbol = self.declare(binding, SymbolKind::Var, ty);
            self.scopes
                .type_switch_bindings
                .entry(binding.range.start)
                .or_default()
                .push(symbol);
        }
        self.scoped(body);
        self.close();
    }

    /// `a, b := …` declares what the innermost scope does not have yet, and assigns to the rest.
    pub(super) fn define(&mut self, targets: &[ExprId], values: &[ExprId]) {
        for (i, &target) in targets.iter().enumerate() {
            let ty = if values.len() == targets.len() {
                TypeSource::Value {
                    value: values[i],
                    position: 0,
                    count: 1,
                }
            } else if let [value] = values {
                TypeSource::Value {
                    value: *value,
                    position: i as u32,
                    count: targets.len() as u32,
                }
            } else {
                TypeSource::Unknown
            };
            self.define_one(target, ty);
        }
    }

    fn define_one(&mut self, target: ExprId, ty: TypeSource) {
        let expr = self.ast.expr(target);
        let ExprKind::Name(name) = expr.kind else {
            return self.expression(target);
        };
        let is_here = self
            .frames
            .last()
            .is_some_and(|frame| frame.contains(&name));
        let resolution = if is_here || self.is_parameter_of_body(name) {
            self.find(name)
        } else {
            Resolution::Local(self.declare(
                Ident {
                    name,
                    range: expr.range,
                },
                SymbolKind::Var,
                ty,
            ))
        };
        self.scopes.names[target.0 as usize] = if &*name == "_" {
            Resolution::Blank
        } else {
            resolution
        };
    }
}
