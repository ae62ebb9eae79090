//! Of two tests, one without the lock and one with it, the second alone.

use super::Lazy;
use crate::finding::{Edit, Fix, Safety};
use crate::model::flow::{CallMode, EventKind};
use crate::model::locks::{LockOp, Mode};
use crate::model::path::AccessPath;
use crate::model::{ExprRef, Package};
use crate::source::Range;
use crate::syntax::ast::{ExprKind, Literal, StmtId, StmtKind};

/// More statements than these are not put under the lock that the inner test holds.
const MOST_BEHIND: usize = 3;

/// Takes out the outer `if` of `if x == nil { mu.Lock(); defer mu.Unlock(); if x == nil { … } }`.
pub(super) fn fix(package: &Package, lazy: &Lazy) -> Option<Fix> {
    let [race] = lazy.races.as_slice() else {
        return None;
    };
    let init = lazy.init;
    let decl = init.func.decl;
    let ast = package.ast(decl);
    let source = &package.file_of(decl).source;
    let body = package.func(init.func).body?;
    let (list, position) = package.siblings(decl, init.check)?;
    let is_top = package.body_of(decl, body) == list;
    let StmtKind::If {
        init: None,
        condition,
        then,
        otherwise: None,
    } = ast.stmt(init.check).kind
    else {
        return None;
    };
    let inner = package.body_of(decl, then);
    let (lock, unlock, test) = match *inner {
        [lock, unlock, test] => (lock, unlock, test),
        _ => return None,
    };
    let path = lock_of(
        package,
        lazy,
        lock,
        LockOp::Acquire(Mode::Write),
        CallMode::Now,
    )?;
    let released = lock_of(
        package,
        lazy,
        unlock,
        LockOp::Release(Mode::Write),
        CallMode::Deferred,
    )?;
    let StmtKind::If {
        init: None,
        condition: again,
        ..
    } = ast.stmt(test).kind
    else {
        return None;
    };
    let text = |expr| package.expr_text(ExprRef { decl, expr });
    let behind = list.get(position + 1..)?;
    let is_plain = |stmt: &StmtId| {
        let effects = package.effects_within(init.func, ast.stmt(*stmt).range);
        effects.is_plain()
    };
    let is_same = path == released && text(condition) == text(again);
    if !is_top || !is_same || behind.len() > MOST_BEHIND || !behind.iter().all(is_plain) {
        return None;
    }
    let outer = ast.stmt(init.check).range;
    let held = Range::new(ast.stmt(lock).range.start, ast.stmt(test).range.end);
    let has_raw_lines = ast.exprs.iter().any(|expr| {
        matches!(expr.kind, ExprKind::Literal(Literal::String))
            && held.contains(expr.range)
            && source.slice(expr.range).contains('\n')
    });
    let is_between = |range: Range| source.slice(range).trim();
    let block = ast.stmt(then).range;
    // A comment behind the outer test goes with the lock that takes its place.
    let comment = is_between(Range::new(block.start + 1, held.start));
    let is_one_comment = comment.is_empty() || comment.starts_with("//") && !comment.contains('\n');
    let loses_comment = !is_between(Range::new(held.end, block.end - 1)).is_empty();
    if has_raw_lines || loses_comment || !is_one_comment {
        return None;
    }
    let mut kept = String::new();
    let lock_line = Range::new(held.start, source.line_end(ast.stmt(lock).range.end));
    if source.slice(lock_line).trim() != source.slice(ast.stmt(lock).range) {
        return None;
    }
    for (number, line) in source.slice(held).split_inclusive('\n').enumerate() {
        let dedented = line.strip_prefix('\t').filter(|_| number > 0);
        let line = dedented.unwrap_or(line);
        match (number, comment) {
            (0, "") | (1.., _) => kept.push_str(line),
            (0, comment) => kept.push_str(&format!("{} {comment}\n", line.trim_end())),
        }
    }
    let name = package.symbol(race.variable).name;
    Some(Fix {
        title: format!("test {name} under the lock only"),
        safety: Safety::Unsafe,
        edits: vec![Edit {
            span: outer.in_file(source.id),
            text: kept.replace("\r\n", "\n"),
        }],
        imports: Vec::new(),
        about: vec![package.span(race.variable.decl, package.symbol(race.variable).range)],
    })
}

/// The lock that a statement takes or releases, and nothing else.
fn lock_of(
    package: &Package,
    lazy: &Lazy,
    stmt: StmtId,
    wanted: LockOp,
    when: CallMode,
) -> Option<AccessPath> {
    let mut events = package.flow(lazy.init.func).events.iter();
    events.find_map(|event| match &event.kind {
        EventKind::Lock { path, op, mode } => {
            let is_this = event.stmt == stmt && *op == wanted && *mode == when;
            is_this.then(|| path.clone())
        }
        _ => None,
    })
}
