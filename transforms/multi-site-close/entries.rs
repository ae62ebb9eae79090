//! Closes in functions that no function of the package brings together.

use super::closings::{Channel, Closing};
use super::evidence::Evidence;
use super::guard::Guard;
use super::guarded::is_guarded_well;
use super::renewal::{is_in_constructor, is_made_anew};
use crate::model::flow::{AccessKind, CallMode, EventKind};
use crate::model::locks::Mode;
use crate::model::types::Type;
use crate::model::uses::is_exported;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::syntax::ast::{Decl, ExprKind, Parent, StmtKind, ValueSpec};

/// How deep a mutex may lie in a struct.
const DEPTH: u32 = 2;

/// What methods are called that end something.
const ENDINGS: &[&str] = &[
    "close",
    "stop",
    "shutdown",
    "cancel",
    "abort",
    "quit",
    "kill",
    "terminate",
    "destroy",
    "disconnect",
];

pub(super) fn between_functions(package: &Package, channel: &Channel) -> Option<Evidence> {
    let symbol = package.symbol(channel.symbol);
    let is_shared = matches!(symbol.kind, SymbolKind::Field) || !package.is_local(channel.symbol);
    if !is_shared {
        return None;
    }
    let is_test = package.file_of(channel.symbol.decl).is_test;
    let entries: Vec<usize> = (0..channel.closings.len())
        .filter(|&number| {
            let closing = &channel.closings[number];
            package.file_of(closing.func.decl).is_test == is_test && is_entry(package, closing)
        })
        .collect();
    // A test's own types are used as the test uses them: only two closes of one channel count there.
    if is_test {
        let is_open = !is_made_anew(package, channel.symbol);
        return is_open.then(|| pair(package, channel, &entries)).flatten();
    }
    let find = |is: &dyn Fn(&Closing) -> bool| {
        let mut numbers = entries.iter().copied();
        numbers.find(|&number| is(&channel.closings[number]))
    };
    if let Some(closing) = find(&|closing| is_under_read_lock(package, closing)) {
        return Some(Evidence::ReadLock { closing });
    }
    if let Some(closing) = find(&|closing| forgets_the_lock(package, closing)) {
        return Some(Evidence::Racy { closing });
    }
    if is_made_anew(package, channel.symbol) {
        return None;
    }
    pair(package, channel, &entries)
        .or_else(|| callback(package, channel, &entries))
        .or_else(|| stop(package, channel, &entries))
}

/// Two functions that both close it.
fn pair(package: &Package, channel: &Channel, entries: &[usize]) -> Option<Evidence> {
    let at = |number: usize| &channel.closings[number];
    let pairs = || {
        entries
            .iter()
            .flat_map(|&one| entries.iter().map(move |&other| (one, other)))
            .filter(|&(one, other)| are_independent(package, at(one), at(other)))
    };
    let is_guarded_well = |number: usize| {
        at(number).guard == Guard::Sound
            && is_guarded_well(package, &channel.sites[at(number).site])
    };
    let is_spawned = |number: usize| at(number).mode == CallMode::Spawned;
    let spawned = pairs().find(|&(one, other)| {
        is_spawned(one) && !is_spawned(other) && may_meet(at(one)) && may_meet(at(other))
    });
    if let Some((spawned, other)) = spawned {
        return Some(Evidence::Goroutine { spawned, other });
    }
    let plain = pairs().find(|&(one, other)| {
        at(one).site < at(other).site
            && at(one).guard == Guard::None
            && at(other).guard == Guard::None
            && !is_spawned(one)
            && !is_spawned(other)
    });
    if let Some((first, second)) = plain {
        return Some(Evidence::Functions { first, second });
    }
    let beside =
        pairs().find(|&(bare, guarded)| at(bare).guard == Guard::None && is_guarded_well(guarded));
    beside.map(|(bare, guarded)| Evidence::Beside { bare, guarded })
}

fn may_meet(closing: &Closing) -> bool {
    closing.guard != Guard::Sound
}

/// Whether neither of two closings comes about through the other, and both can be about one object.
fn are_independent(package: &Package, one: &Closing, other: &Closing) -> bool {
    // A goroutine that calls the other function is a second caller of it; one that is the other function is not.
    let leads_through = |closing: &Closing, func: FuncId| match closing.mode {
        CallMode::Spawned => closing.via.first().is_some_and(|(via, _)| *via == func),
        _ => closing.via.iter().any(|(via, _)| *via == func),
    };
    one.func != other.func
        && !leads_through(one, other.func)
        && !leads_through(other, one.func)
        && match reach_alike(package, one, other) {
            Some(is_alike) => is_alike,
            None => one.site != other.site,
        }
}

/// Whether two functions reach the channel by the same fields; `None` where they begin at different things, and so
/// nothing is known.
fn reach_alike(package: &Package, one: &Closing, other: &Closing) -> Option<bool> {
    let is_spawned = one.mode == CallMode::Spawned || other.mode == CallMode::Spawned;
    let (one, other) = (&one.path, &other.path);
    let (root, other_root) = (one.root_symbol()?, other.root_symbol()?);
    let is_receiver = |symbol: SymbolId| package.symbol(symbol).kind == SymbolKind::Receiver;
    let is_same = root == other_root
        || (is_spawned || is_receiver(root) && is_receiver(other_root))
            && package.type_of_symbol(root) == package.type_of_symbol(other_root);
    is_same.then(|| one.steps == other.steps)
}

