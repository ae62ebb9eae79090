//! The identifiers of a stretch of text, each with how it stands there.

use super::lexer::{Lexer, Lost, Token};
use super::mentions;
use crate::source::Range;

/// How a name stands where it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Naming {
    Any,
    /// Not behind a dot.
    Free,
    /// As a member's name: behind a dot, or before a colon as the key of a literal.
    Member,
}

/// An identifier of a declaration: its hash, which few others have, and the ways in which it stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identifier {
    pub hash: u32,
    ways: u8,
}

const FREE: u8 = 1;
const MEMBER: u8 = 2;

/// An identifier and the number of a declaration in which it stands, as one number: sorted by the identifier first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting(u64);

impl Posting {
    pub fn new(identifier: Identifier, decl: u32) -> Posting {
        let place = u64::from(decl) << 2 | u64::from(identifier.ways);
        Posting(u64::from(identifier.hash) << 32 | place)
    }

    pub fn hash(self) -> u32 {
        (self.0 >> 32) as u32
    }

    pub fn decl(self) -> u32 {
        self.0 as u32 >> 2
    }

    /// Whether the identifier stands somewhere in the declaration as `naming` says.
    pub fn stands(self, naming: Naming) -> bool {
        let way = match naming {
            Naming::Any => return true,
            Naming::Free => FREE,
            Naming::Member => MEMBER,
        };
        self.0 as u8 & way != 0
    }
}

/// What [`Identifier::hash`] is for a name.
pub fn hash_of(name: &str) -> u32 {
    short(mentions::hash(name.as_bytes(), 0, name.len()))
}

fn short(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// The identifiers in `range` of `text`, keywords among them, each once; what stands in comments and strings is none.
pub fn identifiers(text: &str, range: Range) -> Vec<Identifier> {
    let mut all: Vec<Identifier> = Vec::new();
    let mut lexer = Lexer::new(
        text.get(..range.end as usize).unwrap_or(text),
        range.start as usize,
    );
    // One dot selects, three are `...`.
    let mut dots = 0;
    let mut is_behind_word = false;
    loop {
        let token = match lexer.next() {
            Ok(Token::End) => break,
            Ok(token) => token,
            // Go on inside of the literal or comment that has no end: nothing it may hold must be missed.
            Err(Lost { at }) => {
                lexer.at = at as usize + 1;
                Token::Other(b' ')
            }
        };
        match token {
            Token::Word => all.push(Identifier {
                hash: short(lexer.hash),
                ways: if dots == 1 { MEMBER } else { FREE },
            }),
            Token::Other(b':') if is_behind_word && lexer.peek() != Some(b'=') => {
                if let Some(key) = all.last_mut() {
                    key.ways |= MEMBER;
                }
            }
            _ => {}
        }
        is_behind_word = token == Token::Word;
        dots = match token {
            Token::Other(b'.') => dots + 1,
            _ => 0,
        };
    }
    all.sort_unstable();
    all.dedup_by(|again, kept| {
        let is_same = again.hash == kept.hash;
        if is_same {
            kept.ways |= again.ways;
        }
        is_same
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(text: &str, naming: Naming) -> bool {
        let all = identifiers(text, Range::new(0, text.len() as u32));
        let mut postings = all.into_iter().map(|found| Posting::new(found, 7));
        postings.any(|posting| posting.hash() == hash_of("name") && posting.stands(naming))
    }

    #[test]
    fn members_stand_behind_a_dot_or_before_a_colon() {
        for text in [
            "s.name",
            "s. /* of it */ name",
            "s.\n\tname",
            "s. // of it\n\tname",
            "T{name: 1}",
            "T{name /* of it */ : 1}",
        ] {
            assert!(stands(text, Naming::Member), "{text}");
        }
        for text in [
            "name := rename; f(name) // the name",
            "f(x, ...name)",
            "/* s.name */ x",
            "\"s.name\"",
            "T{rename: 1}",
        ] {
            assert!(!stands(text, Naming::Member), "{text}");
        }
    }

    #[test]
    fn what_stands_behind_a_dot_is_not_free() {
        assert!(!stands("x.name; /* name */", Naming::Free));
        assert!(stands("x.name(name)", Naming::Free));
        assert!(stands("func(all ...name)", Naming::Free));
    }

    #[test]
    fn what_a_literal_without_end_holds_is_not_missed() {
        assert!(stands("x := \"y + name", Naming::Any));
        assert!(stands("/* s.name", Naming::Member));
    }
}
