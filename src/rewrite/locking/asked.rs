//! What a function asks its parameter for, again and again, asked once before the lock is taken.
//!
//! ```go
//! name := p.Name()   // of an interface: nobody knows what it does
//! r.mu.Lock()
//! if r.plugins[name] == nil { r.plugins[name] = p }
//! ```

use super::heads::heads;
use super::names::Names;
use super::site::Site;
use crate::model::SymbolKind;
use crate::source::Range;
use crate::syntax::ast::*;

/// A call without arguments that a function makes of its parameter.
pub(super) struct Asked {
    pub calls: Vec<Range>,
    /// The local variable that keeps the answer.
    pub name: String,
    text: String,
}

impl Asked {
    pub(super) fn line(&self) -> String {
        format!("{} := {}", self.name, self.text)
    }
}

/// The one call that can't be made under the lock, where the first statement of a body makes it in any case.
pub(super) fn asked(site: &Site, body: &[StmtId]) -> Option<Asked> {
    let &first = body.first()?;
    let range = Range::new(
        site.stmt(first).range.start,
        site.stmt(*body.last()?).range.end,
    );
    // What is called for its effect has no answer.
    let is_statement = |expr: &Expr| {
        matches!(expr.parent, Parent::Stmt(stmt) if matches!(
            site.stmt(stmt).kind,
            StmtKind::Expr(_) | StmtKind::Go(_) | StmtKind::Defer(_)
        ))
    };
    let is_asking = |expr: &Expr| match &expr.kind {
        ExprKind::Call { callee, args, .. } => {
            args.is_empty() && is_parameters(site, *callee) && !is_statement(expr)
        }
        _ => false,
    };
    let harmful = |expr: &&Expr| {
        range.contains(expr.range) && is_asking(expr) && !site.is_harmless(expr.range)
    };
    let calls: Vec<Range> = site
        .ast
        .exprs
        .iter()
        .filter(harmful)
        .map(|expr| expr.range)
        .collect();
    let text = site.text(*calls.first()?);
    let is_made_first = heads(site, first)?.iter().any(|head| {
        let around = site.ast.expr(head.expr).range;
        let mut exprs = site.ast.exprs.iter().zip(0..);
        !head.is_later
            && exprs.any(|(expr, number)| {
                calls.contains(&expr.range)
                    && around.contains(expr.range)
                    && site.skipped_in(ExprId(number), head.expr).is_none()
            })
    });
    if !is_made_first || calls.iter().any(|&call| site.text(call) != text) {
        return None;
    }
    let method = text.strip_suffix("()")?.rsplit('.').next()?;
    let name = Names::default().fresh(site.package, site.func.decl, method)?;
    Some(Asked {
        text: text.to_string(),
        calls,
        name,
    })
}

/// Whether a callee is a method of a parameter that never gets another value.
fn is_parameters(site: &Site, callee: ExprId) -> bool {
    let ExprKind::Selector { operand, .. } = site.ast.expr(callee).kind else {
        return false;
    };
    let is_name = matches!(site.ast.expr(operand).kind, ExprKind::Name(_));
    is_name
        && site
            .package
            .named_symbol(site.at(operand))
            .is_some_and(|symbol| {
                site.package.symbol(symbol).kind == SymbolKind::Param
                    && !site.package.is_reassigned(symbol)
            })
}
