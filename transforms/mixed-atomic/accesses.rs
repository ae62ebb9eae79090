//! Variables that some accesses use atomic functions on, and others not.

use std::collections::BTreeSet;

use super::silent;
use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, EventKind};
use crate::model::path::Step;
use crate::model::races::Surroundings;
use crate::model::types::Type;
use crate::model::{ExprRef, Package, SymbolId};
use crate::rewrite::atomics;
use crate::syntax::ast::*;

/// An access through a function of `sync/atomic`.
#[derive(Clone, Copy)]
pub(super) struct Atomic<'p> {
    pub access: &'p VariableAccess,
    pub owner: Option<SymbolId>,
    /// `AddInt64`.
    pub function: Name,
}

/// A variable with accesses of both kinds.
pub(super) struct Mixed<'p> {
    pub variable: SymbolId,
    pub atomic: Vec<Atomic<'p>>,
    /// Those that race with an atomic one.
    pub plain: Vec<&'p VariableAccess>,
    /// Whether all structs that hold the variable stand in the same field of another.
    has_one_owner: bool,
}

impl Atomic<'_> {
    pub(super) fn writes(&self) -> bool {
        !self.function.starts_with("Load")
    }
}

impl<'p> Mixed<'p> {
    /// The atomic access that a plain one races with: a write for a read, in another function if there is one.
    pub(super) fn partner_of(
        &self,
        package: &Package,
        plain: &VariableAccess,
    ) -> Option<Atomic<'p>> {
        let owner = owner_of(package, plain);
        let around = Surroundings::default();
        let is_real = |atomic: &&Atomic| {
            self.may_be_one(owner, atomic.owner)
                && (plain.writes() || atomic.writes())
                && !self.is_owned(package, atomic.access)
                && !package.may_be_apart(&around, plain, atomic.access)
        };
        let mut real: Vec<Atomic> = self.atomic.iter().filter(is_real).copied().collect();
        real.sort_by_key(|atomic| (atomic.access.func == plain.func, !atomic.writes()));
        real.first().copied()
    }

    /// Whether an atomic access reaches what nobody else does. A closure that counts atomically in a local variable does
    /// so because others do, too.
    fn is_owned(&self, package: &Package, access: &VariableAccess) -> bool {
        let is_in_closure = package.is_local(self.variable)
            && package.symbol(self.variable).func != Some(access.func.index);
        !is_in_closure && package.is_owned(access.func, access.event, &access.path)
    }

    /// Whether structs that stand in these fields may be one. A struct that only one field holds is that one, by
    /// whatever name it is reached.
    fn may_be_one(&self, one: Option<SymbolId>, other: Option<SymbolId>) -> bool {
        one == other || self.has_one_owner && (one.is_none() || other.is_none())
    }
}

/// The field in which the struct stands that holds the variable: `stats` for `s.stats.hits`. `None` where it stands by
/// itself, or it cannot be told.
fn owner_of(package: &Package, access: &VariableAccess) -> Option<SymbolId> {
    let [.., Step::Field(owner), Step::Field(_)] = access.path.steps.as_slice() else {
        return None;
    };
    let is_pointer = matches!(package.type_of_symbol(*owner), Type::Pointer(_));
    (!is_pointer).then_some(*owner)
}

pub(super) fn mixed_variables<'p>(package: &'p Package) -> Vec<Mixed<'p>> {
    let variables = atomic_variables(package)
        .into_iter()
        .filter(|&variable| atomics::has_atomic_form(package, variable));
    let mixed = variables.filter_map(|variable| {
        let accesses = package.accesses_of(variable);
        let direct = || accesses.all.iter().filter(|access| !access.is_content);
        let atomic: Vec<Atomic> = direct()
            .filter(|access| access.kind == AccessKind::Atomic)
            .filter_map(|access| {
                let function = function_of(package, variable, access)?;
                let owner = owner_of(package, access);
                Some(Atomic {
                    access,
                    owner,
                    function,
                })
            })
            .collect();
        let owners: BTreeSet<SymbolId> = direct()
            .filter_map(|access| owner_of(package, access))
            .collect();
        let mut mixed = Mixed {
            variable,
            atomic,
            plain: Vec::new(),
            has_one_owner: owners.len() == 1,
        };
        let racing = direct().filter(|access| {
            matches!(
                access.kind,
                AccessKind::Read | AccessKind::Write | AccessKind::Update
            ) && mixed.partner_of(package, access).is_some()
                && !silent::is_meant(package, &mixed, access)
        });
        let plain: Vec<&VariableAccess> = racing.collect();
        mixed.plain = plain;
        (!mixed.plain.is_empty()).then_some(mixed)
    });
    mixed.collect()
}

/// The variables of plain types that some function of the package gives to an atomic function.
fn atomic_variables(package: &Package) -> BTreeSet<SymbolId> {
    let mut variables = BTreeSet::new();
    for decl in package.decls_mentioning("atomic") {
        for func in package.funcs(decl) {
            for event in &package.flow(func).events {
                if let EventKind::Access {
                    path,
                    kind: AccessKind::Atomic,
                } = &event.kind
                {
                    variables.extend(path.target());
                }
            }
        }
    }
    variables
}

/// The name of the function that an atomic access goes through.
fn function_of(package: &Package, variable: SymbolId, access: &VariableAccess) -> Option<Name> {
    let decl = access.func.decl;
    let uses = &package.uses_of(variable).certain;
    let at = uses
        .iter()
        .find(|at| at.decl == decl && package.expr(**at).range == access.range)?;
    let Parent::Expr(address) = package.expr(*at).parent else {
        return None;
    };
    let Parent::Expr(call) = package.ast(decl).expr(address).parent else {
        return None;
    };
    let ExprKind::Call { callee, .. } = &package.ast(decl).expr(call).kind else {
        return None;
    };
    let callee = ExprRef {
        decl,
        expr: *callee,
    };
    let ExprKind::Selector { operand, field } = &package.expr(callee).kind else {
        return None;
    };
    let operand = ExprRef {
        decl,
        expr: *operand,
    };
    (package.imported_path(operand) == Some("sync/atomic")).then_some(field.name)
}
