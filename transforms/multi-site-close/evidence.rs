//! Why a channel can be closed twice.

use super::closings::{Channel, Closing};
use super::entries::between_functions;
use super::guard::Guard;
use super::renewal::renews;
use super::retry;
use crate::model::flow::{CallMode, Event};
use crate::model::structure::Condition;
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::syntax::ast::{ExprId, StmtId};

/// What shows that two closes can happen; closings by their index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// Both happen in one run of one function.
    Path { first: usize, second: usize },
    /// It happens in every round of a loop around it.
    Loop { closing: usize },
    /// A loop calls what closes it again after it has closed it.
    Retry { closing: usize },
    /// It happens in a goroutine that a loop starts.
    Goroutines { closing: usize },
    /// It happens in a handler, which runs once for each request.
    Handler { closing: usize },
    /// It happens in a method that is handed out as a callback.
    Callback { closing: usize, given: ExprRef },
    /// Two functions do it, and a goroutine runs one of them.
    Goroutine { spawned: usize, other: usize },
    /// Two functions that others call do it, each at its own place.
    Functions { first: usize, second: usize },
    /// One function does it although another one guards its close well.
    Beside { bare: usize, guarded: usize },
    /// A method does it that two functions call on the same variable.
    Called { closing: usize, calls: [ExprRef; 2] },
    /// A public `Close` does it, however often it is called.
    Close { closing: usize },
    /// It is guarded against a second call, but not against one at the same time.
    Racy { closing: usize },
    /// It happens under a lock that others can hold too at the same time.
    ReadLock { closing: usize },
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
            if is_on_purpose(package, one, other) {
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

/// Two closes one right behind the other in a test: it wants to see the panic.
fn is_on_purpose(package: &Package, one: &Closing, other: &Closing) -> bool {
    let flow = package.flow(one.func);
    let (here, there) = (flow.events[one.event].stmt, flow.events[other.event].stmt);
    let is_test = package.file_of(one.func.decl).is_test;
    is_test
        && one.mode == CallMode::Now
        && other.mode == CallMode::Now
        && package
            .siblings(one.func.decl, here)
            .is_some_and(|(list, position)| {
                let around = position.saturating_sub(1)..list.len().min(position + 2);
                list[around].contains(&there)
            })
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
    let stops = |event: &Event| renews(package, event, &one.path);
    if flow.reaches(one.event, other.event, stops) {
        Some(true)
    } else {
        flow.reaches(other.event, one.event, stops).then_some(false)
    }
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
        let is_in_loop = inner().count() < conditions.len();
        let comes_again = is_in_loop
            && flow.reaches(closing.event, closing.event, |event| {
                renews(package, event, &closing.path)
            });
        if !comes_again {
            return None;
        }
        let is_plain = inner().all(|condition| matches!(condition, Condition::Comm { .. }));
        if is_spawned {
            Some(Evidence::Goroutines { closing: number })
        } else if is_plain && !is_conditional(package, closing) {
            Some(Evidence::Loop { closing: number })
        } else {
            retry::goes_on(package, closing).then_some(Evidence::Retry { closing: number })
        }
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
        // A test's own server mostly gets the one request that the test makes.
        let is_for_one_test = package.is_local(root) && package.file_of(closing.func.decl).is_test;
        let is_in_handler = closing.guard != Guard::Sound
            && outlives
            && !is_for_one_test
            && is_handler(package, closing.func);
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