/// Whether somebody outside of the package's own functions runs the closing's function, on an object that others have.
fn is_entry(package: &Package, closing: &Closing) -> bool {
    let func = package.func(closing.func);
    let Some(name) = func.name else { return false };
    let Some(root) = closing.path.root_symbol() else {
        return false;
    };
    let is_called = !package.callers_of(closing.func).sites.is_empty();
    let is_open = is_exported(&name.name) || !is_called;
    match package.symbol(root).kind {
        SymbolKind::Receiver => is_open,
        SymbolKind::Param => is_exported(&name.name),
        SymbolKind::Var if !package.is_local(root) => is_open,
        _ => closing.mode == CallMode::Spawned,
    }
}

/// A method under a read lock of the same object, which anybody may call: it closes whatever others close at the same
/// time.
fn is_under_read_lock(package: &Package, closing: &Closing) -> bool {
    let holder = closing.path.holder();
    let held = package.held_at(closing.func, closing.event);
    let is_read = held
        .iter()
        .any(|(lock, mode)| mode == Mode::Read && lock.holder() == holder && holder.is_some());
    let is_written = held.iter().any(|(_, mode)| mode == Mode::Write);
    let stmt = package.flow(closing.func).events[closing.event].stmt;
    let conditions = package.conditions_of(closing.func.decl, stmt);
    let can_swap = conditions.iter().any(|condition| {
        use crate::model::structure::Condition;
        let (Condition::If { condition, .. } | Condition::Passed { condition, .. }) = *condition
        else {
            return false;
        };
        let at = ExprRef {
            decl: closing.func.decl,
            expr: condition,
        };
        package.expressions_in(at).iter().any(|&at| {
            let ExprKind::Call { callee, .. } = package.expr(at).kind else {
                return false;
            };
            match &package.ast(at.decl).expr(callee).kind {
                ExprKind::Selector { field, .. } => !field.name.starts_with("Load"),
                _ => true,
            }
        })
    });
    closing.via.is_empty()
        && closing.mode != CallMode::Spawned
        && is_read
        && !is_written
        && !can_swap
}

/// A method whose guard reads and writes a field without the lock that other functions hold for it.
fn forgets_the_lock(package: &Package, closing: &Closing) -> bool {
    let (Guard::Flag { test } | Guard::Nil { test }) = closing.guard else {
        return false;
    };
    let Some(field) = package.path_of(test).target() else {
        return false;
    };
    let is_field = package.symbol(field).kind == SymbolKind::Field;
    is_field && closing.mode != CallMode::Spawned && is_locked_elsewhere(package, field)
}

fn is_locked_elsewhere(package: &Package, field: SymbolId) -> bool {
    package.uses_of(field).certain.iter().any(|&at| {
        let Some(func) = package.enclosing_func(at) else {
            return false;
        };
        let range = package.expr(at).range;
        package.flow(func).events.iter().any(|event| {
            event.range.contains(range)
                && matches!(&event.kind, EventKind::Access { path, kind }
                    if path.target() == Some(field) && *kind != AccessKind::Address)
                && event.held.iter().any(|(_, mode)| mode == Mode::Write)
        })
    })
}

/// A method that is handed out as a callback: who calls it, and how often, is not for the package to say.
fn callback(package: &Package, channel: &Channel, entries: &[usize]) -> Option<Evidence> {
    entries.iter().find_map(|&number| {
        let closing = &channel.closings[number];
        let func = package.func(closing.func);
        let name = func.name?;
        let is_called_back = ["On", "Handle", "on", "handle"].iter().any(|prefix| {
            let rest = name.name.strip_prefix(prefix);
            rest.is_some_and(is_exported)
        });
        let ends = ENDINGS
            .iter()
            .chain(&["done", "exit", "end", "once", "finish"]);
        let is_last = ends
            .into_iter()
            .any(|word| name.name.to_lowercase().contains(word));
        let is_open = matches!(closing.guard, Guard::None | Guard::Select { .. });
        if !is_called_back || is_last || !is_open || closing.mode == CallMode::Spawned {
            return None;
        }
        let uses = package.uses_of(SymbolId {
            decl: closing.func.decl,
            index: 0,
        });
        let given = uses
            .certain
            .iter()
            .copied()
            .find(|&at| is_handed_out(package, at) && !package.file_of(at.decl).is_test)?;
        Some(Evidence::Callback {
            closing: number,
            given,
        })
    })
}

/// Whether a method value goes into a field.
fn is_handed_out(package: &Package, at: ExprRef) -> bool {
    let ast = package.ast(at.decl);
    match ast.expr(at.expr).parent {
        Parent::Expr(outer) => matches!(ast.expr(outer).kind, ExprKind::Composite { .. }),
        Parent::Stmt(stmt) => matches!(ast.stmt(stmt).kind, StmtKind::Assign { .. }),
        _ => false,
    }
}

