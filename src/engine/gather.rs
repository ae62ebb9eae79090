//! Findings of a transform that have one cause, told as one: a reviewer reads of it once.
//!
//! This comes last: what is suppressed, known or out of scope is left out place by place, and the fixes that `fix` applies
//! are those of the single findings.

use std::collections::HashMap;

use super::complete;
use super::find::Found;
use crate::edit;
use crate::finding::{Finding, Fix, Related};
use crate::model::World;
use crate::source::Span;

/// `found`, with one finding in the place of those that have one cause: the first of them, which shows the others as
/// related places. Its fix makes those of all that go together.
pub fn gathered(world: &World, found: &[Found]) -> Vec<Found> {
    let mut groups: Vec<Vec<&Found>> = Vec::new();
    let mut of_cause: HashMap<(&str, &[Span]), usize> = HashMap::new();
    for found in found {
        let Finding {
            transform, cause, ..
        } = &found.finding;
        let next = groups.len();
        let group = match cause.is_empty() {
            true => next,
            false => *of_cause.entry((transform, cause)).or_insert(next),
        };
        match groups.get_mut(group) {
            Some(group) => group.push(found),
            None => groups.push(vec![found]),
        }
    }
    let told = groups.into_iter().filter_map(|group| {
        let (&first, others) = group.split_first()?;
        Some(match others {
            [] => first.clone(),
            others => joined(world, first, others),
        })
    });
    told.collect()
}

fn joined(world: &World, first: &Found, others: &[&Found]) -> Found {
    let mut joined = first.clone();
    let finding = &mut joined.finding;
    let places = match others.len() {
        1 => "1 more place".to_string(),
        count => format!("{count} more places"),
    };
    finding.message = format!("{} (and {places})", finding.message);
    let same = others.iter().map(|other| {
        let first_line = other.finding.message.lines().next().unwrap_or_default();
        Related {
            span: other.finding.span,
            message: first_line.trim_end_matches(':').to_string(),
        }
    });
    finding.related.retain(|related| {
        others
            .iter()
            .all(|other| other.finding.span != related.span)
    });
    finding.related.extend(same);
    let severities = others.iter().map(|other| other.finding.severity);
    finding.severity = severities.fold(finding.severity, Ord::max);

    let all: Vec<&Found> = [first].into_iter().chain(others.iter().copied()).collect();
    let united = United::of(&all);
    if let Some(fix) = united.fix()
        && let Ok(edits) = complete::finished(world, &fix)
        && !edits.is_empty()
    {
        finding.note = united.note(all.len());
        finding.fix = Some(fix);
        joined.edits = edits;
    }
    joined
}

/// The safest fixes of some findings, as far as they can be made together.
struct United<'a> {
    /// No two make the same edits.
    fixes: Vec<&'a Fix>,
    /// What is said of them.
    notes: Vec<&'a str>,
    /// How many findings they mend.
    mended: usize,
}

impl<'a> United<'a> {
    fn of(all: &[&'a Found]) -> United<'a> {
        let mut united = United {
            fixes: Vec::new(),
            notes: Vec::new(),
            mended: 0,
        };
        let offered = |found: &&&'a Found| {
            let fix = found.finding.fix.as_ref();
            fix.filter(|_| !found.edits.is_empty())
        };
        // What is safe must not wait for what is not.
        let safest = all
            .iter()
            .filter_map(|found| Some(offered(&found)?.safety))
            .max();
        for found in all {
            let Some(fix) = offered(&found).filter(|fix| Some(fix.safety) == safest) else {
                continue;
            };
            let finding = &found.finding;
            let is_known = united.fixes.iter().any(|known| known.edits == fix.edits);
            let goes_with = |other: &&Fix| {
                let mut about = fix.about.iter();
                edit::disjoint(&fix.edits, &other.edits)
                    && !about
                        .any(|about| other.about.contains(about) && !finding.cause.contains(about))
            };
            if !is_known && !united.fixes.iter().all(goes_with) {
                continue;
            }
            united.mended += 1;
            if !is_known {
                united.fixes.push(fix);
            }
            if let Some(note) = &finding.note
                && !united.notes.contains(&note.as_str())
            {
                united.notes.push(note);
            }
        }
        united
    }

    fn fix(&self) -> Option<Fix> {
        let (&first, others) = self.fixes.split_first()?;
        let mut fix = first.clone();
        for other in others {
            fix.edits.extend(other.edits.iter().cloned());
            fix.imports.extend(other.imports.iter().cloned());
            fix.about.extend(other.about.iter().cloned());
        }
        fix.title = match others.len() {
            0 => fix.title,
            1 => format!("{}, and the same in 1 more place", fix.title),
            count => format!("{}, and the same in {count} more places", fix.title),
        };
        Some(fix)
    }

    /// What is said of the fix for `count` findings.
    fn note(&self, count: usize) -> Option<String> {
        let mut notes: Vec<String> = self.notes.iter().map(ToString::to_string).collect();
        match count - self.mended {
            0 => {}
            1 => notes.push("the fix leaves 1 of these places as it is".to_string()),
            left => notes.push(format!("the fix leaves {left} of these places as they are")),
        }
        (!notes.is_empty()).then(|| notes.join("; "))
    }
}
