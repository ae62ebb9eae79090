//! What functions do with things of package `sync`.

use crate::model::flow::{Callee, EventKind};
use crate::model::path::{AccessPath, Step};
use crate::model::types::Type;
use crate::model::{DeclId, ExprRef, FuncId, Package, SymbolId};
use crate::syntax::ast::{ExprId, ExprKind};

/// Types of package `sync` that lose their meaning in a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shared {
    Once,
    Mutex,
    WaitGroup,
}

impl Shared {
    pub(super) fn of_type(package: &Package, ty: &Type) -> Option<Shared> {
        let Type::Named(symbol, _) = ty else {
            return None;
        };
        let path = package.directory(symbol.decl.dir).import_path.as_deref();
        match (path, &*package.symbol(*symbol).name) {
            (Some("sync"), "Once") => Some(Shared::Once),
            (Some("sync"), "Mutex" | "RWMutex") => Some(Shared::Mutex),
            (Some("sync"), "WaitGroup") => Some(Shared::WaitGroup),
            _ => None,
        }
    }
}

/// `once.Do(…)`, `mu.Lock()`, `wg.Done()`.
pub(super) struct Operation {
    pub func: FuncId,
    /// The index among the events of the function's flow.
    pub event: usize,
    pub call: ExprRef,
    pub path: AccessPath,
    pub shared: Shared,
}

/// The operations of all functions of a declaration, those that only give back left out.
pub(super) fn operations(package: &Package, decl: DeclId) -> Vec<Operation> {
    let mut found = Vec::new();
    for func in package.funcs(decl) {
        let waits = package.wait_group_calls(func);
        for (index, event) in package.flow(func).events.iter().enumerate() {
            let here = |expr: ExprId| ExprRef { decl, expr };
            let (call, path) = match &event.kind {
                EventKind::Lock { path, .. } => {
                    let ast = package.ast(decl);
                    let call = ast.exprs.iter().position(|expr| {
                        expr.range == event.range && matches!(expr.kind, ExprKind::Call { .. })
                    });
                    let Some(call) = call else { continue };
                    (here(ExprId(call as u32)), path.clone())
                }
                EventKind::Call { call, .. } if package.is_once_do(here(*call)) => {
                    let Some(path) = operand_path(package, here(*call)) else {
                        continue;
                    };
                    if event.range != package.expr(here(*call)).range {
                        continue;
                    }
                    (here(*call), path)
                }
                EventKind::Call {
                    call,
                    callee: Callee::Func(_),
                    ..
                } if waits.iter().any(|wait| wait.event == index) => {
                    let Some(path) = operand_path(package, here(*call)) else {
                        continue;
                    };
                    (here(*call), path)
                }
                _ => continue,
            };
            let Some(target) = path.target() else {
                continue;
            };
            let Some(shared) = Shared::of_type(package, &package.type_of_symbol(target)) else {
                continue;
            };
            found.push(Operation {
                func,
                event: index,
                call,
                path,
                shared,
            });
        }
    }
    found
}

/// The path of what a method is called on, embedded fields included.
fn operand_path(package: &Package, call: ExprRef) -> Option<AccessPath> {
    let here = |expr: ExprId| ExprRef {
        decl: call.decl,
        expr,
    };
    let ExprKind::Call { callee, .. } = &package.expr(call).kind else {
        return None;
    };
    let ExprKind::Selector { operand, .. } = &package.expr(here(*callee)).kind else {
        return None;
    };
    let selection = package.selection(here(*callee))?;
    let mut path = package.path_of(here(*operand));
    path.steps
        .extend(selection.through.into_iter().map(Step::Field));
    Some(path)
}

/// Whether what a path ends at is a part of the variable that it begins with: a copy of that has one of its own.
pub(super) fn is_part(package: &Package, root: SymbolId, path: &AccessPath) -> bool {
    !path.has_element() && package.holds_inside(root, &path.steps)
}

/// Whether every use of a variable selects from it: calls a method, or names a field.
pub(super) fn is_only_selected(package: &Package, variable: SymbolId) -> bool {
    let uses = package.uses_of(variable);
    uses.is_complete && uses.certain.iter().all(|&at| is_selected(package, at))
}

pub(super) fn is_selected(package: &Package, at: ExprRef) -> bool {
    let crate::syntax::ast::Parent::Expr(outer) = package.expr(at).parent else {
        return false;
    };
    matches!(package.ast(at.decl).expr(outer).kind, ExprKind::Selector { operand, .. } if operand == at.expr)
}