/// A method that ends something and that can well be called twice.
fn stop(package: &Package, channel: &Channel, entries: &[usize]) -> Option<Evidence> {
    entries.iter().find_map(|&number| {
        let closing = &channel.closings[number];
        let root = closing.path.root_symbol()?;
        let is_method = package.symbol(root).kind == SymbolKind::Receiver;
        if !is_method || closing.mode == CallMode::Spawned || says_once(package, closing.func) {
            return None;
        }
        let name = package.func(closing.func).name?.name;
        let receiver = package.type_of_symbol(root);
        let is_ending = is_ending(&name);
        match closing.guard {
            Guard::None => {
                if let Some(calls) = two_calls(package, closing.func) {
                    return Some(Evidence::Called {
                        closing: number,
                        calls,
                    });
                }
                let is_close = &*name == "Close"
                    && (is_public(package, receiver.pointee())
                        || is_given_as_interface(package, receiver.pointee()));
                (is_close && !has_known_callers(package, closing.func))
                    .then_some(Evidence::Close { closing: number })
            }
            Guard::Select { .. } => is_ending.then_some(Evidence::Racy { closing: number }),
            Guard::Flag { .. } | Guard::Nil { .. } => {
                let is_for_many = package.holds_lock(receiver.pointee(), DEPTH);
                (is_ending && is_exported(&name) && is_for_many)
                    .then_some(Evidence::Racy { closing: number })
            }
            Guard::Poll | Guard::Sound => None,
        }
    })
}

/// Whether a method of this name ends something.
pub(super) fn is_ending(name: &str) -> bool {
    let name = name.to_lowercase();
    ENDINGS.iter().any(|ending| name.starts_with(ending))
}

fn is_public(package: &Package, ty: &Type) -> bool {
    match ty {
        Type::Named(symbol, _) => {
            is_exported(&package.symbol(*symbol).name) && &*package.name != "main"
        }
        _ => false,
    }
}

/// Whether the package vouches for the type as an interface of another package: `var _ io.Closer = (*T)(nil)`.
fn is_given_as_interface(package: &Package, ty: &Type) -> bool {
    let Type::Named(symbol, _) = ty else {
        return false;
    };
    package.uses_of(*symbol).certain.iter().any(|&at| {
        let ast = package.ast(at.decl);
        let Decl::Vars(specs) = &ast.decl else {
            return false;
        };
        let is_assertion = |spec: &&ValueSpec| {
            let is_blank = spec.names.iter().all(|name| &*name.name == "_");
            let range = package.expr(at).range;
            is_blank
                && spec
                    .values
                    .iter()
                    .any(|&value| ast.expr(value).range.contains(range))
        };
        let interface = specs.iter().find(is_assertion).and_then(|spec| spec.ty);
        interface
            .is_some_and(|interface| matches!(ast.expr(interface).kind, ExprKind::Selector { .. }))
    })
}

/// Whether the function's comment says that it is called once only.
pub(super) fn says_once(package: &Package, func: FuncId) -> bool {
    let comment = package.doc(func.decl).to_lowercase();
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

/// Whether the module itself calls the method: then it is known who does, and that it is not done twice.
fn has_known_callers(package: &Package, method: FuncId) -> bool {
    let uses = package.uses_in_module(SymbolId {
        decl: method.decl,
        index: 0,
    });
    let mut calls = uses.certain.iter();
    calls.any(|&at| !package.file_of(at.decl).is_test && package.enclosing_func(at).is_some())
}

/// Calls of the method on the same variable or field, in two functions that keep it after the call.
fn two_calls(package: &Package, method: FuncId) -> Option<[ExprRef; 2]> {
    let uses = package.uses_in_module(SymbolId {
        decl: method.decl,
        index: 0,
    });
    let mut called: Vec<(SymbolId, Option<FuncId>, ExprRef)> = Vec::new();
    for &at in &uses.certain {
        let ExprKind::Selector { operand, .. } = package.expr(at).kind else {
            continue;
        };
        let path = package.path_of(ExprRef {
            decl: at.decl,
            expr: operand,
        });
        let Some((target, func)) = path.target().zip(package.enclosing_func(at)) else {
            continue;
        };
        // What one function does with its own variable is seen along its paths.
        if package.is_local(target) {
            continue;
        }
        if package.file_of(at.decl).is_test
            || is_in_constructor(package, func, &path)
            || is_let_go(package, func, target)
        {
            continue;
        }
        let other = called
            .iter()
            .find(|(known, other, _)| *known == target && *other != Some(func));
        if let Some(&(_, _, first)) = other {
            return Some([first, at]);
        }
        called.push((target, Some(func), at));
    }
    None
}

/// Whether the function puts something else, or nil, where the object was.
fn is_let_go(package: &Package, func: FuncId, target: SymbolId) -> bool {
    package.flow(func).events.iter().any(|event| {
        matches!(&event.kind, EventKind::Access { path, kind: AccessKind::Write }
            if path.target() == Some(target))
    })
}
