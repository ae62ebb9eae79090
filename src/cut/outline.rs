//! Reads a file's outline from its tokens.

use super::lexer::{Lexer, Token};
use super::{DeclKind, DeclOutline, ImportSpec, Mentions, Outline};
use crate::source::Range;

pub(super) use super::lexer::Lost;

/// The outline of a file all of whose brackets, literals and declarations make sense.
pub(super) fn read(text: &str) -> Result<Outline, Lost> {
    let mut reader = Reader::new(text);
    reader.package_clause()?;
    while reader.declaration()? {}
    Ok(reader.outline)
}

/// What is known of a file before its first declaration, as far as it makes sense.
pub(super) fn head(text: &str) -> Outline {
    let mut reader = Reader::new(text);
    // Whatever could be read before the reader was lost is in the outline.
    let _ = reader.package_clause();
    reader.outline
}

/// What a stretch of a file mentions, as far as it can be read.
pub(super) fn mentions(text: &str, range: Range) -> Mentions {
    let mut lexer = Lexer::new(
        text.get(..range.end as usize).unwrap_or(text),
        range.start as usize,
    );
    loop {
        match lexer.next() {
            Ok(Token::End) => return lexer.mentions,
            Ok(_) => {}
            // Go on inside of the literal or comment that has no end: nothing it may hold must be missed.
            Err(Lost { at }) => lexer.at = at as usize + 1,
        }
    }
}

struct Reader<'text> {
    text: &'text str,
    lexer: Lexer<'text>,
    outline: Outline,
}

