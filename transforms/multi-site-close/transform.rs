//! Finds channels that can be closed twice, and closes them through a `sync.Once`.

mod closings;
mod evidence;
mod fix;
mod guard;

use closings::{Channel, Closing, closed_channels};
use evidence::{Evidence, evidence_of};

use crate::engine::Transform;
use crate::finding::{Finding, Related, Severity};
use crate::model::flow::{CallMode, ChanOpKind};
use crate::model::{Package, SymbolId};
use crate::source::Span;

pub static TRANSFORM: Transform = Transform {
    name: "multi-site-close",
    summary: "a channel that can be closed twice, which panics",
    page: include_str!("README.md"),
    severity: Severity::Error,
    triggers: &["close"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let channels = closed_channels(package).into_iter();
    channels
        .filter_map(|channel| report(package, &channel))
        .collect()
}

fn report(package: &Package, channel: &Channel) -> Option<Finding> {
    let evidence = evidence_of(package, channel)?;
    let at = |number: usize| &channel.closings[number];
    let text = |closing: &Closing| {
        package
            .expr_text(channel.sites[closing.site].channel)
            .to_string()
    };
    let (main, why, related) = match evidence {
        Evidence::Path { first, second } => {
            let (first, second) = (at(first), at(second));
            let why = if first.mode == CallMode::Spawned || second.mode == CallMode::Spawned {
                "a goroutine closes it, and so does the function that starts it"
            } else {
                "one run of the function comes to both"
            };
            (second, why.to_string(), vec![(first, "closed here first")])
        }
        Evidence::Loop { closing } => (
            at(closing),
            "the loop closes it in each of its rounds".to_string(),
            vec![],
        ),
        Evidence::Goroutines { closing } => (
            at(closing),
            "every goroutine that the loop starts closes it".to_string(),
            vec![],
        ),
        Evidence::Handler { closing } => (
            at(closing),
            "the handler closes it once for each request".to_string(),
            vec![],
        ),
        Evidence::Goroutine { spawned, other } => (
            at(other),
            format!(
                "{} closes it, and so does a goroutine",
                name(package, at(other))
            ),
            vec![(at(spawned), "the goroutine closes it here")],
        ),
        Evidence::Functions { first, second } => (
            at(second),
            format!(
                "{} closes it, and so does {}",
                name(package, at(second)),
                name(package, at(first))
            ),
            vec![(at(first), "closed here too")],
        ),
        Evidence::Stop { closing } => (
            at(closing),
            format!(
                "a second call of {} closes it again",
                name(package, at(closing))
            ),
            vec![],
        ),
    };
    let mut places: Vec<Related> = Vec::new();
    for (closing, message) in related {
        let site = &channel.sites[closing.site];
        push(
            &mut places,
            package.expr_span(site.call),
            message.to_string(),
        );
        push_calls(package, closing, &mut places);
    }
    let span = package.expr_span(channel.sites[main.site].call);
    push_calls(package, main, &mut places);
    places.retain(|place| place.span != span);
    Some(Finding {
        transform: TRANSFORM.name,
        severity: TRANSFORM.severity,
        span,
        message: format!("{} can be closed twice, which panics: {why}", text(main)),
        related: places,
        note: sends_note(package, channel),
        fix: fix::fix(package, channel),
    })
}

/// What a once does not help against: sends that come after the close.
fn sends_note(package: &Package, channel: &Channel) -> Option<String> {
    let all = package.channel(channel.symbol);
    let send = all.of_kind(ChanOpKind::Send).next()?;
    let source = &package.file_of(send.at.decl).source;
    let line = source.position(package.expr(send.at).range.start).line;
    Some(format!(
        "goroutines send on {} too ({}:{line}): a sync.Once stops the second close, not a send after the first, which panics as well",
        package.symbol(channel.symbol).name,
        source.display,
    ))
}

fn push(places: &mut Vec<Related>, span: Span, message: String) {
    if places.iter().all(|place| place.span != span) {
        places.push(Related { span, message });
    }
}

/// The calls through which a closing comes to its close.
fn push_calls(package: &Package, closing: &Closing, places: &mut Vec<Related>) {
    if closing.via.is_empty() {
        return;
    }
    let event = &package.flow(closing.func).events[closing.event];
    let message = if closing.mode == CallMode::Spawned {
        "started here"
    } else {
        "called here"
    };
    push(
        places,
        package.span(closing.func.decl, event.range),
        message.to_string(),
    );
}

fn name(package: &Package, closing: &Closing) -> String {
    package.qualified_name(SymbolId {
        decl: closing.func.decl,
        index: 0,
    })
}
