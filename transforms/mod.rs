//! The built-in transforms.

use crate::engine::Transform;

#[path = "captured-error/transform.rs"]
mod captured_error;
#[path = "captured-loop-variable/transform.rs"]
mod captured_loop_variable;
#[path = "check-then-send/transform.rs"]
mod check_then_send;
#[path = "mixed-atomic/transform.rs"]
mod mixed_atomic;
#[path = "multi-site-close/transform.rs"]
mod multi_site_close;
#[path = "timer-capture/transform.rs"]
mod timer_capture;
#[path = "write-under-rlock/transform.rs"]
mod write_under_rlock;

/// All built-in transforms, by name.
pub static TRANSFORMS: &[&Transform] = &[
    &captured_error::TRANSFORM,
    &captured_loop_variable::TRANSFORM,
    &check_then_send::TRANSFORM,
    &mixed_atomic::TRANSFORM,
    &multi_site_close::TRANSFORM,
    &timer_capture::TRANSFORM,
    &write_under_rlock::TRANSFORM,
];
