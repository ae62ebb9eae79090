//! Where the channel of a variable comes from: what it is declared with, what is passed for it.

use super::flows::{Flow, place};
use crate::model::uses::is_exported;
use crate::model::*;
use crate::syntax::ast::*;

impl Package<'_> {
    /// Where the symbol gets its first value, if it is declared with one or is a parameter.
    pub(super) fn origins(&self, symbol: SymbolId, flows: &mut Vec<(ExprRef, Flow)>) {
        let data = self.symbol(symbol);
        let here = |expr: ExprId| ExprRef {
            decl: symbol.decl,
            expr,
        };
        match (data.kind, data.ty) {
            (SymbolKind::Param, _) => self.arguments_for(symbol, flows),
            (
                SymbolKind::Var,
                TypeSource::Value {
                    value, count: 1, ..
                },
            ) => {
                flows.push((here(value), self.value_flow(here(value))));
            }
            (SymbolKind::Var, TypeSource::Declared(_)) => {
                if let Some(value) = self.declared_value(symbol) {
                    flows.push((value, self.value_flow(value)));
                }
            }
            (SymbolKind::Field | SymbolKind::Result, TypeSource::Declared(_)) => {}
            _ => flows.push((place(symbol), Flow::Gone(self.direction(symbol)))),
        }
    }

    /// `x` in `var c chan T = x`.
    fn declared_value(&self, symbol: SymbolId) -> Option<ExprRef> {
        let ast = self.ast(symbol.decl);
        let start = self.symbol(symbol).range.start;
        let in_specs = |specs: &[ValueSpec]| {
            specs.iter().find_map(|spec| {
                let position = spec
                    .names
                    .iter()
                    .position(|name| name.range.start == start)?;
                spec.values.get(position).copied()
            })
        };
        let value = match &ast.decl {
            Decl::Vars(specs) => in_specs(specs),
            _ => None,
        };
        let value = value.or_else(|| {
            ast.stmts.iter().find_map(|stmt| match &stmt.kind {
                StmtKind::Vars(specs) => in_specs(specs),
                _ => None,
            })
        });
        value.map(|expr| ExprRef {
            decl: symbol.decl,
            expr,
        })
    }

    /// What is passed for a parameter.
    fn arguments_for(&self, param: SymbolId, flows: &mut Vec<(ExprRef, Flow)>) {
        let gone = |package: &Self| (place(param), Flow::Gone(package.direction(param)));
        let Some(func) = self.symbol(param).func.map(|index| FuncId {
            decl: param.decl,
            index,
        }) else {
            return flows.push(gone(self));
        };
        let position = self.param_position(func, param);
        let callers = self.callers_of(func);
        let is_exported = self
            .func(func)
            .name
            .is_some_and(|name| is_exported(&name.name));
        if callers.is_value || is_exported || callers.sites.is_empty() {
            flows.push(gone(self));
        }
        for site in &callers.sites {
            let ExprKind::Call {
                args,
                is_spread: false,
                ..
            } = &self.expr(site.call).kind
            else {
                flows.push(gone(self));
                continue;
            };
            match position.and_then(|position| args.get(position)) {
                Some(&arg) => {
                    let at = ExprRef {
                        decl: site.call.decl,
                        expr: arg,
                    };
                    flows.push((at, self.value_flow(at)));
                }
                None => flows.push(gone(self)),
            }
        }
    }

    /// The position of a parameter among all of its function's; `None` for a variadic one.
    pub fn param_position(&self, func: FuncId, param: SymbolId) -> Option<usize> {
        let fields = &self.func(func).signature.params;
        let mut position = 0;
        for field in fields {
            for name in &field.names {
                if name.range == self.symbol(param).range {
                    return (!field.is_variadic).then_some(position);
                }
                position += 1;
            }
            position += usize::from(field.names.is_empty());
        }
        None
    }

    /// The parameter at a position of a function whose body is in sight.
    pub fn param_at(&self, func: FuncId, position: usize) -> Option<SymbolId> {
        let data = self.func(func);
        data.body?;
        let mut names = data.signature.params.iter().flat_map(|field| {
            let unnamed = usize::from(field.names.is_empty());
            let named = field
                .names
                .iter()
                .map(|name| (!field.is_variadic).then_some(name.range.start));
            named.chain(std::iter::repeat_n(None, unnamed))
        });
        self.symbol_declared_at(func.decl, names.nth(position).flatten()?)
    }
}
