//! Gives the close of a channel to those who send on it: the goroutine that sends closes when it returns, or one that has
//! waited for all of them; who wanted no more says so through a `done` channel, on which every send selects.

mod behind_all;
mod closes;
mod context;
mod declared;
mod draft;
mod flag;
mod global;
mod group;
mod home;
mod in_sender;
mod leaving;
mod receiving;
mod selects;
mod senders;
mod stopping;
mod told;

pub use draft::Draft;
pub use flag::send_under_flag;
pub use home::Home;
pub use leaving::way_out;
pub use selects::{Answer, give_up_when};
use stopping::End;
pub use stopping::stop_instead;

use closes::{is_drained, remove_close};
use context::ends_of_context;
use senders::{Sender, senders_of};
use told::is_told_already;

use crate::finding::{Edit, Import};
use crate::model::channels::{Channel, Closer, EarlyClose, Operation};
use crate::model::flow::ChanOpKind;
use crate::model::{ExprRef, Package, SymbolId};

/// A change of who closes a channel.
pub struct Change {
    /// What it does, as the title of a fix.
    pub title: String,
    pub edits: Vec<Edit>,
    pub imports: Vec<Import>,
}

/// The change that gives the channel of `early` to its senders; the error says why there is none.
pub fn give_to_senders(package: &Package, early: &EarlyClose) -> Result<Change, String> {
    let [maker] = early.makers.as_slice() else {
        return Err("several channels are closed here".to_string());
    };
    let maker = *maker;
    let channel = package.channel_onward(maker);
    let is_made = channel
        .operations
        .iter()
        .any(|operation| operation.kind.is_make());
    if !is_made {
        return Err("where the channel is made is not in sight".to_string());
    }
    if channel.may_be_closed_elsewhere {
        return Err("code that is not in sight has the channel, too".to_string());
    }
    if let Some(change) = stay_open(package, channel, maker)? {
        return Ok(change);
    }
    let senders = senders_of(package, channel, maker)?;
    let all = package.early_closes().iter();
    let closes: Vec<&EarlyClose> = all.filter(|other| other.makers.contains(&maker)).collect();
    if closes.iter().any(|other| other.makers.len() > 1) {
        return Err("several channels are closed at one place".to_string());
    }
    let is_early = |close: &Operation| closes.iter().any(|early| early.close.at == close.at);
    let is_by_sender = |close: &Operation| senders.iter().any(|it| Some(it.callee) == close.func);
    // The receiver that gives up on one way and closes on the other, too, when all has come, closes on neither.
    let is_by_receiver = |close: &Operation| {
        closes
            .iter()
            .any(|early| early.closer == Closer::Receiver && early.close.func == close.func)
    };
    let (by_receiver, others): (Vec<Operation>, Vec<Operation>) = channel
        .of_kind(ChanOpKind::Close)
        .filter(|close| !is_early(close))
        .partition(|close| is_by_receiver(close));
    let mut others = others.iter().peekable();
    let has_owner = others.peek().is_some();
    if !others.all(is_by_sender) {
        return Err("it is closed elsewhere, too".to_string());
    }
    let mut owner = Owner {
        draft: Draft::new(package),
        channel,
        maker,
        senders: &senders,
        has_owner,
        moved: None,
    };
    let is_one = matches!(senders.as_slice(), [only] if !only.is_repeated);
    if is_one && let Some(change) = owner.make_room(&closes)? {
        return Ok(change);
    }
    let wants_no_more: Vec<Operation> = closes
        .iter()
        .filter(|early| {
            early.closer != Closer::Starter
                && !is_drained(package, channel, &early.close)
                && !is_told_already(package, channel, &early.close)
        })
        .map(|early| early.close)
        .collect();
    if !wants_no_more.is_empty() {
        owner.tell(&wants_no_more)?;
    }
    let is_asked = wants_no_more.len() < closes.len() || owner.is_close_noticed();
    if !has_owner && is_asked {
        match is_one {
            true => owner.close_in_sender()?,
            false => owner.close_behind_all(&closes)?,
        }
    }
    for early in &closes {
        let is_told = wants_no_more.iter().any(|close| close.at == early.close.at);
        if !is_told && owner.moved != Some(early.close.at) {
            remove_close(&mut owner.draft, &early.close)?;
        }
    }
    for close in &by_receiver {
        remove_close(&mut owner.draft, close)?;
    }
    let name = package.symbol(maker).name;
    let title = match (is_asked && !has_owner, wants_no_more.is_empty()) {
        (true, true) => format!("close {name} where it is sent on"),
        (true, false) => format!("tell the senders to stop, and close {name} where it is sent on"),
        (false, true) => format!("leave {name} to those who send on it"),
        (false, false) => format!("tell those who send on {name} to stop instead of closing it"),
    };
    let (edits, imports) = owner.draft.finish()?;
    Ok(Change {
        title,
        edits,
        imports,
    })
}

