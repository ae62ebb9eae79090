//! Go's tokens, as coarse as cutting needs them, with the automatic semicolons.

use memchr::{memchr, memmem};

use super::Mentions;
use super::mentions;
use super::words::is_word;

/// There is no token at this offset that could stand there.
pub(super) struct Lost {
    pub(super) at: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// An identifier or a keyword.
    Word,
    String,
    Open(u8),
    Close(u8),
    /// Written or automatic; an automatic one is zero bytes long and stands before the line's end and comment.
    Semicolon,
    /// Any other byte: a part of an operator, a number.
    Other(u8),
    End,
}

pub(super) struct Lexer<'text> {
    bytes: &'text [u8],
    /// The end of the last token.
    pub(super) at: usize,
    /// The start of the last token.
    pub(super) start: usize,
    /// Whether the last token makes a line's end a semicolon.
    ends_line: bool,
    pub(super) mentions: Mentions,
    /// That of the last word.
    pub(super) hash: u64,
    /// The brackets that must close what is open, innermost last.
    closers: Vec<u8>,
}

/// A place between two tokens.
#[derive(Clone, Copy)]
pub(super) struct Checkpoint {
    at: usize,
    ends_line: bool,
}

/// What a byte begins.
#[derive(Clone, Copy)]
enum Class {
    Blank,
    Newline,
    Word,
    Digit,
    Quote,
    Backquote,
    Rune,
    Slash,
    Open,
    Close,
    Less,
    Other,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b' ' | b'\t' | b'\r' => Class::Blank,
            b'\n' => Class::Newline,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => Class::Word,
            b'0'..=b'9' => Class::Digit,
            b'"' => Class::Quote,
            b'`' => Class::Backquote,
            b'\'' => Class::Rune,
            b'/' => Class::Slash,
            b'(' | b'[' | b'{' => Class::Open,
            b')' | b']' | b'}' => Class::Close,
            b'<' => Class::Less,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

impl<'text> Lexer<'text> {
    pub(super) fn new(text: &'text str, at: usize) -> Lexer<'text> {
        Lexer {
            bytes: text.as_bytes(),
            at,
            start: at,
            ends_line: false,
            mentions: Mentions::default(),
            hash: 0,
            closers: Vec::new(),
        }
    }

    /// The text of the last token.
    pub(super) fn word(&self) -> &'text [u8] {
        &self.bytes[self.start..self.at]
    }

    pub(super) fn lost(&self) -> Lost {
        Lost {
            at: self.start as u32,
        }
    }

