//! The outline of a file that the lexer cannot cut: what the parser recognises of it.

use super::flat::{Flat, NodeId};
use super::kind::{Kind, Part};
use super::{mask, parse};
use crate::cut::{self, DeclKind, DeclOutline, ImportSpec, Outline};
use crate::source::Range;

/// The declarations that a whole-file parse finds, in addition to what is known from the file's `head`.
///
/// `damaged` is where the parser found the first error, if it found one.
pub(crate) fn outline(text: &str, head: Outline) -> Outline {
    let Some(tree) = parse::tree_of(&mask::file(text)) else {
        return head;
    };
    let flat = Flat::of(&tree, text, 0);
    let mut outline = Outline {
        damaged: flat.error,
        ..head
    };
    let Some(root) = flat.root() else {
        return outline;
    };
    for node in flat.nodes(root) {
        let kind = match flat.kind(node) {
            Kind::PackageClause if outline.package.is_none() => {
                outline.package = flat.first(node).map(|name| flat.range(name));
                continue;
            }
            Kind::ImportDeclaration => {
                imports(&flat, node, flat.range(node), &mut outline.imports);
                continue;
            }
            Kind::FunctionDeclaration | Kind::MethodDeclaration => DeclKind::Func,
            Kind::TypeDeclaration => DeclKind::Type,
            Kind::VarDeclaration => DeclKind::Var,
            Kind::ConstDeclaration => DeclKind::Const,
            _ => continue,
        };
        let range = flat.range(node);
        let mut names = Vec::new();
        names_of(&flat, node, &mut names);
        outline.decls.push(DeclOutline {
            kind,
            range,
            doc_start: doc_start(text, range.start, &flat.comments),
            names,
            receiver: flat
                .part(node, Part::Receiver)
                .and_then(|receiver| receiver_of(&flat, receiver)),
            mentions: cut::mentions_of(text, range),
        });
    }
    outline
}

fn imports(flat: &Flat, node: NodeId, decl: Range, specs: &mut Vec<ImportSpec>) {
    for child in flat.nodes(node) {
        if flat.kind(child) == Kind::ImportSpecList {
            imports(flat, child, decl, specs);
        } else if let Some(path) = flat.part(child, Part::Path) {
            let name = flat.part(child, Part::Name).map(|name| flat.range(name));
            specs.push(ImportSpec {
                name,
                path: flat.range(path),
                range: flat.range(child),
                decl,
            });
        }
    }
}

/// The names that a declaration, or the specs of a group, declare.
fn names_of(flat: &Flat, node: NodeId, names: &mut Vec<Range>) {
    names.extend(flat.parts(node, Part::Name).map(|name| flat.range(name)));
    for child in flat.nodes(node) {
        if matches!(
            flat.kind(child),
            Kind::TypeSpec | Kind::TypeAlias | Kind::VarSpec | Kind::ConstSpec | Kind::VarSpecList
        ) {
            names_of(flat, child, names);
        }
    }
}

/// The name of the type in a receiver's parameter list.
fn receiver_of(flat: &Flat, list: NodeId) -> Option<Range> {
    let parameter = flat.first(list)?;
    let mut ty = flat.part(parameter, Part::Type)?;
    while flat.kind(ty) != Kind::TypeIdentifier {
        ty = flat.first(ty)?;
    }
    Some(flat.range(ty))
}

/// Where the comments that stand directly above `start`, each on lines of its own, begin.
fn doc_start(text: &str, start: u32, comments: &[Range]) -> u32 {
    let mut doc_start = start;
    for comment in comments
        .iter()
        .rev()
        .skip_while(|comment| comment.start >= start)
    {
        let gap = Range::new(comment.end, doc_start).of(text);
        let line = text
            .get(..comment.start as usize)
            .and_then(|before| before.rsplit('\n').next());
        let is_alone = line.is_some_and(|line| line.trim().is_empty());
        if !is_alone || !gap.trim().is_empty() || gap.matches('\n').count() != 1 {
            break;
        }
        doc_start = comment.start;
    }
    doc_start
}
