//! Whole words in a stretch of text.

use memchr::memmem;

use super::{DeclOutline, Mentions};
use crate::source::Range;

/// How a name stands where it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Naming {
    /// In code, a comment or a string.
    Any,
    /// Not right behind a dot.
    Free,
    /// As a member's name: behind a dot, or before a colon as the key of a literal.
    Member,
}

/// An identifier that is looked for in many declarations.
pub struct Word<'a> {
    text: &'a str,
    naming: Naming,
    finder: memmem::Finder<'a>,
    bits: [usize; 2],
}

impl<'a> Word<'a> {
    pub fn new(identifier: &'a str, naming: Naming) -> Word<'a> {
        Word {
            text: identifier,
            naming,
            finder: memmem::Finder::new(identifier.as_bytes()),
            bits: Mentions::bits_of(identifier),
        }
    }

    /// Whether a declaration of a file with this text holds the word; `false` is certain.
    #[inline]
    pub fn is_in(&self, text: &str, decl: &DeclOutline) -> bool {
        decl.mentions.has_bits(self.bits)
            && stands(
                places(decl.range.of(text).as_bytes(), self.text, &self.finder),
                self.naming,
            )
    }
}

/// Whether `identifier` stands in `range` of `text` as a whole word, and may be used so there; `false` is certain.
pub fn holds(text: &str, range: Range, identifier: &str, naming: Naming) -> bool {
    let finder = memmem::Finder::new(identifier.as_bytes());
    let places = places(range.of(text).as_bytes(), identifier, &finder);
    stands(places, naming)
}

/// Whether a word is used so at one of its places, given what is before and behind each.
fn stands<'a>(mut places: impl Iterator<Item = (&'a [u8], &'a [u8])>, naming: Naming) -> bool {
    match naming {
        Naming::Any => places.next().is_some(),
        Naming::Free => places.any(|(before, _)| before.last() != Some(&b'.')),
        // A comment may stand between: `x. /* why */ name`, or a line comment behind the dot.
        Naming::Member => places.any(|(before, after)| {
            matches!(before.trim_ascii_end().last(), Some(b'.' | b'/'))
                || is_before_colon(after.trim_ascii_start())
                || is_below_comment(before)
        }),
    }
}

/// What stands before and behind `identifier` where it is a whole word.
fn places<'a>(
    stretch: &'a [u8],
    identifier: &'a str,
    finder: &'a memmem::Finder<'a>,
) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
    let length = identifier.len();
    finder
        .find_iter(stretch)
        .filter(move |_| length > 0)
        .map(move |at| (&stretch[..at], &stretch[at + length..]))
        .filter(|(before, after)| {
            let is_in_word = |byte: Option<&u8>| byte.is_some_and(|&byte| is_word(byte));
            !is_in_word(before.last()) && !is_in_word(after.first())
        })
}

/// Whether a text begins with a colon, or with a comment before which one may stand.
fn is_before_colon(text: &[u8]) -> bool {
    text.starts_with(b"/") || text.starts_with(b":") && !text.starts_with(b":=")
}

/// Whether only blanks stand between the end and a line that holds `//`.
fn is_below_comment(before: &[u8]) -> bool {
    let line = before.trim_ascii_end();
    let is_new_line = before[line.len()..].contains(&b'\n');
    let start = memchr::memrchr(b'\n', line).map_or(0, |at| at + 1);
    is_new_line && memmem::find(&line[start..], b"//").is_some()
}

/// Whether `range` of `text` may call the predeclared function `function`: the word with a `(` behind it, and no
/// selector.
pub fn calls(text: &str, range: Range, function: &str) -> bool {
    let stretch = range.of(text).as_bytes();
    memmem::find_iter(stretch, function.as_bytes()).any(|at| {
        let before = at.checked_sub(1).and_then(|before| stretch.get(before));
        let after = stretch.get(at + function.len());
        after == Some(&b'(') && !before.is_some_and(|&byte| is_word(byte) || byte == b'.')
    })
}

/// Whether a byte can be part of an identifier. All that is not ASCII can.
#[inline]
pub(crate) fn is_word(byte: u8) -> bool {
    WORD_BYTES[byte as usize]
}

const WORD_BYTES: [bool; 256] = {
    let mut words = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let letter = byte as u8;
        words[byte] = letter.is_ascii_alphanumeric() || letter == b'_' || letter >= 0x80;
        byte += 1;
    }
    words
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_and_other_words_call_nothing() {
        let text = "c.close(); foreclose(); close (c); disclose(x)";
        assert!(!calls(text, Range::new(0, text.len() as u32), "close"));
        let text = "defer close(c)";
        assert!(calls(text, Range::new(0, text.len() as u32), "close"));
    }

    #[test]
    fn only_whole_words_count() {
        let text = "mux := s.mu; größe";
        let all = Range::new(0, text.len() as u32);
        assert!(holds(text, all, "mu", Naming::Any));
        assert!(holds(text, all, "mux", Naming::Any));
        assert!(!holds(text, all, "m", Naming::Any));
        assert!(!holds(text, all, "gr", Naming::Any));
        assert!(holds(text, all, "größe", Naming::Any));
        assert!(!holds(text, Range::new(0, 3), "mu", Naming::Any));
        assert!(!holds(text, all, "", Naming::Any));
    }

    #[test]
    fn members_stand_behind_dots_or_before_colons() {
        let is_member = |text: &str| {
            let all = Range::new(0, text.len() as u32);
            holds(text, all, "name", Naming::Member)
        };
        for text in [
            "s.name",
            "s. /* of it */ name",
            "s.\n\tname",
            "s. // of it\n\tname",
            "T{name: 1}",
            "T{name /* of it */ : 1}",
        ] {
            assert!(is_member(text), "{text}");
        }
        assert!(!is_member("name := rename; f(name) // the name"));
    }

    #[test]
    fn what_stands_behind_a_dot_is_not_free() {
        let text = "rand.New(); x.New";
        let all = Range::new(0, text.len() as u32);
        assert!(!holds(text, all, "New", Naming::Free));
        assert!(holds("New()", Range::new(0, 5), "New", Naming::Free));
    }
}
