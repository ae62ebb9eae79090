//! Gives the channel room for all that is sent.

use super::makes::Made;
use super::own::{receives, takes_of};
use super::senders::{Repeats, Sender};
use crate::finding::{Fix, Safety};
use crate::model::channels::Channel;
use crate::model::flow::{AccessKind, CallMode, Callee, ChanOpKind, EventKind};
use crate::model::structure::StmtRef;
use crate::model::{ExprRef, FuncId, Package};
use crate::rewrite::room::{rounds, with_room};
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
            Some(Repeats::Loop(stmt)) if sends == 1 => match rounds(
                package,
                made.make,
                StmtRef {
                    decl: made.func.decl,
                    stmt,
                },
            ) {
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
    let edits = with_room(package, made.make, capacity);
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
