//! Finds `wg.Done` calls that some way through the goroutine leaves out, and defers them.

mod counted;
mod fix;
mod rounds;
mod skips;

use crate::engine::Transform;
use crate::finding::{Finding, Fix, Related, Safety, Severity};
use crate::model::wait_groups::WaitGroupCall;
use crate::model::{FuncId, Package};
use crate::syntax::ast::{StmtId, StmtKind};

pub static TRANSFORM: Transform = Transform {
    name: "done-not-on-every-path",
    summary: "a WaitGroup's Done that a return, a continue or a panic leaves out: Wait never ends",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["Done"],
    find,
};

/// A `Done` that is left out on some way.
struct Skipped {
    func: FuncId,
    /// The calls of `Done`, one on each way that has one.
    dones: Vec<WaitGroupCall>,
    way: Way,
}

enum Way {
    /// By these statements.
    Left(Vec<StmtId>),
    /// By these statements, which end a round of the loop that the `Done` ends too.
    Round(Vec<StmtId>),
    /// By a panic that this `defer` statement stops.
    Recovered(StmtId),
}

fn find(package: &Package) -> Vec<Finding> {
    let mut found = Vec::new();
    for decl in package.decls_mentioning("Done") {
        for func in package.funcs(decl) {
            let skipped = skips::skipped(package, func);
            let skipped = skipped.into_iter().chain(rounds::skipped(package, func));
            found.extend(skipped.filter_map(|skipped| finding(package, &skipped)));
        }
    }
    found
}

fn finding(package: &Package, skipped: &Skipped) -> Option<Finding> {
    let decl = skipped.func.decl;
    let ast = package.ast(decl);
    let done = skipped.dones.first()?;
    let text = package.expr_text(done.call);
    let related = |stmt: StmtId, message: &str| {
        let range = ast.stmt(stmt).range;
        let line = package.text(decl, range).split('\n').next().unwrap_or("");
        let end = range.start + line.len() as u32;
        Related {
            span: package.span(decl, crate::source::Range::new(range.start, end)),
            message: message.to_string(),
        }
    };
    let (message, related): (String, Vec<Related>) = match &skipped.way {
        Way::Left(leaving) => (
            format!(
                "{text} is left out where the function returns before it:\nwho waits then waits for ever"
            ),
            leaving
                .iter()
                .map(|&stmt| related(stmt, "returns without it"))
                .collect(),
        ),
        Way::Round(leaving) => (
            format!(
                "{text} is left out where the round ends before it:\nwho waits then waits for ever"
            ),
            leaving
                .iter()
                .map(|&stmt| {
                    let message = match ast.stmt(stmt).kind {
                        StmtKind::Return(_) => "returns without it",
                        _ => "goes on without it",
                    };
                    related(stmt, message)
                })
                .collect(),
        ),
        Way::Recovered(stmt) => (
            format!(
                "{text} is left out if what stands before it panics, which is recovered from:\nwho waits then waits for ever"
            ),
            vec![related(*stmt, "recovers here")],
        ),
    };
    let root = done.group.target().or(done.group.root_symbol());
    let (fix, note) = match fix::edits(package, skipped) {
        Ok((title, edits)) => {
            let about = root.map(|symbol| package.symbol_span(symbol));
            let fix = Fix {
                title: title.to_string(),
                safety: Safety::Safe,
                edits,
                imports: Vec::new(),
                about: about.into_iter().collect(),
            };
            (Some(fix), None)
        }
        Err(reason) => (None, Some(format!("no fix: {reason}"))),
    };
    Some(Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: package.expr_span(done.call),
        message,
        related,
        note,
        fix,
    })
}
