//! Whether names mean the same elsewhere.

use super::binding::{Binding, Bound};
use crate::model::symbol::{Resolution, SymbolKind};
use crate::model::{DeclId, ExprRef, Package, SymbolId};
use crate::source::Range;
use crate::syntax::ast::{Ast, ExprId, ExprKind, Name, StmtKind};

/// Whether what a metavariable stands for can be written at `offset` of `decl`, and mean the same there.
pub(super) fn is_visible(package: &Package, binding: &Binding, decl: DeclId, offset: u32) -> bool {
    match binding.what {
        Bound::Ident(name, _) => match binding.symbol {
            Some(symbol) if is_local_variable(package, symbol) => {
                symbol.decl == decl && local_at(package, decl, name, offset) == Some(symbol)
            }
            _ => true,
        },
        Bound::Type(_) => !binding.text(package).contains('?'),
        Bound::Expr(_) | Bound::Stmt(_) => {
            let Some(range) = binding.range(package) else {
                return false;
            };
            names_in(package, binding.decl, range)
                .all(|at| is_visible_name(package, at, range, decl, offset))
        }
    }
}

fn is_local_variable(package: &Package, symbol: SymbolId) -> bool {
    package.is_local(symbol)
        && !matches!(
            package.symbol(symbol).kind,
            SymbolKind::Label | SymbolKind::Field
        )
}

fn names_in<'p>(
    package: &'p Package,
    decl: DeclId,
    range: Range,
) -> impl Iterator<Item = ExprRef> + 'p {
    let ast = package.ast(decl);
    (0..ast.exprs.len() as u32)
        .map(ExprId)
        .filter(move |&expr| {
            let expr = ast.expr(expr);
            matches!(expr.kind, ExprKind::Name(_)) && range.contains(expr.range)
        })
        .map(move |expr| ExprRef { decl, expr })
}

fn is_visible_name(
    package: &Package,
    at: ExprRef,
    moved: Range,
    decl: DeclId,
    offset: u32,
) -> bool {
    let ExprKind::Name(name) = package.expr(at).kind else {
        return true;
    };
    let there = local_at(package, decl, name, offset);
    match package.scopes(at.decl).resolution(at.expr) {
        Resolution::Local(index) => {
            let symbol = SymbolId {
                decl: at.decl,
                index,
            };
            // What the moved text declares itself goes with it.
            let is_own = moved.contains(package.symbol(symbol).range);
            is_own || at.decl == decl && there == Some(symbol)
        }
        Resolution::Import(import) => {
            let path = package.file_of(at.decl).import_path(import);
            there.is_none() && package.file_of(decl).qualifier(path) == Some(name)
        }
        Resolution::Package(..) | Resolution::Universe => there.is_none(),
        Resolution::Blank => true,
        // A field's name in a literal, or unknown.
        Resolution::Unresolved => package.literal_of_key(at).is_some(),
    }
}

/// The local variable, constant or type that a name means at an offset.
pub(super) fn local_at(
    package: &Package,
    decl: DeclId,
    name: Name,
    offset: u32,
) -> Option<SymbolId> {
    let ast = package.ast(decl);
    let symbols = (0..).zip(&package.scopes(decl).symbols);
    let candidates = symbols.filter(|(index, symbol)| {
        let id = SymbolId {
            decl,
            index: *index,
        };
        symbol.name == name
            && is_local_variable(package, id)
            && scope_of(ast, symbol.range, symbol.kind, symbol.func)
                .is_some_and(|scope| scope.start <= offset && offset < scope.end)
            && (symbol.range.end <= offset || symbol.kind != SymbolKind::Var)
    });
    // Of scopes that nest the inner one begins later.
    let innermost = candidates.max_by_key(|(_, symbol)| symbol.range.start);
    innermost.map(|(index, _)| SymbolId { decl, index })
}

fn scope_of(
    ast: &Ast,
    declared: Range,
    kind: SymbolKind,
    func: Option<crate::syntax::ast::FuncIndex>,
) -> Option<Range> {
    if matches!(
        kind,
        SymbolKind::Param | SymbolKind::Result | SymbolKind::Receiver | SymbolKind::TypeParam
    ) {
        return func
            .and_then(|func| ast.funcs.get(func.0 as usize))
            .map(|func| func.range);
    }
    let holds_scope = |kind: &StmtKind| {
        matches!(
            kind,
            StmtKind::Block(_)
                | StmtKind::If { .. }
                | StmtKind::For { .. }
                | StmtKind::Range { .. }
                | StmtKind::Switch { .. }
                | StmtKind::TypeSwitch { .. }
                | StmtKind::Case { .. }
                | StmtKind::Comm { .. }
        )
    };
    let around = ast
        .stmts
        .iter()
        .filter(|stmt| holds_scope(&stmt.kind) && stmt.range.contains(declared));
    around
        .map(|stmt| stmt.range)
        .min_by_key(|range| range.end - range.start)
}
