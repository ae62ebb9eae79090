//! Finds channels that can be closed twice, and closes them through a `sync.Once`.

mod closings;
mod entries;
mod evidence;
mod fix;
mod flag;
mod guard;
mod guarded;
mod message;
mod once;
mod renewal;
mod retry;
mod untested;

use closings::{Channel, closed_channels};
use evidence::evidence_of;
use message::{message, sends_note, shown};

use crate::engine::Transform;
use crate::finding::{Finding, Severity, fix_or_note};
use crate::model::Package;

pub static TRANSFORM: Transform = Transform {
    name: "multi-site-close",
    summary: "a channel that can be closed twice, which panics",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["close"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let mut findings = untested::findings(package);
    for channel in closed_channels(package) {
        if let Some(finding) = report(package, &channel)
            && findings.iter().all(|known| known.span != finding.span)
        {
            findings.push(finding);
        }
    }
    findings
}

fn report(package: &Package, channel: &Channel) -> Option<Finding> {
    let evidence = evidence_of(package, channel)?;
    let message = message(package, channel, &evidence);
    let (fix, reason) = fix_or_note(fix::fix(package, channel, &shown(channel, &evidence)));
    Some(Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: message.span,
        message: message.text,
        related: message.related,
        note: reason.or_else(|| sends_note(package, channel)),
        fix,
    })
}
