//! What a use of a channel does with it: an operation, or another name for it.

use crate::model::flow::{Callee, ChanOpKind};
use crate::model::types::Type;
use crate::model::*;
use crate::syntax::ast::*;

/// A channel goes on to be held by something else, too.
pub(super) enum Flow {
    Operation(ChanOpKind),
    /// Another variable or field is given it.
    Linked(SymbolId),
    /// It is the value of another variable or field.
    Source(SymbolId),
    /// A function returns it as the result at this position, to be used in this direction.
    Returned(FuncId, u32, ChanDir),
    /// It is made here.
    Made(ExprRef, Option<u64>),
    Nothing,
    /// Out of sight, with this direction left to those who hold it then.
    Gone(ChanDir),
}

impl Package<'_> {
    /// What a value that becomes this channel is.
    pub(super) fn value_flow(&self, value: ExprRef) -> Flow {
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
                Some(symbol) if !self.world().is_standard(symbol.decl.dir) => Flow::Source(symbol),
                _ => Flow::Gone(ChanDir::Both),
            },
            _ => match self.returned_variable(value) {
                Some(symbol) => Flow::Source(symbol),
                None => Flow::Gone(self.type_direction(value)),
            },
        }
    }

    /// The variable or field that a called function returns, if it is the same at each of its returns.
    fn returned_variable(&self, value: ExprRef) -> Option<SymbolId> {
        if !matches!(self.expr(value).kind, ExprKind::Call { .. }) {
            return None;
        }
        let (Callee::Func(func) | Callee::Literal(func)) = self.callee(value) else {
            return None;
        };
        let mut symbols =
            self.returned_values(func, 0)
                .into_iter()
                .map(|returned| match returned {
                    Some((value, 0)) => self.path_of(value).target(),
                    _ => None,
                });
        let first = symbols.next()??;
        let is_known = !self.world().is_standard(first.decl.dir)
            && matches!(self.underlying(&self.type_of_symbol(first)), Type::Chan(..));
        (is_known && symbols.all(|symbol| symbol == Some(first))).then_some(first)
    }

    /// What a use of the channel at `at` does with it.
    pub(super) fn flows_of(&self, at: ExprRef, flows: &mut Vec<(ExprRef, Flow)>) {
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
                StmtKind::Return(values) => {
                    let direction = self.returned_direction(at, values);
                    let position = values.iter().position(|&value| value == at.expr);
                    match self.enclosing_func(at).zip(position) {
                        Some((func, position)) => Flow::Returned(func, position as u32, direction),
                        None => Flow::Gone(direction),
                    }
                }
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

    /// The field that a value of a composite literal goes to.
    pub fn field_of_value(&self, literal: ExprRef, value: ExprId) -> Option<SymbolId> {
        let ExprKind::Composite { elements, .. } = &self.expr(literal).kind else {
            return None;
        };
        let position = elements.iter().position(|element| element.value == value)?;
        match elements[position].key {
            Some(key) => self.key_field(literal, key),
            None => {
                let fields = self.fields(&self.type_of(literal));
                fields.get(position).map(|field| field.symbol)
            }
        }
    }
}

/// Stands for what happens to a symbol out of sight, which has no place.
pub(super) fn place(symbol: SymbolId) -> ExprRef {
    ExprRef {
        decl: symbol.decl,
        expr: ExprId(0),
    }
}
