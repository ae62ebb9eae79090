//! Literals in a loop that outlive a round and use the loop's variables.

use crate::model::flow::{AccessKind, CallMode, ChanOpKind, Event, EventKind, Flow};
use crate::model::path::Root;
use crate::model::{ExprRef, FuncId, Package, SymbolId};
use crate::source::Range;
use crate::syntax::ast::*;

/// How a literal outlives the round of the loop that it was made in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outlives {
    Goroutine,
    ParallelSubtest,
    Deferred,
}

/// A literal in the body of a loop that uses variables of the loop once the round may be over.
#[derive(Debug)]
pub(super) struct Capture {
    pub how: Outlives,
    /// The uses, in source order, each with the variable.
    pub uses: Vec<(SymbolId, Range)>,
}

/// The captures of `variables` in the body of a loop of `func`.
pub(super) fn captures(
    package: &Package,
    func: FuncId,
    body: StmtId,
    variables: &[SymbolId],
) -> Vec<Capture> {
    let body = package.ast(func.decl).stmt(body).range;
    let literals = package.funcs(func.decl).filter(|&literal| {
        let found = package.func(literal);
        found.parent == Some(func.index) && body.contains(found.range)
    });
    literals
        .filter_map(|literal| capture(package, func, body, variables, literal))
        .collect()
}

fn capture(
    package: &Package,
    func: FuncId,
    body: Range,
    variables: &[SymbolId],
    literal: FuncId,
) -> Option<Capture> {
    let flow = package.flow(func);
    let range = package.func(literal).range;
    let (event, how, from) = run_of(package, func, literal)?;
    let mut uses = Vec::new();
    for &variable in variables {
        let inside: Vec<ExprRef> = package
            .uses_of(variable)
            .certain
            .iter()
            .copied()
            .filter(|&at| range.contains(package.expr(at).range))
            .collect();
        if inside.iter().any(|&at| package.is_assigned(at)) {
            return None;
        }
        let changes = changes_of(flow, variable, range);
        let ends = |event: &Event| how != Outlives::Deferred && is_join(package, func, event, body);
        let is_changed = changes
            .iter()
            .any(|&change| flow.reaches(event, change, ends));
        if !is_changed {
            continue;
        }
        let late = inside
            .into_iter()
            .map(|at| package.expr(at).range)
            .filter(|at| at.start >= from);
        uses.extend(late.map(|at| (variable, at)));
    }
    uses.sort_by_key(|(_, at)| at.start);
    (!uses.is_empty()).then_some(Capture { how, uses })
}

/// How a literal is run, by which event, and from which offset on it may run late.
fn run_of(package: &Package, func: FuncId, literal: FuncId) -> Option<(usize, Outlives, u32)> {
    if let Some((event, parallel)) = parallel_subtest(package, func, literal) {
        return Some((event, Outlives::ParallelSubtest, parallel));
    }
    let range = package.func(literal).range;
    let callers = package.callers_of(literal);
    if let [site] = callers.sites.as_slice()
        && site.caller == func
        && !callers.is_value
    {
        // `run := func() {…}; go run()` is not made and started at one place.
        let call = package.expr(site.call).range;
        let how = match site.mode {
            CallMode::Spawned => Outlives::Goroutine,
            CallMode::Deferred => Outlives::Deferred,
            CallMode::Now => return None,
        };
        return call
            .contains(range)
            .then_some((site.event, how, range.start));
    }
    None
}

/// `t.Run(name, func(t *testing.T) { …; t.Parallel(); … })`: the event of the call, and the end of `t.Parallel()`.
fn parallel_subtest(package: &Package, func: FuncId, literal: FuncId) -> Option<(usize, u32)> {
    let ast = package.ast(func.decl);
    let Parent::Expr(call) = ast.expr(package.func(literal).literal?).parent else {
        return None;
    };
    let ExprKind::Call { callee, args, .. } = &ast.expr(call).kind else {
        return None;
    };
    let ExprKind::Selector { field, .. } = &ast.expr(*callee).kind else {
        return None;
    };
    if &*field.name != "Run" || args.len() != 2 {
        return None;
    }
    let param = package.param_at(literal, 0)?;
    let body = package.func(literal).body?;
    let parallel = package.body_of(func.decl, body).iter().find_map(|&stmt| {
        let StmtKind::Expr(call) = ast.stmt(stmt).kind else {
            return None;
        };
        let ExprKind::Call { callee, .. } = &ast.expr(call).kind else {
            return None;
        };
        let ExprKind::Selector { operand, field } = &ast.expr(*callee).kind else {
            return None;
        };
        let operand = ExprRef {
            decl: func.decl,
            expr: *operand,
        };
        let is_parallel =
            &*field.name == "Parallel" && package.named_symbol(operand) == Some(param);
        is_parallel.then_some(ast.stmt(stmt).range.end)
    })?;
    Some((package.flow(func).call_event(call)?, parallel))
}

/// The events that give a variable another value, outside of the literal.
fn changes_of(flow: &Flow, variable: SymbolId, literal: Range) -> Vec<usize> {
    let is_change = |event: &Event| {
        matches!(&event.kind, EventKind::Access {
            path,
            kind: AccessKind::Write | AccessKind::Update,
        } if path.root == Root::Symbol(variable) && path.steps.is_empty())
            && !literal.contains(event.range)
    };
    (0..flow.events.len())
        .filter(|&number| is_change(&flow.events[number]))
        .collect()
}

/// Whether an event in the body waits, perhaps for the goroutine: then the round does not end before it.
fn is_join(package: &Package, func: FuncId, event: &Event, body: Range) -> bool {
    if !body.contains(event.range) {
        return false;
    }
    match &event.kind {
        EventKind::Chan(op) => matches!(op.kind, ChanOpKind::Receive | ChanOpKind::Range),
        EventKind::Call {
            call,
            mode: CallMode::Now,
            ..
        } => {
            let ExprKind::Call { callee, .. } = &package.ast(func.decl).expr(*call).kind else {
                return false;
            };
            let callee = package.expr_text(ExprRef {
                decl: func.decl,
                expr: *callee,
            });
            let name = callee.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
            ["wait", "join", "eventually"]
                .iter()
                .any(|word| name.contains(word))
        }
        _ => false,
    }
}
