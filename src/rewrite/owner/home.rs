//! A `done` channel beside a channel: where it is declared, and how each function comes by it.

use super::draft::Draft;
use super::global::{self, is_global};
use crate::model::channels::{Channel, Operation};
use crate::model::flow::{Callee, ChanOpKind};
use crate::model::types::Type;
use crate::model::uses::is_exported;
use crate::model::{DeclId, ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::rewrite::beside::is_free_field;
use crate::source::Range;
use crate::syntax::ast::*;

/// What a channel is called that tells the end, by preference.
const NAMES: &[&str] = &["done", "stop", "quit", "stopped", "finished"];

const MADE: &str = "make(chan struct{})";

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
fn calls_of(package: &Package, func: FuncId) -> Result<Vec<ExprRef>, String> {
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

/// A name that means nothing yet where the `done` channel is to be used.
fn free_name(package: &Package, channel: &Channel, maker: SymbolId) -> Result<String, String> {
    let decls: Vec<DeclId> = channel
        .operations
        .iter()
        .map(|operation| operation.at.decl)
        .chain(channel.symbols.iter().map(|symbol| symbol.decl))
        .collect();
    let is_field = package.symbol(maker).kind == SymbolKind::Field;
    let holder = package.struct_of_field(maker).map(|(ty, _)| ty);
    let is_free = |name: &&&str| match is_field {
        true => holder.is_some_and(|ty| is_free_field(package, ty, name)),
        false => decls
            .iter()
            .all(|&decl| !package.directory(decl.dir).mentions(decl, name)),
    };
    let found = NAMES.iter().find(is_free);
    Ok(found
        .ok_or("all names for a channel that tells the end are taken")?
        .to_string())
}

/// The statement that gives a local variable its first value, where it stands on lines of its own in a list.
pub fn statement_of(package: &Package, variable: SymbolId) -> Option<StmtId> {
    let ast = package.ast(variable.decl);
    let range = package.symbol(variable).range;
    let stmt = ast.stmts.iter().zip(0..).find_map(|(stmt, number)| {
        let declares = matches!(stmt.kind, StmtKind::Assign { .. } | StmtKind::Vars(_))
            && stmt.range.contains(range);
        declares.then_some(StmtId(number))
    })?;
    package.siblings(variable.decl, stmt)?;
    if let Parent::Stmt(outer) = ast.stmt(stmt).parent
        && matches!(ast.stmt(outer).kind, StmtKind::Labeled { .. })
    {
        return None;
    }
    Some(stmt)
}

fn declare_variable(draft: &mut Draft, maker: SymbolId, name: &str) -> Result<(), String> {
    let package = draft.package;
    let no_place = || "there is no clear place for a done channel".to_string();
    let decl = maker.decl;
    let ast = package.ast(decl);
    let source = draft.source(decl);
    let stmt = ast.stmt(statement_of(package, maker).ok_or_else(no_place)?);
    let symbol = package.symbol(maker).range;
    if let StmtKind::Vars(specs) = &stmt.kind
        && source
            .slice(stmt.range)
            .trim_start_matches("var")
            .trim_start()
            .starts_with('(')
    {
        let spec = specs
            .iter()
            .find(|spec| spec.range.contains(symbol))
            .ok_or_else(no_place)?;
        let indentation = source.indentation(spec.range.start).to_string();
        let end = source.line_end(spec.range.end);
        draft.insert(decl, end, format!("{indentation}{name} = {MADE}\n"));
        return Ok(());
    }
    let start = source.line_start(stmt.range.start);
    let before = source.slice(Range::new(start, stmt.range.start));
    let end = source.line_end(stmt.range.end);
    let behind = source.slice(Range::new(stmt.range.end, end)).trim();
    if !before.trim().is_empty() || !(behind.is_empty() || behind.starts_with("//")) {
        return Err(no_place());
    }
    draft.insert(decl, end, format!("{before}{name} := {MADE}\n"));
    Ok(())
}

/// Declares the channel before the statement that calls the function which makes the other one, and passes it.
fn declare_at_caller(
    draft: &mut Draft,
    variable: SymbolId,
    maker: FuncId,
    name: &str,
) -> Result<(), String> {
    let package = draft.package;
    let unclear =
        || "the channel is made by a function whose callers are not all in sight".to_string();
    let decl = variable.decl;
    let source = draft.source(decl);
    let stmt = statement_of(package, variable).ok_or_else(unclear)?;
    let start = source.line_start(package.ast(decl).stmt(stmt).range.start);
    let indentation = source.indentation(start).to_string();
    draft.insert(decl, start, format!("{indentation}{name} := {MADE}\n"));
    let signature = &package.func(maker).signature;
    if signature
        .params
        .iter()
        .any(|field| field.is_variadic || field.names.is_empty())
    {
        return Err(unclear());
    }
    let comma = if signature.params.is_empty() {
        ""
    } else {
        ", "
    };
    let close = signature.params_range.end - 1;
    draft.insert(
        maker.decl,
        close,
        format!("{comma}{name} <-chan struct{{}}"),
    );
    let stmt_range = package.ast(decl).stmt(stmt).range;
    for call in calls_of(package, maker)? {
        let ExprKind::Call {
            args, args_range, ..
        } = &package.expr(call).kind
        else {
            return Err(unclear());
        };
        let is_this = call.decl == decl && stmt_range.contains(package.expr(call).range);
        let given = if is_this { name } else { "nil" };
        let comma = if args.is_empty() { "" } else { ", " };
        draft.insert(call.decl, args_range.end - 1, format!("{comma}{given}"));
    }
    Ok(())
}

/// A field beside the channel's, made wherever that is made.
fn declare_field(
    draft: &mut Draft,
    channel: &Channel,
    maker: SymbolId,
    name: &str,
) -> Result<(), String> {
    let package = draft.package;
    let no_place = || "there is no clear place for a done channel in the struct".to_string();
    let (holder, fields) = package.struct_of_field(maker).ok_or_else(no_place)?;
    let symbol = package.symbol(maker).range;
    let field = fields
        .iter()
        .find(|field| field.range.contains(symbol))
        .ok_or_else(no_place)?;
    if has_unkeyed_literals(package, holder) {
        return Err(format!(
            "values of {} are written without field names",
            package.symbol(holder).name
        ));
    }
    let source = draft.source(maker.decl);
    let start = source.line_start(field.range.start);
    let end = source.line_end(field.range.end);
    let before = source.slice(Range::new(start, field.range.start));
    let behind = source.slice(Range::new(field.range.end, end)).trim();
    if !before.trim().is_empty() || !(behind.is_empty() || behind.starts_with("//")) {
        return Err(no_place());
    }
    draft.insert(maker.decl, end, format!("{before}{name} chan struct{{}}\n"));
    let is_mentioned = |make: &Operation| {
        let decl = make.at.decl;
        package.directory(decl.dir).id == package.home().id
    };
    for make in channel
        .operations
        .iter()
        .filter(|operation| operation.kind.is_make())
    {
        if !is_mentioned(make) {
            return Err("another package makes the channel, too".to_string());
        }
        if make.symbol == maker {
            make_beside(draft, make, name)?;
        } else {
            return Err(
                "the channel is made for a variable before it comes to the field".to_string(),
            );
        }
    }
    Ok(())
}

/// Makes the `done` channel where the other one is made: the next element of a literal, the next statement.
fn make_beside(draft: &mut Draft, make: &Operation, field: &str) -> Result<(), String> {
    let package = draft.package;
    let unclear = || "one of the places that make the channel is unusual".to_string();
    let decl = make.at.decl;
    let ast = package.ast(decl);
    let source = draft.source(decl);
    let made = ast.expr(make.at.expr).range;
    match ast.expr(make.at.expr).parent {
        Parent::Expr(literal) if matches!(ast.expr(literal).kind, ExprKind::Composite { .. }) => {
            let end = source.line_end(made.end);
            let behind = source.slice(Range::new(made.end, end)).trim();
            if behind == "," || behind.starts_with(", //") || behind.starts_with(",//") {
                let indentation = source.indentation(made.start).to_string();
                draft.insert(decl, end, format!("{indentation}{field}: {MADE},\n"));
            } else {
                draft.insert(decl, made.end, format!(", {field}: {MADE}"));
            }
            Ok(())
        }
        Parent::Stmt(stmt) => {
            let StmtKind::Assign {
                targets, values, ..
            } = &ast.stmt(stmt).kind
            else {
                return Err(unclear());
            };
            let ([target], [_]) = (targets.as_slice(), values.as_slice()) else {
                return Err(unclear());
            };
            let ExprKind::Selector { operand, .. } = ast.expr(*target).kind else {
                return Err(unclear());
            };
            let holder = package.text(decl, ast.expr(operand).range);
            let range = ast.stmt(stmt).range;
            package.siblings(decl, stmt).ok_or_else(unclear)?;
            let start = source.line_start(range.start);
            let before = source.slice(Range::new(start, range.start));
            if !before.trim().is_empty() {
                return Err(unclear());
            }
            let end = source.line_end(range.end);
            draft.insert(decl, end, format!("{before}{holder}.{field} = {MADE}\n"));
            Ok(())
        }
        _ => Err(unclear()),
    }
}

/// Whether a value of the struct type is written without the names of its fields, or it may be.
fn has_unkeyed_literals(package: &Package, ty: SymbolId) -> bool {
    let uses = package.uses_in_module(ty);
    !uses.is_complete
        || uses.certain.iter().any(|at| {
            let exprs = &package.ast(at.decl).exprs;
            exprs.iter().zip(0..).any(|(expr, number)| {
                let ExprKind::Composite { elements, .. } = &expr.kind else {
                    return false;
                };
                let literal = ExprRef {
                    decl: at.decl,
                    expr: ExprId(number),
                };
                elements.iter().any(|element| element.key.is_none())
                    && matches!(package.type_of(literal), Type::Named(symbol, _) if symbol == ty)
            })
        })
}

/// Whether a call's callee is a method of this name of a type of package `sync`.
pub fn is_sync_method(package: &Package, call: ExprRef, wanted: &str) -> bool {
    let Callee::Func(func) = package.callee(call) else {
        return false;
    };
    let symbol = SymbolId {
        decl: func.decl,
        index: 0,
    };
    let path = package.directory(func.decl.dir).import_path.as_deref();
    path == Some("sync") && package.qualified_name(symbol) == wanted
}
