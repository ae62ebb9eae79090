//! A `done` channel beside a channel: where it is declared, and how each function comes by it.

use super::declared::{declare_at_caller, declare_field, declare_variable, free_name};
use super::draft::Draft;
use super::global::{self, is_global};
use crate::model::channels::{Channel, Operation};
use crate::model::flow::ChanOpKind;
use crate::model::uses::is_exported;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::syntax::ast::*;

/// What a channel is called that tells the end, by preference.
pub(super) const NAMES: &[&str] = &["done", "stop", "quit", "stopped", "finished"];

pub(super) const MADE: &str = "make(chan struct{})";

/// Where the `done` channel lives.
enum Place {
    /// A variable beside the channel's.
    Variable(SymbolId),
    /// A variable of the caller of the function that makes the channel, which passes it.
    Caller { variable: SymbolId, maker: FuncId },
    /// A field beside the channel's.
    Field,
    /// A variable of the package.
    Global,
}

/// A `done` channel for a channel.
pub struct Home {
    name: String,
    place: Place,
    /// The parameters of the channel that have got one of `done` beside them, with whether it is closed through that.
    params: Vec<SymbolId>,
}

impl Home {
    /// Declares a `done` channel for the channel of `maker`, which `closes` will close instead.
    pub fn declare(
        draft: &mut Draft,
        channel: &Channel,
        maker: SymbolId,
        closes: &[Operation],
    ) -> Result<Home, String> {
        let package = draft.package;
        if is_global(package, maker) {
            return Ok(Home {
                name: global::declare(draft, channel, maker)?,
                place: Place::Global,
                params: Vec::new(),
            });
        }
        let name = free_name(package, channel, maker)?;
        if package.symbol(maker).kind == SymbolKind::Field {
            declare_field(draft, channel, maker, &name)?;
            return Ok(Home {
                name,
                place: Place::Field,
                params: Vec::new(),
            });
        }
        let by_caller = closes.iter().find_map(|close| {
            let is_result = package.symbol(close.symbol).kind == SymbolKind::Var
                && close.symbol != maker
                && package.is_local(close.symbol);
            is_result.then_some(close.symbol)
        });
        let place = match by_caller {
            None => {
                declare_variable(draft, maker, &name)?;
                Place::Variable(maker)
            }
            Some(variable) => {
                let is_one = closes.iter().all(|close| close.symbol == variable);
                let maker = package
                    .symbol(maker)
                    .func
                    .filter(|_| is_one)
                    .map(|index| FuncId {
                        decl: maker.decl,
                        index,
                    });
                let maker = maker.ok_or("it is closed under several names")?;
                declare_at_caller(draft, variable, maker, &name)?;
                Place::Caller { variable, maker }
            }
        };
        Ok(Home {
            name,
            place,
            params: Vec::new(),
        })
    }

    /// How the function of an operation names the `done` channel; functions that are given the channel get it, too.
    pub fn expression(
        &mut self,
        draft: &mut Draft,
        channel: &Channel,
        operation: &Operation,
    ) -> Result<String, String> {
        self.expression_for(draft, channel, operation.at, operation.symbol)
    }

    fn expression_for(
        &mut self,
        draft: &mut Draft,
        channel: &Channel,
        at: ExprRef,
        symbol: SymbolId,
    ) -> Result<String, String> {
        let package = draft.package;
        let by_other_name = || "the channel goes by another name where it is used".to_string();
        match self.place {
            Place::Field => {
                if package.symbol(symbol).kind != SymbolKind::Field {
                    return Err(by_other_name());
                }
                let ExprKind::Selector { operand, .. } = package.expr(at).kind else {
                    return Err(by_other_name());
                };
                let holder = package.text(at.decl, package.ast(at.decl).expr(operand).range);
                Ok(format!("{holder}.{}", self.name))
            }
            Place::Global => Ok(self.name.clone()),
            Place::Variable(maker) => {
                let is_in_sight = at.decl == maker.decl;
                if symbol == maker
                    || is_in_sight && package.symbol(symbol).kind == SymbolKind::Param
                {
                    return Ok(self.name.clone());
                }
                self.parameter(draft, channel, symbol)
            }
            Place::Caller { variable, maker } => {
                if symbol == variable || at.decl == maker.decl {
                    return Ok(self.name.clone());
                }
                self.parameter(draft, channel, symbol)
            }
        }
    }

    /// The parameter beside one that is the channel.
    fn parameter(
        &mut self,
        draft: &mut Draft,
        channel: &Channel,
        param: SymbolId,
    ) -> Result<String, String> {
        let package = draft.package;
        let unclear = || "the channel goes by another name where it is used".to_string();
        let data = package.symbol(param);
        if data.kind != SymbolKind::Param {
            return Err(unclear());
        }
        if self.params.contains(&param) {
            return Ok(self.name.clone());
        }
        self.params.push(param);
        let func = FuncId {
            decl: param.decl,
            index: data.func.ok_or_else(unclear)?,
        };
        let closes = channel
            .of_kind(ChanOpKind::Close)
            .any(|close| close.func == Some(func));
        let direction = if closes { "chan" } else { "<-chan" };
        let field = package
            .func(func)
            .signature
            .params
            .iter()
            .find(|field| field.range.contains(data.range))
            .ok_or_else(unclear)?;
        draft.insert(
            func.decl,
            field.range.end,
            format!(", {} {direction} struct{{}}", self.name),
        );
        let position = package.param_position(func, param).ok_or_else(unclear)?;
        for call in calls_of(package, func)? {
            let ExprKind::Call { args, .. } = &package.expr(call).kind else {
                return Err(unclear());
            };
            let arg = ExprRef {
                decl: call.decl,
                expr: *args.get(position).ok_or_else(unclear)?,
            };
            let given = match package.path_of(arg).target() {
                Some(target) if channel.symbols.contains(&target) => {
                    self.expression_for(draft, channel, arg, target)?
                }
                // Never ready, so nothing changes.
                _ => "nil".to_string(),
            };
            draft.insert(call.decl, package.expr(arg).range.end, format!(", {given}"));
        }
        Ok(self.name.clone())
    }
}

/// All calls of a function whose signature may change; the error says why it may not.
pub(super) fn calls_of(package: &Package, func: FuncId) -> Result<Vec<ExprRef>, String> {
    let unclear = || {
        "a function would get another parameter, and not all of its callers are in sight"
            .to_string()
    };
    let ident = package.func(func).name.ok_or_else(unclear)?;
    let symbol = SymbolId {
        decl: func.decl,
        index: 0,
    };
    if is_exported(&ident.name) && &*package.name != "main" {
        return Err(unclear());
    }
    let uses = package.uses_in_module(symbol);
    if !uses.is_complete {
        return Err(unclear());
    }
    let calls = uses.certain.iter().map(|&at| {
        let ast = package.ast(at.decl);
        let mut inner = at.expr;
        loop {
            let Parent::Expr(outer) = ast.expr(inner).parent else {
                return None;
            };
            match &ast.expr(outer).kind {
                ExprKind::Call {
                    callee,
                    is_spread: false,
                    ..
                } if *callee == inner => {
                    return Some(ExprRef {
                        decl: at.decl,
                        expr: outer,
                    });
                }
                ExprKind::Index { operand, .. } if *operand == inner => inner = outer,
                _ => return None,
            }
        }
    });
    calls.collect::<Option<Vec<_>>>().ok_or_else(unclear)
}
