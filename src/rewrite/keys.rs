//! The names of the fields in literals that list them without: then the struct can get another field.

use crate::finding::Edit;
use crate::model::{ExprRef, Package, SymbolId};
use crate::source::Range;
use crate::syntax::ast::{ExprId, ExprKind, Name};

/// The edits that name the fields in all literals of a struct type that list them without. The error says why that can't
/// be done.
pub(crate) fn name_fields(package: &Package, ty: SymbolId) -> Result<Vec<Edit>, String> {
    let literals = package.unkeyed_literals(ty);
    if literals.is_empty() {
        return Ok(Vec::new());
    }
    let unclear = || {
        format!(
            "values of {} are written without field names",
            package.symbol(ty).name
        )
    };
    if !package.uses_in_module(ty).is_complete {
        return Err(unclear());
    }
    let mut edits = Vec::new();
    for literal in literals {
        for (name, value) in named_elements(package, literal).ok_or_else(unclear)? {
            let at = ExprRef {
                decl: literal.decl,
                expr: value,
            };
            let start = package.expr(at).range.start;
            edits.push(Edit {
                span: package.span(literal.decl, Range::new(start, start)),
                text: format!("{name}: "),
            });
        }
    }
    Ok(edits)
}

/// The elements of a literal that lists fields without their names, each with the name of its field; `None` where not every
/// field has one.
pub(crate) fn named_elements(package: &Package, literal: ExprRef) -> Option<Vec<(Name, ExprId)>> {
    let ExprKind::Composite { elements, .. } = &package.expr(literal).kind else {
        return None;
    };
    let fields = package.fields(&package.type_of(literal));
    if fields.len() != elements.len() {
        return None;
    }
    let named = fields.iter().zip(elements).map(|(field, element)| {
        let name = package.symbol(field.symbol).name;
        (&*name != "_" && element.key.is_none()).then_some((name, element.value))
    });
    named.collect()
}
