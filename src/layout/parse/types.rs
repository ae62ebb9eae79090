//! Types, signatures and the columns of struct fields.

use super::{Break, Item, Parser};
use crate::layout::tokens::TokenKind;

/// A struct's field.
struct Field {
    item: Item,
    /// The first token of the type of a field with a name.
    ty: Option<usize>,
    tag: Option<usize>,
}

impl Parser<'_> {
    pub(super) fn ty(&mut self) -> Option<()> {
        self.nested(|parser| parser.union_term().and_then(|()| parser.further_terms()))
    }

    fn further_terms(&mut self) -> Option<()> {
        while self.is("|") {
            self.at += 1;
            self.break_operand(self.at.saturating_sub(2));
            self.union_term()?;
        }
        Some(())
    }

    fn union_term(&mut self) -> Option<()> {
        while matches!(self.peek(), "*" | "~" | "<-") {
            self.at += 1;
        }
        match self.peek() {
            "(" => {
                self.at += 1;
                self.ty()?;
                self.expect(")").map(|_| ())
            }
            _ if self.is_name() => self.named_type(),
            _ => self.type_literal(),
        }
    }

    fn named_type(&mut self) -> Option<()> {
        self.expect_name()?;
        if self.eat(".") {
            self.expect_name()?;
        }
        match self.is("[") {
            true => self.index(),
            false => Some(()),
        }
    }

    /// A type that a keyword or bracket starts.
    pub(super) fn type_literal(&mut self) -> Option<()> {
        match self.peek() {
            "[" => self.array_type(),
            "struct" => self.struct_type(),
            "interface" => self.interface_type(),
            "map" => {
                self.at += 1;
                self.expect("[")?;
                self.ty()?;
                self.expect("]")?;
                self.ty()
            }
            "chan" => {
                self.at += 1;
                self.eat("<-");
                self.element_type()
            }
            "func" => {
                self.at += 1;
                self.signature()
            }
            _ => None,
        }
    }

    /// A type that is no union, so that what follows may be an operator.
    fn element_type(&mut self) -> Option<()> {
        self.nested(|parser| parser.union_term())
    }

    fn array_type(&mut self) -> Option<()> {
        self.expect("[")?;
        if !self.is("]") && !self.eat("...") {
            self.with_literals(true, |parser| parser.expr())?;
        }
        self.expect("]")?;
        self.element_type()
    }

    pub(super) fn signature(&mut self) -> Option<()> {
        self.params(")")?;
        match self.peek() {
            "(" => self.params(")"),
            "*" | "[" | "func" | "map" | "chan" | "<-" | "struct" | "interface" => {
                self.element_type()
            }
            _ if self.is_name() => self.element_type(),
            _ => Some(()),
        }
    }

    /// Parameters, results or type parameters, up to `close`. Each line of them is a section.
    pub(super) fn params(&mut self, close: &str) -> Option<()> {
        let mut last = self.at;
        self.at += 1;
        while !self.is(close) {
            let first = self.at;
            if self.end_line_of(last) < self.line_of(first) {
                self.break_before(first, Break::Section);
            }
            self.param()?;
            last = self.last();
            if !self.eat(",") {
                break;
            }
        }
        let close = self.expect(close)?;
        if self.end_line_of(last) < self.line_of(close) {
            self.close(close);
        }
        Some(())
    }

    fn param(&mut self) -> Option<()> {
        let next = self.text_of(self.at + 1);
        let is_type = matches!(next, "," | ")" | "]" | "." | "|")
            || next == "[" && self.is_instance(self.at + 1);
        if self.is_name() && !is_type {
            self.at += 1;
        }
        self.eat("...");
        self.ty()
    }

    /// Whether the bracket at `index` holds type arguments, and not the length in a type that follows a name: in good
    /// layout, no space stands before it.
    fn is_instance(&self, index: usize) -> bool {
        self.is_adjacent(index) && self.text_of(index + 1) != "]"
    }

    fn struct_type(&mut self) -> Option<()> {
        self.expect("struct")?;
        let open = self.expect("{")?;
        let mut fields = Vec::new();
        while !self.is("}") {
            fields.push(self.field()?);
            self.expect_end()?;
        }
        let close = self.expect("}")?;
        if self.line_of(open) == self.line_of(close) {
            return Some(());
        }
        let items: Vec<Item> = fields.iter().map(|field| field.item).collect();
        self.break_items(&items);
        self.close(close);
        if fields.len() > 1 {
            fields.iter().for_each(|field| self.field_columns(field));
        }
        Some(())
    }

    fn field(&mut self) -> Option<Field> {
        let first = self.at;
        let next = self.text_of(self.at + 1);
        let is_embedded = !self.is_name()
            || matches!(next, "." | "" | ";" | "}")
            || self.kind_of(self.at + 1) == Some(TokenKind::Text)
            || next == "[" && self.is_instance(self.at + 1);
        let mut ty = None;
        if !is_embedded {
            self.name_list()?;
            ty = Some(self.at);
        }
        self.ty()?;
        let mut tag = None;
        if self.kind_of(self.at) == Some(TokenKind::Text) {
            tag = Some(self.at);
            self.at += 1;
        }
        Some(Field {
            item: self.item_from(first),
            ty,
            tag,
        })
    }

    /// The columns of one of several fields: names, type, tag, comment. An embedded type stands where names do, and its
    /// tag where types do.
    fn field_columns(&mut self, field: &Field) {
        let mut comment_tabs = 2;
        if let Some(ty) = field.ty {
            self.add_tabs(ty, 1);
            comment_tabs = 1;
        }
        if let Some(tag) = field.tag {
            self.add_tabs(tag, if field.ty.is_some() { 2 } else { 1 });
            comment_tabs = 0;
        }
        if self.has_comment(field.item.last) {
            self.add_tabs(self.next_written(field.item.last), comment_tabs);
        }
    }

    fn interface_type(&mut self) -> Option<()> {
        self.expect("interface")?;
        let open = self.expect("{")?;
        let mut items = Vec::new();
        while !self.is("}") {
            let first = self.at;
            if self.is_name() && self.text_of(self.at + 1) == "(" {
                self.at += 1;
                self.signature()?;
            } else {
                self.ty()?;
            }
            items.push(self.item_from(first));
            self.expect_end()?;
        }
        let close = self.expect("}")?;
        if self.line_of(open) != self.line_of(close) {
            self.break_items(&items);
            self.close(close);
        }
        Some(())
    }
}
