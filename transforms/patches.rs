//! The built-in transforms, or forms of them, that are written as patches.

use crate::patch::load::BuiltIn;

/// Takes in the folder of a transform that is a patch.
macro_rules! patch {
    ($name:literal) => {
        BuiltIn {
            name: $name,
            page: include_str!(concat!($name, "/README.md")),
            patch: include_str!(concat!($name, "/transform.patch")),
        }
    };
}

/// All built-in patches, by name. One of the name of a transform in Rust is a further form of it.
pub static PATCHES: &[BuiltIn] = &[
    patch!("busy-select"),
    patch!("cond-wait-if"),
    patch!("load-then-store"),
    patch!("lost-cancel"),
    patch!("lost-once"),
    patch!("lost-update"),
    patch!("signal-unbuffered"),
    patch!("unlock-missing-on-return"),
    patch!("unlocked-twice"),
];
