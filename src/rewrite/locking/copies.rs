//! Values copied to local variables under the lock, where the statement that uses them can't be under it.

use super::Shape;
use super::clones::{Fill, clone_of};
use super::heads::{Head, heads, init_of};
use super::regions::Rewrite;
use super::site::Site;
use super::units::HandsOut;
use crate::finding::Safety;
use crate::model::SymbolId;
use crate::model::flow::{CallMode, EventKind};
use crate::model::locks::LockOp;
use crate::model::types::Type;
use crate::source::Range;
use crate::syntax::ast::*;

/// A value, and the local variable that it is copied to.
pub(super) struct Copied {
    expr: ExprId,
    pub name: String,
    /// The text of what is copied.
    pub value: String,
    fill: Option<Fill>,
}

/// Copies what the heads of `stmt` read to locals above it, and returns these.
pub(super) fn hold(
    rewrite: &mut Rewrite,
    site: &Site,
    stmt: StmtId,
    events: &[usize],
) -> Option<Vec<Copied>> {
    let (mut in_init, mut in_heads): (Vec<usize>, Vec<usize>) = match init_of(site, stmt) {
        Some(init) => {
            let range = site.stmt(init).range;
            let is_inside = |event: &&usize| range.contains(site.event(**event).range);
            (
                events.iter().filter(is_inside).copied().collect(),
                events
                    .iter()
                    .filter(|event| !is_inside(event))
                    .copied()
                    .collect(),
            )
        }
        None => (Vec::new(), events.to_vec()),
    };
    let mut lines = Vec::new();
    if !in_init.is_empty() {
        match move_out(rewrite, site, stmt, &in_init) {
            Some(moved) => lines.push(moved),
            None => in_heads.splice(0..0, in_init.drain(..)).for_each(drop),
        }
    }
    let copies = copies_of(rewrite, site, stmt, &in_heads)?;
    for copied in &copies {
        lines.push(format!("{} := {}", copied.name, copied.value));
        lines.extend(copied.fill.iter().flat_map(|fill| fill.lines(&copied.name)));
        rewrite
            .lines
            .replace(site.ast.expr(copied.expr).range, copied.name.clone())?;
    }
    rewrite.shape = Shape::Copies;
    if in_init.len() + in_heads.len() > 1 {
        rewrite.safety = Safety::Unsafe;
    }
    if std::mem::take(&mut rewrite.is_open) {
        lines.push(site.release());
        rewrite.lines.before(stmt, &lines)?;
        rewrite.lines.open_end(stmt)?;
        return Some(copies);
    }
    if let Some(release) = release_before(site, stmt) {
        rewrite.lines.before(release, &lines)?;
        return Some(copies);
    }
    if !site.is_known_at(Range::new(
        site.stmt(stmt).range.start,
        site.stmt(stmt).range.start,
    )) {
        return None;
    }
    lines.insert(0, site.acquire());
    lines.push(site.release());
    rewrite.lines.before(stmt, &lines)?;
    rewrite.lines.open_end(stmt)?;
    Some(copies)
}

/// The release of the same lock directly before a statement: what is copied can be copied before it.
fn release_before(site: &Site, stmt: StmtId) -> Option<StmtId> {
    let lock = site.lock.path?;
    let (list, position) = site.package.siblings(site.func.decl, stmt)?;
    let &before = list.get(position.checked_sub(1)?)?;
    let is_release = site.flow.events.iter().any(|event| {
        event.stmt == before
            && matches!(&event.kind, EventKind::Lock { path, op: LockOp::Release(_), mode: CallMode::Now } if path == lock)
            && event.held.mode_of(lock).is_some()
    });
    (is_release && matches!(site.stmt(before).kind, StmtKind::Expr(_))).then_some(before)
}

/// Takes the statement before a condition out, and returns its text.
fn move_out(rewrite: &mut Rewrite, site: &Site, stmt: StmtId, events: &[usize]) -> Option<String> {
    let init = init_of(site, stmt)?;
    let next = match &site.stmt(stmt).kind {
        StmtKind::If { condition, .. } => *condition,
        StmtKind::Switch { tag: Some(tag), .. } => *tag,
        _ => return None,
    };
    let StmtKind::Assign {
        targets,
        op: AssignOp::Define,
        ..
    } = &site.stmt(init).kind
    else {
        return None;
    };
    let range = site.stmt(init).range;
    let gives_copies = events.iter().all(|&event| {
        site.unit(event)
            .is_some_and(|unit| unit.hands_out == HandsOut::Copy && !site.is_lock_inside(unit.expr))
    });
    if !gives_copies || !site.is_harmless(range) || site.lines_of(range) > 1 {
        return None;
    }
    for &target in targets {
        let ExprKind::Name(name) = &site.ast.expr(target).kind else {
            return None;
        };
        if &**name != "_" && !(may_widen(site, stmt, name) && rewrite.names.claim(name)) {
            return None;
        }
    }
    let gap = Range::new(range.start, site.ast.expr(next).range.start);
    if site.text(gap).contains('\n') {
        return None;
    }
    rewrite.lines.replace(gap, String::new())?;
    Some(site.text(range).to_string())
}