/// Where no send ever waits, and nobody waits for the close: no close at all.
fn stay_open(
    package: &Package,
    channel: &Channel,
    maker: SymbolId,
) -> Result<Option<Change>, String> {
    let may_wait = |send: &Operation| !send.select.is_some_and(|case| case.has_default);
    let is_noticed =
        |operation: &Operation| operation.kind == ChanOpKind::Range || operation.asks_ok;
    if channel.of_kind(ChanOpKind::Send).any(may_wait)
        || channel.operations.iter().any(is_noticed)
        || channel.leaves_sight
    {
        return Ok(None);
    }
    let mut draft = Draft::new(package);
    for close in channel.of_kind(ChanOpKind::Close) {
        remove_close(&mut draft, close)?;
    }
    let (edits, imports) = draft.finish()?;
    let name = package.symbol(maker).name;
    Ok(Some(Change {
        title: format!("leave {name} open, as nobody waits for its end"),
        edits,
        imports,
    }))
}

struct Owner<'a> {
    draft: Draft<'a>,
    channel: &'a Channel,
    maker: SymbolId,
    senders: &'a [Sender],
    /// Whether a sender closes the channel already.
    has_owner: bool,
    /// A close that stays where it is.
    moved: Option<ExprRef>,
}

impl Owner<'_> {
    /// Whether a receiver waits for the close: it ranges over the channel, or asks `ok`.
    fn is_close_noticed(&self) -> bool {
        self.channel
            .operations
            .iter()
            .any(|operation| operation.kind == ChanOpKind::Range || operation.asks_ok)
    }

    /// Turns the closes that say "enough" into closes of a `done` channel, on which all sends select.
    fn tell(&mut self, closes: &[Operation]) -> Result<(), String> {
        let sends: Vec<Operation> = self.channel.of_kind(ChanOpKind::Send).copied().collect();
        if let Some(ends) = ends_of_context(self.draft.package, closes, &sends) {
            for (send, end) in sends.iter().zip(ends) {
                give_up_when(&mut self.draft, send, &end, &Answer::default())?;
            }
            for close in closes {
                remove_close(&mut self.draft, close)?;
            }
            return Ok(());
        }
        let may_wait = |send: &Operation| !send.select.is_some_and(|case| case.has_default);
        if !sends.iter().any(may_wait) {
            // Who never waits need not be told.
            for close in closes {
                remove_close(&mut self.draft, close)?;
            }
            return Ok(());
        }
        let mut end = End::of(&mut self.draft, self.channel, self.maker, closes)?;
        for close in closes {
            end.replace_close(&mut self.draft, self.channel, close)?;
        }
        for send in &sends {
            let done = end.expression(&mut self.draft, self.channel, send)?;
            give_up_when(&mut self.draft, send, &done, &Answer::default())?;
        }
        Ok(())
    }
}
