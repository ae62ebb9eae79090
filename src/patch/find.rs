//! Looks for a patch in a package: matches, conditions, and the fix over all places that belong together.

use std::collections::{BTreeMap, BTreeSet};

use super::binding::Bindings;
use super::change::{Change, Changed};
use super::fresh;
use super::hunk::Hunk;
use super::lines::{Mark, Reach};
use super::matcher::{Match, Matcher};
use super::pattern::Pattern;
use super::predicates::{Question, Truth};
use super::read::{Form, Patch};
use super::regions::{Region, Regions};
use crate::finding::{Finding, Fix, Import, Related};
use crate::model::{DeclId, Package, SymbolId};
use crate::source::{Range, Span};
use crate::syntax::ast::{ExprKind, Name};

impl Patch {
    /// The findings of the patch, under a transform's name.
    pub fn find(&self, name: &'static str, package: &Package) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        for form in &self.forms {
            for found in matches(package, &form.first, &Bindings::new(), package.decls()) {
                let question = Question::new(package, &form.first, &found);
                if question.verdict() != Truth::Yes || made(package, &form.first, &found).is_some()
                {
                    continue;
                }
                let finding = self.finding(name, package, form, &found);
                if !findings.iter().any(|known| known.span == finding.span) {
                    findings.push(finding);
                }
            }
        }
        findings
    }

    fn finding(
        &self,
        name: &'static str,
        package: &Package,
        form: &Form,
        found: &Match,
    ) -> Finding {
        let text = |text: &str| fresh::filled(package, text, &found.bindings);
        let fix = match form.is_change() {
            false => None,
            true => Some(self.fix(name, package, form, found)),
        };
        let (fix, reason) = match fix {
            None => (None, None),
            Some(Ok(fix)) => (Some(fix), None),
            Some(Err(reason)) => (None, Some(format!("no fix: {reason}"))),
        };
        let related = self.seen.iter().filter_map(|(name, message)| {
            let span = found.bindings.get(name)?.span(package)?;
            let message = text(message);
            Some(Related { span, message })
        });
        Finding {
            transform: name,
            severity: self.severity,
            span: package.span(found.decl, place(package, &form.first, found)),
            message: text(&self.message),
            related: related.collect(),
            note: reason.or_else(|| self.note.as_deref().map(text)),
            fix,
        }
    }

    fn fix(
        &self,
        name: &str,
        package: &Package,
        form: &Form,
        found: &Match,
    ) -> Result<Fix, String> {
        let mut sites: Vec<(&Hunk, Match)> = vec![(&form.first, found.clone())];
        let mut names = BTreeMap::new();
        for hunk in &form.each {
            let decls = reached(package, hunk, found);
            for site in matches(package, hunk, &found.bindings, decls.into_iter()) {
                if let Some(made) = made(package, hunk, &site) {
                    names.extend(made);
                    continue;
                }
                let is_within =
                    hunk.each != Some(Reach::Function) || is_in_function_of(package, found, &site);
                let is_taken = sites
                    .iter()
                    .any(|(hunk, earlier)| hunk.is_change() && takes(package, earlier, &site));
                let question = Question::new(package, hunk, &site);
                if is_within && !is_taken && question.verdict() == Truth::Yes {
                    sites.push((hunk, site));
                }
            }
        }
        covered(package, form, found, &sites)?;
        new_names(package, form, found, &sites, &mut names)?;
        let mut edits = Vec::new();
        let mut imports = BTreeSet::new();
        for (hunk, site) in &sites {
            if !hunk.is_change() {
                continue;
            }
            let change = Change {
                package,
                declared: &hunk.declared,
                before: &hunk.before,
                after: &hunk.after,
                found: site,
                bindings: &site.bindings,
                fresh: &names,
            };
            let changed: Changed = change.make()?;
            edits.extend(changed.edits);
            let file = package.file_of(site.decl).source.id;
            for path in changed.imports.into_iter().chain(hunk.imports.clone()) {
                imports.insert(Import { file, path });
            }
        }
        edits.sort();
        edits.dedup();
        let about = match form.each.is_empty() && form.first.declared.cover.is_empty() {
            true => Vec::new(),
            false => subjects(package, found),
        };
        let title = match &self.title {
            Some(title) => fresh::filled(package, title, &found.bindings),
            None => format!("apply {name}"),
        };
        Ok(Fix {
            title,
            safety: self.safety,
            edits,
            imports: imports.into_iter().collect(),
            about,
        })
    }
}

