//! Why a channel can be closed twice.

use super::closings::{Channel, Closing};
use super::guard::Guard;
use crate::model::flow::{AccessKind, CallMode, Event, EventKind};
use crate::model::path::AccessPath;
use crate::model::structure::Condition;
use crate::model::types::Type;
use crate::model::uses::is_exported;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind, TypeSource};
use crate::source::Range;
use crate::syntax::ast::{ExprId, ExprKind, StmtId, StmtKind, UnaryOp};

/// What shows that two closes can happen; closings by their index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// Both happen in one run of one function.
    Path { first: usize, second: usize },
    /// It happens in every round of a loop around it.
    Loop { closing: usize },
    /// It happens in a goroutine that a loop starts.
    Goroutines { closing: usize },
    /// It happens in a handler, which runs once for each request.
    Handler { closing: usize },
    /// Two functions do it, and a goroutine runs one of them.
    Goroutine { spawned: usize, other: usize },
    /// Two functions that others call do it, each at its own place.
    Functions { first: usize, second: usize },
    /// An exported method that ends something does it, however often it is called.
    Stop { closing: usize },
}

pub(super) fn evidence_of(package: &Package, channel: &Channel) -> Option<Evidence> {
    let closings = &channel.closings;
    on_one_path(package, closings)
        .or_else(|| repeated(package, closings))
        .or_else(|| in_handler(package, closings))
        .or_else(|| between_functions(package, channel))
}

fn on_one_path(package: &Package, closings: &[Closing]) -> Option<Evidence> {
    for (first, one) in closings.iter().enumerate() {
        for (second, other) in closings.iter().enumerate().skip(first + 1) {
            if one.func != other.func || one.event == other.event || one.path != other.path {
                continue;
            }
            if let Some(is_in_order) = both_run(package, one, other) {
                let (first, second) = if is_in_order {
                    (first, second)
                } else {
                    (second, first)
                };
                return Some(Evidence::Path { first, second });
            }
        }
    }
    None
}

/// Whether both of two closings of one function can happen in one run, and whether the first can come first.
fn both_run(package: &Package, one: &Closing, other: &Closing) -> Option<bool> {
    let flow = package.flow(one.func);
    let (decl, here, there) = (
        one.func.decl,
        flow.events[one.event].stmt,
        flow.events[other.event].stmt,
    );
    let is_sequential = one.mode != CallMode::Spawned && other.mode != CallMode::Spawned;
    let is_racy = one.guard.is_racy() || other.guard.is_racy();
    if one.guard == Guard::Sound
        || other.guard == Guard::Sound
        || is_sequential && is_racy
        || package.are_alternatives(decl, here, there)
        || share_a_condition(package, one.func, here, there)
    {
        return None;
    }
    let stops = |event: &Event| renews(event, &one.path);
    if flow.reaches(one.event, other.event, stops) {
        Some(true)
    } else {
        flow.reaches(other.event, one.event, stops).then_some(false)
    }
}

/// Whether an event puts another channel where `path` leads.
fn renews(event: &Event, path: &AccessPath) -> bool {
    let EventKind::Access {
        path: written,
        kind: AccessKind::Write,
    } = &event.kind
    else {
        return false;
    };
    path.begins_with(written)
}

/// Whether two statements run under conditions on the same variables, which may exclude each other.
fn share_a_condition(package: &Package, func: FuncId, one: StmtId, other: StmtId) -> bool {
    let conditions = |stmt: StmtId| -> Vec<ExprId> {
        let all = package.conditions_of(func.decl, stmt).into_iter();
        all.filter_map(|condition| match condition {
            Condition::If { condition, .. } | Condition::Passed { condition, .. } => {
                Some(condition)
            }
            _ => None,
        })
        .collect()
    };
    let (mine, theirs) = (conditions(one), conditions(other));
    let variables = |conditions: &[ExprId], without: &[ExprId]| -> Vec<SymbolId> {
        let own = conditions
            .iter()
            .filter(|condition| !without.contains(condition));
        own.flat_map(|&expr| {
            package.expressions_in(ExprRef {
                decl: func.decl,
                expr,
            })
        })
        .filter_map(|at| package.path_of(at).target())
        .collect()
    };
    let (mine, theirs) = (variables(&mine, &theirs), variables(&theirs, &mine));
    mine.iter().any(|symbol| theirs.contains(symbol))
}

