//! Finds channels that are set to nil once they are closed, while others still look at the variable, and leaves them set.

mod fix;
mod kept;

use crate::engine::Transform;
use crate::finding::{Finding, Related, Severity, fix_or_note};
use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, ChanOpKind, EventKind};
use crate::model::goroutines::Concurrency;
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package, SymbolId};
use crate::syntax::ast::{StmtId, StmtKind};

pub static TRANSFORM: Transform = Transform {
    name: "close-then-nil",
    summary: "a channel variable set to nil after the close that others wait for",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["close"],
    find,
};

/// A variable that is set to nil behind a close of its channel.
struct Cleared {
    variable: SymbolId,
    func: FuncId,
    /// The events of the close and of the assignment.
    close: usize,
    write: usize,
    /// The assignment.
    stmt: StmtId,
}

fn find(package: &Package) -> Vec<Finding> {
    let mut found = Vec::new();
    for decl in package.decls_calling("close") {
        if !package.home().mentions(decl, "nil") {
            continue;
        }
        for func in package.funcs(decl) {
            found.extend(
                cleared_in(package, func)
                    .into_iter()
                    .filter_map(|cleared| finding(package, &cleared)),
            );
        }
    }
    found
}

/// The variables that a function sets to nil behind a close.
fn cleared_in(package: &Package, func: FuncId) -> Vec<Cleared> {
    let flow = package.flow(func);
    let mut found = Vec::new();
    for (close, event) in flow.events.iter().enumerate() {
        let EventKind::Chan(op) = &event.kind else {
            continue;
        };
        let Some(variable) = op.path.target().filter(|_| op.kind == ChanOpKind::Close) else {
            continue;
        };
        let write = flow.events.iter().enumerate().find(|(index, event)| {
            matches!(&event.kind, EventKind::Access { path, kind: AccessKind::Write } if *path == op.path)
                && is_nil_assignment(package, func, event.stmt)
                && flow.reaches(close, *index, |_| false)
        });
        if let Some((write, event)) = write {
            found.push(Cleared {
                variable,
                func,
                close,
                write,
                stmt: event.stmt,
            });
        }
    }
    found
}

fn is_nil_assignment(package: &Package, func: FuncId, stmt: StmtId) -> bool {
    let decl = func.decl;
    let StmtKind::Assign {
        targets, values, ..
    } = &package.ast(decl).stmt(stmt).kind
    else {
        return false;
    };
    let ([_], [value]) = (targets.as_slice(), values.as_slice()) else {
        return false;
    };
    let at = ExprRef { decl, expr: *value };
    package.type_of(at) == Type::Nil
}

fn finding(package: &Package, cleared: &Cleared) -> Option<Finding> {
    let accesses = &package.accesses_of(cleared.variable).all;
    let write = accesses
        .iter()
        .find(|access| access.func == cleared.func && access.event == cleared.write)?;
    let (read, evidence) = accesses.iter().find_map(|read| {
        let is_other = read.func != cleared.func && !read.writes();
        let evidence = is_other
            .then(|| reads_at_once(package, write, read))
            .flatten()?;
        Some((read, evidence))
    })?;
    let decl = cleared.func.decl;
    let name = package.path_text(&write.path);
    let by = package.func(read.func).name;
    let by = by.map_or_else(|| "a goroutine".to_string(), |ident| ident.name.to_string());
    let mut related = vec![Related {
        span: package.span(read.func.decl, read.range),
        message: format!("read here, by {by}"),
    }];
    related.extend(evidence.related);
    let (fix, note) = fix_or_note(fix::fix(package, cleared));
    Some(Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: package.span(decl, package.ast(decl).stmt(cleared.stmt).range),
        message: format!(
            "`{name}` is set to nil while {by} may still look at it:\nthat is a data race, and a receive from a nil channel waits for ever instead of seeing the close"
        ),
        related,
        note,
        fix,
    })
}

/// The evidence that a variable is read while it is set, with no lock in common, to wait for the channel.
fn reads_at_once(
    package: &Package,
    write: &VariableAccess,
    read: &VariableAccess,
) -> Option<Concurrency> {
    let held = package.held_at(write.func, write.event);
    let others = package.held_at(read.func, read.event);
    let locks: Vec<_> = held.iter().filter_map(|(path, _)| path.target()).collect();
    let mut shared = others.iter().filter_map(|(path, _)| path.target());
    if shared.any(|lock| locks.contains(&lock)) {
        return None;
    }
    let waits = package.flow(read.func).events.iter().any(|event| {
        matches!(&event.kind, EventKind::Chan(op)
            if matches!(op.kind, ChanOpKind::Receive | ChanOpKind::Range | ChanOpKind::Send)
                && op.path == read.path)
    });
    waits.then(|| package.concurrency(write, read)).flatten()
}
