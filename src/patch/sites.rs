//! The places that a fix is made at: where its hunks fit, which of them belong together, and whether they are all.

use std::collections::{BTreeMap, BTreeSet};

use super::binding::Bindings;
use super::fresh;
use super::hunk::Hunk;
use super::lines::{Mark, Reach};
use super::matcher::{Match, Matcher};
use super::pattern::Pattern;
use super::read::Form;
use super::regions::{Region, Regions};
use crate::model::{DeclId, Package, SymbolId};
use crate::source::{Range, Span};
use crate::syntax::ast::{ExprKind, Name};

/// Where a hunk fits in these declarations.
pub(super) fn matches(
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
pub(super) fn made(package: &Package, hunk: &Hunk, site: &Match) -> Option<BTreeMap<Name, String>> {
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
pub(super) fn takes(package: &Package, earlier: &Match, site: &Match) -> bool {
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
pub(super) fn reached(package: &Package, hunk: &Hunk, found: &Match) -> Vec<DeclId> {
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
pub(super) fn is_in_function_of(package: &Package, first: &Match, site: &Match) -> bool {
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
pub(super) fn covered(
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

pub(super) fn new_names(
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
pub(super) fn subjects(package: &Package, found: &Match) -> Vec<Span> {
    let symbols = found.bindings.values().filter_map(|binding| binding.symbol);
    let declared: BTreeSet<Span> = symbols
        .filter(|symbol| !package.world().is_standard(symbol.decl.dir))
        .map(|symbol| package.symbol_span(symbol))
        .collect();
    declared.into_iter().collect()
}

/// What a finding points at: what a `*` marks, else what goes, else what the change stands before.
pub(super) fn pointed_at(package: &Package, hunk: &Hunk, found: &Match) -> Range {
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