/// A close that comes round again in a loop, or that every goroutine of a loop makes.
fn repeated(package: &Package, closings: &[Closing]) -> Option<Evidence> {
    closings.iter().enumerate().find_map(|(number, closing)| {
        let flow = package.flow(closing.func);
        let event = &flow.events[closing.event];
        let is_spawned = closing.mode == CallMode::Spawned;
        if closing.guard == Guard::Sound || !is_spawned && closing.guard != Guard::None {
            return None;
        }
        let conditions = package.conditions_of(closing.func.decl, event.stmt);
        let inner = || {
            conditions
                .iter()
                .take_while(|condition| !matches!(condition, Condition::Loop { .. }))
        };
        let is_plain = inner().all(|condition| matches!(condition, Condition::Comm { .. }));
        let is_in_loop = inner().count() < conditions.len();
        if !is_in_loop
            || !is_plain && !is_spawned
            || !is_spawned && is_conditional(package, closing)
        {
            return None;
        }
        let comes_again = flow.reaches(closing.event, closing.event, |event| {
            renews(event, &closing.path)
        });
        comes_again.then_some(if is_spawned {
            Evidence::Goroutines { closing: number }
        } else {
            Evidence::Loop { closing: number }
        })
    })
}

/// Whether the calls that lead to the close, or the close itself, depend on anything.
fn is_conditional(package: &Package, closing: &Closing) -> bool {
    closing.via.iter().any(|&(func, event)| {
        let stmt = package.flow(func).events[event].stmt;
        !package.conditions_of(func.decl, stmt).is_empty()
    })
}

fn in_handler(package: &Package, closings: &[Closing]) -> Option<Evidence> {
    closings.iter().enumerate().find_map(|(number, closing)| {
        let root = closing.path.root_symbol()?;
        let is_own =
            package.symbol(root).func == Some(closing.func.index) && root.decl == closing.func.decl;
        let outlives = !is_own || package.symbol(root).kind == SymbolKind::Receiver;
        let is_in_handler =
            closing.guard != Guard::Sound && outlives && is_handler(package, closing.func);
        is_in_handler.then_some(Evidence::Handler { closing: number })
    })
}

/// `func(http.ResponseWriter, *http.Request)`.
fn is_handler(package: &Package, func: FuncId) -> bool {
    let Type::Func(ty) = package.func_type_of(func) else {
        return false;
    };
    let is_from_http = |ty: &Type, name: &str| {
        let Type::Named(symbol, _) = ty.pointee() else {
            return false;
        };
        &*package.symbol(*symbol).name == name
            && package.directory(symbol.decl.dir).import_path.as_deref() == Some("net/http")
    };
    matches!(ty.params.as_slice(), [writer, request]
        if is_from_http(writer, "ResponseWriter") && is_from_http(request, "Request"))
}

/// Closes in functions that no function of the package brings together.
fn between_functions(package: &Package, channel: &Channel) -> Option<Evidence> {
    let symbol = package.symbol(channel.symbol);
    let is_shared = matches!(symbol.kind, SymbolKind::Field) || !package.is_local(channel.symbol);
    if !is_shared || is_made_anew(package, channel.symbol) {
        return None;
    }
    let entries: Vec<usize> = (0..channel.closings.len())
        .filter(|&number| is_entry(package, &channel.closings[number]))
        .collect();
    let pairs = || {
        entries
            .iter()
            .flat_map(|&one| entries.iter().map(move |&other| (one, other)))
            .filter(|&(one, other)| {
                let (one, other) = (&channel.closings[one], &channel.closings[other]);
                one.func != other.func
                    && !leads_through(one, other.func)
                    && !leads_through(other, one.func)
            })
    };
    let at = |number: usize| &channel.closings[number];
    let spawned = pairs().find(|&(one, other)| {
        at(one).mode == CallMode::Spawned && at(other).mode != CallMode::Spawned
    });
    if let Some((spawned, other)) = spawned {
        return Some(Evidence::Goroutine { spawned, other });
    }
    let plain = pairs().find(|&(one, other)| {
        at(one).site < at(other).site
            && at(one).guard == Guard::None
            && at(other).guard == Guard::None
            && at(one).mode != CallMode::Spawned
            && at(other).mode != CallMode::Spawned
    });
    if let Some((first, second)) = plain {
        return Some(Evidence::Functions { first, second });
    }
    let stop = entries
        .iter()
        .copied()
        .find(|&number| is_stop(package, at(number)));
    stop.map(|closing| Evidence::Stop { closing })
}

/// Whether somebody outside of the package's own functions runs the closing's function, on an object that others have.
fn is_entry(package: &Package, closing: &Closing) -> bool {
    let func = package.func(closing.func);
    let Some(name) = func.name else { return false };
    let is_test = package.file_of(closing.func.decl).is_test;
    let is_called = !package.callers_of(closing.func).sites.is_empty();
    if closing.guard == Guard::Sound || is_test || is_called && !is_exported(&name.name) {
        return false;
    }
    let Some(root) = closing.path.root_symbol() else {
        return false;
    };
    match package.symbol(root).kind {
        SymbolKind::Receiver | SymbolKind::Param => true,
        SymbolKind::Var if !package.is_local(root) => true,
        _ => closing.mode == CallMode::Spawned,
    }
}

