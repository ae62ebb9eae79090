//! Looks for a patch in a package: matches, conditions, and the fix over all places that belong together.

use std::collections::{BTreeMap, BTreeSet};

use super::binding::Bindings;
use super::change::{Change, Changed};
use super::fresh;
use super::hunk::Hunk;
use super::lines::Reach;
use super::matcher::Match;
use super::predicates::{Question, Truth};
use super::read::{Form, Patch};
use super::sites::{
    covered, is_in_function_of, made, matches, new_names, pointed_at, reached, subjects, takes,
};
use crate::finding::{Finding, Fix, Import, Related};
use crate::model::Package;

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
            cause: Vec::new(),
            severity: self.severity,
            span: package.span(found.decl, pointed_at(package, &form.first, found)),
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
