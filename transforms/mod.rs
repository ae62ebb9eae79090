//! The built-in transforms.

use crate::engine::Transform;

#[path = "multi-site-close/transform.rs"]
mod multi_site_close;

/// All built-in transforms, by name.
pub static TRANSFORMS: &[&Transform] = &[&multi_site_close::TRANSFORM];
