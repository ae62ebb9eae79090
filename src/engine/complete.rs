//! From the edits of fixes to the text that the files will hold: imports, layout and checks included.

use crate::cut;
use crate::edit;
use crate::finding::{Edit, Fix};
use crate::imports;
use crate::layout;
use crate::model::World;
use crate::source::{FileId, Range};
use crate::syntax::parse;

/// A file before and after.
#[derive(Clone, Debug)]
pub(super) struct Rewrite {
    pub file: FileId,
    pub old: String,
    pub new: String,
}

/// The new texts of all files that `fixes` touch; the reason if they can't be made as they must be.
pub(super) fn rewrite(world: &World, fixes: &[&Fix]) -> Result<Vec<Rewrite>, &'static str> {
    let edits = || fixes.iter().flat_map(|fix| &fix.edits);
    let mut files: Vec<FileId> = edits().map(|edit| edit.span.file).collect();
    files.sort();
    files.dedup();
    let mut rewrites = Vec::new();
    for file in files {
        if world.is_standard_file(file) || !world.workspace.is_editable(file) {
            return Err("the fix would change a file that is not edited");
        }
        let old = world
            .source(file)
            .ok_or("a file of the fix cannot be read")?
            .text;
        let here: Vec<&Edit> = edits().filter(|edit| edit.span.file == file).collect();
        let mut paths: Vec<&str> = fixes
            .iter()
            .flat_map(|fix| &fix.imports)
            .filter(|import| import.file == file)
            .map(|import| &*import.path)
            .collect();
        paths.sort();
        paths.dedup();
        let new = rewrite_file(&old, &here, &paths)?;
        rewrites.push(Rewrite { file, old, new });
    }
    Ok(rewrites)
}

fn rewrite_file(old: &str, edits: &[&Edit], paths: &[&str]) -> Result<String, &'static str> {
    let before = cut::cut(old);
    if before.is_generated {
        return Err("the fix would change a generated file");
    }
    let is_damaged = |range: Range| {
        let decl = before
            .decls
            .iter()
            .find(|decl| decl.range.start < range.end && range.start < decl.range.end);
        decl.is_some_and(|decl| parse::first_error(old, decl.range).is_some())
    };
    if edits.iter().any(|edit| is_damaged(edit.span.range())) {
        return Err("the fix would change a declaration that does not parse");
    }
    let list: Vec<(Range, &str)> = edits
        .iter()
        .map(|edit| (edit.span.range(), &*edit.text))
        .collect();
    let mut applied = edit::apply(old, &list).map_err(|_| "the edits of the fix overlap")?;
    for path in paths {
        let outline = cut::cut(&applied.text);
        if let Some((range, text)) = imports::add(&applied.text, &outline, path) {
            applied = applied
                .then(&[(range, &text)])
                .map_err(|_| "the import has no place")?;
        }
    }
    let outline = cut::cut(&applied.text);
    let unused = imports::drop_unused(old, &before, &applied.text, &outline);
    if !unused.is_empty() {
        let list: Vec<(Range, &str)> = unused
            .iter()
            .map(|(range, text)| (*range, &**text))
            .collect();
        applied = applied
            .then(&list)
            .map_err(|_| "the unused imports can't be dropped")?;
    }
    let new = layout::align(old, &applied.text);
    if parse::errors_in_file(&new) > parse::errors_in_file(old) {
        return Err("the fix would not parse");
    }
    Ok(new)
}

/// The finished edits of one fix: whole lines, against the files as they are.
pub(super) fn finished(world: &World, fix: &Fix) -> Result<Vec<Edit>, &'static str> {
    let rewrites = rewrite(world, &[fix])?;
    let edits = rewrites.into_iter().flat_map(|Rewrite { file, old, new }| {
        let differences = edit::difference(&old, &new).into_iter();
        differences
            .map(move |(range, text)| Edit {
                span: range.in_file(file),
                text,
            })
            .collect::<Vec<_>>()
    });
    Ok(edits.collect())
}