/// Whether a name that `stmt` declares for itself may be declared in the list around it instead: nothing else there
/// means something by it.
fn may_widen(site: &Site, stmt: StmtId, name: &Name) -> bool {
    let Some(outer) = site.package.parent_stmt(site.func.decl, stmt) else {
        return false;
    };
    let around = site.stmt(outer).range;
    let own = site.stmt(stmt).range;
    let Some((list, _)) = site.package.siblings(site.func.decl, stmt) else {
        return false;
    };
    let symbols = &site.package.scopes(site.func.decl).symbols;
    let declares = |stmt: &StmtId, range: Range| match &site.stmt(*stmt).kind {
        StmtKind::Assign {
            targets,
            op: AssignOp::Define,
            ..
        } => targets
            .iter()
            .any(|&target| site.ast.expr(target).range == range),
        StmtKind::Vars(specs) => specs
            .iter()
            .any(|spec| spec.names.iter().any(|name| name.range == range)),
        _ => false,
    };
    let is_in_list = |range: Range| {
        let found = list.iter().find(|stmt| declares(stmt, range));
        found.is_some_and(|&later| !may_assign_instead(site, stmt, later, name))
    };
    let is_given = |range: Range| {
        let func = site.ast.func(site.func.index);
        let header = Range::new(func.range.start, around.start);
        site.ast.func(site.func.index).body == Some(outer) && header.contains(range)
    };
    let is_declared = symbols
        .iter()
        .any(|symbol| symbol.name == *name && (is_in_list(symbol.range) || is_given(symbol.range)));
    // Uses elsewhere in the list must be of variables that are declared deeper.
    let is_meant = site.ast.exprs.iter().zip(0..).any(|(expr, number)| {
        let is_use = matches!(&expr.kind, ExprKind::Name(used) if used == name)
            && around.contains(expr.range)
            && !own.contains(expr.range);
        is_use
            && match site.package.named_symbol(site.at(ExprId(number))) {
                Some(symbol) => {
                    symbol.decl != site.func.decl
                        || !around.contains(site.package.symbol(symbol).range)
                }
                None => false,
            }
    });
    !is_declared && !is_meant
}

/// Whether a statement behind `stmt` that declares `name`, too, would do with assigning to it: it declares others as well,
/// and the type is the same.
fn may_assign_instead(site: &Site, stmt: StmtId, later: StmtId, name: &Name) -> bool {
    let StmtKind::Assign { targets, .. } = &site.stmt(later).kind else {
        return false;
    };
    let Some(init) = init_of(site, stmt) else {
        return false;
    };
    let declared_by = |stmt: StmtId| -> Vec<SymbolId> {
        let StmtKind::Assign { targets, .. } = &site.stmt(stmt).kind else {
            return Vec::new();
        };
        let starts = targets
            .iter()
            .map(|&target| site.ast.expr(target).range.start);
        starts
            .filter_map(|start| site.package.symbol_declared_at(site.func.decl, start))
            .collect()
    };
    let named = |symbols: &[SymbolId]| {
        let mut symbols = symbols.iter().copied();
        symbols.find(|&symbol| site.package.symbol(symbol).name == *name)
    };
    let (own, others) = (declared_by(init), declared_by(later));
    let (Some(first), Some(second)) = (named(&own), named(&others)) else {
        return false;
    };
    let is_new = |symbol: &SymbolId| {
        let other = site.package.symbol(*symbol).name;
        own.iter()
            .all(|&known| site.package.symbol(known).name != other)
    };
    let ty = site.package.type_of_symbol(first);
    site.stmt(later).range.start > site.stmt(stmt).range.end
        && targets.len() > 1
        && others.iter().any(is_new)
        && !ty.is_unknown()
        && ty == site.package.type_of_symbol(second)
}

