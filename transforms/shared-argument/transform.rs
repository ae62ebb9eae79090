//! Finds structs that a goroutine changes while the function that started it goes on using them, and gives the goroutine a
//! copy.

mod shares;

mod copy;

use shares::{Share, shares};

use crate::engine::Transform;
use crate::finding::{Finding, Related, Severity, fix_or_note};
use crate::model::flow::CallMode;
use crate::model::races::{Race, Strength};
use crate::model::{DeclId, Package, SymbolKind};
use crate::source::{Range, Span};

pub static TRANSFORM: Transform = Transform {
    name: "shared-argument",
    summary: "a goroutine changes a struct that its starter goes on using",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["go", "Go", "AfterFunc"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let mentions = |decl: &DeclId| {
        let mut words = TRANSFORM.triggers.iter();
        words.any(|word| package.home().mentions(*decl, word))
    };
    let candidates: Vec<DeclId> = package.decls().filter(mentions).collect();
    candidates
        .into_iter()
        .filter(|&decl| package.ast(decl).damaged.is_none())
        .flat_map(|decl| shares(package, decl))
        .filter_map(|share| finding(package, &share))
        .collect()
}

/// Whether the transform gives the goroutine that makes the write of a race a copy.
pub(super) fn is_copied(package: &Package, race: &Race) -> bool {
    let accesses = &package.accesses_of(race.variable).all;
    let write = &accesses[race.write];
    let is_field = package.symbol(race.variable).kind == SymbolKind::Field;
    let mut starters: Vec<DeclId> = package
        .callers_of(write.func)
        .sites
        .iter()
        .filter(|site| site.mode == CallMode::Spawned)
        .map(|site| site.caller.decl)
        .collect();
    starters.sort_unstable();
    starters.dedup();
    is_field
        && starters.into_iter().any(|decl| {
            shares(package, decl).iter().any(|share| {
                // The copy is of the whole struct.
                share.runs == write.func
                    && write.path.root_symbol() == Some(share.inner)
                    && copy::fix(package, share).is_ok()
            })
        })
}

/// Whether the field is reported as one that needs a guard.
fn needs_guard(package: &Package, share: &Share) -> bool {
    let field = share.write.path.target();
    let mut races = package.races().iter();
    races.any(|race| Some(race.variable) == field && race.strength >= Strength::Open)
}

/// Without a copy for the goroutine it is a field that needs a guard, if that is known.
fn finding(package: &Package, share: &Share) -> Option<Finding> {
    let is_same = share.write.func == share.other.func && share.write.event == share.other.event;
    let name = package.symbol(share.variable).name;
    let text = package.path_text(&share.write.path);
    let message = if is_same {
        format!("several goroutines at once change {text}:\nall of them were given the same {name}")
    } else if share.giver.is_some() {
        let starter = package.func(share.func).name.map(|ident| ident.name);
        let starter = starter.map_or(String::new(), |name| format!(" of {name}"));
        format!(
            "the goroutine changes {text} while the caller{starter} goes on using what it has given:\nboth have the same struct, and nothing orders them"
        )
    } else {
        format!(
            "the goroutine changes {text} while its starter goes on using {name}:\nboth have the same struct, and nothing orders them"
        )
    };
    let start = &package.flow(share.func).events[share.start];
    let mut related = vec![Related {
        span: first_line(package, share.func.decl, start.range),
        message: "the goroutine starts here".to_string(),
    }];
    if !is_same {
        related.push(Related {
            span: package.span(share.other.func.decl, share.other.range),
            message: "used here at the same time".to_string(),
        });
    }
    let (fix, note) = fix_or_note(copy::fix(package, share));
    if fix.is_none() && needs_guard(package, share) {
        return None;
    }
    Some(Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: package.span(share.write.func.decl, share.write.range),
        message,
        related,
        note,
        fix,
    })
}

/// The part of a range that is on its first line.
fn first_line(package: &Package, decl: DeclId, range: Range) -> Span {
    let text = package.text(decl, range);
    let length = text.find('\n').unwrap_or(text.len()) as u32;
    package.span(decl, Range::new(range.start, range.start + length))
}
