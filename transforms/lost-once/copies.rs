//! What is locked, waited for or done once in a copy: of a receiver, a parameter, a variable, an element.

use super::operations::{Operation, Shared, is_part, operations};
use super::{Lost, pointers};
use crate::finding::Related;
use crate::model::types::Type;
use crate::model::{DeclId, ExprRef, FuncId, Package, Symbol, SymbolId, SymbolKind, TypeSource};
use crate::syntax::ast::ExprKind;

pub(super) fn lost(package: &Package, decl: DeclId) -> Vec<Lost> {
    let operations = operations(package, decl);
    let mut seen: Vec<SymbolId> = Vec::new();
    let mut found = Vec::new();
    for operation in &operations {
        let Some(root) = operation.path.root_symbol() else {
            continue;
        };
        if seen.contains(&root) || root.decl != decl || !is_part(package, root, &operation.path) {
            continue;
        }
        seen.push(root);
        found.extend(lost_of(package, operation, root));
    }
    found
}

fn lost_of(package: &Package, operation: &Operation, root: SymbolId) -> Option<Lost> {
    let Symbol { kind, ty, func, .. } = *package.symbol(root);
    let decl = root.decl;
    let owner = FuncId { decl, index: func? };
    if is_pointer(package, root) {
        return None;
    }
    let name = package.symbol(root).name;
    let text = package.path_text(&operation.path);
    let what = match operation.shared {
        Shared::Once => "is done again for each copy",
        Shared::Mutex => "keeps nobody out",
        Shared::WaitGroup => "is not what others count or wait for",
    };
    let (message, fix) = match (kind, ty) {
        (SymbolKind::Receiver, _) => (
            format!(
                "{name} is a copy of the value that the method is called on:\n{text} {what}, because each call has its own"
            ),
            pointers::receiver(package, owner, root),
        ),
        (SymbolKind::Param, _) => (
            format!(
                "{name} is a copy of what the caller gives:\n{text} {what}, because each call has its own"
            ),
            pointers::parameter(package, owner, root),
        ),
        (
            SymbolKind::Var,
            TypeSource::Value {
                value,
                count: 0..=1,
                ..
            },
        ) if is_place(package, ExprRef { decl, expr: value }) => (
            format!("{name} is a copy:\n{text} {what}, because nobody else has it"),
            pointers::variable(package, root, value),
        ),
        (SymbolKind::Var, TypeSource::RangeValue(operand)) => (
            format!(
                "{name} is a copy of the element:\n{text} {what}, because each round has its own"
            ),
            pointers::element(package, root, operand),
        ),
        _ => return None,
    };
    Some(Lost {
        at: package.span(decl, package.symbol(root).range),
        message,
        related: vec![Related {
            span: package.expr_span(operation.call),
            message: "used here".to_string(),
        }],
        about: root,
        fix,
    })
}

fn is_pointer(package: &Package, root: SymbolId) -> bool {
    matches!(
        package.underlying(&package.type_of_symbol(root)),
        Type::Pointer(_) | Type::Interface(_) | Type::Unknown
    )
}

/// Whether a value is read from a variable, and not made or returned.
fn is_place(package: &Package, at: ExprRef) -> bool {
    match package.expr(at).kind {
        ExprKind::Paren(inner) => is_place(
            package,
            ExprRef {
                decl: at.decl,
                expr: inner,
            },
        ),
        ExprKind::Name(_) | ExprKind::Star(_) | ExprKind::Index { .. } => true,
        ExprKind::Selector { .. } => true,
        _ => false,
    }
}