fn copies_of(
    rewrite: &mut Rewrite,
    site: &Site,
    stmt: StmtId,
    events: &[usize],
) -> Option<Vec<Copied>> {
    if events.is_empty() {
        return Some(Vec::new());
    }
    let all = heads(site, stmt)?;
    let mut wanted: Vec<(ExprId, HandsOut)> = Vec::new();
    for &event in events {
        let range = site.event(event).range;
        let head = *all
            .iter()
            .find(|head| site.ast.expr(head.expr).range.contains(range))?;
        let unit = copied_at(site, stmt, event, head, &all)?;
        if !wanted.iter().any(|(expr, _)| *expr == unit.0) {
            wanted.push(unit);
        }
    }
    // What lies in another copied value is copied with it.
    let ranges: Vec<Range> = wanted
        .iter()
        .map(|(expr, _)| site.ast.expr(*expr).range)
        .collect();
    let is_outermost = |range: Range| {
        !ranges
            .iter()
            .any(|&other| other != range && other.contains(range))
    };
    let mut copies: Vec<Copied> = Vec::new();
    for (expr, hands_out) in wanted {
        let range = site.ast.expr(expr).range;
        if !is_outermost(range) {
            continue;
        }
        let text = site.text(range);
        if text.contains('\n') {
            return None;
        }
        let (value, fill) = match hands_out {
            HandsOut::Copy => (text.to_string(), None),
            HandsOut::Content | HandsOut::Range => {
                rewrite.safety = Safety::Unsafe;
                let clone = clone_of(site, &mut rewrite.names, stmt, expr)?;
                rewrite.imports.extend(clone.import);
                (clone.value, clone.fill)
            }
            HandsOut::Address => return None,
        };
        let name = match copies.iter().find(|copied| copied.value == value) {
            Some(same) => same.name.clone(),
            None => rewrite
                .names
                .fresh(site.package, site.func.decl, &name_for(site, expr))?,
        };
        copies.push(Copied {
            expr,
            name,
            value,
            fill,
        });
    }
    let mut seen: Vec<String> = Vec::new();
    for copied in &mut copies {
        if seen.contains(&copied.name) {
            rewrite
                .lines
                .replace(site.ast.expr(copied.expr).range, copied.name.clone())?;
        }
        seen.push(copied.name.clone());
    }
    let mut names: Vec<String> = Vec::new();
    copies.retain(|copied| {
        let is_new = !names.contains(&copied.name);
        names.push(copied.name.clone());
        is_new
    });
    Some(copies)
}

/// What to copy for one access.
fn copied_at(
    site: &Site,
    stmt: StmtId,
    event: usize,
    head: Head,
    all: &[Head],
) -> Option<(ExprId, HandsOut)> {
    let unit = site.unit(event)?;
    let (mut expr, hands_out) = (unit.expr, unit.hands_out);
    let is_copied = match site.event(event).kind {
        EventKind::Access { kind, .. } => !super::units::kind_writes(kind),
        EventKind::Call { .. } => gives_value(site, expr),
        _ => false,
    };
    if !is_copied || site.is_lock_inside(expr) {
        return None;
    }
    if let Some(whole) = site.skipped_in(expr, head.expr) {
        if hands_out != HandsOut::Copy {
            return None;
        }
        expr = whole;
    }
    let range = site.ast.expr(expr).range;
    if hands_out == HandsOut::Copy && is_asked_for_two(site, expr) {
        return None;
    }
    if hands_out == HandsOut::Range && ranges_and_indexes(site, stmt, event) {
        return None;
    }
    if !site.is_harmless(range) || is_method_value(site, expr) {
        return None;
    }
    if let Some(init) = init_of(site, stmt)
        && !site.stmt(init).range.contains(range)
    {
        let names: Vec<&str> = match &site.stmt(init).kind {
            StmtKind::Assign { targets, .. } => targets
                .iter()
                .map(|&target| site.text(site.ast.expr(target).range))
                .collect(),
            _ => return None,
        };
        if site.names_any(range, &names) || !site.is_harmless(site.stmt(init).range) {
            return None;
        }
    }
    if head.is_later {
        // Read before the heads that come first: they must not change it, nor keep a nil pointer from being followed.
        let root = match &site.event(event).kind {
            EventKind::Access { path, .. } => path.root_symbol()?,
            _ => return None,
        };
        let name = site.package.symbol(root).name;
        let are_plain = all
            .iter()
            .take_while(|other| other.expr != head.expr)
            .all(|other| {
                let range = site.ast.expr(other.expr).range;
                site.is_harmless(range) && !site.names_any(range, &[&*name])
            });
        if !are_plain || has_later_init(site, stmt) {
            return None;
        }
    }
    Some((expr, hands_out))
}

