//! Files, top-level declarations and the specs of `var`, `const`, `type` and `import`.

use super::{Break, Item, Parser};
use crate::layout::gaps::Gap;
use crate::layout::tokens::TokenKind;

/// A `var` or `const` spec.
struct ValueSpec {
    item: Item,
    /// The first token of the type.
    ty: Option<usize>,
    /// The `=`.
    assign: Option<usize>,
}

impl Parser<'_> {
    pub(super) fn file(&mut self) {
        while self.at < self.tokens.tokens.len() {
            let start = self.at;
            if self.top_level().is_none() {
                self.skip(start);
            }
        }
    }

    fn top_level(&mut self) -> Option<()> {
        let start = self.at;
        match self.peek() {
            "package" => {
                self.at += 1;
                self.expect_name()?;
            }
            "func" => {
                self.func_decl()?;
                let item = self.item_from(start);
                let line_break = if self.spans_lines(item) {
                    Break::Section
                } else {
                    Break::Line
                };
                self.break_before(start, line_break);
            }
            "import" | "var" | "const" | "type" => {
                self.group()?;
                self.break_before(start, Break::Line);
            }
            _ => return None,
        }
        if self.at < self.tokens.tokens.len() {
            self.expect_end()
        } else {
            Some(())
        }
    }

    /// Marks what starts at `start` as unknown, up to the next line that a declaration can start on.
    fn skip(&mut self, start: usize) {
        let is_start = |&index: &usize| {
            let offset = self
                .tokens
                .tokens
                .get(index)
                .map_or(0, |token| token.range.start as usize);
            let is_in_first_column = offset
                .checked_sub(1)
                .is_none_or(|before| self.text.as_bytes().get(before) == Some(&b'\n'));
            is_in_first_column
                && matches!(
                    self.text_of(index),
                    "func" | "import" | "var" | "const" | "type"
                )
        };
        let end = self.tokens.tokens.len();
        self.at = (start + 1..end).find(is_start).unwrap_or(end);
        self.allows_literal = true;
        self.depth = 0;
        for gap in self.gaps.iter_mut().take(self.at + 1).skip(start) {
            *gap = Gap {
                is_unknown: true,
                ..Gap::default()
            };
        }
    }

    fn func_decl(&mut self) -> Option<()> {
        let func = self.expect("func")?;
        if self.is("(") {
            self.params(")")?;
        }
        self.expect_name()?;
        if self.is("[") {
            self.params("]")?;
        }
        self.signature()?;
        if self.is("{") {
            let open = self.at;
            self.block()?;
            // Bodies of functions on one line stand in a column.
            if self.line_of(func) == self.end_line_of(self.last()) {
                self.add_tabs(open, 1);
            }
        }
        Some(())
    }

    /// A declaration by `var`, `const`, `type` or `import`, with or without parentheses.
    pub(super) fn group(&mut self) -> Option<()> {
        let keyword = self.peek();
        self.at += 1;
        if !self.eat("(") {
            return self.spec(keyword, false);
        }
        let mut items = Vec::new();
        let mut values = Vec::new();
        // Whether the names of types end a column is known once there are two specs.
        let is_types = keyword == "type" && self.specs_follow();
        while !self.is(")") {
            let first = self.at;
            match keyword {
                "var" | "const" => values.push(self.value_spec()?),
                _ => self.spec(keyword, is_types)?,
            }
            items.push(self.item_from(first));
            self.expect_end()?;
        }
        let close = self.expect(")")?;
        self.break_items(&items);
        if !items.is_empty() {
            self.close(close);
        }
        if values.len() > 1 {
            self.value_columns(&values);
        }
        Some(())
    }

    /// Whether more than one spec stands between here and the parenthesis that closes the group.
    fn specs_follow(&self) -> bool {
        let (mut depth, mut specs, mut is_inside) = (0u32, 0u32, false);
        for index in self.at..self.tokens.tokens.len() {
            match self.text_of(index) {
                "(" | "[" | "{" => depth += 1,
                ")" if depth == 0 => return specs + u32::from(is_inside) > 1,
                ")" | "]" | "}" => depth = depth.saturating_sub(1),
                "" | ";" if depth == 0 => {
                    specs += u32::from(is_inside);
                    is_inside = false;
                    continue;
                }
                _ => {}
            }
            is_inside = true;
        }
        false
    }

    fn spec(&mut self, keyword: &str, is_column: bool) -> Option<()> {
        match keyword {
            "import" => {
                if self.is_name() || self.is(".") {
                    self.at += 1;
                }
                let is_path = self.kind_of(self.at) == Some(TokenKind::Text);
                self.at += usize::from(is_path);
                is_path.then_some(())
            }
            "type" => {
                self.expect_name()?;
                // `T[P any]`, but `T [n]int`.
                if self.is("[") && self.is_adjacent(self.at) && self.text_of(self.at + 1) != "]" {
                    self.params("]")?;
                }
                if is_column {
                    self.add_tabs(self.at, 1);
                }
                self.eat("=");
                self.ty()
            }
            _ => self.value_spec().map(|_| ()),
        }
    }

    fn value_spec(&mut self) -> Option<ValueSpec> {
        let first = self.at;
        self.name_list()?;
        let mut spec = ValueSpec {
            item: self.item_from(first),
            ty: None,
            assign: None,
        };
        let is_end = |parser: &Self| {
            parser.kind_of(parser.at) == Some(TokenKind::LineEnd)
                || matches!(parser.peek(), "" | ";" | ")" | "}")
        };
        if !self.is("=") && !is_end(self) {
            spec.ty = Some(self.at);
            self.ty()?;
        }
        if self.is("=") {
            spec.assign = Some(self.at);
            self.at += 1;
            self.expr_list(None, false)?;
        }
        spec.item = self.item_from(first);
        Some(spec)
    }

    /// The columns of a group: names, types, values, comments.
    fn value_columns(&mut self, specs: &[ValueSpec]) {
        for (spec, keeps_type) in specs.iter().zip(kept_type_columns(specs)) {
            let mut comment_tabs = 3;
            if spec.ty.is_some() || keeps_type {
                comment_tabs -= 1;
                if let Some(ty) = spec.ty.or(spec.assign) {
                    self.add_tabs(ty, 1);
                }
            }
            if let Some(assign) = spec.assign {
                comment_tabs -= 1;
                self.add_tabs(assign, 1);
            }
            if self.has_comment(spec.item.last) {
                self.add_tabs(self.next_written(spec.item.last), comment_tabs);
            }
        }
    }
}

/// For each spec, whether its value stays right of the types' column: it does in a run of specs with values that has a
/// type in it.
fn kept_type_columns(specs: &[ValueSpec]) -> Vec<bool> {
    let runs = specs.chunk_by(|one, next| one.assign.is_some() && next.assign.is_some());
    let of_run = |run: &[ValueSpec]| {
        let keeps = run
            .iter()
            .any(|spec| spec.assign.is_some() && spec.ty.is_some());
        vec![keeps; run.len()]
    };
    runs.flat_map(of_run).collect()
}
