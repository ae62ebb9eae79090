//! Goroutines that change a struct which the function that starts them goes on using.

use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, CallMode, Callee, EventKind};
use crate::model::goroutines::Certainty;
use crate::model::path::{AccessPath, Root, Step};
use crate::model::types::Type;
use crate::model::uses::CallSite;
use crate::model::{DeclId, ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::syntax::ast::*;

/// A struct that a goroutine and its starter share, and a field of it that both use at once.
pub(super) struct Share<'p> {
    /// The function that starts the goroutine.
    pub func: FuncId,
    /// The event that starts it.
    pub start: usize,
    /// What the goroutine runs: a literal or a function of the package.
    pub runs: FuncId,
    /// The starter's variable.
    pub variable: SymbolId,
    /// The variable by its name in what the goroutine runs: itself, or a parameter.
    pub inner: SymbolId,
    /// The argument that hands it over, if one does.
    pub argument: Option<ExprId>,
    pub ty: Type,
    /// The change in the goroutine.
    pub write: &'p VariableAccess,
    /// The use in the starter or in its caller, or the same change in another goroutine of the kind.
    pub other: &'p VariableAccess,
    /// The call that gave the starter the struct, where the other use is its caller's.
    pub giver: Option<Giver>,
}

/// A call of the starter, and what it gives, as the caller writes it.
pub(super) struct Giver {
    pub site: CallSite,
    pub path: AccessPath,
}

/// The shares of a declaration: one for each start and variable.
pub(super) fn shares<'p>(package: &'p Package, decl: DeclId) -> Vec<Share<'p>> {
    let mut found = Vec::new();
    for func in package.funcs(decl) {
        for (start, event) in package.flow(func).events.iter().enumerate() {
            let EventKind::Call {
                call,
                callee: Callee::Func(runs) | Callee::Literal(runs),
                mode: CallMode::Spawned,
            } = event.kind
            else {
                continue;
            };
            if runs.decl.dir != package.home().id || package.ast(runs.decl).damaged.is_some() {
                continue;
            }
            let call = ExprRef { decl, expr: call };
            for (variable, inner, argument) in handed_over(package, func, call, runs) {
                found.extend(share(package, func, start, runs, variable, inner, argument));
            }
        }
    }
    found
}

type Handed = (SymbolId, SymbolId, Option<ExprId>);

/// The variables of `func` that what the goroutine runs reaches: captured ones, and pointers given as arguments.
fn handed_over(package: &Package, func: FuncId, call: ExprRef, runs: FuncId) -> Vec<Handed> {
    let is_own = |symbol: SymbolId| {
        matches!(
            package.symbol(symbol).kind,
            SymbolKind::Var | SymbolKind::Param
        ) && package.symbol(symbol).func == Some(func.index)
            && symbol.decl == func.decl
    };
    let mut found: Vec<Handed> = Vec::new();
    if package.func(runs).literal.is_some() {
        for event in &package.flow(runs).events {
            if let EventKind::Access { path, .. } = &event.kind
                && let Root::Symbol(symbol) = path.root
                && is_own(symbol)
                && found.iter().all(|(known, ..)| *known != symbol)
            {
                found.push((symbol, symbol, None));
            }
        }
    }
    let ExprKind::Call { args, .. } = &package.expr(call).kind else {
        return found;
    };
    for (position, &arg) in args.iter().enumerate() {
        let at = ExprRef {
            decl: call.decl,
            expr: arg,
        };
        let path = package.path_of(at);
        let param = package.param_at(runs, position);
        if let (Some(param), true, Root::Symbol(symbol)) = (param, path.steps.is_empty(), path.root)
            && is_own(symbol)
            && matches!(package.type_of(at), Type::Pointer(_))
        {
            found.push((symbol, param, Some(arg)));
        }
    }
    found
}

fn share<'p>(
    package: &'p Package,
    func: FuncId,
    start: usize,
    runs: FuncId,
    variable: SymbolId,
    inner: SymbolId,
    argument: Option<ExprId>,
) -> Option<Share<'p>> {
    let ty = package.type_of_symbol(inner).pointee().clone();
    let is_struct = matches!(package.underlying(&ty), Type::Struct(_));
    if !is_struct || package.holds_lock(&ty, 3) || is_given_anew(package, variable) {
        return None;
    }
    let outer = AccessPath::of_symbol(variable);
    let written = package.flow(runs).events.iter().find_map(|event| {
        let EventKind::Access { path, kind } = &event.kind else {
            return None;
        };
        let is_change = matches!(kind, AccessKind::Write | AccessKind::Update);
        let [Step::Field(field)] = path.steps.as_slice() else {
            return None;
        };
        if !is_change || path.root != Root::Symbol(inner) || !event.held.is_empty() {
            return None;
        }
        let accesses = &package.accesses_of(*field).all;
        let write = accesses
            .iter()
            .find(|access| access.func == runs && access.range == event.range && access.writes())?;
        let is_raced = |other: &VariableAccess| {
            package.held_at(other.func, other.event).is_empty()
                && other.kind != AccessKind::Atomic
                && is_certain(package, write, other)
        };
        let ours = accesses.iter().find(|other| {
            let is_ours =
                other.func == func && other.path.begins_with(&outer) || std::ptr::eq(*other, write);
            is_ours && is_raced(other)
        });
        if let Some(other) = ours {
            return Some((write, other, None));
        }
        givers(package, func, variable)
            .into_iter()
            .find_map(|giver| {
                let other = accesses.iter().find(|other| {
                    other.func == giver.site.caller
                        && other.path.begins_with(&giver.path)
                        && is_raced(other)
                })?;
                Some((write, other, Some(giver)))
            })
    });
    let (write, other, giver) = written?;
    Some(Share {
        func,
        start,
        runs,
        variable,
        inner,
        argument,
        ty,
        write,
        other,
        giver,
    })
}

/// The calls outside of tests that give a function what its parameter `variable` points to.
fn givers(package: &Package, func: FuncId, variable: SymbolId) -> Vec<Giver> {
    if package.symbol(variable).kind != SymbolKind::Param {
        return Vec::new();
    }
    let sites = package.callers_of(func).sites.iter();
    sites
        .filter(|site| site.mode == CallMode::Now)
        .filter_map(|&site| {
            let param = AccessPath::of_symbol(variable);
            let path = package.path_in_caller(&param, site.call, func)?;
            let is_variable = path.steps.is_empty() && path.root_symbol().is_some();
            is_variable.then_some(Giver { site, path })
        })
        .collect()
}

fn is_certain(package: &Package, write: &VariableAccess, other: &VariableAccess) -> bool {
    let evidence = package.concurrency(write, other);
    evidence.is_some_and(|evidence| evidence.certainty == Certainty::Certain)
}

/// Whether the variable gets another value: then it is not certain that both mean the same struct.
fn is_given_anew(package: &Package, variable: SymbolId) -> bool {
    let declared = package.symbol(variable).range;
    let accesses = &package.accesses_of(variable).all;
    let is_pointer = matches!(package.type_of_symbol(variable), Type::Pointer(_));
    is_pointer
        && accesses
            .iter()
            .any(|access| access.writes() && !access.is_content && access.range != declared)
}
