//! Finds `wg.Wait` in the loop that starts what it waits for, all of which was counted before, and moves it behind the loop.

use crate::engine::Transform;
use crate::finding::{Edit, Finding, Fix, Related, Safety, Severity};
use crate::model::flow::{CallMode, Event};
use crate::model::structure::Condition;
use crate::model::wait_groups::{WaitGroupCall, WaitGroupOp};
use crate::model::{ExprRef, FuncId, Package};
use crate::rewrite::lines::Lines;
use crate::source::{Range, Span};
use crate::syntax::ast::{BranchKind, ExprKind, StmtId, StmtKind};

pub static TRANSFORM: Transform = Transform {
    name: "wait-inside-loop",
    summary: "a loop that waits, in its first round, for goroutines that its later rounds start",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["Wait"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let mut found = Vec::new();
    for &decl in package.decls_calling_group("Wait") {
        for func in package.funcs(decl) {
            let calls = package.wait_group_calls(func);
            let waits = calls.iter().filter(|call| call.op == WaitGroupOp::Wait);
            found.extend(waits.filter_map(|wait| finding(package, func, wait, &calls)));
        }
    }
    found
}

fn finding(
    package: &Package,
    func: FuncId,
    wait: &WaitGroupCall,
    calls: &[WaitGroupCall],
) -> Option<Finding> {
    let decl = func.decl;
    let flow = package.flow(func);
    let stmt = flow.events[wait.event].stmt;
    let is_statement =
        matches!(package.ast(decl).stmt(stmt).kind, StmtKind::Expr(call) if call == wait.call.expr);
    // Under a condition it may be the last round that waits.
    let mut conditions = package.conditions_of(decl, stmt).into_iter();
    let Some(Condition::Loop { stmt: around }) =
        conditions.find(|condition| !matches!(condition, Condition::Passed { .. }))
    else {
        return None;
    };
    if !is_statement || wait.mode != CallMode::Now {
        return None;
    }
    let range = package.ast(decl).stmt(around).range;
    let add = counted_before(package, func, wait, calls, range)?;
    let go = started_in(package, func, wait, add, range)?;
    let first_line = |range: Range| -> Span {
        let text = package.text(decl, range);
        let length = text.find('\n').unwrap_or(text.len()) as u32;
        package.span(decl, Range::new(range.start, range.start + length))
    };
    let related = |span: Span, message: &str| Related {
        span,
        message: message.to_string(),
    };
    let (fix, note) = match moved(package, func, stmt, around) {
        Ok(edits) => {
            let root = wait.group.target().or(wait.group.root_symbol());
            let about = root.map(|symbol| package.symbol_span(symbol));
            let fix = Fix {
                title: "wait behind the loop".to_string(),
                safety: Safety::Safe,
                edits,
                imports: Vec::new(),
                about: about.into_iter().collect(),
            };
            (Some(fix), None)
        }
        Err(reason) => (None, Some(format!("no fix: {reason}"))),
    };
    let text = package.expr_text(wait.call);
    Some(Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: package.expr_span(wait.call),
        message: format!(
            "{text} is in the loop that starts what it waits for:\nthe first round waits for goroutines of later rounds, for ever"
        ),
        related: vec![
            related(package.expr_span(add.call), "all of them are counted here"),
            related(
                first_line(package.ast(decl).stmt(go).range),
                "each round starts one of them",
            ),
        ],
        note,
        fix,
    })
}

/// The `Add` before the loop that counts several goroutines, if nothing in the loop counts.
fn counted_before<'c>(
    package: &Package,
    func: FuncId,
    wait: &WaitGroupCall,
    calls: &'c [WaitGroupCall],
    around: Range,
) -> Option<&'c WaitGroupCall> {
    let flow = package.flow(func);
    let is_inside = |call: &WaitGroupCall| around.contains(package.expr(call.call).range);
    let of_group = || calls.iter().filter(|call| call.group == wait.group);
    if of_group().any(|call| call.op != WaitGroupOp::Wait && is_inside(call)) {
        return None;
    }
    let is_other_wait = |event: &Event| {
        calls.iter().any(|call| {
            call.op == WaitGroupOp::Wait && event.range == flow.events[call.event].range
        })
    };
    let mut adds = of_group().filter(|call| {
        call.op == WaitGroupOp::Add
            && flow.reaches(call.event, wait.event, |event| {
                is_other_wait(event) && event.range != flow.events[wait.event].range
            })
    });
    let (Some(add), None) = (adds.next(), adds.next()) else {
        return None;
    };
    let ExprKind::Call { args, .. } = &package.expr(add.call).kind else {
        return None;
    };
    let count = ExprRef {
        decl: func.decl,
        expr: *args.first()?,
    };
    let is_one = matches!(package.constant(count), Some(0 | 1));
    (!is_one).then_some(add)
}

/// The `go` statement of the loop whose goroutine counts down once, if nobody else does.
fn started_in(
    package: &Package,
    func: FuncId,
    wait: &WaitGroupCall,
    add: &WaitGroupCall,
    around: Range,
) -> Option<StmtId> {
    let ast = package.ast(func.decl);
    let flow = package.flow(func);
    let mut found = None;
    for (site, callee) in package.calls_in_sight(func) {
        if !package.groups_done_at(&site, callee).contains(&wait.group) {
            continue;
        }
        let stmt = flow.events[site.event].stmt;
        let is_go = matches!(ast.stmt(stmt).kind, StmtKind::Go(_));
        let is_here = around.contains(ast.stmt(stmt).range);
        if !is_go || !is_here || found.is_some() {
            return None;
        }
        // In a loop inside this one all of them may have been started when it waits.
        let loops = package.loops_around(func.decl, stmt);
        let is_once = loops
            .first()
            .is_some_and(|&innermost| ast.stmt(innermost).range == around);
        let is_before = ast.stmt(stmt).range.end <= package.expr(wait.call).range.start
            && package.expr(add.call).range.end <= ast.stmt(stmt).range.start;
        if !is_once || !is_before {
            return None;
        }
        found = Some(stmt);
    }
    found
}

/// The `Wait` below the loop.
fn moved(
    package: &Package,
    func: FuncId,
    stmt: StmtId,
    around: StmtId,
) -> Result<Vec<Edit>, String> {
    let decl = func.decl;
    let ast = package.ast(decl);
    let is_last = package
        .siblings(decl, stmt)
        .is_some_and(|(list, position)| position + 1 == list.len());
    if !is_last {
        return Err("what follows it in the loop may rely on it".to_string());
    }
    let range = ast.stmt(around).range;
    let leaves = |kind: &StmtKind| match kind {
        StmtKind::Return(_) => true,
        StmtKind::Branch { kind, .. } => *kind != BranchKind::Fallthrough,
        _ => false,
    };
    let in_literal = |inner: Range| {
        let mut funcs = ast.funcs.iter();
        funcs.any(|other| {
            other.literal.is_some() && range.contains(other.range) && other.range.contains(inner)
        })
    };
    let is_left = ast.stmts.iter().any(|inner| {
        range.contains(inner.range) && leaves(&inner.kind) && !in_literal(inner.range)
    });
    if is_left {
        return Err("a round may start nothing".to_string());
    }
    let no_place = || "there is no clear place behind the loop".to_string();
    package.siblings(decl, around).ok_or_else(no_place)?;
    let mut lines = Lines::new(package, decl);
    let text = lines.cut(stmt).ok_or_else(no_place)?;
    lines.after(around, &[text]).ok_or_else(no_place)?;
    Ok(lines.into_edits(package, decl))
}
