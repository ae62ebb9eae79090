//! Closes through the flag and the lock that another close of the channel has already.

use super::closings::{Channel, Site};
use super::guard::{Guard, guard_at};
use super::guarded::{FlagGuard, flag_guard, holder_text};
use crate::finding::Edit;
use crate::model::flow::{CallMode, EventKind};
use crate::model::locks::Mode;
use crate::model::path::Step;
use crate::model::{FuncId, Package};
use crate::source::Range;

/// How many calls up the callers are asked whether they hold the lock.
const DEPTH: u32 = 4;

/// The edits that put each close without a guard under the flag; `None` where that is not certainly right.
pub(super) fn close_through(
    package: &Package,
    channel: &Channel,
    guard: &FlagGuard,
) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for site in &channel.sites {
        match flag_guard(package, site) {
            Some(other) if other == *guard => continue,
            Some(_) => return None,
            None => edits.extend(guarded(package, site, guard)?),
        }
    }
    (!edits.is_empty()).then_some(edits)
}

fn guarded(package: &Package, site: &Site, guard: &FlagGuard) -> Option<[Edit; 2]> {
    let path = package.path_of(site.channel);
    if guard_at(package, site.func, site.event, &path) != Guard::None {
        return None;
    }
    let decl = site.func.decl;
    let source = &package.file_of(decl).source;
    let stmt = package.stmt_of(site.call)?;
    let range = package.ast(decl).stmt(stmt).range;
    let is_listed = package.siblings(decl, stmt).is_some();
    let holder = holder_text(package, site.channel).filter(|holder| !holder.is_empty())?;
    let mut lock = path.holder()?;
    lock.steps.extend_from_slice(&guard.lock);
    let held = package.held_at(site.func, site.event);
    let is_held = held.mode_of(&lock) == Some(Mode::Write);
    let is_free = held.is_empty() && is_never_held(package, site.func, &guard.lock, DEPTH);
    if !is_listed || !is_held && !is_free {
        return None;
    }
    let line_end = source.line_end(range.end);
    let behind = source.slice(Range::new(range.end, line_end)).trim();
    let is_deferred = match site.mode {
        CallMode::Now => false,
        CallMode::Deferred if !is_held => true,
        _ => return None,
    };
    if !behind.is_empty() && !behind.starts_with("//") {
        return None;
    }
    let outer = source.indentation(range.start);
    let inner = if is_deferred {
        format!("{outer}\t")
    } else {
        outer.to_string()
    };
    let flag = package.symbol(guard.flag).name;
    let lock = &guard.lock_text;
    let mut above = format!("if !{holder}{flag} {{\n{inner}\t{holder}{flag} = true\n{inner}\t");
    let mut below = format!("{inner}}}\n");
    if !is_held {
        above = format!("{holder}{lock}Lock()\n{inner}{above}");
        below.push_str(&format!("{inner}{holder}{lock}Unlock()\n"));
    }
    if is_deferred {
        above = format!("defer func() {{\n{inner}{above}");
        below.push_str(&format!("{outer}}}()\n"));
    }
    let call = package.expr(site.call).range;
    let edit = |range: Range, text: String| Edit {
        span: range.in_file(source.id),
        text,
    };
    Some([
        edit(Range::new(range.start, call.start), above),
        edit(Range::new(line_end, line_end), below),
    ])
}

/// Whether neither the function nor any caller in sight ever has the lock, on whatever object.
fn is_never_held(package: &Package, func: FuncId, lock: &[Step], depth: u32) -> bool {
    let takes_it = package.flow(func).events.iter().any(
        |event| matches!(&event.kind, EventKind::Lock { path, .. } if path.steps.ends_with(lock)),
    );
    if depth == 0 || takes_it || package.is_called_locked(func) {
        return false;
    }
    package.callers_of(func).sites.iter().all(|site| {
        site.mode == CallMode::Spawned || is_never_held(package, site.caller, lock, depth - 1)
    })
}
