//! Statements under the lock: `s.mu.Lock()`, the statements, `s.mu.Unlock()`.

use super::assigned;
use super::copies;
use super::exits;
use super::hoist::hoist;
use super::inside::stays_inside;
use super::lines::Lines;
use super::names::Names;
use super::site::{MOST_LINES, Site};
use super::torn::{acts_on_what_it_checked, is_torn};
use super::units::HandsOut;
use super::whole::hold_rest;
use super::{Held, Shape};
use crate::finding::{Import, Safety};
use crate::model::flow::EventKind;
use crate::source::Range;
use crate::syntax::ast::*;

/// What has been rewritten so far.
pub(super) struct Rewrite<'p> {
    pub lines: Lines<'p>,
    pub names: Names,
    pub safety: Safety,
    pub shape: Shape,
    pub imports: Vec<Import>,
    /// Whether the statement before holds the lock still, for what the next one copies.
    pub is_open: bool,
    has_copies: bool,
    /// The check that was rewritten last, and what was copied for it.
    checked: Option<(StmtId, Vec<copies::Copied>)>,
}

/// Puts the statements that access under the lock, one stretch of statements or each by itself.
pub(super) fn hold_statements(site: &Site) -> Option<Held> {
    let (list, first, last) = common_list(site, &site.events)?;
    let mut rewrite = Rewrite::new(site);
    if rewrite.wrap(site, &list, first, last).is_some() {
        return Some(rewrite.into_held(site));
    }
    if first != last || is_compound(site, list[first]) {
        if let Some(held) = hold_rest(site, &list, first) {
            return Some(held);
        }
        if acts_on_what_it_checked(site, false) {
            return exits::hold(site, &list, first, last);
        }
    }
    let mut rewrite = Rewrite::new(site);
    if acts_on_what_it_checked(site, true) {
        rewrite.safety = Safety::Unsafe;
    }
    rewrite.each(site, &list, first, last, DEPTH)?;
    Some(rewrite.into_held(site))
}

/// How many statements inside each other are taken apart.
const DEPTH: u32 = 6;

