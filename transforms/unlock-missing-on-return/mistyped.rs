//! `Lock` where `Unlock` was meant, and a read lock released as a write lock or the other way round.

use super::TRANSFORM;
use super::fix::held_mode;
use super::taken::Taken;
use crate::finding::{Finding, Fix, Related, Safety};
use crate::model::flow::{AccessKind, CallMode, EventKind};
use crate::model::lock_states::LockStep;
use crate::model::locks::{LockOp, Mode};
use crate::rewrite::lines::Lines;

pub(super) fn find(taken: &Taken) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    findings.extend(taken_again(taken));
    if findings.is_empty() {
        findings.extend(mismatched(taken));
    }
    findings
}

fn release_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Read => "RUnlock",
        Mode::Write => "Unlock",
    }
}

fn acquire_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Read => "RLock",
        Mode::Write => "Lock",
    }
}

/// The second `Lock` of a function that never unlocks behind it.
fn taken_again(taken: &Taken) -> Option<Finding> {
    let (event, _) = taken.acquires().find(|&(event, _)| {
        held_mode(taken, event).is_some() && !is_covered(taken, event) && is_final(taken, event)
    })?;
    let mode = held_mode(taken, event)?;
    let text = taken.text();
    let message = format!(
        "{text} is locked again here, where it is to be unlocked:\nit is locked already, and nothing unlocks it behind"
    );
    Some(finding(
        taken,
        event,
        message,
        &[(event, release_name(mode))],
    ))
}

/// Whether a deferred call takes the lock, which is held there, once more.
pub(super) fn is_deferred_again(taken: &Taken) -> bool {
    let events = taken.flow.events.iter().enumerate();
    let mut deferred = events.filter(|(_, event)| {
        matches!(&event.kind, EventKind::Lock {
            path,
            op: LockOp::Acquire(_),
            mode: CallMode::Deferred,
        } if *path == taken.lock)
    });
    deferred.any(|(event, _)| held_mode(taken, event).is_some())
}

fn is_covered(taken: &Taken, event: usize) -> bool {
    taken.states.before[event].is_some_and(|point| point.is_covered)
}

/// Whether nothing behind an event may release the lock, before it is taken anew.
fn is_final(taken: &Taken, event: usize) -> bool {
    let mut is_final = true;
    taken.walk(
        vec![(taken.event(event).block, event + 1)],
        |event| match taken.steps[event] {
            Some(LockStep::Acquire(_)) => false,
            Some(_) => {
                is_final = false;
                false
            }
            None => true,
        },
    );
    is_final
}

/// Releases in another mode than the one in which the lock is held.
fn mismatched(taken: &Taken) -> Option<Finding> {
    let releases: Vec<(usize, Mode, Mode)> = taken
        .flow
        .events
        .iter()
        .enumerate()
        .filter_map(|(number, event)| match &event.kind {
            EventKind::Lock {
                path,
                op: LockOp::Release(released),
                mode: CallMode::Now | CallMode::Deferred,
            } if *path == taken.lock => Some((number, *released, held_mode(taken, number)?)),
            _ => None,
        })
        .collect();
    let wrong: Vec<(usize, Mode)> = releases
        .iter()
        .filter(|(_, released, held)| released != held)
        .map(|(event, _, held)| (*event, *held))
        .collect();
    let &(first, held) = wrong.first()?;
    let acquires: Vec<(usize, Mode)> = taken.acquires().collect();
    let text = taken.text();
    let (acquired, released) = (acquire_name(held), release_name(other(held)));
    let message = format!(
        "{text} is locked with {acquired} and unlocked with {released}:\nthe program stops with a fatal error"
    );
    let is_all = wrong.len() == releases.len();
    // Who writes meant the write lock.
    if let [(acquire, Mode::Read)] = acquires[..]
        && is_all
        && writes_under(taken, acquire)
    {
        return Some(finding(taken, first, message, &[(acquire, "Lock")]));
    }
    let renamed: Vec<(usize, &str)> = wrong
        .iter()
        .map(|&(event, held)| (event, release_name(held)))
        .collect();
    Some(finding(taken, first, message, &renamed))
}

fn other(mode: Mode) -> Mode {
    match mode {
        Mode::Read => Mode::Write,
        Mode::Write => Mode::Read,
    }
}

/// Whether the function changes something beside the lock while it holds it.
fn writes_under(taken: &Taken, acquire: usize) -> bool {
    let events = taken.flow.events.iter().enumerate();
    let mut writes = events.filter(|(_, event)| match &event.kind {
        EventKind::Access {
            path,
            kind: AccessKind::Write | AccessKind::Update,
        } => match taken.lock.holder() {
            Some(holder) => path.begins_with(&holder) && path.steps.len() > holder.steps.len(),
            None => path.root_symbol().is_some_and(|root| {
                !taken.package.is_local(root)
                    || taken.package.symbol(root).func != Some(taken.func.index)
            }),
        },
        _ => false,
    });
    writes.any(|(number, _)| number > acquire && held_mode(taken, number).is_some())
}

fn finding(taken: &Taken, event: usize, message: String, renamed: &[(usize, &str)]) -> Finding {
    let acquire = taken
        .acquires()
        .map(|(acquire, _)| acquire)
        .find(|&acquire| acquire != event && taken.flow.reaches(acquire, event, |_| false));
    let related = acquire.map(|acquire| Related {
        span: taken.span(taken.event(acquire).range),
        message: "locked here".to_string(),
    });
    let mut lines = Lines::new(taken.package, taken.func.decl);
    let replaced = renamed.iter().try_for_each(|&(event, name)| {
        let method = taken.method(taken.event(event).range)?;
        LockOp::of_method(&method.name)?;
        lines.replace(method.range, name.to_string())
    });
    let names: Vec<&str> = renamed.iter().map(|(_, name)| *name).collect();
    let name = names.first().copied().unwrap_or("Unlock");
    let fix = replaced.map(|()| Fix {
        title: format!("call {name} instead"),
        safety: Safety::Safe,
        edits: lines.into_edits(taken.package, taken.func.decl),
        imports: Vec::new(),
        about: vec![taken.span(taken.ast.func(taken.func.index).range)],
    });
    Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: taken.span(taken.event(event).range),
        message,
        related: related.into_iter().collect(),
        note: fix
            .is_none()
            .then(|| "no fix: the lock is behind a method of another name".to_string()),
        fix,
    }
}
