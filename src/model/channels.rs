//! Channels: who makes, sends on, receives from and closes each of them, through variables, fields and parameters.

use super::flow::{Callee, ChanOpKind};
use super::package::Package;
use super::symbol::*;
use super::types::Type;
use super::uses::is_exported;
use crate::syntax::ast::*;

/// All that is known of a channel: its variables and what is done with them.
#[derive(Clone, Debug, Default)]
pub struct Channel {
    /// The variables, fields and parameters that hold it. Fields stand for every value of their struct.
    pub symbols: Vec<SymbolId>,
    pub operations: Vec<Operation>,
    /// Whether code that is not in sight can close it, or may have closed it.
    pub may_be_closed_elsewhere: bool,
    /// Whether code that is not in sight can send on it.
    pub may_be_sent_on_elsewhere: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    pub kind: ChanOpKind,
    /// The channel operand; for a `make` the call.
    pub at: ExprRef,
}

impl Channel {
    pub fn of_kind(&self, kind: ChanOpKind) -> impl Iterator<Item = &Operation> {
        self.operations
            .iter()
            .filter(move |operation| operation.kind == kind)
    }

    /// The smallest capacity that it is made with; `None` where a make is not in sight or its capacity is no constant.
    pub fn capacity(&self) -> Option<u64> {
        let mut smallest = None;
        for operation in &self.operations {
            if let ChanOpKind::Make { capacity } = operation.kind {
                smallest = Some(smallest.unwrap_or(u64::MAX).min(capacity?));
            }
        }
        smallest
    }

    /// Whether every `make` in sight gives it a buffer, of whatever size, and there is one.
    pub fn is_buffered(&self) -> bool {
        let mut makes = self
            .operations
            .iter()
            .filter_map(|operation| match operation.kind {
                ChanOpKind::Make { capacity } => Some(capacity),
                _ => None,
            });
        let first = makes.next();
        first.is_some_and(|capacity| capacity != Some(0))
            && makes.all(|capacity| capacity != Some(0))
    }
}

/// A channel goes on to be held by something else, too.
enum Flow {
    Operation(ChanOpKind),
    /// It is (or is given) the value of another variable or field.
    Linked(SymbolId),
    /// It is made here.
    Made(ExprRef, Option<u64>),
    Nothing,
    /// Out of sight, with this direction left to those who hold it then.
    Gone(ChanDir),
}

