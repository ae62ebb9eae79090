//! The text that a change adds: that of the patch, with what its metavariables stand for.

use super::binding::Binding;
use super::brackets;
use super::change::Change;
use super::elision::is_elision;
use super::margins::tabs;
use super::visible::{is_visible, local_at};
use crate::layout::reindent;
use crate::layout::tokens::TokenKind;
use crate::source::Range;
use crate::syntax::ast::Name;

/// Where new text goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) offset: u32,
    /// How far its first line is moved in, in tabs.
    pub(super) depth: usize,
}

/// Tokens of the patch that come.
pub(super) struct Inserted<'a, 'w> {
    pub(super) change: &'a Change<'a, 'w>,
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
            .change
            .after
            .tokens
            .get(first)
            .map_or(0, |token| token.range.start);
        let base = self.change.after.depth_at(start);
        let mut text = String::new();
        let mut depth = self.place.depth;
        let mut end = None;
        for token in first..=last {
            let Some(here) = self.change.after.tokens.get(token) else {
                continue;
            };
            if here.kind == TokenKind::Name
                && self.change.after.word(token) == "_"
                && is_elision(self.change.after.word(token + 1))
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
                let blanks = Range::new(end, here.range.start).of(&self.change.after.text);
                match blanks.rsplit_once('\n') {
                    Some((lines, _)) => {
                        depth = (self.place.depth + self.change.after.depth_at(here.range.start))
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
        let word = self.change.after.word(token);
        if kind != TokenKind::Name {
            return Ok(word.to_string());
        }
        if is_elision(word) {
            return Ok(self.elided(word, depth));
        }
        let name = Name::from(word);
        let previous = token
            .checked_sub(1)
            .map(|before| self.change.after.word(before));
        let is_member = previous == Some(".");
        if let Some(binding) = self.change.bindings.get(&name) {
            let is_label = is_member;
            if !is_label
                && !is_visible(
                    self.change.package,
                    binding,
                    self.change.found.decl,
                    self.place.offset,
                )
            {
                return Err(format!(
                    "`{}` means something else, or nothing, where the patch writes it",
                    binding.title(self.change.package)
                ));
            }
            return Ok(self.bound(binding, range, depth));
        }
        if let Some(fresh) = self.change.fresh.get(&name) {
            return Ok(fresh.clone());
        }
        if self.change.declared.is_fresh(name) {
            return Err(format!("no free name was found for `{word}`"));
        }
        if self.is_own_package(token) {
            return Ok(String::new());
        }
        let is_qualifier = self.change.after.word(token + 1) == "." && !is_member;
        match self
            .change
            .declared
            .packages
            .path(name)
            .filter(|_| is_qualifier)
        {
            Some(path) => self.qualifier(path, imports),
            None => Ok(word.to_string()),
        }
    }

    /// Whether a token qualifies what the package itself declares, which is written bare there.
    fn is_own_package(&self, token: usize) -> bool {
        let is_selector = self.change.after.word(token + 1) == "."
            && (token == 0 || self.change.after.word(token - 1) != ".");
        let name = Name::from(self.change.after.word(token));
        let path = self.change.declared.packages.path(name);
        let home = self.change.package.home().import_path.as_deref();
        is_selector
            && !self.change.bindings.contains_key(&name)
            && path.is_some()
            && path == home
            && !self.change.package.file_of(self.change.found.decl).is_test
    }

    /// The name under which the file knows a package.
    fn qualifier(&self, path: &str, imports: &mut Vec<String>) -> Result<String, String> {
        let file = self
            .change
            .package
            .file_of(self.change.found.decl)
            .source
            .id;
        let name = self
            .change
            .package
            .qualifier(file, path)
            .filter(|&name| {
                local_at(
                    self.change.package,
                    self.change.found.decl,
                    name,
                    self.place.offset,
                )
                .is_none()
            })
            .ok_or_else(|| format!("the name of the package {path} is taken"))?;
        imports.push(path.to_string());
        Ok(name.to_string())
    }

    /// What a metavariable stands for, in brackets where the patch puts it before or behind an operator.
    fn bound(&self, binding: &Binding, token: Range, depth: usize) -> String {
        let text = binding.text(self.change.package);
        let text = match binding.range(self.change.package) {
            Some(range) => {
                let source = &self.change.package.file_of(binding.decl).source;
                reindent(&text, tabs(source, range.start), depth)
            }
            None => text,
        };
        if brackets::needs_in(self.change.package, self.change.after, token, binding) {
            format!("({text})")
        } else {
            text
        }
    }

    /// What `...` stands for.
    fn elided(&self, name: &str, depth: usize) -> String {
        let tokens = self.change.before.tokens.iter();
        let places: Vec<Range> = tokens
            .map(|token| token.range)
            .filter(|range| range.of(&self.change.before.text) == name)
            .collect();
        let found = self
            .change
            .found
            .matched
            .iter()
            .find(|matched| matched.is_elision && places.contains(&matched.pattern));
        let source = &self.change.package.file_of(self.change.found.decl).source;
        found.map_or_else(String::new, |matched| {
            let text = matched.code.of(&source.text);
            reindent(text, tabs(source, matched.code.start), depth)
        })
    }
}
