//! The operating systems and architectures that file names and build tags can name, as Go 1.26 lists them.

/// All values of GOOS, past, present and reserved.
pub(super) const SYSTEMS: [&str; 18] = [
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "wasip1",
    "windows",
    "zos",
];

/// All values of GOARCH, past, present and reserved.
pub(super) const ARCHITECTURES: [&str; 24] = [
    "386",
    "amd64",
    "amd64p32",
    "arm",
    "armbe",
    "arm64",
    "arm64be",
    "loong64",
    "mips",
    "mipsle",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "ppc",
    "ppc64",
    "ppc64le",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "sparc",
    "sparc64",
    "wasm",
];

/// The tags that name a compiler.
pub(super) const COMPILERS: [&str; 2] = ["gc", "gccgo"];

pub(super) fn is_system(tag: &str) -> bool {
    SYSTEMS.contains(&tag)
}

pub(super) fn is_architecture(tag: &str) -> bool {
    ARCHITECTURES.contains(&tag)
}

/// Whether the tag `unix` holds on `system`.
pub(super) fn is_unix(system: &str) -> bool {
    is_system(system)
        && !matches!(
            system,
            "js" | "nacl" | "plan9" | "wasip1" | "windows" | "zos"
        )
}

/// The other system whose tag holds on `system` too.
pub(super) fn base_of(system: &str) -> Option<&'static str> {
    match system {
        "android" => Some("linux"),
        "illumos" => Some("solaris"),
        "ios" => Some("darwin"),
        _ => None,
    }
}
