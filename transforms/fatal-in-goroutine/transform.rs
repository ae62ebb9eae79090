//! Finds calls in a test's goroutines that end only the goroutine, not the test, and has them report and return.

mod endings;
mod fix;
mod goroutines;

use crate::engine::Transform;
use crate::finding::{Finding, Related, Severity, fix_or_note};
use crate::model::Package;
use crate::source::{Range, Span};
use endings::Ending;
use goroutines::Goroutine;

pub static TRANSFORM: Transform = Transform {
    name: "fatal-in-goroutine",
    summary: "t.Fatal, t.Skip or require in a goroutine of a test: they end the goroutine, and the test goes on",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["testing"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let starts = ["go", "Go", "TryGo", "AfterFunc"];
    for decl in package.decls_mentioning_both(&["testing"], &starts) {
        for goroutine in goroutines::goroutines(package, decl) {
            for ending in &endings::endings(package, &goroutine) {
                let finding = finding(package, &goroutine, ending);
                if found.iter().all(|known| known.span != finding.span) {
                    found.push(finding);
                }
            }
        }
    }
    found
}

fn finding(package: &Package, goroutine: &Goroutine, ending: &Ending) -> Finding {
    let decl = ending.call.decl;
    let called = package.text(decl, ending.callee);
    let message = format!(
        "{called} ends the goroutine that calls it, and not the test:\nonly the goroutine that runs the test may call it"
    );
    let related = vec![Related {
        span: first_line(package, goroutine.start.0, goroutine.start.1),
        message: "the goroutine is started here".to_string(),
    }];
    let (fix, note) = fix_or_note(fix::fix(package, goroutine, ending));
    Finding {
        transform: TRANSFORM.name,
        cause: vec![package.span(goroutine.start.0, goroutine.start.1)],
        severity: TRANSFORM.severity,
        span: package.span(decl, ending.callee),
        message,
        related,
        note,
        fix,
    }
}

/// The part of a range that is on its first line.
fn first_line(package: &Package, decl: crate::model::DeclId, range: Range) -> Span {
    let text = package.text(decl, range);
    let length = text.find('\n').unwrap_or(text.len()) as u32;
    package.span(decl, Range::new(range.start, range.start + length))
}
