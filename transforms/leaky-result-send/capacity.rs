//! Gives the channel room for all that is sent.

use super::makes::Made;
use super::own::{receives, takes_of};
use super::senders::{Repeats, Sender};
use crate::finding::{Edit, Fix, Safety};
use crate::model::channels::Channel;
use crate::model::flow::{AccessKind, CallMode, Callee, ChanOpKind, EventKind};
use crate::model::structure::StmtRef;
use crate::model::types::Type;
use crate::model::{DeclId, ExprRef, FuncId, Package};
use crate::source::Range;
use crate::syntax::ast::*;

/// The fix, or why there is none.
pub(super) fn fix(
    package: &Package,
    made: &Made,
    channel: &Channel,
    senders: &[Sender],
) -> Result<Fix, String> {
    if channel.of_kind(ChanOpKind::Len).next().is_some() {
        return Err("its length or capacity is asked for".to_string());
    }
    let mut fixed = 0;
    let mut counted: Vec<String> = Vec::new();
    let mut safety = Safety::Safe;
    for sender in senders {
        let sends = sender.sends.ok_or("there is no limit to what is sent")?;
        match sender.repeats {
            None => fixed += sends,
            Some(Repeats::Loop(stmt)) if sends == 1 => match rounds(package, made, stmt) {
                Some(rounds) => {
                    // A number may be negative, for which a loop does nothing and `make` panics.
                    let is_length = rounds.starts_with("len(");
                    if !is_length && !rounds.bytes().all(|byte| byte.is_ascii_digit()) {
                        safety = Safety::Unsafe;
                    }
                    counted.push(rounds);
                }
                None if are_one_at_a_time(package, made, channel, stmt) => {
                    fixed += 1;
                    safety = Safety::Unsafe;
                }
                None => {
                    return Err(
                        "how many goroutines send is not known where it is made".to_string()
                    );
                }
            },
            Some(_) => return Err("how many goroutines send is not known".to_string()),
        }
        if sends > 1 {
            safety = Safety::Unsafe;
        }
        for operation in &sender.operations {
            let func = operation.func.ok_or("the sender is not known")?;
            let event = package
                .event_of_operation(operation)
                .ok_or("the sender is not known")?;
            match follows(package, func, event, channel) {
                Follows::Nothing => {}
                Follows::Work => safety = Safety::Unsafe,
                Follows::Channels => {
                    return Err("the sender goes on to use other channels or locks".to_string());
                }
            }
        }
    }
    if fixed > 0 || counted.is_empty() {
        counted.push(fixed.max(made.capacity).to_string());
    }
    Ok(room_for(package, made, &counted.join("+"), safety))
}

/// Whether each round of a loop that starts a sender also receives.
fn are_one_at_a_time(package: &Package, made: &Made, channel: &Channel, stmt: StmtId) -> bool {
    let takes = takes_of(package, made, channel);
    made.capacity == 0 && takes.is_some_and(|takes| receives(package, made, &takes, stmt))
}

/// The fix that makes the channel with this capacity.
pub(super) fn room_for(package: &Package, made: &Made, capacity: &str, safety: Safety) -> Fix {
    let decl = made.make.decl;
    let mut make = made.make;
    while let ExprKind::Paren(inner) = package.expr(make).kind {
        make = ExprRef { decl, expr: inner };
    }
    let mut edits = Vec::new();
    if let ExprKind::Call { args, .. } = &package.expr(make).kind {
        let range = |expr: ExprId| package.expr(ExprRef { decl, expr }).range;
        let edit = match args.as_slice() {
            [ty] => {
                let end = range(*ty).end;
                Some((Range::new(end, end), format!(", {capacity}")))
            }
            [_, old] => Some((range(*old), capacity.to_string())),
            _ => None,
        };
        edits.extend(edit.map(|(range, text)| Edit {
            span: package.span(decl, range),
            text,
        }));
    }
    let what = match capacity {
        "1" => "the result".to_string(),
        number if number.bytes().all(|byte| byte.is_ascii_digit()) => format!("{number} results"),
        other => format!("{other} results"),
    };
    Fix {
        title: format!(
            "make `{}` with room for {what}",
            package.path_text(&made.path)
        ),
        safety,
        edits,
        imports: Vec::new(),
        about: vec![package.span(made.symbol.decl, package.symbol(made.symbol).range)],
    }
}

/// What a sender does once it has sent.
enum Follows {
    Nothing,
    Work,
    /// It sends, receives or locks: a rendezvous may be what orders these.
    Channels,
}

