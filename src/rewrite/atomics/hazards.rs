//! What stays a race when each access is atomic: decisions and values that rest on an earlier read.

use super::Refusal;
use super::uses::{Use, UseKind};
use crate::model::structure::Condition;
use crate::model::{DeclId, ExprRef, Package, Symbol, SymbolId, SymbolKind, TypeSource};
use crate::source::Range;
use crate::syntax::ast::*;

/// Refuses a variable of which a write depends on what was read before.
pub(super) fn check(package: &Package, uses: &[Use]) -> Result<(), Refusal> {
    for write in uses {
        let Some(stmt) = write.writing_stmt() else {
            continue;
        };
        let reads = Reads::beside(package, write, uses);
        let text = package.expr_text(write.at);
        let conditions = package.conditions_of(write.at.decl, stmt);
        let is_decided = conditions
            .iter()
            .any(|condition| decides(package, write, condition, &reads));
        if is_decided {
            return Err(Refusal::new(format!(
                "{text} is tested before it is written, and another goroutine can come between"
            )));
        }
        let UseKind::Store { value, .. } = write.kind else {
            continue;
        };
        let value = ExprRef {
            decl: write.at.decl,
            expr: value,
        };
        if reads.are_in(package.expr(value).range) || reads.feed(package, value) {
            return Err(Refusal::new(format!(
                "what is written to {text} was computed from it, and another goroutine can come between"
            )));
        }
    }
    Ok(())
}

/// Where the function of a write reads the variable.
struct Reads(Vec<Range>);

impl Reads {
    fn beside(package: &Package, write: &Use, uses: &[Use]) -> Reads {
        let func = package.enclosing_func(write.at);
        let is_beside = |read: &&Use| {
            matches!(read.kind, UseKind::Read | UseKind::Atomic)
                && read.at.decl == write.at.decl
                && package.enclosing_func(read.at) == func
        };
        let ranges = uses
            .iter()
            .filter(is_beside)
            .map(|read| package.expr(read.at).range);
        Reads(ranges.collect())
    }

    fn are_in(&self, range: Range) -> bool {
        self.0.iter().any(|&read| range.contains(read))
    }

    /// Whether a value is computed from a local variable that holds what was read.
    fn feed(&self, package: &Package, value: ExprRef) -> bool {
        let locals = package
            .expressions_in(value)
            .into_iter()
            .filter_map(|at| package.named_symbol(at));
        locals
            .into_iter()
            .any(|symbol| self.reach(package, value.decl, symbol))
    }

    fn reach(&self, package: &Package, decl: DeclId, symbol: SymbolId) -> bool {
        let Symbol { kind, ty, .. } = *package.symbol(symbol);
        if kind != SymbolKind::Var || symbol.decl != decl || !package.is_local(symbol) {
            return false;
        }
        let ast = package.ast(decl);
        let is_first = match ty {
            TypeSource::Value { value, .. } => self.are_in(ast.expr(value).range),
            _ => false,
        };
        is_first
            || package.uses_of(symbol).certain.iter().any(|&at| {
                let Parent::Stmt(stmt) = package.expr(at).parent else {
                    return false;
                };
                match &ast.stmt(stmt).kind {
                    StmtKind::Assign {
                        targets, values, ..
                    } if targets.contains(&at.expr) => values
                        .iter()
                        .any(|&value| self.are_in(ast.expr(value).range)),
                    _ => false,
                }
            })
    }
}

/// Whether a condition of the write reads the variable.
fn decides(package: &Package, write: &Use, condition: &Condition, reads: &Reads) -> bool {
    let ast = package.ast(write.at.decl);
    let reads_in = |expr: ExprId| reads.are_in(ast.expr(expr).range);
    match *condition {
        Condition::If { condition, .. } | Condition::Passed { condition, .. } => {
            reads_in(condition)
        }
        Condition::Case { switch, .. } | Condition::PassedClauses { stmt: switch } => {
            let StmtKind::Switch { tag, cases, .. } = &ast.stmt(switch).kind else {
                return false;
            };
            let reads_in_case = |case: &StmtId| match &ast.stmt(*case).kind {
                StmtKind::Case { values, .. } => values.iter().copied().any(reads_in),
                _ => false,
            };
            tag.is_some_and(reads_in) || cases.iter().any(reads_in_case)
        }
        Condition::Loop { stmt } => {
            let StmtKind::For {
                condition: Some(condition),
                ..
            } = ast.stmt(stmt).kind
            else {
                return false;
            };
            // `for !done { … done = true … }` only sets the flag that ends it.
            let is_flag = matches!(write.kind, UseKind::Store { value, .. }
                if super::values::bool_constant(package, ExprRef { decl: write.at.decl, expr: value }).is_some());
            !is_flag && reads_in(condition)
        }
        Condition::Comm { .. } => false,
    }
}