impl Form {
    fn is_change(&self) -> bool {
        self.first.is_change() || self.each.iter().any(Hunk::is_change)
    }
}

/// Where a hunk fits in these declarations.
fn matches(
    package: &Package,
    hunk: &Hunk,
    inherited: &Bindings,
    decls: impl Iterator<Item = DeclId>,
) -> Vec<Match> {
    let mut found = Vec::new();
    for decl in decls {
        if hunk.may_fit(package.directory(decl.dir), decl) && package.ast(decl).damaged.is_none() {
            let (pattern, declared) = (&hunk.before, &hunk.declared);
            found.extend(Matcher::new(package, pattern, declared, decl, inherited).all());
        }
    }
    found
}

/// The new names of a change that is made already: where a match lies inside of what the change makes of it.
fn made(package: &Package, hunk: &Hunk, site: &Match) -> Option<BTreeMap<Name, String>> {
    let declared = hunk.made.as_ref()?;
    let mut matcher = Matcher::new(package, &hunk.after, declared, site.decl, &site.bindings);
    let whole = extent(site);
    let around = matcher.all().into_iter();
    around
        .filter(|around| extent(around).contains(whole))
        .find_map(|around| {
            let names = hunk.declared.fresh.iter().filter_map(|fresh| {
                let name = around.bindings.get(&fresh.name)?.text(package);
                let wish = fresh::filled(package, &fresh.wish, &site.bindings);
                let is_ours = name
                    .strip_prefix(&wish)
                    .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
                is_ours.then_some((fresh.name, name))
            });
            let names: BTreeMap<Name, String> = names.collect();
            let is_all = hunk.declared.fresh.iter().all(|fresh| {
                names.contains_key(&fresh.name) || !around.bindings.contains_key(&fresh.name)
            });
            is_all.then_some(names)
        })
}

/// From the first to the last thing of the code that a match took.
pub(super) fn extent(found: &Match) -> Range {
    let ranges = found.matched.iter().map(|matched| matched.code);
    let start = ranges.clone().map(|range| range.start).min();
    let end = ranges.map(|range| range.end).max();
    Range::new(start.unwrap_or_default(), end.unwrap_or_default())
}

/// Whether a match is about code that an earlier one is about, not only about what that leaves as it is.
fn takes(package: &Package, earlier: &Match, site: &Match) -> bool {
    let (taken, here) = (extent(earlier), extent(site));
    if earlier.decl != site.decl || here.end <= taken.start || taken.end <= here.start {
        return false;
    }
    let elided = earlier
        .matched
        .iter()
        .filter(|matched| matched.is_elision)
        .map(|matched| matched.code);
    let ast = package.ast(earlier.decl);
    let bound = earlier
        .occurrences
        .iter()
        .map(|(_, expr)| ast.expr(*expr).range);
    !elided.chain(bound).any(|range| range.contains(here))
}

/// The declarations that an `each` hunk looks at.
fn reached(package: &Package, hunk: &Hunk, found: &Match) -> Vec<DeclId> {
    match hunk.each {
        Some(Reach::Function) => vec![found.decl],
        Some(Reach::Type) => {
            let Some(ty) = receiver_type(package, found.decl) else {
                return Vec::new();
            };
            let all = package.decls();
            all.filter(|&decl| {
                receiver_type(package, decl) == Some(ty) || declares(package, decl, ty)
            })
            .collect()
        }
        _ => package.decls().collect(),
    }
}

/// The name of the type whose method a declaration is.
fn receiver_type<'p>(package: &'p Package, decl: DeclId) -> Option<&'p str> {
    let outline = package.directory(decl.dir).outline(decl);
    outline.receiver.map(|range| package.text(decl, range))
}

fn declares(package: &Package, decl: DeclId, name: &str) -> bool {
    let outline = package.directory(decl.dir).outline(decl);
    outline.kind == crate::cut::DeclKind::Type
        && outline
            .names
            .iter()
            .any(|range| package.text(decl, *range) == name)
}

/// Whether a match lies in the innermost function around the first one.
fn is_in_function_of(package: &Package, first: &Match, site: &Match) -> bool {
    let ast = package.ast(first.decl);
    let whole = extent(first);
    let around = ast
        .funcs
        .iter()
        .filter(|func| func.range.contains(whole))
        .min_by_key(|func| func.range.end - func.range.start);
    first.decl == site.decl && around.is_some_and(|func| func.range.contains(extent(site)))
}

