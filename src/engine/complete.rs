//! From the edits of fixes to the text that the files will hold: imports, layout and checks included.

use std::collections::HashSet;

use crate::cut::{self, DeclOutline, Outline};
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
    if before.damaged.is_some() {
        return Err("the fix would change a file that is not all Go");
    }
    let is_touched = |decl: &&DeclOutline| {
        let touches = |range: Range| decl.range.start < range.end && range.start < decl.range.end;
        edits.iter().any(|edit| touches(edit.span.range()))
    };
    let mut touched = before.decls.iter().filter(is_touched);
    if touched.any(|decl| parse::first_error(old, decl.range).is_some()) {
        return Err("the fix would change a declaration that does not parse");
    }
    let list: Vec<(Range, &str)> = edits
        .iter()
        .map(|edit| (edit.span.range(), &*edit.text))
        .collect();
    let made = |text: &str, edits: &[(Range, &str)], fault| {
        edit::apply(text, edits)
            .map(|made| made.text)
            .map_err(|_| fault)
    };
    let mut text = made(old, &list, "the edits of the fix overlap")?;
    for path in paths {
        if let Some((range, import)) = imports::add(&text, &cut::cut(&text), path) {
            text = made(&text, &[(range, &import)], "the import has no place")?;
        }
    }
    if imports::may_lose_use(old, &before, &list) {
        let unused = imports::drop_unused(old, &before, &text, &cut::cut(&text));
        let unused: Vec<(Range, &str)> = unused
            .iter()
            .map(|(range, text)| (*range, &**text))
            .collect();
        text = made(&text, &unused, "the unused imports can't be dropped")?;
    }
    let new = layout::align(old, &layout::respace(old, &text));
    if parses_worse(old, &before, &new) {
        return Err("the fix would not parse");
    }
    Ok(new)
}

/// Whether a declaration that is not in the old text, to the letter, holds a syntax error.
fn parses_worse(old: &str, before: &Outline, new: &str) -> bool {
    let after = cut::cut(new);
    let kept: HashSet<&str> = before.decls.iter().map(|decl| decl.range.of(old)).collect();
    let is_new = |decl: &&DeclOutline| !kept.contains(decl.range.of(new));
    let is_broken = |decl: &DeclOutline| parse::first_error(new, decl.range).is_some();
    after.damaged.is_some() || after.decls.iter().filter(is_new).any(is_broken)
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
