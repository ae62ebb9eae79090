//! Which part of a variable an access reaches: the variable itself, or what it holds.

use crate::model::accesses::VariableAccess;
use crate::model::flow::EventKind;
use crate::model::types::Type;
use crate::model::{ExprRef, Package};
use crate::syntax::ast::{BinaryOp, ExprId, ExprKind, Parent, StmtKind};

/// What an access of a variable reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Whether it is nil.
    Test,
    /// The pointer, the slice's header, the map's.
    Header,
    /// What a pointer, a slice or a map leads to.
    Content,
    /// Both, or a variable without such parts.
    Whole,
}

impl Part {
    pub(super) fn meets(self, other: Part) -> bool {
        let is_header = |part| matches!(part, Part::Test | Part::Header);
        !(is_header(self) && other == Part::Content || is_header(other) && self == Part::Content)
    }
}

pub(super) fn part_of(package: &Package, access: &VariableAccess) -> Part {
    let ty = package.underlying(&package.type_of_symbol(match access.path.target() {
        Some(variable) => variable,
        None => return Part::Whole,
    }));
    let is_reference = matches!(
        ty,
        Type::Pointer(_) | Type::Interface(_) | Type::Func(_) | Type::Chan(..)
    );
    let is_map = matches!(ty, Type::Map(..));
    let is_slice = matches!(ty, Type::Slice(_));
    // What is called on a value of an unknown type changes what it leads to, if it is a pointer.
    if !(is_reference || is_map || is_slice || ty.is_unknown()) {
        return Part::Whole;
    }
    if access.is_content {
        return Part::Content;
    }
    if access.writes() {
        return Part::Header;
    }
    match use_of(package, access) {
        Use::Test => Part::Test,
        Use::Range if is_map || is_slice => Part::Whole,
        Use::Length if is_map => Part::Whole,
        // A map that is handed on is used there; one that gets another name may be used under the lock.
        Use::Other if is_map => Part::Whole,
        _ => Part::Header,
    }
}

/// What becomes of a value that is read.
enum Use {
    Test,
    Length,
    Range,
    /// It gets another name.
    Named,
    Other,
}

fn use_of(package: &Package, access: &VariableAccess) -> Use {
    let decl = access.func.decl;
    let ast = package.ast(decl);
    let found = ast
        .exprs
        .iter()
        .position(|expr| expr.range == access.range)
        .map(|index| ExprId(index as u32));
    let Some(expr) = found else {
        return Use::Other;
    };
    match ast.expr(expr).parent {
        Parent::Expr(outer) => match &ast.expr(outer).kind {
            ExprKind::Binary {
                op: BinaryOp::Equal | BinaryOp::NotEqual,
                left,
                right,
            } => {
                let is_nil = |expr: ExprId| package.type_of(ExprRef { decl, expr }) == Type::Nil;
                match is_nil(*left) || is_nil(*right) {
                    true => Use::Test,
                    false => Use::Other,
                }
            }
            ExprKind::Call { callee, .. } => {
                let callee = ExprRef {
                    decl,
                    expr: *callee,
                };
                match package.builtin(callee) {
                    Some("len" | "cap") => Use::Length,
                    _ => Use::Other,
                }
            }
            _ => Use::Other,
        },
        Parent::Stmt(stmt) => match &ast.stmt(stmt).kind {
            StmtKind::Range { operand, .. } if *operand == expr => Use::Range,
            StmtKind::Assign { .. } | StmtKind::Vars(_) => Use::Named,
            _ => Use::Other,
        },
        _ => Use::Other,
    }
}

/// Whether two accesses of what a variable holds are to one part of it: `s.info.Host` is none of `s.info.Port`.
pub(super) fn is_one_part(package: &Package, one: &VariableAccess, other: &VariableAccess) -> bool {
    let part = |access: &VariableAccess| match &package.flow(access.func).events[access.event].kind
    {
        EventKind::Access { path, .. } => {
            path.steps.get(access.path.steps.len()..).map(<[_]>::to_vec)
        }
        _ => None,
    };
    match (part(one), part(other)) {
        (Some(one), Some(other)) => one.starts_with(&other) || other.starts_with(&one),
        _ => true,
    }
}