    /// Where the lexer is, for `go_back`.
    pub(super) fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            at: self.at,
            ends_line: self.ends_line,
        }
    }

    pub(super) fn go_back(&mut self, checkpoint: Checkpoint) {
        self.at = checkpoint.at;
        self.ends_line = checkpoint.ends_line;
    }

    /// The byte at the end of the last token.
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn skip_byte(&mut self) {
        self.at += 1;
    }

    pub(super) fn next(&mut self) -> Result<Token, Lost> {
        loop {
            self.start = self.at;
            let Some(&byte) = self.bytes.get(self.at) else {
                return Ok(if std::mem::take(&mut self.ends_line) {
                    Token::Semicolon
                } else {
                    Token::End
                });
            };
            let (token, ends_line) = match CLASSES[byte as usize] {
                Class::Blank => {
                    self.at += 1;
                    continue;
                }
                Class::Newline => {
                    if std::mem::take(&mut self.ends_line) {
                        return Ok(Token::Semicolon);
                    }
                    self.at += 1;
                    continue;
                }
                Class::Slash if self.is_comment() => {
                    let end = self.comment_end()?;
                    let comment = &self.bytes[self.at..end];
                    let is_line_end =
                        comment.starts_with(b"//") || memchr(b'\n', comment).is_some();
                    if is_line_end && std::mem::take(&mut self.ends_line) {
                        return Ok(Token::Semicolon);
                    }
                    self.at = end;
                    continue;
                }
                Class::Word => {
                    self.at = self.word_end(self.at);
                    self.mention();
                    (Token::Word, !is_keyword(self.word()))
                }
                Class::Digit => {
                    self.at = self.number_end(self.at);
                    (Token::Other(byte), true)
                }
                Class::Quote => {
                    self.at = self.quote_end(self.at, b'"')?;
                    (Token::String, true)
                }
                Class::Backquote => {
                    self.at = self.raw_string_end(self.at)?;
                    (Token::String, true)
                }
                Class::Rune => {
                    self.at = self.quote_end(self.at, b'\'')?;
                    (Token::Other(byte), true)
                }
                Class::Open => {
                    self.at += 1;
                    (Token::Open(byte), false)
                }
                Class::Close => {
                    self.at += 1;
                    (Token::Close(byte), true)
                }
                Class::Less => {
                    self.at += 1;
                    if self.peek() == Some(b'-') {
                        self.at += 1;
                        self.mentions.tokens.has_arrow = true;
                    }
                    (Token::Other(byte), false)
                }
                Class::Other
                    if matches!(byte, b'+' | b'-')
                        && self.bytes.get(self.at + 1) == Some(&byte) =>
                {
                    self.at += 2;
                    (Token::Other(byte), true)
                }
                Class::Slash | Class::Other => {
                    self.at += 1;
                    let token = if byte == b';' {
                        Token::Semicolon
                    } else {
                        Token::Other(byte)
                    };
                    (token, false)
                }
            };
            self.ends_line = ends_line;
            return Ok(token);
        }
    }

    /// Goes behind the bracket that closes `open`, which was the last token.
    pub(super) fn skip_group(&mut self, open: u8) -> Result<(), Lost> {
        self.closers.clear();
        self.closers.push(closer_of(open));
        let mut at = self.at;
        let lost = |at: usize| Lost { at: at as u32 };
        loop {
            let Some(&byte) = self.bytes.get(at) else {
                return Err(lost(self.start));
            };
            match CLASSES[byte as usize] {
                Class::Word => {
                    self.start = at;
                    at = self.word_end(at);
                    self.at = at;
                    self.mention();
                }
                Class::Blank | Class::Newline | Class::Other => at += 1,
                Class::Digit => at = self.number_end(at),
                Class::Quote => at = self.quote_end(at, b'"')?,
                Class::Backquote => at = self.raw_string_end(at)?,
                Class::Rune => at = self.quote_end(at, b'\'')?,
                Class::Slash => {
                    self.at = at;
                    at = if self.is_comment() {
                        self.comment_end()?
                    } else {
                        at + 1
                    };
                }
                Class::Open => {
                    self.closers.push(closer_of(byte));
                    at += 1;
                }
                Class::Close => {
                    if self.closers.pop() != Some(byte) {
                        return Err(lost(at));
                    }
                    at += 1;
                    if self.closers.is_empty() {
                        self.at = at;
                        self.ends_line = true;
                        return Ok(());
                    }
                }
                Class::Less => {
                    at += 1;
                    self.mentions.tokens.has_arrow |= self.bytes.get(at) == Some(&b'-');
                }
            }
        }
    }

    /// Whether a comment starts at `at`.
    pub(super) fn is_comment(&self) -> bool {
        matches!(self.bytes.get(self.at + 1), Some(b'/' | b'*')) && self.peek() == Some(b'/')
    }

    /// The end of the comment at `at`; a line comment ends before the newline.
    pub(super) fn comment_end(&self) -> Result<usize, Lost> {
        let rest = &self.bytes[self.at..];
        if rest.starts_with(b"//") {
            return Ok(memchr(b'\n', rest).map_or(self.bytes.len(), |newline| self.at + newline));
        }
        let end = rest.get(2..).and_then(|body| memmem::find(body, b"*/"));
        end.map(|end| self.at + end + 4)
            .ok_or(Lost { at: self.at as u32 })
    }

    /// Takes the last token into the mentions.
    #[inline]
    fn mention(&mut self) {
        self.hash = mentions::hash(self.bytes, self.start, self.at);
        self.mentions.add(self.hash);
        if self.at - self.start > 6 {
            return;
        }
        let tokens = &mut self.mentions.tokens;
        match &self.bytes[self.start..self.at] {
            b"go" => tokens.has_go = true,
            b"chan" => tokens.has_chan = true,
            b"func" => tokens.has_func = true,
            b"defer" => tokens.has_defer = true,
            b"select" => tokens.has_select = true,
            _ => {}
        }
    }

    #[inline]
    fn word_end(&self, start: usize) -> usize {
        let mut end = start;
        while self.bytes.get(end).is_some_and(|&byte| is_word(byte)) {
            end += 1;
        }
        end
    }

    fn number_end(&self, start: usize) -> usize {
        let mut end = start;
        while self
            .bytes
            .get(end)
            .is_some_and(|&byte| byte == b'.' || is_word(byte))
        {
            end += 1;
        }
        end
    }

    /// The end of the string or rune literal at `start`, which ends with `quote` on the same line.
    fn quote_end(&self, start: usize, quote: u8) -> Result<usize, Lost> {
        let mut end = start + 1;
        loop {
            match self.bytes.get(end) {
                Some(b'\\') if self.bytes.get(end + 1) != Some(&b'\n') => end += 2,
                Some(b'\n') | None => return Err(Lost { at: start as u32 }),
                Some(&byte) if byte == quote => return Ok(end + 1),
                Some(_) => end += 1,
            }
        }
    }

    fn raw_string_end(&self, start: usize) -> Result<usize, Lost> {
        let end = memchr(b'`', &self.bytes[start + 1..]);
        end.map(|end| start + end + 2)
            .ok_or(Lost { at: start as u32 })
    }
}