fn follows(package: &Package, func: FuncId, event: usize, channel: &Channel) -> Follows {
    let flow = package.flow(func);
    let mut found = Follows::Nothing;
    for (index, data) in flow.events.iter().enumerate() {
        if !flow.reaches(event, index, |_| false) {
            continue;
        }
        let is_own = |expr: ExprId| {
            let at = ExprRef {
                decl: func.decl,
                expr,
            };
            channel.operations.iter().any(|other| other.at == at)
        };
        match &data.kind {
            EventKind::Chan(op) if is_own(op.channel) => {}
            EventKind::Chan(op) if op.mode == CallMode::Deferred => {}
            // Closing a channel of its own says that it is done.
            EventKind::Chan(op) if op.kind == ChanOpKind::Close => found = Follows::Work,
            EventKind::Chan(_) | EventKind::Lock { .. } => return Follows::Channels,
            EventKind::Call {
                callee: Callee::Builtin(_) | Callee::Conversion,
                ..
            } => {}
            EventKind::Call { .. } => found = Follows::Work,
            EventKind::Access { kind, .. } if *kind != AccessKind::Read => found = Follows::Work,
            EventKind::Access { .. } => {}
        }
    }
    found
}

/// How often a loop goes round at most, as Go, if that means the same where the channel is made.
fn rounds(package: &Package, made: &Made, stmt: StmtId) -> Option<String> {
    let decl = made.func.decl;
    let at = |expr: ExprId| ExprRef { decl, expr };
    let data = package.stmt(StmtRef { decl, stmt });
    let (count, is_length) = match &data.kind {
        StmtKind::Range { operand, .. } => match package.underlying(&package.type_of(at(*operand)))
        {
            Type::Slice(_) | Type::Array(_) | Type::Map(..) => (at(*operand), true),
            Type::Pointer(to) if matches!(package.underlying(&to), Type::Array(_)) => {
                (at(*operand), true)
            }
            Type::Basic(name) if &*name == "string" => (at(*operand), true),
            Type::Basic(name) if name.contains("int") => (at(*operand), false),
            _ => return None,
        },
        StmtKind::For {
            init: Some(init),
            condition: Some(condition),
            post: Some(post),
            ..
        } => (at(limit(package, decl, *init, *condition, *post)?), false),
        _ => return None,
    };
    let until = data.range.end;
    if !is_settled(package, made, count, until) {
        return None;
    }
    let text = package.expr_text(count);
    Some(match is_length {
        true => format!("len({text})"),
        false => text.to_string(),
    })
}

/// `n` in `for i := 0; i < n; i++` and `for i := 1; i <= n; i++`.
fn limit(
    package: &Package,
    decl: DeclId,
    init: StmtId,
    condition: ExprId,
    post: StmtId,
) -> Option<ExprId> {
    let ast = package.ast(decl);
    let StmtKind::Assign {
        values,
        op: AssignOp::Define,
        ..
    } = &ast.stmt(init).kind
    else {
        return None;
    };
    let [first] = values.as_slice() else {
        return None;
    };
    let first = package.constant(ExprRef { decl, expr: *first })?;
    let StmtKind::IncDec {
        is_increment: true, ..
    } = ast.stmt(post).kind
    else {
        return None;
    };
    let ExprKind::Binary { op, right, .. } = ast.expr(condition).kind else {
        return None;
    };
    let fits = matches!(
        (first, op),
        (0, BinaryOp::Less) | (1, BinaryOp::LessEqual) | (0, BinaryOp::NotEqual)
    );
    fits.then_some(right)
}

/// Whether an expression is a plain variable, constant or length, known where the channel is made and the same in the loop.
fn is_settled(package: &Package, made: &Made, count: ExprRef, until: u32) -> bool {
    let decl = count.decl;
    let start = package.expr(made.make).range.start;
    match &package.expr(count).kind {
        ExprKind::Literal(_) => true,
        ExprKind::Paren(inner) => is_settled(package, made, ExprRef { decl, expr: *inner }, until),
        ExprKind::Call { callee, args, .. } => {
            let callee = ExprRef {
                decl,
                expr: *callee,
            };
            package.builtin(callee) == Some("len")
                && args.len() == 1
                && args
                    .iter()
                    .all(|&expr| is_settled(package, made, ExprRef { decl, expr }, until))
        }
        ExprKind::Name(_) | ExprKind::Selector { .. } => {
            let path = package.path_of(count);
            if package.constant(count).is_some() {
                return true;
            }
            let Some(root) = path.root_symbol() else {
                return false;
            };
            let is_known = !package.is_local(root) || package.symbol(root).range.start < start;
            let between = Range::new(start, until);
            let is_changed = path.target().is_none_or(|target| {
                [root, target].iter().any(|&symbol| {
                    let uses = package.uses_of(symbol);
                    uses.certain.iter().any(|&at| {
                        at.decl == decl
                            && between.contains(package.expr(at).range)
                            && package.is_assigned(at)
                    })
                })
            });
            is_known && !is_changed
        }
        _ => false,
    }
}
