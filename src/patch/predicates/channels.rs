//! Questions about channels.

use super::Answer;
use super::ask::Asked;
use crate::model::channels::Channel;
use crate::model::flow::ChanOpKind;
use crate::model::types::Type;
use crate::model::{FuncId, Package};

fn channel<'p>(asked: &Asked<'p, '_>, position: usize) -> Option<&'p Channel> {
    let symbol = asked.symbol(position)?;
    let ty = asked.package.type_of_symbol(symbol);
    let is_channel = matches!(asked.package.underlying(&ty), Type::Chan(..));
    is_channel.then(|| asked.package.channel(symbol))
}

pub(super) fn capacity(asked: &Asked) -> Answer {
    if let Some(at) = asked.expr(0)
        && let Some(Some(capacity)) = asked.package.made_channel(at)
    {
        return Answer::Number(capacity);
    }
    let capacity = channel(asked, 0).and_then(|channel| channel.capacity());
    capacity.map_or(Answer::Unknown, Answer::Number)
}

pub(super) fn buffered(asked: &Asked) -> Answer {
    let Some(channel) = channel(asked, 0) else {
        return Answer::Unknown;
    };
    match (channel.is_buffered(), channel.capacity()) {
        (true, _) => Answer::Truth(true),
        (false, Some(_)) => Answer::Truth(false),
        (false, None) => Answer::Unknown,
    }
}

pub(super) fn closed(asked: &Asked) -> Answer {
    let Some(channel) = channel(asked, 0) else {
        return Answer::Unknown;
    };
    let is_closed = channel.of_kind(ChanOpKind::Close).next().is_some();
    Answer::of(match (is_closed, channel.may_be_closed_elsewhere) {
        (true, _) => Some(true),
        (false, false) => Some(false),
        (false, true) => None,
    })
}

pub(super) fn closes(asked: &Asked) -> Answer {
    does(asked, &[ChanOpKind::Close])
}

pub(super) fn sends(asked: &Asked) -> Answer {
    does(asked, &[ChanOpKind::Send])
}

pub(super) fn receives(asked: &Asked) -> Answer {
    does(asked, &[ChanOpKind::Receive, ChanOpKind::Range])
}

/// Whether a function, or one that it calls, does one of these things with a channel.
fn does(asked: &Asked, kinds: &[ChanOpKind]) -> Answer {
    let (Some(func), Some(channel)) = (asked.func(0), channel(asked, 1)) else {
        return Answer::Unknown;
    };
    let effects = asked.package.effects_of(func);
    let funcs: Vec<FuncId> = std::iter::once(func)
        .chain(effects.calls.iter().copied())
        .collect();
    let operations = channel.operations.iter();
    let is_done = operations
        .filter(|operation| kinds.contains(&operation.kind))
        .any(|operation| {
            let range = asked.package.expr(operation.at).range;
            funcs
                .iter()
                .any(|func| func.decl == operation.at.decl && holds(asked.package, *func, range))
        });
    Answer::of(match (is_done, effects.is_known()) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    })
}

fn holds(package: &Package, func: FuncId, range: crate::source::Range) -> bool {
    package.func(func).range.contains(range)
}