impl<'p> Rewrite<'p> {
    pub(super) fn new(site: &Site<'p, '_>) -> Rewrite<'p> {
        Rewrite {
            lines: Lines::new(site.package, site.func.decl),
            names: Names::default(),
            safety: Safety::Safe,
            shape: Shape::Statements,
            imports: Vec::new(),
            is_open: false,
            has_copies: false,
            checked: None,
        }
    }

    pub(super) fn into_held(self, site: &Site) -> Held {
        Held {
            edits: self.lines.into_edits(site.package, site.func.decl),
            safety: self.safety,
            shape: self.shape,
            imports: self.imports,
        }
    }

    /// Puts a stretch of a list under the lock.
    fn wrap(&mut self, site: &Site, list: &[StmtId], first: usize, last: usize) -> Option<()> {
        let stmts = list.get(first..=last)?;
        let (&from, &to) = (stmts.first()?, stmts.last()?);
        if !can_wrap(site, stmts) {
            return None;
        }
        self.lines.before(from, &[site.acquire()])?;
        self.lines.after(to, &[site.release()])?;
        if !only_access(site, stmts) {
            self.safety = Safety::Unsafe;
        }
        Some(())
    }

    /// Puts a statement and those that directly follow, where all of them access, under the lock together; the last of them.
    fn wrap_run(
        &mut self,
        site: &Site,
        list: &[StmtId],
        position: usize,
        last: usize,
    ) -> Option<usize> {
        if self.is_open {
            return None;
        }
        let may_join = |&end: &usize| {
            let stmts = list.get(position..=end);
            stmts.is_some_and(|stmts| only_access(site, stmts) && can_wrap(site, stmts))
        };
        // What the next statement only reads goes with the statement that changes it.
        let is_whole = |&end: &usize| end == last || !is_read_next(site, list, end);
        let end = (position..=last)
            .take_while(may_join)
            .take_while(is_whole)
            .last()?;
        (end > position && self.wrap(site, list, position, end).is_some()).then_some(end)
    }

    /// Puts each statement of a stretch that accesses under the lock by itself.
    fn each(
        &mut self,
        site: &Site,
        list: &[StmtId],
        first: usize,
        last: usize,
        depth: u32,
    ) -> Option<()> {
        let mut next = first;
        while next <= last {
            let position = next;
            next += 1;
            let range = site.stmt(list[position]).range;
            if !site.accesses_in(range) {
                continue;
            }
            let together = self.wrap_run(site, list, position, last);
            if let Some(end) = together {
                next = end + 1;
                continue;
            }
            let before = position.checked_sub(1).and_then(|before| list.get(before));
            if !self.is_open
                && (self.uses_checked(site, before.copied(), list[position])?
                    || hoist(self, site, list, position)?)
            {
                self.shape = match self.shape {
                    Shape::Statements => Shape::Moved,
                    shape => shape,
                };
                continue;
            }
            if !self.is_open && position < last && is_read_next(site, list, position) {
                self.lines.before(list[position], &[site.acquire()])?;
                self.is_open = true;
                continue;
            }
            if self.is_open || self.wrap(site, list, position, position).is_none() {
                self.single(site, list[position], depth)?;
            }
        }
        Some(())
    }

    /// Lets what depends on a condition use the values that were copied for it, as long as nothing there changes them: what
    /// is not nil is to be the same where it is called.
    fn use_copies(
        &mut self,
        site: &Site,
        stmt: StmtId,
        copies: &[copies::Copied],
        deep: &mut Vec<usize>,
    ) -> Option<()> {
        let is_condition = matches!(site.stmt(stmt).kind, StmtKind::If { .. });
        if !is_condition || !deep.iter().all(|&event| is_read(site, event)) {
            return Some(());
        }
        let mut rest = Vec::new();
        for &event in deep.iter() {
            let unit = site.unit(event)?;
            let range = site.ast.expr(unit.expr).range;
            let copied = copies.iter().find(|copied| {
                unit.hands_out == HandsOut::Copy && copied.value == site.text(range)
            });
            match copied {
                Some(copied) => self.lines.replace(range, copied.name.clone())?,
                None => rest.push(event),
            }
        }
        *deep = rest;
        Some(())
    }

    /// Whether all that a statement reads was copied for the check right before it: what was found to be there is used.
    ///
    /// ```go
    /// if conn == nil { // s.conn, copied
    ///     return
    /// }
    /// s.conn.Close() // the same
    /// ```
    fn uses_checked(&mut self, site: &Site, before: Option<StmtId>, stmt: StmtId) -> Option<bool> {
        let Some((check, copies)) = self
            .checked
            .take()
            .filter(|(check, _)| Some(*check) == before)
        else {
            return Some(false);
        };
        let is_if = matches!(
            site.stmt(check).kind,
            StmtKind::If {
                otherwise: None,
                ..
            }
        );
        let events = events_in(site, site.stmt(stmt).range);
        let used = events.iter().map(|&event| {
            let unit = site.unit(event)?;
            let range = site.ast.expr(unit.expr).range;
            let copied = copies
                .iter()
                .find(|copied| copied.value == site.text(range))?;
            let fits = is_read(site, event)
                && unit.hands_out == HandsOut::Copy
                && !is_in_nested_list(site, event, stmt);
            fits.then(|| (range, copied.name.clone()))
        });
        let Some(used) = used.collect::<Option<Vec<_>>>().filter(|_| is_if) else {
            return Some(false);
        };
        for (range, name) in used {
            self.lines.replace(range, name)?;
        }
        Some(true)
    }

    /// Puts what one statement accesses under the lock, where the statement itself can't be.
    fn single(&mut self, site: &Site, stmt: StmtId, depth: u32) -> Option<()> {
        if depth == 0 || is_labeled(site, stmt) {
            return None;
        }
        let range = site.stmt(stmt).range;
        let inside: Vec<usize> = events_in(site, range);
        let (mut deep, here): (Vec<usize>, Vec<usize>) = inside
            .into_iter()
            .partition(|&event| is_in_nested_list(site, event, stmt));
        if !here.is_empty() {
            let is_assigned = !self.is_open && assigned::hold(self, site, stmt, &here).is_some();
            if !is_assigned {
                let copies = copies::hold(self, site, stmt, &here)?;
                self.use_copies(site, stmt, &copies, &mut deep)?;
                if is_torn(site, stmt, &here) {
                    self.safety = Safety::Unsafe;
                }
                // What was read together is taken apart.
                if std::mem::replace(&mut self.has_copies, true) {
                    self.safety = Safety::Unsafe;
                }
                self.checked = Some((stmt, copies));
            }
        }
        // Each list inside of the statement by itself.
        let mut rest = deep;
        while let Some(&event) = rest.first() {
            let inner = innermost_below(site, event, stmt)?;
            let (list, _) = site.package.siblings(site.func.decl, inner)?;
            let list = list.to_vec();
            let is_here = |&event: &usize| {
                list.iter()
                    .any(|&stmt| site.stmt(stmt).range.contains(site.event(event).range))
            };
            let (these, others): (Vec<usize>, Vec<usize>) =
                rest.iter().partition(|event| is_here(event));
            let positions: Vec<usize> = (0..list.len())
                .filter(|&position| {
                    let range = site.stmt(list[position]).range;
                    these
                        .iter()
                        .any(|&event| range.contains(site.event(event).range))
                })
                .collect();
            let (&first, &last) = (positions.first()?, positions.last()?);
            if self.wrap(site, &list, first, last).is_none() {
                self.each(site, &list, first, last, depth - 1)?;
            }
            rest = others;
        }
        Some(())
    }
}

/// Whether a statement is an `if` that ends with leaving: what stands behind it is for when it does not hold.
pub(super) fn leaves_if_it_holds(site: &Site, stmt: StmtId) -> bool {
    let StmtKind::If {
        then,
        otherwise: None,
        ..
    } = site.stmt(stmt).kind
    else {
        return false;
    };
    let last = site.package.body_of(site.func.decl, then).last();
    last.is_some_and(|&last| {
        matches!(
            site.stmt(last).kind,
            StmtKind::Return(_) | StmtKind::Branch { .. }
        )
    })
}

