//! The filter over a declaration's identifiers: two bits of 512 for each.

use super::Mentions;

/// Up to this many bytes, an identifier's hash depends on every one of them; of longer ones, on both ends.
const WORD: usize = 8;

impl Mentions {
    /// Whether the declaration may hold `identifier`; `false` is certain.
    pub fn may_hold(&self, identifier: &str) -> bool {
        self.has_bits(Mentions::bits_of(identifier))
    }

    /// The bits that stand for an identifier.
    pub(super) fn bits_of(identifier: &str) -> [usize; 2] {
        bits_of(hash(identifier.as_bytes(), 0, identifier.len()))
    }

    /// Whether the declaration may hold the identifier that these bits stand for; `false` is certain.
    #[inline]
    pub(super) fn has_bits(&self, [first, second]: [usize; 2]) -> bool {
        self.has(first) && self.has(second)
    }

    /// Adds an identifier by its hash.
    #[inline]
    pub(super) fn add(&mut self, hash: u64) {
        for bit in bits_of(hash) {
            self.bits[bit >> 6] |= 1 << (bit & 63);
        }
    }

    fn has(&self, bit: usize) -> bool {
        self.bits[bit >> 6] & (1 << (bit & 63)) != 0
    }
}

/// The bits, below 512, that stand for a hash.
#[inline]
fn bits_of(hash: u64) -> [usize; 2] {
    [(hash >> 55) as usize, (hash >> 46) as usize & 511]
}

/// The hash of the identifier at `start..end` of `bytes`.
#[inline]
pub(super) fn hash(bytes: &[u8], start: usize, end: usize) -> u64 {
    let length = end - start;
    let first = word_at(bytes, start, length.min(WORD));
    let last = if length > WORD {
        word_at(bytes, end - WORD, WORD)
    } else {
        0
    };
    let mixed = (first ^ last.rotate_left(23) ^ length as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// The `length` (at most eight) bytes at `start` as a number, zero bytes behind them.
#[inline]
fn word_at(bytes: &[u8], start: usize, length: usize) -> u64 {
    let word = match bytes
        .get(start..start + WORD)
        .and_then(|word| <[u8; WORD]>::try_from(word).ok())
    {
        Some(word) => u64::from_le_bytes(word),
        None => {
            let mut word = [0; WORD];
            for (to, from) in word.iter_mut().zip(&bytes[start..]) {
                *to = *from;
            }
            u64::from_le_bytes(word)
        }
    };
    if length >= WORD {
        word
    } else {
        word & ((1 << (length * 8)) - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_may_be_held_wherever_it_stood() {
        let identifiers = [
            "a",
            "mu",
            "quit",
            "closeOnce",
            "eightchr",
            "ninechars",
            "averyverylongidentifier",
            "größe",
        ];
        let text = identifiers.join(" ");
        let mut mentions = Mentions::default();
        let mut start = 0;
        for identifier in identifiers {
            mentions.add(hash(text.as_bytes(), start, start + identifier.len()));
            start += identifier.len() + 1;
        }
        assert!(
            identifiers
                .iter()
                .all(|identifier| mentions.may_hold(identifier))
        );
    }

    #[test]
    fn an_empty_filter_holds_nothing() {
        assert!(!Mentions::default().may_hold("x"));
    }

    #[test]
    fn few_others_pass() {
        let mut mentions = Mentions::default();
        for number in 0..40 {
            let identifier = format!("held{number}");
            mentions.add(hash(identifier.as_bytes(), 0, identifier.len()));
        }
        let passed = (0..1000)
            .filter(|number| mentions.may_hold(&format!("other{number}")))
            .count();
        assert!(passed < 60, "{passed} of 1000");
    }
}
