//! Comments for what is found now, so that only new findings are reported from here on.

use std::collections::{BTreeMap, BTreeSet};

use super::cover::{begins_line, decls_at, statement_around};
use crate::engine::Found;
use crate::finding::{Edit, Fix, Safety};
use crate::model::{Directory, World};
use crate::source::{Range, SourceFile, Span};

/// Fixes that put `//chanfix:ignore NAMES reason` above each of `found`, one for each place.
pub fn additions(world: &World, found: &[Found], reason: &str) -> Vec<Fix> {
    let mut by_place: BTreeMap<Span, (String, BTreeSet<&str>)> = BTreeMap::new();
    for found in found {
        let span = found.finding.span;
        let directory = world.load(world.workspace.file(span.file).directory);
        let Some(file) = directory.file(span.file) else {
            continue;
        };
        let place = Place::of(&directory, &file.source, span.range());
        let at = Range::new(place.at, place.at).in_file(span.file);
        let (_, names) = (by_place.entry(at)).or_insert_with(|| (place.before, BTreeSet::new()));
        names.insert(found.finding.transform);
    }
    let fixes = by_place.into_iter().map(|(span, (before, names))| {
        let names = names.into_iter().collect::<Vec<_>>().join(",");
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        Fix {
            title: "suppress it".into(),
            safety: Safety::Safe,
            edits: vec![Edit {
                span,
                text: format!("{before}//chanfix:ignore {names} {reason}\n"),
            }],
            imports: Vec::new(),
            about: Vec::new(),
        }
    });
    fixes.collect()
}

/// The start of a line, and what the comment has before it there.
struct Place {
    at: u32,
    before: String,
}

impl Place {
    fn of(directory: &Directory, file: &SourceFile, range: Range) -> Place {
        if let Some(stmt) = statement_around(directory, file, range) {
            return Place::above(file, stmt.range.start);
        }
        let decl = decls_at(directory, file.id, range).next();
        let Some(decl) = decl.map(|decl| directory.outline(decl)) else {
            return Place::above(file, range.start);
        };
        // Within a group of declarations or fields each line stands for itself.
        if file.line_start(decl.range.start) != file.line_start(range.start)
            && begins_line(file, range.start)
        {
            return Place::above(file, range.start);
        }
        let mut place = Place::above(file, decl.range.start);
        if decl.doc_start < decl.range.start && !ends_with_directive(file, decl.range.start) {
            place.before.push_str("//\n");
        }
        place
    }

    fn above(file: &SourceFile, at: u32) -> Place {
        Place {
            at: file.line_start(at),
            before: file.indentation(at).to_owned(),
        }
    }
}

/// Whether the line above `at` is a comment like `//go:noinline`, which gofmt keeps at the end of a doc comment.
fn ends_with_directive(file: &SourceFile, at: u32) -> bool {
    let Some(end) = file.line_start(at).checked_sub(1) else {
        return false;
    };
    let line = Range::new(file.line_start(end), end).of(&file.text).trim();
    let word = line
        .strip_prefix("//")
        .and_then(|rest| rest.split_once(':'));
    word.is_some_and(|(word, _)| {
        !word.is_empty() && word.chars().all(|char| char.is_ascii_alphanumeric())
    })
}
