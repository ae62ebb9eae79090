//! What shows that a send or receive should give up: others on the same channel do, or the loop that it is in does.

use super::waits::Wait;
use crate::model::channels::{Channel, Operation};
use crate::model::flow::{CallMode, ChanOpKind, EventKind};
use crate::model::stops::Stop;
use crate::model::structure::StmtRef;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::source::Span;
use crate::syntax::ast::*;

/// The end that a send or receive should watch, as it is written there.
pub(super) struct Evidence {
    /// `ctx`, `s.quit`.
    pub over: String,
    pub is_context: bool,
    pub symbol: SymbolId,
    /// Where it is watched, and by whom.
    pub shown: Span,
    pub by: &'static str,
    /// The clause that leaves, if it is in the same function.
    pub clause: Option<StmtRef>,
}

impl Evidence {
    /// What to receive from.
    pub fn done(&self) -> String {
        match self.is_context {
            true => format!("{}.Done()", self.over),
            false => self.over.clone(),
        }
    }
}

pub(super) fn evidence(package: &Package, wait: &Wait) -> Option<Evidence> {
    let channel = of_code(package, wait);
    if wait.kind == ChanOpKind::Receive {
        // A channel that is only closed tells of the end of what is waited for.
        let is_joined =
            channel.of_kind(ChanOpKind::Send).next().is_none() && !channel.may_be_sent_on_elsewhere;
        let is_loose = wait.is_repeated(package) && !wait.is_in_clause(package);
        let found = match is_loose && !is_joined {
            true => by_siblings(package, wait, &channel),
            false => None,
        };
        return found.filter(|evidence| !is_behind(package, wait, evidence));
    }
    let is_once = !wait.is_repeated(package) && !wait.is_in_method(package);
    if wait.may_have_room(package, &channel)
        || wait.is_optional(package)
        || is_once
        || is_one_result(package, wait, &channel)
    {
        return None;
    }
    let found = match is_drained(package, &channel) {
        true => by_receivers(package, wait, &channel),
        false => by_receivers(package, wait, &channel)
            .or_else(|| by_siblings(package, wait, &channel))
            .or_else(|| by_loop(package, wait, &channel))
            .or_else(|| by_parameter(package, wait, &channel)),
    };
    found.filter(|evidence| {
        !is_behind(package, wait, evidence)
            && (!wait.is_of_message(package) || is_of_holder(package, wait, evidence))
    })
}

/// Whether the send gives one result to the function that started the goroutine and takes results once: room for it is what
/// is missing, and a select would only drop it.
fn is_one_result(package: &Package, wait: &Wait, channel: &Channel) -> bool {
    let is_here = |operation: &Operation| operation.at.decl == wait.func.decl;
    let is_repeated = |operation: &Operation| {
        let event = package.event_of_operation(operation).zip(operation.func);
        event.is_none_or(|(event, func)| package.flow(func).reaches(event, event, |_| false))
    };
    let mut receives = channel
        .operations
        .iter()
        .filter(|operation| matches!(operation.kind, ChanOpKind::Receive | ChanOpKind::Range))
        .peekable();
    let is_literal = package.func(wait.func).literal.is_some();
    is_literal
        && package.is_local(wait.symbol)
        && channel.capacity() == Some(0)
        && !wait.is_repeated(package)
        && channel.operations.iter().all(is_here)
        && receives.peek().is_some()
        && receives.all(|receive| receive.func != Some(wait.func) && !is_repeated(receive))
}

/// Whether the end belongs to the same object as the channel: who answers a request has its own end, and the request's
/// channel has none.
fn is_of_holder(package: &Package, wait: &Wait, evidence: &Evidence) -> bool {
    let ExprKind::Selector { operand, .. } = package.expr(wait.channel).kind else {
        return false;
    };
    let holder = package.expr_text(ExprRef {
        decl: wait.channel.decl,
        expr: operand,
    });
    evidence
        .over
        .strip_prefix(holder)
        .is_some_and(|rest| rest.starts_with('.'))
}