impl<'text> Reader<'text> {
    fn new(text: &'text str) -> Reader<'text> {
        let start = if text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        Reader {
            text,
            lexer: Lexer::new(text, start),
            outline: Outline::default(),
        }
    }

    fn package_clause(&mut self) -> Result<(), Lost> {
        self.head_comments()?;
        self.lexer.next()?;
        if self.lexer.word() != b"package" {
            return Err(self.lexer.lost());
        }
        self.outline.package = Some(self.name()?);
        self.semicolon()
    }

    /// Reads the comments before the package clause.
    fn head_comments(&mut self) -> Result<(), Lost> {
        loop {
            match self.lexer.peek() {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.lexer.skip_byte(),
                Some(b'/') if self.lexer.is_comment() => {
                    let range = Range::new(self.lexer.at as u32, self.lexer.comment_end()? as u32);
                    self.lexer.at = range.end as usize;
                    self.head_comment(range);
                }
                _ => return Ok(()),
            }
        }
    }

    fn head_comment(&mut self, range: Range) {
        let comment = range.of(self.text);
        if let Some(rest) = comment.strip_prefix("//go:build")
            && rest.starts_with([' ', '\t'])
            && self.outline.constraint.is_none()
        {
            let end = range.start as usize + comment.trim_end().len();
            let start = range.end as usize - rest.trim_start().len();
            self.outline.constraint = Some(Range::new(start as u32, end.max(start) as u32));
        }
        self.outline.is_generated |= comment.lines().any(|line| {
            let rest = line
                .trim_end_matches('\r')
                .strip_prefix("// Code generated ");
            rest.is_some_and(|rest| rest.ends_with(" DO NOT EDIT."))
        });
    }

    /// Reads one declaration; `false` at the file's end.
    fn declaration(&mut self) -> Result<bool, Lost> {
        let doc = self.leading_comments()?;
        self.lexer.mentions = Mentions::default();
        let token = self.lexer.next()?;
        if token == Token::End {
            return Ok(false);
        }
        let start = self.lexer.start as u32;
        let kind = match self.lexer.word() {
            b"import" => {
                self.import(start)?;
                return Ok(true);
            }
            b"func" => DeclKind::Func,
            b"type" => DeclKind::Type,
            b"var" => DeclKind::Var,
            b"const" => DeclKind::Const,
            _ => return Err(self.lexer.lost()),
        };
        self.lexer.mentions.tokens.has_func = false;
        let mut names = Vec::new();
        let mut receiver = None;
        let end = match kind {
            DeclKind::Func => self.function(&mut names, &mut receiver)?,
            _ => self.specs(kind, &mut names)?,
        };
        self.outline.decls.push(DeclOutline {
            kind,
            range: Range::new(start, end),
            doc_start: doc.unwrap_or(start),
            names,
            receiver,
            mentions: std::mem::take(&mut self.lexer.mentions),
        });
        Ok(true)
    }

    /// Goes to the next token and returns where the comment group directly above its line starts.
    ///
    /// A comment behind another token on the same line is not part of a group, as in go/parser.
    fn leading_comments(&mut self) -> Result<Option<u32>, Lost> {
        let mut group = None;
        let mut newlines = 0;
        let mut is_behind_token = true;
        loop {
            match self.lexer.peek() {
                Some(b' ' | b'\t' | b'\r') => self.lexer.skip_byte(),
                Some(b'\n') => {
                    newlines += 1;
                    is_behind_token = false;
                    self.lexer.skip_byte();
                }
                Some(b';') => {
                    group = None;
                    is_behind_token = true;
                    self.lexer.skip_byte();
                }
                Some(b'/') if self.lexer.is_comment() => {
                    if is_behind_token {
                        group = None;
                    } else if group.is_none() || newlines > 1 {
                        group = Some(self.lexer.at as u32);
                    }
                    newlines = 0;
                    self.lexer.at = self.lexer.comment_end()?;
                }
                _ => return Ok(group.filter(|_| newlines == 1)),
            }
        }
    }

    fn import(&mut self, start: u32) -> Result<(), Lost> {
        let first = self.outline.imports.len();
        let mut token = self.lexer.next()?;
        let is_group = token == Token::Open(b'(');
        if is_group {
            token = self.lexer.next()?;
        }
        loop {
            match token {
                Token::Close(b')') if is_group => break,
                Token::Semicolon if is_group => {}
                _ => {
                    self.import_spec(token)?;
                    if !is_group {
                        break;
                    }
                    match self.lexer.next()? {
                        Token::Close(b')') => break,
                        Token::Semicolon => {}
                        _ => return Err(self.lexer.lost()),
                    }
                }
            }
            token = self.lexer.next()?;
        }
        let decl = Range::new(start, self.lexer.at as u32);
        self.outline.imports[first..]
            .iter_mut()
            .for_each(|spec| spec.decl = decl);
        self.semicolon()
    }

    /// Reads one import spec whose first token was `token`.
    fn import_spec(&mut self, mut token: Token) -> Result<(), Lost> {
        let start = self.lexer.start as u32;
        let mut name = None;
        if matches!(token, Token::Word | Token::Other(b'.')) {
            name = Some(self.last());
            token = self.lexer.next()?;
        }
        if token != Token::String {
            return Err(self.lexer.lost());
        }
        let path = self.last();
        let range = Range::new(start, path.end);
        self.outline.imports.push(ImportSpec {
            name,
            path,
            range,
            decl: range,
        });
        Ok(())
    }

    /// Reads a function behind its `func`, and returns its end.
    fn function(
        &mut self,
        names: &mut Vec<Range>,
        receiver: &mut Option<Range>,
    ) -> Result<u32, Lost> {
        let mut token = self.lexer.next()?;
        if token == Token::Open(b'(') {
            *receiver = self.receiver()?;
            token = self.lexer.next()?;
        }
        if token != Token::Word {
            return Err(self.lexer.lost());
        }
        names.push(self.last());
        self.rest()
    }

    /// Reads a receiver behind its `(`, and returns its type's name: the last identifier outside of `[…]`.
    fn receiver(&mut self) -> Result<Option<Range>, Lost> {
        let mut name = None;
        let mut depth = 1;
        while depth > 0 {
            match self.lexer.next()? {
                Token::Word => name = Some(self.last()),
                Token::Open(b'[') => self.lexer.skip_group(b'[')?,
                Token::Open(b'(') => depth += 1,
                Token::Close(b')') => depth -= 1,
                Token::Open(_) | Token::Close(_) | Token::String | Token::End => {
                    return Err(self.lexer.lost());
                }
                Token::Semicolon | Token::Other(_) => {}
            }
        }
        Ok(name)
    }

    /// Reads the spec or the group of specs behind a keyword, and returns its end.
    fn specs(&mut self, kind: DeclKind, names: &mut Vec<Range>) -> Result<u32, Lost> {
        match self.lexer.next()? {
            Token::Word => {
                self.spec(kind, names)?;
                self.rest()
            }
            Token::Open(b'(') => loop {
                match self.lexer.next()? {
                    Token::Close(b')') => {
                        let end = self.lexer.at as u32;
                        self.semicolon()?;
                        return Ok(end);
                    }
                    Token::Semicolon => {}
                    Token::Word => {
                        self.spec(kind, names)?;
                        self.rest()?;
                    }
                    _ => return Err(self.lexer.lost()),
                }
            },
            _ => Err(self.lexer.lost()),
        }
    }

    /// Reads the names of a spec, the first of which was the last token.
    fn spec(&mut self, kind: DeclKind, names: &mut Vec<Range>) -> Result<(), Lost> {
        names.push(self.last());
        if kind == DeclKind::Type {
            return Ok(());
        }
        loop {
            let behind = self.lexer.checkpoint();
            if self.lexer.next()? != Token::Other(b',') {
                self.lexer.go_back(behind);
                return Ok(());
            }
            names.push(self.name()?);
        }
    }

    /// Goes to the semicolon that ends a declaration or spec, or before the `)` that ends its group, and returns the end of
    /// the token before it.
    fn rest(&mut self) -> Result<u32, Lost> {
        let mut end = self.lexer.at as u32;
        loop {
            let behind = self.lexer.checkpoint();
            match self.lexer.next()? {
                Token::Semicolon | Token::End => return Ok(end),
                Token::Close(b')') => {
                    self.lexer.go_back(behind);
                    return Ok(end);
                }
                Token::Open(open) => self.lexer.skip_group(open)?,
                Token::Close(_) => return Err(self.lexer.lost()),
                Token::Word | Token::String | Token::Other(_) => {}
            }
            end = self.lexer.at as u32;
        }
    }

    fn name(&mut self) -> Result<Range, Lost> {
        match self.lexer.next()? {
            Token::Word => Ok(self.last()),
            _ => Err(self.lexer.lost()),
        }
    }

    fn semicolon(&mut self) -> Result<(), Lost> {
        match self.lexer.next()? {
            Token::Semicolon | Token::End => Ok(()),
            _ => Err(self.lexer.lost()),
        }
    }

    /// The range of the last token.
    fn last(&self) -> Range {
        Range::new(self.lexer.start as u32, self.lexer.at as u32)
    }
}
