//! Finds variables that the first goroutine that needs them sets, though several can be the first, and lets one of them
//! do it.

mod double;
mod message;
mod mutex;
mod once;

use std::collections::BTreeMap;

use crate::engine::Transform;
use crate::finding::{Finding, Severity, fix_or_note};
use crate::model::races::{LazyInit, Race, Strength};
use crate::model::{FuncId, Package};
use crate::syntax::ast::StmtId;

pub static TRANSFORM: Transform = Transform {
    name: "racy-lazy-init",
    summary: "a variable that several goroutines can set, each as if it were the first",
    page: include_str!("README.md"),
    severity: Severity::Warning,
    is_default: true,
    triggers: &["if"],
    find,
};

/// The races on variables that one `if` sets: the first is reported.
struct Lazy<'a> {
    init: LazyInit,
    races: Vec<&'a Race>,
}

fn find(package: &Package) -> Vec<Finding> {
    let mut by_check: BTreeMap<(FuncId, StmtId), Lazy> = BTreeMap::new();
    for race in package.races() {
        let Some(init) = race.lazy.filter(|_| race.strength == Strength::Certain) else {
            continue;
        };
        let lazy = by_check.entry((init.func, init.check)).or_insert(Lazy {
            init,
            races: Vec::new(),
        });
        lazy.races.push(race);
    }
    by_check
        .values_mut()
        .filter_map(|lazy| {
            let is_flag = |race: &Race| package.type_of_symbol(race.variable).is_basic("bool");
            lazy.races
                .sort_by_key(|race| (is_flag(race), race.variable));
            finding(package, lazy)
        })
        .collect()
}

fn finding(package: &Package, lazy: &Lazy) -> Option<Finding> {
    let race = *lazy.races.first()?;
    let message = message::message(package, race, lazy.init);
    let fix = once::fix(package, lazy)
        .or_else(|| double::fix(package, lazy))
        .map_or_else(|| mutex::fix(package, lazy), Ok);
    let (fix, note) = fix_or_note(fix);
    Some(Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: message.span,
        message: message.text,
        related: message.related,
        note,
        fix,
    })
}
