//! Whole words in a stretch of text.

use memchr::memmem;

use super::{DeclOutline, Mentions};
use crate::source::Range;

/// An identifier that is looked for in many declarations.
pub struct Word<'a> {
    text: &'a str,
    finder: memmem::Finder<'a>,
    bits: [usize; 2],
}

impl<'a> Word<'a> {
    pub fn new(identifier: &'a str) -> Word<'a> {
        Word {
            text: identifier,
            finder: memmem::Finder::new(identifier.as_bytes()),
            bits: Mentions::bits_of(identifier),
        }
    }

    /// Whether a declaration of a file with this text holds the word, in code, a comment or a string.
    #[inline]
    pub fn is_in(&self, text: &str, decl: &DeclOutline) -> bool {
        decl.mentions.has_bits(self.bits)
            && stands(decl.range.of(text).as_bytes(), self.text, &self.finder)
    }
}

/// Whether `identifier` stands in `range` of `text` as a whole word, in code, a comment or a string.
pub fn holds(text: &str, range: Range, identifier: &str) -> bool {
    let finder = memmem::Finder::new(identifier.as_bytes());
    stands(range.of(text).as_bytes(), identifier, &finder)
}

/// Whether `identifier` stands somewhere as a whole word.
fn stands(stretch: &[u8], identifier: &str, finder: &memmem::Finder) -> bool {
    let length = identifier.len();
    let is_in_word = |byte: Option<&u8>| byte.is_some_and(|&byte| is_word(byte));
    length > 0
        && finder.find_iter(stretch).any(|at| {
            !is_in_word(stretch[..at].last()) && !is_in_word(stretch[at + length..].first())
        })
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
        assert!(holds(text, all, "mu"));
        assert!(holds(text, all, "mux"));
        assert!(!holds(text, all, "m"));
        assert!(!holds(text, all, "gr"));
        assert!(holds(text, all, "größe"));
        assert!(!holds(text, Range::new(0, 3), "mu"));
        assert!(!holds(text, all, ""));
    }
}