/// Whether it is already over when control comes to the wait: it belongs to what is to be done at the end.
fn is_behind(package: &Package, wait: &Wait, evidence: &Evidence) -> bool {
    let flow = package.flow(wait.func);
    let decl = wait.func.decl;
    flow.events.iter().enumerate().any(|(index, event)| {
        let EventKind::Chan(op) = &event.kind else {
            return false;
        };
        let channel = ExprRef {
            decl,
            expr: op.channel,
        };
        let watches = matches!(op.kind, ChanOpKind::Receive | ChanOpKind::Range)
            && package
                .ends_with(channel)
                .is_some_and(|(path, _)| path.target() == Some(evidence.symbol));
        watches && flow.reaches(index, wait.event, |_| false)
    })
}

/// The channel without what tests do with it.
fn of_code(package: &Package, wait: &Wait) -> Channel {
    let mut channel = package.channel(wait.symbol);
    channel
        .operations
        .retain(|operation| !package.file_of(operation.at.decl).is_test);
    channel
}

/// Whether somebody receives until the channel is closed, or receives and watches for nothing else.
fn is_drained(package: &Package, channel: &Channel) -> bool {
    channel
        .operations
        .iter()
        .any(|operation| match operation.kind {
            ChanOpKind::Range => {
                !package.range_may_end_early(operation.at) && !sends_on(package, operation)
            }
            ChanOpKind::Receive => operation.select.is_none(),
            _ => false,
        })
}

/// Whether a loop over a channel sends on another one without room, for which it may wait in its turn.
fn sends_on(package: &Package, range: &Operation) -> bool {
    let decl = range.at.decl;
    let ast = package.ast(decl);
    let Some(stmt) = package.stmt_of(range.at) else {
        return false;
    };
    let body = ast.stmt(stmt).range;
    ast.stmts.iter().any(|inner| match inner.kind {
        StmtKind::Send { channel, .. } if body.contains(inner.range) => {
            let path = package.path_of(ExprRef {
                decl,
                expr: channel,
            });
            path.target()
                .is_none_or(|symbol| !package.channel(symbol).is_buffered())
        }
        _ => false,
    })
}

fn select_of(operation: &Operation) -> Option<StmtRef> {
    let case = operation.select.filter(|case| !case.has_default)?;
    Some(StmtRef {
        decl: operation.at.decl,
        stmt: case.select,
    })
}

/// All who receive leave when something ends.
fn by_receivers(package: &Package, wait: &Wait, channel: &Channel) -> Option<Evidence> {
    let is_own = |operation: &Operation| {
        matches!(operation.kind, ChanOpKind::Receive | ChanOpKind::Range)
            && operation.func == Some(wait.func)
    };
    if channel.leaves_sight || channel.operations.iter().any(is_own) {
        return None;
    }
    let receives = channel
        .operations
        .iter()
        .filter(|operation| matches!(operation.kind, ChanOpKind::Receive | ChanOpKind::Range));
    let mut found: Option<Evidence> = None;
    for receive in receives {
        let stops = package.stops_of(select_of(receive)?);
        let evidence = stops
            .into_iter()
            .filter(|stop| stop.leaves)
            .find_map(|stop| at_wait(package, wait, &stop, "the receiver leaves here"))?;
        match &found {
            Some(known) if known.symbol != evidence.symbol => return None,
            Some(_) => {}
            None => found = Some(evidence),
        }
    }
    found
}

/// Others that send (or receive, for a receive) on the same channel give up.
fn by_siblings(package: &Package, wait: &Wait, channel: &Channel) -> Option<Evidence> {
    let is_same_func =
        |operation: &&Operation| wait.kind == ChanOpKind::Send || operation.func == Some(wait.func);
    let shown = match wait.kind {
        ChanOpKind::Send => "another send gives up here",
        _ => "another receive gives up here",
    };
    let mut siblings = channel.of_kind(wait.kind).filter(is_same_func);
    siblings.find_map(|sibling| {
        let stops = package.stops_of(select_of(sibling)?);
        stops
            .into_iter()
            .filter(|stop| wait.kind == ChanOpKind::Send || stop.leaves)
            .find_map(|stop| at_wait(package, wait, &stop, shown))
    })
}

