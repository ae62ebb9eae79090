//! Finds goroutines that loop for ever, though what started them comes to an end.

mod loops;

mod ends;

mod fix;

use crate::engine::Transform;
use crate::finding::{Finding, Related, Severity, fix_or_note};
use crate::model::Package;

use ends::Owner;
use loops::Worker;

pub static TRANSFORM: Transform = Transform {
    name: "worker-without-stop",
    summary: "a goroutine that loops for ever, though what started it ends",
    page: include_str!("README.md"),
    severity: Severity::Warning,
    is_default: true,
    triggers: &["go"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let home = package.home();
    let decls: Vec<_> = package
        .decls()
        .filter(|&decl| !home.file_of(decl).is_test && may_loop(package, decl))
        .collect();
    decls
        .into_iter()
        .filter(|&decl| package.ast(decl).damaged.is_none())
        .flat_map(|decl| loops::workers_in(package, decl))
        .filter_map(|worker| finding(package, &worker))
        .collect()
}

/// Whether a declaration may hold a loop over a channel.
fn may_loop(package: &Package, decl: crate::model::DeclId) -> bool {
    let home = package.home();
    let outline = home.outline(decl);
    let text = package.text(decl, outline.range);
    text.contains("for ") && (outline.mentions.tokens.has_arrow || text.contains("range "))
}

fn finding(package: &Package, worker: &Worker) -> Option<Finding> {
    let owner = ends::owner_of(package, worker)?;
    let (fix, note) = fix_or_note(fix::fix(package, worker, &owner));
    let channel = package.expr_text(worker.channel);
    let (why, shown) = match &owner {
        Owner::Context { over, declared } => (
            format!("it does not watch `{over}`"),
            Related {
                span: *declared,
                message: "the context that tells when it is over".to_string(),
            },
        ),
        Owner::Object { ty, method, .. } => {
            let name = package.symbol(*method).name;
            (
                format!("`{}.{name}` does not end it", package.symbol(*ty).name),
                Related {
                    span: package.span(method.decl, package.symbol(*method).range),
                    message: "what should end it".to_string(),
                },
            )
        }
        Owner::Starter { stops } => (
            "stopping a ticker does not close its channel".to_string(),
            Related {
                span: *stops,
                message: "the ticker is stopped here".to_string(),
            },
        ),
    };
    let started = Related {
        span: package.expr_span(worker.start.call),
        message: "started here".to_string(),
    };
    Some(Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: package.expr_span(worker.channel),
        message: format!(
            "this goroutine waits on `{}` in a loop that never ends:\n{why}",
            channel.split_whitespace().collect::<Vec<_>>().join(" ")
        ),
        related: vec![started, shown],
        note,
        fix,
    })
}