/// Calls `note` with the end of each token behind which the line's end is a semicolon.
pub(super) fn for_each_line_end(text: &str, mut note: impl FnMut(usize)) {
    let mut lexer = Lexer::new(text, 0);
    let mut end = 0;
    while let Ok(token) = lexer.next() {
        match token {
            Token::End => return,
            Token::Semicolon if lexer.start == lexer.at => note(end),
            _ => end = lexer.at,
        }
    }
}

/// The offset behind the bracket that closes the one at `open`.
pub(super) fn group_end(text: &str, open: usize) -> Option<usize> {
    let bracket = *text.as_bytes().get(open)?;
    if !matches!(CLASSES[bracket as usize], Class::Open) {
        return None;
    }
    let mut lexer = Lexer::new(text, open + 1);
    lexer.skip_group(bracket).ok()?;
    Some(lexer.at)
}

fn closer_of(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}

/// Whether a word is a keyword behind which a line's end is no semicolon.
fn is_keyword(word: &[u8]) -> bool {
    matches!(
        word,
        b"case"
            | b"chan"
            | b"const"
            | b"default"
            | b"defer"
            | b"else"
            | b"for"
            | b"func"
            | b"go"
            | b"goto"
            | b"if"
            | b"import"
            | b"interface"
            | b"map"
            | b"package"
            | b"range"
            | b"select"
            | b"struct"
            | b"switch"
            | b"type"
            | b"var"
    )
}

/// Calls `note` with the range of each comment. What has no end counts up to its first byte.
pub(super) fn for_each_comment(text: &str, mut note: impl FnMut(usize, usize)) {
    let mut lexer = Lexer::new(text, 0);
    while let Some(byte) = lexer.peek() {
        let start = lexer.at;
        let end = match byte {
            b'/' if lexer.is_comment() => lexer.comment_end().inspect(|&end| note(start, end)),
            b'"' | b'\'' => lexer.quote_end(start, byte),
            b'`' => lexer.raw_string_end(start),
            _ => Ok(start + 1),
        };
        lexer.at = end.unwrap_or(start + 1);
    }
}
