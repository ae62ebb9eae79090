//! How a file takes its locks.

use crate::model::DeclId;
use crate::model::Package;

/// What the functions of a file do with locks, as far as their text shows.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether locks are released with `defer`, where a function holds one to its end.
    pub defers: bool,
    /// Whether a blank line comes behind `defer mu.Unlock()`.
    pub is_apart: bool,
}

impl Style {
    pub fn of(package: &Package, decl: DeclId) -> Style {
        let text = &package.file_of(decl).source.text;
        let (mut deferred, mut explicit, mut apart) = (0, 0, 0);
        let mut lines = text.lines().map(str::trim).peekable();
        while let Some(line) = lines.next() {
            let releases = line.ends_with("Unlock()") && !line.contains("//");
            if !releases {
                continue;
            }
            if line.starts_with("defer ") {
                deferred += 1;
                apart += usize::from(lines.peek().is_some_and(|next| next.is_empty()));
            } else {
                explicit += 1;
            }
        }
        Style {
            defers: deferred > 0 || explicit < 2,
            is_apart: apart * 2 > deferred,
        }
    }
}
