//! What shows that a send or receive should give up: others on the same channel do, or the loop that it is in does.

use super::given::{by_clock, by_parameter, calls_itself, given};
use super::room::is_one_result;
use super::waits::Wait;
use crate::model::channels::{Channel, Operation};
use crate::model::flow::{CallMode, ChanOpKind, EventKind};
use crate::model::goroutines::RootKind;
use crate::model::stops::Stop;
use crate::model::structure::StmtRef;
use crate::model::wait_groups::WaitGroupOp;
use crate::model::{ExprRef, Package, SymbolId, SymbolKind};
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
    /// The clause that leaves.
    pub clause: Option<StmtRef>,
    /// Whether that clause is in the same function.
    pub is_here: bool,
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
    let found = match wait.kind {
        ChanOpKind::Send => of_send(package, wait, &channel),
        ChanOpKind::Receive => {
            // A channel that is only closed tells of the end of what is waited for.
            let is_joined = channel.of_kind(ChanOpKind::Send).next().is_none()
                && !channel.may_be_sent_on_elsewhere;
            let is_loose = !is_joined && wait.is_repeated(package) && !wait.is_in_clause(package);
            is_loose
                .then(|| by_siblings(package, wait, &channel))
                .flatten()
                .or_else(|| by_clock(package, wait))
        }
        _ => by_clock(package, wait),
    };
    found.filter(|evidence| {
        !is_behind(package, wait, evidence) && !ends_behind(package, wait, evidence)
    })
}

fn of_send(package: &Package, wait: &Wait, channel: &Channel) -> Option<Evidence> {
    let is_once = !wait.is_repeated(package)
        && !wait.is_in_method(package)
        && !calls_itself(package, wait.func);
    if wait.may_have_room(package, channel)
        || wait.is_optional(package)
        || is_once
        || is_one_result(package, wait, channel)
    {
        return None;
    }
    let found = by_receivers(package, wait, channel).or_else(|| {
        let is_loose = !is_drained(package, channel);
        is_loose
            .then(|| {
                by_siblings(package, wait, channel)
                    .or_else(|| by_loop(package, wait, channel))
                    .or_else(|| by_parameter(package, wait, channel))
            })
            .flatten()
    });
    found.filter(|evidence| {
        (!wait.is_of_message(package) || is_of_holder(package, wait, evidence))
            && !tells_of(package, wait, evidence)
    })
}

/// Whether what is sent is worked out with the end: it is the last word about it, and must not be dropped for it.
fn tells_of(package: &Package, wait: &Wait, evidence: &Evidence) -> bool {
    let StmtKind::Send { value, .. } = package.stmt(wait.stmt).kind else {
        return false;
    };
    let value = ExprRef {
        decl: wait.func.decl,
        expr: value,
    };
    let mut parts = package.expressions_in(value).into_iter();
    !wait.is_repeated(package)
        && parts.any(|part| package.path_of(part).target() == Some(evidence.symbol))
}

/// Whether the end only comes once the goroutine that waits has ended: who closes it waits for a group of it first.
fn ends_behind(package: &Package, wait: &Wait, evidence: &Evidence) -> bool {
    if evidence.is_context {
        return false;
    }
    let roots = &package.roots_of(wait.func).all;
    let groups: Vec<SymbolId> = roots
        .iter()
        .filter_map(|root| match root.kind {
            RootKind::Spawned { callee, .. } => Some(callee),
            RootKind::Entry { .. } => None,
        })
        .flat_map(|callee| package.groups_done_by(callee))
        .filter_map(|group| group.target())
        .collect();
    let is_behind = |close: &Operation| {
        let Some((func, event)) = close.func.zip(package.event_of_operation(close)) else {
            return false;
        };
        let flow = package.flow(func);
        // Who sends and closes itself does so in order.
        let callers = package.callers_of(wait.func).sites.iter();
        let mut calls = callers.filter(|site| site.mode == CallMode::Now);
        if func == wait.func || calls.any(|site| site.caller == func) {
            return true;
        }
        package.wait_group_calls(func).iter().any(|call| {
            call.op == WaitGroupOp::Wait
                && flow.reaches(call.event, event, |_| false)
                && call
                    .group
                    .target()
                    .is_some_and(|group| groups.contains(&group))
        })
    };
    let channel = package.channel(evidence.symbol);
    let mut closes = channel.of_kind(ChanOpKind::Close).peekable();
    !groups.is_empty() && closes.peek().is_some() && closes.all(is_behind)
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
    let mut channel = package.channel(wait.symbol).clone();
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
    let shown = match wait.kind {
        ChanOpKind::Send => "another send gives up here",
        _ => "another receive gives up here",
    };
    channel.of_kind(wait.kind).find_map(|sibling| {
        let stops = package.stops_of(select_of(sibling)?);
        stops
            .into_iter()
            .filter(|stop| wait.kind == ChanOpKind::Send || stop.leaves)
            .filter_map(|stop| at_wait(package, wait, &stop, shown))
            .find(|found| {
                // Others may receive for a while; who is given a context is to heed it.
                let is_given = package.symbol(found.symbol).kind == SymbolKind::Param;
                wait.kind == ChanOpKind::Send
                    || sibling.func == Some(wait.func)
                    || found.is_context && is_given
            })
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

/// A stop that another place watches, as it is written at the wait.
fn at_wait(package: &Package, wait: &Wait, stop: &Stop, by: &'static str) -> Option<Evidence> {
    let symbol = stop.symbol()?;
    let names = match stop.is_context {
        true => vec![symbol],
        false => {
            let class = package.channel(symbol);
            let is_closed =
                class.may_be_closed_elsewhere || class.of_kind(ChanOpKind::Close).next().is_some();
            // Who gives a channel to be received from only closes it.
            let is_given = class.leaves_sight && package.is_receive_only(symbol);
            if !is_closed && !is_given || class.symbols.contains(&wait.symbol) {
                return None;
            }
            let others = class.symbols.iter().copied();
            let others = others.filter(|&other| other != symbol);
            std::iter::once(symbol).chain(others).collect()
        }
    };
    let written = names.into_iter().find_map(|name| {
        let over = package.written_at(name, wait.channel, wait.func)?;
        Some((name, over))
    });
    let decl = stop.clause.decl;
    let is_here = decl == wait.func.decl
        && package.func_of_stmt(decl, stop.clause.stmt) == Some(wait.func.index);
    let shown = package.span(decl, first_line(package, stop.clause));
    let Some((symbol, over)) = written else {
        // Each call has a context of its own.
        let own = given(package, wait).filter(|own| stop.is_context && own.is_context)?;
        return Some(Evidence { shown, by, ..own });
    };
    Some(Evidence {
        over,
        is_context: stop.is_context,
        symbol,
        shown,
        by,
        clause: Some(stop.clause),
        is_here,
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
