//! What the transforms share that look at closes which do not wait for the senders.

use crate::engine::Transform;
use crate::finding::{Finding, Fix, Related, Safety, fix_or_note};
use crate::model::Package;
use crate::model::channels::{Closer, EarlyClose, Operation};
use crate::rewrite::owner;
use crate::source::Span;
use crate::syntax::ast::{ExprKind, Parent};

/// How many sends are shown with a finding.
const MOST_SHOWN: usize = 3;

/// The findings for the closes by some kind of closer, one for each channel and function. The message is made of the
/// channel's name.
pub(crate) fn findings(
    package: &Package,
    transform: &Transform,
    closer: Closer,
    message: impl Fn(&str) -> String,
) -> Vec<Finding> {
    let mut closes: Vec<&EarlyClose> = Vec::new();
    for early in package.early_closes() {
        let is_known = |known: &&EarlyClose| {
            known.makers == early.makers && known.close.func == early.close.func
        };
        if early.closer == closer && !closes.iter().any(is_known) {
            closes.push(early);
        }
    }
    let findings = closes.into_iter().map(|early| {
        let message = message(&name_of(package, early));
        finding(package, transform, early, message)
    });
    findings.collect()
}

/// A finding at the close, with the sends and the goroutines that make them.
fn finding(
    package: &Package,
    transform: &Transform,
    early: &EarlyClose,
    message: String,
) -> Finding {
    let mut related: Vec<Related> = Vec::new();
    for late in early.sends.iter().take(MOST_SHOWN) {
        let mut show = |span: Span, message: String| {
            if related.iter().all(|known| known.span != span) {
                related.push(Related { span, message });
            }
        };
        let func = late.send.func.and_then(|func| package.func(func).name);
        let by = func.map_or_else(String::new, |ident| format!(", by {}", ident.name));
        show(package.expr_span(late.send.at), format!("sent on here{by}"));
        for origin in late.evidence.iter().flat_map(|evidence| &evidence.related) {
            show(origin.span, origin.message.clone());
        }
    }
    let (fix, note) = fix_or_note(give_to_senders(package, early));
    Finding {
        transform: transform.name,
        cause: Vec::new(),
        severity: transform.severity,
        span: close_span(package, &early.close),
        message,
        related,
        note,
        fix,
    }
}

/// The place of the whole `close(…)`.
fn close_span(package: &Package, close: &Operation) -> Span {
    let mut at = close.at;
    while let Parent::Expr(outer) = package.expr(at).parent {
        at.expr = outer;
        if matches!(package.expr(at).kind, ExprKind::Call { .. }) {
            break;
        }
    }
    package.expr_span(at)
}

/// The channel as the close names it.
fn name_of(package: &Package, early: &EarlyClose) -> String {
    let text = package.expr_text(early.close.at);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The fix that lets the senders close.
pub(crate) fn give_to_senders(package: &Package, early: &EarlyClose) -> Result<Fix, String> {
    let change = owner::send_under_flag(package, early)
        .or_else(|_| owner::give_to_senders(package, early))
        .or_else(|reason| {
            let stopped = owner::stop_instead(package, early);
            // Of a field, the second says more.
            let is_field = early.makers.iter().any(|&maker| !package.is_local(maker));
            stopped.map_err(|other| if is_field { other } else { reason })
        })?;
    Ok(Fix {
        title: change.title,
        safety: Safety::Unsafe,
        edits: change.edits,
        imports: change.imports,
        about: early
            .makers
            .iter()
            .map(|&maker| package.symbol_span(maker))
            .collect(),
    })
}
