//! What keeps two accesses apart: a lock that both hold, or what may be one; files that are never built together.

use crate::model::accesses::VariableAccess;
use crate::model::flow::{CallMode, ChanOpKind, Event, EventKind};
use crate::model::package::Package;
use crate::model::path::AccessPath;
use crate::model::symbol::*;
use crate::syntax::ast::ExprKind;

/// Words in the names of functions that may take a lock for their caller.
const LOCKING: &[&str] = &["lock", "acquire", "enter", "guard", "mutex", "synchron"];

impl Package<'_> {
    pub(super) fn can_be_one_build(&self, one: &VariableAccess, other: &VariableAccess) -> bool {
        let (one, other) = (self.file_of(one.func.decl), self.file_of(other.func.decl));
        !one.constraint.excludes(&other.constraint)
    }

    /// Whether both accesses hold a lock by the same name, or may: a lock that an unknown function takes counts, too.
    pub(super) fn has_common_lock(&self, one: &VariableAccess, other: &VariableAccess) -> bool {
        let (held, held_there) = (self.locks_at(one), self.locks_at(other));
        let is_common = held.iter().any(|lock| match lock.target() {
            Some(target) => held_there.iter().any(|there| match there.target() {
                Some(there) => there == target,
                None => true,
            }),
            None => !held_there.is_empty(),
        });
        is_common || self.is_hidden_lock(one) && self.is_hidden_lock(other)
    }

    fn locks_at(&self, access: &VariableAccess) -> Vec<AccessPath> {
        let held = self.held_at(access.func, access.event);
        held.iter().map(|(lock, _)| lock.clone()).collect()
    }

    /// Whether something before an access may lock without saying so: a function with such a name, or a channel that
    /// the function sends on and receives from.
    fn is_hidden_lock(&self, access: &VariableAccess) -> bool {
        let flow = self.flow(access.func);
        let locks = |event: &Event| match event.kind {
            EventKind::Call {
                call,
                mode: CallMode::Now,
                ..
            } => self.sounds_locking(ExprRef {
                decl: access.func.decl,
                expr: call,
            }),
            _ => false,
        };
        let channels = |wanted: ChanOpKind| {
            flow.events.iter().filter_map(move |event| match &event.kind {
                EventKind::Chan(op) if op.kind == wanted => op.path.target(),
                _ => None,
            })
        };
        let is_semaphore = channels(ChanOpKind::Send)
            .any(|sent| channels(ChanOpKind::Receive).any(|received| received == sent));
        is_semaphore || flow.events[..access.event].iter().any(locks)
    }

    fn sounds_locking(&self, call: ExprRef) -> bool {
        let ExprKind::Call { callee, .. } = self.expr(call).kind else {
            return false;
        };
        let name = match &self.ast(call.decl).expr(callee).kind {
            ExprKind::Name(name) => *name,
            ExprKind::Selector { field, .. } => field.name,
            _ => return false,
        };
        let name = name.to_lowercase();
        LOCKING.iter().any(|word| name.contains(word))
    }
}