/// Whether a stretch of statements can be under the lock as it is.
fn can_wrap(site: &Site, stmts: &[StmtId]) -> bool {
    let (Some(&from), Some(&to)) = (stmts.first(), stmts.last()) else {
        return false;
    };
    let range = Range::new(site.stmt(from).range.start, site.stmt(to).range.end);
    (only_access(site, stmts) || only_assign(site, stmts) || site.lines_of(range) <= MOST_LINES)
        && !site.may_leave(range)
        && !site.waits_in_loop(range)
        && site.is_harmless(range)
        && site.is_known_at(range)
        && stays_inside(site, range)
        && !stmts.iter().any(|&stmt| is_labeled(site, stmt))
}

/// Whether a statement changes what the next one reads, so that both are one step: `n++`, `return n`.
fn is_read_next(site: &Site, list: &[StmtId], position: usize) -> bool {
    let (Some(&stmt), Some(&next)) = (list.get(position), list.get(position + 1)) else {
        return false;
    };
    let written = events_in(site, site.stmt(stmt).range);
    let reads = events_in(site, site.stmt(next).range);
    can_wrap(site, &[stmt])
        && !can_wrap(site, &[next])
        && !is_compound(site, stmt)
        && !reads.is_empty()
        && written.iter().any(|&event| !is_read(site, event))
        && reads
            .iter()
            .all(|&event| is_read(site, event) && !is_in_nested_list(site, event, next))
}

/// Whether an access only reads.
fn is_read(site: &Site, event: usize) -> bool {
    matches!(&site.event(event).kind, EventKind::Access { kind, .. } if !super::units::kind_writes(*kind))
}

fn events_in(site: &Site, range: Range) -> Vec<usize> {
    let events = site.events.iter().copied();
    events
        .filter(|&event| range.contains(site.event(event).range))
        .collect()
}

/// The innermost list of statements that holds all the accesses, and where they stand in it.
pub(super) fn common_list(site: &Site, events: &[usize]) -> Option<(Vec<StmtId>, usize, usize)> {
    let &first = events.first()?;
    let mut stmt = site.listed(site.event(first).stmt)?;
    loop {
        let (list, _) = site.package.siblings(site.func.decl, stmt)?;
        let position_of = |event: usize| {
            let range = site.event(event).range;
            list.iter()
                .position(|&stmt| site.stmt(stmt).range.contains(range))
        };
        let positions: Option<Vec<usize>> =
            events.iter().map(|&event| position_of(event)).collect();
        if let Some(positions) = positions {
            let (&low, &high) = (positions.iter().min()?, positions.iter().max()?);
            return Some((list.to_vec(), low, high));
        }
        let outer = site.package.parent_stmt(site.func.decl, stmt)?;
        stmt = site.listed(outer)?;
    }
}

/// The statement, in the list nearest below `outer`, that holds an access.
fn innermost_below(site: &Site, event: usize, outer: StmtId) -> Option<StmtId> {
    let mut found = None;
    let mut stmt = site.listed(site.event(event).stmt)?;
    while stmt != outer {
        found = Some(stmt);
        let parent = site.package.parent_stmt(site.func.decl, stmt)?;
        stmt = site.listed(parent)?;
    }
    found
}

fn is_in_nested_list(site: &Site, event: usize, outer: StmtId) -> bool {
    site.listed(site.event(event).stmt)
        .is_some_and(|stmt| stmt != outer)
}

pub(super) fn is_compound(site: &Site, stmt: StmtId) -> bool {
    !matches!(
        site.stmt(stmt).kind,
        StmtKind::Expr(_)
            | StmtKind::IncDec { .. }
            | StmtKind::Assign { .. }
            | StmtKind::Vars(_)
            | StmtKind::Send { .. }
            | StmtKind::Return(_)
            | StmtKind::Go(_)
            | StmtKind::Defer(_)
    )
}

fn is_labeled(site: &Site, stmt: StmtId) -> bool {
    matches!(site.stmt(stmt).kind, StmtKind::Labeled { .. })
        || matches!(site.stmt(stmt).parent, Parent::Stmt(outer) if matches!(site.stmt(outer).kind, StmtKind::Labeled { .. }))
}

/// Whether each of the statements accesses and does little else: they run no longer under one lock than under several.
fn only_access(site: &Site, stmts: &[StmtId]) -> bool {
    stmts
        .iter()
        .all(|&stmt| !is_compound(site, stmt) && site.accesses_in(site.stmt(stmt).range))
}

/// Whether the statements only assign: however many they are, they are over at once.
fn only_assign(site: &Site, stmts: &[StmtId]) -> bool {
    stmts.iter().all(|&stmt| {
        matches!(
            site.stmt(stmt).kind,
            StmtKind::Assign { .. } | StmtKind::IncDec { .. }
        )
    })
}
