//! Declarations for what a receive gets, before it becomes a case.

use crate::model::structure::StmtRef;
use crate::model::types::Type;
use crate::model::{DeclId, ExprRef, Package};
use crate::syntax::ast::*;

/// `var v T` and `var ok bool`, a line each, for `v, ok := <-ch`; `None` where the type cannot be written.
pub(super) fn variables(package: &Package, stmt: StmtRef) -> Option<String> {
    let decl = stmt.decl;
    let StmtKind::Assign {
        targets,
        op: AssignOp::Define,
        ..
    } = &package.stmt(stmt).kind
    else {
        return None;
    };
    let channel = package.received_by(stmt)?;
    let Type::Chan(_, element) = package.underlying(&package.type_of(channel)) else {
        return None;
    };
    let types = [written(package, decl, &element)?, "bool".to_string()];
    let source = &package.file_of(decl).source;
    let indent = source.indentation(package.stmt(stmt).range.start);
    let mut text = String::new();
    for (&target, ty) in targets.iter().zip(types) {
        let expr = package.ast(decl).expr(target);
        let name = source.slice(expr.range);
        if name == "_" {
            continue;
        }
        // One that is there already is only assigned to.
        let symbol = package.named_symbol(ExprRef { decl, expr: target })?;
        if package.symbol(symbol).range != expr.range {
            return None;
        }
        text.push_str(&format!("var {name} {ty}\n{indent}"));
    }
    Some(text)
}

/// A type as the file of a declaration can write it.
fn written(package: &Package, decl: DeclId, ty: &Type) -> Option<String> {
    let part = |ty: &Type| written(package, decl, ty);
    match ty {
        Type::Basic(_) | Type::Param(_) => Some(package.type_text(ty)),
        Type::Named(symbol, args) => {
            let directory = package.directory(symbol.decl.dir);
            let is_home = directory.id == package.home().id;
            let is_imported = || {
                let path = directory.import_path.as_deref()?;
                let name = package.file_of(symbol.decl).package;
                (package.file_of(decl).qualifier(path)? == name).then_some(())
            };
            let is_plain = args.is_empty() && !package.is_local(*symbol);
            (is_plain && (is_home || is_imported().is_some())).then(|| package.type_text(ty))
        }
        Type::Pointer(to) => Some(format!("*{}", part(to)?)),
        Type::Slice(of) => Some(format!("[]{}", part(of)?)),
        Type::Map(key, value) => Some(format!("map[{}]{}", part(key)?, part(value)?)),
        Type::Struct(_) if package.is_empty_struct(ty) => Some("struct{}".to_string()),
        _ => None,
    }
}
