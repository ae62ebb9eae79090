//! What a finding says: which test, and who else comes to it.

use crate::finding::Related;
use crate::model::accesses::VariableAccess;
use crate::model::races::{LazyInit, Race};
use crate::model::{ExprRef, Package};
use crate::source::Span;
use crate::transforms::unguarded;

/// A finding's words and places.
pub(super) struct Message {
    pub span: Span,
    pub text: String,
    pub related: Vec<Related>,
}

pub(super) fn message(package: &Package, race: &Race, init: LazyInit) -> Message {
    // Each variable has its own write in the same `if`.
    let init = race.lazy.unwrap_or(init);
    let accesses = &package.accesses_of(race.variable).all;
    let write = &accesses[init.write];
    let name = package.path_text(&write.path);
    let condition = package.expr_span(ExprRef {
        decl: init.func.decl,
        expr: init.condition,
    });
    let mut related = unguarded::related(package, race);
    if is_locked(package, write) {
        let span = package.span(write.func.decl, write.range);
        related.retain(|place| place.span != condition && place.span != span);
        related.insert(
            0,
            Related {
                span,
                message: "set here, under the lock".to_string(),
            },
        );
        return Message {
            span: condition,
            text: format!(
                "{name} is tested here without the lock under which it is set: who finds it set may still see only a part of what was written"
            ),
            related,
        };
    }
    related.retain(|place| place.span != condition);
    related.insert(
        0,
        Related {
            span: condition,
            message: "several can come here before one has set it".to_string(),
        },
    );
    Message {
        span: package.span(write.func.decl, write.range),
        text: format!(
            "{name} is set here by whoever finds it not set yet, and several goroutines can find it so at once: each sets its own"
        ),
        related,
    }
}

fn is_locked(package: &Package, access: &VariableAccess) -> bool {
    !package.held_at(access.func, access.event).is_empty()
}
