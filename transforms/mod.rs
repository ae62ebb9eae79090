//! The built-in transforms.

use crate::engine::Transform;

#[path = "check-then-send/transform.rs"]
mod check_then_send;
#[path = "missing-lock/transform.rs"]
mod missing_lock;
#[path = "mixed-atomic/transform.rs"]
mod mixed_atomic;
#[path = "multi-site-close/transform.rs"]
mod multi_site_close;
#[path = "write-under-rlock/transform.rs"]
mod write_under_rlock;

/// All built-in transforms, by name.
pub static TRANSFORMS: &[&Transform] = &[
    &check_then_send::TRANSFORM,
    &missing_lock::TRANSFORM,
    &mixed_atomic::TRANSFORM,
    &multi_site_close::TRANSFORM,
    &write_under_rlock::TRANSFORM,
];
