//! The text that a change adds: that of the patch, with what its metavariables stand for.

use std::collections::BTreeMap;

use super::binding::{Binding, Bindings};
use super::declare::Declarations;
use super::elision::is_elision;
use super::margins::tabs;
use super::matcher::Match;
use super::pattern::Pattern;
use super::visible::{is_visible, local_at};
use crate::layout::reindent;
use crate::layout::tokens::TokenKind;
use crate::model::Package;
use crate::source::Range;
use crate::syntax::ast::{ExprKind, Name, Parent, UnaryOp};

/// Where new text goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) offset: u32,
    /// How far its first line is moved in, in tabs.
    pub(super) depth: usize,
}

/// Tokens of the patch that come.
pub(super) struct Inserted<'a, 'w> {
    pub(super) package: &'a Package<'w>,
    pub(super) declared: &'a Declarations,
    pub(super) before: &'a Pattern,
    pub(super) after: &'a Pattern,
    pub(super) found: &'a Match,
    pub(super) bindings: &'a Bindings,
    pub(super) fresh: &'a BTreeMap<Name, String>,
    pub(super) place: Place,
}

impl Inserted<'_, '_> {
    /// The text of the tokens `first..=last` of the new side; its first line begins without white space.
    pub(super) fn text(
        &self,
        first: usize,
        last: usize,
        imports: &mut Vec<String>,
    ) -> Result<String, String> {
        let start = self
            .after
            .tokens
            .get(first)
            .map_or(0, |token| token.range.start);
        let base = self.after.depth_at(start);
        let mut text = String::new();
        let mut depth = self.place.depth;
        let mut end = None;
        for token in first..=last {
            let Some(here) = self.after.tokens.get(token) else {
                continue;
            };
            if here.kind == TokenKind::Name
                && self.after.word(token) == "_"
                && is_elision(self.after.word(token + 1))
            {
                // The name of elided parameters.
                continue;
            }
            if token > 0 && self.is_own_package(token - 1) {
                // The dot behind it.
                end = Some(here.range.end);
                continue;
            }
            if let Some(end) = end {
                let blanks = Range::new(end, here.range.start).of(&self.after.text);
                match blanks.rsplit_once('\n') {
                    Some((lines, _)) => {
                        depth = (self.place.depth + self.after.depth_at(here.range.start))
                            .saturating_sub(base);
                        let newlines = lines.matches('\n').count() + 1;
                        text.extend(std::iter::repeat_n('\n', newlines.min(2)));
                        text.extend(std::iter::repeat_n('\t', depth));
                    }
                    None => text.push_str(blanks),
                }
            }
            let word = self.word(token, here.kind, here.range, depth, imports)?;
            if word.is_empty() && text.ends_with('\t') {
                // An empty list that had a line of its own.
                text.truncate(text.trim_end_matches(['\t', '\n']).len());
            }
            text.push_str(&word);
            end = Some(here.range.end);
        }
        Ok(text)
    }

    fn word(
        &self,
        token: usize,
        kind: TokenKind,
        range: Range,
        depth: usize,
        imports: &mut Vec<String>,
    ) -> Result<String, String> {
        let word = self.after.word(token);
        if kind != TokenKind::Name {
            return Ok(word.to_string());
        }
        if is_elision(word) {
            return Ok(self.elided(word, depth));
        }
        let name = Name::from(word);
        let previous = token.checked_sub(1).map(|before| self.after.word(before));
        let is_member = previous == Some(".");
        if let Some(binding) = self.bindings.get(&name) {
            let is_label = is_member;
            if !is_label && !is_visible(self.package, binding, self.found.decl, self.place.offset) {
                return Err(format!(
                    "`{}` means something else, or nothing, where the patch writes it",
                    binding.title(self.package)
                ));
            }
            return Ok(self.bound(binding, range, depth));
        }
        if let Some(fresh) = self.fresh.get(&name) {
            return Ok(fresh.clone());
        }
        if self.declared.is_fresh(name) {
            return Err(format!("no free name was found for `{word}`"));
        }
        if self.is_own_package(token) {
            return Ok(String::new());
        }
        let is_qualifier = self.after.word(token + 1) == "." && !is_member;
        match self.declared.packages.path(name).filter(|_| is_qualifier) {
            Some(path) => self.qualifier(path, imports),
            None => Ok(word.to_string()),
        }
    }

