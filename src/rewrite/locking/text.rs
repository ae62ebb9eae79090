//! A lock as a function writes it.

use crate::model::path::{AccessPath, Root, Step};
use crate::model::types::Type;
use crate::model::{Package, SymbolId};

/// What comes before `.Lock()`: `s.mu`, `s` where the lock is embedded; `None` where it has no such name here.
pub fn lock_text(package: &Package, lock: &AccessPath) -> Option<String> {
    let Root::Symbol(root) = lock.root else {
        return None;
    };
    let mut text = package.symbol(root).name.to_string();
    let mut ty = package.type_of_symbol(root);
    for (position, step) in lock.steps.iter().enumerate() {
        let Step::Field(field) = step else {
            return None;
        };
        if field.decl.dir != package.home().id {
            return None;
        }
        let is_last = position + 1 == lock.steps.len();
        if !is_embedded(package, &ty, *field)
            || !is_promoted(package, &ty, &lock.steps[position..], is_last)
        {
            text.push('.');
            text.push_str(&package.symbol(*field).name);
        }
        ty = package.type_of_symbol(*field);
    }
    Some(text)
}

fn is_embedded(package: &Package, holder: &Type, field: SymbolId) -> bool {
    package
        .fields(holder.pointee())
        .iter()
        .any(|known| known.symbol == field && known.is_embedded)
}

/// Whether what follows an embedded field can be named without it: the next field, or `Lock` of the lock itself.
fn is_promoted(package: &Package, holder: &Type, steps: &[Step], is_last: bool) -> bool {
    let wanted = match (is_last, steps.get(1)) {
        (true, _) => crate::model::resolve::name("Lock"),
        (false, Some(Step::Field(next))) => package.symbol(*next).name,
        _ => return false,
    };
    package
        .member(holder.pointee(), wanted)
        .is_some_and(|selection| {
            let through: Vec<Step> = selection.through.into_iter().map(Step::Field).collect();
            steps.starts_with(&through) && !through.is_empty()
        })
}
