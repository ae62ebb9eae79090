//! What users see of findings, in a form that snapshots keep: no byte offsets, no absolute paths.

use std::path::PathBuf;

use crate::engine::{Change, Found, Settled};
use crate::finding::{Safety, Severity};
use crate::model::World;
use crate::report::Styling;
use crate::report::patch::{FileChange, Label, patch};
use crate::source::Span;

/// The findings, each with its place, the other places that show it, and the title of its fix.
pub(super) fn findings(world: &World, found: &[Found]) -> String {
    let mut text = String::new();
    for Found { finding, edits, .. } in found {
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let message = finding.message.replace('\n', "\n    ");
        text.push_str(&format!(
            "{}: {severity}: {message}\n",
            place(world, finding.span)
        ));
        for related in &finding.related {
            let place = place(world, related.span);
            text.push_str(&format!("    {place}: {}\n", related.message));
        }
        if let Some(note) = &finding.note {
            text.push_str(&format!("    note: {note}\n"));
        }
        match &finding.fix {
            Some(fix) if fix.safety == Safety::Shown || !edits.is_empty() => {
                let safety = match fix.safety {
                    Safety::Safe => "safe",
                    Safety::Unsafe => "unsafe",
                    Safety::Shown => "shown",
                };
                text.push_str(&format!("    fix: {} ({safety})\n", fix.title));
            }
            _ => text.push_str("    no fix\n"),
        }
    }
    text
}

/// `a.go:3:2`.
pub(super) fn place(world: &World, span: Span) -> String {
    let Some(source) = world.source(span.file) else {
        return world.workspace.display(span.file);
    };
    let position = source.position(span.start);
    format!("{}:{}:{}", source.display, position.line, position.column)
}

/// The change as a patch.
pub(super) fn change(world: &World, settled: &Settled) -> String {
    let changes: Vec<FileChange> = settled
        .changes
        .iter()
        .map(|change: &Change| FileChange {
            name: PathBuf::from(world.workspace.display(change.file)),
            old: &change.old,
            new: &change.new,
            labels: change
                .marks
                .iter()
                .map(|mark| Label {
                    transform: mark.transform,
                    safety: mark.safety,
                    range: mark.range,
                })
                .collect(),
        })
        .collect();
    patch(&changes, Styling::Plain)
}
