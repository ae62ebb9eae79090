//! What an `if` asks: whether a context has ended, or whether a channel has room.

use super::checks::Asks;
use super::clauses::is_repeatable;
use super::sends::Send;
use crate::model::structure::StmtRef;
use crate::model::{ExprRef, Package, SymbolKind};
use crate::source::Range;
use crate::syntax::ast::*;

/// What an `if` asks: whether it is over when the condition is true.
pub(super) struct Question {
    pub asks: Asks,
    pub subject: Range,
    pub is_over_when_true: bool,
}

pub(super) fn question(package: &Package, send: &Send, stmt: StmtId) -> Option<Question> {
    let StmtKind::If {
        init, condition, ..
    } = package
        .stmt(StmtRef {
            decl: send.decl,
            stmt,
        })
        .kind
    else {
        return None;
    };
    let at = unparenthesized(
        package,
        ExprRef {
            decl: send.decl,
            expr: condition,
        },
    );
    context_question(package, at, init).or_else(|| match init {
        None => room_question(package, send, at),
        Some(_) => None,
    })
}

fn unparenthesized(package: &Package, at: ExprRef) -> ExprRef {
    match package.expr(at).kind {
        ExprKind::Paren(inner) => unparenthesized(
            package,
            ExprRef {
                decl: at.decl,
                expr: inner,
            },
        ),
        _ => at,
    }
}

/// `ctx.Err() != nil`, or `err := ctx.Err(); err != nil`.
fn context_question(package: &Package, at: ExprRef, init: Option<StmtId>) -> Option<Question> {
    let ExprKind::Binary { op, left, right } = package.expr(at).kind else {
        return None;
    };
    let is_over_when_true = match op {
        BinaryOp::NotEqual => true,
        BinaryOp::Equal => false,
        _ => return None,
    };
    let here = |expr: ExprId| {
        unparenthesized(
            package,
            ExprRef {
                decl: at.decl,
                expr,
            },
        )
    };
    let is_nil = |expr: ExprId| {
        let at = here(expr);
        matches!(package.expr(at).kind, ExprKind::Name(name) if &*name == "nil")
            && package.named_symbol(at).is_none()
    };
    let error = match (is_nil(left), is_nil(right)) {
        (false, true) => here(left),
        (true, false) => here(right),
        _ => return None,
    };
    let call = match init {
        None => error,
        Some(init) => named_error(package, error, init)?,
    };
    let ExprKind::Call { callee, args, .. } = &package.expr(call).kind else {
        return None;
    };
    let callee = here(*callee);
    let ExprKind::Selector { operand, field } = package.expr(callee).kind else {
        return None;
    };
    let is_check = args.is_empty()
        && &*field.name == "Err"
        && is_context_method(package, callee)
        && is_repeatable(package, here(operand));
    is_check.then_some(Question {
        asks: Asks::Context {
            context: operand,
            init,
        },
        subject: package.expr(here(operand)).range,
        is_over_when_true,
    })
}

/// The call in `err := ctx.Err()` if `error` is that `err`.
fn named_error(package: &Package, error: ExprRef, init: StmtId) -> Option<ExprRef> {
    let decl = error.decl;
    let StmtKind::Assign {
        targets,
        op: AssignOp::Define | AssignOp::Set,
        values,
    } = &package.stmt(StmtRef { decl, stmt: init }).kind
    else {
        return None;
    };
    let ([target], [value]) = (targets.as_slice(), values.as_slice()) else {
        return None;
    };
    let target = ExprRef {
        decl,
        expr: *target,
    };
    let symbol = package.named_symbol(error)?;
    (package.named_symbol(target) == Some(symbol))
        .then(|| unparenthesized(package, ExprRef { decl, expr: *value }))
}

/// Whether a selector selects a method of `context.Context`, promoted or not.
fn is_context_method(package: &Package, at: ExprRef) -> bool {
    package.selection(at).is_some_and(|selection| {
        let directory = package.directory(selection.symbol.decl.dir);
        package.symbol(selection.symbol).kind == SymbolKind::InterfaceMethod
            && directory.import_path.as_deref() == Some("context")
    })
}

/// `len(c) < cap(c)` and its like, about the channel that is sent on.
fn room_question(package: &Package, send: &Send, at: ExprRef) -> Option<Question> {
    let ExprKind::Binary { op, left, right } = package.expr(at).kind else {
        return None;
    };
    let here = |expr: ExprId| {
        unparenthesized(
            package,
            ExprRef {
                decl: at.decl,
                expr,
            },
        )
    };
    let measured = |expr: ExprId, by: &str| {
        let ExprKind::Call { callee, args, .. } = &package.expr(here(expr)).kind else {
            return None;
        };
        let [channel] = args.as_slice() else {
            return None;
        };
        (package.builtin(here(*callee)) == Some(by)).then(|| here(*channel))
    };
    let (op, length, limit) = match measured(left, "len") {
        Some(channel) => (op, channel, right),
        None => (mirrored(op)?, measured(right, "len")?, left),
    };
    let is_sent_on = |channel: ExprRef| package.path_of(channel) == send.path;
    let symbol = send.path.target()?;
    if !is_sent_on(length) || send.path.has_element() || send.path.root_symbol().is_none() {
        return None;
    }
    let is_over_when_true = if let Some(channel) = measured(limit, "cap") {
        if !is_sent_on(channel) {
            return None;
        }
        match op {
            BinaryOp::Less | BinaryOp::NotEqual => false,
            BinaryOp::Equal | BinaryOp::GreaterEqual => true,
            _ => return None,
        }
    } else {
        let limit = package.constant(here(limit))?;
        let capacity = package.channel(symbol).capacity()?;
        is_full_when(op, limit, capacity)?
    };
    Some(Question {
        asks: Asks::Room,
        subject: package.expr(length).range,
        is_over_when_true,
    })
}

fn mirrored(op: BinaryOp) -> Option<BinaryOp> {
    Some(match op {
        BinaryOp::Less => BinaryOp::Greater,
        BinaryOp::LessEqual => BinaryOp::GreaterEqual,
        BinaryOp::Greater => BinaryOp::Less,
        BinaryOp::GreaterEqual => BinaryOp::LessEqual,
        BinaryOp::Equal | BinaryOp::NotEqual => op,
        _ => return None,
    })
}

/// For `len(c) op limit`: whether it is true just when the channel is full (`Some(true)`), or just when it is not.
fn is_full_when(op: BinaryOp, limit: u64, capacity: u64) -> Option<bool> {
    let holds = |length: u64| match op {
        BinaryOp::Less => length < limit,
        BinaryOp::LessEqual => length <= limit,
        BinaryOp::Greater => length > limit,
        BinaryOp::GreaterEqual => length >= limit,
        BinaryOp::Equal => length == limit,
        _ => length != limit,
    };
    if capacity == 0 || capacity > 1 << 16 {
        return None;
    }
    let when_full = holds(capacity);
    (0..capacity)
        .all(|length| holds(length) != when_full)
        .then_some(when_full)
}
