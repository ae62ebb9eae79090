//! Go's tokens and comments with their lines, and the semicolons that line ends stand for.

use crate::source::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    Name,
    Keyword,
    /// A number, a rune or an imaginary.
    Literal,
    /// A string in either kind of quotes.
    Text,
    /// Operators, brackets and punctuation, a written semicolon too.
    Mark,
    /// A line end that ends a statement; its range is empty.
    LineEnd,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: TokenKind,
    pub range: Range,
    /// The line that it starts on, counted from 0.
    pub line: u32,
    pub end_line: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    pub range: Range,
    pub line: u32,
    pub end_line: u32,
    /// Whether it is written with `//`.
    pub is_line: bool,
}

/// A text's tokens and comments, each in source order.
#[derive(Debug, Default)]
pub struct Tokens {
    pub tokens: Vec<Token>,
    pub comments: Vec<Comment>,
}

const KEYWORDS: [&str; 25] = [
    "break",
    "case",
    "chan",
    "const",
    "continue",
    "default",
    "defer",
    "else",
    "fallthrough",
    "for",
    "func",
    "go",
    "goto",
    "if",
    "import",
    "interface",
    "map",
    "package",
    "range",
    "return",
    "select",
    "struct",
    "switch",
    "type",
    "var",
];

const LONG_MARKS: [&str; 25] = [
    "<<=", ">>=", "&^=", "...", "<<", ">>", "&^", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=",
    "&&", "||", "<-", "++", "--", "==", "!=", "<=", ">=", ":=",
];

/// Cuts `text` into tokens. What is no Go becomes one mark for each character; a literal or comment that does not end
/// goes on to the end of its line or of the text.
pub fn tokens(text: &str) -> Tokens {
    let mut lexer = Lexer {
        text,
        at: 0,
        line: 0,
        ends_statement: false,
        found: Tokens::default(),
    };
    lexer.run();
    lexer.found
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    /// Whether a line end here would end a statement.
    ends_statement: bool,
    found: Tokens,
}

impl Lexer<'_> {
    fn run(&mut self) {
        if self.text.starts_with('\u{feff}') {
            self.at = '\u{feff}'.len_utf8();
        }
        while let Some(byte) = self.byte(0) {
            match byte {
                b'\n' => {
                    self.end_statement();
                    self.line += 1;
                    self.at += 1;
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'/' if self.byte(1) == Some(b'/') => self.line_comment(),
                b'/' if self.byte(1) == Some(b'*') => self.block_comment(),
                b'"' | b'\'' => self.quoted(byte),
                b'`' => self.raw_string(),
                b'0'..=b'9' => self.number(),
                b'.' if self.byte(1).is_some_and(|next| next.is_ascii_digit()) => self.number(),
                byte if is_name_byte(byte) => self.name(),
                _ => self.mark(),
            }
        }
        self.end_statement();
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn rest(&self) -> &[u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn end_statement(&mut self) {
        if std::mem::take(&mut self.ends_statement) {
            let (end, line) = self
                .found
                .tokens
                .last()
                .map_or((0, 0), |last| (last.range.end, last.end_line));
            let range = Range::new(end, end);
            self.found.tokens.push(Token {
                kind: TokenKind::LineEnd,
                range,
                line,
                end_line: line,
            });
        }
    }

    /// Takes the next `length` bytes as one token.
    fn push(&mut self, kind: TokenKind, length: usize, ends_statement: bool) {
        let (range, line) = self.advance(length);
        self.found.tokens.push(Token {
            kind,
            range,
            line,
            end_line: self.line,
        });
        self.ends_statement = ends_statement;
    }

    fn advance(&mut self, length: usize) -> (Range, u32) {
        let start = self.at;
        self.at = (start + length).min(self.text.len());
        let line = self.line;
        let taken = self.text.as_bytes().get(start..self.at).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', taken).count() as u32;
        (Range::new(start as u32, self.at as u32), line)
    }

    fn line_comment(&mut self) {
        self.end_statement();
        let mut length = memchr::memchr(b'\n', self.rest()).unwrap_or(self.rest().len());
        if self
            .rest()
            .get(..length)
            .is_some_and(|comment| comment.ends_with(b"\r"))
        {
            length -= 1;
        }
        let (range, line) = self.advance(length);
        self.found.comments.push(Comment {
            range,
            line,
            end_line: line,
            is_line: true,
        });
    }

    fn block_comment(&mut self) {
        let body = self.rest().get(2..).unwrap_or_default();
        let length = memchr::memmem::find(body, b"*/").map_or(self.rest().len(), |end| end + 4);
        let (range, line) = self.advance(length);
        if line != self.line {
            self.end_statement();
        }
        self.found.comments.push(Comment {
            range,
            line,
            end_line: self.line,
            is_line: false,
        });
    }

    fn quoted(&mut self, quote: u8) {
        let mut length = 1;
        while let Some(byte) = self.byte(length) {
            match byte {
                b'\\'
                    if self
                        .byte(length + 1)
                        .is_some_and(|escaped| escaped != b'\n') =>
                {
                    length += 2
                }
                b'\n' => break,
                _ => {
                    length += 1;
                    if byte == quote {
                        break;
                    }
                }
            }
        }
        let kind = if quote == b'"' {
            TokenKind::Text
        } else {
            TokenKind::Literal
        };
        self.push(kind, self.to_char_end(length), true);
    }

    fn raw_string(&mut self) {
        let body = self.rest().get(1..).unwrap_or_default();
        let length = memchr::memchr(b'`', body).map_or(self.rest().len(), |end| end + 2);
        self.push(TokenKind::Text, length, true);
    }

    fn number(&mut self) {
        let is_hex = matches!(self.rest(), [b'0', b'x' | b'X', ..]);
        let mut length = 1;
        while let Some(byte) = self.byte(length) {
            let is_exponent = match self.byte(length - 1) {
                Some(b'e' | b'E') => !is_hex,
                Some(b'p' | b'P') => is_hex,
                _ => false,
            };
            if !(byte.is_ascii_alphanumeric()
                || byte == b'_'
                || byte == b'.'
                || is_exponent && matches!(byte, b'+' | b'-'))
            {
                break;
            }
            length += 1;
        }
        self.push(TokenKind::Literal, length, true);
    }

    fn name(&mut self) {
        let length = self
            .rest()
            .iter()
            .take_while(|&&byte| is_name_byte(byte))
            .count();
        let name = self.text.get(self.at..self.at + length).unwrap_or_default();
        if KEYWORDS.contains(&name) {
            let ends_statement = matches!(name, "break" | "continue" | "fallthrough" | "return");
            self.push(TokenKind::Keyword, length, ends_statement);
        } else {
            self.push(TokenKind::Name, length, true);
        }
    }

    fn mark(&mut self) {
        let long = LONG_MARKS
            .iter()
            .find(|mark| self.rest().starts_with(mark.as_bytes()));
        let length = long.map_or(1, |mark| mark.len());
        let ends_statement = matches!(
            self.rest(),
            [b')' | b']' | b'}', ..] | [b'+', b'+', ..] | [b'-', b'-', ..]
        );
        self.push(TokenKind::Mark, length, ends_statement);
    }

    /// `length` made longer until it ends between two characters.
    fn to_char_end(&self, mut length: usize) -> usize {
        while !self
            .text
            .is_char_boundary((self.at + length).min(self.text.len()))
        {
            length += 1;
        }
        length
    }
}

/// Every character beyond ASCII counts as a letter: the compiler has the last word on names.
fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}
