//! The names of files in the headers of a diff.

/// The paths of both sides; `None` for a side where the file is not there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sides {
    pub old: Option<String>,
    pub new: Option<String>,
}

impl Sides {
    /// The paths that two names mean: without prefixes such as `a/` and `b/`, which differ where there are any.
    pub fn of(old: Option<String>, new: Option<String>) -> Sides {
        let is_bare = old.is_some() && old == new;
        let path = |name: String, prefixes: &[&str]| {
            let rest = prefixes.iter().find_map(|prefix| name.strip_prefix(prefix));
            rest.filter(|_| !is_bare)
                .map_or(name.clone(), str::to_owned)
        };
        Sides {
            old: old.map(|name| path(name, OLD)),
            new: new.map(|name| path(name, NEW)),
        }
    }
}

/// What git puts before names: by itself, and with `diff.mnemonicPrefix`: commit, index, object, work tree.
const OLD: &[&str] = &["a/", "c/", "i/", "o/"];
const NEW: &[&str] = &["b/", "i/", "w/", "o/"];

/// The name behind `---` or `+++`; nothing for `/dev/null`.
pub(super) fn name(text: &str) -> Option<String> {
    let text = text.trim_end_matches('\r');
    let name = if text.starts_with('"') {
        unquoted(text)
    } else {
        // A time may stand behind a tab.
        text.split('\t').next().unwrap_or(text).to_owned()
    };
    (name != "/dev/null").then_some(name)
}

/// A name in quotes with escapes as in C.
fn unquoted(name: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = name.bytes().skip(1).peekable();
    while let Some(byte) = rest.next().filter(|&byte| byte != b'"') {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        match rest.next() {
            Some(digit @ b'0'..=b'7') => {
                let mut value = u32::from(digit - b'0');
                for _ in 0..2 {
                    let Some(digit) = rest.next_if(|digit| (b'0'..=b'7').contains(digit)) else {
                        break;
                    };
                    value = value * 8 + u32::from(digit - b'0');
                }
                bytes.push(value as u8);
            }
            Some(letter) => bytes.push(match letter {
                b'a' => 7,
                b'b' => 8,
                b't' => b'\t',
                b'n' => b'\n',
                b'v' => 11,
                b'f' => 12,
                b'r' => b'\r',
                other => other,
            }),
            None => {}
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
