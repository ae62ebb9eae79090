//! Ends that a function is given: a context, or a channel that only tells that it is over.

use super::evidence::Evidence;
use super::waits::Wait;
use crate::model::channels::Channel;
use crate::model::flow::{CallMode, Callee, ChanOpKind, EventKind};
use crate::model::structure::StmtRef;
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::syntax::ast::*;

/// What the names of channels have in them that tell that it is over.
const ENDS: &[&str] = &[
    "done", "quit", "stop", "cancel", "abort", "exit", "clos", "shut", "term", "kill", "end",
];

/// The function takes an end, and sends again and again to whoever it gives the channel to.
pub(super) fn by_parameter(package: &Package, wait: &Wait, channel: &Channel) -> Option<Evidence> {
    let root = wait.path.root_symbol()?;
    let data = package.symbol(root);
    let is_stage = wait.path.steps.is_empty()
        && package.is_local(root)
        && (data.kind == SymbolKind::Param
            || package.channel_onward(root).leaves_sight
            || is_returned(package, root));
    let is_often = wait.is_repeated(package) || calls_itself(package, wait.func);
    if !is_stage || !is_often || channel.is_buffered() {
        return None;
    }
    given(package, wait)
}

/// A loop that waits for a ticker, which never ends, in a function that takes a context and asks it nothing there.
pub(super) fn by_clock(package: &Package, wait: &Wait) -> Option<Evidence> {
    let decl = wait.func.decl;
    if !package.is_ticker(wait.channel) || wait.is_in_clause(package) {
        return None;
    }
    let around = match wait.kind {
        ChanOpKind::Range => wait.stmt.stmt,
        _ => *package.loops_around(decl, wait.stmt.stmt).first()?,
    };
    let flow = package.flow(wait.func);
    let each = flow.loops.iter().find(|each| each.stmt == around)?;
    let is_left = flow.is_left(each);
    let is_started = (package.callers_of(wait.func).sites.iter())
        .any(|site| site.mode == CallMode::Spawned && !package.file_of(site.call.decl).is_test);
    // What is started as a goroutine and never ends is another matter.
    if is_started && !is_left {
        return None;
    }
    let found = given(package, wait)?;
    let range = package.stmt(StmtRef { decl, stmt: around }).range;
    let uses = package.uses_of(found.symbol);
    let mut inside = uses
        .certain
        .iter()
        .filter(|at| at.decl == decl && range.contains(package.expr(**at).range));
    let is_asked = |at: &ExprRef| {
        matches!(package.expr(*at).parent, Parent::Expr(outer)
            if matches!(package.ast(decl).expr(outer).kind, ExprKind::Selector { .. }))
    };
    match is_left {
        true => inside.next().is_none(),
        false => !inside.any(is_asked),
    }
    .then_some(found)
}

/// The end that the function of a wait is given, or a function around it.
pub(super) fn given(package: &Package, wait: &Wait) -> Option<Evidence> {
    let decl = wait.func.decl;
    let mut index = Some(wait.func.index);
    while let Some(inner) = index {
        let func = FuncId { decl, index: inner };
        if let Some((symbol, is_context)) = end_among_parameters(package, func)
            && symbol != wait.symbol
        {
            return Some(Evidence {
                over: package.written_at(symbol, wait.channel, wait.func)?,
                is_context,
                symbol,
                shown: package.symbol_span(symbol),
                by: match is_context {
                    true => "the context that tells when it is over",
                    false => "the channel that tells when it is over",
                },
                clause: None,
                is_here: false,
            });
        }
        index = package.func(func).parent;
    }
    None
}

/// The parameter that is a context, or else the one that is a channel of ends; and which of the two.
fn end_among_parameters(package: &Package, func: FuncId) -> Option<(SymbolId, bool)> {
    let decl = func.decl;
    let params = package.func(func).signature.params.iter();
    let mut channel = None;
    for field in params {
        let Some(ty) = package.denoted(ExprRef {
            decl,
            expr: field.ty,
        }) else {
            continue;
        };
        let Some(name) = field.names.first().filter(|name| &*name.name != "_") else {
            continue;
        };
        let symbol = package.symbol_declared_at(decl, name.range.start);
        if package.is_context(&ty) {
            return symbol.map(|symbol| (symbol, true));
        }
        let text = name.name.to_lowercase();
        let is_end = match package.underlying(&ty) {
            Type::Chan(ChanDir::Receive, element) => package.is_empty_struct(&element),
            _ => false,
        };
        if is_end && ENDS.iter().any(|word| text.contains(word)) {
            channel = channel.or(symbol);
        }
    }
    channel.map(|symbol| (symbol, false))
}

/// Whether a function calls itself, be it for a part of what it got.
pub(super) fn calls_itself(package: &Package, func: FuncId) -> bool {
    package.flow(func).events.iter().any(|event| {
        matches!(event.kind, EventKind::Call { callee: Callee::Func(callee), mode: CallMode::Now, .. }
            if callee == func)
    })
}

fn is_returned(package: &Package, symbol: SymbolId) -> bool {
    package.uses_of(symbol).certain.iter().any(|&at| {
        matches!(package.expr(at).parent, Parent::Stmt(stmt)
            if matches!(package.ast(at.decl).stmt(stmt).kind, StmtKind::Return(_)))
    })
}
