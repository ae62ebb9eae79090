//! Labels for loops that a `break` within a `select` or `switch` has to leave.

use crate::finding::Edit;
use crate::model::Package;
use crate::model::structure::StmtRef;
use crate::source::Range;
use crate::syntax::ast::*;

/// A loop's label, and the edit that adds it where the loop has none yet.
#[derive(Clone, Debug)]
pub struct Label {
    pub name: String,
    pub edit: Option<Edit>,
}

/// The label of a loop, a new one where it has none: the first of `names` that is free, else the last with a number.
/// `None` where nothing can be put in front of the loop.
///
/// Labels that edits not made yet will add are named in `taken`.
pub fn label(package: &Package, at: StmtRef, names: &[&str], taken: &[String]) -> Option<Label> {
    if let Some(name) = package.label_of(at) {
        let name = name.to_string();
        return Some(Label { name, edit: None });
    }
    let ast = package.ast(at.decl);
    let source = &package.file_of(at.decl).source;
    let start = package.stmt(at).range.start;
    let line = Range::new(source.line_start(start), start);
    let indent = source.slice(line);
    let outer = indent
        .strip_suffix('\t')
        .filter(|outer| outer.bytes().all(|byte| byte == b'\t'))?;
    let is_taken = |name: &String| {
        let is_label = |stmt: &Stmt| matches!(&stmt.kind, StmtKind::Labeled { label, .. } if *label.name == **name);
        taken.contains(name) || ast.stmts.iter().any(is_label)
    };
    let last = names.last()?;
    let numbered = (2..ast.stmts.len() + 3).map(|number| format!("{last}{number}"));
    let mut all = names.iter().map(|name| name.to_string()).chain(numbered);
    let name = all.find(|name| !is_taken(name))?;
    let edit = Edit {
        span: package.span(at.decl, Range::new(line.start, line.start)),
        text: format!("{outer}{name}:\n"),
    };
    Some(Label {
        name,
        edit: Some(edit),
    })
}