/// The loop around it, in the same function or in the one that calls this literal, leaves when something ends.
fn by_loop(package: &Package, wait: &Wait, channel: &Channel) -> Option<Evidence> {
    if channel.is_buffered() {
        return None;
    }
    let mut func = wait.func;
    let mut stmt = wait.stmt.stmt;
    loop {
        let loops = package.loops_around(func.decl, stmt);
        for around in loops {
            let range = package
                .stmt(StmtRef {
                    decl: func.decl,
                    stmt: around,
                })
                .range;
            let selects = package.selects_in(func).into_iter().filter(|&select| {
                range.contains(package.stmt(select).range) && !package.has_default(select)
            });
            for select in selects {
                let stops = package.stops_of(select).into_iter();
                let found = stops
                    .filter(|stop| stop.leaves)
                    .find_map(|stop| at_wait(package, wait, &stop, "the loop ends here"));
                if found.is_some() {
                    return found;
                }
            }
        }
        let callers = package.callers_of(func);
        let [site] = callers.sites.as_slice() else {
            return None;
        };
        let is_inner = package.func(func).literal.is_some() && site.mode == CallMode::Now;
        if !is_inner || callers.is_value {
            return None;
        }
        stmt = package.flow(site.caller).events[site.event].stmt;
        func = site.caller;
    }
}

/// The function takes a context, and sends again and again to whoever it gives the channel to.
fn by_parameter(package: &Package, wait: &Wait, channel: &Channel) -> Option<Evidence> {
    let root = wait.path.root_symbol()?;
    let data = package.symbol(root);
    let is_stage = wait.path.steps.is_empty()
        && package.is_local(root)
        && (data.kind == SymbolKind::Param
            || package.channel_onward(root).leaves_sight
            || is_returned(package, root));
    if !is_stage || !wait.is_repeated(package) || channel.is_buffered() {
        return None;
    }
    let mut index = Some(wait.func.index);
    while let Some(inner) = index {
        let func = FuncId {
            decl: wait.func.decl,
            index: inner,
        };
        if let Some(context) = context_of(package, func) {
            let over = package.written_at(context, wait.channel, wait.func)?;
            return Some(Evidence {
                over,
                is_context: true,
                symbol: context,
                shown: package.symbol_span(context),
                by: "the context that tells when it is over",
                clause: None,
            });
        }
        index = package.func(func).parent;
    }
    None
}

/// The parameter that is a context.
fn context_of(package: &Package, func: FuncId) -> Option<SymbolId> {
    let params = &package.func(func).signature.params;
    params.iter().find_map(|field| {
        let ty = package.denoted(ExprRef {
            decl: func.decl,
            expr: field.ty,
        })?;
        let name = field.names.first().filter(|name| &*name.name != "_")?;
        package
            .is_context(&ty)
            .then(|| package.symbol_declared_at(func.decl, name.range.start))?
    })
}

fn is_returned(package: &Package, symbol: SymbolId) -> bool {
    package.uses_of(symbol).certain.iter().any(|&at| {
        matches!(package.expr(at).parent, Parent::Stmt(stmt)
            if matches!(package.ast(at.decl).stmt(stmt).kind, StmtKind::Return(_)))
    })
}

/// A stop that another place watches, as it is written at the wait.
fn at_wait(package: &Package, wait: &Wait, stop: &Stop, by: &'static str) -> Option<Evidence> {
    let symbol = stop.symbol()?;
    let names = match stop.is_context {
        true => vec![symbol],
        false => {
            let class = package.channel(symbol);
            let is_closed =
                class.may_be_closed_elsewhere || class.of_kind(ChanOpKind::Close).next().is_some();
            if !is_closed || class.symbols.contains(&wait.symbol) {
                return None;
            }
            let others = class.symbols.into_iter().filter(|&other| other != symbol);
            std::iter::once(symbol).chain(others).collect()
        }
    };
    let (symbol, over) = names.into_iter().find_map(|name| {
        let over = package.written_at(name, wait.channel, wait.func)?;
        Some((name, over))
    })?;
    let decl = stop.clause.decl;
    let is_here = decl == wait.func.decl
        && package.func_of_stmt(decl, stop.clause.stmt) == Some(wait.func.index);
    Some(Evidence {
        over,
        is_context: stop.is_context,
        symbol,
        shown: package.span(decl, first_line(package, stop.clause)),
        by,
        clause: is_here.then_some(stop.clause),
    })
}

/// The `case` of a clause, without its body.
fn first_line(package: &Package, clause: StmtRef) -> crate::source::Range {
    let decl = clause.decl;
    match package.stmt(clause).kind {
        StmtKind::Comm {
            comm: Some(comm), ..
        } => package.stmt(StmtRef { decl, stmt: comm }).range,
        _ => package.stmt(clause).range,
    }
}
