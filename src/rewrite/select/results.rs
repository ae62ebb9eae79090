//! What a function returns when it stops.

use crate::model::{ExprRef, FuncId, Package};
use crate::rewrite::zero::zero_values;

/// The `return` of a function that stops: zero values, and `error` for a last result that is an error. `None` where the
/// results cannot tell the caller that there is none.
pub fn results_when_stopped(
    package: &Package,
    func: FuncId,
    error: Option<&str>,
) -> Option<String> {
    let signature = &package.func(func).signature;
    let mut values = zero_values(package, func)?;
    let last_is_error = signature.results.last().is_some_and(|field| {
        let at = ExprRef {
            decl: func.decl,
            expr: field.ty,
        };
        package.denoted(at).is_some_and(|ty| ty.is_basic("error"))
    });
    if last_is_error {
        let last = values.last_mut()?;
        *last = error?.to_string();
    } else if !values.is_empty() {
        // What else could tell the caller that it is no result?
        return None;
    }
    Some(match values.is_empty() {
        true => "return".to_string(),
        false => format!("return {}", values.join(", ")),
    })
}
