//! What a finding says: which two closes, and how they come about.

use super::closings::{Channel, Closing, Site};
use super::evidence::Evidence;
use super::guard::Guard;
use crate::finding::Related;
use crate::model::flow::{CallMode, ChanOpKind, Event, EventKind};
use crate::model::{ExprRef, FuncId, Package, SymbolId};
use crate::source::Span;

/// A finding's words and places.
pub(super) struct Message {
    pub span: Span,
    pub text: String,
    pub related: Vec<Related>,
}

/// The closings that an evidence rests on, the one to report first.
pub(super) fn shown<'a>(channel: &'a Channel, evidence: &Evidence) -> Vec<&'a Closing> {
    let numbers = match *evidence {
        Evidence::Path { first, second } | Evidence::Functions { first, second } => {
            vec![second, first]
        }
        Evidence::Goroutine { spawned, other } => vec![other, spawned],
        Evidence::Beside { bare, guarded } => vec![bare, guarded],
        Evidence::Loop { closing }
        | Evidence::Retry { closing }
        | Evidence::Goroutines { closing }
        | Evidence::Handler { closing }
        | Evidence::Callback { closing, .. }
        | Evidence::Called { closing, .. }
        | Evidence::Close { closing }
        | Evidence::Racy { closing }
        | Evidence::ReadLock { closing } => vec![closing],
    };
    let mut closings = numbers.into_iter();
    let mut shown: Vec<&Closing> = closings
        .by_ref()
        .map(|number| &channel.closings[number])
        .collect();
    shown.dedup_by(|one, other| std::ptr::eq(*one, *other));
    shown
}

pub(super) fn message(package: &Package, channel: &Channel, evidence: &Evidence) -> Message {
    let shown = shown(channel, evidence);
    let main = shown[0];
    let site = &channel.sites[main.site];
    let span = package.expr_span(site.call);
    let mut places = Places {
        package,
        channel,
        span,
        related: Vec::new(),
    };
    let why = match evidence {
        Evidence::Path { .. } => path(&mut places, main, shown.get(1).copied().unwrap_or(main)),
        Evidence::Loop { .. } => "each round of the loop closes it".to_string(),
        Evidence::Retry { .. } => {
            places.calls(main, "called again here");
            let callee = name_of(package, main.via[0].0);
            format!("{callee} closes it, and the loop calls {callee} again")
        }
        Evidence::Goroutines { .. } => "every goroutine that the loop starts closes it".to_string(),
        Evidence::Handler { .. } => {
            "the handler runs once for each request, and closes it each time".to_string()
        }
        Evidence::Callback { given, .. } => {
            places.push(package.expr_span(*given), "handed out here");
            format!(
                "{} closes it, and a callback runs as often as others call it",
                name(package, main)
            )
        }
        Evidence::Goroutine { .. } => {
            let spawned = shown.get(1).copied().unwrap_or(main);
            places.close(spawned, "the goroutine closes it here");
            let func = channel.sites[spawned.site].func;
            // What the `go` statement runs may be a function that calls the one with the close.
            match spawned.via.first() {
                Some(&(runs, _)) if func == main.func => format!(
                    "{} closes it here, and the goroutine of {} calls it too",
                    name(package, main),
                    name_of(package, runs)
                ),
                _ => format!(
                    "{} closes it here, and the goroutine of {} closes it too",
                    name(package, main),
                    name_of(package, func)
                ),
            }
        }
        Evidence::Functions { .. } => {
            let first = shown.get(1).copied().unwrap_or(main);
            places.close(first, "closed here too");
            format!(
                "{} closes it here, {} closes it too",
                name(package, main),
                name(package, first)
            )
        }
        Evidence::Beside { .. } => {
            let guarded = shown.get(1).copied().unwrap_or(main);
            places.close(guarded, "closed here with a guard");
            format!(
                "{} closes it here, whether {} has closed it or not",
                name_of(package, site.func),
                name(package, guarded)
            )
        }
        Evidence::Called { calls, .. } => {
            for &call in calls {
                places.push(package.expr_span(call), "called here");
            }
            let callers: Vec<String> = calls
                .iter()
                .filter_map(|&call| package.enclosing_func(call))
                .map(|caller| name_of(package, caller))
                .collect();
            format!(
                "{} closes it, and {} both call it",
                name(package, main),
                callers.join(" and ")
            )
        }
        Evidence::Close { .. } => {
            format!("a second call of {} closes it again", name(package, main))
        }
        Evidence::Racy { .. } => format!(
            "two goroutines that call {} at once can both {}",
            name(package, main),
            finding_it_open(package, main)
        ),
        Evidence::ReadLock { .. } => format!(
            "a read lock lets two goroutines in at once, and {} closes it for both",
            name(package, main)
        ),
    };
    places.calls(main, "called here");
    Message {
        span,
        text: format!(
            "{} can be closed twice, and the second close panics: {why}",
            package.expr_text(site.channel)
        ),
        related: places.related,
    }
}

