//! Pointers in place of copies.

use super::Draft;
use super::operations::is_only_selected;
use crate::finding::{Edit, Safety};
use crate::model::resolve::name;
use crate::model::types::Type;
use crate::model::uses::is_exported;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::source::Range;
use crate::syntax::ast::{ExprId, ExprKind, Field, Parent, StmtKind};

/// Methods through which values are used that no call names.
const WELL_KNOWN: &[&str] = &[
    "String",
    "GoString",
    "Error",
    "Format",
    "MarshalJSON",
    "MarshalText",
    "MarshalBinary",
    "ServeHTTP",
    "Lock",
    "Unlock",
    "Read",
    "Write",
    "Close",
    "Len",
    "Less",
    "Swap",
    "Value",
];

/// A pointer receiver.
pub(super) fn receiver(package: &Package, func: FuncId, symbol: SymbolId) -> Result<Draft, String> {
    let data = package.func(func);
    let field = data.receiver.as_ref().ok_or_else(no_place)?;
    let ident = data.name.ok_or_else(no_place)?;
    let method = SymbolId {
        decl: func.decl,
        index: 0,
    };
    let is_known = WELL_KNOWN.contains(&&*ident.name) || is_in_interface(package, &ident.name);
    if is_known {
        return Err(format!(
            "an interface has {}, and values would not have it any more",
            ident.name
        ));
    }
    let uses = package.uses_in_module(method);
    if !uses.is_complete || !uses.certain.iter().all(|&at| is_call_in_place(package, at)) {
        return Err("the method is called on values that have no address".to_string());
    }
    if !is_only_selected(package, symbol) {
        return Err("the method uses its copy as a whole".to_string());
    }
    let at = package.ast(func.decl).expr(field.ty).range.start;
    Ok(Draft {
        title: "make the receiver a pointer".to_string(),
        safety: safety(is_exported(&ident.name) && *package.name != *"main"),
        edits: vec![insert(package, func, at, "*")],
        imports: Vec::new(),
    })
}

fn is_in_interface(package: &Package, method: &str) -> bool {
    let decls = package.decls_mentioning(method).into_iter();
    decls.into_iter().any(|decl| {
        let mut symbols = package.scopes(decl).symbols.iter();
        symbols
            .any(|symbol| symbol.kind == SymbolKind::InterfaceMethod && symbol.name == name(method))
    })
}

/// Whether a method is called, and on something that has an address or is a pointer.
fn is_call_in_place(package: &Package, at: ExprRef) -> bool {
    let ExprKind::Selector { operand, .. } = package.expr(at).kind else {
        return false;
    };
    let Parent::Expr(outer) = package.expr(at).parent else {
        return false;
    };
    let is_called = matches!(package.ast(at.decl).expr(outer).kind, ExprKind::Call { callee, .. } if callee == at.expr);
    let operand = ExprRef {
        decl: at.decl,
        expr: operand,
    };
    is_called && has_address(package, operand)
}

/// Whether an expression is a pointer, or a variable whose address can be taken.
fn has_address(package: &Package, at: ExprRef) -> bool {
    let here = |expr: ExprId| ExprRef {
        decl: at.decl,
        expr,
    };
    if matches!(package.type_of(at), Type::Pointer(_)) {
        return true;
    }
    match package.expr(at).kind {
        ExprKind::Name(_) => package.named_symbol(at).is_some_and(|symbol| {
            matches!(
                package.symbol(symbol).kind,
                SymbolKind::Var | SymbolKind::Param | SymbolKind::Receiver | SymbolKind::Result
            )
        }),
        ExprKind::Star(_) => true,
        ExprKind::Paren(inner) => has_address(package, here(inner)),
        ExprKind::Selector { operand, .. } => {
            package.imported_path(here(operand)).is_some() || has_address(package, here(operand))
        }
        ExprKind::Index { operand, .. } => {
            match package.underlying(&package.type_of(here(operand))) {
                Type::Slice(_) => true,
                Type::Array(_) => has_address(package, here(operand)),
                _ => false,
            }
        }
        _ => false,
    }
}

/// A pointer parameter, and addresses for it in all calls.
pub(super) fn parameter(
    package: &Package,
    func: FuncId,
    symbol: SymbolId,
) -> Result<Draft, String> {
    if !is_only_selected(package, symbol) {
        return Err("the function uses its copy as a whole".to_string());
    }
    let params = &package.func(func).signature.params;
    let range = package.symbol(symbol).range;
    let field: &Field = params
        .iter()
        .find(|field| field.names.iter().any(|name| name.range == range))
        .filter(|field| field.names.len() == 1 && !field.is_variadic)
        .ok_or_else(no_place)?;
    let position = (0..64)
        .find(|&position| package.param_at(func, position) == Some(symbol))
        .ok_or_else(no_place)?;
    let at = package.ast(func.decl).expr(field.ty).range.start;
    let mut edits = vec![insert(package, func, at, "*")];
    let mut is_open = false;
    for call in calls_of(package, func, &mut is_open)? {
        let ExprKind::Call { args, .. } = &package.expr(call).kind else {
            return Err(no_place());
        };
        let arg = args.get(position).ok_or_else(no_place)?;
        let arg = ExprRef {
            decl: call.decl,
            expr: *arg,
        };
        edits.push(address(package, arg)?);
    }
    Ok(Draft {
        title: "give a pointer".to_string(),
        safety: safety(is_open),
        edits,
        imports: Vec::new(),
    })
}