    /// Whether a token qualifies what the package itself declares, which is written bare there.
    fn is_own_package(&self, token: usize) -> bool {
        let is_selector =
            self.after.word(token + 1) == "." && (token == 0 || self.after.word(token - 1) != ".");
        let name = Name::from(self.after.word(token));
        let path = self.declared.packages.path(name);
        let home = self.package.home().import_path.as_deref();
        is_selector
            && !self.bindings.contains_key(&name)
            && path.is_some()
            && path == home
            && !self.package.file_of(self.found.decl).is_test
    }

    /// The name under which the file knows a package.
    fn qualifier(&self, path: &str, imports: &mut Vec<String>) -> Result<String, String> {
        let file = self.package.file_of(self.found.decl).source.id;
        let name = self
            .package
            .qualifier(file, path)
            .filter(|&name| {
                local_at(self.package, self.found.decl, name, self.place.offset).is_none()
            })
            .ok_or_else(|| format!("the name of the package {path} is taken"))?;
        imports.push(path.to_string());
        Ok(name.to_string())
    }

    /// What a metavariable stands for, in brackets where the patch puts it before or behind an operator.
    fn bound(&self, binding: &Binding, token: Range, depth: usize) -> String {
        let text = binding.text(self.package);
        let text = match binding.range(self.package) {
            Some(range) => {
                let source = &self.package.file_of(binding.decl).source;
                reindent(&text, tabs(source, range.start), depth)
            }
            None => text,
        };
        if is_tight(self.after, token) && is_compound(self.package, binding) {
            format!("({text})")
        } else {
            text
        }
    }

    /// What `...` stands for.
    fn elided(&self, name: &str, depth: usize) -> String {
        let tokens = self.before.tokens.iter();
        let places: Vec<Range> = tokens
            .map(|token| token.range)
            .filter(|range| range.of(&self.before.text) == name)
            .collect();
        let found = self
            .found
            .matched
            .iter()
            .find(|matched| matched.is_elision && places.contains(&matched.pattern));
        let source = &self.package.file_of(self.found.decl).source;
        found.map_or_else(String::new, |matched| {
            let text = matched.code.of(&source.text);
            reindent(text, tabs(source, matched.code.start), depth)
        })
    }
}

/// Whether a name of a pattern stands where an expression with operators needs brackets.
pub(super) fn is_tight(pattern: &Pattern, token: Range) -> bool {
    let ast = &pattern.ast;
    let name = ast
        .exprs
        .iter()
        .find(|expr| expr.range == token && matches!(expr.kind, ExprKind::Name(_)));
    let Some(Parent::Expr(parent)) = name.map(|name| name.parent) else {
        return false;
    };
    let is = |expr: crate::syntax::ast::ExprId| ast.expr(expr).range == token;
    match &ast.expr(parent).kind {
        ExprKind::Binary { .. }
        | ExprKind::Unary { .. }
        | ExprKind::Star(_)
        | ExprKind::Receive(_) => true,
        ExprKind::Selector { operand, .. }
        | ExprKind::Index { operand, .. }
        | ExprKind::Slice { operand, .. }
        | ExprKind::TypeAssert { operand, .. } => is(*operand),
        ExprKind::Call { callee, .. } => is(*callee),
        _ => false,
    }
}

/// Whether a metavariable stands for an expression with operators.
pub(super) fn is_compound(package: &Package, binding: &Binding) -> bool {
    binding.expr().is_some_and(|at| {
        matches!(
            package.expr(at).kind,
            ExprKind::Binary { .. }
                | ExprKind::Unary {
                    op: UnaryOp::Address
                        | UnaryOp::Minus
                        | UnaryOp::Plus
                        | UnaryOp::Not
                        | UnaryOp::Complement,
                    ..
                }
                | ExprKind::Star(_)
                | ExprKind::Receive(_)
                | ExprKind::Func(_)
                | ExprKind::FuncType(_)
                | ExprKind::ChanType { .. }
        )
    })
}
