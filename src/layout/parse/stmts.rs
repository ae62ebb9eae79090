//! Statements: where a line ends the columns of the one before.

use super::{Break, Item, Parser};
use crate::layout::tokens::TokenKind;

impl Parser<'_> {
    /// `{…}` with statements in it.
    pub(super) fn block(&mut self) -> Option<()> {
        self.expect("{")?;
        self.with_literals(true, |parser| {
            let items = parser.stmts()?;
            let close = parser.expect("}")?;
            parser.break_items(&items);
            parser.close(close);
            Some(())
        })
    }

    /// Statements up to a brace or the next clause.
    fn stmts(&mut self) -> Option<Vec<Item>> {
        let mut items = Vec::new();
        while !matches!(self.peek(), "}" | "case" | "default") {
            if self.eat(";") || self.eat_line_end() {
                continue;
            }
            items.push(self.stmt()?);
            if !matches!(self.peek(), "case" | "default") {
                self.expect_end()?;
            }
        }
        Some(items)
    }

    fn eat_line_end(&mut self) -> bool {
        let found = self.kind_of(self.at) == Some(TokenKind::LineEnd);
        self.at += usize::from(found);
        found
    }

    fn stmt(&mut self) -> Option<Item> {
        let first = self.at;
        let mut labels = 0;
        while self.is_name() && self.text_of(self.at + 1) == ":" {
            self.at += 2;
            labels += 1;
            self.break_before(self.at, Break::Section);
        }
        // A label may stand alone, in front of a brace or a written semicolon.
        if labels == 0 || !matches!(self.peek(), "}" | ";") {
            self.nested(|parser| parser.unlabeled())?;
        }
        Some(Item {
            labels,
            ..self.item_from(first)
        })
    }

    fn unlabeled(&mut self) -> Option<()> {
        match self.peek() {
            "var" | "const" | "type" => self.group(),
            "{" => self.block(),
            "if" => self.if_stmt(),
            "for" => {
                self.at += 1;
                self.header()?;
                self.block()
            }
            "switch" | "select" => {
                self.at += 1;
                self.header()?;
                self.clauses()
            }
            "go" | "defer" => {
                self.at += 1;
                self.expr()
            }
            "return" => {
                self.at += 1;
                match self.is_stmt_end() {
                    true => Some(()),
                    false => self.expr_list(None, false),
                }
            }
            "break" | "continue" | "goto" | "fallthrough" => {
                self.at += 1;
                if self.is_name() {
                    self.at += 1;
                }
                Some(())
            }
            _ => self.simple(),
        }
    }

    fn is_stmt_end(&self) -> bool {
        matches!(self.kind_of(self.at), None | Some(TokenKind::LineEnd))
            || matches!(self.peek(), ";" | "}" | ":")
    }

    fn if_stmt(&mut self) -> Option<()> {
        loop {
            self.expect("if")?;
            self.header()?;
            self.block()?;
            if !self.eat("else") {
                return Some(());
            }
            if !self.is("if") {
                return self.block();
            }
        }
    }

    /// What stands between a keyword and its block.
    fn header(&mut self) -> Option<()> {
        self.with_literals(false, |parser| {
            while !parser.is("{") {
                if !parser.eat(";") && !parser.eat_line_end() {
                    parser.simple()?;
                }
            }
            Some(())
        })
    }

    /// The clauses of `switch` or `select`, each a section.
    fn clauses(&mut self) -> Option<()> {
        self.expect("{")?;
        self.with_literals(true, |parser| {
            while !parser.is("}") {
                let first = parser.at;
                if parser.eat("case") {
                    parser.case(first)?;
                } else {
                    parser.expect("default")?;
                }
                parser.expect(":")?;
                let items = parser.stmts()?;
                parser.break_items(&items);
                parser.break_before(first, Break::Section);
            }
            let close = parser.expect("}")?;
            parser.close(close);
            Some(())
        })
    }

    /// The values of a `case`, or its communication.
    fn case(&mut self, keyword: usize) -> Option<()> {
        self.expr_list(Some(keyword), true)?;
        self.rest_of_simple()
    }

    fn simple(&mut self) -> Option<()> {
        let first = self.at;
        self.expr_list(Some(first), true)?;
        self.rest_of_simple()
    }

    /// What may follow the expressions that a simple statement starts with.
    fn rest_of_simple(&mut self) -> Option<()> {
        match self.peek() {
            "++" | "--" => {
                self.at += 1;
                Some(())
            }
            "<-" => {
                self.at += 1;
                self.expr()
            }
            "=" | ":=" | "+=" | "-=" | "*=" | "/=" | "%=" | "&=" | "|=" | "^=" | "<<=" | ">>="
            | "&^=" => {
                let operator = self.at;
                self.at += 1;
                self.expr_list(Some(operator), false)
            }
            _ => Some(()),
        }
    }
}
