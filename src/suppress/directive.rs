//! Comments that suppress findings, as they are written.

use crate::cut;
use crate::source::Range;

/// What a comment asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `//chanfix:ignore`, for what it stands above or behind.
    Here,
    /// `//chanfix:file-ignore`, for the whole file.
    File,
    /// `//nolint:chanfix`: for all transforms, and without a reason.
    Nolint,
}

/// One such comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Directive<'a> {
    pub kind: Kind,
    pub comment: Range,
    /// The names of transforms in it, with the places where they stand.
    pub names: Vec<(Range, &'a str)>,
    pub has_reason: bool,
}

const HERE: &str = "//chanfix:ignore";
const FILE: &str = "//chanfix:file-ignore";

/// The directives in a file, in order.
pub(super) fn directives(text: &str) -> Vec<Directive<'_>> {
    let mut directives = Vec::new();
    let may_hold = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    if !may_hold("//chanfix:") && !may_hold("nolint:") {
        return directives;
    }
    cut::for_each_comment(text, |comment| {
        directives.extend(directive(text, comment));
    });
    directives
}

fn directive(text: &str, comment: Range) -> Option<Directive<'_>> {
    let content = comment.of(text).trim_end();
    if is_nolint(content) {
        return Some(Directive {
            kind: Kind::Nolint,
            comment,
            names: Vec::new(),
            has_reason: true,
        });
    }
    let (kind, rest) = match content.strip_prefix(FILE) {
        Some(rest) => (Kind::File, rest),
        None => (Kind::Here, content.strip_prefix(HERE)?),
    };
    if !rest.is_empty() && !rest.starts_with([' ', '\t']) {
        return None;
    }
    let mut at = comment.start as usize + content.len() - rest.len();
    let mut names = Vec::new();
    let mut rest = rest;
    loop {
        let blank = rest.len() - rest.trim_start().len();
        let word = rest[blank..].split_whitespace().next().unwrap_or("");
        let mut start = at + blank;
        for name in word.split(',') {
            if !name.is_empty() {
                names.push((Range::new(start as u32, (start + name.len()) as u32), name));
            }
            start += name.len() + 1;
        }
        at += blank + word.len();
        rest = &rest[blank + word.len()..];
        // A list may have blanks behind its commas.
        if !word.ends_with(',') {
            break;
        }
    }
    Some(Directive {
        kind,
        comment,
        names,
        has_reason: rest.chars().any(char::is_alphanumeric),
    })
}

/// Whether it is golangci-lint's own comment, and names chanfix.
fn is_nolint(comment: &str) -> bool {
    let Some(list) = (comment.strip_prefix("//"))
        .and_then(|content| content.trim_start().strip_prefix("nolint:"))
    else {
        return false;
    };
    let list = list.split("//").next().unwrap_or(list);
    let mut names = list.split(',');
    names.any(|name| name.trim().eq_ignore_ascii_case("chanfix"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(comment: &str) -> Option<(Kind, Vec<&str>, bool)> {
        let all = directives(comment);
        let one = all.first()?;
        let names = one.names.iter().map(|&(range, name)| {
            assert_eq!(range.of(comment), name);
            name
        });
        Some((one.kind, names.collect(), one.has_reason))
    }

    #[test]
    fn names_and_reasons() {
        assert_eq!(
            read("//chanfix:ignore a-b,c  it is fine"),
            Some((Kind::Here, vec!["a-b", "c"], true))
        );
        assert_eq!(
            read("//chanfix:ignore a, b x\r\n"),
            Some((Kind::Here, vec!["a", "b"], true))
        );
        assert_eq!(
            read("//chanfix:ignore a -- "),
            Some((Kind::Here, vec!["a"], false))
        );
        assert_eq!(read("//chanfix:ignore"), Some((Kind::Here, vec![], false)));
        assert_eq!(
            read("//chanfix:file-ignore a no"),
            Some((Kind::File, vec!["a"], true))
        );
    }

    #[test]
    fn only_comments_count() {
        assert_eq!(read("//chanfix:ignored a b"), None);
        assert_eq!(read("var s = `\n//chanfix:ignore a b\n`"), None);
        assert_eq!(read("\"//chanfix:ignore a b\""), None);
        assert_eq!(read("//nolint:errcheck // not chanfix"), None);
        for line in [
            "//nolint:chanfix",
            "// nolint:a, ChanFix // why",
            "x() //nolint:chanfix,a",
        ] {
            assert_eq!(read(line).map(|read| read.0), Some(Kind::Nolint), "{line}");
        }
    }
}
