//! The lock, taken around the call.

use super::calls::Call;
use crate::finding::Fix;
use crate::model::flow::{CallMode, Callee, EventKind};
use crate::model::locks::Mode;
use crate::model::path::{AccessPath, Root};
use crate::model::{ExprRef, Package};
use crate::rewrite::locking::{Lock, hold, lock_text, mode_for};

pub(super) fn fix(package: &Package, call: &Call) -> Option<Fix> {
    if call.site.mode != CallMode::Now {
        return None;
    }
    let text = lock_text(package, &call.lock)?;
    let symbol = call.lock.target()?;
    let lock = Lock {
        text: &text,
        path: Some(&call.lock),
        symbol: Some(symbol),
        mode: mode_for(package, symbol, call.contract.mode == Mode::Write),
        takers: &[],
    };
    let caller = call.site.caller;
    let held = hold(package, caller, &calls_beside(package, call), &lock)
        .or_else(|| hold(package, caller, &[call.site.event], &lock))?;
    let name = package.func(call.func).name?.name;
    Some(Fix {
        title: format!("lock {text} for the call of {name}"),
        safety: held.safety,
        edits: held.edits,
        imports: held.imports,
        about: vec![package.span(call.site.caller.decl, package.func(call.site.caller).range)],
    })
}

/// The call, and those beside it of other functions of the object that ask for the lock, too.
fn calls_beside(package: &Package, call: &Call) -> Vec<usize> {
    let caller = call.site.caller;
    let flow = package.flow(caller);
    let needs_lock = |number: usize| {
        let EventKind::Call {
            call: expr,
            callee: Callee::Func(callee),
            mode: CallMode::Now,
        } = flow.events[number].kind
        else {
            return false;
        };
        let at = ExprRef {
            decl: caller.decl,
            expr,
        };
        let lock = package.receiver_of(callee).map(|receiver| AccessPath {
            root: Root::Symbol(receiver),
            steps: call.contract.lock.steps.clone(),
        });
        let lock = lock.and_then(|lock| package.path_in_caller(&lock, at, callee));
        lock.as_ref() == Some(&call.lock)
            && package.is_called_locked(callee)
            && package
                .held_at(caller, number)
                .mode_of(&call.lock)
                .is_none()
            && !package.may_be_held(caller, number, &call.lock)
    };
    let mut events: Vec<usize> = (0..flow.events.len())
        .filter(|&number| needs_lock(number))
        .collect();
    events.push(call.site.event);
    events
}
