//! What is said of a lock that is taken twice.

use super::TRANSFORM;
use super::again::Again;
use super::fix;
use crate::finding::{Finding, Related, Severity, fix_or_note};
use crate::model::locks::Mode;
use crate::model::{FuncId, Package, SymbolId};
use crate::rewrite::locking::lock_text;

pub(super) fn finding(package: &Package, again: &Again) -> Finding {
    let flow = package.flow(again.func);
    let text = lock_text(package, &again.lock).unwrap_or_else(|| package.path_text(&again.lock));
    let is_reading = again.held == Mode::Read && again.mode == Mode::Read;
    let outcome = match is_reading {
        true => "a writer that waits in between blocks both for ever",
        false => "it waits for itself for ever",
    };
    let how = match is_reading {
        true => "for reading, while it is locked for reading already",
        false => "again while it is held",
    };
    let message = match again.links.as_slice() {
        [_] => format!("{text} is locked {how}:\n{outcome}"),
        links => {
            let called = links.get(1).map_or(again.func, |(func, _)| *func);
            let name = name_of(package, called);
            let through = match links.len() {
                2 => String::new(),
                more => format!(" {} calls further on", more - 2),
            };
            let through = through.replace(" 1 calls", " one call");
            match is_reading {
                true => format!("{name} locks {text}{through} {how}:\n{outcome}"),
                false => format!("{name} locks {text}{through}, which is held here:\n{outcome}"),
            }
        }
    };
    let mut related = vec![Related {
        span: package.span(again.func.decl, flow.events[again.acquire].range),
        message: "locked here".to_string(),
    }];
    let inner = again.links.iter().skip(1);
    let last = again.links.len().saturating_sub(2);
    related.extend(inner.enumerate().map(|(position, (func, range))| {
        let name = name_of(package, *func);
        Related {
            span: package.span(func.decl, *range),
            message: match position == last {
                true => format!("locked again here, by {name}"),
                false => format!("called here, by {name}"),
            },
        }
    }));
    let (fix, note) = fix_or_note(fix::fix(package, again));
    Finding {
        transform: TRANSFORM.name,
        cause: vec![package.span(again.func.decl, flow.events[again.acquire].range)],
        severity: match is_reading {
            true => Severity::Warning,
            false => TRANSFORM.severity,
        },
        span: package.span(again.func.decl, flow.events[again.event].range),
        message,
        related,
        note,
        fix,
    }
}

/// A function by its name; a literal by the function around it.
fn name_of(package: &Package, func: FuncId) -> String {
    let is_literal = package.func(func).literal.is_some();
    let is_named = package
        .ast(func.decl)
        .funcs
        .first()
        .is_some_and(|func| func.name.is_some());
    if !is_named {
        return "a function literal".to_string();
    }
    let name = package.qualified_name(SymbolId {
        decl: func.decl,
        index: 0,
    });
    match is_literal {
        true => format!("a literal in {name}"),
        false => name,
    }
}
