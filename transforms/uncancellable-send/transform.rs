//! Finds sends and receives that wait for ever once it is over, and makes them watch for the end.

mod evidence;
mod given;
mod room;
mod waits;

mod answer;
mod asked;

mod fix;

use crate::engine::Transform;
use crate::finding::{Finding, Related, Severity};
use crate::model::flow::ChanOpKind;
use crate::model::{DeclId, Package};
use crate::source::Span;

use evidence::Evidence;
use waits::Wait;

pub static TRANSFORM: Transform = Transform {
    name: "uncancellable-send",
    summary: "a send that waits for ever when its receiver has been told to stop",
    page: include_str!("README.md"),
    severity: Severity::Warning,
    is_default: true,
    triggers: &["select", "ctx", "context", "Context"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let home = package.home();
    let decls: Vec<_> = package
        .decls()
        .filter(|&decl| may_wait(package, decl) && !home.file_of(decl).is_test)
        .collect();
    let mut findings = Vec::new();
    for decl in decls {
        if package.ast(decl).damaged.is_some() {
            continue;
        }
        for func in package.funcs(decl) {
            let waits = waits::waits_in(package, func);
            findings.extend(waits.iter().filter_map(|wait| finding(package, wait)));
        }
    }
    findings
}

/// Whether a declaration may hold a send, a receive, or a loop over a ticker.
fn may_wait(package: &Package, decl: DeclId) -> bool {
    let home = package.home();
    let has_ticker = || ["C", "Tick"].iter().any(|name| home.mentions(decl, name));
    home.outline(decl).mentions.tokens.has_arrow || has_ticker()
}

fn finding(package: &Package, wait: &Wait) -> Option<Finding> {
    let evidence = evidence::evidence(package, wait)?;
    if asked::is_asked_before(package, wait, &evidence) {
        return None;
    }
    let (fix, note) = match fix::fix(package, wait, &evidence) {
        Ok(fix) => (
            Some(fix),
            Some("a value that is not sent is dropped".to_string()),
        ),
        Err(reason) => (None, Some(format!("no fix: {reason}"))),
    };
    let note = note.filter(|_| fix.is_none() || wait.kind == ChanOpKind::Send);
    Some(Finding {
        transform: TRANSFORM.name,
        cause: cause(package, wait, &evidence),
        severity: TRANSFORM.severity,
        span: package.span(wait.stmt.decl, package.stmt(wait.stmt).range),
        message: message(package, wait, &evidence),
        related: vec![Related {
            span: evidence.shown,
            message: evidence.by.to_string(),
        }],
        note,
        fix,
    })
}

/// The function, the channel and the end that is not watched.
fn cause(package: &Package, wait: &Wait, evidence: &Evidence) -> Vec<Span> {
    let mut cause = package.cause_in(wait.stmt.decl, &wait.path);
    cause.push(package.symbol_span(evidence.symbol));
    cause
}

fn message(package: &Package, wait: &Wait, evidence: &Evidence) -> String {
    let name = package.path_text(&wait.path);
    let over = &evidence.over;
    match wait.kind {
        ChanOpKind::Send => format!(
            "this send on `{name}` does not watch `{over}`:\nonce that ends and nobody receives any more, it blocks for ever"
        ),
        _ => format!(
            "this receive from `{name}` does not watch `{over}`:\nonce that ends and nobody sends any more, it blocks for ever"
        ),
    }
}
