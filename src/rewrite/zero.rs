//! Zero values, as Go writes them.

use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package};

/// The zero value of a type that is written at `at`; `None` where the type is not known, or is a type parameter.
pub fn zero_value(package: &Package, at: ExprRef) -> Option<String> {
    let denoted = package.denoted(at)?;
    Some(match package.underlying(&denoted) {
        Type::Basic(name) => match &*name {
            "bool" => "false".to_string(),
            "string" => "\"\"".to_string(),
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

/// The zero values of a function's results, one for each.
pub fn zero_values(package: &Package, func: FuncId) -> Option<Vec<String>> {
    let mut values = Vec::new();
    for field in &package.func(func).signature.results {
        let ty = ExprRef {
            decl: func.decl,
            expr: field.ty,
        };
        let count = field.names.len().max(1);
        values.extend(std::iter::repeat_n(zero_value(package, ty)?, count));
    }
    Some(values)
}

/// What a function returns that has nothing to say: zero values; nothing where its results have names.
pub fn zero_results(package: &Package, func: FuncId) -> Option<String> {
    let results = &package.func(func).signature.results;
    if results.iter().any(|field| !field.names.is_empty()) {
        return Some(String::new());
    }
    zero_values(package, func).map(|values| values.join(", "))
}
