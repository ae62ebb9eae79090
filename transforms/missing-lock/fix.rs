//! The lock that the others hold, taken here too.

use std::collections::BTreeSet;

use super::bare::Bare;
use super::text::lock_text;
use crate::finding::Fix;
use crate::model::path::AccessPath;
use crate::model::{FuncId, Package};
use crate::rewrite::locking::{Lock, Shape, hold, mode_for};

pub(super) fn fix(package: &Package, bare: &Bare, all: &[Bare]) -> Option<Fix> {
    let path = common_lock(package, bare)?;
    // Others in the function that need the same lock come under it as well.
    let beside: Vec<&Bare> = all
        .iter()
        .filter(|other| {
            other.func == bare.func && common_lock(package, other).as_ref() == Some(&path)
        })
        .collect();
    let takers: BTreeSet<FuncId> = all
        .iter()
        .filter(|other| other.func != bare.func)
        .map(|other| other.func)
        .collect();
    let takers: Vec<FuncId> = takers.into_iter().collect();
    with_lock(package, &beside, &path, &takers)
        .or_else(|| with_lock(package, &[bare], &path, &takers))
}

fn with_lock(
    package: &Package,
    bares: &[&Bare],
    path: &AccessPath,
    takers: &[FuncId],
) -> Option<Fix> {
    let first = bares.first()?;
    let text = lock_text(package, path)?;
    let symbol = path.target()?;
    let writes = bares.iter().any(|bare| bare.writes());
    let events: Vec<usize> = bares
        .iter()
        .flat_map(|bare| bare.accesses.iter().map(|access| access.event))
        .collect();
    let lock = Lock {
        text: &text,
        path: Some(path),
        symbol: Some(symbol),
        mode: mode_for(package, symbol, writes),
        takers,
    };
    let held = hold(package, first.func, &events, &lock)?;
    let mut names: Vec<String> = bares
        .iter()
        .map(|bare| package.path_text(&bare.first().path))
        .collect();
    names.dedup();
    let what = names.join(" and ");
    let title = match held.shape {
        Shape::Body | Shape::Rest => format!("lock {text} in the whole function"),
        Shape::Copies => format!("copy {what} while {text} is locked"),
        Shape::Moved => format!("lock {text} for {what} too"),
        Shape::Statements => match writes {
            true => format!("lock {text} while {what} is written"),
            false => format!("lock {text} while {what} is read"),
        },
    };
    Some(Fix {
        title,
        safety: held.safety,
        edits: held.edits,
        imports: held.imports,
        about: vec![package.span(first.func.decl, package.func(first.func).range)],
    })
}

/// The one lock that all the accesses need, as the function reaches it.
fn common_lock(package: &Package, bare: &Bare) -> Option<AccessPath> {
    let mut paths = bare
        .accesses
        .iter()
        .map(|access| bare.lock_at(package, access));
    let first = paths.next()??;
    paths
        .all(|path| path.as_ref() == Some(&first))
        .then_some(first)
}
