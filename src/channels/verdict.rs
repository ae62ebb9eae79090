//! What the operations on a channel come to.

use std::collections::BTreeSet;

use crate::model::FuncId;
use crate::model::channels::Channel;
use crate::model::flow::ChanOpKind;

/// Who ends a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Code that is not in sight can send on it or close it.
    OutOfSight,
    /// One place closes it, and nothing is sent on it: it says that something is over.
    Signal,
    /// The function that closes it is the only one that sends.
    ClosedBySender,
    /// A function that does not send closes it, once, beside others that send.
    ClosedByOther,
    /// Who closes it receives from it, and others send.
    ClosedByReceiver,
    /// Several places close it.
    SeveralClosers,
    NeverClosed,
    /// Something is sent, and nothing received.
    NeverReceived,
    /// Something waits for a value, and nobody sends one or closes it.
    NeverSent,
}

impl Verdict {
    pub(super) fn of(channel: &Channel) -> Verdict {
        let functions = |kinds: &[ChanOpKind]| -> BTreeSet<Option<FuncId>> {
            let operations = channel.operations.iter();
            operations
                .filter(|operation| kinds.contains(&operation.kind))
                .map(|operation| operation.func)
                .collect()
        };
        let senders = functions(&[ChanOpKind::Send]);
        let receivers = functions(&[ChanOpKind::Receive, ChanOpKind::Range]);
        let closers = functions(&[ChanOpKind::Close]);
        let closes = channel.of_kind(ChanOpKind::Close).count();
        if channel.may_be_closed_elsewhere || channel.may_be_sent_on_elsewhere {
            return Verdict::OutOfSight;
        }
        match closes {
            0 if senders.is_empty() => Verdict::NeverSent,
            0 if receivers.is_empty() && !channel.leaves_sight => Verdict::NeverReceived,
            0 => Verdict::NeverClosed,
            1 if senders.is_empty() => Verdict::Signal,
            1 if senders == closers => Verdict::ClosedBySender,
            1 if receivers.is_superset(&closers) => Verdict::ClosedByReceiver,
            1 => Verdict::ClosedByOther,
            _ => Verdict::SeveralClosers,
        }
    }

    /// As other programs read it.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::OutOfSight => "out-of-sight",
            Verdict::Signal => "signal",
            Verdict::ClosedBySender => "closed-by-sender",
            Verdict::ClosedByOther => "closed-by-other",
            Verdict::ClosedByReceiver => "closed-by-receiver",
            Verdict::SeveralClosers => "several-closers",
            Verdict::NeverClosed => "never-closed",
            Verdict::NeverReceived => "never-received",
            Verdict::NeverSent => "never-sent",
        }
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Verdict::OutOfSight => "code that is not in sight can send on it or close it",
            Verdict::Signal => "one close, no sends: it says that something is over",
            Verdict::ClosedBySender => "closed by its only sender",
            Verdict::ClosedByOther => "closed by a function that does not send, while others do",
            Verdict::ClosedByReceiver => "closed by a receiver, while others send",
            Verdict::SeveralClosers => "closed in several places",
            Verdict::NeverClosed => "never closed",
            Verdict::NeverReceived => "sent on, and never received from",
            Verdict::NeverSent => "received from, and never sent on or closed",
        }
    }
}
