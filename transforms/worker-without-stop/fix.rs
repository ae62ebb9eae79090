//! Lets the worker end.

use super::ends::Owner;
use super::loops::{Waits, Worker};
use crate::finding::{Edit, Fix, Safety};
use crate::model::Package;
use crate::model::structure::StmtRef;
use crate::rewrite::select::{
    End, add_clause, receive_first_or_end, receive_or_end, results_when_stopped, wait_or_end,
};
use crate::source::Range;

/// The fix, or why there is none.
pub(super) fn fix(package: &Package, worker: &Worker, owner: &Owner) -> Result<Fix, String> {
    let mut edits = Vec::new();
    let done = match owner {
        Owner::Context { over, .. } => format!("{over}.Done()"),
        Owner::Object { done, .. } => done
            .clone()
            .ok_or("the object has no channel or context that says when to stop")?,
        Owner::Starter { .. } => {
            let (name, edit) =
                declare_done(package, worker).ok_or("there is no place for a stop channel")?;
            edits.push(edit);
            name
        }
    };
    let line = results_when_stopped(package, worker.func, None)
        .ok_or("what to return then is not known")?;
    let end = End {
        done: vec![done.clone()],
        lines: vec![line],
    };
    let decl = worker.stmt.decl;
    let changed = match worker.waits {
        Waits::Range => receive_or_end(package, worker.stmt, &end),
        Waits::Select(stmt) => add_clause(package, StmtRef { decl, stmt }, &end),
        Waits::Receive(stmt) => wait_or_end(package, StmtRef { decl, stmt }, &end)
            .filter(|_| package.is_case(StmtRef { decl, stmt }))
            .or_else(|| receive_first_or_end(package, worker.stmt, &end)),
    };
    edits.extend(changed.ok_or("the loop has an unusual form")?);
    Ok(Fix {
        title: format!("end the loop when `{done}` is over"),
        safety: Safety::Unsafe,
        edits,
        imports: Vec::new(),
        about: vec![package.span(decl, package.stmt(worker.stmt).range)],
    })
}

/// `done := make(chan struct{})` and `defer close(done)` before the `go` statement.
fn declare_done(package: &Package, worker: &Worker) -> Option<(String, Edit)> {
    let site = worker.start;
    let decl = site.call.decl;
    let stmt = package.flow(site.caller).events[site.event].stmt;
    let is_once = package.loops_around(decl, stmt).is_empty();
    package.siblings(decl, stmt)?;
    let names = ["done", "stopped", "quit"];
    let free = names
        .iter()
        .find(|name| !package.directory(decl.dir).mentions(decl, name))?;
    let source = &package.file_of(decl).source;
    let start = package.stmt(StmtRef { decl, stmt }).range.start;
    let line = source.line_start(start);
    let is_first = source.slice(Range::new(line, start)).trim().is_empty();
    let indent = source.indentation(start);
    let edit = Edit {
        span: package.span(decl, Range::new(line, line)),
        text: format!("{indent}{free} := make(chan struct{{}})\n{indent}defer close({free})\n"),
    };
    (is_once && is_first).then(|| (free.to_string(), edit))
}
