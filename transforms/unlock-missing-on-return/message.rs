//! What is said of a lock that is not released.

use super::TRANSFORM;
use super::fix;
use super::leaks::{Exit, Leak};
use super::taken::Taken;
use crate::finding::{Finding, Related, fix_or_note};
use crate::syntax::ast::{BranchKind, StmtKind};

/// How many other ways out are shown.
const SHOWN: usize = 8;

pub(super) fn finding(taken: &Taken, leaks: &[Leak]) -> Finding {
    let first = &leaks[0];
    let acquire = first.acquires.first().copied();
    let at_lock = matches!(first.exit, Exit::End | Exit::Behind(_));
    let place = match acquire {
        Some(acquire) if at_lock => taken.event(acquire).range,
        _ => first.range,
    };
    let text = taken.text();
    let message = match first.exit {
        Exit::Return(_) => {
            format!("{text} is still locked at this return:\nwhoever locks it next waits for ever")
        }
        Exit::End => format!(
            "{text} is still locked when the function ends:\nwhoever locks it next waits for ever"
        ),
        Exit::Panic(_) => format!(
            "{text} is still locked when this panics:\nif anybody recovers, whoever locks it next waits for ever"
        ),
        Exit::Jump(stmt) => {
            let word = match taken.ast.stmt(stmt).kind {
                StmtKind::Branch { kind, .. } => keyword(kind),
                _ => "jump",
            };
            format!("{text} is still locked at this {word}:\nwhoever locks it next waits for ever")
        }
        Exit::Behind(_) => format!(
            "{text} is locked here and not unlocked behind:\nwhoever locks it next waits for ever"
        ),
    };
    let mut related: Vec<Related> = Vec::new();
    if at_lock {
        related.push(Related {
            span: taken.span(first.range),
            message: "still locked here".to_string(),
        });
    } else if let Some(acquire) = acquire {
        related.push(Related {
            span: taken.span(taken.event(acquire).range),
            message: "locked here".to_string(),
        });
    }
    related.extend(leaks.iter().skip(1).take(SHOWN).map(|leak| Related {
        span: taken.span(leak.range),
        message: "still locked here too".to_string(),
    }));
    let release = taken.releases().map(|(event, _)| event).find(|&event| {
        acquire.is_some_and(|acquire| taken.flow.reaches(acquire, event, |_| false))
    });
    related.extend(release.map(|event| Related {
        span: taken.span(taken.event(event).range),
        message: "other paths unlock it".to_string(),
    }));
    let (fix, note) = fix_or_note(fix::fix(taken, leaks));
    Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: taken.span(place),
        message,
        related,
        note,
        fix,
    }
}

fn keyword(kind: BranchKind) -> &'static str {
    match kind {
        BranchKind::Break => "break",
        BranchKind::Continue => "continue",
        BranchKind::Goto => "goto",
        BranchKind::Fallthrough => "fallthrough",
    }
}
