//! Finds writes under a read lock, and locks for writing instead.

mod writes;

mod evidence;

mod region;

mod fix;

use std::collections::{BTreeMap, BTreeSet};

use evidence::{Evidence, evidence};
use region::acquires_before;
use writes::{Write, writes_of};

use crate::engine::Transform;
use crate::finding::{Finding, Related, Severity, fix_or_note};
use crate::model::accesses::VariableAccess;
use crate::model::locks::Mode;
use crate::model::path::AccessPath;
use crate::model::structure::Condition;
use crate::model::{ExprRef, FuncId, Package};
use crate::source::Range;

pub static TRANSFORM: Transform = Transform {
    name: "write-under-rlock",
    summary: "a write while only the read lock is held: other readers run at the same time",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["RLock"],
    find,
};

/// How many of several writes are shown beside the first.
const SHOWN: usize = 3;

fn find(package: &Package) -> Vec<Finding> {
    let mut findings = Vec::new();
    for decl in package.decls_mentioning("RLock") {
        for func in package.funcs(decl) {
            for lock in read_locks(package, func) {
                findings.extend(findings_for(package, func, &lock));
            }
        }
    }
    findings
}

/// Whether an access is a write that is reported.
pub fn is_reported(package: &Package, access: &VariableAccess) -> bool {
    let held = package.flow(access.func).events[access.event].held.iter();
    let mut locks = held.filter(|(_, mode)| *mode == Mode::Read);
    access.writes() && locks.any(|(lock, _)| !findings_for(package, access.func, lock).is_empty())
}

/// The locks that a function holds for reading somewhere.
fn read_locks(package: &Package, func: FuncId) -> BTreeSet<AccessPath> {
    let events = package.flow(func).events.iter();
    let held = events.flat_map(|event| event.held.iter());
    held.filter(|(_, mode)| *mode == Mode::Read)
        .map(|(path, _)| path.clone())
        .collect()
}

/// One finding for each place that takes the lock for reading and then writes.
fn findings_for(package: &Package, func: FuncId, lock: &AccessPath) -> Vec<Finding> {
    let Some(symbol) = lock.target() else {
        return Vec::new();
    };
    let flow = package.flow(func);
    let writes = writes_of(package, func, symbol, |_, event| {
        event.held.mode_of(lock) == Some(Mode::Read)
    });
    let mut by_acquire: BTreeMap<Vec<usize>, Vec<(Write, Evidence)>> = BTreeMap::new();
    for write in writes {
        let held = package.held_at(func, write.event);
        let is_guarded = held.iter().any(|(_, mode)| mode == Mode::Write);
        if is_guarded || is_claimed(package, func, write.event) {
            continue;
        }
        let Some(evidence) = evidence(package, func, lock, &write) else {
            continue;
        };
        let acquires = acquires_before(flow, lock, Mode::Read, write.event);
        if !acquires.is_empty() && !is_perhaps_for_writing(package, func, lock, write.event) {
            by_acquire
                .entry(acquires)
                .or_default()
                .push((write, evidence));
        }
    }
    by_acquire
        .into_iter()
        .filter_map(|(acquires, writes)| finding(package, func, lock, &acquires, writes))
        .collect()
}

/// Whether another way to a write takes the lock for writing, and only some ways that both lead there write: those that
/// write may be those that lock for it.
fn is_perhaps_for_writing(
    package: &Package,
    func: FuncId,
    lock: &AccessPath,
    event: usize,
) -> bool {
    let flow = package.flow(func);
    let others = acquires_before(flow, lock, Mode::Write, event);
    let behind = |condition: Range| {
        others
            .iter()
            .all(|&other| flow.events[other].range.end <= condition.start)
    };
    let mut conditions = package
        .conditions_of(func.decl, flow.events[event].stmt)
        .into_iter();
    !others.is_empty()
        && conditions.any(|condition| match condition {
            Condition::If { condition, .. } | Condition::Passed { condition, .. } => {
                behind(package.ast(func.decl).expr(condition).range)
            }
            _ => false,
        })
}

/// Whether an atomic swap or a try lets only one goroutine come here.
fn is_claimed(package: &Package, func: FuncId, event: usize) -> bool {
    let Some(event) = package.flow(func).events.get(event) else {
        return true;
    };
    package
        .conditions_of(func.decl, event.stmt)
        .into_iter()
        .any(|condition| {
            let (Condition::If { condition, .. } | Condition::Passed { condition, .. }) = condition
            else {
                return false;
            };
            let text = package.expr_text(ExprRef {
                decl: func.decl,
                expr: condition,
            });
            ["CompareAndSwap", "TryLock", "Swap("]
                .iter()
                .any(|word| text.contains(word))
        })
}

fn finding(
    package: &Package,
    func: FuncId,
    lock: &AccessPath,
    acquires: &[usize],
    mut writes: Vec<(Write, Evidence)>,
) -> Option<Finding> {
    let flow = package.flow(func);
    writes.sort_by_key(|(write, _)| (flow.events[write.event].range.start, write.place));
    writes.dedup_by_key(|(write, _)| write.place);
    let (first, evidence) = writes.first()?;
    let span = |event: usize| package.span(func.decl, flow.events[event].range);
    let text = package.path_text(lock);
    let variable = package.path_text(&evidence.path);
    let what = match first.callee {
        Some(callee) => {
            let name = package.func(callee).name;
            let name = name.map_or_else(|| "this call".to_string(), |name| name.name.to_string());
            format!("{name} changes {variable}")
        }
        None => format!("{variable} is changed"),
    };
    let message = format!(
        "{what} while {text} is locked for reading only:\nothers that hold the read lock run at the same time"
    );
    let mut related: Vec<Related> = acquires
        .iter()
        .map(|&event| Related {
            span: span(event),
            message: "locked for reading here".to_string(),
        })
        .collect();
    let others = writes
        .iter()
        .filter(|(write, _)| write.place != span(first.event));
    related.extend(others.take(SHOWN).map(|(write, _)| Related {
        span: write.place,
        message: "changed here".to_string(),
    }));
    related.extend(
        writes
            .iter()
            .find_map(|(_, evidence)| evidence.other.clone()),
    );
    let (fix, note) = match region::region(package, func, lock, acquires) {
        None => (
            None,
            Some("no fix: its unlocks are not all in sight".to_string()),
        ),
        Some(region) => fix_or_note(fix::fix(package, func, lock, &region)),
    };
    Some(Finding {
        transform: TRANSFORM.name,
        cause: package.cause_in(func.decl, lock),
        severity: TRANSFORM.severity,
        span: span(first.event),
        message,
        related,
        note,
        fix,
    })
}