/// All calls of a function, in the whole module.
fn calls_of(package: &Package, func: FuncId, is_open: &mut bool) -> Result<Vec<ExprRef>, String> {
    let as_value = || "the function is used as a value".to_string();
    let data = package.func(func);
    let mut names: Vec<ExprRef> = match data.name {
        Some(ident) => {
            *is_open = is_exported(&ident.name) && *package.name != *"main";
            if data.receiver.is_some() && is_in_interface(package, &ident.name) {
                return Err("an interface has the method".to_string());
            }
            let uses = package.uses_in_module(SymbolId {
                decl: func.decl,
                index: 0,
            });
            if !uses.is_complete {
                return Err(as_value());
            }
            uses.certain.clone()
        }
        None => {
            let expr = data.literal.ok_or_else(as_value)?;
            let at = ExprRef {
                decl: func.decl,
                expr,
            };
            match package.only_variable_of(at) {
                Some(variable) => package.uses_of(variable).certain.clone(),
                None => vec![at],
            }
        }
    };
    for at in &mut names {
        let Parent::Expr(outer) = package.expr(*at).parent else {
            return Err(as_value());
        };
        let is_called = matches!(package.ast(at.decl).expr(outer).kind, ExprKind::Call { callee, .. } if callee == at.expr);
        if !is_called {
            return Err(as_value());
        }
        at.expr = outer;
    }
    Ok(names)
}

/// `&wg` for `wg`, `p` for `*p`.
fn address(package: &Package, arg: ExprRef) -> Result<Edit, String> {
    let range = package.expr(arg).range;
    if let ExprKind::Star(inner) = package.expr(arg).kind {
        let inner = package.ast(arg.decl).expr(inner).range;
        return Ok(Edit {
            span: package.span(arg.decl, Range::new(range.start, inner.start)),
            text: String::new(),
        });
    }
    let is_value = !matches!(package.type_of(arg), Type::Pointer(_));
    if !is_value || !has_address(package, arg) {
        return Err("a call gives a value that has no address".to_string());
    }
    Ok(Edit {
        span: package.span(arg.decl, Range::new(range.start, range.start)),
        text: "&".to_string(),
    })
}

/// `mu := &s.mu` for `mu := s.mu`.
pub(super) fn variable(
    package: &Package,
    symbol: SymbolId,
    value: ExprId,
) -> Result<Draft, String> {
    if !is_only_selected(package, symbol) || package.is_reassigned(symbol) {
        return Err("the copy is used as a whole".to_string());
    }
    let decl = symbol.decl;
    let is_defined = package.ast(decl).stmts.iter().any(|stmt| match &stmt.kind {
        StmtKind::Assign { values, .. } => values.contains(&value),
        StmtKind::Vars(specs) => specs
            .iter()
            .any(|spec| spec.ty.is_none() && spec.values.contains(&value)),
        _ => false,
    });
    if !is_defined {
        return Err(no_place());
    }
    let edit = address(package, ExprRef { decl, expr: value })?;
    Ok(Draft {
        title: "use a pointer".to_string(),
        // What was done to the copy is done to the original now.
        safety: Safety::Unsafe,
        edits: vec![edit],
        imports: Vec::new(),
    })
}

/// `for i := range all { s := &all[i]` for `for _, s := range all {`.
pub(super) fn element(
    package: &Package,
    symbol: SymbolId,
    operand: ExprId,
) -> Result<Draft, String> {
    let decl = symbol.decl;
    let ast = package.ast(decl);
    let at = ExprRef {
        decl,
        expr: operand,
    };
    let no_address = || "the elements have no address".to_string();
    match package.underlying(&package.type_of(at)) {
        Type::Slice(_) => {}
        Type::Array(_) if has_address(package, at) => {}
        _ => return Err(no_address()),
    }
    let is_place = matches!(
        package.expr(at).kind,
        ExprKind::Name(_) | ExprKind::Selector { .. }
    );
    if !is_place || !is_only_selected(package, symbol) {
        return Err("the copy is used as a whole".to_string());
    }
    let (targets, body) = ast
        .stmts
        .iter()
        .find_map(|stmt| match &stmt.kind {
            StmtKind::Range {
                targets,
                is_define: true,
                operand: of,
                body,
            } if *of == operand => Some((targets, *body)),
            _ => None,
        })
        .ok_or_else(no_place)?;
    let [key, value] = targets.as_slice() else {
        return Err(no_place());
    };
    let source = &package.file_of(decl).source;
    let key_range = ast.expr(*key).range;
    let written = source.slice(key_range);
    let is_free = |name: &&str| !package.directory(decl.dir).mentions(decl, name);
    let index = match written {
        "_" => ["i", "index", "at"]
            .into_iter()
            .find(is_free)
            .ok_or_else(no_place)?,
        named => named,
    };
    let open = ast.stmt(body).range.start;
    let line_end = source.line_end(open);
    let rest = source.slice(Range::new(open + 1, line_end)).trim();
    if !rest.is_empty() && !rest.starts_with("//") {
        return Err(no_place());
    }
    let indent = source.indentation(open);
    let (element, all) = (package.symbol(symbol).name, package.expr_text(at));
    let header = Range::new(key_range.start, ast.expr(*value).range.end);
    let edit = |range: Range, text: String| Edit {
        span: package.span(decl, range),
        text,
    };
    Ok(Draft {
        title: "use the element itself".to_string(),
        safety: Safety::Unsafe,
        edits: vec![
            edit(header, index.to_string()),
            edit(
                Range::new(line_end, line_end),
                format!("{indent}\t{element} := &{all}[{index}]\n"),
            ),
        ],
        imports: Vec::new(),
    })
}

fn insert(package: &Package, func: FuncId, at: u32, text: &str) -> Edit {
    Edit {
        span: package.span(func.decl, Range::new(at, at)),
        text: text.to_string(),
    }
}

fn safety(is_open: bool) -> Safety {
    match is_open {
        true => Safety::Unsafe,
        false => Safety::Safe,
    }
}

fn no_place() -> String {
    "there is no clear place for it".to_string()
}
