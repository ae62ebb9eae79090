//! The built-in transforms.

#[path = "check-then-send/transform.rs"]
mod check_then_send;

use crate::engine::Transform;

/// All built-in transforms, by name.
pub static TRANSFORMS: &[Transform] = &[check_then_send::TRANSFORM];
