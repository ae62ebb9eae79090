//! Transforms that look at what the fixes of all others produce.

use super::{double_lock, lock_order};
use crate::engine::Transform;

impl Transform {
    /// Whether a fix is withheld that adds a finding of this transform: the fix would bring the bug that it looks for.
    pub fn guards_fixes(&self) -> bool {
        let guards = [&double_lock::TRANSFORM, &lock_order::TRANSFORM];
        guards.iter().any(|guard| guard.name == self.name)
    }
}
