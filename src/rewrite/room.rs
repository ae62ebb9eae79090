//! A channel's capacity, so that it has room for what a loop sends.

use crate::finding::Edit;
use crate::model::structure::StmtRef;
use crate::model::types::Type;
use crate::model::{DeclId, ExprRef, Package};
use crate::source::Range;
use crate::syntax::ast::*;

/// Makes a channel with this capacity: the edit of its `make`.
pub fn with_room(package: &Package, make: ExprRef, capacity: &str) -> Vec<Edit> {
    let decl = make.decl;
    let mut make = make;
    while let ExprKind::Paren(inner) = package.expr(make).kind {
        make = ExprRef { decl, expr: inner };
    }
    let ExprKind::Call { args, .. } = &package.expr(make).kind else {
        return Vec::new();
    };
    let range = |expr: ExprId| package.expr(ExprRef { decl, expr }).range;
    let edit = match args.as_slice() {
        [ty] => {
            let end = range(*ty).end;
            Some((Range::new(end, end), format!(", {capacity}")))
        }
        [_, old] => Some((range(*old), capacity.to_string())),
        _ => None,
    };
    let edits = edit.into_iter().map(|(range, text)| Edit {
        span: package.span(decl, range),
        text,
    });
    edits.collect()
}

/// How often a loop goes round at most, as Go, if that means the same where the channel is made.
pub fn rounds(package: &Package, make: ExprRef, stmt: StmtRef) -> Option<String> {
    let decl = stmt.decl;
    let at = |expr: ExprId| ExprRef { decl, expr };
    let data = package.stmt(stmt);
    let (count, is_length) = match &data.kind {
        StmtKind::Range { operand, .. } => match package.underlying(&package.type_of(at(*operand)))
        {
            Type::Slice(_) | Type::Array(_) | Type::Map(..) => (at(*operand), true),
            Type::Pointer(to) if matches!(package.underlying(&to), Type::Array(_)) => {
                (at(*operand), true)
            }
            Type::Basic(name) if &*name == "string" => (at(*operand), true),
            Type::Basic(name) if name.contains("int") => (at(*operand), false),
            _ => return None,
        },
        StmtKind::For {
            init: Some(init),
            condition: Some(condition),
            post: Some(post),
            ..
        } => (at(limit(package, decl, *init, *condition, *post)?), false),
        _ => return None,
    };
    let until = data.range.end;
    if !is_settled(package, make, count, until) {
        return None;
    }
    let text = package.expr_text(count);
    Some(match is_length {
        true => format!("len({text})"),
        false => text.to_string(),
    })
}

/// `n` in `for i := 0; i < n; i++` and `for i := 1; i <= n; i++`.
fn limit(
    package: &Package,
    decl: DeclId,
    init: StmtId,
    condition: ExprId,
    post: StmtId,
) -> Option<ExprId> {
    let ast = package.ast(decl);
    let StmtKind::Assign {
        values,
        op: AssignOp::Define,
        ..
    } = &ast.stmt(init).kind
    else {
        return None;
    };
    let [first] = values.as_slice() else {
        return None;
    };
    let first = package.constant(ExprRef { decl, expr: *first })?;
    let StmtKind::IncDec {
        is_increment: true, ..
    } = ast.stmt(post).kind
    else {
        return None;
    };
    let ExprKind::Binary { op, right, .. } = ast.expr(condition).kind else {
        return None;
    };
    let fits = matches!(
        (first, op),
        (0, BinaryOp::Less) | (1, BinaryOp::LessEqual) | (0, BinaryOp::NotEqual)
    );
    fits.then_some(right)
}

/// Whether an expression is a plain variable, constant or length, known where the channel is made and the same in the loop.
fn is_settled(package: &Package, make: ExprRef, count: ExprRef, until: u32) -> bool {
    let decl = count.decl;
    let start = package.expr(make).range.start;
    match &package.expr(count).kind {
        ExprKind::Literal(_) => true,
        ExprKind::Paren(inner) => is_settled(package, make, ExprRef { decl, expr: *inner }, until),
        ExprKind::Call { callee, args, .. } => {
            let callee = ExprRef {
                decl,
                expr: *callee,
            };
            package.builtin(callee) == Some("len")
                && args.len() == 1
                && args
                    .iter()
                    .all(|&expr| is_settled(package, make, ExprRef { decl, expr }, until))
        }
        ExprKind::Name(_) | ExprKind::Selector { .. } => {
            let path = package.path_of(count);
            if package.constant(count).is_some() {
                return true;
            }
            let Some(root) = path.root_symbol() else {
                return false;
            };
            let is_known = !package.is_local(root) || package.symbol(root).range.start < start;
            let between = Range::new(start, until);
            let is_changed = path.target().is_none_or(|target| {
                [root, target].iter().any(|&symbol| {
                    let uses = package.uses_of(symbol);
                    uses.certain.iter().any(|&at| {
                        at.decl == decl
                            && between.contains(package.expr(at).range)
                            && package.is_assigned(at)
                    })
                })
            });
            is_known && !is_changed
        }
        _ => false,
    }
}
