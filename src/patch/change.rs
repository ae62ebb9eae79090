//! The edits that make a hunk's change at one match.

use std::collections::BTreeMap;

use super::binding::Bindings;
use super::brackets;
use super::declare::Declarations;
use super::elision::is_elision;
use super::matcher::Match;
use super::pattern::Pattern;
use super::regions::{Region, Regions};
use super::script::{self, Grain};
use crate::finding::Edit;
use crate::model::Package;
use crate::source::{Range, SourceFile};
use crate::syntax::ast::Name;

/// What a change makes of a match.
#[derive(Debug, Default)]
pub(super) struct Changed {
    pub(super) edits: Vec<Edit>,
    /// Import paths that the new text uses.
    pub(super) imports: Vec<String>,
}

/// A hunk's change, about to be made at a match.
pub(super) struct Change<'a, 'w> {
    pub(super) package: &'a Package<'w>,
    pub(super) declared: &'a Declarations,
    pub(super) before: &'a Pattern,
    pub(super) after: &'a Pattern,
    pub(super) found: &'a Match,
    pub(super) bindings: &'a Bindings,
    /// The names that the change makes up.
    pub(super) fresh: &'a BTreeMap<Name, String>,
}

/// Tokens that go, and tokens that come in their place.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    pub(super) gone: Vec<usize>,
    pub(super) come: Vec<usize>,
    /// The tokens around it that stay: before and after the change.
    pub(super) previous: Option<(usize, usize)>,
    pub(super) next: Option<(usize, usize)>,
}

/// Where a gap is in the code.
pub(super) struct Around {
    pub(super) previous: Option<Range>,
    pub(super) next: Option<Range>,
}

/// What lies between two tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Between {
    /// Both are on one line.
    Blank,
    LineEnd,
}

impl Change<'_, '_> {
    /// The change, as fine as it can be made; the reason where it can't be made.
    pub(super) fn make(&self) -> Result<Changed, String> {
        if brackets::around(self.package, self.after, self.found, self.bindings) {
            return self.in_brackets();
        }
        self.with(Grain::Tokens)
            .or_else(|reason| self.with(Grain::Lines).map_err(|_| reason))
    }

    /// The change of an expression as a whole, with brackets around what comes.
    fn in_brackets(&self) -> Result<Changed, String> {
        let mut changed = self.with(Grain::Lines)?;
        match changed.edits.as_mut_slice() {
            [edit] => edit.text = format!("({})", edit.text),
            _ => return Err("the expression would need brackets".to_string()),
        }
        Ok(changed)
    }

    fn with(&self, grain: Grain) -> Result<Changed, String> {
        let mut changed = Changed::default();
        for gap in self.gaps(grain)? {
            self.fill(&gap, &mut changed)?;
        }
        changed.imports.sort();
        changed.imports.dedup();
        Ok(changed)
    }

    pub(super) fn source(&self) -> &SourceFile {
        &self.package.file_of(self.found.decl).source
    }

    fn regions(&self) -> Regions<'_> {
        Regions {
            pattern: self.before,
            matched: &self.found.matched,
            text: &self.source().text,
        }
    }

    /// The changes between tokens that stay.
    fn gaps(&self, grain: Grain) -> Result<Vec<Gap>, String> {
        let regions = self.regions();
        let is_empty = |token: usize| regions.of(token) == Region::Nowhere;
        let mut stays = script::kept(self.before, self.after, grain);
        let nowhere: Vec<usize> = stays
            .iter()
            .filter(|(old, _)| is_empty(*old))
            .map(|(_, new)| *new)
            .collect();
        stays.retain(|(old, _)| !is_empty(*old));
        let empties: Vec<&str> = (0..self.before.tokens.len())
            .filter(|&token| is_empty(token))
            .map(|token| self.before.word(token))
            .filter(|word| is_elision(word))
            .collect();
        let stands_for_empty = |token: usize| {
            nowhere.contains(&token)
                || empties.contains(&self.after.word(token))
                || self.after.word(token) == "_" && empties.contains(&self.after.word(token + 1))
        };
        let loses_brackets = |&(old, new): &(usize, usize)| {
            let (before, after) = ((self.before, old), (self.after, new));
            brackets::loses(self.package, before, after, self.bindings)
        };
        if grain == Grain::Tokens && stays.iter().any(loses_brackets) {
            return Err("an expression would need brackets".to_string());
        }
        let ends = stays.iter().copied().map(Some).chain([None]);
        let starts = [None].into_iter().chain(stays.iter().copied().map(Some));
        let mut gaps = Vec::new();
        for (previous, next) in starts.zip(ends) {
            let between = |first: Option<usize>, last: Option<usize>, length: usize| {
                first.map_or(0, |first| first + 1)..last.unwrap_or(length)
            };
            let (old_first, new_first) = (previous.map(|pair| pair.0), previous.map(|pair| pair.1));
            let (old_last, new_last) = (next.map(|pair| pair.0), next.map(|pair| pair.1));
            let gone: Vec<usize> = between(old_first, old_last, self.before.tokens.len())
                .filter(|&token| !is_empty(token))
                .collect();
            let come: Vec<usize> = between(new_first, new_last, self.after.tokens.len())
                .filter(|&token| !stands_for_empty(token))
                .collect();
            if !gone.is_empty() || !come.is_empty() {
                gaps.push(Gap {
                    gone,
                    come,
                    previous,
                    next,
                });
            }
        }
        Ok(gaps)
    }

    fn fill(&self, gap: &Gap, changed: &mut Changed) -> Result<(), String> {
        let regions = self.regions();
        let at = |token: usize| match regions.of(token) {
            Region::At(range) => Some(range),
            _ => None,
        };
        let around = Around {
            previous: gap.previous.and_then(|(old, _)| at(old)),
            next: gap.next.and_then(|(old, _)| at(old)),
        };
        let gone = match (gap.gone.first(), gap.gone.last()) {
            (Some(&first), Some(&last)) => {
                let stretch = regions.stretch(first, last);
                Some(stretch.ok_or("the code says it in other words than the patch")?)
            }
            _ => None,
        };
        let is_lost = gap.previous.is_some() && around.previous.is_none()
            || gap.next.is_some() && around.next.is_none();
        if is_lost && gone.is_none() {
            return Err("the code says it in other words than the patch".to_string());
        }
        let edit = match (gone, gap.come.is_empty()) {
            (Some(gone), true) => self.removal(gap, gone, &around)?,
            (Some(gone), false) => self.replacement(gap, gone, &around, changed)?,
            (None, _) => self.insertion(gap, &around, changed)?,
        };
        changed.edits.push(edit);
        Ok(())
    }
}
