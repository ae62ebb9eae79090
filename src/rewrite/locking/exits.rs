//! A stretch of statements under the lock that some `return`s leave, each behind an `Unlock` of its own.
//!
//! ```go
//! b.mu.Lock()
//! if len(b.items) == 0 {
//!     b.mu.Unlock()
//!     return nil
//! }
//! items := b.items
//! b.items = nil
//! b.mu.Unlock()
//! return b.write(items)
//! ```

use super::inside::stays_inside;
use super::regions::Rewrite;
use super::site::{MOST_LINES, Site};
use super::{Held, Shape};
use crate::finding::Safety;
use crate::source::Range;
use crate::syntax::ast::*;

/// More than so many `return`s make a function that is better looked at by hand.
const MOST_RETURNS: usize = 2;

/// Puts the statements from `first` to `last` under the lock.
pub(super) fn hold(site: &Site, list: &[StmtId], first: usize, last: usize) -> Option<Held> {
    let stmts = list.get(first..=last)?;
    let (&from, &to) = (stmts.first()?, stmts.last()?);
    let range = Range::new(site.stmt(from).range.start, site.stmt(to).range.end);
    let returns = site.returns_in(range);
    let is_short = site.lines_of(range) <= MOST_LINES && returns.len() <= MOST_RETURNS;
    let is_plain = |&stmt: &StmtId| {
        let is_listed = site.package.siblings(site.func.decl, stmt).is_some();
        is_listed && !site.accesses_in(site.stmt(stmt).range)
    };
    let ends_itself = matches!(site.stmt(to).kind, StmtKind::Return(_));
    if !is_short
        || returns.is_empty()
        || ends_itself
        || !returns.iter().all(is_plain)
        || site.may_jump(range)
        || site.waits_in_loop(range)
        || !site.is_harmless(range)
        || !site.is_known_at(range)
        || !stays_inside(site, range)
    {
        return None;
    }
    let mut rewrite = Rewrite::new(site);
    rewrite.lines.before(from, &[site.acquire()])?;
    for stmt in returns {
        rewrite.lines.before(stmt, &[site.release()])?;
    }
    rewrite.lines.after(to, &[site.release()])?;
    rewrite.safety = Safety::Unsafe;
    rewrite.shape = Shape::Statements;
    Some(rewrite.into_held(site))
}
