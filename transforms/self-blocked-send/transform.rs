//! Finds sends that nobody can receive, because whoever receives comes later on the same goroutine.

mod blocks;

mod fields;

mod fix;

use crate::engine::Transform;
use crate::finding::{Finding, Related, Severity, fix_or_note};
use crate::model::Package;

use blocks::Blocked;

pub static TRANSFORM: Transform = Transform {
    name: "self-blocked-send",
    summary: "a send whose only receiver comes later on the same goroutine",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["chan"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let home = package.home();
    let mut found = Vec::new();
    for decl in package.decls_calling("make") {
        if !home.mentions(decl, "chan") {
            continue;
        }
        for func in package.funcs(decl) {
            found.extend(blocks::blocked_in(package, func));
        }
    }
    let sends = package.decls().filter(|&decl| {
        home.outline(decl).mentions.tokens.has_arrow && !home.file_of(decl).is_test
    });
    for decl in sends.filter(|&decl| package.ast(decl).damaged.is_none()) {
        for func in package.funcs(decl) {
            found.extend(fields::blocked_in(package, func));
        }
    }
    found
        .iter()
        .map(|blocked| finding(package, blocked))
        .collect()
}

fn finding(package: &Package, blocked: &Blocked) -> Finding {
    let name = package.path_text(&blocked.path);
    let mut related = vec![Related {
        span: package.expr_span(blocked.make),
        message: match blocked.capacity {
            0 => "made without room here".to_string(),
            capacity => format!("made with room for {capacity} here"),
        },
    }];
    related.extend(blocked.receives.first().map(|receive| Related {
        span: package.expr_span(receive.at),
        message: "only received later, here".to_string(),
    }));
    let who = match blocked.receives.is_empty() {
        true if blocked.is_returned => "whoever receives only gets the channel behind it",
        true => "nobody receives from it",
        false => "its receiver only comes behind it",
    };
    let (fix, note) = fix_or_note(fix::fix(package, blocked));
    Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: package.span(blocked.stmt.decl, package.stmt(blocked.stmt).range),
        message: format!("this send on `{name}` never ends:\nthere is no room left, and {who}"),
        related,
        note,
        fix,
    }
}
