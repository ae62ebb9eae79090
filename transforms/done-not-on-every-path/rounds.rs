//! Rounds of a loop that leave out the `Done` for what they were given.

use super::counted::{is_counted_up, may_count_down};
use super::{Skipped, Way};
use crate::model::flow::{CallMode, ChanOpKind, EventKind};
use crate::model::path::AccessPath;
use crate::model::structure::StmtRef;
use crate::model::wait_groups::{WaitGroupCall, WaitGroupOp};
use crate::model::{ExprRef, FuncId, Package, SymbolId};
use crate::source::Range;
use crate::syntax::ast::*;

pub(super) fn skipped(package: &Package, func: FuncId) -> Vec<Skipped> {
    let calls = package.wait_group_calls(func);
    let dones = calls
        .iter()
        .filter(|call| call.op == WaitGroupOp::Done && call.mode == CallMode::Now);
    dones
        .filter_map(|done| skipped_by(package, func, done, &calls))
        .collect()
}

fn skipped_by(
    package: &Package,
    func: FuncId,
    done: &WaitGroupCall,
    calls: &[WaitGroupCall],
) -> Option<Skipped> {
    let decl = func.decl;
    let flow = package.flow(func);
    let stmt = flow.events[done.event].stmt;
    if !flow.reaches(done.event, done.event, |_| false) {
        return None;
    }
    let (list, position) = package.siblings(decl, stmt)?;
    let around = *package.loops_around(decl, stmt).first()?;
    let given = given(package, func, list, around)?;
    // Only what stands in one list with it: elsewhere it may be on another way.
    let is_other = |call: &&WaitGroupCall| {
        call.group == done.group && call.op == WaitGroupOp::Done && call.event != done.event
    };
    if calls.iter().any(|call| {
        is_other(&call)
            && package
                .ast(decl)
                .stmt(around)
                .range
                .contains(package.expr(call.call).range)
            && call.mode == CallMode::Deferred
    }) {
        return None;
    }
    if !is_counted_up(package, &done.group) {
        return None;
    }
    let before = list.get(given.first..position)?;
    let leaving: Vec<StmtId> = before
        .iter()
        .flat_map(|&stmt| leaving(package, func, stmt, around, &given, &done.group, calls))
        .collect();
    (!leaving.is_empty()).then(|| Skipped {
        func,
        dones: vec![done.clone()],
        way: Way::Round(leaving),
    })
}

/// What a round is given.
struct Given {
    /// The position in the list of the first statement behind it.
    first: usize,
    /// The variables that it is put in.
    variables: Vec<SymbolId>,
    /// Of these, the one that says whether there is anything.
    ok: Option<SymbolId>,
}

/// What a round takes from a channel.
fn given(package: &Package, func: FuncId, list: &[StmtId], around: StmtId) -> Option<Given> {
    let decl = func.decl;
    let ast = package.ast(decl);
    let outer = package.parent_stmt(decl, *list.first()?)?;
    let variable = |target: ExprId| {
        let start = ast.expr(target).range.start;
        let at = ExprRef { decl, expr: target };
        package
            .symbol_declared_at(decl, start)
            .or_else(|| package.named_symbol(at))
    };
    if let StmtKind::Range { targets, body, .. } = &ast.stmt(around).kind
        && *body == outer
    {
        let mut events = package.flow(func).events.iter();
        let is_channel = events.any(|event| {
            event.stmt == around
                && matches!(&event.kind, EventKind::Chan(op) if op.kind == ChanOpKind::Range)
        });
        return is_channel.then(|| Given {
            first: 0,
            variables: targets
                .iter()
                .filter_map(|&target| variable(target))
                .collect(),
            ok: None,
        });
    }
    let taken = |stmt: StmtId| match &ast.stmt(stmt).kind {
        StmtKind::Assign {
            targets, values, ..
        } => match values.as_slice() {
            [value] if matches!(ast.expr(*value).kind, ExprKind::Receive(_)) => {
                let variables: Vec<SymbolId> = targets
                    .iter()
                    .filter_map(|&target| variable(target))
                    .collect();
                let ok = targets.get(1).and_then(|&target| variable(target));
                Some((variables, ok))
            }
            _ => None,
        },
        _ => None,
    };
    if let StmtKind::Comm {
        comm: Some(comm), ..
    } = ast.stmt(outer).kind
    {
        let (variables, ok) = taken(comm)?;
        return Some(Given {
            first: 0,
            variables,
            ok,
        });
    }
    list.iter().enumerate().find_map(|(position, &stmt)| {
        let (variables, ok) = taken(stmt)?;
        Some(Given {
            first: position + 1,
            variables,
            ok,
        })
    })
}

/// The statements in a branch of `stmt` that end the round without a `Done`.
fn leaving(
    package: &Package,
    func: FuncId,
    stmt: StmtId,
    around: StmtId,
    given: &Given,
    group: &AccessPath,
    calls: &[WaitGroupCall],
) -> Option<StmtId> {
    let decl = func.decl;
    let ast = package.ast(decl);
    let StmtKind::If {
        condition, then, ..
    } = &ast.stmt(stmt).kind
    else {
        return None;
    };
    let body = package.body_of(decl, *then);
    let &last = body.last()?;
    let at = ExprRef {
        decl,
        expr: *condition,
    };
    let asked: Vec<SymbolId> = package
        .expressions_in(at)
        .into_iter()
        .filter_map(|at| package.named_symbol(at))
        .collect();
    let leaves = match &ast.stmt(last).kind {
        StmtKind::Branch {
            kind: BranchKind::Continue,
            label,
        } => label.is_none_or(|label| {
            package.label_of(StmtRef {
                decl: func.decl,
                stmt: around,
            }) == Some(&*label.name)
        }),
        // The one who gets nothing more to do is done.
        StmtKind::Return(_) => asked
            .iter()
            .any(|&symbol| package.type_of_symbol(symbol).is_basic("error")),
        _ => false,
    };
    let is_end = given.ok.is_some_and(|ok| asked.contains(&ok));
    let range = ast.stmt(*then).range;
    let is_counted = package
        .flow(func)
        .events
        .iter()
        .enumerate()
        .any(|(index, event)| {
            range.contains(event.range) && may_count_down(package, func, index, event, group, calls)
        });
    (leaves && !is_end && !is_counted && !passes_on(package, func, range, given)).then_some(last)
}

/// Whether what the round was given is sent or given on, to somebody who may count down; what is printed is not.
fn passes_on(package: &Package, func: FuncId, range: Range, given: &Given) -> bool {
    let decl = func.decl;
    let ast = package.ast(decl);
    let mentions = |expr: ExprId| {
        package
            .expressions_in(ExprRef { decl, expr })
            .into_iter()
            .filter_map(|at| package.named_symbol(at))
            .any(|symbol| given.variables.contains(&symbol))
    };
    let is_sent = ast.stmts.iter().any(|stmt| {
        range.contains(stmt.range)
            && matches!(stmt.kind, StmtKind::Send { value, .. } if mentions(value))
    });
    let is_given = ast.exprs.iter().any(|expr| match &expr.kind {
        ExprKind::Call { callee, args, .. } if range.contains(expr.range) => {
            let name = package
                .expr_text(ExprRef {
                    decl,
                    expr: *callee,
                })
                .to_ascii_lowercase();
            let prints = ["print", "log", "warn", "error", "debug", "info", "errorf"]
                .iter()
                .any(|word| name.contains(word));
            !prints && (args.iter().any(|&arg| mentions(arg)) || mentions(*callee))
        }
        _ => false,
    });
    is_sent || is_given
}
