//! What a function returns when it stops.

use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package};
use crate::syntax::ast::*;

/// The `return` of a function that stops: zero values, and `error` for a last result that is an error. `None` where the
/// results cannot tell the caller that there is none.
pub fn results_when_stopped(
    package: &Package,
    func: FuncId,
    error: Option<&str>,
) -> Option<String> {
    let signature = &package.func(func).signature;
    let mut values: Vec<String> = Vec::new();
    for field in &signature.results {
        let value = zero_value(package, func, field.ty)?;
        let count = field.names.len().max(1);
        values.extend(std::iter::repeat_n(value, count));
    }
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

fn zero_value(package: &Package, func: FuncId, ty: ExprId) -> Option<String> {
    let at = ExprRef {
        decl: func.decl,
        expr: ty,
    };
    let denoted = package.denoted(at)?;
    Some(match package.underlying(&denoted) {
        Type::Basic(name) => match &*name {
            "string" => "\"\"".to_string(),
            "bool" => "false".to_string(),
            "error" | "any" => "nil".to_string(),
            _ => "0".to_string(),
        },
        Type::Pointer(_)
        | Type::Slice(_)
        | Type::Map(..)
        | Type::Chan(..)
        | Type::Func(_)
        | Type::Interface(_) => "nil".to_string(),
        Type::Struct(_) | Type::Array(_) => format!("{}{{}}", package.expr_text(at)),
        _ => return None,
    })
}
