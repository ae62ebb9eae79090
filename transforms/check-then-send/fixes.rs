//! The edits that turn a check and a send into one select.

use super::checks::{Check, Place};
use super::sends::Send;
use super::writer::Writer;
use crate::finding::Edit;
use crate::model::flow::Callee;
use crate::model::{ExprRef, Package};
use crate::syntax::ast::*;

/// The edits that fix a send; `None` where no select can say the same.
///
/// Where nothing stands between, the check becomes the select. Otherwise the check stays, and the send alone goes into a
/// select that leaves as the check does.
pub(super) fn edits(
    package: &Package,
    send: &Send,
    check: &Check,
    is_shared: bool,
) -> Option<Vec<Edit>> {
    let writer = Writer::new(package, send, check)?;
    let is_plain = is_plain(package, send);
    match check.place {
        Place::Behind { is_next: true } if is_plain && !is_shared => writer.merged_behind(),
        Place::Default {
            position: Some(0), ..
        } if is_plain && !is_shared => Some(vec![writer.default_as_send()?]),
        Place::Branch { position: 0, .. } if is_plain && !is_shared => writer.branch_as_select(),
        _ => None,
    }
    .or_else(|| writer.wrapped())
}

/// Whether evaluating the channel and the value does nothing but read.
fn is_plain(package: &Package, send: &Send) -> bool {
    let parts = [send.channel, send.value].into_iter().flat_map(|expr| {
        package.expressions_in(ExprRef {
            decl: send.decl,
            expr,
        })
    });
    parts.into_iter().all(|part| match package.expr(part).kind {
        ExprKind::Receive(_) => false,
        ExprKind::Call { .. } => match package.callee(part) {
            Callee::Conversion => true,
            Callee::Builtin(name) => {
                matches!(name, "len" | "cap" | "min" | "max" | "new" | "make")
            }
            _ => false,
        },
        _ => true,
    })
}
