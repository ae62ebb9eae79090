//! The sends that may block, and what becomes of the values.

use memchr::memmem;

use super::checks::{Asks, Check};
use crate::model::channels::Channel;
use crate::model::flow::{CallMode, ChanOpKind, Event, EventKind};
use crate::model::path::{AccessPath, Root};
use crate::model::types::Type;
use crate::model::{DeclId, ExprRef, FuncId, Package, SymbolKind, TypeSource};
use crate::syntax::ast::*;

/// A send statement that is no case of a `select`.
pub(super) struct Send {
    pub decl: DeclId,
    pub stmt: StmtId,
    pub channel: ExprId,
    pub value: ExprId,
    /// The channel's path.
    pub path: AccessPath,
}

/// Whether a declaration's tokens allow a send with a check before it: all others need no parsing.
pub(super) fn may_hold_checked_send(package: &Package, decl: DeclId) -> bool {
    let home = package.home();
    let outline = home.outline(decl);
    let tokens = outline.mentions.tokens;
    tokens.has_arrow
        && (tokens.has_select && home.mentions(decl, "default")
            || home.mentions(decl, "Err")
            || home.mentions(decl, "len"))
        && may_send(package.text(decl, outline.range))
}

/// Whether an arrow stands behind the end of an operand.
fn may_send(text: &str) -> bool {
    memmem::find_iter(text.as_bytes(), b"<-").any(|at| {
        let before = text[..at].trim_end_matches([' ', '\t']);
        let word = before.len() - before.trim_end_matches(is_word).len();
        match &before[before.len() - word..] {
            "" => before.ends_with([')', ']', '}', '/']),
            "chan" | "case" | "return" | "range" | "if" | "for" | "switch" | "go" | "defer" => {
                false
            }
            _ => true,
        }
    })
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

pub(super) fn sends_in(package: &Package, decl: DeclId) -> Vec<Send> {
    let ast = package.ast(decl);
    let mut sends = Vec::new();
    for (stmt, number) in ast.stmts.iter().zip(0..) {
        let StmtKind::Send { channel, value } = stmt.kind else {
            continue;
        };
        let id = StmtId(number);
        let is_case = match stmt.parent {
            Parent::Stmt(outer) => {
                matches!(&ast.stmt(outer).kind, StmtKind::Comm { comm, .. } if *comm == Some(id))
            }
            _ => false,
        };
        if !is_case {
            sends.push(Send {
                decl,
                stmt: id,
                channel,
                value,
                path: package.path_of(ExprRef {
                    decl,
                    expr: channel,
                }),
            });
        }
    }
    sends
}

/// The channel that is sent on, as the send's own code sees it: what tests do with it does not count for other code.
pub(super) fn channel_of(package: &Package, send: &Send) -> Option<Channel> {
    let mut channel = package.channel(send.path.target()?);
    let is_test = |decl: DeclId| package.file_of(decl).is_test;
    if !is_test(send.decl) {
        channel
            .operations
            .retain(|operation| !is_test(operation.at.decl));
    }
    if let Some(make) = only_make(package, send) {
        channel.operations.retain(|operation| {
            !matches!(operation.kind, ChanOpKind::Make { .. }) || operation.at == make
        });
    }
    Some(channel)
}

/// The `make` that a local variable has its channel from, if it never gets another. Functions that it is given to may
/// have other channels, too.
fn only_make(package: &Package, send: &Send) -> Option<ExprRef> {
    let symbol = send.path.target()?;
    let TypeSource::Value {
        value, count: 1, ..
    } = package.symbol(symbol).ty
    else {
        return None;
    };
    let make = ExprRef {
        decl: symbol.decl,
        expr: value,
    };
    package.made_channel(make)?;
    let uses = package.uses_of(symbol);
    let is_constant = uses.certain.iter().all(|&at| !package.is_assigned(at));
    (package.is_local(symbol) && is_constant).then_some(make)
}

/// Whether the send surely ends whatever happens after the check.
pub(super) fn is_harmless(
    package: &Package,
    send: &Send,
    check: &Check,
    channel: &Channel,
) -> bool {
    if has_room_for_all(package, send, channel) {
        return true;
    }
    match check.asks {
        Asks::Room => is_guarded(package, send) || is_only_sender(package, send, channel),
        Asks::Done { .. } | Asks::Context { .. } => {
            is_drained(package, channel)
                || is_reply(package, send)
                || is_put_back(package, send, channel)
                || hands_on_context(package, send, check)
        }
    }
}

/// Whether the buffer takes all that is ever sent: its size is computed, or no more sends run than it has places.
fn has_room_for_all(package: &Package, send: &Send, channel: &Channel) -> bool {
    if !channel.is_buffered() {
        return false;
    }
    let Some(capacity) = channel.capacity() else {
        return true;
    };
    if is_of_message(package, send) || package.file_of(send.decl).is_test {
        return true;
    }
    let mut senders: Vec<FuncId> = Vec::new();
    for operation in channel.of_kind(ChanOpKind::Send) {
        match package.enclosing_func(operation.at) {
            Some(func) if !senders.contains(&func) => senders.push(func),
            Some(_) => {}
            None => return false,
        }
    }
    let mut makes = channel
        .operations
        .iter()
        .filter(|operation| matches!(operation.kind, ChanOpKind::Make { .. }));
    let is_received = channel.of_kind(ChanOpKind::Receive).next().is_some();
    makes.all(|make| {
        let counts = senders
            .iter()
            .filter(|&&func| !leaves_with_send(package, func, channel, make.at))
            .map(|&func| sends_for_each_make(package, func, channel, make.at));
        let sum = counts.sum::<Option<u64>>();
        sum.is_some_and(|sum| sum <= capacity + u64::from(is_received))
    })
}

/// Whether the function that makes the channel sends on it only to leave, so that nothing else runs that sends.
fn leaves_with_send(package: &Package, func: FuncId, channel: &Channel, make: ExprRef) -> bool {
    let flow = package.flow(func);
    let mut sends = event_of(package, func, channel, ChanOpKind::Send).into_iter();
    package.enclosing_func(make) == Some(func)
        && sends.all(|send| {
            !flow.events.iter().enumerate().any(|(index, event)| {
                let starts = matches!(
                    event.kind,
                    EventKind::Call {
                        mode: CallMode::Spawned,
                        ..
                    }
                );
                starts && flow.reaches(send, index, |_| false)
            })
        })
}

/// How many sends a function makes at most on a channel made at `make`; `None` where there is no limit.
fn sends_for_each_make(
    package: &Package,
    func: FuncId,
    channel: &Channel,
    make: ExprRef,
) -> Option<u64> {
    let flow = package.flow(func);
    let sends: Vec<usize> = event_of(package, func, channel, ChanOpKind::Send);
    let is_made = |event: &Event| matches!(&event.kind, EventKind::Chan(op) if matches!(op.kind, ChanOpKind::Make { .. }));
    let is_last = |&send: &usize| {
        let mut others = sends.iter();
        others.all(|&other| !flow.reaches(send, other, is_made))
    };
    if !sends.iter().all(is_last) {
        return None;
    }
    runs_for_each_make(package, func, make)
}

/// How often a function runs at most for each run of `make`.
fn runs_for_each_make(package: &Package, func: FuncId, make: ExprRef) -> Option<u64> {
    if package.enclosing_func(make) == Some(func) {
        return Some(1);
    }
    let is_once = |at: ExprRef| at.decl == make.decl && !is_repeated(package, at, make);
    match package.func(func).literal {
        Some(literal) => {
            let at = ExprRef {
                decl: func.decl,
                expr: literal,
            };
            (runs_where_it_stands(package, func.decl, literal) && is_once(at)).then_some(1)
        }
        None => {
            let is_test = |decl: DeclId| package.file_of(decl).is_test;
            let mut sites = package.callers_of(func).sites.clone();
            sites.retain(|site| is_test(make.decl) || !is_test(site.call.decl));
            let is_known = !sites.is_empty() && sites.iter().all(|site| is_once(site.call));
            is_known.then_some(sites.len() as u64)
        }
    }
}

/// The events of a function that do this with the channel.
fn event_of(package: &Package, func: FuncId, channel: &Channel, kind: ChanOpKind) -> Vec<usize> {
    let operands: Vec<ExprRef> = channel
        .of_kind(kind)
        .map(|operation| operation.at)
        .collect();
    let events = package.flow(func).events.iter().enumerate();
    let is_here = |event: &Event| match &event.kind {
        EventKind::Chan(op) => {
            op.kind == kind
                && operands.contains(&ExprRef {
                    decl: func.decl,
                    expr: op.channel,
                })
        }
        _ => false,
    };
    events
        .filter(|(_, event)| is_here(event))
        .map(|(index, _)| index)
        .collect()
}

/// Whether the channel is a field of something that is not the method's receiver: a message that carries a channel for
/// its one answer.
fn is_of_message(package: &Package, send: &Send) -> bool {
    let Root::Symbol(root) = send.path.root else {
        return false;
    };
    !send.path.steps.is_empty()
        && matches!(
            package.symbol(root).kind,
            SymbolKind::Param | SymbolKind::Var
        )
        && package.symbol(root).func.is_some()
}

/// Whether the channel was itself received: whoever sent it waits for the answer.
fn is_reply(package: &Package, send: &Send) -> bool {
    let (Root::Symbol(root), []) = (send.path.root, send.path.steps.as_slice()) else {
        return false;
    };
    let ast = package.ast(root.decl);
    let is_receive = |value: ExprId| matches!(ast.expr(value).kind, ExprKind::Receive(_));
    ast.stmts.iter().any(|stmt| match &stmt.kind {
        StmtKind::Assign {
            targets, values, ..
        } => values
            .first()
            .zip(targets.first())
            .is_some_and(|(&value, &target)| {
                is_receive(value)
                    && package.named_symbol(ExprRef {
                        decl: root.decl,
                        expr: target,
                    }) == Some(root)
            }),
        _ => false,
    })
}

/// Whether the same function has received before from the buffered channel that it sends on: it puts a token back.
fn is_put_back(package: &Package, send: &Send, channel: &Channel) -> bool {
    let Some(func) = enclosing_func(package, send) else {
        return false;
    };
    let flow = package.flow(func);
    let sends = event_of(package, func, channel, ChanOpKind::Send);
    let receives = event_of(package, func, channel, ChanOpKind::Receive);
    let is_this = |&index: &usize| matches!(&flow.events[index].kind, EventKind::Chan(op) if op.channel == send.channel);
    let Some(this) = sends.into_iter().find(is_this) else {
        return false;
    };
    channel.is_buffered()
        && receives
            .into_iter()
            .any(|receive| flow.reaches(receive, this, |_| false))
}

/// Whether the value sent is the context that was asked: whoever gets it watches it.
fn hands_on_context(package: &Package, send: &Send, check: &Check) -> bool {
    let Asks::Context { context, .. } = check.asks else {
        return false;
    };
    let here = |expr: ExprId| ExprRef {
        decl: send.decl,
        expr,
    };
    let is_context = match package.type_of(here(send.value)) {
        Type::Named(symbol, _) => {
            package.directory(symbol.decl.dir).import_path.as_deref() == Some("context")
        }
        _ => false,
    };
    is_context && package.path_of(here(context)) == package.path_of(here(send.value))
}

/// Whether one goroutine alone sends and closes, and never sends after it has closed.
pub(super) fn is_closed_by_sender(package: &Package, send: &Send, channel: &Channel) -> bool {
    let Some(func) = enclosing_func(package, send) else {
        return false;
    };
    let are_here = channel
        .operations
        .iter()
        .filter(|operation| matches!(operation.kind, ChanOpKind::Send | ChanOpKind::Close))
        .all(|operation| package.enclosing_func(operation.at) == Some(func));
    let mut makes = channel
        .operations
        .iter()
        .filter(|operation| matches!(operation.kind, ChanOpKind::Make { .. }))
        .peekable();
    let is_alone = are_here
        && makes.peek().is_some()
        && makes.all(|make| runs_for_each_make(package, func, make.at) == Some(1));
    if !is_alone {
        return false;
    }
    let flow = package.flow(func);
    let sends = event_of(package, func, channel, ChanOpKind::Send);
    let closes = event_of(package, func, channel, ChanOpKind::Close);
    let is_deferred = |close: usize| matches!(&flow.events[close].kind, EventKind::Chan(op) if op.mode == CallMode::Deferred);
    closes.into_iter().all(|close| {
        is_deferred(close)
            || sends
                .iter()
                .all(|&send| !flow.reaches(close, send, |_| false))
    })
}

/// Whether `at` can run more than once for one run of `make`: it is in a loop that `make` is not in, or in a function
/// literal of which it can't be seen that it runs once.
fn is_repeated(package: &Package, at: ExprRef, make: ExprRef) -> bool {
    let made = package.expr(make).range;
    let ast = package.ast(at.decl);
    let mut parent = ast.expr(at.expr).parent;
    loop {
        parent = match parent {
            Parent::Decl => return false,
            Parent::Expr(expr) => ast.expr(expr).parent,
            Parent::Stmt(stmt) => {
                let stmt = ast.stmt(stmt);
                let is_loop = matches!(stmt.kind, StmtKind::For { .. } | StmtKind::Range { .. });
                if is_loop && !stmt.range.contains(made) {
                    return true;
                }
                stmt.parent
            }
            Parent::Func(index) => {
                let func = ast.func(index);
                let Some(literal) = func.literal.filter(|_| !func.range.contains(made)) else {
                    return false;
                };
                if !runs_where_it_stands(package, at.decl, literal) {
                    return true;
                }
                ast.expr(literal).parent
            }
        };
    }
}

/// Whether a literal is called at once, or given to something that runs it once.
fn runs_where_it_stands(package: &Package, decl: DeclId, literal: ExprId) -> bool {
    let ast = package.ast(decl);
    let Parent::Expr(call) = ast.expr(literal).parent else {
        return false;
    };
    let ExprKind::Call { callee, .. } = &ast.expr(call).kind else {
        return false;
    };
    *callee == literal
        || package
            .functions_run_by(ExprRef { decl, expr: call })
            .iter()
            .any(|&(argument, mode)| argument == literal && mode == CallMode::Spawned)
}

/// Whether a lock is held at the send: those who send have agreed on it.
fn is_guarded(package: &Package, send: &Send) -> bool {
    let Some(func) = enclosing_func(package, send) else {
        return false;
    };
    let mut events = package.flow(func).events.iter();
    events.any(|event| {
        let is_send =
            matches!(&event.kind, EventKind::Chan(op) if op.kind == ChanOpKind::Send && op.channel == send.channel);
        is_send && !event.held.is_empty()
    })
}

/// Whether one goroutine makes all sends, so that the room cannot be taken by another.
fn is_only_sender(package: &Package, send: &Send, channel: &Channel) -> bool {
    let Some(func) = enclosing_func(package, send) else {
        return false;
    };
    let are_here = channel
        .of_kind(ChanOpKind::Send)
        .all(|other| package.enclosing_func(other.at) == Some(func));
    if channel.may_be_sent_on_elsewhere || !are_here {
        return false;
    }
    let mut makes = channel
        .operations
        .iter()
        .filter(|operation| matches!(operation.kind, ChanOpKind::Make { .. }));
    makes.any(|make| runs_for_each_make(package, func, make.at) == Some(1))
}

/// Whether all receivers in sight receive until the channel is closed, whatever ends before.
fn is_drained(package: &Package, channel: &Channel) -> bool {
    let mut is_received = false;
    for operation in &channel.operations {
        match operation.kind {
            ChanOpKind::Receive => return false,
            ChanOpKind::Range if may_end_early(package, operation.at) => return false,
            ChanOpKind::Range => is_received = true,
            _ => {}
        }
    }
    is_received
}

/// Whether the loop over a channel can end before the channel is closed.
fn may_end_early(package: &Package, operand: ExprRef) -> bool {
    let ast = package.ast(operand.decl);
    let Some(stmt) = package.stmt_of(operand) else {
        return true;
    };
    let StmtKind::Range { body, .. } = ast.stmt(stmt).kind else {
        return true;
    };
    let func = func_of(ast, stmt);
    let body = ast.stmt(body).range;
    ast.stmts.iter().zip(0..).any(|(inner, number)| {
        let leaves = match &inner.kind {
            StmtKind::Return(_) => true,
            StmtKind::Branch { kind, label } => match kind {
                BranchKind::Goto => true,
                BranchKind::Break => {
                    label.is_some() || break_target(ast, StmtId(number)) == Some(stmt)
                }
                BranchKind::Continue => label.is_some(),
                BranchKind::Fallthrough => false,
            },
            _ => false,
        };
        leaves && body.contains(inner.range) && func_of(ast, StmtId(number)) == func
    })
}

/// The name of the method that would free what the value holds on to.
pub(super) fn owned_by(package: &Package, send: &Send) -> Option<&'static str> {
    let ty = package.type_of(ExprRef {
        decl: send.decl,
        expr: send.value,
    });
    ["Close", "Release"].into_iter().find(|method| {
        let member = package.member(&ty, crate::model::resolve::name(method));
        member.is_some_and(|member| package.symbol(member.symbol).kind != SymbolKind::Field)
    })
}

fn enclosing_func(package: &Package, send: &Send) -> Option<FuncId> {
    package.enclosing_func(ExprRef {
        decl: send.decl,
        expr: send.channel,
    })
}

/// The function whose body a statement is in.
fn func_of(ast: &Ast, stmt: StmtId) -> Option<FuncIndex> {
    let mut parent = ast.stmt(stmt).parent;
    loop {
        parent = match parent {
            Parent::Stmt(stmt) => ast.stmt(stmt).parent,
            Parent::Expr(expr) => ast.expr(expr).parent,
            Parent::Func(index) => return Some(index),
            Parent::Decl => return None,
        };
    }
}

/// The statement that a `break` without a label leaves.
pub(super) fn break_target(ast: &Ast, stmt: StmtId) -> Option<StmtId> {
    let mut parent = ast.stmt(stmt).parent;
    while let Parent::Stmt(outer) = parent {
        if matches!(
            ast.stmt(outer).kind,
            StmtKind::For { .. }
                | StmtKind::Range { .. }
                | StmtKind::Switch { .. }
                | StmtKind::TypeSwitch { .. }
                | StmtKind::Select { .. }
        ) {
            return Some(outer);
        }
        parent = ast.stmt(outer).parent;
    }
    None
}
