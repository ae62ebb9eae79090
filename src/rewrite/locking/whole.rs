//! A whole body, or the rest of it, under the lock: `s.mu.Lock()`, `defer s.mu.Unlock()`.

use super::asked;
use super::inside::is_named_inside;
use super::lines::Lines;
use super::site::{MOST_LINES, Site};
use super::style::Style;
use super::units::HandsOut;
use super::{Held, Shape};
use crate::finding::Safety;
use crate::source::Range;
use crate::syntax::ast::*;

/// Bodies with more statements are held whole only where most of them access.
const FEW: usize = 4;

/// Puts the whole body under the lock, where it is short and nothing in it minds.
pub(super) fn hold_body(site: &Site) -> Option<Held> {
    let body = site.ast.func(site.func.index).body?;
    let range = site.stmt(body).range;
    let StmtKind::Block(list) = &site.stmt(body).kind else {
        return None;
    };
    let style = Style::of(site.package, site.func.decl);
    let accessing = list
        .iter()
        .filter(|&&stmt| site.accesses_in(site.stmt(stmt).range))
        .count();
    let first = site.stmt(*list.first()?);
    // What a goroutine's function defers first, `wg.Done()` mostly, is to run without the lock.
    let defers_first = matches!(first.kind, StmtKind::Defer(_))
        && site.ast.func(site.func.index).literal.is_some();
    let first = first.range;
    let is_short = site.lines_of(range) <= MOST_LINES + 2
        && (list.len() <= FEW || accessing * 2 >= list.len());
    if defers_first || !is_short || !style.defers || !site.is_known_at(first) {
        return None;
    }
    let asked = match fits(site, range, &[]) {
        true => None,
        false => Some(asked::asked(site, list).filter(|asked| fits(site, range, &asked.calls))?),
    };
    let mut lines = Lines::new(site.package, site.func.decl);
    let mut calls: Vec<String> = asked.iter().map(asked::Asked::line).collect();
    calls.extend([site.acquire(), format!("defer {}", site.release())]);
    lines.at_top(body, &calls, style.is_apart && list.len() > 1)?;
    lines.open_end(*list.last()?)?;
    if let Some(asked) = &asked {
        for &call in &asked.calls {
            lines.replace(call, asked.name.clone())?;
        }
    }
    Some(Held {
        edits: lines.into_edits(site.package, site.func.decl),
        safety: match asked {
            Some(_) => Safety::Unsafe,
            None => Safety::Safe,
        },
        shape: Shape::Body,
        imports: Vec::new(),
    })
}

/// Takes the lock before the first statement that accesses, and keeps it to the function's end.
pub(super) fn hold_rest(site: &Site, list: &[StmtId], first: usize) -> Option<Held> {
    let body = site.ast.func(site.func.index).body?;
    let StmtKind::Block(top) = &site.stmt(body).kind else {
        return None;
    };
    let start = site.stmt(*list.get(first)?).range;
    let rest = Range::new(start.start, site.stmt(body).range.end);
    let style = Style::of(site.package, site.func.decl);
    let is_top = top.first() == list.first();
    if !is_top
        || !style.defers
        || site.lines_of(rest) > 2 * MOST_LINES
        || !fits(site, rest, &[])
        || !site.is_known_at(start)
    {
        return None;
    }
    let mut lines = Lines::new(site.package, site.func.decl);
    let calls = [site.acquire(), format!("defer {}", site.release())];
    lines.before(list[first], &calls)?;
    Some(Held {
        edits: lines.into_edits(site.package, site.func.decl),
        safety: Safety::Unsafe,
        shape: Shape::Rest,
        imports: Vec::new(),
    })
}

/// Whether everything in `range` may run under the lock, but for the calls in `except`, and nothing that it guards gets
/// out.
fn fits(site: &Site, range: Range, except: &[Range]) -> bool {
    let keeps = |&event: &usize| {
        site.unit(event).is_some_and(|unit| match unit.hands_out {
            HandsOut::Copy => !site.is_lock_inside(unit.expr),
            HandsOut::Range => true,
            HandsOut::Content => is_named_inside(site, unit.expr, range),
            HandsOut::Address => false,
        })
    };
    // What never ends never lets go of the lock.
    site.package.flow(site.func).returns()
        && site.is_harmless_but(range, except)
        && !site.waits_in_loop(range)
        && site
            .events
            .iter()
            .all(|event| range.contains(site.event(*event).range))
        && site.events.iter().all(keeps)
}

impl Site<'_, '_> {
    /// Copies of values that hold a lock must not be made.
    pub(super) fn is_lock_inside(&self, expr: ExprId) -> bool {
        let ty = self.package.type_of(self.at(expr));
        self.package.holds_lock(&ty, 4)
    }
}
