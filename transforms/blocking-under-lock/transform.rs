//! Finds what waits, with a lock held, for somebody who needs that lock to get there.

mod needs;
mod others;
mod waits;

mod fix;

use std::collections::BTreeSet;

use needs::Side;
use waits::{Wait, waits_of};

use crate::engine::Transform;
use crate::finding::{Finding, Related, Severity};
use crate::model::Package;
use crate::rewrite::locking::lock_text;

pub static TRANSFORM: Transform = Transform {
    name: "blocking-under-lock",
    summary: "a wait with a lock held for somebody who needs that lock: neither goes on",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["Lock", "RLock"],
    find,
};

/// How many places of the other side are shown.
const SHOWN: usize = 3;

fn find(package: &Package) -> Vec<Finding> {
    let decls = package.decls_mentioning_any(&["Lock", "RLock"]);
    let decls: BTreeSet<_> = decls.into_iter().collect();
    let mut findings = Vec::new();
    for decl in decls {
        for func in package.funcs(decl) {
            for wait in waits_of(package, func) {
                let sides = needs::sides(package, &wait);
                if !sides.is_empty() {
                    findings.push(finding(package, &wait, &sides));
                }
            }
        }
    }
    findings
}

fn finding(package: &Package, wait: &Wait, sides: &[Side]) -> Finding {
    let flow = package.flow(wait.func);
    let text = lock_text(package, &wait.lock).unwrap_or_else(|| package.path_text(&wait.lock));
    let what = package.path_text(&wait.what);
    let message = format!(
        "this {} while {text} is held, and who {} needs {text} for that:\nneither goes on",
        wait.kind.does(&what),
        wait.kind.answers(),
    );
    let mut related = vec![Related {
        span: package.span(wait.func.decl, flow.events[wait.acquire].range),
        message: format!("{text} is locked here"),
    }];
    for side in sides.iter().take(SHOWN) {
        related.push(Related {
            span: package.span(side.func.decl, side.locks),
            message: format!("the other side wants {text} here"),
        });
        if side.answers != side.locks {
            related.push(Related {
                span: package.span(side.func.decl, side.answers),
                message: format!("and {} here", wait.kind.answers()),
            });
        }
    }
    let fix = fix::fix(package, wait);
    Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: package.span(wait.func.decl, flow.events[wait.event].range),
        message,
        related,
        note: fix
            .is_none()
            .then(|| "no fix: what follows may rely on the lock".to_string()),
        fix,
    }
}
