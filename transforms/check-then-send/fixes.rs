//! The edits that turn a check and a send into one select.

use super::checks::{Asks, Check, Place};
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
    let may_merge = !is_shared && is_plain(package, send) && !assigns(package, send, check);
    match check.place {
        Place::Behind { is_next: true } if may_merge => writer.merged_behind(),
        Place::Default {
            position: Some(0), ..
        } if may_merge => writer.default_as_send().map(|edit| vec![edit]),
        Place::Branch { position: 0, .. } if may_merge => writer.branch_as_select(),
        _ => None,
    }
    .or_else(|| writer.wrapped())
}

/// The edits by which the check stays, and the send alone goes into a select that leaves as the check does.
pub(super) fn wrapped(package: &Package, send: &Send, check: &Check) -> Option<Vec<Edit>> {
    Writer::new(package, send, check)?.wrapped()
}

/// Whether the check gives a variable of its surroundings a value: `if err = ctx.Err(); err != nil`.
fn assigns(package: &Package, send: &Send, check: &Check) -> bool {
    let Asks::Context {
        init: Some(init), ..
    } = check.asks
    else {
        return false;
    };
    matches!(
        package.ast(send.decl).stmt(init).kind,
        StmtKind::Assign {
            op: AssignOp::Set,
            ..
        }
    )
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