impl Package<'_> {
    /// The channel that a variable or field holds.
    pub fn channel(&self, symbol: SymbolId) -> Channel {
        let mut channel = Channel::default();
        let mut work = vec![symbol];
        while let Some(symbol) = work.pop() {
            if channel.symbols.contains(&symbol) {
                continue;
            }
            channel.symbols.push(symbol);
            let mut flows = Vec::new();
            self.origins(symbol, &mut flows);
            let uses = self.uses_in_module(symbol);
            for &at in &uses.certain {
                self.flows_of(at, &mut flows);
            }
            let is_open = self.is_open(symbol) || !uses.is_complete;
            if is_open {
                flows.push((place(symbol), Flow::Gone(self.direction(symbol))));
            }
            for (at, flow) in flows {
                match flow {
                    Flow::Operation(kind) => channel.operations.push(Operation { kind, at }),
                    Flow::Made(at, capacity) => {
                        channel.operations.push(Operation {
                            kind: ChanOpKind::Make { capacity },
                            at,
                        });
                    }
                    Flow::Linked(symbol) => work.push(symbol),
                    Flow::Nothing | Flow::Gone(ChanDir::Receive) => {}
                    Flow::Gone(_) => {
                        channel.may_be_closed_elsewhere = true;
                        channel.may_be_sent_on_elsewhere = true;
                    }
                }
            }
        }
        channel.operations.sort_by_key(|operation| operation.at);
        channel
    }

    /// Whether code outside of the module can reach the symbol.
    fn is_open(&self, symbol: SymbolId) -> bool {
        let Symbol { name, kind, .. } = self.symbol(symbol);
        let is_visible = matches!(kind, SymbolKind::Field) || !self.is_local(symbol);
        is_visible && is_exported(name)
    }

    fn direction(&self, symbol: SymbolId) -> ChanDir {
        match self.underlying(&self.type_of_symbol(symbol)) {
            Type::Chan(dir, _) => dir,
            _ => ChanDir::Both,
        }
    }

    /// Where the symbol gets its first value, if it is declared with one or is a parameter.
    fn origins(&self, symbol: SymbolId, flows: &mut Vec<(ExprRef, Flow)>) {
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

    /// What a value that becomes this channel is.
    fn value_flow(&self, value: ExprRef) -> Flow {
        if let Some(capacity) = self.made_channel(value) {
            return Flow::Made(value, capacity);
        }
        match &self.expr(value).kind {
            ExprKind::Paren(inner) => self.value_flow(ExprRef {
                decl: value.decl,
                expr: *inner,
            }),
            ExprKind::Name(text) if &**text == "nil" && self.named_symbol(value).is_none() => {
                Flow::Nothing
            }
            ExprKind::Name(_) | ExprKind::Selector { .. } => match self.path_of(value).target() {
                Some(symbol) if !self.world().is_standard(symbol.decl.dir) => Flow::Linked(symbol),
                _ => Flow::Gone(ChanDir::Both),
            },
            _ => Flow::Gone(match self.underlying(&self.type_of(value)) {
                Type::Chan(dir, _) => dir,
                _ => ChanDir::Both,
            }),
        }
    }

    /// What a use of the channel at `at` does with it.
    fn flows_of(&self, at: ExprRef, flows: &mut Vec<(ExprRef, Flow)>) {
        let ast = self.ast(at.decl);
        let here = |expr: ExprId| ExprRef {
            decl: at.decl,
            expr,
        };
        let to = |target: ExprId| match self.path_of(here(target)).target() {
            Some(symbol) => Flow::Linked(symbol),
            None if self.scopes(at.decl).resolution(target) == Resolution::Blank => Flow::Nothing,
            None => Flow::Gone(ChanDir::Both),
        };
        let flow = match ast.expr(at.expr).parent {
            Parent::Stmt(stmt) => match &ast.stmt(stmt).kind {
                StmtKind::Send { channel, .. } if *channel == at.expr => {
                    Flow::Operation(ChanOpKind::Send)
                }
                StmtKind::Range { operand, .. } if *operand == at.expr => {
                    Flow::Operation(ChanOpKind::Range)
                }
                StmtKind::Assign {
                    targets, values, ..
                } => {
                    if let Some(position) = targets.iter().position(|&target| target == at.expr) {
                        match values.get(position) {
                            Some(&value) if values.len() == targets.len() => {
                                self.value_flow(here(value))
                            }
                            _ => Flow::Gone(self.type_direction(at)),
                        }
                    } else {
                        let position = values.iter().position(|&value| value == at.expr);
                        match position.and_then(|position| targets.get(position)) {
                            Some(&target) => to(target),
                            None => Flow::Gone(ChanDir::Both),
                        }
                    }
                }
                StmtKind::Vars(specs) => {
                    let symbol = specs.iter().find_map(|spec| {
                        let position = spec.values.iter().position(|&value| value == at.expr)?;
                        self.symbol_declared_at(at.decl, spec.names.get(position)?.range.start)
                    });
                    symbol.map_or(Flow::Gone(ChanDir::Both), Flow::Linked)
                }
                StmtKind::Return(values) => Flow::Gone(self.returned_direction(at, values)),
                StmtKind::Switch { .. } | StmtKind::Case { .. } | StmtKind::Expr(_) => {
                    Flow::Nothing
                }
                _ => Flow::Gone(ChanDir::Both),
            },
            Parent::Expr(outer) => match &ast.expr(outer).kind {
                ExprKind::Paren(_) => return self.flows_of(here(outer), flows),
                ExprKind::Receive(_) => Flow::Operation(ChanOpKind::Receive),
                ExprKind::Binary { .. } => Flow::Nothing,
                ExprKind::Selector { .. } => Flow::Nothing,
                ExprKind::Call { callee, args, .. } => {
                    let callee = here(*callee);
                    match (
                        self.builtin(callee),
                        args.iter().position(|&arg| arg == at.expr),
                    ) {
                        (Some("close"), _) => Flow::Operation(ChanOpKind::Close),
                        (Some("len" | "cap"), _) => Flow::Operation(ChanOpKind::Len),
                        (None, Some(position)) => match self.callee(here(outer)) {
                            Callee::Func(func) | Callee::Literal(func) => {
                                match self.param_at(func, position) {
                                    Some(param) => Flow::Linked(param),
                                    None => Flow::Gone(self.param_direction(callee, position)),
                                }
                            }
                            Callee::Conversion => return self.flows_of(here(outer), flows),
                            _ => Flow::Gone(self.param_direction(callee, position)),
                        },
                        _ => Flow::Gone(ChanDir::Both),
                    }
                }
                ExprKind::Composite { .. } => match self.literal_of_key(at) {
                    // `T{ch: x}` uses `ch` as a key: its value is another expression.
                    Some(literal) => match self.value_of_key(literal, at.expr) {
                        Some(value) => self.value_flow(value),
                        None => Flow::Gone(ChanDir::Both),
                    },
                    None => match self.field_of_value(here(outer), at.expr) {
                        Some(field) => Flow::Linked(field),
                        None => Flow::Gone(ChanDir::Both),
                    },
                },
                _ => Flow::Gone(ChanDir::Both),
            },
            Parent::Decl => match &ast.decl {
                Decl::Vars(specs) => {
                    let symbol = specs.iter().find_map(|spec| {
                        let position = spec.values.iter().position(|&value| value == at.expr)?;
                        self.symbol_declared_at(at.decl, spec.names.get(position)?.range.start)
                    });
                    symbol.map_or(Flow::Gone(ChanDir::Both), Flow::Linked)
                }
                _ => Flow::Nothing,
            },
            Parent::Func(_) => Flow::Nothing,
        };
        flows.push((at, flow));
    }

    fn type_direction(&self, at: ExprRef) -> ChanDir {
        match self.underlying(&self.type_of(at)) {
            Type::Chan(dir, _) => dir,
            _ => ChanDir::Both,
        }
    }

    fn param_direction(&self, callee: ExprRef, position: usize) -> ChanDir {
        let Type::Func(func) = self.underlying(&self.type_of(callee)) else {
            return ChanDir::Both;
        };
        match func.params.get(position).map(|ty| self.underlying(ty)) {
            Some(Type::Chan(dir, _)) => dir,
            _ => ChanDir::Both,
        }
    }

    fn returned_direction(&self, at: ExprRef, values: &[ExprId]) -> ChanDir {
        let direction = || {
            let func = self.func(self.enclosing_func(at)?);
            let Type::Func(ty) = self.func_type(at.decl, &func.signature) else {
                return None;
            };
            let position = values.iter().position(|&value| value == at.expr)?;
            match self.underlying(ty.results.get(position)?) {
                Type::Chan(dir, _) => Some(dir),
                _ => None,
            }
        };
        direction().unwrap_or(ChanDir::Both)
    }

    fn value_of_key(&self, literal: ExprRef, key: ExprId) -> Option<ExprRef> {
        let ExprKind::Composite { elements, .. } = &self.expr(literal).kind else {
            return None;
        };
        let element = elements.iter().find(|element| element.key == Some(key))?;
        Some(ExprRef {
            decl: literal.decl,
            expr: element.value,
        })
    }

    /// The field that a value of a keyed composite literal goes to.
    pub fn field_of_value(&self, literal: ExprRef, value: ExprId) -> Option<SymbolId> {
        let ExprKind::Composite { elements, .. } = &self.expr(literal).kind else {
            return None;
        };
        let element = elements.iter().find(|element| element.value == value)?;
        self.key_field(literal, element.key?)
    }
}

/// Stands for what happens to a symbol out of sight, which has no place.
fn place(symbol: SymbolId) -> ExprRef {
    ExprRef {
        decl: symbol.decl,
        expr: ExprId(0),
    }
}