/// What two goroutines both see that come to a guard at once.
fn finding_it_open(package: &Package, closing: &Closing) -> String {
    match closing.guard {
        Guard::Nil { .. } => "find it not nil".to_string(),
        Guard::Flag { test } => format!("pass the test of {}", package.expr_text(test)),
        _ => "find it open".to_string(),
    }
}

/// How one function comes to both closes.
fn path(places: &mut Places, main: &Closing, first: &Closing) -> String {
    let package = places.package;
    let func = name(package, main);
    places.close(
        first,
        match first.mode {
            CallMode::Now => "closed here first",
            CallMode::Deferred => "closed when the function ends",
            CallMode::Spawned => "the goroutine closes it here",
        },
    );
    match (first.mode, main.mode) {
        (CallMode::Spawned, CallMode::Spawned) => {
            format!("two goroutines that {func} starts both close it")
        }
        (CallMode::Spawned, _) => {
            format!("the goroutine that {func} starts closes it, and {func} closes it too")
        }
        (_, CallMode::Spawned) => {
            format!("{func} closes it, and so does the goroutine that {func} starts")
        }
        (_, CallMode::Deferred) => {
            format!("{func} closes it, and the deferred close of {func} closes it again")
        }
        (CallMode::Deferred, _) => {
            format!("{func} closes it here, and its deferred close closes it again")
        }
        _ => format!("{func} closes it above, and again here"),
    }
}

/// The places beside the finding's own.
struct Places<'a> {
    package: &'a Package<'a>,
    channel: &'a Channel,
    span: Span,
    related: Vec<Related>,
}

impl Places<'_> {
    fn push(&mut self, span: Span, message: &str) {
        let is_new = self.related.iter().all(|place| place.span != span) && span != self.span;
        if is_new {
            self.related.push(Related {
                span,
                message: message.to_string(),
            });
        }
    }

    /// The close that a closing comes to, and the call that begins the way there.
    fn close(&mut self, closing: &Closing, message: &str) {
        let site = &self.channel.sites[closing.site];
        self.push(self.package.expr_span(site.call), message);
        self.calls(closing, "called here");
    }

    fn calls(&mut self, closing: &Closing, message: &str) {
        if closing.via.is_empty() {
            return;
        }
        let event = &self.package.flow(closing.func).events[closing.event];
        let span = self.package.span(closing.func.decl, event.range);
        let is_started = closing.mode == CallMode::Spawned;
        self.push(span, if is_started { "started here" } else { message });
    }
}

fn name(package: &Package, closing: &Closing) -> String {
    name_of(package, closing.func)
}

/// The name of a function; of the declared one around a literal.
pub(super) fn name_of(package: &Package, func: FuncId) -> String {
    package.qualified_name(SymbolId {
        decl: func.decl,
        index: 0,
    })
}

/// A send that can come after a close: any but those that the function that owns the channel makes itself, before it
/// closes it.
pub(super) fn live_send(package: &Package, channel: &Channel) -> Option<ExprRef> {
    let all = package.channel(channel.symbol);
    let mut sends = all.of_kind(ChanOpKind::Send).map(|send| send.at);
    sends.find(|&send| {
        let func = package.enclosing_func(send);
        let comes_before = |site: &Site| {
            let owner = package.symbol(channel.symbol).func;
            let is_owner = Some(site.func) == func && owner == Some(site.func.index);
            if !is_owner || site.mode == CallMode::Spawned {
                return false;
            }
            let flow = package.flow(site.func);
            let is_send = |event: &Event| {
                matches!(&event.kind, EventKind::Chan(op) if op.kind == ChanOpKind::Send && op.channel == send.expr)
            };
            let event = flow.events.iter().position(is_send);
            site.mode == CallMode::Deferred
                || event.is_some_and(|event| !flow.reaches(site.event, event, |_| false))
        };
        !channel.sites.iter().all(comes_before)
    })
}

/// What a once does not help against: sends that come after the close.
pub(super) fn sends_note(package: &Package, channel: &Channel) -> Option<String> {
    let send = live_send(package, channel)?;
    let source = &package.file_of(send.decl).source;
    let line = source.position(package.expr(send).range.start).line;
    Some(format!(
        "there are sends on {} too ({}:{line}): a sync.Once stops the second close, not a send after the first, which panics as well",
        package.symbol(channel.symbol).name,
        source.display,
    ))
}
