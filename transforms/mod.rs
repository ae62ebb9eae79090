//! The built-in transforms.

use crate::engine::Transform;

/// All built-in transforms, by name.
pub static TRANSFORMS: &[Transform] = &[];
