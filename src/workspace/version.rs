//! Versions of the Go language, as go.mod and `//go:build` lines name them.

use std::fmt;

/// A language version such as 1.22; patch levels and pre-releases don't change the language and are dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    pub major: u32,
    pub minor: u32,
}

impl Version {
    pub const fn new(major: u32, minor: u32) -> Version {
        Version { major, minor }
    }

    /// Reads what stands behind `go` in go.mod: `1.22`, `1.22.3`, `1.23rc1`.
    pub fn parse(text: &str) -> Option<Version> {
        let (major, rest) = number(text)?;
        let (minor, suffix) = number(rest.strip_prefix('.')?)?;
        is_patch_or_prerelease(suffix).then_some(Version { major, minor })
    }

    /// The version that a release tag stands for: `go1.22` for 1.22, and `go1` for 1.0.
    pub fn of_release_tag(tag: &str) -> Option<Version> {
        if tag == "go1" {
            return Some(Version::new(1, 0));
        }
        let (minor, rest) = number(tag.strip_prefix("go1.")?)?;
        rest.is_empty().then_some(Version::new(1, minor))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.major, self.minor)
    }
}

/// The number that `text` begins with, and what follows it.
fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(end);
    Some((digits.parse().ok()?, rest))
}

fn is_patch_or_prerelease(suffix: &str) -> bool {
    let prerelease = match suffix.strip_prefix('.') {
        Some(patch) => match number(patch) {
            Some((_, rest)) => rest,
            None => return false,
        },
        None => suffix,
    };
    if prerelease.is_empty() {
        return true;
    }
    let digits = prerelease.trim_start_matches(|letter: char| letter.is_ascii_lowercase());
    digits.len() < prerelease.len() && number(digits).is_some_and(|(_, rest)| rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patch_levels_and_prereleases_are_dropped() {
        for text in [
            "1.22",
            "1.22.0",
            "1.22.3",
            "1.22rc1",
            "1.22beta2",
            "1.22.3rc1",
        ] {
            assert_eq!(Version::parse(text), Some(Version::new(1, 22)), "{text}");
        }
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for text in [
            "",
            "1",
            "1.",
            "go1.22",
            "1.x",
            "1.22.",
            "1.22rc",
            "1.22-rc1",
            "1.22 ",
            "1.99999999999",
            "v1.2",
            "1.22é",
        ] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }

    #[test]
    fn versions_order_by_number_and_not_by_text() {
        assert!(Version::new(1, 9) < Version::new(1, 22));
        assert!(Version::new(1, 99) < Version::new(2, 0));
        assert!(None < Some(Version::new(1, 0)));
        assert_eq!(Version::new(1, 22).to_string(), "1.22");
    }

    #[test]
    fn release_tags_have_no_patch_level() {
        assert_eq!(Version::of_release_tag("go1"), Some(Version::new(1, 0)));
        assert_eq!(Version::of_release_tag("go1.21"), Some(Version::new(1, 21)));
        for tag in ["go1.21.3", "go1.", "go2.1", "go", "linux"] {
            assert_eq!(Version::of_release_tag(tag), None, "{tag}");
        }
    }
}