/// Whether a closing gets to its close through a function.
fn leads_through(closing: &Closing, func: FuncId) -> bool {
    closing.via.iter().any(|(via, _)| *via == func)
}

/// Whether a closing is a method's that ends something and that can well be called twice: callers have two places for it
/// on one variable, or it is public and `Close`, which `defer` and an error path often both call, or it has a guard,
/// which says that it expects a second call.
fn is_stop(package: &Package, closing: &Closing) -> bool {
    let Some(name) = package.func(closing.func).name else {
        return false;
    };
    let Some(root) = closing
        .path
        .root_symbol()
        .filter(|&root| package.symbol(root).kind == SymbolKind::Receiver)
    else {
        return false;
    };
    if closing.mode == CallMode::Spawned || says_once(package, closing.func) {
        return false;
    }
    let is_public = match package.type_of_symbol(root).pointee() {
        Type::Named(symbol, _) => {
            is_exported(&package.symbol(*symbol).name) && &*package.name != "main"
        }
        _ => false,
    };
    let is_close = is_public && &*name.name == "Close";
    is_close || closing.guard.is_racy() || has_two_callers(package, closing.func)
}

/// Whether the function's comment says that it is called once only.
fn says_once(package: &Package, func: FuncId) -> bool {
    let outline = package.directory(func.decl.dir).outline(func.decl);
    let comment = Range::new(outline.doc_start, outline.range.start);
    let comment = package.text(func.decl, comment).to_lowercase();
    [
        "once",
        "one time",
        "only one",
        "twice",
        "only ever",
        "at most one",
    ]
    .iter()
    .any(|words| comment.contains(words))
}

/// Whether two functions call the method on the same variable or field.
fn has_two_callers(package: &Package, method: FuncId) -> bool {
    let uses = package.uses_in_module(SymbolId {
        decl: method.decl,
        index: 0,
    });
    let mut called: Vec<(SymbolId, Option<FuncId>)> = Vec::new();
    for at in uses.certain {
        if package.file_of(at.decl).is_test {
            continue;
        }
        let ExprKind::Selector { operand, .. } = package.expr(at).kind else {
            continue;
        };
        let path = package.path_of(ExprRef {
            decl: at.decl,
            expr: operand,
        });
        let Some(target) = path.target() else {
            continue;
        };
        if is_in_constructor(package, method, &path) {
            continue;
        }
        let func = package.enclosing_func(at);
        if called
            .iter()
            .any(|(known, other)| *known == target && *other != func)
        {
            return true;
        }
        called.push((target, func));
    }
    false
}

/// Whether a function gives the field or package variable another channel while others hold the object: then its closes
/// may well take turns with its makes.
fn is_made_anew(package: &Package, symbol: SymbolId) -> bool {
    package.uses_of(symbol).certain.iter().any(|&at| {
        let Some(func) = package.enclosing_func(at) else {
            return false;
        };
        let Some(stmt) = package.stmt_of(at) else {
            return false;
        };
        let StmtKind::Assign {
            targets, values, ..
        } = &package.ast(at.decl).stmt(stmt).kind
        else {
            return false;
        };
        let Some(position) = targets.iter().position(|&target| target == at.expr) else {
            return false;
        };
        let is_nil = values.get(position).is_some_and(|&value| {
            package.type_of(ExprRef {
                decl: at.decl,
                expr: value,
            }) == Type::Nil
        });
        !is_nil && !is_in_constructor(package, func, &package.path_of(at))
    })
}

/// Whether the path begins at a variable that this function has just made an object for.
fn is_in_constructor(package: &Package, func: FuncId, path: &AccessPath) -> bool {
    let Some(root) = path.root_symbol() else {
        return false;
    };
    if !package.is_local(root) {
        return package
            .func(func)
            .name
            .is_some_and(|name| matches!(&*name.name, "init" | "main" | "TestMain"));
    }
    match package.symbol(root).ty {
        TypeSource::Value {
            value, count: 1, ..
        } => is_new_object(
            package,
            ExprRef {
                decl: root.decl,
                expr: value,
            },
        ),
        TypeSource::Declared(_) => package.symbol(root).kind == SymbolKind::Var,
        _ => false,
    }
}

/// `T{…}`, `&T{…}`, `new(T)`.
fn is_new_object(package: &Package, at: ExprRef) -> bool {
    match &package.expr(at).kind {
        ExprKind::Composite { .. } => true,
        ExprKind::Unary {
            op: UnaryOp::Address,
            operand,
        } => is_new_object(
            package,
            ExprRef {
                decl: at.decl,
                expr: *operand,
            },
        ),
        ExprKind::Call { callee, .. } => {
            package.builtin(ExprRef {
                decl: at.decl,
                expr: *callee,
            }) == Some("new")
        }
        _ => false,
    }
}
