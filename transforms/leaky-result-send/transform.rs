//! Finds goroutines that send their result to nobody, because the receiver has left, and gives the channel room for it.

mod makes;
mod senders;

mod early;
mod leaves;

mod abandoned;
mod messages;
mod own;

mod capacity;

use crate::engine::Transform;
use crate::finding::{Finding, Fix, Related, Severity, fix_or_note};
use crate::model::channels::Operation;
use crate::model::{DeclId, Package};
use crate::source::Span;

use makes::Made;

pub static TRANSFORM: Transform = Transform {
    name: "leaky-result-send",
    summary: "a goroutine that blocks for ever on its result once the receiver has left",
    page: include_str!("README.md"),
    severity: Severity::Warning,
    is_default: true,
    triggers: &["chan"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let mut findings = Vec::new();
    for decl in package.decls_calling("make") {
        let is_candidate = package.home().mentions(decl, "chan")
            && !package.file_of(decl).is_test
            && !is_main(package, decl);
        if !is_candidate {
            continue;
        }
        for func in package.funcs(decl) {
            let made = makes::makes_in(package, func);
            findings.extend(made.iter().filter_map(|made| finding(package, made)));
        }
    }
    findings
}

/// Whether the process ends with the function.
fn is_main(package: &Package, decl: DeclId) -> bool {
    let outline = package.home().outline(decl);
    let is_named_main = outline
        .names
        .first()
        .is_some_and(|&name| package.text(decl, name) == "main");
    &*package.name == "main" && outline.receiver.is_none() && is_named_main
}

/// What shows that a result can be left over.
struct Evidence {
    /// Where the receiver leaves.
    leaves: Span,
    sends: Vec<Operation>,
    fix: Result<Fix, String>,
}

fn evidence(package: &Package, made: &Made) -> Option<Evidence> {
    let channel = package.channel_onward(made.symbol);
    if let Some(senders) = senders::senders_of(package, made, channel) {
        if channel.may_be_sent_on_elsewhere || senders.iter().any(|sender| sender.sends.is_none()) {
            return None;
        }
        let own = own::leave(package, made, channel, &senders);
        let leave = own.or_else(|| abandoned::leave(package, made, channel, &senders))?;
        let operations = senders.iter().flat_map(|sender| sender.operations.clone());
        return Some(Evidence {
            leaves: leave.span,
            sends: operations.collect(),
            fix: capacity::fix(package, made, channel, &senders),
        });
    }
    messages::evidence(package, made, channel)
}

fn finding(package: &Package, made: &Made) -> Option<Finding> {
    let evidence = evidence(package, made)?;
    let name = package.path_text(&made.path);
    let mut related: Vec<Related> = evidence
        .sends
        .iter()
        .map(|send| Related {
            span: package.expr_span(send.at),
            message: "sent here".to_string(),
        })
        .collect();
    related.push(Related {
        span: evidence.leaves,
        message: "left here, with a result still to come".to_string(),
    });
    let room = match made.capacity {
        0 => "is made without room for the result".to_string(),
        capacity => format!("has room for {capacity} only"),
    };
    let (fix, note) = fix_or_note(evidence.fix);
    Some(Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: package.expr_span(made.make),
        message: format!(
            "`{name}` {room}, and its receiver may leave before:\nwhoever sends then blocks for ever"
        ),
        related,
        note,
        fix,
    })
}