/// Whether the result of a call is one value, and no reference to what the lock guards that shows in its type.
fn gives_value(site: &Site, call: ExprId) -> bool {
    let ty = site.package.type_of(site.at(call));
    !matches!(
        site.package.underlying(&ty),
        Type::Unknown | Type::Map(..) | Type::Slice(_) | Type::Tuple(_)
    )
}

/// Whether an `else if` of the chain declares something.
fn has_later_init(site: &Site, stmt: StmtId) -> bool {
    let mut next = match site.stmt(stmt).kind {
        StmtKind::If { otherwise, .. } => otherwise,
        _ => None,
    };
    while let Some(stmt) = next
        && let StmtKind::If {
            init, otherwise, ..
        } = site.stmt(stmt).kind
    {
        if init.is_some() {
            return true;
        }
        next = otherwise;
    }
    false
}

/// `v, ok := m[k]`: the element alone does not say whether it is there.
fn is_asked_for_two(site: &Site, expr: ExprId) -> bool {
    let Parent::Stmt(stmt) = site.ast.expr(expr).parent else {
        return false;
    };
    match &site.stmt(stmt).kind {
        StmtKind::Assign {
            targets, values, ..
        } => targets.len() != values.len(),
        StmtKind::Vars(specs) => specs
            .iter()
            .any(|spec| spec.values.contains(&expr) && spec.names.len() != spec.values.len()),
        _ => false,
    }
}

/// Whether the body of a loop over a variable accesses the variable, too.
fn ranges_and_indexes(site: &Site, stmt: StmtId, event: usize) -> bool {
    let StmtKind::Range { body, .. } = site.stmt(stmt).kind else {
        return true;
    };
    let EventKind::Access { path, .. } = &site.event(event).kind else {
        return true;
    };
    let body = site.stmt(body).range;
    site.flow.events.iter().any(|event| {
        body.contains(event.range)
            && matches!(&event.kind, EventKind::Access { path: other, .. } if other.begins_with(path))
    })
}

/// `s.run` without a call, or the callee of a call: there is nothing to copy.
fn is_method_value(site: &Site, expr: ExprId) -> bool {
    site.package.type_of(site.at(expr)) == Type::Nil
}

/// A name for a copied value: the field's or variable's, `n` for a length, `ok` for a condition.
fn name_for(site: &Site, expr: ExprId) -> String {
    match &site.ast.expr(expr).kind {
        ExprKind::Selector { field, .. } => field.name.to_string(),
        ExprKind::Name(name) => format!("cur{}", super::names::capitalised(name)),
        ExprKind::Paren(inner) | ExprKind::Star(inner) => name_for(site, *inner),
        ExprKind::Slice { operand, .. } => name_for(site, *operand),
        ExprKind::Index { operand, .. } => singular(&name_for(site, *operand)),
        ExprKind::Binary { .. } => "ok".to_string(),
        ExprKind::Unary { operand, .. } => name_for(site, *operand),
        ExprKind::Call { callee, args, .. } => match site.package.builtin(site.at(*callee)) {
            Some("len" | "cap") => "n".to_string(),
            _ if site.package.denoted(site.at(*callee)).is_some() => args
                .first()
                .map_or_else(|| "value".to_string(), |&arg| name_for(site, arg)),
            _ => name_of_result(&name_for(site, *callee)),
        },
        _ => "value".to_string(),
    }
}

/// `size` for the result of `getSizeLocked`.
fn name_of_result(function: &str) -> String {
    let name = function.strip_suffix("Locked").unwrap_or(function);
    let verbs = ["get", "Get", "new", "New", "is", "Is", "has", "Has"];
    let rest = verbs
        .iter()
        .find_map(|verb| name.strip_prefix(verb))
        .filter(|rest| !rest.starts_with(char::is_lowercase))
        .unwrap_or(name);
    match rest {
        "" => "value".to_string(),
        _ => rest.to_string(),
    }
}

fn singular(name: &str) -> String {
    match name {
        _ if name.ends_with("ies") => format!("{}y", &name[..name.len() - 3]),
        _ if name.ends_with("ss") => name.to_string(),
        _ if name.ends_with('s') && name.len() > 2 => name[..name.len() - 1].to_string(),
        _ => "value".to_string(),
    }
}
