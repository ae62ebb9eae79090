//! Variables of a function that its goroutines assign to while others use them.

use std::collections::BTreeSet;

use crate::finding::Related;
use crate::model::accesses::VariableAccess;
use crate::model::flow::AccessKind;
use crate::model::goroutines::{Certainty, Origin};
use crate::model::{DeclId, ExprRef, Package, Resolution, SymbolId, SymbolKind};
use crate::rewrite::own_variable::{Shared, goroutine_of};
use crate::syntax::ast::{ExprKind, StmtKind};

/// An assignment in a goroutine's literal, and a use elsewhere that nothing orders with it.
pub(super) struct Race<'p> {
    pub shared: Shared,
    pub write: &'p VariableAccess,
    pub other: &'p VariableAccess,
    /// Where the goroutines come from.
    pub related: Vec<Related>,
}

/// The races on local variables of a declaration: one for each variable and literal.
pub(super) fn races<'p>(package: &'p Package, decl: DeclId) -> Vec<Race<'p>> {
    let variables = assigned_by_others(package, decl).into_iter();
    variables
        .flat_map(|variable| races_on(package, variable))
        .collect()
}

/// The local variables that another function assigns to than the one that declares them.
fn assigned_by_others(package: &Package, decl: DeclId) -> BTreeSet<SymbolId> {
    let (ast, scopes) = (package.ast(decl), package.scopes(decl));
    let targets = ast.stmts.iter().flat_map(|stmt| match &stmt.kind {
        StmtKind::Assign { targets, .. } | StmtKind::Range { targets, .. } => targets.as_slice(),
        _ => &[],
    });
    let mut found = BTreeSet::new();
    for &target in targets {
        let mut expr = target;
        while let ExprKind::Paren(inner) | ExprKind::Star(inner) = ast.expr(expr).kind {
            expr = inner;
        }
        let Resolution::Local(index) = scopes.resolution(expr) else {
            continue;
        };
        let symbol = &scopes.symbols[index as usize];
        let is_variable = matches!(
            symbol.kind,
            SymbolKind::Var | SymbolKind::Param | SymbolKind::Result
        );
        let user = package.enclosing_func(ExprRef { decl, expr });
        if is_variable && symbol.func.is_some() && user.map(|func| func.index) != symbol.func {
            found.insert(SymbolId { decl, index });
        }
    }
    found
}

/// The races on a local variable: one for each literal that assigns to it.
pub(super) fn races_on<'p>(package: &'p Package, variable: SymbolId) -> Vec<Race<'p>> {
    let mut found: Vec<Race> = Vec::new();
    let owner = package.symbol(variable).func;
    let accesses = &package.accesses_of(variable).all;
    // Where it is declared there is a new one each time, which nobody else has yet.
    let declared = package.symbol(variable).range;
    let uses = || accesses.iter().filter(|access| access.range != declared);
    for write in uses() {
        let is_assignment = write.kind == AccessKind::Write && !write.is_content;
        if !is_assignment || Some(write.func.index) == owner {
            continue;
        }
        let Some((literal, start)) = goroutine_of(package, variable, write.func) else {
            continue;
        };
        if found.iter().any(|race| race.shared.literal == literal) {
            continue;
        }
        found.extend(uses().find_map(|other| {
            let evidence = package.concurrency(write, other)?;
            let is_certain = evidence.certainty == Certainty::Certain
                && !matches!(evidence.first, Origin::Subtest { .. });
            (is_certain && !is_locked(package, write, other)).then_some(Race {
                shared: Shared {
                    variable,
                    literal,
                    start,
                },
                write,
                other,
                related: evidence.related,
            })
        }));
    }
    found
}

/// Whether both accesses hold a lock in common, or use the variable atomically.
fn is_locked(package: &Package, write: &VariableAccess, other: &VariableAccess) -> bool {
    let theirs = package.held_at(other.func, other.event);
    let mine = package.held_at(write.func, write.event);
    let is_shared = mine.iter().any(|(lock, _)| theirs.mode_of(lock).is_some());
    is_shared || other.kind == AccessKind::Atomic
}
