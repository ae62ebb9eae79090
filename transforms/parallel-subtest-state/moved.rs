//! A variable that only one subtest's function uses, declared there.

use crate::finding::{Fix, Safety};
use crate::model::flow::AccessKind;
use crate::model::{FuncId, Package, SymbolId};
use crate::rewrite::lines::Lines;
use crate::syntax::ast::{StmtId, StmtKind};

/// The declaration at the top of the function, if nothing else uses the variable, and nothing is kept in it from one subtest
/// for the next.
pub(super) fn fix(package: &Package, variable: SymbolId, literal: FuncId) -> Option<Fix> {
    let decl = variable.decl;
    let symbol = package.symbol(variable);
    let range = package.func(literal).range;
    let accesses = &package.accesses_of(variable).all;
    let mut uses = accesses
        .iter()
        .filter(|access| access.range != symbol.range);
    let is_own = uses.all(|access| {
        access.func.decl == decl
            && range.contains(access.range)
            && access.kind != AccessKind::Update
    });
    if !is_own || !package.is_local(variable) {
        return None;
    }
    let mut stmts = package.ast(decl).stmts.iter().zip(0..);
    let (_, number) = stmts.find(|(stmt, _)| {
        let is_alone = matches!(&stmt.kind, StmtKind::Vars(specs)
            if matches!(specs.as_slice(), [spec] if spec.names.len() == 1 && spec.values.is_empty()));
        is_alone && stmt.range.contains(symbol.range)
    })?;
    let declared = StmtId(number);
    package.siblings(decl, declared)?;
    let body = package.func(literal).body?;
    let parallel = package.body_of(decl, body).iter().find(|&&stmt| {
        let text = package.text(decl, package.ast(decl).stmt(stmt).range);
        text.ends_with(".Parallel()")
    })?;
    let mut lines = Lines::new(package, decl);
    let text = lines.cut(declared)?;
    lines.after(*parallel, &[text])?;
    Some(Fix {
        title: String::new(),
        safety: Safety::Unsafe,
        edits: lines.into_edits(package, decl),
        imports: Vec::new(),
        about: vec![package.span(decl, symbol.range)],
    })
}