/// Every use of what must be covered is in one of the matches.
fn covered(
    package: &Package,
    form: &Form,
    found: &Match,
    sites: &[(&Hunk, Match)],
) -> Result<(), String> {
    let hunks = std::iter::once(&form.first).chain(&form.each);
    for name in hunks.flat_map(|hunk| &hunk.declared.cover) {
        let Some(binding) = found.bindings.get(name) else {
            continue;
        };
        let title = binding.title(package);
        let symbol: SymbolId = binding
            .symbol
            .ok_or_else(|| format!("what `{title}` names is not known"))?;
        let uses = package.uses_in_module(symbol);
        if !uses.is_complete {
            return Err(format!("not all uses of `{title}` are known"));
        }
        let mut places: BTreeSet<(DeclId, Range)> = BTreeSet::new();
        for (_, site) in sites {
            for matched in &site.matched {
                places.insert((site.decl, matched.code));
            }
            for (_, expr) in &site.occurrences {
                places.insert((site.decl, last_name(package, site.decl, *expr)));
            }
        }
        let missed = uses.certain.iter().find(|at| {
            let place = (at.decl, last_name(package, at.decl, at.expr));
            !places.contains(&place)
        });
        if let Some(missed) = missed {
            let span = package.expr_span(*missed);
            let source = &package.file_of(missed.decl).source;
            let line = source.position(span.start).line;
            let file = &source.display;
            return Err(format!("the use of `{title}` in {file}:{line} would stay"));
        }
    }
    Ok(())
}

/// The identifier of a name or selector.
fn last_name(package: &Package, decl: DeclId, expr: crate::syntax::ast::ExprId) -> Range {
    let expr = package.ast(decl).expr(expr);
    match &expr.kind {
        ExprKind::Selector { field, .. } => field.range,
        _ => expr.range,
    }
}

fn new_names(
    package: &Package,
    form: &Form,
    found: &Match,
    sites: &[(&Hunk, Match)],
    names: &mut BTreeMap<Name, String>,
) -> Result<(), String> {
    let hunks = || std::iter::once(&form.first).chain(&form.each);
    let fresh = hunks().flat_map(|hunk| &hunk.declared.fresh);
    for fresh in fresh {
        if names.contains_key(&fresh.name) {
            continue;
        }
        let afters: Vec<&Pattern> = hunks()
            .map(|hunk| &hunk.after)
            .filter(|after| (0..after.tokens.len()).any(|token| after.word(token) == &*fresh.name))
            .collect();
        let decls: Vec<DeclId> = sites.iter().map(|(_, site)| site.decl).collect();
        let name = fresh::choose(package, fresh, &found.bindings, &afters, &decls)
            .ok_or_else(|| format!("no free name was found for `{}`", fresh.name))?;
        names.insert(fresh.name, name);
    }
    Ok(())
}

/// The declarations of what the metavariables stand for.
fn subjects(package: &Package, found: &Match) -> Vec<Span> {
    let symbols = found.bindings.values().filter_map(|binding| binding.symbol);
    let declared: BTreeSet<Span> = symbols
        .filter(|symbol| !package.world().is_standard(symbol.decl.dir))
        .map(|symbol| package.span(symbol.decl, package.symbol(symbol).range))
        .collect();
    declared.into_iter().collect()
}

/// What a finding points at: what a `*` marks, else what goes, else what the change stands before.
fn place(package: &Package, hunk: &Hunk, found: &Match) -> Range {
    let regions = Regions {
        pattern: &hunk.before,
        matched: &found.matched,
        text: &package.file_of(found.decl).source.text,
    };
    let tokens = &hunk.before.tokens;
    let marked = |mark: Mark| {
        let first = tokens.iter().position(|token| token.mark == mark)?;
        let rest = tokens.get(first..)?;
        let count = rest.iter().take_while(|token| token.mark == mark).count();
        let node = regions.node_from(first, first + count - 1);
        node.or(match regions.of(first) {
            Region::At(range) => Some(range),
            _ => None,
        })
    };
    let range = marked(Mark::Pointed).or_else(|| marked(Mark::Goes));
    range.unwrap_or_else(|| {
        let first = found.matched.first().map(|matched| matched.code);
        first.unwrap_or_else(|| extent(found))
    })
}
