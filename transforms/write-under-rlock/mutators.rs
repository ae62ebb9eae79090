//! Calls that change what they are called on, or given, where the source does not show it.

use crate::model::path::AccessPath;
use crate::model::{ExprRef, Package, SymbolId, TypeSource};
use crate::syntax::ast::{ExprId, ExprKind};

/// Types of other packages that have no lock of their own, and those of their methods that change them: reading an
/// entry of a least-recently-used list moves it to the front.
const TYPES: &[(&str, &str, &[&str])] = &[
    (
        "container/list",
        "List",
        &[
            "Init",
            "InsertAfter",
            "InsertBefore",
            "MoveAfter",
            "MoveBefore",
            "MoveToBack",
            "MoveToFront",
            "PushBack",
            "PushBackList",
            "PushFront",
            "PushFrontList",
            "Remove",
        ],
    ),
    (
        "bytes",
        "Buffer",
        &[
            "Grow",
            "Next",
            "Read",
            "ReadByte",
            "ReadFrom",
            "ReadString",
            "Reset",
            "Truncate",
            "Write",
            "WriteByte",
            "WriteString",
            "WriteTo",
        ],
    ),
    (
        "strings",
        "Builder",
        &["Grow", "Reset", "Write", "WriteByte", "WriteString"],
    ),
    (
        "github.com/golang/groupcache/lru",
        "Cache",
        &["Add", "Clear", "Get", "Remove", "RemoveOldest"],
    ),
    (
        "github.com/hashicorp/golang-lru/simplelru",
        "LRU",
        SIMPLE_LRU,
    ),
    (
        "github.com/hashicorp/golang-lru/v2/simplelru",
        "LRU",
        SIMPLE_LRU,
    ),
];

const SIMPLE_LRU: &[&str] = &["Add", "Get", "Purge", "Remove", "RemoveOldest", "Resize"];

/// Functions that change what their first argument holds.
const FUNCTIONS: &[(&str, &[&str])] = &[
    ("container/heap", &["Fix", "Init", "Pop", "Push", "Remove"]),
    (
        "sort",
        &[
            "Float64s",
            "Ints",
            "Slice",
            "SliceStable",
            "Sort",
            "Stable",
            "Strings",
        ],
    ),
    ("slices", &["Reverse", "Sort", "SortFunc", "SortStableFunc"]),
];

/// What a call changes, if it is known to change something.
pub(super) fn changed_by(package: &Package, call: ExprRef) -> Option<AccessPath> {
    let here = |expr: ExprId| ExprRef {
        decl: call.decl,
        expr,
    };
    let ExprKind::Call { callee, args, .. } = &package.expr(call).kind else {
        return None;
    };
    let ExprKind::Selector { operand, field } = &package.expr(here(*callee)).kind else {
        return None;
    };
    if let Some(path) = package.imported_path(here(*operand)) {
        let (_, names) = FUNCTIONS.iter().find(|(known, _)| *known == path)?;
        let first = *args.first()?;
        return names
            .contains(&&*field.name)
            .then(|| package.path_of(here(first)));
    }
    if !TYPES
        .iter()
        .any(|(_, _, methods)| methods.contains(&&*field.name))
    {
        return None;
    }
    let path = package.path_of(here(*operand));
    let (from, name) = declared_type(package, path.target()?)?;
    let (_, _, methods) = TYPES
        .iter()
        .find(|(known, of, _)| *known == from && *of == name)?;
    methods.contains(&&*field.name).then_some(path)
}

/// The import path and the name of the type that a variable is declared with, pointers followed.
fn declared_type(package: &Package, variable: SymbolId) -> Option<(String, String)> {
    let TypeSource::Declared(mut ty) = package.symbol(variable).ty else {
        return None;
    };
    let ast = package.ast(variable.decl);
    loop {
        match &ast.expr(ty).kind {
            ExprKind::Star(inner) | ExprKind::Paren(inner) => ty = *inner,
            ExprKind::Index { operand, .. } => ty = *operand,
            ExprKind::Selector { operand, field } => {
                let path = package.imported_path(ExprRef {
                    decl: variable.decl,
                    expr: *operand,
                })?;
                return Some((path.to_string(), field.name.to_string()));
            }
            _ => return None,
        }
    }
}
