//! Where the channel itself is closed without waiting for the send: one fix for the check and for the close.

use super::checks::Check;
use super::sends::Send;
use super::{fixes, one_line};
use crate::finding::{Edit, Fix, Import};
use crate::model::Package;
use crate::model::channels::EarlyClose;
use crate::transforms::early;

/// The close that does not wait for the send.
pub(super) fn early_close<'a>(package: &'a Package<'_>, send: &Send) -> Option<&'a EarlyClose> {
    package.early_closes().iter().find(|early| {
        let mut sends = early.sends.iter().map(|late| late.send.at);
        sends.any(|at| at.decl == send.decl && at.expr == send.channel)
    })
}

/// The fix that takes the close from whoever makes it too early, and makes one step of the check and the send.
pub(super) fn fix(
    package: &Package,
    early: &EarlyClose,
    send: &Send,
    check: &Check,
    is_shared: bool,
) -> Option<Fix> {
    let close = early::give_to_senders(package, early).ok()?;
    // A buffer has room even when it is over: there, the question before the send stays.
    let is_buffered = package
        .channel_onward(*early.makers.first()?)
        .capacity()
        .is_none_or(|capacity| capacity > 0);
    let own = match is_buffered {
        true => fixes::wrapped(package, send, check),
        false => fixes::edits(package, send, check, is_shared),
    };
    let Some(own) = own else { return Some(close) };
    let over = one_line(package.text(send.decl, check.subject));
    Some(with_own(package, send, &close, own, &over).unwrap_or(close))
}

/// The fix for the close, with the check's own edits in place of those that let the send give up.
fn with_own(
    package: &Package,
    send: &Send,
    close: &Fix,
    own: Vec<Edit>,
    over: &str,
) -> Option<Fix> {
    let file = own.first()?.span.file;
    let start = own.iter().map(|edit| edit.span.start).min()?;
    let end = own.iter().map(|edit| edit.span.end).max()?;
    let end = package.file_of(send.decl).source.line_end(end);
    let is_apart =
        |edit: &Edit| edit.span.file != file || edit.span.end < start || edit.span.start > end;
    let (apart, within): (Vec<Edit>, Vec<Edit>) =
        close.edits.iter().cloned().partition(|edit| is_apart(edit));
    let text: String = within.iter().map(|edit| edit.text.as_str()).collect();
    let asks = text.matches("case <-").count();
    let asks_same = asks > 0 && text.matches(&format!("case <-{over}:")).count() == asks;
    if !within.is_empty() && !asks_same {
        return None;
    }
    let mut edits = apart;
    edits.extend(own);
    let is_used = |import: &Import| {
        let name = import.path.rsplit('/').next().unwrap_or(&import.path);
        let qualified = format!("{name}.");
        edits.iter().any(|edit| edit.text.contains(&qualified))
    };
    let imports = close.imports.iter().filter(|import| is_used(import));
    Some(Fix {
        imports: imports.cloned().collect(),
        edits: edits.clone(),
        ..close.clone()
    })
}

pub(super) fn message(package: &Package, send: &Send, check: &Check, name: &str) -> String {
    let over = one_line(package.text(send.decl, check.subject));
    format!(
        "`{over}` is asked before the send, but `{name}` itself may be closed in between:\na send on a closed channel panics, and so does one that waits for a receiver"
    )
}
