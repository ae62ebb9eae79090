//! The imports of a file: under which name a package is there, and how one is added or dropped.

mod add;
mod drop;
mod lines;
#[cfg(test)]
mod tests;

pub use add::add;
pub use drop::{drop_unused, may_lose_use};

use crate::cut::{ImportSpec, Outline};

/// The name under which the file can use the package at `path`, if it imports it.
///
/// Without an alias, that is the name the path suggests; `_` and `.` are no names.
pub fn qualifier<'a>(outline: &Outline, text: &'a str, path: &'a str) -> Option<&'a str> {
    let specs = outline
        .imports
        .iter()
        .filter(|spec| path_of(spec, text) == path);
    specs.filter_map(|spec| name_of(spec, text)).next()
}

/// The name by which a package is imported that has no alias: the last element of its path that is no major version.
///
/// A package may be named otherwise; only the standard library's never are.
pub fn default_name(path: &str) -> &str {
    let mut elements = path.rsplit('/');
    let last = elements.next().unwrap_or(path);
    if is_major_version(last) {
        return elements.next().unwrap_or(last);
    }
    match last.rsplit_once('.') {
        Some((name, version)) if path.starts_with("gopkg.in/") && is_version(version) => name,
        _ => last,
    }
}

/// Whether the path is one of the standard library, as goimports tells it: by its first element.
fn is_standard(path: &str) -> bool {
    path.split('/')
        .next()
        .is_some_and(|host| !host.contains('.'))
}

fn path_of<'a>(spec: &ImportSpec, text: &'a str) -> &'a str {
    spec.path.of(text).trim_matches(['"', '`'])
}

fn name_of<'a>(spec: &ImportSpec, text: &'a str) -> Option<&'a str> {
    match spec.name.map(|name| name.of(text)) {
        Some("_" | ".") => None,
        Some(alias) => Some(alias),
        None => Some(default_name(path_of(spec, text))),
    }
}

/// `v2` and up; `v0` and `v1` never stand in a path.
fn is_major_version(element: &str) -> bool {
    is_version(element) && !matches!(element, "v0" | "v1")
}

fn is_version(element: &str) -> bool {
    let digits = element.strip_prefix('v');
    digits.is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
    })
}
