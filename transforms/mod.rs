//! The built-in transforms.

use crate::engine::Transform;

#[path = "add-inside-goroutine/transform.rs"]
mod add_inside_goroutine;
#[path = "blocking-under-lock/transform.rs"]
mod blocking_under_lock;
#[path = "captured-error/transform.rs"]
mod captured_error;
#[path = "captured-loop-variable/transform.rs"]
mod captured_loop_variable;
#[path = "check-then-send/transform.rs"]
mod check_then_send;
#[path = "close-before-send/transform.rs"]
mod close_before_send;
#[path = "close-then-nil/transform.rs"]
mod close_then_nil;
#[path = "close-while-senders/transform.rs"]
mod close_while_senders;
#[path = "done-not-on-every-path/transform.rs"]
mod done_not_on_every_path;
#[path = "double-lock/transform.rs"]
mod double_lock;
mod early;
#[path = "fatal-in-goroutine/transform.rs"]
mod fatal_in_goroutine;
mod guards;
#[path = "leaky-result-send/transform.rs"]
mod leaky_result_send;
#[path = "lock-contract/transform.rs"]
mod lock_contract;
#[path = "lock-order/transform.rs"]
mod lock_order;
#[path = "lost-once/transform.rs"]
mod lost_once;
#[path = "missing-lock/transform.rs"]
mod missing_lock;
#[path = "mixed-atomic/transform.rs"]
mod mixed_atomic;
#[path = "multi-site-close/transform.rs"]
mod multi_site_close;
#[path = "parallel-subtest-state/transform.rs"]
mod parallel_subtest_state;
#[path = "racy-lazy-init/transform.rs"]
mod racy_lazy_init;
#[path = "receiver-side-close/transform.rs"]
mod receiver_side_close;
#[path = "self-blocked-send/transform.rs"]
mod self_blocked_send;
#[path = "shared-argument/transform.rs"]
mod shared_argument;
#[path = "timer-capture/transform.rs"]
mod timer_capture;
mod together;
#[path = "uncancellable-send/transform.rs"]
mod uncancellable_send;
mod unguarded;
#[path = "unguarded-counter/transform.rs"]
mod unguarded_counter;
#[path = "unguarded-field/transform.rs"]
mod unguarded_field;
#[path = "unguarded-map/transform.rs"]
mod unguarded_map;
#[path = "unguarded-slice/transform.rs"]
mod unguarded_slice;
#[path = "unlock-missing-on-return/transform.rs"]
mod unlock_missing_on_return;
#[path = "wait-inside-loop/transform.rs"]
mod wait_inside_loop;
#[path = "worker-without-stop/transform.rs"]
mod worker_without_stop;
#[path = "write-under-rlock/transform.rs"]
mod write_under_rlock;

/// All built-in transforms, by name.
pub static TRANSFORMS: &[&Transform] = &[
    &add_inside_goroutine::TRANSFORM,
    &blocking_under_lock::TRANSFORM,
    &captured_error::TRANSFORM,
    &captured_loop_variable::TRANSFORM,
    &check_then_send::TRANSFORM,
    &close_before_send::TRANSFORM,
    &close_then_nil::TRANSFORM,
    &close_while_senders::TRANSFORM,
    &done_not_on_every_path::TRANSFORM,
    &double_lock::TRANSFORM,
    &fatal_in_goroutine::TRANSFORM,
    &leaky_result_send::TRANSFORM,
    &lock_contract::TRANSFORM,
    &lock_order::TRANSFORM,
    &lost_once::TRANSFORM,
    &missing_lock::TRANSFORM,
    &mixed_atomic::TRANSFORM,
    &multi_site_close::TRANSFORM,
    &parallel_subtest_state::TRANSFORM,
    &racy_lazy_init::TRANSFORM,
    &receiver_side_close::TRANSFORM,
    &self_blocked_send::TRANSFORM,
    &shared_argument::TRANSFORM,
    &timer_capture::TRANSFORM,
    &uncancellable_send::TRANSFORM,
    &unguarded_counter::TRANSFORM,
    &unguarded_field::TRANSFORM,
    &unguarded_map::TRANSFORM,
    &unguarded_slice::TRANSFORM,
    &unlock_missing_on_return::TRANSFORM,
    &wait_inside_loop::TRANSFORM,
    &worker_without_stop::TRANSFORM,
    &write_under_rlock::TRANSFORM,
];
