//! Expressions: where their lines break.

use super::lists::Element;
use super::{Break, Parser};
use crate::layout::tokens::TokenKind;

/// Whether a brace behind an operand starts a composite literal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Operand {
    /// A name, perhaps of a type: only where literals are allowed.
    Name,
    /// An array, map or struct type: always.
    Literal,
    Other,
}

impl Parser<'_> {
    pub(super) fn expr(&mut self) -> Option<()> {
        self.nested(|parser| {
            parser.unary()?;
            while parser.is_binary_operator() {
                parser.at += 1;
                parser.break_operand(parser.at.saturating_sub(2));
                parser.unary()?;
            }
            Some(())
        })
    }

    /// Starts a section at the next token, the right operand, if it is not on the line of the left one's end.
    pub(super) fn break_operand(&mut self, left: usize) {
        if self.end_line_of(left) != self.line_of(self.at) {
            self.break_before(self.at, Break::Section);
        }
    }

    fn is_binary_operator(&self) -> bool {
        #[rustfmt::skip]
        let operators = [
            "||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "|", "^", "*", "/", "%", "<<", ">>", "&", "&^",
        ];
        operators.contains(&self.peek())
    }

    fn unary(&mut self) -> Option<()> {
        while matches!(self.peek(), "+" | "-" | "!" | "^" | "*" | "&" | "<-" | "~") {
            self.at += 1;
        }
        let mut operand = self.operand()?;
        loop {
            operand = match self.peek() {
                "." => self.selector()?,
                "[" => {
                    self.index()?;
                    Operand::Name
                }
                "(" => {
                    self.call()?;
                    Operand::Other
                }
                "{" if operand == Operand::Literal
                    || operand == Operand::Name && self.allows_literal =>
                {
                    self.literal_value()?;
                    Operand::Other
                }
                _ => return Some(()),
            };
        }
    }

    fn operand(&mut self) -> Option<Operand> {
        match self.kind_of(self.at)? {
            TokenKind::Name => {
                self.at += 1;
                return Some(Operand::Name);
            }
            TokenKind::Literal | TokenKind::Text => {
                self.at += 1;
                return Some(Operand::Other);
            }
            _ => {}
        }
        match self.peek() {
            "(" => {
                self.at += 1;
                self.with_literals(true, |parser| parser.expr())?;
                self.expect(")")?;
                Some(Operand::Other)
            }
            "func" => {
                self.at += 1;
                self.signature()?;
                if self.is("{") {
                    self.block()?;
                }
                Some(Operand::Other)
            }
            "[" | "map" | "struct" => self.type_literal().map(|()| Operand::Literal),
            _ => self.type_literal().map(|()| Operand::Other),
        }
    }

    fn selector(&mut self) -> Option<Operand> {
        self.expect(".")?;
        if !self.eat("(") {
            let name = self.expect_name()?;
            if self.end_line_of(name.saturating_sub(1)) < self.line_of(name) {
                self.break_before(name, Break::Line);
            }
            return Some(Operand::Name);
        }
        if !self.eat("type") {
            self.with_literals(true, |parser| parser.ty())?;
        }
        self.expect(")")?;
        Some(Operand::Other)
    }

    /// `[i]`, `[i:j]` or `[T1, T2]`.
    pub(super) fn index(&mut self) -> Option<()> {
        let open = self.expect("[")?;
        let mut elements = Vec::new();
        while !self.is("]") {
            if self.eat(":") || self.eat(",") {
                continue;
            }
            let first = self.at;
            self.with_literals(true, |parser| parser.expr())?;
            elements.push(Element {
                first,
                last: self.last(),
                colon: None,
            });
        }
        let close = self.expect("]")?;
        // Several indices have commas between them, and only then is this a list.
        let is_list = elements
            .first()
            .is_some_and(|element| self.text_of(element.last + 1) == ",");
        if is_list && elements.len() > 1 {
            self.break_list(Some(open), &elements, true);
            self.close_list(&elements, close);
        }
        Some(())
    }

    fn call(&mut self) -> Option<()> {
        let open = self.expect("(")?;
        let mut elements = Vec::new();
        let mut ellipsis = None;
        while !self.is(")") {
            let first = self.at;
            self.with_literals(true, |parser| parser.expr())?;
            elements.push(Element {
                first,
                last: self.last(),
                colon: None,
            });
            if self.is("...") {
                ellipsis = Some(self.at);
                self.at += 1;
            }
            if !self.eat(",") {
                break;
            }
        }
        let close = self.expect(")")?;
        self.break_list(Some(open), &elements, true);
        match ellipsis {
            Some(ellipsis) if self.line_of(ellipsis) < self.line_of(close) => self.close(close),
            Some(_) => {}
            None => self.close_list(&elements, close),
        }
        Some(())
    }

    /// `{…}` of a composite literal.
    fn literal_value(&mut self) -> Option<()> {
        let open = self.expect("{")?;
        let mut elements = Vec::new();
        while !self.is("}") {
            let first = self.at;
            self.element()?;
            let mut colon = None;
            if self.is(":") {
                colon = Some(self.at);
                self.at += 1;
                self.element()?;
            }
            elements.push(Element {
                first,
                last: self.last(),
                colon,
            });
            if !self.eat(",") {
                break;
            }
        }
        let close = self.expect("}")?;
        self.break_list(Some(open), &elements, true);
        self.close_list(&elements, close);
        Some(())
    }

    fn element(&mut self) -> Option<()> {
        match self.is("{") {
            true => self.nested(|parser| parser.literal_value()),
            false => self.with_literals(true, |parser| parser.expr()),
        }
    }
}
